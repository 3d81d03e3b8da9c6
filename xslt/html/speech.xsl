<?xml version="1.0" encoding="UTF-8"?>
<!--
  Speech written down: a paragraph for each utterance, who speaks before it, what is heard and seen in brackets.
-->
<xsl:stylesheet version="3.0" default-mode="th:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:template match="u">
    <xsl:if test="tt:speaker-of(.) ne ''">
      <p class="speaker"><xsl:value-of select="tt:speaker-of(.)"/></p>
    </xsl:if>
    <div><xsl:sequence select="th:attributes(., 'u', false())"/><xsl:apply-templates/></div>
  </xsl:template>

  <xsl:template match="note[tt:is-speaker-note(.)]" priority="3">
    <xsl:element name="{if (tt:has-blocks(.)) then 'div' else 'p'}">
      <xsl:sequence select="th:attributes(., 'speaker', false())"/>
      <xsl:apply-templates/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="(incident | kinesic | vocal | pause | shift | writing)[ancestor::text][not(ancestor::msDesc)]">
    <xsl:element name="{if (th:is-block(.)) then 'div' else 'i'}">
      <xsl:sequence select="th:attributes(., 'stage', false())"/>
      <xsl:text>[</xsl:text>
      <xsl:choose>
        <xsl:when test="normalize-space()"><xsl:apply-templates/></xsl:when>
        <xsl:otherwise>
          <span><xsl:sequence select="th:ui-language()"/><xsl:value-of select="tt:event-label(.)"/></span>
        </xsl:otherwise>
      </xsl:choose>
      <xsl:text>]</xsl:text>
    </xsl:element>
  </xsl:template>

</xsl:stylesheet>
