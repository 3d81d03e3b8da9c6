<?xml version="1.0" encoding="UTF-8"?>
<!--
  Names of what registers describe: the text as it is, and a mention for the index. The index knows them by the main name
  of their register entry, with see-references from others; upmendex sorts them by the rules of the main language.

  Public: tl:declare-indexes, tl:print-indexes, tl:index-style, tl:mentions
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

  <!-- The indexes in their order: what each is called, and the register whose entries of which names it lists. -->
  <xsl:variable name="tlp:kinds" as="xs:string+" select="'persons', 'places', 'bodies-events', 'documents'"/>
  <xsl:variable name="tlp:indexed-names" as="map(xs:string, xs:string+)" select="map {
      'persons': ('person', 'personGrp'), 'places': 'place', 'bodies-events': ('org', 'event'),
      'documents': ('bibl', 'biblStruct', 'biblFull') }"/>
  <xsl:variable name="tlp:register-of" as="map(xs:string, xs:string)" select="
      map:merge(($tlp:kinds ! map { .: . }, map { 'documents': 'archives-works' }), map { 'duplicates': 'use-last' })"/>

  <!-- The entries of each index that the text names, by kind; none of bibliographies that are part of the text, no fonds. -->
  <xsl:variable name="tlp:indexed" as="map(xs:string, element()*)" select="
      map:merge(
        for $kind in $tlp:kinds[$indexes][tt:shows-register($tlp:register-of(.))]
        return map { $kind: (tt:mentioned($tlp:indexed-names($kind))
          | $tt:running//(quote | said | bibl)[@corresp]/tt:resolve(@corresp)[local-name() = $tlp:indexed-names($kind)])
            [@xml:id][not(root(.) is $tt:document and tt:is-in-text(.))][not(@corresp ! tt:resolve(.)[self::org])] })"/>

  <xsl:variable name="tlp:indexed-ids" as="map(xs:string, xs:boolean)"
      select="map:merge($tlp:indexed?* ! map { generate-id(.): true() }, map { 'duplicates': 'use-first' })"/>

  <!-- The preamble's lines: a file for each index, then what its entries are called. -->
  <xsl:function name="tl:declare-indexes" as="xs:string">
    <xsl:variable name="lines" as="xs:string*" select="
        for $kind in $tlp:kinds[exists($tlp:indexed(.))] return (
          tl:command('teiindexfile', ($kind, tt:stem() || '-' || $kind)),
          tt:sort($tlp:indexed($kind), tt:entry-name#1)
          ! tl:command('teiregister', (string(@xml:id), $kind, tl:escape-index(tt:entry-name(.)))))"/>
    <xsl:sequence select="string-join($lines, '&#10;')"/>
  </xsl:function>

  <!-- Before each index, what leads to the main names of its entries from other names that the text uses. -->
  <xsl:function name="tl:print-indexes" as="xs:string*">
    <xsl:for-each select="$tlp:kinds[exists($tlp:indexed(.))]">
      <xsl:variable name="kind" as="xs:string" select="."/>
      <xsl:sequence select="
          '&#10;' || string-join((
            tt:index-lines($tlp:indexed($kind))[exists(?see)] ! tl:command('teisee', ($kind, tl:escape-index(?name),
              string-join(?see ! tl:escape-index(tt:entry-name(.)), '; '))),
            tl:command('teiprintindex', ($kind, tt:stem() || '-' || $kind, tl:escape(tt:label('index-' || $kind))))), '&#10;')"/>
    </xsl:for-each>
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

  <!-- A mention of an entry, or of several: whatever element names them. -->
  <xsl:template match="text//*[@ref][exists(tlp:entries-at(@ref))]" priority="20">
    <xsl:variable name="content" as="item()*"><xsl:next-match/></xsl:variable>
    <xsl:variable name="entries" as="element()+" select="tlp:entries-at(@ref)"/>
    <xsl:value-of select="
        string-join(tail($entries) ! tl:command('teimention', string(@xml:id)))
        || tl:command('teiname', (string($entries[1]/@xml:id), string-join($content)))"/>
  </xsl:template>

  <!-- What is quoted from a document, or cites a work, speaks of it. -->
  <xsl:function name="tl:mentions" as="xs:string*">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        $element[self::quote or self::said or self::bibl]/@corresp[tt:is-in-text(..)] ! tlp:entries-at(.)
        ! tl:command('teimention', string(@xml:id))"/>
  </xsl:function>

  <!-- The entries of indexes that the attribute points at. -->
  <xsl:function name="tlp:entries-at" as="element()*">
    <xsl:param name="pointers" as="attribute()"/>
    <xsl:sequence select="
        if ($indexes) then tt:resolve($pointers)[map:contains($tlp:indexed-ids, generate-id(.))] else ()"/>
  </xsl:function>

</xsl:stylesheet>
