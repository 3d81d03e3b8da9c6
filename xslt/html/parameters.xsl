<?xml version="1.0" encoding="UTF-8"?>
<!-- The parameters of the HTML edition alone; those of all editions are in ../common/parameters.xsl. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    exclude-result-prefixes="#all">

  <!-- The folder of the style sheet, as seen from the pages: documents that lie side by side share it. -->
  <xsl:param name="tt:assets" as="xs:string" select="'assets'"/>

  <!-- A style sheet in assets/ that the pages read after ours. -->
  <xsl:param name="css" as="xs:string" select="''"/>

  <!-- Whether paragraphs are numbered; a reader can cite and link them all the same. -->
  <xsl:param name="paragraph-numbers" as="xs:boolean" select="true()"/>

</xsl:stylesheet>
