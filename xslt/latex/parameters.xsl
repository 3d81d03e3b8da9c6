<?xml version="1.0" encoding="UTF-8"?>
<!-- The parameters of the LaTeX edition alone; those of all editions are in ../common/parameters.xsl. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    exclude-result-prefixes="#all">

  <!-- Options of the memoir class. Without "article", and with twoside, a book: a5paper,11pt,twoside. -->
  <xsl:param name="class-options" as="xs:string" select="'a4paper,11pt,oneside,article'"/>

  <!-- The address at which the edition is published, for its title page and its metadata. -->
  <xsl:param name="address" as="xs:string" select="''"/>

  <!-- The standard that the PDF claims to follow, besides PDF itself: a-2u (ISO 19005-2, level U), or none. -->
  <xsl:param name="pdf-standard" as="xs:string" select="''"/>

  <!-- Whether the text is preceded by its contents. -->
  <xsl:param name="contents" as="xs:boolean" select="true()"/>

  <!-- Whether paragraphs have their numbers in the margin. -->
  <xsl:param name="paragraph-numbers" as="xs:boolean" select="true()"/>

  <!-- Whether persons and places of the registers are indexed. -->
  <xsl:param name="indexes" as="xs:boolean" select="true()"/>

  <!-- Whether the old words that the register explains are listed. -->
  <xsl:param name="glossary" as="xs:boolean" select="true()"/>

  <!-- Fonts by script: "Arab: Amiri; Latn: EB Garamond". A script without one has the first of fonts.xsl that is there. -->
  <xsl:param name="fonts" as="xs:string" select="''"/>

  <!-- A file that lies beside the edition and is read at the end of the preamble. -->
  <xsl:param name="preamble" as="xs:string" select="''"/>

</xsl:stylesheet>
