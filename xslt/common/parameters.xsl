<?xml version="1.0" encoding="UTF-8"?>
<!-- The stylesheet parameters that every edition has; those of one edition are in its own parameters.xsl. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    exclude-result-prefixes="#all">

  <!-- Language of the wording around the text (en, tr, de, fr or one of tt:wording). Empty: that of the text, else English. -->
  <xsl:param name="language" as="xs:string" select="''"/>

  <!-- Which notes stand in the line, in brackets, instead of being called by a number: words of their type or place. -->
  <xsl:param name="inline-notes" as="xs:string" select="''"/>

  <!-- Every how manieth number of a verse is shown, where the text numbers them; 1: each, 0: none. -->
  <xsl:param name="verse-numbers" as="xs:integer" select="5"/>

  <!-- Which registers are shown, of those that there are: the names of their pages, without .html. -->
  <xsl:param name="registers" as="xs:string" select="'persons places bodies-events archives-works glossary map chronology'"/>

  <!-- The way from the results to the folder of the edition: where it is in several languages, one has a folder in it. -->
  <xsl:param name="tt:root" as="xs:string" select="''"/>

  <!-- The languages that the edition is in, if there are several, parted by spaces; the first has no folder of its own. -->
  <xsl:param name="tt:languages" as="xs:string" select="''"/>

  <!-- Tables of wording that the project adds: tt:wording with elements labels, as in labels/de.xml. -->
  <xsl:param name="tt:wording" as="document-node()?" select="()"/>

  <!--
    Which pictures lie in the edition: tt:pictures with a tt:picture for each, whose @number is that of the graphic,
    media or binaryObject with a @url or pb with a @facs among all of the document, and @file the path from the edition's
    folder. Empty: nobody has looked.
  -->
  <xsl:param name="tt:pictures" as="document-node()?" select="()"/>

</xsl:stylesheet>
