<?xml version="1.0" encoding="UTF-8"?>
<!--
  Names of persons and places: the text as it is, and a mention for the index. The index knows them by the main name
  of their register entry; upmendex sorts them by the rules of the main language.

  Public: tl:declare-indexes, tl:print-indexes, tl:index-style
-->
<xsl:stylesheet version="3.0" default-mode="tl:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tl="urn:teitools:xslt:latex"
    xmlns:tlp="urn:teitools:xslt:latex:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- The kinds of index and the register entries that belong in each. -->
  <xsl:variable name="tlp:indexes" as="map(xs:string, xs:string+)"
      select="map { 'persons': ('person', 'personGrp'), 'places': 'place' }"/>

  <xsl:variable name="tlp:indexed-names" as="xs:string*"
      select="map:keys($tlp:indexes)[tt:shows-register(.)] ! $tlp:indexes(.)"/>

  <xsl:function name="tlp:indexed" as="element()*">
    <xsl:param name="kind" as="xs:string"/>
    <xsl:sequence select="
        if ($indexes and tt:shows-register($kind)) then tt:sort(tt:mentioned($tlp:indexes($kind))[@xml:id], tt:entry-name#1)
        else ()"/>
  </xsl:function>

  <!-- The preamble's lines: a file for each index, then what its entries are called. -->
  <xsl:function name="tl:declare-indexes" as="xs:string">
    <xsl:variable name="lines" as="xs:string*" select="
        for $kind in ('persons', 'places')[exists(tlp:indexed(.))] return (
          tl:command('teiindexfile', ($kind, tt:stem() || '-' || $kind)),
          tlp:indexed($kind) ! tl:command('teiregister', (string(@xml:id), $kind, tl:escape-index(tt:entry-name(.)))))"/>
    <xsl:sequence select="string-join($lines, '&#10;')"/>
  </xsl:function>

  <xsl:function name="tl:print-indexes" as="xs:string*">
    <xsl:sequence select="
        ('persons', 'places')[exists(tlp:indexed(.))] !
          tl:command('teiprintindex', (., tt:stem() || '-' || ., tl:escape(tt:label('index-' || .))))"/>
  </xsl:function>

  <!-- The style for upmendex: letters as headings, the alphabet of the main language. -->
  <xsl:function name="tl:index-style" as="xs:string">
    <xsl:sequence select="string-join((
        'icu_locale &quot;' || tokenize(tl:main-tag(), '-')[1] || '&quot;',
        'lethead_flag 1',
        'lethead_prefix &quot;{\\bfseries &quot;',
        'lethead_suffix &quot;}\\nopagebreak\n&quot;',
        'delim_0 &quot;, &quot;', 'delim_r &quot;–&quot;', ''), '&#10;')"/>
  </xsl:function>

  <xsl:template match="geo"><xsl:value-of select="tt:space-before(.) || tl:content(.)"/></xsl:template>

  <!-- A mention of an entry: whatever element names it. -->
  <xsl:template match="text//*[@ref][tlp:entry-of(.)]" priority="20">
    <xsl:variable name="content" as="item()*"><xsl:next-match/></xsl:variable>
    <xsl:value-of select="tl:command('teiname', (string(tlp:entry-of(.)/@xml:id), string-join($content)))"/>
  </xsl:template>

  <!-- The entry of an index that the element points at. -->
  <xsl:function name="tlp:entry-of" as="element()?">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        if ($indexes) then tt:resolve($element/@ref)[local-name() = $tlp:indexed-names][@xml:id][1] else ()"/>
  </xsl:function>

</xsl:stylesheet>
