<?xml version="1.0" encoding="UTF-8"?>
<!--
  Words of the reading view, as a reader sees them: taken from its page, which knows of every correction and quotation
  mark, and left without what stands beside the text (calls, numbers, notes in the margin).

  Public: $th:reading-page, th:context, mode th:heard (the text nodes that are read), $th:asides
-->
<xsl:stylesheet version="3.0" default-mode="th:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns:thp="urn:teitools:xslt:html:private"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="#all">

  <!-- The page of the text before its last step, in a thp:page. -->
  <xsl:variable name="th:reading-page" as="document-node()">
    <xsl:variable name="page" as="element(thp:page)">
      <thp:page name="index.html">
        <xsl:call-template name="th:page"><xsl:with-param name="name" select="'index.html'"/></xsl:call-template>
      </thp:page>
    </xsl:variable>
    <xsl:document><xsl:sequence select="th:with-directions($page)"/></xsl:document>
  </xsl:variable>

  <xsl:mode name="th:heard" on-no-match="shallow-skip"/>

  <xsl:template match="text()" mode="th:heard" as="text()"><xsl:sequence select="."/></xsl:template>

  <xsl:template match="*[@hidden or @popover] | *[@class][tokenize(@class) = $th:asides]" mode="th:heard"/>

  <!-- Classes of what the edition sets beside the words of the text. -->
  <xsl:variable name="th:asides" as="xs:string+" select="
      'call', 'mark', 'number', 'pb', 'sidenote', 'who', 'readings', 'resolved', 'back', 'note-number', 'verse-number',
      'line-number', 'scan'"/>

  <!-- Characters of context on either side of a mention, and of a mention that is a passage itself. -->
  <xsl:variable name="thp:around" as="xs:integer" select="60"/>
  <xsl:variable name="thp:longest" as="xs:integer" select="100"/>

  <!--
    Each block with names by its identity: its text nodes and their languages, the text they make, where and as which each
    begins.
  -->
  <xsl:variable name="thp:flat" as="map(xs:string, map(xs:string, item()*))" select="
      map:merge(
        for $block in $th:reading-page//article//span[@id]/thp:block-of(.)
        return map { generate-id($block): thp:flattened($block) })"/>

  <xsl:function name="thp:block-of" as="element()">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="($element/ancestor-or-self::*[th:is-in-blocks(.)][1], $element)[1]"/>
  </xsl:function>

  <xsl:function name="thp:flattened" as="map(xs:string, item()*)">
    <xsl:param name="block" as="element()"/>
    <xsl:variable name="texts" as="text()*"><xsl:apply-templates select="$block" mode="th:heard"/></xsl:variable>
    <xsl:variable name="starts" as="xs:integer*">
      <xsl:iterate select="$texts">
        <xsl:param name="at" as="xs:integer" select="1"/>
        <xsl:on-completion select="$at"/>
        <xsl:sequence select="$at"/>
        <xsl:next-iteration><xsl:with-param name="at" select="$at + string-length()"/></xsl:next-iteration>
      </xsl:iterate>
    </xsl:variable>
    <xsl:sequence select="
        map {
          'texts': $texts, 'languages': $texts ! thp:language(.), 'starts': $starts, 'text': string-join($texts),
          'length': $starts[last()] - 1,
          'at': map:merge(for $i in 1 to count($texts) return map { generate-id($texts[$i]): $i }) }"/>
  </xsl:function>

  <!-- The mention of this id, marked, with the words around it; empty if it is not among the words that are read. -->
  <xsl:template name="th:context" as="element(span)?">
    <xsl:param name="id" as="xs:string" required="yes"/>
    <xsl:variable name="place" as="element()?" select="key('th:anchor', 'index.html#' || $id, $th:reading-page)[1]"/>
    <xsl:variable name="words" as="text()*"><xsl:apply-templates select="$place" mode="th:heard"/></xsl:variable>
    <xsl:variable name="block" as="element()?" select="$words[normalize-space()][1]/thp:block-of(..)"/>
    <xsl:variable name="flat" as="map(xs:string, item()*)?" select="$block ! ($thp:flat(generate-id()), thp:flattened(.))[1]"/>
    <xsl:if test="exists($flat)">
      <xsl:variable name="own" as="text()*" select="$words[exists($flat?at(generate-id(.)))]"/>
      <xsl:variable name="first" as="xs:integer" select="$flat?at(generate-id($own[1]))"/>
      <xsl:variable name="start" as="xs:integer" select="$flat?starts[$first]"/>
      <xsl:variable name="end" as="xs:integer" select="$start + string-length(string-join($own))"/>
      <xsl:variable name="shown" as="xs:integer" select="thp:shown-end($flat, $start, $end)"/>
      <xsl:variable name="from" as="xs:integer" select="thp:context-start($flat, $start)"/>
      <xsl:variable name="to" as="xs:integer" select="if ($shown lt $end) then $shown else thp:context-end($flat, $end)"/>
      <!-- Looked for near the mention: a block may have thousands of text nodes. -->
      <xsl:variable name="lowest" as="xs:integer" select="max((1, $first - 40))"/>
      <xsl:variable name="highest" as="xs:integer" select="min((count($flat?texts), $first + 40))"/>
      <xsl:variable name="from-text" as="xs:integer"
          select="(reverse($lowest to $first)[let $i := . return $flat?starts[$i] le $from], $lowest)[1]"/>
      <xsl:variable name="to-text" as="xs:integer"
          select="($first to $highest)[let $i := . return $flat?starts[$i] lt $to][last()]"/>
      <xsl:variable name="languages" as="xs:string*"
          select="distinct-values(subsequence($flat?languages, $from-text, $to-text - $from-text + 1))"/>
      <xsl:variable name="piece" as="function(xs:integer, xs:integer) as node()*" select="
          if (count($languages) eq 1) then thp:words($flat, ?, ?) else thp:piece($flat, $from-text to $to-text, ?, ?)"/>
      <span class="context">
        <xsl:sequence select="th:other-language($languages[1])"/>
        <xsl:value-of select="'… '[$start gt $thp:around]"/>
        <xsl:sequence select="$piece($from, $start)"/>
        <mark><xsl:sequence select="$piece($start, $shown)"/></mark>
        <xsl:sequence select="$piece($shown, $to)"/>
        <xsl:value-of select="' …'[$to le $flat?length]"/>
      </span>
    </xsl:if>
  </xsl:template>

  <!-- Where the words before the mention begin, those after it end, and the mention itself if it is long: between words. -->
  <xsl:function name="thp:context-start" as="xs:integer">
    <xsl:param name="flat" as="map(xs:string, item()*)"/>
    <xsl:param name="start" as="xs:integer"/>
    <xsl:variable name="window" as="xs:string" select="substring($flat?text, $start - $thp:around, $thp:around)"/>
    <xsl:sequence select="
        if ($start le $thp:around) then 1 + string-length(replace($flat?text, '\S.*$', '', 's'))
        else $start - string-length(replace($window, '^\S*\s+', ''))"/>
  </xsl:function>

  <xsl:function name="thp:context-end" as="xs:integer">
    <xsl:param name="flat" as="map(xs:string, item()*)"/>
    <xsl:param name="end" as="xs:integer"/>
    <xsl:variable name="window" as="xs:string" select="substring($flat?text, $end, $thp:around)"/>
    <xsl:sequence select="
        if ($end + $thp:around gt $flat?length) then $flat?length + 1
        else $end + string-length(replace($window, '\s+\S*$', ''))"/>
  </xsl:function>

  <xsl:function name="thp:shown-end" as="xs:integer">
    <xsl:param name="flat" as="map(xs:string, item()*)"/>
    <xsl:param name="start" as="xs:integer"/>
    <xsl:param name="end" as="xs:integer"/>
    <xsl:sequence select="
        if ($end - $start le $thp:longest) then $end
        else $start + string-length(replace(substring($flat?text, $start, $thp:longest), '\s+\S*$', ''))"/>
  </xsl:function>

  <!-- The words between two places of a block. -->
  <xsl:function name="thp:words" as="text()">
    <xsl:param name="flat" as="map(xs:string, item()*)"/>
    <xsl:param name="from" as="xs:integer"/>
    <xsl:param name="to" as="xs:integer"/>
    <xsl:value-of select="tt:single-spaced(substring($flat?text, $from, $to - $from))"/>
  </xsl:function>

  <!-- The same of the text nodes of these numbers, each in its language. -->
  <xsl:function name="thp:piece" as="node()*">
    <xsl:param name="flat" as="map(xs:string, item()*)"/>
    <xsl:param name="numbers" as="xs:integer*"/>
    <xsl:param name="from" as="xs:integer"/>
    <xsl:param name="to" as="xs:integer"/>
    <xsl:for-each-group select="$numbers[let $i := . return $flat?starts[$i] lt $to and $flat?starts[$i + 1] gt $from]"
        group-adjacent="let $i := . return $flat?languages[$i]">
      <xsl:variable name="start" as="xs:integer" select="max(($from, let $i := current-group()[1] return $flat?starts[$i]))"/>
      <xsl:variable name="end" as="xs:integer"
          select="min(($to, let $i := current-group()[last()] return $flat?starts[$i + 1]))"/>
      <xsl:choose>
        <xsl:when test="current-grouping-key() = (let $i := $numbers[1] return $flat?languages[$i])">
          <xsl:sequence select="thp:words($flat, $start, $end)"/>
        </xsl:when>
        <xsl:otherwise>
          <span lang="{current-grouping-key()}"><xsl:sequence select="thp:words($flat, $start, $end)"/></span>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:for-each-group>
  </xsl:function>

  <xsl:function name="thp:language" as="xs:string">
    <xsl:param name="text" as="text()"/>
    <xsl:sequence select="string($text/ancestor::*[@lang][1]/@lang)"/>
  </xsl:function>

  <!-- The language of words of the text on a page that is in the language of the wording. -->
  <xsl:function name="th:other-language" as="attribute(lang)?">
    <xsl:param name="language" as="xs:string?"/>
    <xsl:if test="$language != $tt:language"><xsl:attribute name="lang" select="$language"/></xsl:if>
  </xsl:function>

</xsl:stylesheet>
