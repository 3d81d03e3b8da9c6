<?xml version="1.0" encoding="UTF-8"?>
<!-- The parameters of the Markdown edition alone; those of all editions are in ../common/parameters.xsl. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    exclude-result-prefixes="#all">

  <!-- Whether the text says, as |3|, where a page of the source begins. -->
  <xsl:param name="page-beginnings" as="xs:boolean" select="false()"/>

</xsl:stylesheet>
