<?xml version="1.0" encoding="UTF-8"?>
<!--
  The table of contents of the reading view.

  Public: th:contents, th:contents-of
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

  <xsl:template name="th:contents">
    <xsl:variable name="items" as="element()*">
      <xsl:call-template name="th:contents-of">
        <xsl:with-param name="parts" select="$th:document//text[not(ancestor::text)]/(. | group/text)/(front, body, back)"/>
      </xsl:call-template>
      <xsl:call-template name="thp:contents-of-apparatus"/>
    </xsl:variable>
    <xsl:if test="exists($items)">
      <nav class="contents" aria-labelledby="contents-heading">
        <xsl:attribute name="lang" select="$tt:language"/>
        <div>
          <h2 id="contents-heading"><xsl:value-of select="tt:label('contents')"/></h2>
          <ol><xsl:sequence select="$items"/></ol>
        </div>
      </nav>
    </xsl:if>
  </xsl:template>

  <!-- One item for each division with a heading; a division without one gives way to those within it. -->
  <xsl:template name="th:contents-of">
    <xsl:param name="parts" as="element()*" required="yes"/>
    <xsl:for-each select="$parts/*[matches(local-name(), '^div[0-7]?$')]">
      <xsl:choose>
        <xsl:when test="head">
          <li>
            <a href="#{th:id(.)}">
              <xsl:sequence select="(th:language-of(th:main-head(.)), th:language-of(.), thp:text-language())[1]"/>
              <xsl:value-of select="tt:section-name(.)"/>
            </a>
            <xsl:if test=".//head[matches(local-name(..), '^div[0-7]?$')][not(.. is current())]">
              <ol>
                <xsl:call-template name="th:contents-of"><xsl:with-param name="parts" select="."/></xsl:call-template>
              </ol>
            </xsl:if>
          </li>
        </xsl:when>
        <xsl:otherwise>
          <xsl:call-template name="th:contents-of"><xsl:with-param name="parts" select="."/></xsl:call-template>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="thp:contents-of-apparatus">
    <xsl:for-each select="
        'notes'[exists(tt:footnotes($th:document))], 'editorial-notes'[exists(tt:editorial-notes())],
        'interventions'[exists($th:interventions)]">
      <li class="apparatus"><a href="#{.}"><xsl:value-of select="tt:label(.)"/></a></li>
    </xsl:for-each>
  </xsl:template>

  <xsl:function name="thp:text-language" as="attribute(lang)">
    <xsl:attribute name="lang" select="$th:text-language"/>
  </xsl:function>

</xsl:stylesheet>
