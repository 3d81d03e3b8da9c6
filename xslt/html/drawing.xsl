<?xml version="1.0" encoding="UTF-8"?>
<!--
  A map as SVG: land, places as links to their entries, names beside them so that none covers another.

  Public: th:drawing
-->
<xsl:stylesheet version="3.0" default-mode="th:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns:thp="urn:teitools:xslt:html:private"
    xmlns="http://www.w3.org/2000/svg"
    exclude-result-prefixes="#all">

  <xsl:template name="th:drawing" as="element()">
    <xsl:param name="name" as="xs:string" required="yes"/>
    <xsl:param name="frame" as="map(xs:string, xs:double)" required="yes"/>
    <xsl:param name="points" as="map(xs:string, item())*" required="yes"/>
    <xsl:param name="detail" as="map(xs:string, xs:double)?"/>
    <xsl:variable name="placed" as="map(xs:string, item())*" select="$points ! thp:placed(., $frame)"/>
    <div class="map-frame" id="{th:page-part-id($name)}" tabindex="0" role="region" xmlns="http://www.w3.org/1999/xhtml"
        aria-label="{tt:label(if ($name = 'map') then 'page-map' else $name)}"
        data-in="{tt:label('map-in')}" data-out="{tt:label('map-out')}">
      <svg viewBox="0 0 1000 {th:number($frame?height)}" role="group" xmlns="http://www.w3.org/2000/svg"
          aria-labelledby="{th:page-part-id($name || '-title')}">
        <title id="{th:page-part-id($name || '-title')}">
          <xsl:value-of select="tt:label('map-title', count($points))"/>
        </title>
        <rect class="sea" width="1000" height="{th:number($frame?height)}"/>
        <xsl:call-template name="thp:land"><xsl:with-param name="frame" select="$frame"/></xsl:call-template>
        <xsl:for-each select="$detail">
          <a class="detail" href="#{th:page-part-id('map-detail')}">
            <title><xsl:value-of select="tt:label('map-detail')"/></title>
            <rect x="{th:number(thp:x(?west, $frame))}" y="{th:number(thp:y(?north, $frame))}"
                width="{th:number(thp:x(?east, $frame) - thp:x(?west, $frame))}"
                height="{th:number(thp:y(?south, $frame) - thp:y(?north, $frame))}"/>
          </a>
        </xsl:for-each>
        <xsl:variable name="labels" as="map(xs:string, item()*)" select="thp:labels($placed, $frame, $detail)"/>
        <xsl:for-each select="$placed">
          <xsl:call-template name="thp:place">
            <xsl:with-param name="label" select="$labels(generate-id(?place))"/>
          </xsl:call-template>
        </xsl:for-each>
      </svg>
    </div>
  </xsl:template>

  <xsl:function name="thp:x" as="xs:double">
    <xsl:param name="longitude" as="xs:double"/>
    <xsl:param name="frame" as="map(xs:string, xs:double)"/>
    <xsl:sequence select="($longitude - $frame?west) * $frame?squeeze * $frame?scale"/>
  </xsl:function>

  <xsl:function name="thp:y" as="xs:double">
    <xsl:param name="latitude" as="xs:double"/>
    <xsl:param name="frame" as="map(xs:string, xs:double)"/>
    <xsl:sequence select="($frame?north - $latitude) * $frame?scale"/>
  </xsl:function>

  <!-- A number of a drawing: a tenth of a unit is finer than anybody sees. -->
  <xsl:function name="th:number" as="xs:string">
    <xsl:param name="number" as="xs:double"/>
    <xsl:sequence select="format-number(round($number * 10) div 10, '0.#')"/>
  </xsl:function>

  <!-- The tiles of land that the map shows, the coarse ones for much of the world. -->
  <xsl:template name="thp:land" as="element()">
    <xsl:param name="frame" as="map(xs:string, xs:double)" required="yes"/>
    <xsl:variable name="level" as="element()" select="
        doc('outlines.xml')/outlines/level[@name = (if ($frame?east - $frame?west gt 100) then 'coarse' else 'fine')]"/>
    <xsl:variable name="step" as="xs:double" select="number($level/@step)"/>
    <xsl:variable name="unit" as="xs:double" select="$frame?scale div 100"/>
    <g class="land" transform="translate({th:number(thp:x(0, $frame))} {th:number(thp:y(0, $frame))}) {
        'scale(' || format-number($frame?squeeze * $unit, '0.#####') || ' ' || format-number($unit, '0.#####') || ')'}">
      <xsl:for-each select="$level/tile
          [number(@west) + $step gt $frame?west and number(@west) lt $frame?east]
          [number(@south) + $step gt $frame?south and number(@south) lt $frame?north]">
        <path d="{@d}"/>
      </xsl:for-each>
    </g>
  </xsl:template>

  <xsl:function name="thp:placed" as="map(xs:string, item())">
    <xsl:param name="point" as="map(xs:string, item())"/>
    <xsl:param name="frame" as="map(xs:string, xs:double)"/>
    <xsl:sequence select="
        map:merge(($point, map { 'x': thp:x($point?longitude, $frame), 'y': thp:y($point?latitude, $frame) }))"/>
  </xsl:function>

  <!-- The sign of a place keeps its size when the map is enlarged: it is drawn round its own origin. -->
  <xsl:template name="thp:place" as="element()">
    <xsl:param name="label" as="map(xs:string, item()*)?" required="yes"/>
    <xsl:variable name="kind" as="xs:string" select="th:kind-of-list(?place)"/>
    <g class="place kind-{$kind}" transform="translate({th:number(?x)} {th:number(?y)})">
      <a class="sign" href="{th:href(?place, 'map.html')}">
        <title><xsl:value-of select="tt:label('map-sign', (?name, ?mentions))"/></title>
        <xsl:if test="$label?far">
          <line x2="{th:number($label?line-x)}" y2="{th:number($label?line-y)}"/>
        </xsl:if>
        <circle r="5"/>
        <xsl:if test="exists($label)">
          <text x="{th:number($label?dx)}" y="{th:number($label?dy)}" text-anchor="{$label?anchor}">
            <xsl:sequence select="th:name-language(?place)"/>
            <xsl:value-of select="?name"/>
          </text>
        </xsl:if>
      </a>
    </g>
  </xsl:template>

  <!-- As many names as a map can hold; the signs of the others say theirs when asked. -->
  <xsl:variable name="thp:most-labels" as="xs:integer" select="80"/>

  <!--
    Where the name of each place stands, by its identity. Those that are named most often choose first, among places
    round the sign, nearest ones first; whatever is taken by a name, a sign or the edge is not chosen.
  -->
  <xsl:function name="thp:labels" as="map(xs:string, item()*)">
    <xsl:param name="points" as="map(xs:string, item())*"/>
    <xsl:param name="frame" as="map(xs:string, xs:double)"/>
    <xsl:param name="detail" as="map(xs:string, xs:double)?"/>
    <xsl:variable name="signs" as="map(xs:string, xs:double)*" select="
        $points ! map { 'left': ?x - 7, 'right': ?x + 7, 'top': ?y - 7, 'bottom': ?y + 7 },
        $detail ! map { 'left': thp:x(?west, $frame), 'right': thp:x(?east, $frame), 'top': thp:y(?north, $frame),
                        'bottom': thp:y(?south, $frame) }"/>
    <xsl:variable name="ranked" as="map(xs:string, item())*"
        select="sort($points, (), function($point as map(*)) as xs:integer { -$point?mentions })"/>
    <xsl:variable name="chosen" as="map(xs:string, item()*)*" select="
        fold-left($ranked[position() le $thp:most-labels], (), function($taken as map(*)*, $point as map(*)) as map(*)* {
          $taken, thp:choice($point, $signs, $taken, $frame) })"/>
    <xsl:sequence select="map:merge($chosen ! map { ?id: . })"/>
  </xsl:function>

  <xsl:function name="thp:choice" as="map(xs:string, item()*)?">
    <xsl:param name="point" as="map(xs:string, item())"/>
    <xsl:param name="signs" as="map(xs:string, xs:double)*"/>
    <xsl:param name="taken" as="map(xs:string, item()*)*"/>
    <xsl:param name="frame" as="map(xs:string, xs:double)"/>
    <xsl:variable name="width" as="xs:double" select="thp:width($point?name)"/>
    <xsl:variable name="others" as="map(xs:string, item()*)*" select="$signs, $taken"/>
    <xsl:iterate select="$thp:candidates">
      <xsl:variable name="box" as="map(xs:string, item()*)" select="thp:box($point, ., $width)"/>
      <xsl:if test="
          $box?left ge 2 and $box?right le 998 and $box?top ge 2 and $box?bottom le $frame?height - 2
          and (every $other in $others satisfies
            $box?right le $other?left or $box?left ge $other?right or $box?bottom le $other?top or $box?top ge $other?bottom)">
        <xsl:break select="$box"/>
      </xsl:if>
    </xsl:iterate>
  </xsl:function>

  <!-- Beside the sign, above, below, at its corners; then farther away, joined with it by a line. -->
  <xsl:variable name="thp:candidates" as="map(xs:string, item())+" select="
      map { 'dx': 9e0, 'dy': 5e0, 'anchor': 'start' }, map { 'dx': -9e0, 'dy': 5e0, 'anchor': 'end' },
      map { 'dx': 0e0, 'dy': -10e0, 'anchor': 'middle' }, map { 'dx': 0e0, 'dy': 21e0, 'anchor': 'middle' },
      map { 'dx': 8e0, 'dy': -7e0, 'anchor': 'start' }, map { 'dx': -8e0, 'dy': -7e0, 'anchor': 'end' },
      map { 'dx': 8e0, 'dy': 18e0, 'anchor': 'start' }, map { 'dx': -8e0, 'dy': 18e0, 'anchor': 'end' },
      for $distance in (24e0, 40e0, 60e0, 85e0), $way in (-1e0, 1e0) return (
        map { 'dx': $distance * 0.8e0, 'dy': $way * $distance + 5, 'anchor': 'start', 'far': true() },
        map { 'dx': -$distance * 0.8e0, 'dy': $way * $distance + 5, 'anchor': 'end', 'far': true() },
        map { 'dx': 0e0, 'dy': $way * $distance * 1.3e0 + 5, 'anchor': 'middle', 'far': true() })"/>

  <xsl:function name="thp:box" as="map(xs:string, item()*)">
    <xsl:param name="point" as="map(xs:string, item())"/>
    <xsl:param name="candidate" as="map(xs:string, item())"/>
    <xsl:param name="width" as="xs:double"/>
    <xsl:variable name="left" as="xs:double" select="
        $point?x + $candidate?dx
        - (if ($candidate?anchor = 'end') then $width else if ($candidate?anchor = 'middle') then $width div 2 else 0)"/>
    <xsl:variable name="base" as="xs:double" select="$point?y + $candidate?dy"/>
    <xsl:sequence select="
        map:merge(($candidate, map {
          'id': generate-id($point?place), 'left': $left, 'right': $left + $width, 'top': $base - 15, 'bottom': $base + 5,
          'line-x': $candidate?dx, 'line-y': if ($candidate?dy gt 5) then $candidate?dy - 14 else $candidate?dy + 3 }))"/>
  </xsl:function>

  <!-- The width of a name in letters of 15 units, no smaller than any usual font sets it. -->
  <xsl:function name="thp:width" as="xs:double">
    <xsl:param name="text" as="xs:string"/>
    <xsl:sequence select="
        4 + sum(string-to-codepoints($text) ! codepoints-to-string(.) ! (
          if (matches(., '[ijlıtfrI.,’''()\-\s]')) then 6.3e0 else if (matches(., '[mwMW]')) then 15e0
          else if (matches(., '\p{Lu}')) then 11.6e0 else if (matches(., '[\p{Ll}\p{M}\d]')) then 9.6e0 else 15e0))"/>
  </xsl:function>

</xsl:stylesheet>
