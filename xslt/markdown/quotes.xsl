<?xml version="1.0" encoding="UTF-8"?>
<!--
  Opening quotation marks, which pandoc reads as such (Pandoc's Manual, smart) only with their closing marks, in the same
  emphasis or link. One that nothing closes there would become an apostrophe, or keep emphasis from ending: it goes by
  the name of the character.

  Public: tm:quotes
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tm="urn:teitools:xslt:markdown"
    xmlns:tmp="urn:teitools:xslt:markdown:private"
    xpath-default-namespace="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="#all">

  <!-- No space stands beside the marks within them; where the node ends, one may. -->
  <xsl:variable name="tmp:double" as="xs:string" select="
      '“([^\s“”' || $tt:boundary-mark || ']|[^\s“”][^“”]*[^\s“”' || $tt:boundary-mark || '])”'"/>
  <xsl:variable name="tmp:single" as="xs:string" select="
      '(^|[\s(“])‘([\p{L}\p{N}]|[\p{L}\p{N}]([^‘“”’]|’[\p{L}\p{N}])*[^\s‘“”’' || $tt:boundary-mark
      || '])’([^\p{L}\p{N}]|$)'"/>

  <!-- The escaped text of a node. -->
  <xsl:function name="tm:quotes" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="node" as="text()"/>
    <xsl:sequence select="
        if (not(matches($text, '[“‘]'))) then $text
        else tmp:named($text || $tt:boundary-mark || tmp:rest($node), $tmp:double, '“', '&amp;ldquo;')
          => tmp:named($tmp:single, '‘', '&amp;lsquo;') => substring-before($tt:boundary-mark)"/>
  </xsl:function>

  <!-- The text with the name of the mark wherever it does not match. -->
  <xsl:function name="tmp:named" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="closed" as="xs:string"/>
    <xsl:param name="mark" as="xs:string"/>
    <xsl:param name="name" as="xs:string"/>
    <xsl:variable name="parts" as="xs:string*">
      <xsl:analyze-string select="$text" regex="{$closed}">
        <xsl:matching-substring><xsl:sequence select="."/></xsl:matching-substring>
        <xsl:non-matching-substring><xsl:sequence select="replace(., $mark, $name)"/></xsl:non-matching-substring>
      </xsl:analyze-string>
    </xsl:variable>
    <xsl:sequence select="string-join($parts)"/>
  </xsl:function>

  <!-- What follows the node in the same emphasis, link or block. -->
  <xsl:function name="tmp:rest" as="xs:string">
    <xsl:param name="node" as="text()"/>
    <xsl:variable name="around" as="element()" select="tmp:container($node)"/>
    <xsl:sequence select="
        string-join($around//text()[. >> $node][tmp:container(.) is $around][not(ancestor::*[tm:is-hidden(.)])])"/>
  </xsl:function>

  <xsl:function name="tmp:container" as="element()">
    <xsl:param name="node" as="text()"/>
    <xsl:sequence select="
        $node/ancestor::*[tm:meaning(.) or self::a or self::span[tm:has-class(., 'l')] or tm:is-block(.)][1]"/>
  </xsl:function>

</xsl:stylesheet>
