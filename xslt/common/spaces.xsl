<?xml version="1.0" encoding="UTF-8"?>
<!--
  White space. These functions look at every text node, so they ask what takes no time first: a regular expression is tried
  at each character, and one that begins with something optional, a repetition or an alternative is slow at each.

  Public: tt:single-spaced, tt:without-end-space, tt:trimmed, tt:last-character, tt:has-long-word
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:ttp="urn:teitools:xslt:private"
    exclude-result-prefixes="#all">

  <!-- The text in which every run of white space is one space, as replace(., '\s+', ' ') makes it. -->
  <xsl:function name="tt:single-spaced" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:variable name="words" as="xs:string" select="normalize-space($text)"/>
    <xsl:sequence select="
        if (string-length($words) eq string-length($text)) then $words
        else if ($words eq '') then ' '
        else ttp:space-if(substring($text, 1, 1)) || $words || ttp:space-if(tt:last-character($text))"/>
  </xsl:function>

  <xsl:function name="ttp:space-if" as="xs:string">
    <xsl:param name="character" as="xs:string"/>
    <xsl:sequence select="if (normalize-space($character) eq '') then ' ' else ''"/>
  </xsl:function>

  <!-- The text without white space at its end, as replace(., '\s+$', '') makes it. -->
  <xsl:function name="tt:without-end-space" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:sequence select="
        if (ttp:space-if(tt:last-character($text)) eq '') then $text else replace($text, '\s+$', '')"/>
  </xsl:function>

  <!-- The text without white space at its start and its end. -->
  <xsl:function name="tt:trimmed" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:sequence select="
        tt:without-end-space(if (ttp:space-if(substring($text, 1, 1)) eq '') then $text else replace($text, '^\s+', ''))"/>
  </xsl:function>

  <xsl:function name="tt:last-character" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:sequence select="substring($text, string-length($text))"/>
  </xsl:function>

  <!-- Whether the text has a word of so many characters. -->
  <xsl:function name="tt:has-long-word" as="xs:boolean">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="length" as="xs:integer"/>
    <xsl:sequence select="
        string-length($text) ge $length and (some $word in tokenize($text) satisfies string-length($word) ge $length)"/>
  </xsl:function>

</xsl:stylesheet>
