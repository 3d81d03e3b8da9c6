<?xml version="1.0" encoding="UTF-8"?>
<!--
  Transcriptions: page by page from sourceDoc; in a text its lines and their numbers, the spaces and the letters that
  the conventions of transcriptions set between signs.

  Public: th:transcriptions
-->
<xsl:stylesheet version="3.0" default-mode="th:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns:thp="urn:teitools:xslt:html:private"
    xmlns="http://www.w3.org/1999/xhtml"
    xmlns:tei="http://www.tei-c.org/ns/1.0"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- Beside a text, under a heading of their own. -->
  <xsl:template name="th:transcriptions" as="element()*">
    <xsl:for-each select="tt:transcriptions()">
      <section>
        <xsl:sequence select="th:attributes(., ('division', 'transcription'), true())"/>
        <h2 class="generated">
          <xsl:attribute name="lang" select="$tt:language"/>
          <xsl:value-of select="tt:label('division-sourceDoc')"/>
        </h2>
        <xsl:apply-templates/>
      </section>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="sourceDoc">
    <div><xsl:sequence select="th:attributes(., 'transcription', true())"/><xsl:apply-templates/></div>
  </xsl:template>

  <xsl:template match="surface | surfaceGrp | zone">
    <div>
      <xsl:sequence select="th:attributes(., local-name(), false())"/>
      <xsl:if test="self::surface[@n]"><div class="pb-line"><span class="pb"><xsl:value-of select="@n"/></span></div></xsl:if>
      <xsl:apply-templates/>
    </div>
  </xsl:template>

  <xsl:template match="line">
    <div>
      <xsl:sequence select="th:attributes(., 'line', false())"/>
      <xsl:call-template name="thp:line-number"><xsl:with-param name="number" select="@n"/></xsl:call-template>
      <xsl:apply-templates/>
      <xsl:call-template name="th:editorial-calls"/>
    </div>
  </xsl:template>

  <!-- A new line of the source: one of the page where the edition keeps lines, else the space between two words. -->
  <xsl:template match="lb">
    <xsl:variable name="first" as="xs:boolean" select="tt:starts-block(.)"/>
    <xsl:choose>
      <xsl:when test="tt:keeps-line(.) or ancestor::l or ancestor::head">
        <xsl:if test="not($first)">
          <xsl:value-of select="tt:line-break-sign(.), tt:line-space(.)" separator=""/>
          <br/>
        </xsl:if>
        <xsl:call-template name="thp:line-number"><xsl:with-param name="number" select="tt:line-number(.)"/></xsl:call-template>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="tt:line-space(.)"/></xsl:otherwise>
    </xsl:choose>
    <xsl:if test="@xml:id"><span id="{th:id(.)}"/></xsl:if>
  </xsl:template>

  <xsl:template name="thp:line-number" as="node()*">
    <xsl:param name="number" as="xs:string?" required="yes"/>
    <xsl:if test="$number">
      <span class="line-number"><xsl:value-of select="$number"/></span>
      <xsl:text> </xsl:text>
    </xsl:if>
  </xsl:template>

  <tt:leaves-out reason="gaps" match="tei:space/tei:desc"/>
  <xsl:template match="space">
    <span><xsl:sequence select="th:attributes(., 'space', false())"/><xsl:text> </xsl:text></span>
  </xsl:template>

  <!-- Letters that the editors write out. -->
  <xsl:template match="ex">
    <span>
      <xsl:sequence select="th:attributes(., 'ex', false())"/>
      <span class="sign">(</span><xsl:apply-templates/><span class="sign">)</span>
    </span>
  </xsl:template>

  <!-- How words are read, above them (HTML, 4.5.10), or in parentheses where a browser cannot do that. -->
  <xsl:template match="ruby">
    <ruby><xsl:sequence select="th:attributes(., (), false())"/><xsl:apply-templates/></ruby>
  </xsl:template>
  <xsl:template match="ruby/rb"><xsl:apply-templates/></xsl:template>
  <xsl:template match="ruby/rt">
    <rp>(</rp>
    <rt><xsl:sequence select="th:language-of(.)"/><xsl:apply-templates/></rt>
    <rp>)</rp>
  </xsl:template>

  <!-- What is to change places is said by pointers: nothing to read. -->
  <xsl:template match="listTranspose | transpose"/>

  <!-- White space before the beginning of a line that parts no words. -->
  <xsl:template match="text()[following-sibling::node()[1]/self::lb][tt:is-before-joined-line(.)]" priority="1">
    <xsl:value-of select="tt:single-spaced(tt:without-end-space(.))"/>
  </xsl:template>

</xsl:stylesheet>
