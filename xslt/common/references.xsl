<?xml version="1.0" encoding="UTF-8"?>
<!--
  Which notes there are and how they, paragraphs and sections are called, so that every edition says “Giriş ¶2” and
  “dn. 14” of the same thing; and what a short reference (a.g.e.) stands for.

  Public: tt:preferred, tt:plain-text, tt:footnotes, tt:is-footnote, tt:note-number, tt:editorial-notes,
    tt:editorial-letter, tt:editorial-notes-on, tt:about, tt:block-of, tt:section-of, tt:section-name, tt:block-label,
    tt:reference-label, tt:full-citation
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    xmlns:ttp="urn:teitools:xslt:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:mode name="ttp:plain" on-no-match="text-only-copy"/>

  <xsl:variable name="ttp:editorial-notes" as="element(note)*" select="ttp:order-editorial-notes(/)"/>
  <xsl:variable name="ttp:notes-by-target" as="map(xs:string, element(note)*)" select="
      map:merge(
        for $note in $ttp:editorial-notes, $target in tt:about($note) return map { generate-id($target): $note },
        map { 'duplicates': 'combine' })"/>
  <xsl:variable name="ttp:footnote-numbers" as="map(xs:string, xs:string)" select="
      map:merge(for-each-pair(tt:footnotes(/), 1 to count(tt:footnotes(/)),
        function($note as element(), $position as xs:integer) as map(*) {
          map { generate-id($note): string(($note/@n, $position)[1]) } }))"/>

  <!-- Of the readings of a choice, the one that a reader is shown: corrected, regularised, expanded. -->
  <xsl:function name="tt:preferred" as="element()?">
    <xsl:param name="choice" as="element(choice)"/>
    <xsl:sequence select="($choice/(corr | reg | expan | ex), $choice/*)[1]"/>
  </xsl:function>

  <!-- The text as one line, without notes, with the preferred reading of each choice: for headings, labels, titles. -->
  <xsl:function name="tt:plain-text" as="xs:string">
    <xsl:param name="nodes" as="node()*"/>
    <xsl:variable name="text" as="xs:string*">
      <xsl:apply-templates select="$nodes" mode="ttp:plain"/>
    </xsl:variable>
    <xsl:sequence select="normalize-space(string-join($text))"/>
  </xsl:function>

  <xsl:template match="note | fw | gap/desc" mode="ttp:plain"/>
  <xsl:template match="lb | cb | milestone" mode="ttp:plain"><xsl:text> </xsl:text></xsl:template>
  <xsl:template match="choice" mode="ttp:plain">
    <xsl:apply-templates select="tt:preferred(.)" mode="#current"/>
  </xsl:template>

  <!-- Whether the element is a note to be set apart from the running text and called by a number. -->
  <xsl:function name="tt:is-footnote" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        exists($element/self::note[ancestor::text][not(@type = 'editorial' or @place = 'inline')]
          [not(ancestor::person | ancestor::personGrp | ancestor::place | ancestor::org | ancestor::event
               | ancestor::msDesc | ancestor::listBibl | ancestor::standOff)]
          [not(@target and ancestor::back)])"/>
  </xsl:function>

  <!-- The numbered notes in reading order. -->
  <xsl:function name="tt:footnotes" as="element(note)*">
    <xsl:param name="document" as="document-node()"/>
    <xsl:sequence select="$document//note[tt:is-footnote(.)]"/>
  </xsl:function>

  <!-- The number (or sign) of a footnote: @n, else its place in the series. -->
  <xsl:function name="tt:note-number" as="xs:string">
    <xsl:param name="note" as="element(note)"/>
    <xsl:sequence select="string(($ttp:footnote-numbers(generate-id($note)), $note/@n, '*')[1])"/>
  </xsl:function>

  <!-- The editors' notes, in the order of what they are about; those about nothing in the text come last. -->
  <xsl:function name="tt:editorial-notes" as="element(note)*">
    <xsl:sequence select="$ttp:editorial-notes"/>
  </xsl:function>

  <!-- The letter of an editors' note: a … z, aa … -->
  <xsl:function name="tt:editorial-letter" as="xs:string">
    <xsl:param name="note" as="element(note)"/>
    <xsl:variable name="position" as="xs:integer?"
        select="(for $i in 1 to count($ttp:editorial-notes) return $i[$ttp:editorial-notes[$i] is $note])[1]"/>
    <xsl:sequence select="if ($position) then format-integer($position, 'a') else '*'"/>
  </xsl:function>

  <!-- The editors' notes that point at the element. -->
  <xsl:function name="tt:editorial-notes-on" as="element(note)*">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="$ttp:notes-by-target(generate-id($element))"/>
  </xsl:function>

  <!-- What an editors' note is about: the elements it points at, else, when it stands in the text, nothing. -->
  <xsl:function name="tt:about" as="element()*">
    <xsl:param name="note" as="element(note)"/>
    <xsl:sequence select="$note/@target ! tt:resolve(.)"/>
  </xsl:function>

  <!-- A call follows what the note is about, so the order is that of ends; of two that end together the inner is first. -->
  <xsl:function name="ttp:order-editorial-notes" as="element(note)*">
    <xsl:param name="document" as="document-node()"/>
    <xsl:sequence select="
        sort($document//(text | standOff | back)//note[@type = 'editorial'], (), function($note as element()) as xs:integer+ {
          let $about := (tt:about($note), $note[not(@target)])[root() is $document][1]
          return
            if ($about) then (count($document//*[. &lt;&lt; $about]) + count($about/descendant::*), -count($about/ancestor::*))
            else (1000000000, 0) })"/>
  </xsl:function>

  <!-- The thing a reader is sent to for the element: the note it stands in, else the paragraph, verse, heading … -->
  <xsl:function name="tt:block-of" as="element()?">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        ($element/ancestor-or-self::note[tt:is-footnote(.) or @type = 'editorial'],
         $element/ancestor-or-self::*[self::p or self::ab or self::l or self::head or self::stage or self::item or self::row
            or self::speaker or self::bibl[parent::listBibl] or self::byline or self::castItem][1],
         $element/ancestor-or-self::*[self::quote or self::sp or self::lg or self::div][1])[1]"/>
  </xsl:function>

  <!-- The innermost division with a heading around the element, else front, body or back. -->
  <xsl:function name="tt:section-of" as="element()?">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        ($element/ancestor-or-self::*[ttp:is-division(.)][head][1], $element/ancestor::*[self::front or self::body or self::back][1],
         $element/ancestor::*[self::text or self::standOff or self::teiHeader][1])[1]"/>
  </xsl:function>

  <xsl:function name="ttp:is-division" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="exists($element[self::div or matches(local-name(), '^div[0-7]$')])"/>
  </xsl:function>

  <!-- The heading of a section in one line; a heading that is only a translated title gives way to the real one. -->
  <xsl:function name="tt:section-name" as="xs:string">
    <xsl:param name="section" as="element()"/>
    <xsl:variable name="head" as="element()?" select="($section/head[not(@type = 'title')], $section/head)[1]"/>
    <xsl:sequence select="
        if ($head) then tt:plain-text($head)
        else if ($section/@type and tt:has-label('division-' || $section/@type)) then tt:label('division-' || $section/@type)
        else if (tt:has-label('division-' || local-name($section))) then tt:label('division-' || local-name($section))
        else string(($section/@n, $section/@type, local-name($section))[1])"/>
  </xsl:function>

  <!-- What the block is called within its section: “¶2”, “dn. 14”, “alıntı”. -->
  <xsl:function name="tt:block-label" as="xs:string">
    <xsl:param name="block" as="element()"/>
    <xsl:apply-templates select="$block" mode="ttp:block-label"/>
  </xsl:function>

  <xsl:mode name="ttp:block-label" on-no-match="deep-skip"/>

  <xsl:template match="*" mode="ttp:block-label" as="xs:string">
    <xsl:sequence select="
        if (tt:has-label('block-' || local-name())) then tt:label('block-' || local-name()) else local-name()"/>
  </xsl:template>
  <xsl:template match="note" mode="ttp:block-label" as="xs:string">
    <xsl:sequence select="tt:label('note-number', tt:note-number(.))"/>
  </xsl:template>
  <xsl:template match="note[@type = 'editorial']" mode="ttp:block-label" as="xs:string" priority="1">
    <xsl:sequence select="tt:label('editorial-note-letter', tt:editorial-letter(.))"/>
  </xsl:template>
  <xsl:template match="p | ab" mode="ttp:block-label" as="xs:string">
    <xsl:sequence select="'¶' || 1 + count(preceding-sibling::*[self::p or self::ab])"/>
  </xsl:template>
  <xsl:template match="p[ancestor::quote] | quote" mode="ttp:block-label" as="xs:string">
    <xsl:variable name="before" as="element()?" select="ancestor-or-self::quote[last()]/preceding-sibling::*[self::p or self::ab][1]"/>
    <xsl:sequence select="string-join(($before ! tt:block-label(.), tt:label('block-quote')), ', ')"/>
  </xsl:template>
  <xsl:template match="p[parent::sp] | sp" mode="ttp:block-label" as="xs:string" priority="1">
    <xsl:sequence select="string-join((tt:label('block-sp'), string(count(ancestor-or-self::sp/preceding-sibling::sp) + 1)), ' ')"/>
  </xsl:template>
  <xsl:template match="l" mode="ttp:block-label" as="xs:string">
    <xsl:sequence select="tt:label('verse-number', string((@n, 1 + count(preceding-sibling::l))[1]))"/>
  </xsl:template>

  <!-- Section and block: “Giriş ¶2”; notes are numbered throughout and need no section. -->
  <xsl:function name="tt:reference-label" as="xs:string">
    <xsl:param name="block" as="element()"/>
    <xsl:variable name="section" as="xs:string?" select="tt:section-of($block)[not($block/self::note)] ! tt:section-name(.)"/>
    <xsl:sequence select="string-join(($section, tt:block-label($block)), ' ')"/>
  </xsl:function>

  <!-- The full citation that a short reference (a.g.e., ibid.) points at, through further short references if need be. -->
  <xsl:function name="tt:full-citation" as="element()?">
    <xsl:param name="reference" as="element(ref)"/>
    <xsl:sequence select="ttp:follow-citation(tt:resolve($reference/@target)[1], 20)"/>
  </xsl:function>

  <xsl:function name="ttp:follow-citation" as="element()?">
    <xsl:param name="citation" as="element()?"/>
    <xsl:param name="steps" as="xs:integer"/>
    <xsl:variable name="next" as="element()?" select="$citation/(ref[@type = 'age'], .//ref[@type = 'age'])[1]"/>
    <xsl:sequence select="
        if ($next and $steps gt 0) then ttp:follow-citation(tt:resolve($next/@target)[1], $steps - 1) else $citation"/>
  </xsl:function>

</xsl:stylesheet>
