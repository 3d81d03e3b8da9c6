<?xml version="1.0" encoding="UTF-8"?>
<!--
  What helps to read and says nothing: programs in the head of a page, the settings of the reader, and the bar with
  the contents and a way up. Settings need a script and stay hidden without it (assets/reading.js).

  Public: th:scripts, th:settings, th:bar
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

  <!-- None of the programs changes what a page says. -->
  <xsl:template name="th:scripts" as="element()+">
    <xsl:param name="page" as="xs:string" required="yes"/>
    <script src="{$tt:assets}/reading.js" defer="defer"/>
    <xsl:if test="$page = 'index.html'"><script src="{$tt:assets}/peek.js" defer="defer"/></xsl:if>
  </xsl:template>

  <!-- Each setting is remembered by its name; what a page has nothing of cannot be set there. -->
  <xsl:template name="th:settings" as="element()">
    <xsl:param name="page" as="xs:string" required="yes"/>
    <xsl:variable name="is-text" as="xs:boolean" select="$page = 'index.html'"/>
    <details class="settings" hidden="hidden">
      <summary><xsl:value-of select="tt:label('settings')"/></summary>
      <div>
        <xsl:call-template name="th:setting-of-colours"/>
        <xsl:if test="$is-text and exists(tt:interventions()[thp:is-restorable(.)])">
          <xsl:call-template name="th:setting">
            <xsl:with-param name="name" select="'reading'"/>
            <xsl:with-param name="values" select="'source'"/>
          </xsl:call-template>
        </xsl:if>
        <xsl:if test="$is-text">
          <xsl:call-template name="th:setting">
            <xsl:with-param name="name" select="'names'"/>
            <xsl:with-param name="values" select="'quiet'"/>
          </xsl:call-template>
        </xsl:if>
      </div>
    </details>
  </xsl:template>

  <!-- Whether the reading of the source can stand in place of that of the edition. -->
  <xsl:function name="thp:is-restorable" as="xs:boolean">
    <xsl:param name="place" as="element()"/>
    <xsl:sequence select="exists(th:source-text($place))"/>
  </xsl:function>

  <!-- Where there is no room for the contents beside the text: they and a way up, at the edge of the window. -->
  <xsl:template name="th:bar" as="element()">
    <xsl:variable name="items" as="element()*"><xsl:call-template name="th:contents-items"/></xsl:variable>
    <nav class="bar" aria-label="{tt:label('navigation')}">
      <xsl:attribute name="lang" select="$tt:language"/>
      <xsl:if test="exists($items)">
        <details>
          <summary><xsl:value-of select="tt:label('contents')"/></summary>
          <ol><xsl:sequence select="$items"/></ol>
        </details>
      </xsl:if>
      <a class="up" href="#{th:page-part-id('main')}" aria-label="{tt:label('way-up')}">↑</a>
    </nav>
  </xsl:template>

</xsl:stylesheet>
