<?xml version="1.0" encoding="UTF-8"?>
<!--
  Transcriptions page by page (sourceDoc), a line each; and the names of parts of an edition that have no heading.

  Public: tx:transcriptions
-->
<xsl:stylesheet version="3.0" default-mode="tx:block"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tx="urn:teitools:xslt:text"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- They follow the text, under a heading of their own. -->
  <xsl:function name="tx:transcriptions" as="element()*">
    <xsl:sequence select="tt:transcriptions() ! (tx:block(tt:label('division-sourceDoc'), 2), tx:blocks(.))"/>
  </xsl:function>

  <xsl:template match="surface | surfaceGrp">
    <xsl:sequence select="tx:spaced((@n ! tx:block('|' || normalize-space(.) || '|', 1), tx:spaced(tx:blocks(.), 0)), 1)"/>
  </xsl:template>
  <xsl:template match="zone">
    <xsl:sequence select="tx:spaced(tx:blocks(.), if (preceding-sibling::zone) then 1 else 0)"/>
  </xsl:template>

  <xsl:template match="line">
    <xsl:variable name="hang" as="xs:integer" select="max((0, ../line/@n ! (string-length(normalize-space(.)) + 2)))"/>
    <xsl:sequence select="tx:labelled(tx:spaced(tx:blocks(.), 0), string(@n), $hang, 0)"/>
  </xsl:template>

  <xsl:template match="div | div0 | div1 | div2 | div3 | div4 | div5 | div6 | div7">
    <xsl:sequence select="tt:division-label(.) ! tx:block(., 2), tx:blocks(.)"/>
  </xsl:template>

</xsl:stylesheet>
