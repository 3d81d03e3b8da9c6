<?xml version="1.0" encoding="UTF-8"?>
<!--
  Several texts in one document, each with a header of its own (teiCorpus; TEI in TEI), and what is read where there is
  no text at all.

  Public: th:part-level, th:part-title
-->
<xsl:stylesheet version="3.0" default-mode="th:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- A part: its titles and authors, then its text or the parts in it. Its header is on the page about the edition. -->
  <xsl:template match="TEI | teiCorpus">
    <section aria-labelledby="{th:part-id(., 'h')}">
      <xsl:sequence select="th:attributes(., 'part', true())"/>
      <xsl:element name="h{th:part-level(.)}">
        <xsl:attribute name="id" select="th:part-id(., 'h')"/>
        <xsl:sequence select="th:language-of(tt:titles-of(.)[1])"/>
        <xsl:apply-templates select="tt:titles-of(.)[1]/node()"/>
        <xsl:if test="empty(tt:titles-of(.))"><xsl:value-of select="th:part-title(.)"/></xsl:if>
      </xsl:element>
      <xsl:for-each select="tail(tt:titles-of(.))">
        <p class="other-title"><xsl:sequence select="th:language-of(.)"/><xsl:apply-templates/></p>
      </xsl:for-each>
      <xsl:where-populated>
        <p class="authors">
          <xsl:for-each select="tt:authors-of(.)">
            <xsl:if test="position() gt 1"><xsl:text>, </xsl:text></xsl:if>
            <span class="author"><xsl:sequence select="th:language-of(.)"/><xsl:apply-templates/></span>
          </xsl:for-each>
        </p>
      </xsl:where-populated>
      <xsl:call-template name="th:letter-head"/>
      <xsl:apply-templates select="tt:tops-of(.)"/>
    </section>
  </xsl:template>

  <xsl:function name="th:part-level" as="xs:integer">
    <xsl:param name="part" as="element()"/>
    <xsl:sequence select="min((6, 1 + tt:division-depth($part)))"/>
  </xsl:function>

  <!-- What a part is called, in one line. -->
  <xsl:function name="th:part-title" as="xs:string">
    <xsl:param name="part" as="element()"/>
    <xsl:sequence select="(tt:titles-of($part)[1] ! tt:plain-text(.), tt:label('untitled'))[1]"/>
  </xsl:function>

  <!-- Records without a text: those of registers are on pages of their own, all else is here. -->
  <xsl:template match="standOff">
    <div>
      <xsl:sequence select="th:attributes(., 'standOff', false())"/>
      <xsl:apply-templates select="*[not(th:has-entry(.))]"/>
    </div>
  </xsl:template>

</xsl:stylesheet>
