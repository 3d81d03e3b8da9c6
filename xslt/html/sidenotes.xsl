<?xml version="1.0" encoding="UTF-8"?>
<!--
  Marginal copies of the footnotes for wide screens. They repeat the notes at the end of the page: without links and
  ids, hidden from everything but the eye (hidden is lifted by the style sheet where there is a margin), so that no
  reader, search or copy of the text meets a note twice or in the middle of a sentence.

  Public: th:sidenote
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

  <!-- A margin holds about this many characters beside the lines that call for them. -->
  <xsl:variable name="thp:margin-room" as="xs:integer" select="420"/>

  <xsl:mode name="thp:margin" on-no-match="text-only-copy"/>

  <xsl:template name="th:sidenote">
    <xsl:variable name="text" as="xs:string" select="tt:plain-text(node())"/>
    <xsl:if test="($text != '' or exists(descendant::gap)) and not(ancestor::note | ancestor::table)">
      <span class="sidenote" hidden="hidden">
        <span class="sidenote-number"><xsl:value-of select="tt:note-number(.)"/></span>
        <xsl:text> </xsl:text>
        <xsl:choose>
          <xsl:when test="string-length($text) gt $thp:margin-room">
            <xsl:value-of select="replace(substring($text, 1, $thp:margin-room), '\s+\S*$', ' …')"/>
          </xsl:when>
          <xsl:otherwise><xsl:apply-templates mode="thp:margin"/></xsl:otherwise>
        </xsl:choose>
      </span>
    </xsl:if>
  </xsl:template>

  <xsl:template match="text()" mode="thp:margin">
    <xsl:value-of select="replace(., '\s+', ' ')"/>
  </xsl:template>
  <xsl:template match="title[not(@level = 'a')] | foreign | mentioned | emph | hi" mode="thp:margin">
    <i><xsl:sequence select="th:language-of(.)"/><xsl:apply-templates mode="#current"/></i>
  </xsl:template>
  <xsl:template match="idno[@type = 'shelfmark']" mode="thp:margin">
    <span class="idno type-shelfmark"><xsl:apply-templates mode="#current"/></span>
  </xsl:template>
  <xsl:template match="p[preceding-sibling::*] | lb" mode="thp:margin">
    <xsl:text> </xsl:text><xsl:apply-templates mode="#current"/>
  </xsl:template>
  <xsl:template match="choice" mode="thp:margin">
    <xsl:apply-templates select="tt:preferred(.)" mode="#current"/>
  </xsl:template>
  <xsl:template match="gap" mode="thp:margin">
    <xsl:value-of select="'[' || th:gap-label(.) || ']'"/>
  </xsl:template>
  <xsl:template match="note | fw" mode="thp:margin"/>

</xsl:stylesheet>
