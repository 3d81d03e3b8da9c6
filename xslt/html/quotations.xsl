<?xml version="1.0" encoding="UTF-8"?>
<!--
  Quotations and speech. Quotation marks that are in the text stay; none are added, so q and blockquote get none from
  the style sheet. Who speaks, to whom and according to which source is said beside a block; who speaks in the run of a
  sentence, where one asks.
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

  <xsl:template match="quote[th:is-block(.)] | cit[th:is-block(.)] | q[th:is-block(.)]">
    <xsl:variable name="speech" as="element()?" select="tt:speech-of(.)"/>
    <div class="quotation">
      <blockquote>
        <xsl:sequence select="th:attributes(., local-name(), true())"/>
        <xsl:apply-templates/>
        <xsl:if test="not(self::quote/*[last()][self::p or self::ab])"><xsl:call-template name="th:editorial-calls"/></xsl:if>
      </blockquote>
      <xsl:if test="$speech or @source">
        <p class="attribution">
          <xsl:attribute name="lang" select="$tt:language"/>
          <xsl:call-template name="thp:attribution"><xsl:with-param name="speech" select="$speech"/></xsl:call-template>
        </p>
      </xsl:if>
    </div>
  </xsl:template>

  <!-- A quotation in the run of a sentence: who speaks is said where one asks, so that the sentence stays what it is. -->
  <xsl:template match="quote | cit | q">
    <span>
      <xsl:sequence select="th:attributes(., local-name(), false())"/>
      <xsl:sequence select="descendant::said[@who][1] ! thp:speaker(.)"/>
      <xsl:call-template name="thp:between-marks"/>
    </span>
  </xsl:template>

  <xsl:template match="soCalled">
    <span><xsl:sequence select="th:attributes(., 'soCalled', false())"/><xsl:call-template name="thp:between-marks"/></span>
  </xsl:template>

  <xsl:template name="thp:between-marks" as="node()*">
    <xsl:variable name="marks" as="xs:string*" select="tt:quotation-marks(.)"/>
    <xsl:if test="exists($marks)">
      <xsl:value-of select="tt:quotation-space(., false())"/>
      <span class="sign"><xsl:value-of select="$marks[1]"/></span>
    </xsl:if>
    <xsl:apply-templates/>
    <xsl:if test="exists($marks)">
      <span class="sign"><xsl:value-of select="$marks[2]"/></span>
      <xsl:value-of select="tt:quotation-space(., true())"/>
    </xsl:if>
  </xsl:template>

  <!--
    Between marks there is no white space at the edges: what the source has there is indentation. The parent is asked for
    first, as Saxon tests the predicates of every text node before what it stands in.
  -->
  <xsl:template match="text()[parent::q or parent::quote or parent::said or parent::soCalled][tt:is-quotation-edge(.)]"
      priority="2">
    <xsl:variable name="text" as="xs:string" select="tt:single-spaced(.)"/>
    <xsl:variable name="from-start" as="xs:string" select="
        if (preceding-sibling::node()) then $text else replace($text, '^\s+', '')"/>
    <xsl:value-of select="if (following-sibling::node()) then $from-start else tt:without-end-space($from-start)"/>
  </xsl:template>

  <xsl:template match="said">
    <xsl:element name="{if (th:is-block(.)) then 'div' else 'span'}">
      <xsl:sequence select="th:attributes(., ('said', 'indirect'[current()/@direct = 'false']), false())"/>
      <xsl:sequence select=".[parent::said or ancestor::said[not(@who = current()/@who)]] ! thp:speaker(.)"/>
      <xsl:call-template name="thp:between-marks"/>
    </xsl:element>
  </xsl:template>

  <!-- Who speaks to whom, with links to the registers, and the note that gives the source. -->
  <xsl:template name="thp:attribution" as="node()*">
    <xsl:param name="speech" as="element()?"/>
    <xsl:variable name="people" as="map(xs:string, element()*)"
        select="map { 'said-by': $speech/@who ! tt:resolve(.), 'said-to': $speech/@toWhom ! tt:resolve(.) }"/>
    <xsl:variable name="source" as="element()?" select="tt:speech-source(.)"/>
    <xsl:variable name="parts" as="element(span)*" xpath-default-namespace="http://www.w3.org/1999/xhtml">
      <xsl:for-each select="('said-by', 'said-to')[exists($people(.))]">
        <span><xsl:value-of select="tt:label(.) || ': '"/><xsl:sequence select="thp:entry-links($people(.))"/></span>
      </xsl:for-each>
      <xsl:if test="$source">
        <span><a href="#{th:id($source)}"><xsl:value-of select="tt:reference-label($source)"/></a></span>
      </xsl:if>
    </xsl:variable>
    <xsl:for-each select="$parts">
      <xsl:if test="position() gt 1"><xsl:text> · </xsl:text></xsl:if>
      <xsl:sequence select="."/>
    </xsl:for-each>
  </xsl:template>

  <xsl:function name="thp:entry-links" as="node()*">
    <xsl:param name="entries" as="element()*"/>
    <xsl:for-each select="$entries">
      <xsl:if test="position() gt 1"><xsl:text>, </xsl:text></xsl:if>
      <a href="{th:href(., 'index.html')}">
        <xsl:sequence select="th:name-language(.)"/>
        <xsl:value-of select="tt:entry-name(.)"/>
      </a>
    </xsl:for-each>
  </xsl:function>

  <xsl:function name="thp:speaker" as="attribute(title)">
    <xsl:param name="speech" as="element(said)"/>
    <xsl:attribute name="title" select="tt:label('speaker', th:speaker-name($speech))"/>
  </xsl:function>

  <!-- The speaker as the register names him or her; what @who says when there is no entry. -->
  <xsl:function name="th:speaker-name" as="xs:string">
    <xsl:param name="speech" as="element()"/>
    <xsl:variable name="speakers" as="element()*" select="$speech/@who ! tt:resolve(.)"/>
    <xsl:sequence select="
        if (exists($speakers)) then string-join($speakers ! tt:entry-name(.), ', ') else string($speech/@who)"/>
  </xsl:function>

</xsl:stylesheet>
