<?xml version="1.0" encoding="UTF-8"?>
<!--
  Blocks: each is a text of one or more lines, and a blank line stands between two. A block within another is that text
  with something before each line.

  Public: $tm:divider, tm:blocks, tm:blocks-in, tm:indented, tm:is-block, mode tm:block
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tm="urn:teitools:xslt:markdown"
    xmlns:tmp="urn:teitools:xslt:markdown:private"
    xpath-default-namespace="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="#all">

  <xsl:mode name="tm:block" on-no-match="fail"/>

  <xsl:function name="tm:is-block" as="xs:boolean">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="
        exists($node[self::p or self::div or self::section or self::article or self::header or self::footer or self::aside
          or self::nav or self::blockquote or self::ul or self::ol or self::li or self::dl or self::dt or self::dd
          or self::table or self::caption or self::thead or self::tbody or self::tr or self::td or self::th or self::figure
          or self::figcaption or self::pre or self::hr or self::details or self::summary
          or self::h1 or self::h2 or self::h3 or self::h4 or self::h5 or self::h6])"/>
  </xsl:function>

  <!-- Nodes as blocks: lines of verse and phrases that stand side by side are one. -->
  <xsl:function name="tm:blocks" as="xs:string*">
    <xsl:param name="nodes" as="node()*"/>
    <xsl:variable name="blocks" as="xs:string*" select="tmp:grouped($nodes)"/>
    <xsl:for-each select="$blocks">
      <xsl:variable name="place" as="xs:integer" select="position()"/>
      <xsl:if test="tmp:list-sign(.) = ($blocks[$place - 1] ! tmp:list-sign(.))"><xsl:sequence select="$tm:divider"/></xsl:if>
      <xsl:sequence select="."/>
    </xsl:for-each>
  </xsl:function>

  <!-- What keeps two lists apart that follow each other: else pandoc reads one (Pandoc's Manual, ending a list). -->
  <xsl:variable name="tm:divider" as="xs:string" select="'&lt;!-- --&gt;'"/>

  <xsl:function name="tmp:list-sign" as="xs:string?">
    <xsl:param name="block" as="xs:string"/>
    <xsl:sequence select="('-'[starts-with($block, '-   ')], '1'[matches($block, '^\d+\. ')])"/>
  </xsl:function>

  <xsl:function name="tmp:grouped" as="xs:string*">
    <xsl:param name="nodes" as="node()*"/>
    <xsl:for-each-group select="$nodes" group-adjacent="tmp:kind(.)">
      <xsl:choose>
        <xsl:when test="current-grouping-key() = 'block'">
          <xsl:for-each select="current-group()[self::*]"><xsl:sequence select="tmp:block(.)"/></xsl:for-each>
        </xsl:when>
        <xsl:when test="current-grouping-key() = 'verse'">
          <xsl:sequence select="string-join(current-group()[self::*] ! tmp:verse(.), '&#10;')"/>
        </xsl:when>
        <xsl:otherwise><xsl:sequence select="tm:phrase(current-group())[. ne ''] ! tm:paragraph(.)"/></xsl:otherwise>
      </xsl:choose>
    </xsl:for-each-group>
  </xsl:function>

  <!-- What a node is; white space between two nodes is what they are. -->
  <xsl:function name="tmp:kind" as="xs:string">
    <xsl:param name="node" as="node()"/>
    <xsl:variable name="about" as="node()*" select="
        if ($node[self::text()][not(normalize-space())])
        then ($node/preceding-sibling::node()[1], $node/following-sibling::node()[1]) else $node"/>
    <xsl:variable name="kinds" as="xs:string*" select="
        distinct-values($about ! (if (tm:is-block(.)) then 'block' else if (tmp:is-verse(.)) then 'verse' else 'phrase'))"/>
    <xsl:sequence select="if ($kinds = 'phrase') then 'phrase' else ($kinds[. = 'block'], $kinds, 'phrase')[1]"/>
  </xsl:function>

  <xsl:function name="tmp:is-verse" as="xs:boolean">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="exists($node[self::span][tm:has-class(., 'l')])"/>
  </xsl:function>

  <!-- The blocks in an element; the place of the element, if it is linked, is before the first. -->
  <xsl:function name="tm:blocks-in" as="xs:string*">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="blocks" as="xs:string*" select="tm:blocks($element/node())"/>
    <xsl:variable name="anchor" as="xs:string" select="tm:anchor($element)"/>
    <xsl:variable name="first" as="node()?" select="$element/node()[normalize-space() or self::*][1]"/>
    <xsl:sequence select="
        if ($anchor = '') then $blocks
        else if ($first and tmp:kind($first) = 'phrase') then ($anchor || head($blocks), tail($blocks))
        else ($anchor, $blocks)"/>
  </xsl:function>

  <!-- Text with something before its first line and something before each other one that is not empty. -->
  <xsl:function name="tm:indented" as="xs:string">
    <xsl:param name="block" as="xs:string"/>
    <xsl:param name="first" as="xs:string"/>
    <xsl:param name="others" as="xs:string"/>
    <xsl:variable name="lines" as="xs:string*" select="tokenize($block, '\n')"/>
    <xsl:sequence select="
        string-join((($first || head($lines)), tail($lines) ! ($others || .)) ! replace(., ' +$', ''), '&#10;')"/>
  </xsl:function>

  <xsl:function name="tmp:block" as="xs:string*">
    <xsl:param name="element" as="element()"/>
    <xsl:apply-templates select="$element[not(@hidden)]" mode="tm:block"/>
  </xsl:function>

  <xsl:template match="*" mode="tm:block" as="xs:string*"><xsl:sequence select="tm:blocks-in(.)"/></xsl:template>

  <!-- The contents are the headings; the key explains marks that are not here. -->
  <xsl:template match="nav | details[tm:has-class(., 'key')]" mode="tm:block" as="xs:string*"/>

  <!-- The title is in front, and so are the authors; what is said of them stays. -->
  <xsl:template match="header[tm:has-class(., 'title-block')]/h1" mode="tm:block" as="xs:string*">
    <xsl:sequence select="tm:phrase(a[@role = 'doc-noteref'])[. ne '']"/>
  </xsl:template>
  <xsl:template match="header/p[tm:has-class(., 'authors')]" mode="tm:block" as="xs:string*">
    <xsl:variable name="rest" as="element()*" select="*[not(tm:has-class(., 'author'))]"/>
    <xsl:sequence select="tm:phrase(($rest, */a[@role = 'doc-noteref']))[. ne ''] ! tm:paragraph(.)"/>
  </xsl:template>

  <!-- The title is of the document, so a division at the top has a heading of the first level. -->
  <xsl:template match="h1 | h2 | h3 | h4 | h5 | h6" mode="tm:block" as="xs:string*">
    <xsl:variable name="level" as="xs:integer" select="max((1, xs:integer(substring(local-name(), 2)) - 1))"/>
    <xsl:variable name="bearer" as="element()" select="(parent::section[@id], .)[1]"/>
    <xsl:variable name="text" as="xs:string" select="replace(tm:phrase(node()), $tt:line-mark, ' ')"/>
    <xsl:sequence select="
        string-join(((1 to $level) ! '#')) || ' ' || tm:heading-end($text) || (tm:identifier($bearer)[. ne ''] ! (' ' || .))"/>
  </xsl:template>

  <!-- The heading bears the id of its section. -->
  <xsl:template match="section[h1 | h2 | h3 | h4 | h5 | h6]" mode="tm:block" as="xs:string*">
    <xsl:sequence select="tm:blocks(node())"/>
  </xsl:template>

  <xsl:template match="p[tm:has-class(., ('speaker', 'stage'))]" mode="tm:block" as="xs:string*">
    <xsl:variable name="text" as="xs:string" select="tm:phrase(node())"/>
    <xsl:variable name="mark" as="xs:string" select="if (tm:has-class(., 'speaker')) then '**' else '*'"/>
    <xsl:sequence select="
        if (empty(.//(i | em | cite | b | strong)) and $text ne '') then tm:anchor(.) || $mark || $text || $mark
        else tm:blocks-in(.)"/>
  </xsl:template>

  <xsl:template match="blockquote" mode="tm:block" as="xs:string*">
    <xsl:sequence select="string-join(tm:blocks-in(.), '&#10;&#10;')[. ne ''] ! tm:indented(., '> ', '> ')"/>
  </xsl:template>

  <xsl:template match="pre" mode="tm:block" as="xs:string*">
    <xsl:variable name="fence" as="xs:string" select="tm:fence(string(), 3)"/>
    <xsl:sequence select="$fence || '&#10;' || replace(string(), '^\s*\n|\s+$', '') || '&#10;' || $fence"/>
  </xsl:template>

  <xsl:template match="hr" mode="tm:block" as="xs:string*"><xsl:sequence select="'* * *'"/></xsl:template>

  <!-- A picture that is a paragraph of its own would be a figure, and its description a caption: the backslash prevents it. -->
  <xsl:template match="figure" mode="tm:block" as="xs:string*">
    <xsl:sequence select="tm:blocks-in(.) ! (if (matches(., '^!\[[^\n]*\)$')) then . || '\' else .)"/>
  </xsl:template>

  <!-- A line of verse in a line block (Pandoc's Manual, line_blocks), which keeps the space before it. -->
  <xsl:function name="tmp:verse" as="xs:string">
    <xsl:param name="line" as="element()"/>
    <xsl:variable name="shift" as="xs:string" select="
        if (tm:has-class($line, 'part-f')) then '                '
        else if (tm:has-class($line, 'part-m')) then '        ' else ''"/>
    <xsl:sequence select="
        replace('| ' || $shift || tm:anchor($line) || replace(tm:phrase($line/node()), $tt:line-mark, ' '), ' +$', '')"/>
  </xsl:function>

</xsl:stylesheet>
