<?xml version="1.0" encoding="UTF-8"?>
<!--
  Editions show the text as edited. One that can show it as the source has it declares this variable anew: a module that is
  imported, as this one is, gives way to those that are included.

  Public: $tt:as-printed
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    exclude-result-prefixes="#all">

  <!-- Whether the running text has the words of the source: of a choice sic, orig or abbr, and nothing that was supplied. -->
  <xsl:variable name="tt:as-printed" as="xs:boolean" select="false()"/>

</xsl:stylesheet>
