<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0" exclude-result-prefixes="xs" expand-text="yes">
  <xsl:include href="more.xsl"/>
  <xsl:output method="text"/>
  <xsl:param name="heading" as="xs:string" select="'Letters'"/>
  <xsl:mode on-no-match="text-only-copy"/>
  <xsl:template match="/" as="item()*">
    <xsl:text>{$heading}&#10;</xsl:text>
    <xsl:apply-templates select="TEI/text"/>
    <xsl:result-document href="names/list.txt"><xsl:value-of select="//@xml:id" separator=", "/></xsl:result-document>
  </xsl:template>
  <xsl:template match="note" as="item()*">
    <xsl:message>A note: {.}</xsl:message>
    <xsl:for-each select="tokenize(., '\s+')"><xsl:sort select="."/>[{.}]</xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
