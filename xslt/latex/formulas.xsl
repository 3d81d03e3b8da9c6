<?xml version="1.0" encoding="UTF-8"?>
<!-- Formulas: TeX is set as mathematics where it holds nothing but mathematics, else printed as its source, with a finding. -->
<xsl:stylesheet version="3.0" default-mode="tl:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:math="http://www.w3.org/1998/Math/MathML"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tl="urn:teitools:xslt:latex"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- Music: a word in its place, and pictures of it. -->
  <xsl:template match="notatedMusic">
    <xsl:variable name="parts" as="xs:string*">
      <xsl:sequence select="tl:escape(tt:music-words(.))"/>
      <xsl:for-each select=".//(graphic | ptr | ref)">
        <xsl:variable name="part" as="item()*"><xsl:apply-templates select="."/></xsl:variable>
        <xsl:sequence select="string-join($part)"/>
      </xsl:for-each>
    </xsl:variable>
    <xsl:value-of select="'&#10;&#10;'[tt:is-block(current())], string-join($parts, ' '), '&#10;&#10;'[tt:is-block(current())]"
        separator=""/>
  </xsl:template>

  <xsl:template match="formula"><xsl:value-of select="tl:content(.)"/></xsl:template>

  <xsl:template match="formula[exists(tt:tex(.))]" priority="1">
    <xsl:variable name="tex" as="xs:string" select="tt:tex(.)"/>
    <xsl:variable name="forbidden" as="xs:string?" select="tt:forbidden-in-tex($tex)"/>
    <xsl:choose>
      <xsl:when test="empty($forbidden)"><xsl:value-of select="tl:command('teimath', tt:without-marks($tex))"/></xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="tl:command('texttt', tl:escape-breakable($tex))"/>
        <xsl:call-template name="tt:finding">
          <xsl:with-param name="code" select="'EDN014'"/>
          <xsl:with-param name="node" select="."/>
          <xsl:with-param name="facts" select="map { 'reason': $forbidden }"/>
          <xsl:with-param name="text" select="'formula not set as mathematics: ' || $forbidden"/>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- MathML: its letters and signs. -->
  <xsl:template match="math:*"><xsl:value-of select="tl:content(.)"/></xsl:template>
  <xsl:template match="math:annotation | math:annotation-xml" priority="1"/>

</xsl:stylesheet>
