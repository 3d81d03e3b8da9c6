<?xml version="1.0" encoding="UTF-8"?>
<!--
  From TEI to a flat list of blocks. A block is an element with these attributes; its text is one paragraph:
    indent  columns that stay empty at the left        label  what stands before the first line, in the space of hang
    hang    further columns for a label                before blank lines wanted before it (neighbours share them)
    fixed   'true' when its lines are laid out already

  Public: mode tx:block, tx:blocks, tx:block, tx:labelled, tx:indented, tx:marked-names
-->
<xsl:stylesheet version="3.0" default-mode="tx:block"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tx="urn:teitools:xslt:text"
    xmlns:txp="urn:teitools:xslt:text:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:mode name="tx:block" on-no-match="fail" on-multiple-match="fail"/>
  <xsl:mode name="txp:adjust" on-no-match="shallow-copy"/>

  <xsl:function name="tx:block" as="element()">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="before" as="xs:integer"/>
    <block indent="0" hang="0" label="" before="{$before}" xmlns=""><xsl:value-of select="$text"/></block>
  </xsl:function>

  <!-- What a node consists of: blocks as they are, phrases between them as paragraphs. -->
  <xsl:function name="tx:blocks" as="element()*">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="txp:runs($node, 1)"/>
  </xsl:function>

  <xsl:function name="txp:runs" as="element()*">
    <xsl:param name="node" as="node()"/>
    <xsl:param name="before" as="xs:integer"/>
    <xsl:variable name="first" as="node()?" select="$node/node()[normalize-space() or self::*][1]"/>
    <xsl:variable name="last" as="node()?" select="$node/node()[normalize-space() or self::*][last()]"/>
    <xsl:for-each-group select="$node/node()" group-adjacent="txp:holds-block(.)">
      <xsl:choose>
        <xsl:when test="current-grouping-key()"><xsl:apply-templates select="current-group()"/></xsl:when>
        <xsl:otherwise>
          <xsl:variable name="text" as="xs:string" select="
              (if ($first intersect current-group()) then $node[self::*] ! txp:start(.) else '')[1] || tx:phrase(current-group())
              || (if ($last intersect current-group()) then $node[self::*] ! txp:end(.) else '')[1]"/>
          <xsl:if test="normalize-space($text)"><xsl:sequence select="tx:block($text, $before)"/></xsl:if>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:for-each-group>
  </xsl:function>

  <!-- Whether the node is a block or holds one, other than in a note. -->
  <xsl:function name="txp:holds-block" as="xs:boolean">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="
        exists($node[self::* and not(self::note or self::choice or self::app)]
          [tt:is-block(.) or txp:is-line(.) or descendant::*[tt:is-block(.)][not(ancestor::note >> $node)][1]])"/>
  </xsl:function>

  <!-- Elements that stand on a line of their own, though they are phrases elsewhere. -->
  <xsl:function name="txp:is-line" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        exists($element[self::speaker or self::stage[not(ancestor::p or ancestor::l or ancestor::speaker or ancestor::head)]
          or self::titlePart or self::signed[parent::closer or parent::div] or self::castItem or self::eg or self::*:egXML
          or self::bibl[parent::listBibl] or self::biblStruct[parent::listBibl] or self::msDesc or self::addrLine
          or self::docImprint or self::docAuthor[parent::titlePage] or self::docDate[parent::titlePage]
          or self::person or self::place or self::org or self::event or self::entry or self::note[parent::div or parent::back]])"/>
  </xsl:function>

  <!-- Blocks moved to the right; with a label before the first, which is moved by the room for the label. -->
  <xsl:function name="tx:indented" as="element()*">
    <xsl:param name="blocks" as="element()*"/>
    <xsl:param name="columns" as="xs:integer"/>
    <xsl:apply-templates select="$blocks" mode="txp:adjust">
      <xsl:with-param name="columns" select="$columns" tunnel="yes"/>
    </xsl:apply-templates>
  </xsl:function>

  <xsl:template match="@indent" mode="txp:adjust">
    <xsl:param name="columns" as="xs:integer" tunnel="yes"/>
    <xsl:attribute name="indent" select="$columns + xs:integer(.)"/>
  </xsl:template>

  <xsl:function name="tx:labelled" as="element()*">
    <xsl:param name="blocks" as="element()*"/>
    <xsl:param name="label" as="xs:string"/>
    <xsl:param name="hang" as="xs:integer"/>
    <xsl:param name="before" as="xs:integer"/>
    <xsl:variable name="first" as="element()?" select="head($blocks)[@label = '' and not(@fixed)]"/>
    <block indent="{($first/@indent, 0)[1]}" hang="{$hang}" label="{$label}" before="{$before}" xmlns=""><xsl:value-of select="$first"/></block>
    <xsl:sequence select="tx:indented(if ($first) then tail($blocks) else $blocks, $hang)"/>
  </xsl:function>

  <!-- The same blocks, the first with other blank lines before it. -->
  <xsl:function name="txp:spaced" as="element()*">
    <xsl:param name="blocks" as="element()*"/>
    <xsl:param name="before" as="xs:integer"/>
    <xsl:for-each select="head($blocks)">
      <xsl:copy><xsl:copy-of select="@*"/><xsl:attribute name="before" select="$before"/><xsl:value-of select="."/></xsl:copy>
    </xsl:for-each>
    <xsl:sequence select="tail($blocks)"/>
  </xsl:function>

  <xsl:function name="txp:note-blocks" as="element()*">
    <xsl:param name="note" as="element()"/>
    <xsl:variable name="own" as="xs:string?" select="$note/label[1][replace(., '\D', '') = replace(../@n, '\D', '')][../@n] ! string()"/>
    <xsl:variable name="blocks" as="element()*" select="txp:runs($note, 1)[normalize-space()]"/>
    <xsl:sequence select="
        if ($own and normalize-space($blocks[1]) eq normalize-space($own)) then tail($blocks)
        else if ($blocks) then $blocks
        else tx:block('', 0)"/>
  </xsl:function>

  <xsl:function name="tx:marked-names" as="xs:string*">
    <xsl:param name="blocks" as="element()*"/>
    <xsl:sequence select="tail(tokenize(string-join($blocks), '&#x10FFFC;')) ! substring-before(., '&#x10FFFD;')"/>
  </xsl:function>

  <!-- Whatever holds blocks and is none itself. -->
  <xsl:template match="*" priority="-1"><xsl:sequence select="tx:blocks(.)"/></xsl:template>
  <xsl:template match="teiHeader | standOff | facsimile | sourceDoc | figDesc | fw"/>

  <xsl:template match="p | ab | titlePart | signed | salute | dateline | byline | trailer | docImprint | docAuthor | opener | closer">
    <xsl:sequence select="tx:blocks(.)"/>
  </xsl:template>
  <xsl:template match="addrLine | bibl | biblStruct | person | place | org | event | entry | msDesc"><xsl:sequence select="txp:runs(., 0)"/></xsl:template>

  <xsl:template match="head"><xsl:sequence select="txp:runs(., if (preceding-sibling::head) then 1 else 2)"/></xsl:template>
  <xsl:template match="(list | table | figure | lg | castList | castGroup | listBibl)/head" priority="1"><xsl:sequence select="txp:runs(., 1)"/></xsl:template>

  <xsl:template match="quote | q | cit | said"><xsl:sequence select="tx:blocks(.)"/></xsl:template>
  <xsl:template match="*[tt:is-block-quote(.)][not(ancestor::*[tt:is-block-quote(.)][1]/descendant::*[1] is .)] | floatingText | epigraph | argument" priority="1">
    <xsl:sequence select="tx:indented(tx:blocks(.), 4)"/>
  </xsl:template>

  <!-- Verse: a line each, the first of a stanza after a blank line. -->
  <xsl:template match="lg"><xsl:sequence select="txp:spaced(tx:blocks(.), 1)"/></xsl:template>
  <xsl:template match="lg[not(parent::lg or parent::sp or ancestor::*[tt:is-block-quote(.)])]" priority="1">
    <xsl:sequence select="tx:indented(txp:spaced(tx:blocks(.), 1), 4)"/>
  </xsl:template>
  <xsl:template match="l">
    <xsl:variable name="shift" as="xs:integer" select="if (@part = 'F') then 16 else if (@part = 'M') then 8 else 0"/>
    <xsl:sequence select="tx:indented(tx:labelled(txp:runs(., 0), '', 2, 0) ! txp:outdent(.), $shift)"/>
  </xsl:template>

  <xsl:template match="l[not(normalize-space() or *)]" priority="1"/>

  <!-- A verse line that is too long goes on further to the right. -->
  <xsl:function name="txp:outdent" as="element()">
    <xsl:param name="block" as="element()"/>
    <block indent="{$block/@indent}" hang="0" label="" before="{$block/@before}" turn="2" xmlns=""><xsl:value-of select="$block"/></block>
  </xsl:function>

  <!-- Drama: the speaker's name, then what is said. -->
  <xsl:template match="sp"><xsl:sequence select="txp:spaced(tx:blocks(.), 1)"/></xsl:template>
  <xsl:template match="speaker">
    <xsl:variable name="direction" as="element(stage)?" select="following-sibling::*[1]/self::stage"/>
    <xsl:sequence select="tx:block(txp:content(.) || $direction ! (' ' || txp:in-parentheses(.)), 1)"/>
  </xsl:template>
  <xsl:template match="sp/p | sp/ab" priority="1"><xsl:sequence select="tx:indented(txp:spaced(tx:blocks(.), 0), 2)"/></xsl:template>
  <xsl:template match="sp/lg" priority="2"><xsl:sequence select="tx:indented(txp:spaced(tx:blocks(.), 0), 2)"/></xsl:template>
  <xsl:template match="stage"><xsl:sequence select="tx:block(txp:in-parentheses(.), if (parent::sp) then 0 else 1)"/></xsl:template>
  <xsl:template match="stage[preceding-sibling::*[1]/self::speaker]" priority="1"/>

  <xsl:function name="txp:in-parentheses" as="xs:string">
    <xsl:param name="stage" as="element(stage)"/>
    <xsl:variable name="text" as="xs:string" select="normalize-space(txp:content($stage))"/>
    <xsl:sequence select="if (matches($text, '^[(\[]')) then $text else '(' || $text || ')'"/>
  </xsl:function>

  <!-- Lists: labels in a column of their own. -->
  <xsl:template match="list | listBibl | castList | castGroup">
    <xsl:variable name="items" as="element()*" select="* except head"/>
    <xsl:variable name="hang" as="xs:integer" select="max((0, $items[self::item] ! string-length(txp:item-label(.)))) + 1"/>
    <xsl:apply-templates select="head"/>
    <xsl:variable name="blocks" as="element()*">
      <xsl:for-each select="$items">
        <xsl:sequence select="
            if (self::item[preceding-sibling::*[1]/self::label]) then tx:indented(txp:spaced(tx:blocks(.), 0), 4)
            else if (self::item) then tx:labelled(tx:blocks(.), txp:item-label(.), $hang, 0)
            else txp:spaced(txp:runs(., 0), 0)"/>
      </xsl:for-each>
    </xsl:variable>
    <xsl:sequence select="tx:indented(txp:spaced($blocks, 1), 2)"/>
  </xsl:template>

  <xsl:function name="txp:item-label" as="xs:string">
    <xsl:param name="item" as="element(item)"/>
    <xsl:sequence select="
        if ($item/@n) then string($item/@n)
        else if ($item/../@type = 'ordered' or tokenize($item/../@rend) = ('numbered', 'ordered'))
        then string(1 + count($item/preceding-sibling::item)) || '.' else '–'"/>
  </xsl:function>

  <!-- Code: its lines as they are. -->
  <xsl:template match="eg | *:egXML">
    <xsl:variable name="text" as="xs:string" select="
        if (self::*:egXML) then serialize(node(), map { 'method': 'xml', 'omit-xml-declaration': true() }) => replace(' xmlns(:\w+)?=&quot;[^&quot;]*&quot;', '')
        else string()"/>
    <xsl:for-each select="tokenize(replace($text, '^\s*\n|\s+$', ''), '\n')">
      <xsl:variable name="margin" as="xs:integer" select="string-length(.) - string-length(replace(., '^\s+', ''))"/>
      <xsl:sequence select="
          if (normalize-space()) then tx:indented(tx:block(normalize-space(), if (position() = 1) then 1 else 0), 4 + $margin)
          else txp:fixed('', 0)"/>
    </xsl:for-each>
  </xsl:template>

  <!-- Notes that the source itself collects at its end. -->
  <xsl:template match="note[not(tt:is-footnote(.))]" priority="1">
    <xsl:sequence select="tx:labelled(txp:note-blocks(.), string((@n, '–')[1]), 5, 0)"/>
  </xsl:template>
  <xsl:template match="note[@type = 'editorial']" priority="2"/>

</xsl:stylesheet>
