<?xml version="1.0" encoding="UTF-8"?>
<!--
  Text that stays text. A backslash before ASCII punctuation makes it a character of the text in CommonMark (2.4) and in
  pandoc's Markdown alike. Where a sign means something anywhere, it always gets one; where only at the beginning of a
  line or beside another one, only there. Straight quotation marks, pairs of hyphens and of points get one too, for
  pandoc makes typography of them.

  Public: tm:escape, tm:line-start, tm:heading-end, tm:fence
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tm="urn:teitools:xslt:markdown"
    exclude-result-prefixes="#all">

  <!-- The text of a node. What follows it cannot be seen: behind an exclamation mark, a link would be a picture. -->
  <xsl:function name="tm:escape" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:sequence select="
        replace($text, '[\\`*_{}\[\]&lt;&gt;|~^$@&quot;''&amp;]', '\\$0') => replace('--', '\\-\\-')
        => replace('\.\.', '\\.\\.') => replace('!$', '\\!')"/>
  </xsl:function>

  <!-- A line that begins no list, heading, definition, caption or underline of a heading. -->
  <xsl:function name="tm:line-start" as="xs:string">
    <xsl:param name="line" as="xs:string"/>
    <xsl:sequence select="
        replace($line, '^([+\-](\s|$)|[#=:%])', '\\$1') => replace('^([Tt]able):', '$1\\:')
        => replace('^\(([0-9]+|[A-Za-z]|[ivxlcdm]+|[IVXLCDM]+)\)', '\\($1)')
        => replace('^([0-9]+|[a-z]|[ivxlcdm]+|[IVXLCDM]+)([.)])(\s|$)', '$1\\$2$3')
        => replace('^([A-Z])(\)(\s|$)|\.$)', '$1\\$2')"/>
  </xsl:function>

  <!-- The end of a heading, where a row of # would be taken for its close. -->
  <xsl:function name="tm:heading-end" as="xs:string">
    <xsl:param name="heading" as="xs:string"/>
    <xsl:sequence select="replace($heading, '#$', '\\#')"/>
  </xsl:function>

  <!-- A row of backticks longer than any in the code (CommonMark, 6.1 and 4.5). -->
  <xsl:function name="tm:fence" as="xs:string">
    <xsl:param name="code" as="xs:string"/>
    <xsl:param name="least" as="xs:integer"/>
    <xsl:variable name="rows" as="xs:integer*" select="tokenize($code, '[^`]+') ! string-length(.)"/>
    <xsl:sequence select="string-join((1 to max(($least, $rows ! (. + 1)))) ! '`')"/>
  </xsl:function>

</xsl:stylesheet>
