<?xml version="1.0" encoding="UTF-8"?>
<!--
  Where a note is called. Most notes stand where their call does. One that stands elsewhere says so: by @target, its own
  or its group's, or by a reference to it in the text (TEI Guidelines 3.9.1.1, 3.9.1.2). One that stands between blocks
  and says nothing of the kind is called behind the block before it, be it a heading, if that has words which a call can
  follow: behind a picture, code or a record the call stands by itself; the first in a list, a table or a stanza is called
  behind what follows it. Before the first block of a part of the text there is nothing that it could be a note on: it is
  called nowhere and stands there, as a paragraph.

  Public: tt:is-mere-call, tt:references-to, tt:is-headnote, tt:is-called-in-place, tt:notes-called-behind,
    tt:note-calls-at, $tt:note-calls, tt:bears-calls,
    tt:called-note, tt:is-first-call, tt:call-sign, tt:call-place, tt:space-behind
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    xmlns:ttp="urn:teitools:xslt:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:key name="ttp:reference"
      match="(ref | ptr | note[tt:is-mere-call(.)])[@target][not(ancestor::teiHeader or ancestor::standOff)]"
      use="tokenize(@target)[starts-with(., '#')] ! substring(., 2)"/>

  <!-- Whether the note has no words and points at one that may have: some texts call their notes so, others by ptr. -->
  <xsl:function name="tt:is-mere-call" as="xs:boolean">
    <xsl:param name="note" as="element(note)"/>
    <xsl:sequence select="
        exists($note[@target][not(*)][not(normalize-space())]) and exists(tt:resolve($note/@target)/self::note)"/>
  </xsl:function>

  <!-- The references of the text to the element, in the order of the text. -->
  <xsl:function name="tt:references-to" as="element()*">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="$element/@xml:id ! key('ttp:reference', ., root($element))"/>
  </xsl:function>

  <!-- What the note, or its group, points at in the text, outside of itself and of what it stands in: there it is called. -->
  <xsl:function name="ttp:pointed-at" as="element()?">
    <xsl:param name="note" as="element(note)"/>
    <xsl:sequence select="
        (tt:resolve(($note/@target, $note/parent::noteGrp/@target)[1])
          [root() is $tt:document][not(ancestor-or-self::teiHeader or ancestor-or-self::standOff or ancestor-or-self::facsimile)]
          except ($note/ancestor-or-self::*, $note/descendant::*))[last()]"/>
  </xsl:function>

  <!-- Behind which element it is called. -->
  <xsl:function name="ttp:call-target" as="element()?">
    <xsl:param name="note" as="element(note)"/>
    <xsl:variable name="pointed-at" as="element()?" select="ttp:pointed-at($note)"/>
    <xsl:sequence select="
        if ($pointed-at or tt:is-listed-note($note)) then $pointed-at[tt:is-listed-note($note) or tt:takes-calls(.)]
        else if ($note/ancestor::*[tt:is-carrier(.)] or $note/parent::note) then ()
        else (ttp:siblings($note, true())[last()], ttp:siblings($note, false())[1])[1][tt:is-block(.) or tt:is-carrier(.)]
          [tt:takes-calls(.)]"/>
  </xsl:function>

  <!-- What stands before the note, or behind it, in an element that holds no text of its own. -->
  <xsl:function name="ttp:siblings" as="element()*">
    <xsl:param name="note" as="element(note)"/>
    <xsl:param name="before" as="xs:boolean"/>
    <xsl:variable name="self" as="element()" select="($note/parent::noteGrp, $note)[1]"/>
    <xsl:variable name="siblings" as="element()*"
        select="if ($before) then $self/preceding-sibling::* else $self/following-sibling::*"/>
    <xsl:sequence select="
        $siblings[not(self::note or self::noteGrp or self::pb or self::lb or self::cb or self::fw)]
          [empty($self/../text()[normalize-space()])]"/>
  </xsl:function>

  <!-- Whether the note stands before the first block of a part of the text, and nothing calls it. -->
  <xsl:function name="tt:is-headnote" as="xs:boolean">
    <xsl:param name="note" as="element(note)"/>
    <xsl:sequence select="
        exists($note/(parent::noteGrp, .)[1]/parent::*
          [self::text or self::front or self::body or self::back or self::floatingText or tt:is-division(.)]
          [empty(text()[normalize-space()])])
        and not(tt:is-listed-note($note) or tt:is-mere-call($note))
        and empty(($note/ancestor::*[tt:is-carrier(.)], $note/ancestor::note, ttp:siblings($note, true()),
          ttp:pointed-at($note), ttp:call-reference($note)))"/>
  </xsl:function>

  <!--
    The reference that calls the note: the first one to a note that stands among blocks or in a list of notes, unless it
    says more than a number or a sign (“see note 3” calls nothing), or the note itself points at another place.
  -->
  <xsl:function name="ttp:call-reference" as="element()?">
    <xsl:param name="note" as="element(note)"/>
    <xsl:variable name="pointed-at" as="element()?" select="ttp:pointed-at($note)"/>
    <xsl:variable name="signs" as="element()*" select="tt:references-to($note)[not(ancestor::note is $note)][ttp:is-sign(.)]"/>
    <xsl:sequence select="
        if ($note/ancestor::*[tt:is-carrier(.)] or $note/parent::note) then ()
        else if ($pointed-at) then $signs[. is $pointed-at] else $signs[1]"/>
  </xsl:function>

  <xsl:function name="ttp:is-sign" as="xs:boolean">
    <xsl:param name="reference" as="element()"/>
    <xsl:sequence select="
        matches(normalize-space($reference), '^([\[({]?(\d{1,4}\p{L}?|\p{L}|[^\p{L}\p{N}\s]{1,3})[\])}]?)?$')"/>
  </xsl:function>

  <xsl:function name="tt:is-called-in-place" as="xs:boolean">
    <xsl:param name="note" as="element(note)"/>
    <xsl:sequence select="
        tt:is-footnote($note) and empty(ttp:call-target($note)) and empty(ttp:call-reference($note))"/>
  </xsl:function>

  <!-- Notes by what they point at. A note that a reference calls is not called a second time where it points. -->
  <xsl:variable name="ttp:notes-behind" as="map(xs:string, element(note)*)" select="
      map:merge(
        for $note in $tt:document//note[tt:is-footnote(.) or tt:is-listed-note(.)]
          [empty(ttp:call-reference(.))],
            $target in ttp:call-target($note)
        return map { generate-id($target): $note },
        map { 'duplicates': 'combine' })"/>

  <!-- The notes that are called right behind the element. -->
  <xsl:function name="tt:notes-called-behind" as="element(note)*">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="$ttp:notes-behind(generate-id($element))"/>
  </xsl:function>

  <!-- The same by the element that carries the call: where the target holds blocks, it is the last of these. -->
  <xsl:variable name="tt:note-calls" as="map(xs:string, element(note)*)" select="
      map:merge(
        for $note in map:for-each($ttp:notes-behind, function($id as xs:string, $notes as element()*) as element()* { $notes })/.
        return map { generate-id(tt:carrier-of-end(ttp:call-target($note))): $note },
        map { 'duplicates': 'combine' })"/>

  <xsl:function name="tt:note-calls-at" as="element(note)*">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="$tt:note-calls(generate-id($element))"/>
  </xsl:function>

  <!-- Whether anything is called at the element, or behind it: a note, an editors' note, an entry of the apparatus. -->
  <xsl:function name="tt:bears-calls" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="map:contains($ttp:bearers, generate-id($element))"/>
  </xsl:function>
  <xsl:variable name="ttp:bearers" as="map(xs:string, xs:boolean)" select="
      map:merge(
        distinct-values(
          ($tt:notes-by-target, $tt:note-calls, $tt:entries-by-end, $tt:entries-by-carrier) ! map:keys(.))
        ! map { .: true() })"/>

  <!-- The note that the reference calls. -->
  <xsl:function name="tt:called-note" as="element(note)?">
    <xsl:param name="reference" as="element()"/>
    <xsl:sequence select="
        if (ttp:is-sign($reference))
        then tt:resolve($reference/@target)[1]/self::note[tt:is-footnote(.) or tt:is-listed-note(.)]
          [not(tt:is-called-in-place(.))] else ()"/>
  </xsl:function>

  <!-- Whether the reference is the first that calls its note, so that the way back from the note leads to it. -->
  <xsl:function name="tt:is-first-call" as="xs:boolean">
    <xsl:param name="reference" as="element()"/>
    <xsl:sequence select="tt:called-note($reference) ! (ttp:call-reference(.) is $reference) = true()"/>
  </xsl:function>

  <!-- The call as the source has it, without brackets, else the number of the note. -->
  <xsl:function name="tt:call-sign" as="xs:string">
    <xsl:param name="reference" as="element()"/>
    <xsl:param name="note" as="element(note)"/>
    <xsl:sequence select="
        (replace(normalize-space($reference), '[\[\](){}]', '')[. ne ''], tt:note-number($note))[1]"/>
  </xsl:function>

  <!-- The space between two words that the call of a point between them would take away. -->
  <xsl:function name="tt:space-behind" as="xs:string?">
    <xsl:param name="point" as="element()"/>
    <xsl:sequence select="
        ' '[matches($point/preceding-sibling::node()[1]/self::text(), '\s$')]
           [matches($point/following-sibling::node()[1]/self::text(), '^\S')]"/>
  </xsl:function>

  <!-- Where the call of the note is: the reference or the element that it is about; nothing if it stands at its call. -->
  <xsl:function name="tt:call-place" as="element()?">
    <xsl:param name="note" as="element(note)"/>
    <xsl:sequence select="(ttp:call-reference($note), ttp:call-target($note))[1]"/>
  </xsl:function>

</xsl:stylesheet>
