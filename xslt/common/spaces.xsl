<?xml version="1.0" encoding="UTF-8"?>
<!--
  White space. These functions look at every text node, so they ask what takes no time first: a regular expression is tried
  at each character, and one that begins with something optional, a repetition or an alternative is slow at each.

  Public: tt:single-spaced, tt:wide-joined, tt:is-wide-line-end,
    tt:without-end-space, tt:trimmed, tt:last-character, tt:has-long-word
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:ttp="urn:teitools:xslt:private"
    exclude-result-prefixes="#all">

  <!--
    The text in which every run of white space is one space, as replace(., '\s+', ' ') makes it; the end of a line of the
    file between letters that are written without spaces is none (CSS Text 3, 4.1.3).
  -->
  <xsl:function name="tt:single-spaced" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:variable name="given" as="xs:string" select="tt:wide-joined($text)"/>
    <xsl:variable name="words" as="xs:string" select="normalize-space($given)"/>
    <xsl:sequence select="
        if (string-length($words) eq string-length($given)) then $words
        else if ($words eq '') then ' '
        else ttp:space-if(substring($given, 1, 1)) || $words || ttp:space-if(tt:last-character($given))"/>
  </xsl:function>

  <!-- Letters and punctuation of scripts that have no spaces between words: kana, Han and what is as wide as they are. -->
  <xsl:variable name="ttp:wide" as="xs:string"
      select="'[&#x2E80;-&#x312F;&#x31A0;-&#x9FFF;&#xF900;-&#xFAFF;&#xFE30;-&#xFE4F;&#xFF01;-&#xFF60;&#x20000;-&#x3FFFF;]'"/>

  <!--
    The text without the ends of lines of the file between such letters, and at its own ends beside one. One range, of which
    all texts in these scripts have characters, is looked for sooner than many; facts.layers does the same.
  -->
  <xsl:function name="tt:wide-joined" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:sequence select="
        if (not(contains($text, '&#10;') and matches($text, '[&#x3001;-&#x9FFF;]'))) then $text
        else replace($text, '^\s*\n\s*(' || $ttp:wide || ')', '$1') => ttp:without-line-ends() => ttp:without-line-ends()"/>
  </xsl:function>

  <!-- Without every second such line end at least: a letter may stand between two of them, and is looked at once. -->
  <xsl:function name="ttp:without-line-ends" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:sequence select="replace($text, '(' || $ttp:wide || ')\s*\n\s*(' || $ttp:wide || '|$)', '$1$2')"/>
  </xsl:function>

  <!-- Whether the white space between two nodes of running text is such a line end. -->
  <xsl:function name="tt:is-wide-line-end" as="xs:boolean">
    <xsl:param name="text" as="text()"/>
    <xsl:sequence select="
        contains($text, '&#10;') and exists($text/../text()[normalize-space()])
        and matches(tt:last-character(string($text/preceding-sibling::node()[1])), $ttp:wide)
        and matches(substring($text/following-sibling::node()[1], 1, 1), $ttp:wide)"/>
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
