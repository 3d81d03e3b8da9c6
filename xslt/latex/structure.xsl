<?xml version="1.0" encoding="UTF-8"?>
<!-- Divisions, headings, paragraphs, page and line beginnings, title pages of the source, letters' openers and closers. -->
<xsl:stylesheet version="3.0" default-mode="tl:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tl="urn:teitools:xslt:latex"
    xmlns:tlp="urn:teitools:xslt:latex:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:template match="teiHeader | standOff | facsimile | sourceDoc | fw | cb | milestone | anchor | space"/>

  <xsl:template match="TEI | teiCorpus | text | front | body | back | group">
    <xsl:value-of select="tl:content(.)"/>
  </xsl:template>

  <xsl:template match="floatingText">
    <xsl:value-of select="tl:environment('teiquote', tl:content(.))"/>
  </xsl:template>

  <!-- A division: its headings as one, then the rest. A division without a heading is set off by a blank line. -->
  <xsl:template match="div | div0 | div1 | div2 | div3 | div4 | div5 | div6 | div7">
    <xsl:variable name="heads" as="element(head)*" select="tlp:leading-heads(.)"/>
    <xsl:value-of select="
        if (exists($heads)) then tlp:heading(., $heads)
        else if (preceding-sibling::*[tt:is-block(.)]) then '&#10;\teispace{}&#10;' else '&#10;'"/>
    <xsl:value-of select="tl:render(node() except $heads)"/>
  </xsl:template>

  <!-- The headings before the first block of the division; later ones are subheadings within the text. -->
  <xsl:function name="tlp:leading-heads" as="element(head)*">
    <xsl:param name="division" as="element()"/>
    <xsl:sequence select="$division/head[empty(preceding-sibling::*[not(self::head or self::pb or self::lb or self::cb or self::fw)])]"/>
  </xsl:function>

  <!-- \teihead{level}{for the contents}{for the running head}{heading}; a title above the heading stands above it. -->
  <xsl:function name="tlp:heading" as="xs:string">
    <xsl:param name="division" as="element()"/>
    <xsl:param name="heads" as="element(head)+"/>
    <xsl:variable name="main" as="element(head)" select="($heads[not(@type = ('title', 'sub', 'desc'))], $heads)[1]"/>
    <xsl:variable name="plain" as="xs:string" select="tt:plain-text($main)"/>
    <xsl:variable name="level" as="xs:integer"
        select="min((5, 1 + count($division/ancestor::*[tt:is-division(.)][head])))"/>
    <xsl:variable name="above" as="xs:string*" select="$heads[. &lt;&lt; $main] ! (tl:command('teiheadabove', tlp:head-text(.)) || '&#x10FFFB;')"/>
    <xsl:variable name="below" as="xs:string*" select="$heads[. >> $main] ! tl:command('teisubhead', tlp:head-text(.))"/>
    <xsl:sequence select="
        '&#10;&#10;' || tl:command('teihead', (string($level), tl:escape($plain), tl:escape(tlp:shorten($plain, 64)),
          string-join($above) || tlp:head-text($main))) || '&#10;' || string-join($below, '&#10;')"/>
  </xsl:function>

  <xsl:function name="tlp:head-text" as="xs:string">
    <xsl:param name="head" as="element(head)"/>
    <xsl:sequence select="tl:in-language(tl:language-of($head), tl:language-of($head/..), normalize-space(tl:content($head)))"/>
  </xsl:function>

  <!-- A heading that is too long for a running head, cut at a word. -->
  <xsl:function name="tlp:shorten" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="length" as="xs:integer"/>
    <xsl:sequence select="
        if (string-length($text) le $length) then $text
        else replace(substring($text, 1, $length), '\W*\s\S*$', '') || ' …'"/>
  </xsl:function>

  <xsl:template match="head">
    <xsl:value-of select="'&#10;' || tl:command('teisubhead', tl:content(.)) || '&#10;'"/>
  </xsl:template>

  <xsl:template match="p | ab">
    <xsl:value-of select="'&#10;&#10;' || tl:content(.) || '&#10;&#10;'"/>
  </xsl:template>

  <!-- Two blocks of text with nothing but space between them. -->
  <xsl:template match="p[@rend = 'center'] | ab[@rend = 'center'] | trailer">
    <xsl:value-of select="'&#10;' || tl:command('teicentered', tl:content(.)) || '&#10;'"/>
  </xsl:template>

  <xsl:template match="lb[not(@break = 'no')]"><xsl:text> </xsl:text></xsl:template>
  <xsl:template match="lb"/>

  <!-- Line beginnings that are the author's own: in addresses, title pages, headings of letters. -->
  <xsl:template priority="1" match="lb[ancestor::titlePage or ancestor::address or ancestor::head or @rend]">
    <xsl:if test="preceding-sibling::node()[normalize-space() or self::*]"><xsl:text>\newline{}</xsl:text></xsl:if>
  </xsl:template>

  <!-- A page begins within a line. Where it begins between blocks, tl:start() marks it at the next one. -->
  <xsl:template match="pb[ancestor::*[tt:is-carrier(.)]]">
    <xsl:value-of select="tl:page-mark(., 'teipage')"/>
  </xsl:template>
  <xsl:template match="pb"/>

  <xsl:function name="tl:page-mark" as="xs:string">
    <xsl:param name="page" as="element(pb)"/>
    <xsl:param name="command" as="xs:string"/>
    <xsl:variable name="number" as="xs:string" select="tl:escape(normalize-space($page/@n))"/>
    <xsl:sequence select="
        if ($page[ancestor::note or ancestor::table or ancestor::figure or ancestor::titlePage])
        then tl:command('teipageinline', $number) else tl:command($command, $number)"/>
  </xsl:function>

  <xsl:template match="milestone[@rend or @unit = ('section', 'asterisk', 'ornament')][not(ancestor::p)]">
    <xsl:text>&#10;\teirule{}&#10;</xsl:text>
  </xsl:template>

  <!-- Title pages of the source, line by line. -->
  <xsl:template match="titlePage">
    <xsl:value-of select="'&#10;\teispace{}' || tl:content(.) || '\teispace{}&#10;'"/>
  </xsl:template>
  <xsl:template match="docTitle | titlePage/titlePart/title">
    <xsl:value-of select="tl:content(.)"/>
  </xsl:template>
  <xsl:template match="docTitle/titlePart | titlePage/titlePart">
    <xsl:value-of select="'&#10;' || tl:command('teicentered', '\large ' || tl:content(.)) || '&#10;'"/>
  </xsl:template>
  <xsl:template match="titlePage//byline | docImprint | docEdition | titlePage/docAuthor | titlePage/docDate | imprimatur">
    <xsl:value-of select="'&#10;' || tl:command('teicentered', tl:content(.)) || '&#10;'"/>
  </xsl:template>
  <xsl:template match="docAuthor | docDate | titlePart"><xsl:value-of select="tl:content(.)"/></xsl:template>

  <!-- Letters and diaries. -->
  <xsl:template match="opener | closer | postscript | argument">
    <xsl:value-of select="
        if (text()[normalize-space()]) then '&#10;&#10;' || tl:content(.) || '&#10;&#10;' else tl:content(.)"/>
  </xsl:template>
  <xsl:template match="epigraph">
    <xsl:value-of select="tl:environment('teiquote', tl:content(.))"/>
  </xsl:template>
  <xsl:template match="byline | dateline | salute | signed | address | addrLine | meeting">
    <xsl:value-of select="'&#10;&#10;\noindent ' || tl:content(.) || '&#10;&#10;'"/>
  </xsl:template>
  <xsl:template match="(p | salute | signed | dateline)/*[self::salute or self::signed or self::dateline or self::address]" priority="1">
    <xsl:value-of select="tl:content(.)"/>
  </xsl:template>

  <xsl:template match="divGen"/>

</xsl:stylesheet>
