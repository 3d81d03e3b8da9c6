<?xml version="1.0" encoding="UTF-8"?>
<!--
  From blocks to lines.

  Lines are broken at spaces only, so neither inside a call such as [12] nor between a call and its word; a word that is
  longer than the line stands alone in its line. Length is counted in characters without combining marks.

  Public: tx:lay-out, tx:length, tx:pad, tx:plain
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tx="urn:teitools:xslt:text"
    xmlns:txp="urn:teitools:xslt:text:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:variable name="txp:base" as="xs:string" select="'[^ \p{M}&#x200B;-&#x200D;&#x2060;]'"/>
  <xsl:variable name="txp:zero" as="xs:string" select="'[\p{M}&#x200B;-&#x200D;&#x2060;]'"/>

  <!-- The whole text. -->
  <xsl:function name="tx:lay-out" as="xs:string">
    <xsl:param name="blocks" as="element()*"/>
    <xsl:variable name="lines" as="xs:string*">
      <xsl:for-each select="$blocks[normalize-space(tx:plain(.)) or @*:label ne '' or @*:fixed]">
        <xsl:sequence select="if (position() = 1) then () else (1 to xs:integer(@*:before)) ! ''"/>
        <xsl:sequence select="txp:lines(.)"/>
      </xsl:for-each>
    </xsl:variable>
    <xsl:sequence select="
        translate(string-join($lines ! (txp:without-end-space(.) || '&#10;')), $tt:joint-mark, ' ') => replace('^\n+', '')
        => replace('\n\n\n\n+', '&#10;&#10;&#10;')
          => normalize-unicode('NFC')"/>
  </xsl:function>

  <!-- A regular expression is tried at each character of a line, so it is used where there is something to find. -->
  <xsl:function name="txp:without-end-space" as="xs:string">
    <xsl:param name="line" as="xs:string"/>
    <xsl:sequence select="
        if (substring($line, string-length($line)) = (' ', '&#xA0;')) then replace($line, '[ &#xA0;]+$', '') else $line"/>
  </xsl:function>

  <!-- The text without marks: no space before a call, none at the ends. -->
  <xsl:function name="tx:plain" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:sequence select="if (tt:without-marks($text) eq $text) then $text else txp:plain($text)"/>
  </xsl:function>

  <xsl:function name="txp:plain" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:sequence select="
        replace($text, '((?:' || $tt:editorial-call-mark || '\[[a-z*]+\])+)([’'']?[\p{L}\p{M}]+)', '$2$1')
          => replace(' *[' || $tt:editorial-call-mark || $tt:boundary-mark || ']', '') => tt:without-unstyled-marks()"/>
  </xsl:function>

  <xsl:function name="txp:lines" as="xs:string*">
    <xsl:param name="block" as="element()"/>
    <xsl:variable name="margin" as="xs:string" select="txp:spaces(xs:integer($block/@*:indent))"/>
    <xsl:variable name="plain" as="xs:string" select="tx:plain($block)"/>
    <xsl:variable name="parts" as="xs:string*" select="
        (if (contains($plain, $tt:line-mark)) then tokenize($plain, ' *' || $tt:line-mark || ' *') else $plain)
          [normalize-space()]"/>
    <xsl:variable name="own-hang" as="xs:integer" select="xs:integer($block/@*:hang)"/>
    <xsl:variable name="numbers" as="xs:integer" select="max((0, $parts ! (tx:length(txp:line-number(.)) + 2)[. gt 2]))"/>
    <xsl:variable name="hang" as="xs:integer" select="$own-hang + $numbers"/>
    <xsl:variable name="turn" as="xs:integer" select="xs:integer(($block/@*:turn, 0)[1])"/>
    <xsl:variable name="room" as="xs:integer" select="$width - string-length($margin) - $hang - $turn"/>
    <xsl:variable name="lines" as="element(line)*" xpath-default-namespace="">
      <xsl:for-each select="if ($block/@*:fixed) then string($block) else ($parts, ''[empty($parts)])">
        <xsl:variable name="number" as="xs:string" select="txp:line-number(.)"/>
        <xsl:variable name="text" as="xs:string" select="
            if (contains(., $tt:line-number-mark)) then substring-after(., $tt:line-number-mark) else ."/>
        <xsl:for-each select="
            if ($block/@*:fixed) then $text
            else if ($sentences) then tx:sentences(normalize-space($text))
            else txp:wrap(normalize-space($text), $room)">
          <line number="{if (position() = 1) then $number else ''}" xmlns=""><xsl:value-of select="."/></line>
        </xsl:for-each>
      </xsl:for-each>
    </xsl:variable>
    <xsl:for-each select="$lines">
      <xsl:sequence select="
          $margin || (if (position() = 1) then tx:pad($block/@*:label, $own-hang) else txp:spaces($own-hang))
          || (if (@number ne '') then txp:spaces($numbers - 2 - tx:length(@number)) || @number || '  ' else txp:spaces($numbers))
          || (if (position() = 1) then '' else txp:spaces($turn)) || ."/>
    </xsl:for-each>
  </xsl:function>

  <!-- The number at the start of a line of the source; empty for one without. -->
  <xsl:function name="txp:line-number" as="xs:string">
    <xsl:param name="line" as="xs:string"/>
    <xsl:sequence select="normalize-space(substring-before($line, $tt:line-number-mark))"/>
  </xsl:function>

  <!-- As many words in a line as have room in it; what has no width counts for nothing. -->
  <xsl:function name="txp:wrap" as="xs:string*">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="room" as="xs:integer"/>
    <xsl:variable name="enough" as="xs:integer" select="max((1, $room))"/>
    <xsl:variable name="unit" as="xs:string" select="
        if (matches($text, $txp:zero)) then '(?:(?:' || $txp:base || '| )' || $txp:zero || '*)' else '.'"/>
    <xsl:sequence select="
        if ($width lt 1 or string-length($text) le $enough) then $text
        else tokenize(replace($text, '(' || $unit || '{1,' || $enough || '}|[^ ]+)(?: +|$)', '$1&#10;'), '&#10;')[. ne '']"/>
  </xsl:function>

  <xsl:function name="tx:length" as="xs:integer">
    <xsl:param name="text" as="xs:string"/>
    <xsl:sequence select="string-length(replace($text, $txp:zero, ''))"/>
  </xsl:function>

  <!-- The text and spaces up to the width; at least one space after a text that is too long, if it has any room. -->
  <xsl:function name="tx:pad" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="columns" as="xs:integer"/>
    <xsl:sequence select="$text || txp:spaces($columns - tx:length($text))"/>
  </xsl:function>

  <xsl:function name="txp:spaces" as="xs:string">
    <xsl:param name="count" as="xs:integer"/>
    <xsl:sequence select="string-join((1 to $count) ! ' ')"/>
  </xsl:function>

</xsl:stylesheet>
