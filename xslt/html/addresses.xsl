<?xml version="1.0" encoding="UTF-8"?>
<!--
  Where the edition is published, if anybody has said so, and what there is besides its pages: other editions, the TEI, records
  for reference managers.

  Public: $th:publication, th:address, th:page-address
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns:thp="urn:teitools:xslt:html:private"
    exclude-result-prefixes="#all">

  <xsl:variable name="th:publication" as="element(tt:publication)?" select="$tt:publication/tt:publication"/>

  <xsl:variable name="thp:base" as="xs:string" select="string($th:publication/@base)"/>

  <!-- A file of the edition, named from its folder: absolute if it is known where that will be, else as the pages see it. -->
  <xsl:function name="th:address" as="xs:string">
    <xsl:param name="file" as="xs:string"/>
    <xsl:sequence select="if ($thp:base ne '') then string(resolve-uri($file, $thp:base)) else $tt:root || $file"/>
  </xsl:function>

  <!-- The absolute address of the page in the language of this run; empty if nobody has said where it will be. -->
  <xsl:function name="th:page-address" as="xs:string?">
    <xsl:param name="page" as="xs:string"/>
    <xsl:sequence select="if ($thp:base ne '') then th:address(th:file-in($page, $tt:language)) else ()"/>
  </xsl:function>

</xsl:stylesheet>
