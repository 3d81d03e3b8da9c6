<?xml version="1.0" encoding="UTF-8"?>
<!--
  Formulas: MathML as browsers show it, without what leads out of the page or runs in it; TeX as its source, said to be one.
  Music: a word in its place, and pictures of it.
-->
<xsl:stylesheet version="3.0" default-mode="th:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:math="http://www.w3.org/1998/Math/MathML"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:template match="formula">
    <span><xsl:sequence select="th:attributes(., 'formula', false())"/><xsl:apply-templates/></span>
  </xsl:template>

  <xsl:template match="formula[exists(tt:tex(.))]" priority="1">
    <code role="math" aria-label="{tt:label('formula') || ': ' || tt:tex(.)}">
      <xsl:sequence select="th:attributes(., ('formula', 'tex'), false())"/>
      <xsl:value-of select="tt:tex(.)"/>
    </code>
  </xsl:template>

  <xsl:template match="notatedMusic">
    <xsl:element name="{if (th:is-block(.)) then 'div' else 'span'}">
      <xsl:sequence select="th:attributes(., 'notatedMusic', false())"/>
      <xsl:value-of select="tt:music-words(.)"/>
      <xsl:for-each select=".//(graphic | ptr | ref)"><xsl:text> </xsl:text><xsl:apply-templates select="."/></xsl:for-each>
    </xsl:element>
  </xsl:template>

  <xsl:template match="math:*">
    <xsl:element name="{local-name()}" namespace="http://www.w3.org/1998/Math/MathML">
      <xsl:copy-of select="@display, @mathvariant, @dir, @stretchy, @fence, @separator, @form, @accent, @accentunder, @lspace,
          @rspace, @linethickness, @columnalign, @rowalign, @columnspan, @rowspan, @displaystyle, @scriptlevel, @open, @close,
          @separators, @width, @height, @depth, @alttext"/>
      <xsl:apply-templates/>
    </xsl:element>
  </xsl:template>

  <!-- The same formula once more, for programs. -->
  <xsl:template match="math:annotation | math:annotation-xml" priority="1"/>

</xsl:stylesheet>
