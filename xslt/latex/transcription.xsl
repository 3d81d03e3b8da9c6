<?xml version="1.0" encoding="UTF-8"?>
<!--
  What editors and scribes did to the text: the preferred reading, marked, with its place in the list at the end.

  Public: tl:intervention-id, tl:transcriptions
-->
<xsl:stylesheet version="3.0" default-mode="tl:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tl="urn:teitools:xslt:latex"
    xmlns:tlp="urn:teitools:xslt:latex:private"
    xmlns:tei="http://www.tei-c.org/ns/1.0"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:variable name="tlp:numbers" as="map(xs:string, xs:integer)" select="
      map:merge(for-each-pair(tt:interventions(), 1 to count(tt:interventions()),
        function($element as element(), $number as xs:integer) as map(*) { map { generate-id($element): $number } }))"/>

  <!-- The name of the intervention's entry in the list, or nothing if it is not listed. -->
  <xsl:function name="tl:intervention-id" as="xs:string?">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="$tlp:numbers(generate-id($element)) ! ('iv-' || .)"/>
  </xsl:function>

  <xsl:function name="tlp:marked" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:param name="shown" as="xs:string"/>
    <xsl:variable name="id" as="xs:string?" select="tl:intervention-id($element)"/>
    <xsl:sequence select="if ($id) then tl:command('teicorrected', ($id, $shown)) else $shown"/>
  </xsl:function>

  <xsl:template match="choice">
    <xsl:value-of select="
        tlp:marked(., tl:start(.)
          || tt:shown(.) ! tl:set-apart(., tl:language-of(..), tlp:between-signs(., tl:content(.)))
          || tl:end(.) || tt:unlisted-readings(.) ! tl:escape(.))"/>
  </xsl:template>

  <xsl:template match="corr"><xsl:value-of select="tlp:marked(., tl:content(.))"/></xsl:template>
  <xsl:template match="sic"><xsl:value-of select="tlp:marked(., tl:command('teisic', tl:content(.)))"/></xsl:template>
  <xsl:template match="supplied">
    <xsl:variable name="text" as="xs:string" select="tl:content(.)"/>
    <xsl:variable name="shown" as="xs:string" select="
        tl:command('teisupplied', (tt:signs(.) ! tl:escape(.), replace($text, ' +$', '')))"/>
    <xsl:value-of select="tlp:marked(., $shown) || ' '[ends-with($text, ' ')]"/>
  </xsl:template>
  <xsl:template match="surplus | unclear | del[exists(tt:signs(.))] | add">
    <xsl:value-of select="tlp:marked(., tl:command($tlp:commands-of-scribes(local-name()), tl:content(.)))"/>
  </xsl:template>
  <xsl:template match="ex"><xsl:value-of select="tlp:between-signs(., tl:content(.))"/></xsl:template>

  <xsl:function name="tlp:between-signs" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:param name="text" as="xs:string"/>
    <xsl:variable name="signs" as="xs:string*" select="$element/self::ex ! tt:signs(.) ! tl:escape(.)"/>
    <xsl:sequence select="$signs[1] || $text || $signs[2]"/>
  </xsl:function>

  <xsl:variable name="tlp:commands-of-scribes" as="map(xs:string, xs:string)" select="map {
      'surplus': 'teisurplus', 'unclear': 'teiunclear', 'del': 'teideleted', 'add': 'teiadded' }"/>

  <!-- Something missing: […], with how much where the source counts it; where the whole of a note is lost with the reason. -->
  <xsl:template match="gap">
    <xsl:value-of select="
        tlp:marked(., tl:command('teigap', tt:gap-extent(.) ! (tl:escape(.) || '…') || tl:start(.) || tl:end(.)))"/>
  </xsl:template>
  <xsl:template match="gap[tt:is-lost-note(.)]" priority="1">
    <xsl:value-of select="tlp:marked(., tl:command('teigap', ' ' || tl:escape(tt:gap-reason(.)))) || tl:end(.)"/>
    <xsl:for-each select="desc"><xsl:value-of select="' ' || tl:render(.)"/></xsl:for-each>
  </xsl:template>
  <xsl:template match="gap/desc"><xsl:value-of select="tl:command('emph', tl:content(.))"/></xsl:template>

  <!-- A line of the source: a line where the edition keeps lines, with its number; else the space between two words. -->
  <xsl:template match="lb"><xsl:value-of select="tt:line-space(.)"/></xsl:template>
  <xsl:template match="lb[tt:keeps-line(.) or ancestor::head]" priority="1">
    <xsl:value-of select="
        (tt:line-break-sign(.) || tlp:line-end(.))[not(tt:starts-block(current()))]
        || tt:line-number(.) ! tl:command('teilinenumber', tl:escape(.))"/>
  </xsl:template>
  <!-- In the middle of a line, as title pages are set, \newline would fill up the line it ends. -->
  <xsl:function name="tlp:line-end" as="xs:string">
    <xsl:param name="line" as="element(lb)"/>
    <xsl:sequence select="if ($line[ancestor::titlePage][not(ancestor::note)]) then '\\{}' else '\newline{}'"/>
  </xsl:function>

  <xsl:template match="text()[following-sibling::node()[1]/self::lb][tt:is-before-joined-line(.)]" priority="3">
    <xsl:value-of select="tl:escape(tt:without-end-space(.))"/>
  </xsl:template>

  <tt:leaves-out reason="gaps" match="tei:space/tei:desc"/>
  <xsl:template match="space"><xsl:text> </xsl:text></xsl:template>

  <!-- How to read it stands beside or above the words that it is about. -->
  <xsl:template match="rt"><xsl:value-of select="'(' || tl:content(.) || ')'"/></xsl:template>

  <xsl:template match="listTranspose | transpose"/>

  <!-- Transcriptions page by page (sourceDoc), a line each: they follow the text, under a heading of their own. -->
  <xsl:function name="tl:transcriptions" as="xs:string*">
    <xsl:variable name="head" as="xs:string" select="tl:escape(tt:label('division-sourceDoc'))"/>
    <xsl:sequence select="
        tt:transcriptions() ! (tl:command('teihead', ('1', $head, $head, $head))
          || tl:in-language(tl:language-of(.), tl:label-language(), tl:content(.)))"/>
  </xsl:function>
  <xsl:template match="surface | surfaceGrp | zone">
    <xsl:value-of select="'&#10;\teispace{}' || self::surface/@n ! tl:command('teipageinline', tl:escape(.)) || tl:content(.)"/>
  </xsl:template>
  <xsl:template match="line">
    <xsl:value-of select="
        '&#10;\par\noindent ' || @n ! tl:command('teilinenumber', tl:escape(.)) || tl:content(.) || '\par&#10;'"/>
  </xsl:template>

</xsl:stylesheet>
