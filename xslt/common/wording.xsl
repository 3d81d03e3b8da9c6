<?xml version="1.0" encoding="UTF-8"?>
<!--
  That wording is in English though another language was asked for is told, once.

  Public: tt:report-wording
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    exclude-result-prefixes="#all">

  <xsl:template name="tt:report-wording" as="empty-sequence()">
    <xsl:variable name="missing" as="xs:string*" select="tt:missing-wording()"/>
    <xsl:variable name="wanted" as="xs:string" select="($language[. ne ''], $tt:language)[1]"/>
    <xsl:if test="exists($missing)">
      <xsl:call-template name="tt:finding">
        <xsl:with-param name="code" select="'EDN030'"/>
        <xsl:with-param name="node" select="$tt:document/*"/>
        <xsl:with-param name="facts" select="map {
            'language': $wanted, 'count': string(count($missing)),
            'keys': string-join(subsequence($missing, 1, 3), ', ') || ' …'[count($missing) gt 3] }"/>
        <xsl:with-param name="text" select="'no wording in ' || $wanted || ': ' || count($missing)"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

</xsl:stylesheet>
