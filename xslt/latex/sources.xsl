<?xml version="1.0" encoding="UTF-8"?>
<!--
  The sources that the notes cite, made from the registers: works by author, archival units grouped by repository, each
  with the notes that cite it.

  Public: tl:sources
-->
<xsl:stylesheet version="3.0" default-mode="tl:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tl="urn:teitools:xslt:latex"
    xmlns:tlp="urn:teitools:xslt:latex:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:function name="tl:sources" as="xs:string*">
    <xsl:variable name="cited" as="element()*" select="if (tt:shows-register('archives-works')) then tt:cited() | () else ()"/>
    <xsl:variable name="works" as="element()*" select="$cited[self::bibl or self::biblStruct]"/>
    <xsl:variable name="units" as="element()*" select="$cited[self::msDesc]"/>
    <xsl:sequence select="
        if ($works) then tl:section(tt:label('works'), string-join(tt:sort($works, tlp:work-key#1) ! tlp:work(.), '&#10;'))
        else (),
        if ($units) then tl:section(tt:label('archival-sources'), tlp:by-repository($units)) else ()"/>
  </xsl:function>

  <xsl:function name="tlp:work-key" as="xs:string">
    <xsl:param name="work" as="item()"/>
    <xsl:sequence select="tt:plain-text(($work//author)[1]) || ' ' || tt:plain-text(($work//title)[1])"/>
  </xsl:function>

  <xsl:function name="tlp:work" as="xs:string">
    <xsl:param name="work" as="element()"/>
    <xsl:sequence select="
        tl:command('teientry', normalize-space(tl:render($work/node()[not(self::idno or self::note)])) || tlp:cited-in($work))"/>
  </xsl:function>

  <!-- ( dn. 7, dn. 18 ), as links. -->
  <xsl:function name="tlp:cited-in" as="xs:string">
    <xsl:param name="entry" as="element()"/>
    <xsl:sequence select="
        ' (' || string-join(tt:citing-notes($entry) !
          (let $label := tl:escape(tt:reference-label(.))
           return if (self::note) then tl:command('teilink', (tl:note-id(.), $label)) else $label), ', ') || ')'"/>
  </xsl:function>

  <xsl:function name="tlp:by-repository" as="xs:string">
    <xsl:param name="units" as="element()*"/>
    <xsl:variable name="groups" as="xs:string*">
      <xsl:for-each-group select="$units" group-by="tt:repository-of(.)">
        <xsl:sort select="tt:sort-key(current-grouping-key())"
            collation="http://www.w3.org/2005/xpath-functions/collation/codepoint"/>
        <xsl:sequence select="tl:command('teisubhead', tl:escape(current-grouping-key()))"/>
        <xsl:sequence select="
            tt:sort(current-group(), tlp:unit-text#1)
            ! tl:command('teientry', tl:escape(tlp:unit-text(.)) || tlp:cited-in(.))"/>
      </xsl:for-each-group>
    </xsl:variable>
    <xsl:sequence select="string-join($groups, '&#10;')"/>
  </xsl:function>

  <xsl:function name="tlp:unit-text" as="xs:string">
    <xsl:param name="unit" as="item()"/>
    <xsl:sequence select="string-join($unit/(self::msDesc/msIdentifier, .)[1]/(collection, idno[1]) ! tt:plain-text(.), ', ')"/>
  </xsl:function>

</xsl:stylesheet>
