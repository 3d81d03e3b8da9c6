<?xml version="1.0" encoding="UTF-8"?>
<!--
  The parameters of the documentation, beside those that every edition has.
-->
<xsl:stylesheet version="3.0" default-mode="th:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:th="urn:teitools:xslt:html"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- What the schema consists of, as teitools.odd.documentation.facts writes it. -->
  <xsl:param name="facts" as="document-node()" required="yes"/>

</xsl:stylesheet>
