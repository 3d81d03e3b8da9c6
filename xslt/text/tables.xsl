<?xml version="1.0" encoding="UTF-8"?>
<!--
  Tables: aligned columns where they fit into the line, else a paragraph a row with bars between the cells.

  Public: tx:fixed (a line that is laid out already)
-->
<xsl:stylesheet version="3.0" default-mode="tx:block"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:array="http://www.w3.org/2005/xpath-functions/array"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tx="urn:teitools:xslt:text"
    xmlns:txp="urn:teitools:xslt:text:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- A table without rows, as programs write it that recognise pages: its words. -->
  <xsl:template match="table[not(row)]" priority="1"><xsl:sequence select="tx:blocks(.)"/></xsl:template>

  <xsl:template match="table">
    <xsl:variable name="rows" as="array(map(xs:string, item()))*" select="tt:table-rows(.)"/>
    <xsl:variable name="widths" as="xs:integer*" select="
        for $column in 1 to tt:table-width($rows)
        return max((1, $rows?*[?column = $column]?cell[tt:span(@cols) = 1] ! txp:cell-lines(.) ! tx:length(.)))"/>
    <xsl:variable name="fits" as="xs:boolean" select="$width lt 1 or sum($widths) + 2 * (count($widths) - 1) le $width"/>
    <xsl:apply-templates select="tt:above-table(.)[self::*], head"/>
    <xsl:sequence select="tt:caption-number(.)[empty(current()/head)] ! tx:block(., 1)"/>
    <xsl:apply-templates select="tt:between-rows(.)[self::*]"/>
    <xsl:for-each select="$rows">
      <xsl:variable name="before" as="xs:integer" select="if (position() = 1) then 1 else 0"/>
      <xsl:sequence select="
          if ($fits) then txp:aligned(., $widths, $before)
          else tx:block(string-join(?*?cell ! normalize-space(tx:plain(tx:content(.))), ' | '), $before)"/>
    </xsl:for-each>
    <xsl:apply-templates select="tt:below-table(.)[self::*]"/>
  </xsl:template>

  <!-- The lines of a cell: one, unless blocks stand in it, such as a list. -->
  <xsl:function name="txp:cell-lines" as="xs:string*">
    <xsl:param name="cell" as="element(cell)"/>
    <xsl:sequence select="
        if (tt:has-blocks($cell)) then tokenize(tx:lay-out(tx:spaced(tx:blocks($cell), 0)), '\n')[. ne '']
        else normalize-space(tx:plain(tx:content($cell)))"/>
  </xsl:function>

  <!-- A row as so many lines as its highest cell has; a cell over several columns has the room of all of them. -->
  <xsl:function name="txp:aligned" as="element()*">
    <xsl:param name="places" as="array(map(xs:string, item()))"/>
    <xsl:param name="widths" as="xs:integer*"/>
    <xsl:param name="before" as="xs:integer"/>
    <xsl:variable name="cells" as="array(xs:string)*" select="$places?* ! array { ?cell ! txp:cell-lines(.) }"/>
    <xsl:variable name="rooms" as="xs:integer*" select="
        $places?* ! (let $columns := (?cell ! tt:span(@cols), 1)[1]
                     return xs:integer(sum(subsequence($widths, ?column, $columns))) + 2 * ($columns - 1))"/>
    <xsl:for-each select="1 to max((0, $cells ! array:size(.)))">
      <xsl:variable name="line" as="xs:integer" select="."/>
      <xsl:sequence select="
          tx:fixed(string-join(
            for $i in 1 to count($cells) return tx:pad(string(($cells[$i]?*)[$line]), $rooms[$i]), '  '),
            if ($line = 1) then $before else 0)"/>
    </xsl:for-each>
  </xsl:function>

  <xsl:function name="tx:fixed" as="element()">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="before" as="xs:integer"/>
    <block indent="0" hang="0" label="" before="{$before}" fixed="true" xmlns=""><xsl:value-of select="$text"/></block>
  </xsl:function>

</xsl:stylesheet>
