<?xml version="1.0" encoding="UTF-8"?>
<!--
  How many there are before. To count the siblings before each of many elements takes the square of their number, so
  it is counted once for all children of an element that has many.

  Public: tt:count-before, tt:child-number, tt:child, tt:number-of-its-kind,
    $tt:crowds
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    xmlns:ttp="urn:teitools:xslt:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- How many of the nodes, which are in document order, stand before the place: found by halving. -->
  <xsl:function name="tt:count-before" as="xs:integer">
    <xsl:param name="nodes" as="node()*"/>
    <xsl:param name="place" as="node()"/>
    <xsl:sequence select="ttp:count-between($nodes, $place, 0, count($nodes))"/>
  </xsl:function>

  <!-- The same, when it is known that `least` of them do and those after the `most`th do not. -->
  <xsl:function name="ttp:count-between" as="xs:integer">
    <xsl:param name="nodes" as="node()*"/>
    <xsl:param name="place" as="node()"/>
    <xsl:param name="least" as="xs:integer"/>
    <xsl:param name="most" as="xs:integer"/>
    <xsl:variable name="middle" as="xs:integer" select="($least + $most + 1) idiv 2"/>
    <xsl:sequence select="
        if ($least eq $most) then $least
        else if ($nodes[$middle] &lt;&lt; $place) then ttp:count-between($nodes, $place, $middle, $most)
        else ttp:count-between($nodes, $place, $least, $middle - 1)"/>
  </xsl:function>

  <!-- Elements with many children in the documents of the edition. -->
  <xsl:variable name="tt:crowds" as="element()*" select="tt:documents($tt:document)//*[*[32]]"/>

  <xsl:variable name="ttp:child-numbers" as="map(xs:string, xs:integer)">
    <xsl:map>
      <xsl:for-each select="$tt:crowds">
        <xsl:for-each select="*"><xsl:map-entry key="generate-id()" select="position()"/></xsl:for-each>
      </xsl:for-each>
    </xsl:map>
  </xsl:variable>

  <!-- The place of the element among the elements that its parent holds. -->
  <xsl:function name="tt:child-number" as="xs:integer">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="($ttp:child-numbers(generate-id($element)), 1 + count($element/preceding-sibling::*))[1]"/>
  </xsl:function>

  <xsl:variable name="ttp:children" as="map(xs:string, element()*)" select="map:merge($tt:crowds ! map { generate-id(): * })"/>

  <!-- The element of this place among the elements that the parent holds. -->
  <xsl:function name="tt:child" as="element()?">
    <xsl:param name="parent" as="element()?"/>
    <xsl:param name="number" as="xs:integer"/>
    <xsl:variable name="many" as="element()*" select="$parent ! $ttp:children(generate-id())"/>
    <xsl:sequence select="if (exists($many)) then $many[$number] else $parent/*[$number]"/>
  </xsl:function>

  <xsl:variable name="ttp:numbers-of-kinds" as="map(xs:string, xs:integer)">
    <xsl:map>
      <xsl:for-each select="$tt:crowds">
        <xsl:for-each-group select="*" group-by="ttp:kind(.)">
          <xsl:for-each select="current-group()"><xsl:map-entry key="generate-id()" select="position()"/></xsl:for-each>
        </xsl:for-each-group>
      </xsl:for-each>
    </xsl:map>
  </xsl:variable>

  <!-- The place of the element among those of its name that its parent holds; paragraphs and anonymous blocks are one kind. -->
  <xsl:function name="tt:number-of-its-kind" as="xs:integer">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        ($ttp:numbers-of-kinds(generate-id($element)),
         1 + count($element/preceding-sibling::*[ttp:kind(.) eq ttp:kind($element)]))[1]"/>
  </xsl:function>

  <xsl:function name="ttp:kind" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="if ($element/self::ab) then 'p' else local-name($element)"/>
  </xsl:function>

</xsl:stylesheet>
