<?xml version="1.0" encoding="UTF-8"?>
<!--
  The map of the places that have coordinates, and the same places in a table. It is drawn here, once: land from
  outlines.xml, in the tiles that it needs, under an equirectangular projection that is true at the map's middle latitude,
  which is linear, so that paths are drawn as they are and only scaled. Borders are not drawn: those of today are none of
  a text's. Where many places lie close together they have a map of their own, and the other one shows where that is.

  Public: $th:mapped (maps with place, name, latitude, longitude, mentions), th:map
-->
<xsl:stylesheet version="3.0" default-mode="th:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:array="http://www.w3.org/2005/xpath-functions/array"
    xmlns:math="http://www.w3.org/2005/xpath-functions/math"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns:thp="urn:teitools:xslt:html:private"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- The places of the register that can be drawn, in its order. -->
  <xsl:variable name="th:mapped" as="map(xs:string, item())*" select="
      if (not(tt:shows-register('map'))) then ()
      else tt:sort($th:entries('places.html')[self::place][exists(tt:location-of(.))], tt:entry-name#1) ! thp:mapped(.)"/>

  <xsl:function name="thp:mapped" as="map(xs:string, item())">
    <xsl:param name="place" as="element(place)"/>
    <xsl:variable name="geo" as="element(geo)" select="tt:location-of($place)"/>
    <xsl:variable name="point" as="xs:decimal+" select="tt:coordinates($geo)"/>
    <xsl:sequence select="
        map {
          'place': $place, 'geo': $geo, 'latitude': xs:double($point[1]), 'longitude': xs:double($point[2]),
          'name': tt:entry-name($place) || ' (?)'[($geo/@cert, $geo/../@cert) = ('low', 'medium')],
          'mentions': count(tt:mentions($place)) }"/>
  </xsl:function>

  <xsl:template name="th:map" as="element()+">
    <xsl:variable name="close" as="map(xs:string, item())*" select="thp:close-together($th:mapped)"/>
    <xsl:variable name="detail" as="map(xs:string, xs:double)?" select="thp:frame($close)[exists($close)]"/>
    <xsl:call-template name="th:drawing">
      <xsl:with-param name="name" select="'map'"/>
      <xsl:with-param name="frame" select="thp:frame($th:mapped)"/>
      <xsl:with-param name="points" select="$th:mapped[not(generate-id(?place) = $close ! generate-id(?place))]"/>
      <xsl:with-param name="detail" select="$detail"/>
    </xsl:call-template>
    <xsl:if test="exists($close)">
      <h2 id="{th:page-part-id('map-detail-h')}"><xsl:value-of select="tt:label('map-detail')"/></h2>
      <xsl:call-template name="th:drawing">
        <xsl:with-param name="name" select="'map-detail'"/>
        <xsl:with-param name="frame" select="$detail"/>
        <xsl:with-param name="points" select="$close"/>
      </xsl:call-template>
    </xsl:if>
    <p class="map-source"><xsl:value-of select="tt:label('map-source')"/></p>
    <xsl:call-template name="thp:table-of-places"/>
  </xsl:template>

  <xsl:template name="thp:table-of-places" as="element()">
    <div class="table-frame">
      <table class="map-places">
        <thead>
          <tr>
            <th scope="col"><xsl:value-of select="tt:label('map-place')"/></th>
            <th scope="col"><xsl:value-of select="tt:label('header-geoDecl')"/></th>
            <th scope="col"><xsl:value-of select="tt:label('occurrences')"/></th>
          </tr>
        </thead>
        <tbody>
          <xsl:for-each select="$th:mapped">
            <tr>
              <th scope="row">
                <a href="{th:href(?place, 'map.html')}">
                  <xsl:sequence select="th:name-language(?place)"/><xsl:value-of select="?name"/>
                </a>
              </th>
              <td><xsl:value-of select="th:position(tt:coordinates(?geo))"/></td>
              <td><xsl:value-of select="?mentions"/></td>
            </tr>
          </xsl:for-each>
        </tbody>
      </table>
    </div>
  </xsl:template>

  <!-- The extent of a map in degrees, with a margin, no smaller than a few degrees and neither too high nor too wide. -->
  <xsl:function name="thp:frame" as="map(xs:string, xs:double)?">
    <xsl:param name="points" as="map(xs:string, item())*"/>
    <xsl:if test="exists($points)">
      <xsl:variable name="middle" as="xs:double" select="(min($points?latitude) + max($points?latitude)) div 2"/>
      <xsl:variable name="squeeze" as="xs:double" select="max((0.2, math:cos($middle * math:pi() div 180)))"/>
      <xsl:variable name="wide" as="xs:double"
          select="max(((max($points?longitude) - min($points?longitude)) * $squeeze * 1.18, 3))"/>
      <xsl:variable name="high" as="xs:double" select="max(((max($points?latitude) - min($points?latitude)) * 1.18, 2))"/>
      <xsl:variable name="width" as="xs:double" select="max(($wide, $high * 1.5))"/>
      <xsl:variable name="height" as="xs:double" select="max(($high, $width div 2.2))"/>
      <xsl:sequence select="
          map {
            'squeeze': $squeeze, 'scale': 1000 div $width, 'height': $height * 1000 div $width,
            'west': (min($points?longitude) + max($points?longitude) - $width div $squeeze) div 2,
            'east': (min($points?longitude) + max($points?longitude) + $width div $squeeze) div 2,
            'north': $middle + $height div 2, 'south': $middle - $height div 2 }"/>
    </xsl:if>
  </xsl:function>

  <!-- The places of the densest part, a quarter of the map wide, if it holds a third of them: their names need room. -->
  <xsl:function name="thp:close-together" as="map(xs:string, item())*">
    <xsl:param name="points" as="map(xs:string, item())*"/>
    <xsl:variable name="frame" as="map(xs:string, xs:double)?" select="thp:frame($points)"/>
    <xsl:variable name="reach" as="xs:double?" select="$frame ! (1000 div ?scale div 8)"/>
    <xsl:if test="count($points) ge 8 and count($points) le 300">
      <xsl:variable name="groups" as="array(*)*" select="
          for $one in $points return array { $points
            [abs(?latitude - $one?latitude) le $reach][abs(?longitude - $one?longitude) * $frame?squeeze le $reach] }"/>
      <xsl:variable name="most" as="xs:integer" select="max($groups ! array:size(.))"/>
      <xsl:variable name="is-dense" as="xs:boolean" select="$most ge max((4, count($points) div 3)) and $most lt count($points)"/>
      <xsl:sequence select="$groups[$is-dense][array:size(.) eq $most][1]?*"/>
    </xsl:if>
  </xsl:function>

</xsl:stylesheet>
