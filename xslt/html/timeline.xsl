<?xml version="1.0" encoding="UTF-8"?>
<!--
  The chronology at a glance, as SVG: a row or more for events, for documents and for dates in the text. Years of which
  much is said are wide, those without a date are left out; each mark leads to its line of the chronology.

  Public: th:timeline
-->
<xsl:stylesheet version="3.0" default-mode="th:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns:thp="urn:teitools:xslt:html:private"
    xmlns="http://www.w3.org/2000/svg"
    exclude-result-prefixes="#all">

  <!-- The steps of the axis that have dates: years, or as many years together as make no more than forty of them. -->
  <xsl:variable name="thp:step" as="xs:integer" select="
      ((1, 10, 100)[let $step := . return count(distinct-values($th:dated?start ! floor(. div $step))) le 40], 1000)[1]"/>

  <xsl:variable name="thp:steps" as="map(xs:string, xs:double)*">
    <xsl:variable name="groups" as="map(xs:string, xs:double)*">
      <xsl:for-each-group select="$th:dated" group-by="floor(?start div $thp:step)">
        <xsl:sort select="current-grouping-key()"/>
        <xsl:sequence select="map { 'at': current-grouping-key(), 'weight': xs:double(min((3 + count(current-group()), 15))) }"/>
      </xsl:for-each-group>
    </xsl:variable>
    <xsl:variable name="unit" as="xs:double" select="1000 div sum($groups?weight)"/>
    <xsl:iterate select="$groups">
      <xsl:param name="left" as="xs:double" select="0"/>
      <xsl:variable name="width" as="xs:double" select="?weight * $unit"/>
      <xsl:sequence select="map { 'at': ?at, 'left': $left, 'width': $width }"/>
      <xsl:next-iteration><xsl:with-param name="left" select="$left + $width"/></xsl:next-iteration>
    </xsl:iterate>
  </xsl:variable>

  <!-- Where a moment lies; one in a year that is left out lies at the end of the last before it. -->
  <xsl:function name="thp:time-x" as="xs:double">
    <xsl:param name="time" as="xs:double"/>
    <xsl:variable name="step" as="map(xs:string, xs:double)"
        select="($thp:steps[?at le $time div $thp:step][last()], $thp:steps[1])[1]"/>
    <xsl:sequence select="$step?left + $step?width * max((0, min((1, $time div $thp:step - $step?at))))"/>
  </xsl:function>

  <!-- As many rows as a lane may have; what finds no room then covers something in the last. -->
  <xsl:variable name="thp:most-rows" as="xs:integer" select="12"/>

  <!-- A mark: where it begins and ends, at least so wide that it can be hit, and the row of its lane in which it has room. -->
  <xsl:function name="thp:marks" as="map(xs:string, item()*)*">
    <xsl:param name="kind" as="xs:string"/>
    <xsl:iterate select="$th:dated[?kind = $kind]">
      <xsl:param name="ends" as="xs:double*" select="()"/>
      <xsl:variable name="left" as="xs:double" select="min((thp:time-x(?start), 990))"/>
      <xsl:variable name="right" as="xs:double" select="max(($left + 10, thp:time-x(?end)))"/>
      <xsl:variable name="free" as="xs:integer*" select="for $i in 1 to count($ends) return $i[$ends[$i] + 2 le $left]"/>
      <xsl:variable name="row" as="xs:integer" select="($free, min((count($ends) + 1, $thp:most-rows)))[1]"/>
      <xsl:sequence select="map { 'dated': ., 'left': $left, 'right': $right, 'row': $row - 1 }"/>
      <xsl:next-iteration>
        <xsl:with-param name="ends" select="$ends[position() lt $row], $right, $ends[position() gt $row]"/>
      </xsl:next-iteration>
    </xsl:iterate>
  </xsl:function>

  <xsl:template name="th:timeline" as="element()">
    <xsl:variable name="lanes" as="map(xs:string, item()*)*" select="
        ('event', 'document', 'text') ! map { 'kind': ., 'marks': thp:marks(.) }"/>
    <xsl:variable name="shown" as="map(xs:string, item()*)*" select="$lanes[exists(?marks)]"/>
    <xsl:variable name="heights" as="xs:double*" select="$shown ! (32 + 14 * max(?marks?row))"/>
    <xsl:variable name="bottom" as="xs:double" select="sum($heights) + 12"/>
    <xsl:variable name="title" as="xs:string" select="th:page-part-id('timeline-title')"/>
    <div class="map-frame timeline" tabindex="0" role="region" aria-label="{tt:label('page-chronology')}"
        xmlns="http://www.w3.org/1999/xhtml">
      <svg viewBox="0 0 1000 {th:number($bottom + 24)}" role="group"
          aria-labelledby="{$title}" xmlns="http://www.w3.org/2000/svg">
        <title id="{$title}">
          <xsl:value-of select="
              tt:label('chronology-title', (count($th:dated), th:year(floor($th:dated[1]?start)),
                                            th:year(floor(max($th:dated?start)))))"/>
        </title>
        <xsl:call-template name="thp:axis"><xsl:with-param name="bottom" select="$bottom"/></xsl:call-template>
        <xsl:for-each select="$shown">
          <xsl:variable name="number" as="xs:integer" select="position()"/>
          <g class="lane lane-{?kind}" transform="translate(0 {th:number(sum($heights[position() lt $number]))})">
            <text class="lane-name" x="4" y="14"><xsl:value-of select="tt:label('dated-' || ?kind)"/></text>
            <xsl:for-each select="?marks">
              <a href="#{th:dated-id(?dated)}">
                <title><xsl:value-of select="th:dated-name(?dated)"/></title>
                <rect x="{th:number(?left)}" y="{20 + 14 * ?row}" width="{th:number(?right - ?left)}" height="10" rx="5"/>
              </a>
            </xsl:for-each>
          </g>
        </xsl:for-each>
      </svg>
    </div>
  </xsl:template>

  <!-- A line where each step begins, with its year where there is room for it. -->
  <xsl:template name="thp:axis" as="element()">
    <xsl:param name="bottom" as="xs:double" required="yes"/>
    <g class="axis">
      <xsl:for-each select="$thp:steps">
        <line x1="{th:number(?left)}" x2="{th:number(?left)}" y1="0" y2="{th:number($bottom)}"/>
        <xsl:variable name="name" as="xs:string" select="th:year(?at * $thp:step)"/>
        <xsl:if test="?width ge 10 * string-length($name)">
          <text x="{th:number(?left + 3)}" y="{th:number($bottom + 16)}"><xsl:value-of select="$name"/></text>
        </xsl:if>
      </xsl:for-each>
    </g>
  </xsl:template>

</xsl:stylesheet>
