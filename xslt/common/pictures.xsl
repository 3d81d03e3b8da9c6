<?xml version="1.0" encoding="UTF-8"?>
<!--
  The pictures of a text that lie in the edition. Whoever makes the edition copies those that may be read.

  Public: tt:picture
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    xmlns:ttp="urn:teitools:xslt:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- The files of the pictures, by the elements that name them. -->
  <xsl:variable name="ttp:files" as="map(xs:string, xs:string)">
    <xsl:variable name="bearers" as="element()*"
        select="$tt:document//((graphic | media | binaryObject)[string(@url)] | pb[string(@facs)])"/>
    <xsl:sequence select="
        map:merge(
          for $picture in $tt:pictures/*/tt:picture
          return map { generate-id($bearers[xs:integer($picture/@number)]): string($picture/@file) })"/>
  </xsl:variable>

  <!-- The file of the picture that the element names, as seen from the results; empty if it is not in the edition. -->
  <xsl:function name="tt:picture" as="xs:string?">
    <xsl:param name="bearer" as="element()"/>
    <xsl:sequence select="$ttp:files(generate-id($bearer)) ! ($tt:root || .)"/>
  </xsl:function>

  <!-- Whether a picture of the figure says what the figure shows, so that its description is not shown by itself. -->
  <xsl:function name="tt:is-said-by-picture" as="xs:boolean">
    <xsl:param name="description" as="element(figDesc)"/>
    <xsl:sequence select="exists(ttp:pictures-of($description/parent::figure))"/>
  </xsl:function>

  <xsl:function name="ttp:pictures-of" as="element()*">
    <xsl:param name="figure" as="element(figure)?"/>
    <xsl:sequence select="$figure/(graphic | (media | binaryObject)[exists(tt:picture(.))])"/>
  </xsl:function>

  <!-- What is said in place of a picture: what it shows, by its figure if it is the first of this, and by itself. -->
  <xsl:function name="tt:picture-words" as="xs:string">
    <xsl:param name="bearer" as="element()"/>
    <xsl:variable name="figure" as="element(figure)?" select="$bearer/parent::figure[ttp:pictures-of(.)[1] is $bearer]"/>
    <xsl:sequence select="string-join(
        ($figure/figDesc, $bearer/desc)[not(tt:is-other-version(.))] ! tt:plain-text(.)[. ne ''], ' – ')"/>
  </xsl:function>

</xsl:stylesheet>
