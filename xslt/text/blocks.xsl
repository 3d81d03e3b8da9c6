<?xml version="1.0" encoding="UTF-8"?>
<!--
  From TEI to a flat list of blocks. A block is an element with these attributes; its text is one paragraph:
    indent  columns that stay empty at the left        label  what stands before the first line, in the space of hang
    hang    further columns for a label                before blank lines wanted before it (neighbours share them)
    fixed   'true' when its lines are laid out already

  Public: mode tx:block, tx:blocks, tx:block, tx:labelled, tx:indented, tx:spaced, tx:note-blocks
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
              (if ($first intersect current-group()) then $node[self::*] ! tx:start(.) else '')[1] || tx:phrase(current-group())
              || (if ($last intersect current-group()) then $node[self::*] ! tx:end(.) else '')[1]"/>
          <xsl:if test="normalize-space($text)"><xsl:sequence select="tx:block($text, $before)"/></xsl:if>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:for-each-group>
  </xsl:function>

  <!-- Whether the node is a block or holds one, other than in a note or in a reading that is not shown. -->
  <xsl:function name="txp:holds-block" as="xs:boolean">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="
        exists($node[self::*][not(self::note[not(tt:is-block(.))] or self::choice or self::app[not(parent::listApp)])]
          [tt:is-block(.) or tt:has-blocks(.)]
          | $node[self::app or self::choice]/tt:shown(.)[tt:has-blocks(.)])"/>
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
    <block indent="{($first/@indent, 0)[1]}" hang="{$hang}" label="{$label}" before="{$before}" xmlns="">
      <xsl:value-of select="$first"/>
    </block>
    <xsl:sequence select="tx:indented(if ($first) then tail($blocks) else $blocks, $hang)"/>
  </xsl:function>

  <!-- The same blocks, the first with other blank lines before it. -->
  <xsl:function name="tx:spaced" as="element()*">
    <xsl:param name="blocks" as="element()*"/>
    <xsl:param name="before" as="xs:integer"/>
    <xsl:for-each select="head($blocks)">
      <xsl:copy><xsl:copy-of select="@*"/><xsl:attribute name="before" select="$before"/><xsl:value-of select="."/></xsl:copy>
    </xsl:for-each>
    <xsl:sequence select="tail($blocks)"/>
  </xsl:function>

  <xsl:function name="tx:note-blocks" as="element()*">
    <xsl:param name="note" as="element()"/>
    <xsl:variable name="blocks" as="element()*" select="txp:runs($note, 1)[normalize-space()]"/>
    <xsl:sequence select="if ($blocks) then $blocks else tx:block('', 0)"/>
  </xsl:function>

  <!-- Whatever holds blocks and is none itself. -->
  <xsl:template match="*" priority="-1"><xsl:sequence select="tx:blocks(.)"/></xsl:template>
  <xsl:template match="teiHeader | standOff | facsimile | sourceDoc | figDesc | fw"/>
  <!-- Where there is no text, they are what there is to read. -->
  <xsl:template match="(teiHeader | standOff | facsimile | sourceDoc)[tt:is-top(.)]" priority="1">
    <xsl:sequence select="tx:blocks(.)"/>
  </xsl:template>

  <!-- One of several texts with headers of their own: its titles and authors, its text. -->
  <xsl:template match="(TEI | teiCorpus)[tt:is-part(.)]" priority="1">
    <xsl:variable name="titles" as="xs:string*"
        select="if (exists(tt:titles-of(.))) then tt:titles-of(.) ! tt:plain-text(.) else tt:label('untitled')"/>
    <xsl:sequence select="
        tx:block($titles[1], 2), tail($titles) ! tx:block(., 1),
        tx:spaced(tt:authors-of(.) ! tx:block(tt:plain-text(node() except idno), 0), 1),
        tx:letter-head(.), tx:blocks(.)"/>
  </xsl:template>
  <xsl:template match="group/text"><xsl:sequence select="tx:letter-head(.), tx:blocks(.)"/></xsl:template>

  <xsl:template
      match="p | ab | titlePart | signed | salute | dateline | byline | trailer | docImprint | docAuthor | opener | closer">
    <xsl:sequence select="tx:blocks(.)"/>
  </xsl:template>
  <xsl:template match="addrLine | bibl | biblStruct">
    <xsl:sequence select="txp:runs(., 0)"/>
  </xsl:template>

  <xsl:template match="head"><xsl:sequence select="txp:runs(., if (preceding-sibling::head) then 1 else 2)"/></xsl:template>
  <xsl:template match="(list | table | figure | lg | castList | castGroup | listBibl)/head" priority="1">
    <xsl:sequence select="txp:runs(., 1)"/>
  </xsl:template>

  <xsl:template match="quote | q | cit | said"><xsl:sequence select="tx:blocks(.), txp:attribution(.)"/></xsl:template>

  <!-- Who says what is set off, to whom, and the note with the source. -->
  <xsl:function name="txp:attribution" as="element()?">
    <xsl:param name="quotation" as="element()"/>
    <xsl:variable name="said" as="xs:string*" select="
        if ($tt:as-printed or $quotation[self::said or parent::cit or parent::epigraph]) then ()
        else (tt:attribution($quotation), tt:speech-source($quotation) ! tt:reference-label(.))"/>
    <xsl:sequence select="if (exists($said)) then tx:block('[' || string-join($said, ' · ') || ']', 0) else ()"/>
  </xsl:function>
  <xsl:template
      match="*[tt:is-block-quote(.)][not(ancestor::*[tt:is-block-quote(.)][1]/descendant::*[1] is .)]
      | floatingText | epigraph | argument" priority="1">
    <xsl:sequence select="tx:indented((tx:blocks(.), txp:attribution(.)), 4)"/>
  </xsl:template>

  <!-- Verse: a line each, the first of a stanza after a blank line. -->
  <xsl:template match="lg"><xsl:sequence select="tx:spaced(tx:blocks(.), 1)"/></xsl:template>
  <xsl:template match="lg[not(parent::lg or parent::sp or ancestor::*[tt:is-block-quote(.)])]" priority="1">
    <xsl:sequence select="tx:indented(tx:spaced(tx:blocks(.), 1), 4)"/>
  </xsl:template>
  <xsl:template match="l">
    <xsl:variable name="shift" as="xs:integer" select="if (@part = 'F') then 16 else if (@part = 'M') then 8 else 0"/>
    <xsl:sequence select="tx:indented(tx:labelled(txp:runs(., 0), '', 2, 0) ! txp:outdent(.), $shift)"/>
  </xsl:template>

  <xsl:template match="l[not(normalize-space() or *)]" priority="1"/>

  <!-- A verse line that is too long goes on further to the right. -->
  <xsl:function name="txp:outdent" as="element()">
    <xsl:param name="block" as="element()"/>
    <block indent="{$block/@indent}" hang="0" label="" before="{$block/@before}" turn="2" xmlns="">
      <xsl:value-of select="$block"/>
    </block>
  </xsl:function>

  <!-- Lists: labels in a column of their own. -->
  <xsl:template match="list | listBibl | castList | castGroup">
    <xsl:variable name="items" as="element()*"
        select="* except (head, note[tt:is-footnote(.)][not(tt:is-called-in-place(.))])"/>
    <xsl:variable name="hang" as="xs:integer"
        select="max((0, $items[self::item] ! (string-length(txp:item-label(.)[. ne '']) + 1)))"/>
    <xsl:apply-templates select="head"/>
    <xsl:variable name="blocks" as="element()*">
      <xsl:for-each select="$items">
        <xsl:sequence select="
            if (self::item[tt:own-label(.)]) then tx:indented(tx:spaced(tx:blocks(.), 0), 4)
            else if (self::item) then tx:labelled(tx:blocks(.), txp:item-label(.), $hang, 0)
            else if (self::note[tt:is-footnote(.)]) then tx:block(tx:call(.), 0)
            else if (tt:is-record(.)) then tx:record(.)
            else if (self::castGroup or self::listBibl) then txp:nested(.)
            else tx:spaced(txp:runs(., 0), 0)"/>
      </xsl:for-each>
    </xsl:variable>
    <xsl:sequence select="tx:indented(tx:spaced($blocks, 1), 2)"/>
  </xsl:template>

  <!-- A list in a list, close to what stands before it. -->
  <xsl:function name="txp:nested" as="element()*">
    <xsl:param name="list" as="element()"/>
    <xsl:variable name="blocks" as="element()*"><xsl:apply-templates select="$list"/></xsl:variable>
    <xsl:sequence select="$blocks ! tx:spaced(., 0)"/>
  </xsl:function>

  <xsl:function name="txp:item-label" as="xs:string">
    <xsl:param name="item" as="element(item)"/>
    <xsl:sequence select="(tt:item-label($item)[. ne ''], '–'[$item/parent::list ! tt:list-kind(.) = 'bulleted'], '')[1]"/>
  </xsl:function>

  <!-- Code: its lines as they are. -->
  <xsl:template match="eg | *:egXML">
    <xsl:for-each select="tokenize(tt:code(.), '\n')">
      <xsl:variable name="margin" as="xs:integer" select="string-length(.) - string-length(replace(., '^\s+', ''))"/>
      <xsl:sequence select="
          if (normalize-space()) then tx:indented(tx:block(normalize-space(), if (position() = 1) then 1 else 0), 4 + $margin)
          else tx:fixed('', 0)"/>
    </xsl:for-each>
  </xsl:template>

  <!-- Notes that the source itself collects at its end. -->
  <xsl:template match="note[not(tt:is-footnote(.))]" priority="1">
    <xsl:sequence select="tx:labelled(tx:note-blocks(.), string((@n, '–')[1]), 5, 0)"/>
  </xsl:template>
  <xsl:template match="note[tt:is-footnote(.)]" priority="1">
    <xsl:sequence select=".[tt:is-called-in-place(.)] ! tx:block(tx:call(.), 0)"/>
  </xsl:template>
  <xsl:template match="note[tt:is-mere-call(.)]" priority="2"/>
  <xsl:template match="note[tt:is-headnote(.)]" priority="2"><xsl:sequence select="tx:note-blocks(.)"/></xsl:template>
  <!-- The columns for the numbers of notes that the text itself lists. -->
  <xsl:variable name="txp:listed-hang" as="xs:integer" select="max((0, tt:listed-notes() ! string-length(tx:call(.)))) + 1"/>
  <xsl:template match="note[tt:is-listed-note(.)]" priority="2">
    <xsl:variable name="before" as="xs:integer" select="if (preceding-sibling::*[1]/self::note) then 0 else 1"/>
    <xsl:sequence select="tx:labelled(tx:note-blocks(.), tx:call(.), $txp:listed-hang, $before)"/>
  </xsl:template>
  <xsl:template match="note[@type = 'editorial']" priority="3"/>

</xsl:stylesheet>
