<?xml version="1.0" encoding="UTF-8"?>
<!--
  A setting that readers make for themselves, as a list of values; assets/reading.js remembers it by its name.

  Public: th:setting, th:setting-of-colours
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="#all">

  <!-- What a page is without being set stands before the values. -->
  <xsl:template name="th:setting" as="element()">
    <xsl:param name="name" as="xs:string" required="yes"/>
    <xsl:param name="values" as="xs:string+" required="yes"/>
    <label>
      <span><xsl:value-of select="tt:label('setting-' || $name)"/></span>
      <select name="{$name}">
        <option value=""><xsl:value-of select="tt:label('setting-' || $name || '-usual')"/></option>
        <xsl:for-each select="$values">
          <option value="{.}"><xsl:value-of select="tt:label('setting-' || $name || '-' || .)"/></option>
        </xsl:for-each>
      </select>
    </label>
  </xsl:template>

  <!-- Of pages of every kind: the colours. -->
  <xsl:template name="th:setting-of-colours" as="element()">
    <xsl:call-template name="th:setting">
      <xsl:with-param name="name" select="'scheme'"/>
      <xsl:with-param name="values" select="'light', 'dark', 'contrast'"/>
    </xsl:call-template>
  </xsl:template>

</xsl:stylesheet>
