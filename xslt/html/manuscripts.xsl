<?xml version="1.0" encoding="UTF-8"?>
<!--
  Parts of manuscript descriptions (the records they stand in: records.xsl); quoted pieces of text (incipit …) in italics.
-->
<xsl:stylesheet version="3.0" default-mode="th:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:th="urn:teitools:xslt:html"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:template
      match="msDesc | msPart | msFrag | msContents | msItem | msItemStruct | physDesc | objectDesc | supportDesc | support
      | layoutDesc | layout | handDesc | handNote | scriptDesc | typeDesc | decoDesc | decoNote | musicNotation | additions
      | bindingDesc | binding | sealDesc | seal | accMat | collation | foliation | condition | watermark | history | origin
      | provenance | acquisition | additional | adminInfo | recordHist | source | custodialHist | custEvent | surrogates
      | summary">
    <xsl:element name="{if (th:is-block(.)) then 'div' else 'span'}">
      <xsl:sequence select="th:attributes(., ('ms', 'ms-' || local-name()), false())"/>
      <xsl:apply-templates/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="incipit | explicit | rubric | finalRubric | colophon | secFol | catchwords | signatures">
    <i>
      <xsl:sequence select="th:attributes(., local-name(), false())"/>
      <xsl:apply-templates/>
    </i>
  </xsl:template>

</xsl:stylesheet>
