<?xml version="1.0" encoding="UTF-8"?>
<!--
  Verse and drama.
-->
<xsl:stylesheet version="3.0" default-mode="th:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns:thp="urn:teitools:xslt:html:private"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:template match="lg">
    <div>
      <xsl:sequence select="th:attributes(., 'lg', false())"/>
      <xsl:apply-templates select="*"/>
    </div>
  </xsl:template>

  <xsl:template match="l">
    <span>
      <xsl:sequence select="th:attributes(., ('l', @part ! ('part-' || lower-case(.))), true())"/>
      <xsl:apply-templates/>
      <xsl:call-template name="th:editorial-calls"/>
    </span>
  </xsl:template>

  <xsl:template match="caesura"><span class="caesura"><xsl:text>  </xsl:text></span></xsl:template>

  <xsl:template match="sp | spGrp">
    <div><xsl:sequence select="th:attributes(., local-name(), false())"/><xsl:apply-templates/></div>
  </xsl:template>

  <xsl:template match="speaker">
    <p><xsl:sequence select="th:attributes(., 'speaker', false())"/><xsl:apply-templates/></p>
  </xsl:template>

  <xsl:template match="stage | move | sound | view | camera | caption | tech">
    <xsl:variable name="inline" as="xs:boolean" select="exists(ancestor::p | ancestor::l | ancestor::speaker | ancestor::ab)"/>
    <xsl:element name="{if (th:has-blocks(.)) then 'div' else if ($inline) then 'i' else 'p'}">
      <xsl:sequence select="th:attributes(., 'stage', false())"/>
      <xsl:apply-templates/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="castList | set">
    <div><xsl:sequence select="th:attributes(., local-name(), false())"/>
      <xsl:apply-templates select="* except (castItem, castGroup)"/>
      <xsl:if test="castItem | castGroup"><ul><xsl:apply-templates select="castItem | castGroup"/></ul></xsl:if>
    </div>
  </xsl:template>

  <xsl:template match="castItem">
    <li><xsl:sequence select="th:attributes(., 'castItem', false())"/><xsl:apply-templates/></li>
  </xsl:template>

  <xsl:template match="castGroup">
    <li>
      <xsl:apply-templates select="* except (castItem, castGroup)"/>
      <ul><xsl:apply-templates select="castItem | castGroup"/></ul>
    </li>
  </xsl:template>

  <xsl:template match="roleDesc | actor">
    <span><xsl:sequence select="th:attributes(., local-name(), false())"/><xsl:apply-templates/></span>
  </xsl:template>

</xsl:stylesheet>
