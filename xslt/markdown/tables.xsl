<?xml version="1.0" encoding="UTF-8"?>
<!--
  Tables: a line a row where every cell is a line of text (Pandoc's Manual, pipe_tables), else a grid with walls
  (grid_tables), whose cells hold blocks. A cell that spans several columns or rows stands in the first of its places.
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:array="http://www.w3.org/2005/xpath-functions/array"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tm="urn:teitools:xslt:markdown"
    xmlns:tmp="urn:teitools:xslt:markdown:private"
    xpath-default-namespace="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="#all">

  <xsl:template match="table" mode="tm:block" as="xs:string*">
    <xsl:variable name="rows" as="element(tr)*" select="tr | (thead | tbody | tfoot)/tr"/>
    <xsl:variable name="placed" as="map(xs:integer, element())*" select="tmp:placed($rows)"/>
    <xsl:variable name="columns" as="xs:integer" select="max((0, $placed ! map:keys(.)))"/>
    <xsl:variable name="texts" as="array(xs:string)*" select="
        for $row in $placed return array { (1 to $columns) ! tmp:text($row(.)) }"/>
    <xsl:variable name="is-headed" as="xs:boolean" select="exists($rows[1][parent::thead or (th and not(td))])"/>
    <xsl:variable name="is-flat" as="xs:boolean"
        select="every $text in $texts?* satisfies not(matches($text, '\n|`[^`]*\|'))"/>
    <xsl:if test="$columns gt 0">
      <xsl:sequence select="
          tm:anchor(.)[. ne ''],
          if ($is-flat) then tmp:pipes($texts, $columns, $is-headed) else tmp:grid($texts, $columns, $is-headed),
          caption ! tm:phrase(node())[. ne ''] ! (': ' || translate(., $tt:line-mark, ' '))"/>
    </xsl:if>
  </xsl:template>

  <!-- Each row as its cells by the columns in which they begin; those that cells of rows above take are passed over. -->
  <xsl:function name="tmp:placed" as="map(xs:integer, element())*">
    <xsl:param name="rows" as="element(tr)*"/>
    <xsl:iterate select="$rows">
      <xsl:param name="taken" as="map(xs:integer, xs:integer)" select="map { }"/>
      <xsl:variable name="row" as="map(*)" select="
          fold-left(td | th, map { 'next': 1, 'cells': map { }, 'taken': map { } }, tmp:place($taken, ?, ?))"/>
      <xsl:sequence select="$row?cells"/>
      <xsl:next-iteration>
        <xsl:with-param name="taken" select="
            map:merge(($row?taken, map:for-each($taken, function($column as xs:integer, $left as xs:integer) as map(*)? {
              map { $column: $left - 1 }[$left gt 1] })))"/>
      </xsl:next-iteration>
    </xsl:iterate>
  </xsl:function>

  <!-- A row with one more cell. -->
  <xsl:function name="tmp:place" as="map(*)">
    <xsl:param name="taken" as="map(xs:integer, xs:integer)"/>
    <xsl:param name="row" as="map(*)"/>
    <xsl:param name="cell" as="element()"/>
    <xsl:variable name="free" as="xs:integer" select="tmp:free($taken, $row?next)"/>
    <xsl:variable name="width" as="xs:integer" select="tmp:span($cell/@colspan)"/>
    <xsl:variable name="height" as="xs:integer" select="tmp:span($cell/@rowspan)"/>
    <xsl:sequence select="
        map {
          'next': $free + $width,
          'cells': map:put($row?cells, $free, $cell),
          'taken': map:merge((
            $row?taken, (($free to $free + $width - 1) ! map { .: $height - 1 })[$height gt 1])) }"/>
  </xsl:function>

  <xsl:function name="tmp:free" as="xs:integer">
    <xsl:param name="taken" as="map(xs:integer, xs:integer)"/>
    <xsl:param name="column" as="xs:integer"/>
    <xsl:sequence select="if (map:contains($taken, $column)) then tmp:free($taken, $column + 1) else $column"/>
  </xsl:function>

  <!-- How many columns or rows; HTML knows no more than a thousand columns (HTML, 4.9.12). -->
  <xsl:function name="tmp:span" as="xs:integer">
    <xsl:param name="number" as="attribute()?"/>
    <xsl:sequence select="if ($number castable as xs:integer) then min((max((xs:integer($number), 1)), 1000)) else 1"/>
  </xsl:function>

  <xsl:function name="tmp:text" as="xs:string">
    <xsl:param name="cell" as="element()?"/>
    <xsl:variable name="row" as="element(tr)?" select="$cell/parent::tr[*[1] is $cell]"/>
    <xsl:sequence select="string-join(($row ! tm:anchor(.), $cell ! string-join(tm:blocks-in(.), '&#10;&#10;')))"/>
  </xsl:function>

  <!-- A table without a heading has an empty one. The lengths of the dashes are how wide columns are beside each other. -->
  <xsl:function name="tmp:pipes" as="xs:string">
    <xsl:param name="rows" as="array(xs:string)+"/>
    <xsl:param name="columns" as="xs:integer"/>
    <xsl:param name="is-headed" as="xs:boolean"/>
    <xsl:variable name="empty" as="array(xs:string)" select="array { (1 to $columns) ! '' }"/>
    <xsl:variable name="dashes" as="array(xs:string)" select="
        array { (1 to $columns) ! tmp:row-of('-', min((60, max((3, tmp:widest($rows, .)))))) }"/>
    <xsl:variable name="lines" as="array(xs:string)+"
        select="if ($is-headed) then (head($rows), $dashes, tail($rows)) else ($empty, $dashes, $rows)"/>
    <xsl:sequence select="string-join($lines ! ('| ' || string-join(?*, ' | ') || ' |'), '&#10;')"/>
  </xsl:function>

  <xsl:function name="tmp:grid" as="xs:string">
    <xsl:param name="rows" as="array(xs:string)+"/>
    <xsl:param name="columns" as="xs:integer"/>
    <xsl:param name="is-headed" as="xs:boolean"/>
    <xsl:variable name="widths" as="xs:integer+" select="(1 to $columns) ! max((3, tmp:widest($rows, .)))"/>
    <xsl:variable name="wall" as="xs:string" select="tmp:wall('-', $widths)"/>
    <xsl:variable name="lines" as="xs:string*">
      <xsl:for-each select="$rows">
        <xsl:sequence select="
            tmp:grid-row(., $widths), if ($is-headed and position() = 1) then tmp:wall('=', $widths) else $wall"/>
      </xsl:for-each>
    </xsl:variable>
    <xsl:sequence select="string-join(($wall, $lines), '&#10;')"/>
  </xsl:function>

  <xsl:function name="tmp:grid-row" as="xs:string+">
    <xsl:param name="row" as="array(xs:string)"/>
    <xsl:param name="widths" as="xs:integer+"/>
    <xsl:variable name="cells" as="array(xs:string)*" select="$row?* ! array { tokenize(., '\n') }"/>
    <xsl:sequence select="
        for $line in 1 to max((1, $cells ! array:size(.)))
        return '| ' || string-join(
          for $i in 1 to count($widths)
          return
            let $text := (if (array:size($cells[$i]) ge $line) then $cells[$i]($line) else '')
            return $text || tmp:row-of(' ', $widths[$i] - tmp:width($text)), ' | ') || ' |'"/>
  </xsl:function>

  <xsl:function name="tmp:wall" as="xs:string">
    <xsl:param name="sign" as="xs:string"/>
    <xsl:param name="widths" as="xs:integer+"/>
    <xsl:sequence select="'+' || string-join($widths ! (tmp:row-of($sign, . + 2) || '+'))"/>
  </xsl:function>

  <xsl:function name="tmp:widest" as="xs:integer">
    <xsl:param name="rows" as="array(xs:string)+"/>
    <xsl:param name="column" as="xs:integer"/>
    <xsl:sequence select="max((0, $rows ! tokenize(.($column), '\n') ! tmp:width(.)))"/>
  </xsl:function>

  <!-- Columns that pandoc counts: none for a mark above a letter, two for a character as wide as two (Unicode, UAX 11). -->
  <xsl:function name="tmp:width" as="xs:integer">
    <xsl:param name="text" as="xs:string"/>
    <xsl:variable name="wide" as="xs:string" select="
        '[&#x1100;-&#x115F;&#x2E80;-&#x303E;&#x3041;-&#xA4CF;&#xA960;-&#xA97C;&#xAC00;-&#xD7A3;&#xF900;-&#xFAFF;'
        || '&#xFE30;-&#xFE6F;&#xFF01;-&#xFF60;&#xFFE0;-&#xFFE6;&#x1F300;-&#x1F64F;&#x1F900;-&#x1F9FF;&#x20000;-&#x3FFFD;]'"/>
    <xsl:sequence select="
        string-length(replace($text, '[\p{M}&#x200B;-&#x200F;&#x2060;]', ''))
        + string-length($text) - string-length(replace($text, $wide, ''))"/>
  </xsl:function>

  <xsl:function name="tmp:row-of" as="xs:string">
    <xsl:param name="sign" as="xs:string"/>
    <xsl:param name="count" as="xs:integer"/>
    <xsl:sequence select="string-join((1 to $count) ! $sign)"/>
  </xsl:function>

</xsl:stylesheet>
