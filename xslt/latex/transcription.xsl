<?xml version="1.0" encoding="UTF-8"?>
<!--
  What editors and scribes did to the text: the preferred reading, marked, with its place in the list at the end.

  Public: tl:intervention-id
-->
<xsl:stylesheet version="3.0" default-mode="tl:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tl="urn:teitools:xslt:latex"
    xmlns:tlp="urn:teitools:xslt:latex:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:variable name="tlp:interventions" as="map(xs:string, xs:integer)" select="
      let $all := tt:interventions()
      return map:merge(for-each-pair($all, 1 to count($all), function($element as element(), $number as xs:integer) as map(*) {
        map { generate-id($element): $number } }))"/>

  <!-- The name of the intervention's entry in the list, or nothing if it is not listed. -->
  <xsl:function name="tl:intervention-id" as="xs:string?">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="$tlp:interventions(generate-id($element)) ! ('iv-' || .)"/>
  </xsl:function>

  <xsl:function name="tlp:marked" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:param name="shown" as="xs:string"/>
    <xsl:variable name="id" as="xs:string?" select="tl:intervention-id($element)"/>
    <xsl:sequence select="if ($id) then tl:command('teicorrected', ($id, $shown)) else $shown"/>
  </xsl:function>

  <xsl:template match="choice">
    <xsl:value-of select="tlp:marked(., tl:start(.) || tt:preferred(.) ! tl:in-language(tl:language-of(.), tl:language-of(..), tl:content(.)) || tl:end(.))"/>
  </xsl:template>

  <xsl:template match="app">
    <xsl:value-of select="tlp:marked(., tl:start(.) || (lem, rdg)[1] ! tl:content(.) || tl:end(.))"/>
  </xsl:template>
  <xsl:template match="lem | rdg | corr"><xsl:value-of select="tl:content(.)"/></xsl:template>

  <xsl:template match="sic"><xsl:value-of select="tl:command('teisic', tl:content(.))"/></xsl:template>
  <xsl:template match="supplied">
    <xsl:variable name="text" as="xs:string" select="tl:content(.)"/>
    <xsl:value-of select="tlp:marked(., tl:command('teisupplied', replace($text, ' +$', ''))) || ' '[ends-with($text, ' ')]"/>
  </xsl:template>
  <xsl:template match="surplus"><xsl:value-of select="tl:command('teisurplus', tl:content(.))"/></xsl:template>
  <xsl:template match="unclear"><xsl:value-of select="tl:command('teiunclear', tl:content(.))"/></xsl:template>
  <xsl:template match="del"><xsl:value-of select="tl:command('teideleted', tl:content(.))"/></xsl:template>
  <xsl:template match="add"><xsl:value-of select="tl:command('teiadded', tl:content(.))"/></xsl:template>
  <xsl:template match="subst | damage | restore | corr[parent::subst]"><xsl:value-of select="tl:content(.)"/></xsl:template>

  <!-- Something missing: […], where the whole of a note is lost with the reason. -->
  <xsl:template match="gap">
    <xsl:value-of select="tl:command('teigap', tl:start(.) || tl:end(.))"/>
  </xsl:template>
  <xsl:template match="note/gap[not(normalize-space(string-join(../(text() | (* except current())))))]" priority="1">
    <xsl:variable name="reason" as="xs:string" select="
        if (tt:has-label('gap-' || @reason)) then tt:label('gap-' || @reason) else string((@reason, tt:label('gap'))[1])"/>
    <xsl:value-of select="tl:command('teigap', ' ' || tl:escape($reason)) || tl:end(.)"/>
    <xsl:for-each select="desc"><xsl:value-of select="' ' || tl:render(.)"/></xsl:for-each>
  </xsl:template>
  <xsl:template match="gap/desc"><xsl:value-of select="tl:command('emph', tl:content(.))"/></xsl:template>

</xsl:stylesheet>
