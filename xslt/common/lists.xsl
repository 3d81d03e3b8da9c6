<?xml version="1.0" encoding="UTF-8"?>
<!--
  Lists: of which kind a list is, and what its items are labelled with. Bullets are for each edition to draw.

  Public: tt:list-kind, tt:item-label, tt:item-number, tt:own-label
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:ttp="urn:teitools:xslt:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- The words by which encoders ask for a kind in @rend or @type, each among others: rend="numbered bold". -->
  <xsl:variable name="ttp:list-words" as="map(xs:string, xs:string)" select="map {
      'inline': 'inline', 'runon': 'inline', 'run-in': 'inline', 'runin': 'inline',
      'numbered': 'numbered', 'ordered': 'numbered', 'bulleted': 'bulleted', 'unordered': 'bulleted',
      'simple': 'simple', 'plain': 'simple', 'unmarked': 'simple', 'gloss': 'simple', 'index': 'simple', 'toc': 'simple' }"/>

  <!--
    'inline' (within a line), 'numbered', 'simple' (neither numbers nor bullets) or 'bulleted'. @rend says how a list
    looks in the source and so decides before @type; a list that says nothing has bullets.
  -->
  <xsl:function name="tt:list-kind" as="xs:string">
    <xsl:param name="list" as="element(list)"/>
    <xsl:variable name="kinds" as="xs:string*"
        select="($list/@rend, $list/@type) ! tokenize(lower-case(.)) ! $ttp:list-words(.)"/>
    <xsl:sequence select="if ($kinds = 'inline') then 'inline' else ($kinds, 'bulleted')[1]"/>
  </xsl:function>

  <!-- What stands before the item: its own @n, else its number in a numbered list; nothing if it begins with that itself. -->
  <xsl:function name="tt:item-label" as="xs:string">
    <xsl:param name="item" as="element(item)"/>
    <xsl:variable name="number" as="xs:integer?" select="tt:item-number($item)"/>
    <xsl:sequence select="
        if (exists($number)) then $number || '.' else normalize-space($item/@n[not(ttp:begins-with-number($item))])"/>
  </xsl:function>

  <!-- Whether a number right at the start of the item says what its @n says, as lots of a catalogue do. -->
  <xsl:function name="ttp:begins-with-number" as="xs:boolean">
    <xsl:param name="item" as="element(item)"/>
    <xsl:sequence select="
        exists($item/node()[self::* or normalize-space()][1][self::num or self::label]
          [normalize-space() = normalize-space($item/@n)])"/>
  </xsl:function>

  <!-- The number of an item in a numbered list: its own, else one more than that before it; none if @n is no number. -->
  <xsl:function name="tt:item-number" as="xs:integer?">
    <xsl:param name="item" as="element(item)"/>
    <xsl:variable name="before" as="element(item)*" select="$item/preceding-sibling::item"/>
    <xsl:variable name="start" as="element(item)?" select="$before[exists(ttp:own-number(.))][last()]"/>
    <xsl:sequence select="
        if (not($item/parent::list ! tt:list-kind(.) = 'numbered')) then ()
        else if ($item/@n) then ttp:own-number($item)
        else if ($start) then ttp:own-number($start) + count($before[. >> $start]) + 1
        else count($before) + 1"/>
  </xsl:function>

  <xsl:function name="ttp:own-number" as="xs:integer?">
    <xsl:param name="item" as="element(item)"/>
    <xsl:sequence select="$item/@n[matches(., '^\s*\d{1,9}\.?\s*$')] ! xs:integer(replace(., '[\s.]', ''))"/>
  </xsl:function>

  <!-- The label that the item explains, or that stands in place of its number: the element right before it. -->
  <xsl:function name="tt:own-label" as="element(label)?">
    <xsl:param name="item" as="element(item)"/>
    <xsl:sequence select="$item/preceding-sibling::*[1]/self::label"/>
  </xsl:function>

</xsl:stylesheet>
