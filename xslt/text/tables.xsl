<?xml version="1.0" encoding="UTF-8"?>
<!-- Tables: aligned columns where they fit into the line, else a paragraph a row with bars between the cells. -->
<xsl:stylesheet version="3.0" default-mode="tx:block"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:array="http://www.w3.org/2005/xpath-functions/array"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tx="urn:teitools:xslt:text"
    xmlns:txp="urn:teitools:xslt:text:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:template match="table">
    <xsl:variable name="cells" as="array(xs:string)*" select="row ! array { cell ! normalize-space(tx:plain(txp:content(.))) }"/>
    <xsl:variable name="columns" as="xs:integer" select="max((0, $cells ! array:size(.)))"/>
    <xsl:variable name="widths" as="xs:integer*" select="
        for $i in 1 to $columns return max((1, $cells[array:size(.) ge $i] ! tx:length(.($i))))"/>
    <xsl:variable name="fits" as="xs:boolean" select="$width lt 1 or sum($widths) + 2 * ($columns - 1) le $width"/>
    <xsl:apply-templates select="head"/>
    <xsl:for-each select="$cells">
      <xsl:variable name="row" as="array(xs:string)" select="."/>
      <xsl:variable name="before" as="xs:integer" select="if (position() = 1) then 1 else 0"/>
      <xsl:sequence select="
          if ($fits) then txp:fixed(string-join(for $i in 1 to array:size($row) return tx:pad($row($i), $widths[$i]), '  '), $before)
          else tx:block(string-join($row?*, ' | '), $before)"/>
    </xsl:for-each>
    <xsl:apply-templates select="* except (head, row)"/>
  </xsl:template>

  <xsl:function name="txp:fixed" as="element()">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="before" as="xs:integer"/>
    <block indent="0" hang="0" label="" before="{$before}" fixed="true" xmlns=""><xsl:value-of select="$text"/></block>
  </xsl:function>

</xsl:stylesheet>
