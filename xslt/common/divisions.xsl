<?xml version="1.0" encoding="UTF-8"?>
<!--
  Divisions and their headings.

  Public: tt:is-division, tt:main-head, tt:is-main-head, tt:division-depth, tt:division-label
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    xmlns:ttp="urn:teitools:xslt:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:variable name="ttp:division-names" as="map(xs:string, xs:boolean)"
      select="map:merge(('div', (0 to 7) ! ('div' || .)) ! map { .: true() })"/>

  <!-- A whole body, group or front with a heading of its own is a division like any other (Guidelines, 4.2 and 4.3.1). -->
  <xsl:function name="tt:is-division" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        map:contains($ttp:division-names, local-name($element))
        or exists($element[self::body or self::group or self::front or self::back]/head)"/>
  </xsl:function>

  <!-- The heading that names the division; a title or a subtitle beside it, such as a translated one, does not. -->
  <xsl:function name="tt:main-head" as="element(head)?">
    <xsl:param name="division" as="element()"/>
    <xsl:sequence select="($division/head[not(@type = ('title', 'sub', 'desc'))], $division/head)[1]"/>
  </xsl:function>

  <xsl:function name="tt:is-main-head" as="xs:boolean">
    <xsl:param name="head" as="element(head)"/>
    <xsl:sequence select="exists($head/..[tt:is-division(.)]) and $head is tt:main-head($head/..)"/>
  </xsl:function>

  <!-- How deep the heading of a division or part stands: 1 at the top, one more for each with a heading around it. -->
  <xsl:function name="tt:division-depth" as="xs:integer">
    <xsl:param name="division" as="element()"/>
    <xsl:sequence select="1 + count($division/ancestor::*[tt:is-part(.) or head and tt:is-division(.)])"/>
  </xsl:function>

  <!--
    What a division without a heading is called, if there is anything in it, where its type says what it is among others:
    the parts of an edition as EpiDoc has them (EpiDoc Guidelines 1.4), or the number of a part of the text.
  -->
  <xsl:function name="tt:division-label" as="xs:string?">
    <xsl:param name="division" as="element()"/>
    <xsl:variable name="type" as="xs:string?"
        select="$division[@type][empty(head)][exists((.//text()[normalize-space()], .//(gap | graphic | ptr))[1])]/@type"/>
    <xsl:sequence select="
        if ($type = ('edition', 'transcription', 'translation', 'commentary', 'bibliography', 'apparatus'))
        then (tt:label('division-' || $type) || ttp:division-distinction($division))[exists($division/../div except $division)]
        else if ($type = 'textpart' and $division/@n)
        then string-join(($division/@subtype, $division/@n) ! normalize-space(.), ' ')
        else ()"/>
  </xsl:function>

  <!-- What tells the division from others of its type beside it: “ (diplomatic)”, “ (Russian)”. -->
  <xsl:function name="ttp:division-distinction" as="xs:string?">
    <xsl:param name="division" as="element()"/>
    <xsl:variable name="others" as="element()*" select="$division/../div[@type = $division/@type] except $division"/>
    <xsl:sequence select="
        if (empty($others)) then ()
        else (($division/@subtype[not(. = $others/@subtype)] ! normalize-space(translate(., '_', ' ')),
               $division/@xml:lang[not(. = $others/@xml:lang)] ! tt:language-name(.))[. ne ''][1]) ! (' (' || . || ')')"/>
  </xsl:function>

</xsl:stylesheet>
