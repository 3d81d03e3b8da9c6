<?xml version="1.0" encoding="UTF-8"?>
<!--
  The critical apparatus in plain text: entries called by a number with a sign before it, [°1], so that it is not taken
  for one of the notes, and collected at the end. An apparatus that the text itself has stays where it is.

  Public: tx:apparatus
-->
<xsl:stylesheet version="3.0" default-mode="tx:block"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tx="urn:teitools:xslt:text"
    xmlns:txp="urn:teitools:xslt:text:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:function name="tx:apparatus" as="element()*">
    <xsl:variable name="entries" as="element(app)*" select="tt:apparatus()"/>
    <xsl:variable name="hang" as="xs:integer" select="max((0, $entries ! (string-length(tt:entry-call(.)) + 3)))"/>
    <xsl:if test="exists($entries)">
      <xsl:sequence select="tx:block(tt:label('apparatus'), 2)"/>
      <xsl:for-each select="tt:listed-witnesses()">
        <xsl:sequence select="txp:witness(., if (position() = 1) then 1 else 0)"/>
      </xsl:for-each>
      <xsl:for-each select="$entries">
        <xsl:sequence select="
            tx:labelled(tx:block(txp:entry(.), 0), '[' || tt:entry-call(.) || ']', $hang, if (position() = 1) then 1 else 0)"/>
      </xsl:for-each>
    </xsl:if>
  </xsl:function>

  <!-- Where it is, the entry, the remarks. -->
  <xsl:function name="txp:entry" as="xs:string">
    <xsl:param name="app" as="element(app)"/>
    <xsl:sequence select="
        string-join((
          tt:entry-place($app) ! (. || ':'), tt:entry-text($app),
          tt:remarks($app) ! (tt:before-remark(., $app) || txp:remark(.)))[. ne ''], ' ')"/>
  </xsl:function>

  <xsl:function name="txp:remark" as="xs:string">
    <xsl:param name="remark" as="element()"/>
    <xsl:sequence select="
        string-join(($remark/self::witDetail ! tt:witnesses-of-detail(.), normalize-space(tx:phrase($remark/node()))), ' ')"/>
  </xsl:function>

  <xsl:function name="txp:witness" as="element()">
    <xsl:param name="witness" as="element(witness)"/>
    <xsl:param name="before" as="xs:integer"/>
    <xsl:sequence select="
        tx:block(string-join((tt:siglum-before($witness), tx:phrase($witness/node()[not(self::listWit)])), ' ')
          || tx:end($witness), $before)"/>
  </xsl:function>

  <xsl:template match="app[parent::listApp]">
    <xsl:sequence select="tx:block(txp:entry(.), if (preceding-sibling::app) then 0 else 1)"/>
  </xsl:template>
  <xsl:template match="witness"><xsl:sequence select="txp:witness(., if (preceding-sibling::*) then 0 else 1)"/></xsl:template>

  <!-- An entry or a choice whose reading is several blocks; the last of them has the call. -->
  <xsl:template match="app[not(parent::listApp)] | choice"><xsl:sequence select="tt:shown(.) ! tx:blocks(.)"/></xsl:template>

</xsl:stylesheet>
