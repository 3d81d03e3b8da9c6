<?xml version="1.0" encoding="UTF-8"?>
<!--
  Drama in plain text: the speaker's name, then what is said; directions in parentheses.

  Public: templates only
-->
<xsl:stylesheet version="3.0" default-mode="tx:block"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tx="urn:teitools:xslt:text"
    xmlns:txp="urn:teitools:xslt:text:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:template match="sp"><xsl:sequence select="tx:spaced(tx:blocks(.), 1)"/></xsl:template>
  <xsl:template match="speaker">
    <xsl:variable name="direction" as="element(stage)?" select="following-sibling::*[1]/self::stage"/>
    <xsl:sequence select="tx:block(tx:content(.) || $direction ! (' ' || txp:in-parentheses(.)), 1)"/>
  </xsl:template>
  <xsl:template match="sp/p | sp/ab" priority="1">
    <xsl:sequence select="tx:indented(tx:spaced(tx:blocks(.), 0), 2)"/>
  </xsl:template>
  <xsl:template match="sp/lg" priority="2"><xsl:sequence select="tx:indented(tx:spaced(tx:blocks(.), 0), 2)"/></xsl:template>
  <xsl:template match="stage">
    <xsl:sequence select="tx:block(txp:in-parentheses(.), if (parent::sp) then 0 else 1)"/>
  </xsl:template>
  <xsl:template match="stage[preceding-sibling::*[1]/self::speaker]" priority="1"/>

  <xsl:function name="txp:in-parentheses" as="xs:string">
    <xsl:param name="stage" as="element(stage)"/>
    <xsl:variable name="text" as="xs:string" select="normalize-space(tx:content($stage))"/>
    <xsl:sequence select="if (matches($text, '^[(\[]')) then $text else '(' || $text || ')'"/>
  </xsl:function>

</xsl:stylesheet>
