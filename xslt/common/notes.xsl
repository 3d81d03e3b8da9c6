<?xml version="1.0" encoding="UTF-8"?>
<!--
  Which notes there are, their order and their numbers.

  Public: tt:footnotes, tt:is-footnote, tt:is-listed-note, tt:listed-notes, tt:note-number,
    tt:repeats-number, tt:editorial-notes, tt:words-of-note, tt:editorial-letter, tt:editorial-notes-on,
    $tt:notes-by-target, tt:about
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    xmlns:ttp="urn:teitools:xslt:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:variable name="ttp:editorial-notes" as="element(note)*" select="ttp:order-editorial-notes(/)"/>
  <xsl:variable name="tt:notes-by-target" as="map(xs:string, element(note)*)" select="
      map:merge(
        for $note in $ttp:editorial-notes, $target in tt:about($note) return map { generate-id($target): $note },
        map { 'duplicates': 'combine' })"/>
  <xsl:variable name="ttp:footnote-numbers" as="map(xs:string, xs:string)" select="
      let $numbered := (tt:footnotes(/), tt:listed-notes()) return
      map:merge(for-each-pair($numbered, 1 to count($numbered),
        function($note as element(), $position as xs:integer) as map(*) {
          map { generate-id($note): string(($note/@n[not(ttp:is-identifier(.))], $position)[1]) } }))"/>

  <!-- Whether the element is a note to be set apart from the running text and called by a number. -->
  <xsl:function name="tt:is-footnote" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        exists($element/self::note[tt:is-in-text(.) or ancestor::sourceDoc]
          [not(@type = ('editorial', 'speaker') or @place = 'inline')]
          [not((@type, @place) ! tokenize(.) = tokenize($inline-notes))]
          [not(ancestor::person | ancestor::personGrp | ancestor::place | ancestor::org | ancestor::event
               | ancestor::msDesc | ancestor::listBibl | ancestor::listWit | ancestor::standOff)]
          [not(tt:is-listed-note(.))]
          [not(parent::app or parent::rdgGrp)][not(tt:is-headnote(.) or tt:is-mere-call(.) or tt:is-minutes-note(.))]
          [tt:is-shown(.)])"/>
  </xsl:function>

  <!--
    Whether the note stands in a list of notes that the source itself has: in a division for notes, or in the back
    matter where the text is pointed at, or points (TEI Guidelines 3.9.1.1). Such a note stays there; the text calls it.
  -->
  <xsl:function name="tt:is-listed-note" as="xs:boolean">
    <xsl:param name="note" as="element(note)"/>
    <xsl:sequence select="
        exists($note[ancestor::back][@target or exists(tt:references-to(.))]
               | $note[ancestor::div[tokenize(@type) = ('notes', 'note', 'footnotes', 'endnotes')]])
        and not(tt:is-mere-call($note))
        and empty($note/(ancestor::*[tt:is-carrier(.)] | ancestor::note))"/>
  </xsl:function>

  <!-- The numbered notes in the order of their calls. -->
  <xsl:function name="tt:footnotes" as="element(note)*">
    <xsl:param name="document" as="document-node()"/>
    <xsl:variable name="notes" as="element(note)*" select="$document//note[tt:is-footnote(.)]"/>
    <xsl:variable name="by-place" as="map(xs:string, element(note)*)" select="
        map:merge($notes ! map { generate-id(ttp:call-node(.)): . }, map { 'duplicates': 'combine' })"/>
    <xsl:sequence select="
        if (every $note in $notes satisfies ttp:call-node($note) is $note) then $notes
        else for $place in ($notes ! ttp:call-node(.)) | () return $by-place(generate-id($place))"/>
  </xsl:function>

  <!-- The node behind which the note is called: itself where it stands at its call. -->
  <xsl:function name="ttp:call-node" as="node()">
    <xsl:param name="note" as="element(note)"/>
    <xsl:variable name="place" as="element()?" select="tt:call-place($note)"/>
    <xsl:sequence select="if ($place) then ($place/self::ref, $place/descendant-or-self::node()[last()])[1] else $note"/>
  </xsl:function>

  <!-- The notes that the source lists, in its order. -->
  <xsl:function name="tt:listed-notes" as="element(note)*">
    <xsl:sequence select="$tt:document//note[tt:is-in-text(.)][tt:is-listed-note(.)]"/>
  </xsl:function>

  <!-- The number (or sign) of a note: @n without the brackets or the point around it, else its place in the series. -->
  <xsl:function name="tt:note-number" as="xs:string">
    <xsl:param name="note" as="element(note)"/>
    <xsl:sequence select="ttp:bare-number(
        string(($ttp:footnote-numbers(generate-id($note)), $note/@n[not(ttp:is-identifier(.))], '*')[1]))"/>
  </xsl:function>

  <!-- Whether @n is a name that only machines know (n30.416.1), and no number or sign that a reader may look for (60a, 1-2). -->
  <xsl:function name="ttp:is-identifier" as="xs:boolean">
    <xsl:param name="number" as="xs:string"/>
    <xsl:sequence select="string-length($number) gt 5 and matches($number, '^\s*\p{L}+[._:-]?\d')"/>
  </xsl:function>

  <!-- Whether the label only repeats the number of the note that it begins. -->
  <xsl:function name="tt:repeats-number" as="xs:boolean">
    <xsl:param name="label" as="element(label)"/>
    <xsl:sequence select="
        exists($label[parent::note/@n][not(preceding-sibling::*)]
          [ttp:bare-number(.) = ttp:bare-number(../@n)])"/>
  </xsl:function>

  <xsl:function name="ttp:bare-number" as="xs:string">
    <xsl:param name="number" as="xs:string"/>
    <xsl:sequence select="replace(normalize-space($number), '^[\[({]?(\d+)[\])}.]*$', '$1')"/>
  </xsl:function>

  <!-- The editors' notes, in the order of what they are about; those about nothing in the text come last. -->
  <xsl:function name="tt:editorial-notes" as="element(note)*">
    <xsl:sequence select="$ttp:editorial-notes"/>
  </xsl:function>

  <!-- The letter of an editors' note: a … z, aa … -->
  <xsl:function name="tt:editorial-letter" as="xs:string">
    <xsl:param name="note" as="element(note)"/>
    <xsl:variable name="position" as="xs:integer?" select="$ttp:editorial-positions(generate-id($note))"/>
    <xsl:sequence select="if ($position) then format-integer($position, 'a') else '*'"/>
  </xsl:function>

  <xsl:variable name="ttp:editorial-positions" as="map(xs:string, xs:integer)" select="
      map:merge(for-each-pair($ttp:editorial-notes, 1 to count($ttp:editorial-notes),
        function($note as element(), $position as xs:integer) as map(*) { map { generate-id($note): $position } }))"/>

  <!-- The editors' notes that point at the element. -->
  <xsl:function name="tt:editorial-notes-on" as="element(note)*">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="$tt:notes-by-target(generate-id($element))"/>
  </xsl:function>

  <!-- What holds the words of a note: its only paragraph, if it consists of one that is shown, else the note itself. -->
  <xsl:function name="tt:words-of-note" as="element()">
    <xsl:param name="note" as="element(note)"/>
    <xsl:variable name="parts" as="node()*" select="
        $note/node()[self::* or self::text()[normalize-space()]][not(self::*[tt:is-other-version(.)])]"/>
    <xsl:sequence select="($parts[count($parts) eq 1]/self::p, $note)[1]"/>
  </xsl:function>

  <!-- What an editors' note is about: the elements it points at, else, when it stands in the text, nothing. -->
  <xsl:function name="tt:about" as="element()*">
    <xsl:param name="note" as="element(note)"/>
    <xsl:sequence select="$note/@target ! tt:resolve(.)"/>
  </xsl:function>

  <!-- A call follows what the note is about, so the order is that of ends; of two that end together the inner is first. -->
  <xsl:function name="ttp:order-editorial-notes" as="element(note)*">
    <xsl:param name="document" as="document-node()"/>
    <xsl:variable name="notes" as="element(note)*"
        select="($document//(text | standOff | back) | $tt:fragment)//note[@type = 'editorial'][not(tt:is-other-version(.))]"/>
    <xsl:variable name="ends" as="element()*" select="$notes ! ttp:last-of(ttp:first-about(., $document)) | ()"/>
    <xsl:variable name="places" as="map(xs:string, xs:integer)" select="
        map:merge(for-each-pair($ends, 1 to count($ends),
          function($end as element(), $place as xs:integer) as map(*) { map { generate-id($end): $place } }))"/>
    <xsl:sequence select="
        sort($notes, (), function($note as element()) as xs:integer+ {
          let $about := ttp:first-about($note, $document)
          return
            if ($about) then ($places(generate-id(ttp:last-of($about))), -count($about/ancestor::*)) else (1000000000, 0) })"/>
  </xsl:function>

  <!-- What a note is about first; itself, where it names nothing. -->
  <xsl:function name="ttp:first-about" as="element()?">
    <xsl:param name="note" as="element()"/>
    <xsl:param name="document" as="document-node()"/>
    <xsl:sequence select="(tt:about($note), $note[not(@target)])[root() is $document][1]"/>
  </xsl:function>

  <xsl:function name="ttp:last-of" as="element()?">
    <xsl:param name="element" as="element()?"/>
    <xsl:sequence select="$element/descendant-or-self::*[last()]"/>
  </xsl:function>

</xsl:stylesheet>
