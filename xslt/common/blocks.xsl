<?xml version="1.0" encoding="UTF-8"?>
<!--
  Which elements stand on lines of their own, and which carry phrases, so that a page number or the call of an editors'
  note that belongs to a larger unit can stand in them.

  Public: tt:is-division, tt:is-block, tt:is-block-quote, tt:is-carrier, tt:page-beginnings-at, tt:editorial-calls-at,
    tt:link-targets-at
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    xmlns:ttp="urn:teitools:xslt:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:function name="tt:is-division" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="matches(local-name($element), '^div[0-7]?$')"/>
  </xsl:function>

  <!-- Whether the element stands on lines of its own. -->
  <xsl:function name="tt:is-block" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        exists($element[self::p or self::ab or self::lg or self::l or self::list or self::table or self::sp or self::head
          or self::front or self::body or self::back or self::text or self::group or self::floatingText or self::figure
          or self::castList or self::listBibl or self::titlePage or self::trailer or self::epigraph or self::opener
          or self::closer or self::argument or self::byline or self::dateline or self::salute or self::postscript])
        or tt:is-division($element) or tt:is-block-quote($element)"/>
  </xsl:function>

  <!-- Whether the quotation is set off: by its own word, or because it holds blocks or stands among blocks. -->
  <xsl:function name="tt:is-block-quote" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        exists($element[self::quote or self::q or self::cit or self::said]
          [tokenize(@rend) = 'block' or p or lg or l or ab or list or quote/p or quote/l or quote/lg
           or parent::*[self::body or self::epigraph or self::front or self::back or tt:is-division(.)]])"/>
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
          or self::titlePart or self::docAuthor or self::docImprint or self::castItem or self::bibl[parent::listBibl]]"/>
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

  <xsl:function name="ttp:holds-phrases" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="exists($element/text()[normalize-space()])"/>
  </xsl:function>

  <!-- Page beginnings between blocks wait for the first block after them; those within a block are none of this. -->
  <xsl:key name="ttp:page" match="pb[not(ancestor::*[tt:is-carrier(.)])]"
      use="generate-id(following::*[tt:is-carrier(.)][1])"/>

  <xsl:function name="tt:page-beginnings-at" as="element(pb)*">
    <xsl:param name="carrier" as="element()"/>
    <xsl:sequence select="key('ttp:page', generate-id($carrier), $tt:document)"/>
  </xsl:function>

  <xsl:variable name="ttp:editorial-calls" as="map(xs:string, element(note)*)" select="
      map:merge(
        for $note in tt:editorial-notes(), $target in tt:resolve($note/@target)[root(.) is $tt:document][ancestor::text]
        return map { generate-id(ttp:carrier-of($target, false())): $note },
        map { 'duplicates': 'combine' })"/>

  <xsl:variable name="ttp:link-targets" as="map(xs:string, element()*)" select="
      map:merge(
        for $target in (tt:resolve($tt:document//(ref | ptr | note[@type = 'editorial'])/@target) | ())
          [root(.) is $tt:document][ancestor::text][@xml:id]
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
