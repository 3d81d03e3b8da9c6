<?xml version="1.0" encoding="UTF-8"?>
<!--
  What a stylesheet finds in a text. A finding is an xsl:message with one element, tt:finding: its code in the catalogue
  of findings, the node (the document's URI and fn:path()), and the facts that fill the slots of the wording. Whoever
  runs the stylesheet makes of it a finding with a place in the file; the text of the element is for all others.

  Public: tt:finding
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    exclude-result-prefixes="#all">

  <xsl:template name="tt:finding" as="empty-sequence()">
    <xsl:param name="code" as="xs:string" required="yes"/>
    <xsl:param name="node" as="node()" required="yes"/>
    <xsl:param name="facts" as="map(xs:string, xs:string)" required="yes"/>
    <xsl:param name="text" as="xs:string" required="yes"/>
    <xsl:message>
      <tt:finding code="{$code}" document="{base-uri(root($node))}" path="{path($node)}">
        <xsl:for-each select="map:keys($facts)">
          <tt:fact name="{.}" value="{$facts(.)}"/>
        </xsl:for-each>
        <xsl:value-of select="$text"/>
      </tt:finding>
    </xsl:message>
  </xsl:template>

</xsl:stylesheet>
