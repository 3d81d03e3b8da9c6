<?xml version="1.0" encoding="UTF-8"?>
<!--
  Speech written down: a paragraph for each utterance, who speaks before it, what is heard and seen in brackets.
-->
<xsl:stylesheet version="3.0" default-mode="th:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns:thp="urn:teitools:xslt:html:private"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:template match="u | post">
    <xsl:if test="tt:speaker-of(.) ne ''">
      <p class="speaker"><xsl:value-of select="tt:speaker-of(.)"/></p>
    </xsl:if>
    <div><xsl:sequence select="th:attributes(., local-name(), false())"/><xsl:apply-templates/></div>
  </xsl:template>

  <xsl:template match="note[tt:is-speaker-note(.)]" priority="3">
    <xsl:element name="{if (tt:has-blocks(.)) then 'div' else 'p'}">
      <xsl:sequence select="th:attributes(., 'speaker', false())"/>
      <xsl:apply-templates/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="seg[tt:is-speech-paragraph(.)]">
    <xsl:element name="{if (tt:has-blocks(.)) then 'div' else 'p'}">
      <xsl:sequence select="th:attributes(., 'seg', false())"/>
      <xsl:apply-templates/>
    </xsl:element>
  </xsl:template>

  <!-- A layer of annotations of an utterance, and features of a text: what they are called before what they say. -->
  <xsl:template match="spanGrp[tt:is-block(.)]">
    <p>
      <xsl:sequence select="th:attributes(., 'spanGrp', false())"/>
      <xsl:value-of select="tt:before(.)"/>
      <xsl:apply-templates/>
    </p>
  </xsl:template>
  <xsl:template match="f">
    <span>
      <xsl:sequence select="th:attributes(., 'f', false())"/>
      <xsl:value-of select="tt:before(.)"/>
      <xsl:apply-templates/>
    </span>
  </xsl:template>

  <xsl:template match="note[tt:is-minutes-note(.)]" priority="3">
    <xsl:call-template name="thp:event"/>
    <xsl:value-of select="tt:space-behind-note(.)"/>
  </xsl:template>

  <xsl:template name="thp:event" as="element()"
      match="(incident | kinesic | vocal | pause | shift | writing)[ancestor::text][not(ancestor::msDesc)]">
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
