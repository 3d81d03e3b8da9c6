<?xml version="1.0" encoding="UTF-8"?>
<!--
  Verse and drama.
-->
<xsl:stylesheet version="3.0" default-mode="th:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns:thp="urn:teitools:xslt:html:private"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:template match="lg">
    <div>
      <xsl:sequence select="th:attributes(., 'lg', false())"/>
      <xsl:apply-templates/>
    </div>
  </xsl:template>

  <xsl:template match="l">
    <span>
      <xsl:sequence select="th:attributes(., ('l', @part ! ('part-' || lower-case(.))), true())"/>
      <xsl:if test="tt:shown-line-number(.) ne ''">
        <span class="verse-number"><xsl:value-of select="tt:shown-line-number(.)"/></span>
        <xsl:text> </xsl:text>
      </xsl:if>
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
    <xsl:value-of select=".[not(th:is-block(.))] ! tt:space-before(.)"/>
    <xsl:element name="{if (tt:has-blocks(.)) then 'div' else if (tt:is-block(.)) then 'p' else 'i'}">
      <xsl:sequence select="th:attributes(., 'stage', false())"/>
      <xsl:apply-templates/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="set">
    <div><xsl:sequence select="th:attributes(., 'set', false())"/><xsl:apply-templates/></div>
  </xsl:template>

  <!-- A list of persons, in the order of the source: in lists those who follow one another, between them what else there is. -->
  <xsl:template match="castList">
    <div>
      <xsl:sequence select="th:attributes(., 'castList', false())"/>
      <xsl:call-template name="thp:cast"/>
    </div>
  </xsl:template>

  <xsl:template name="thp:cast" as="node()*">
    <xsl:for-each-group select="*" group-adjacent="exists(self::castItem | self::castGroup)">
      <xsl:choose>
        <xsl:when test="current-grouping-key()"><ul><xsl:apply-templates select="current-group()"/></ul></xsl:when>
        <xsl:otherwise><xsl:apply-templates select="current-group()"/></xsl:otherwise>
      </xsl:choose>
    </xsl:for-each-group>
  </xsl:template>

  <xsl:template match="castItem">
    <li><xsl:sequence select="th:attributes(., 'castItem', false())"/><xsl:apply-templates/></li>
  </xsl:template>

  <xsl:template match="castGroup">
    <li>
      <xsl:sequence select="th:attributes(., 'castGroup', false())"/>
      <xsl:call-template name="thp:cast"/>
    </li>
  </xsl:template>

  <xsl:template match="roleDesc | actor">
    <span><xsl:sequence select="th:attributes(., local-name(), false())"/><xsl:apply-templates/></span>
  </xsl:template>

</xsl:stylesheet>
