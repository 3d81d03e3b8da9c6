<?xml version="1.0" encoding="UTF-8"?>
<!--
  Verse: which numbers of lines are shown.

  Public: tt:shown-line-number
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- Every n-th number of the encoder's own, as editions of verse do; none in a note. -->
  <xsl:function name="tt:shown-line-number" as="xs:string">
    <xsl:param name="line" as="element(l)"/>
    <xsl:sequence select="
        string($line/@n[$verse-numbers gt 0][matches(., '^[1-9]\d{0,8}$')][xs:integer(.) mod $verse-numbers = 0]
          [not($line/ancestor::note)])"/>
  </xsl:function>

</xsl:stylesheet>
