<?xml version="1.0" encoding="UTF-8"?>
<!-- The parameters of the HTML edition alone; those of all editions are in ../common/parameters.xsl. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    exclude-result-prefixes="#all">

  <!-- The folder of the style sheet, as seen from the pages: documents that lie side by side share it. -->
  <xsl:param name="tt:assets" as="xs:string" select="'assets'"/>

  <!--
    How the edition is published: tt:publication with the address of its folder (@base, empty if nobody has said it), the
    @sha256 of the TEI and its @licence; tt:format for each other edition there is, with the @href from that folder, and for
    the TEI itself; tt:citation for each file of a record; tt:record with the facts of that. Empty: it is not published by itself.
  -->
  <xsl:param name="tt:publication" as="document-node()?" select="()"/>

  <!-- A style sheet in assets/ that the pages read after ours. -->
  <xsl:param name="css" as="xs:string" select="''"/>

  <!-- Whether paragraphs are numbered; a reader can cite and link them all the same. -->
  <xsl:param name="paragraph-numbers" as="xs:boolean" select="true()"/>

</xsl:stylesheet>
