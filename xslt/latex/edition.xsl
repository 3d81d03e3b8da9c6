<?xml version="1.0" encoding="UTF-8"?>
<!--
  LaTeX edition of a TEI document: the entry stylesheet.

  Input: a TEI document as the global context item. Registers that it points into are read where they lie.
  Principal output: the .tex file, for LuaLaTeX with assets/teitools-edition.sty beside it.
  Second output: {stem}.ist, the style of its indexes. latexmk with assets/latexmkrc makes the PDF.
  Parameters: see parameters.xsl and ../common/parameters.xsl.
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tl="urn:teitools:xslt:latex"
    xmlns:tlp="urn:teitools:xslt:latex:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:include href="../common/common.xsl"/>
  <xsl:include href="parameters.xsl"/>
  <xsl:include href="escape.xsl"/>
  <xsl:include href="languages.xsl"/>
  <xsl:include href="fonts.xsl"/>
  <xsl:include href="directions.xsl"/>
  <xsl:include href="content.xsl"/>
  <xsl:include href="structure.xsl"/>
  <xsl:include href="phrases.xsl"/>
  <xsl:include href="transcription.xsl"/>
  <xsl:include href="apparatus.xsl"/>
  <xsl:include href="quotations.xsl"/>
  <xsl:include href="notes.xsl"/>
  <xsl:include href="names.xsl"/>
  <xsl:include href="verse-drama.xsl"/>
  <xsl:include href="lists-tables.xsl"/>
  <xsl:include href="records.xsl"/>
  <xsl:include href="dictionaries-speech.xsl"/>
  <xsl:include href="formulas.xsl"/>
  <xsl:include href="title-block.xsl"/>
  <xsl:include href="appendix.xsl"/>
  <xsl:include href="sources.xsl"/>
  <xsl:include href="metadata.xsl"/>
  <xsl:include href="preamble.xsl"/>

  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:output name="tlp:plain" method="text" encoding="UTF-8"/>

  <xsl:global-context-item as="document-node()" use="required"/>

  <xsl:mode on-no-match="fail"/>

  <xsl:template match="/">
    <xsl:variable name="source" as="xs:string" select="
        string-join((tl:preamble(), '\begin{document}', tl:title-block(), tl:content(/), tl:appendix(), '\end{document}', ''),
        '&#10;')"/>
    <xsl:value-of select="tl:fold(tl:strip-marks($source), 110) || '&#10;'"/>
    <xsl:call-template name="tt:report-wording"/>
    <xsl:call-template name="tt:report-unstyled">
      <xsl:with-param name="names" select="tt:unstyled-names($source)"/>
    </xsl:call-template>
    <xsl:call-template name="tt:report-text"/>
    <xsl:result-document href="{tt:stem()}.ist" format="tlp:plain">
      <xsl:value-of select="tl:index-style()"/>
    </xsl:result-document>
  </xsl:template>

</xsl:stylesheet>
