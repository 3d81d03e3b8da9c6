<?xml version="1.0" encoding="UTF-8"?>
<!--
  Code and examples of markup (TEI Guidelines 22.4.2): what a reader would type, as lines.

  Public: tt:code
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:ttp="urn:teitools:xslt:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- An example that holds elements is shown with its tags; one written as text (CDATA) says them itself. -->
  <xsl:function name="tt:code" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        (if ($element/self::*:egXML[*]) then string-join($element/node() ! ttp:markup(.)) else string($element))
        => replace('^\s*\n|\s+$', '')"/>
  </xsl:function>

  <!-- The namespaces that a serializer must declare are those of the file around the example, not of the example. -->
  <xsl:function name="ttp:markup" as="xs:string">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="
        serialize($node, map { 'method': 'xml', 'omit-xml-declaration': true() })
        => replace('(&lt;[^&lt;&gt;!?/]+?)(\sxmlns(:[^=\s]+)?=&quot;[^&quot;]*&quot;)+', '$1')"/>
  </xsl:function>

</xsl:stylesheet>
