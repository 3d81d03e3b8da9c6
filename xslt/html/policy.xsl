<?xml version="1.0" encoding="UTF-8"?>
<!--
  What a page may load and run (Content Security Policy Level 3): files of the place where it lies, opened from a disk too,
  and nothing else. No script or style stands in a page. Whatever a text says, nothing of it can become a script.

  Public: th:policy
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:th="urn:teitools:xslt:html"
    xmlns="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="#all">

  <!-- It holds for what follows it in the head (3.3), so it comes first. -->
  <xsl:function name="th:policy" as="element()">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; {string-join(
        ('script', 'style', 'img', 'font', 'media') ! (. || '-src ''self'''), '; ')}; base-uri 'none'; form-action 'none'"/>
  </xsl:function>

</xsl:stylesheet>
