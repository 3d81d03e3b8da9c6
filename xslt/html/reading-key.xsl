<?xml version="1.0" encoding="UTF-8"?>
<!--
  What the marks in the text mean: a short key that opens on demand and names only what occurs in this text.

  Public: th:reading-key
-->
<xsl:stylesheet version="3.0" default-mode="th:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns:thp="urn:teitools:xslt:html:private"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:template name="th:reading-key" as="element()?">
    <xsl:variable name="text" as="element()*" select="$tt:running"/>
    <xsl:variable name="marks" as="xs:string*" select="
        'name'[$text//(persName | placeName | orgName | name | rs)[@ref]], 'term'[$text//term[@ref]],
        'intervention'[exists(tt:interventions())], 'supplied'[exists(tt:interventions()[self::supplied])],
        'app'[exists(tt:apparatus())],
        'note'[exists(tt:footnotes($tt:document))], 'editorial'[exists(tt:editorial-notes())], 'page'[$text//pb[@n]]"/>
    <xsl:if test="count($marks) gt 1">
      <details class="key">
        <xsl:sequence select="th:ui-language()"/>
        <summary><xsl:value-of select="tt:label('key')"/></summary>
        <ul>
          <xsl:for-each select="$marks">
            <li>
              <xsl:call-template name="thp:sample"><xsl:with-param name="mark" select="."/></xsl:call-template>
              <xsl:text> </xsl:text>
              <span class="meaning"><xsl:value-of select="tt:label('key-' || .)"/></span>
            </li>
          </xsl:for-each>
        </ul>
      </details>
    </xsl:if>
  </xsl:template>

  <!-- The mark as it looks in the text, on a word of the interface. -->
  <xsl:template name="thp:sample" as="element()">
    <xsl:param name="mark" as="xs:string" required="yes"/>
    <span>
      <span class="sample-{$mark}">
        <xsl:choose>
          <xsl:when test="$mark = 'note'"><sup>1</sup></xsl:when>
          <xsl:when test="$mark = 'editorial'"><sup>a</sup></xsl:when>
          <xsl:when test="$mark = 'page'"><xsl:value-of select="($tt:running//pb/@n)[1]"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="tt:label('key-sample')"/></xsl:otherwise>
        </xsl:choose>
      </span>
    </span>
  </xsl:template>

</xsl:stylesheet>
