<?xml version="1.0" encoding="UTF-8"?>
<!--
  Pictures of the pages of the source beside the mark of a page beginning: small, as a link to the whole, where they lie
  in the edition; a link alone where they are on another machine, of which the pages ask nothing themselves.

  Public: th:scans
-->
<xsl:stylesheet version="3.0" default-mode="th:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:template name="th:scans" as="element()*">
    <xsl:param name="in-link" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:variable name="bearer" as="element()" select="."/>
    <xsl:if test="not($in-link)">
      <xsl:for-each select="tt:scans(.)">
        <xsl:variable name="file" as="xs:string?" select="tt:scan-file(.)"/>
        <xsl:variable name="address" as="xs:string?" select="($file, tt:scan-address(.))[1]"/>
        <xsl:variable name="name" as="xs:string" select="tt:scan-name($bearer, .)"/>
        <xsl:if test="$address">
          <a class="scan" href="{$address}">
            <xsl:sequence select="th:ui-language()"/>
            <xsl:choose>
              <xsl:when test="$file"><img src="{$file}" alt="{$name}" loading="lazy"/></xsl:when>
              <xsl:otherwise>
                <xsl:attribute name="title" select="$name"/>
                <xsl:attribute name="aria-label" select="$name"/>
                <xsl:text>▣</xsl:text>
              </xsl:otherwise>
            </xsl:choose>
          </a>
        </xsl:if>
      </xsl:for-each>
    </xsl:if>
  </xsl:template>

</xsl:stylesheet>
