<?xml version="1.0" encoding="UTF-8"?>
<!--
  Dictionary entries: the headword in bold, grammar and usage in italics, senses with their numbers.
-->
<xsl:stylesheet version="3.0" default-mode="th:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:template match="entry | entryFree | superEntry | hom | re | dictScrap">
    <div>
      <xsl:sequence select="th:attributes(., 'dictionary-' || local-name(), false())"/>
      <xsl:for-each select="self::hom[tt:sense-number(.) ne '']">
        <span class="sense-number"><xsl:value-of select="tt:sense-number(.)"/></span>
        <xsl:text> </xsl:text>
      </xsl:for-each>
      <xsl:apply-templates/>
    </div>
  </xsl:template>

  <xsl:template match="sense">
    <xsl:element name="{if (th:is-block(.)) then 'div' else 'span'}">
      <xsl:sequence select="th:attributes(., 'sense', false())"/>
      <xsl:if test="tt:sense-number(.) ne ''">
        <span class="sense-number"><xsl:value-of select="tt:sense-number(.)"/></span>
        <xsl:text> </xsl:text>
      </xsl:if>
      <xsl:apply-templates/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="orth | gramGrp | usg | lbl">
    <xsl:variable name="name" as="xs:string" xmlns:xs="http://www.w3.org/2001/XMLSchema"
        select="if (th:is-block(.)) then 'div' else if (self::orth) then 'b' else 'i'"/>
    <xsl:element name="{$name}">
      <xsl:sequence select="th:attributes(., local-name(), false())"/>
      <xsl:apply-templates/>
    </xsl:element>
  </xsl:template>

</xsl:stylesheet>
