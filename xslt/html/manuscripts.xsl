<?xml version="1.0" encoding="UTF-8"?>
<!--
  Manuscript descriptions: blocks within blocks, and the quoted pieces of text (incipit, rubric …) in italics.
-->
<xsl:stylesheet version="3.0" default-mode="th:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns:thp="urn:teitools:xslt:html:private"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:template match="msDesc | msPart | msFrag | msContents | msItem | msItemStruct | physDesc | objectDesc | supportDesc | support
      | layoutDesc | layout | handDesc | handNote | scriptDesc | typeDesc | decoDesc | decoNote | musicNotation | additions
      | bindingDesc | binding | sealDesc | seal | accMat | collation | foliation | condition | watermark | history | origin
      | provenance | acquisition | additional | adminInfo | recordHist | source | custodialHist | custEvent | surrogates | summary">
    <xsl:element name="{if (ancestor::p | ancestor::bibl) then 'span' else 'div'}">
      <xsl:sequence select="th:attributes(., ('ms', local-name()), false())"/>
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
