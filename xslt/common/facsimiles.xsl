<?xml version="1.0" encoding="UTF-8"?>
<!--
  Pictures of the pages of the source (TEI Guidelines 11.1): what @facs of a page beginning or a division leads to, as
  the address of a picture itself, or through a surface, a zone of one, or a graphic.

  Public: tt:scans, tt:scan-file, tt:scan-address, tt:scan-name
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:ttp="urn:teitools:xslt:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- The attributes that name the pictures: the @url of graphics, else the @facs itself. -->
  <xsl:function name="tt:scans" as="attribute()*">
    <xsl:param name="bearer" as="element()"/>
    <xsl:variable name="places" as="element()*" select="tt:resolve($bearer/@facs[contains(., '#')])"/>
    <xsl:sequence select="
        ($places/(self::graphic | self::media | ancestor-or-self::surface[1]/(graphic | media))/@url | ())[1],
        $bearer/@facs[empty($places)]"/>
  </xsl:function>

  <!-- The file of the picture in the edition; where nobody has copied any, the one that is named, if it is a picture. -->
  <xsl:function name="tt:scan-file" as="xs:string?">
    <xsl:param name="scan" as="attribute()"/>
    <xsl:sequence select="
        if (exists($tt:pictures)) then tt:picture($scan/..)
        else tt:local-address($scan)[matches(., '^[^#?]+\.(apng|avif|gif|jpe?g|png|svg|webp)$', 'i')]
          [$scan/self::attribute(url) or not(contains(., '%20'))]"/>
  </xsl:function>

  <!-- The address of a picture on another machine. -->
  <xsl:function name="tt:scan-address" as="xs:string?">
    <xsl:param name="scan" as="attribute()"/>
    <xsl:sequence select="tt:pointers($scan)[1][tt:scheme(tt:without-prefix(., $scan/..)) ne ''] ! tt:outward(., $scan)"/>
  </xsl:function>

  <!-- What the picture shows: “Image of page 3”; for a manifest or an image of IIIF that it is one. -->
  <xsl:function name="tt:scan-name" as="xs:string">
    <xsl:param name="bearer" as="element()"/>
    <xsl:param name="scan" as="attribute()"/>
    <xsl:variable name="what" as="xs:string" select="
        if ($bearer/self::pb/@n) then tt:label('image-of-page', string($bearer/@n)) else tt:label('image')"/>
    <xsl:sequence select="$what || ' (IIIF)'[ttp:is-iiif($scan)]"/>
  </xsl:function>

  <!-- Addresses as the IIIF Image API 3.0 (2.1) and the Presentation API have them. -->
  <xsl:function name="ttp:is-iiif" as="xs:boolean">
    <xsl:param name="address" as="xs:string"/>
    <xsl:sequence select="
        matches($address, '/(info|manifest)(\.json)?$|/iiif/', 'i')
        or matches($address, '/(full|square|(pct:)?[\d.,]+)/(max|full|[\^!\d,]+|pct:[\d.]+)/!?\d+/\w+\.\w+$')"/>
  </xsl:function>

</xsl:stylesheet>
