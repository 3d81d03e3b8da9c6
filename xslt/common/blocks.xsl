<?xml version="1.0" encoding="UTF-8"?>
<!--
  Which elements stand on lines of their own, and which carry phrases, so that a page number or the call of an editors'
  note that belongs to a larger unit can stand in them.

  Public: tt:is-block, tt:has-blocks, tt:is-block-quote, tt:leads-in, tt:is-carrier, tt:carrier-of-end, tt:takes-calls,
    tt:page-beginnings-at, tt:editorial-calls-at, tt:link-targets-at
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    xmlns:ttp="urn:teitools:xslt:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- Names of elements that stand on lines of their own wherever they stand. -->
  <xsl:variable name="ttp:blocks" as="map(xs:string, xs:boolean)" select="
      map:merge(tokenize('
        ab address addrLine argument back biblStruct body byline castGroup castItem castList classSpec closer constraintSpec
        dataSpec dictScrap div divGen docImprint docTitle eg egXML elementSpec entry entryFree epigraph epilogue event
        exemplum figure floatingText front group head hom l lg line listApp listBibl listChange listEvent listNym
        listObject listOrg listPerson listPlace listRelation listWit macroSpec moduleRef moduleSpec msContents msDesc msFrag
        msItem msPart nym object objectDesc opener org p performance person personGrp physDesc place post postscript prologue re
        schemaSpec set sp speaker specGrp spGrp superEntry surface surfaceGrp table TEI teiCorpus text titlePage titlePart
        trailer u witness zone
        specGrpRef specList') ! map { .: true() })"/>

  <!-- Whether the element stands on lines of its own: by its name, because its encoder says so, or by its place. -->
  <xsl:function name="tt:is-block" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        if (map:contains($ttp:blocks, local-name($element))) then true()
        else if ($element/@rend and tokenize($element/@rend) = 'block') then true()
        else map:contains($ttp:blocks-here, local-name($element)) and ttp:is-block-here($element)"/>
  </xsl:function>

  <!-- Names of elements that are blocks in some places: nothing else has to be looked at. -->
  <xsl:variable name="ttp:blocks-here" as="map(xs:string, xs:boolean)" select="
      map:merge(tokenize('
        app bibl camera caption cit dateline div div0 div1 div2 div3 div4 div5 div6 div7 docAuthor docDate docEdition
        etym form fs gramGrp imprimatur incident kinesic linkGrp list notatedMusic note pause q quote said salute seg
        sense shift signed sound spanGrp stage tech usg view vocal writing xr') ! map { .: true() })"/>

  <!-- What is a block in some places and a phrase in others. -->
  <xsl:function name="ttp:is-block-here" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        tt:is-division($element) or exists($element/self::list[tt:list-kind(.) ne 'inline']) or tt:is-block-quote($element)
        or tt:is-dictionary-block($element) or tt:is-event-block($element) or tt:is-speaker-note($element)
        or exists($element/self::notatedMusic/parent::*[self::body or self::front or self::back or tt:is-division(.)])
        or tt:is-speech-paragraph($element) or exists($element/self::spanGrp[normalize-space()]/parent::annotationBlock)
        or exists($element[
          (self::stage | self::camera | self::caption | self::sound | self::tech | self::view)
            [not(ancestor::p or ancestor::ab or ancestor::l or ancestor::speaker or ancestor::head)]
          or (self::salute | self::dateline)[not(parent::*[self::opener or self::closer]/text()[normalize-space()])]
          or self::signed[not(ancestor::p or ancestor::salute)] or self::bibl[parent::listBibl]
          or (self::docAuthor or self::docDate or self::docEdition or self::imprimatur)
             and (parent::titlePage or parent::front or parent::back)
          or self::fs[not(ancestor::w or ancestor::pc or ancestor::phr or ancestor::seg or ancestor::s)]
          or self::app[parent::listApp] or self::linkGrp[normalize-space()]
          or self::note[parent::*[self::back or self::noteGrp or tt:is-division(.)]][not(tt:is-footnote(.))]
          or self::note[tt:is-headnote(.)]])"/>
  </xsl:function>

  <!-- Whether something that stands on lines of its own is in the element, outside the notes in it. -->
  <xsl:function name="tt:has-blocks" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        exists($element/descendant::*[tt:is-block(.)]
          [every $note in ancestor::note[tt:is-footnote(.)] satisfies $note &lt;&lt; $element or $note is $element])"/>
  </xsl:function>

  <!-- Whether the quotation is set off: by its own word, or because it holds blocks or stands among blocks. -->
  <xsl:function name="tt:is-block-quote" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        exists($element[self::quote or self::q or self::cit or self::said]
          [tokenize(@rend) = 'block' or p or lg or l or ab or list or quote/p or quote/l or quote/lg
           or parent::*[self::body or self::epigraph or self::front or self::back or tt:is-division(.)]])"/>
  </xsl:function>

  <!-- Whether the paragraph leads to a quotation that is set off behind it: it has no end of its own. -->
  <xsl:function name="tt:leads-in" as="xs:boolean">
    <xsl:param name="paragraph" as="element(p)"/>
    <xsl:sequence select="
        exists($paragraph/following-sibling::*[not(self::pb or self::lb or self::cb or self::fw)][1]
          [tt:is-block-quote(.) or self::lg or self::list or self::table or self::floatingText])
        and matches(normalize-space(string-join($paragraph//text()[not(ancestor::note)])), '[:;,–—]$')"/>
  </xsl:function>

  <!-- Whether the element carries phrases, so that a page number or a note call can stand in it. -->
  <xsl:function name="tt:is-carrier" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="exists(ttp:carrier($element))"/>
  </xsl:function>

  <xsl:function name="ttp:carrier" as="element()?">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        $element[self::p or self::ab or self::head or self::l or self::speaker or self::stage or self::item or self::cell
          or self::label or self::trailer or self::salute or self::signed or self::dateline or self::byline
          or self::titlePart or self::docAuthor or self::docImprint or self::castItem or self::line or self::witness
          or self::bibl[parent::listBibl]]"/>
  </xsl:function>

  <!-- The element that carries what belongs to the start (or else the end) of an element that has no phrases itself. -->
  <xsl:function name="ttp:carrier-of" as="element()">
    <xsl:param name="element" as="element()"/>
    <xsl:param name="at-start" as="xs:boolean"/>
    <xsl:variable name="inside" as="element()*" select="$element/descendant::*[tt:is-carrier(.)]"/>
    <xsl:sequence select="
        if (tt:is-carrier($element) or empty($inside) or ttp:holds-phrases($element)) then $element
        else if ($at-start or $element/head) then $inside[1]
        else $inside[last()]"/>
  </xsl:function>

  <!-- What carries the call that stands at the end of the element. -->
  <xsl:function name="tt:carrier-of-end" as="element()">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="ttp:carrier-of($element, false())"/>
  </xsl:function>

  <!-- Whether a note call can stand at the end of the element: behind words, not behind a picture, code, a record. -->
  <xsl:function name="tt:takes-calls" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="end" as="element()" select="tt:carrier-of-end($element)"/>
    <xsl:sequence select="
        not(tt:is-block($end)) or tt:is-carrier($end) or ttp:holds-phrases($end) and not($end/self::eg or $end/self::*:egXML)"/>
  </xsl:function>

  <xsl:function name="ttp:holds-phrases" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="exists($element/text()[normalize-space()])"/>
  </xsl:function>

  <!-- Page beginnings between blocks wait for the first block after them; those within a block are none of this. -->
  <xsl:variable name="ttp:page-beginnings" as="map(xs:string, element(pb)*)">
    <xsl:variable name="from-the-end" as="map(xs:string, element(pb))*">
      <xsl:iterate select="reverse($tt:document//pb[not(ancestor::*[tt:is-carrier(.)])])">
        <xsl:param name="carrier-of-next" as="element()?" select="()"/>
        <xsl:variable name="page" as="element(pb)" select="."/>
        <xsl:variable name="next" as="element()?" select="following::*[self::pb or tt:is-carrier(.)][1]"/>
        <xsl:variable name="carrier" as="element()?" select="if ($next/self::pb) then $carrier-of-next else $next"/>
        <xsl:sequence select="$carrier ! map { generate-id(.): $page }"/>
        <xsl:next-iteration>
          <xsl:with-param name="carrier-of-next" select="$carrier"/>
        </xsl:next-iteration>
      </xsl:iterate>
    </xsl:variable>
    <xsl:sequence select="map:merge(reverse($from-the-end), map { 'duplicates': 'combine' })"/>
  </xsl:variable>

  <xsl:function name="tt:page-beginnings-at" as="element(pb)*">
    <xsl:param name="carrier" as="element()"/>
    <xsl:sequence select="$ttp:page-beginnings(generate-id($carrier))"/>
  </xsl:function>

  <xsl:variable name="ttp:editorial-calls" as="map(xs:string, element(note)*)" select="
      map:merge(
        for $note in tt:editorial-notes(), $target in tt:resolve($note/@target)[root(.) is $tt:document][tt:is-in-text(.)]
        return map { generate-id(ttp:carrier-of($target, false())): $note },
        map { 'duplicates': 'combine' })"/>

  <xsl:variable name="ttp:link-targets" as="map(xs:string, element()*)" select="
      map:merge(
        for $target in (tt:resolve($tt:document//(ref | ptr | note[@type = 'editorial'])/@target) | ())
          [root(.) is $tt:document][tt:is-in-text(.)][@xml:id]
        return map { generate-id(ttp:carrier-of($target, true())): $target },
        map { 'duplicates': 'combine' })"/>

  <!-- The editors' notes that are called at the end of the element. -->
  <xsl:function name="tt:editorial-calls-at" as="element(note)*">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="$ttp:editorial-calls(generate-id($element))"/>
  </xsl:function>

  <!-- The elements with an identifier that references lead to and whose place is the start of this element. -->
  <xsl:function name="tt:link-targets-at" as="element()*">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="$ttp:link-targets(generate-id($element))"/>
  </xsl:function>

</xsl:stylesheet>
