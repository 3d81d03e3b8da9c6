<?xml version="1.0" encoding="UTF-8"?>
<!--
  Where places are on the globe (TEI Guidelines 14.3.4.1): geo holds latitude and longitude, in degrees.

  Public: tt:coordinates, tt:location-of
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- Latitude and longitude of a point; empty for anything else, such as a polygon or the numbers of another datum. -->
  <xsl:function name="tt:coordinates" as="xs:decimal*">
    <xsl:param name="geo" as="element(geo)"/>
    <xsl:variable name="datum" as="attribute(datum)?"
        select="(tt:resolve($geo/@decls)/self::geoDecl, root($geo)//geoDecl)[1]/@datum"/>
    <xsl:variable name="point" as="xs:string" select="
        if (matches($geo, '^\s*-?\d+,\d+\s+-?\d+,\d+\s*$')) then translate($geo, ',', '.') else string($geo)"/>
    <xsl:variable name="numbers" as="xs:string*" select="tokenize($point, '[\s,]+')[. != '']"/>
    <xsl:sequence select="
        if (count($numbers) = 2 and (every $n in $numbers satisfies $n castable as xs:decimal)
            and not($datum != 'WGS84')
            and abs(xs:decimal($numbers[1])) le 90 and abs(xs:decimal($numbers[2])) le 180)
        then $numbers ! xs:decimal(.) else ()"/>
  </xsl:function>

  <!-- Of the locations of a place that have a point the one that is the most certain, else the first. -->
  <xsl:function name="tt:location-of" as="element(geo)?">
    <xsl:param name="place" as="element(place)"/>
    <xsl:variable name="points" as="element(geo)*" select="$place/(location | .)/geo[exists(tt:coordinates(.))]"/>
    <xsl:variable name="sure" as="element(geo)*" select="$points[not((@cert, ../@cert)[1] = ('low', 'medium', 'unknown'))]"/>
    <xsl:sequence select="($sure, $points[(@cert, ../@cert)[1] = 'medium'], $points)[1]"/>
  </xsl:function>

</xsl:stylesheet>
