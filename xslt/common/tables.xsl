<?xml version="1.0" encoding="UTF-8"?>
<!--
  Tables (TEI Guidelines 14.1.1): which cell stands in which column, where cells reach over several columns and rows.

  Public: tt:table-rows, tt:table-width, tt:span, tt:above-table, tt:between-rows,
    tt:below-table
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    xmlns:ttp="urn:teitools:xslt:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- How many columns or rows @cols or @rows says; one unless it is a sensible number. -->
  <xsl:function name="tt:span" as="xs:integer">
    <xsl:param name="count" as="attribute()?"/>
    <xsl:sequence select="if (matches($count, '^\s*0*[1-9]\d?\s*$')) then xs:integer($count) else 1"/>
  </xsl:function>

  <!--
    For each row its places from left to right: { 'cell': element(), 'column': 1 }, and the same without a cell for a
    column that a cell of a row above reaches into.
  -->
  <xsl:function name="tt:table-rows" as="array(map(xs:string, item()))*">
    <xsl:param name="table" as="element()"/>
    <xsl:iterate select="$table/row">
      <xsl:param name="open" as="map(xs:integer, xs:integer)" select="map {}"/>
      <xsl:variable name="places" as="map(xs:string, item())*" select="ttp:places(cell, 1, $open, ())"/>
      <xsl:sequence select="array { $places }"/>
      <xsl:next-iteration>
        <xsl:with-param name="open" select="ttp:still-open($open, $places)"/>
      </xsl:next-iteration>
    </xsl:iterate>
  </xsl:function>

  <xsl:function name="ttp:places" as="map(xs:string, item())*">
    <xsl:param name="cells" as="element(cell)*"/>
    <xsl:param name="column" as="xs:integer"/>
    <xsl:param name="open" as="map(xs:integer, xs:integer)"/>
    <xsl:param name="places" as="map(xs:string, item())*"/>
    <xsl:variable name="cell" as="element(cell)?" select="head($cells)"/>
    <xsl:sequence select="
        if (map:contains($open, $column)) then ttp:places($cells, $column + 1, $open, ($places, map { 'column': $column }))
        else if ($cell)
        then ttp:places(tail($cells), $column + tt:span($cell/@cols), $open, ($places, map { 'cell': $cell, 'column': $column }))
        else ($places, sort(map:keys($open)[. gt $column]) ! map { 'column': . })"/>
  </xsl:function>

  <!-- Which columns cells still reach into in the next row, and for how many rows. -->
  <xsl:function name="ttp:still-open" as="map(xs:integer, xs:integer)">
    <xsl:param name="open" as="map(xs:integer, xs:integer)"/>
    <xsl:param name="places" as="map(xs:string, item())*"/>
    <xsl:sequence select="
        map:merge((
          map:keys($open)[$open(.) gt 1] ! map { .: $open(.) - 1 },
          for $place in $places[map:contains(., 'cell')][tt:span(.?cell/@rows) gt 1],
              $column in $place?column to $place?column + tt:span($place?cell/@cols) - 1
          return map { $column: tt:span($place?cell/@rows) - 1 }))"/>
  </xsl:function>

  <!-- What a table holds besides heading and rows, such as pages and notes (TEI Guidelines 14.1.1): before the heading … -->
  <xsl:function name="tt:above-table" as="node()*">
    <xsl:param name="table" as="element()"/>
    <xsl:sequence select="$table/node()[not(self::head or self::row or preceding-sibling::head or preceding-sibling::row)]"/>
  </xsl:function>

  <!-- … after the last row … -->
  <xsl:function name="tt:below-table" as="node()*">
    <xsl:param name="table" as="element()"/>
    <xsl:sequence select="
        $table/node()[not(self::head or self::row or following-sibling::row)] except tt:above-table($table)"/>
  </xsl:function>

  <!-- … and between those. -->
  <xsl:function name="tt:between-rows" as="node()*">
    <xsl:param name="table" as="element()"/>
    <xsl:sequence select="
        $table/node()[not(self::head or self::row)] except (tt:above-table($table), tt:below-table($table))"/>
  </xsl:function>

  <!-- How many columns the rows have. -->
  <xsl:function name="tt:table-width" as="xs:integer">
    <xsl:param name="rows" as="array(map(xs:string, item()))*"/>
    <xsl:sequence select="max((1, $rows?* ! (?column + (?cell ! tt:span(@cols), 1)[1] - 1)))"/>
  </xsl:function>

</xsl:stylesheet>
