<?xml version="1.0" encoding="UTF-8"?>
<!-- Divisions, headings, paragraphs, page and line beginnings, title pages of the source, letters' openers and closers. -->
<xsl:stylesheet version="3.0" default-mode="tl:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tl="urn:teitools:xslt:latex"
    xmlns:tlp="urn:teitools:xslt:latex:private"
    xmlns:tei="http://www.tei-c.org/ns/1.0"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- What this edition leaves out on purpose; a build tells any other text that is missing (ledger). -->
  <tt:leaves-out reason="header" match="tei:teiHeader/*[not(self::tei:fileDesc or self::tei:profileDesc)]"/>
  <tt:leaves-out reason="header" match="tei:profileDesc/*[not(self::tei:correspDesc or self::tei:textClass)]"/>
  <tt:leaves-out reason="header" match="tei:textClass/*[not(self::tei:keywords)]"/>
  <tt:leaves-out reason="header" match="tei:correspDesc/*[not(self::tei:correspAction or self::tei:p or self::tei:ab)]"/>
  <tt:leaves-out reason="header"
      match="tei:titleStmt/tei:title[@type][not(@type = 'main' or @type = 'sub' or @type = 'alt' or @type = 'desc')]"/>
  <tt:leaves-out reason="header" match="tei:titleStmt/tei:author/tei:idno"/>
  <tt:leaves-out reason="header" match="tei:titleStmt/*[not(self::tei:title or self::tei:author or self::tei:respStmt)]"/>
  <tt:leaves-out reason="header" match="tei:editionStmt/*[not(self::tei:edition or self::tei:p)]"/>
  <tt:leaves-out reason="header" match="
      tei:fileDesc/*[not(self::tei:titleStmt or self::tei:editionStmt or self::tei:publicationStmt or self::tei:sourceDesc)]"/>
  <tt:leaves-out reason="header" match="tei:sourceDesc/*[not(self::tei:p or self::tei:msDesc)]"/>
  <tt:leaves-out reason="header" match="tei:teiCorpus//tei:TEI/tei:teiHeader/tei:fileDesc/*[not(self::tei:titleStmt)]"/>
  <tt:leaves-out reason="header" match="tei:teiCorpus//tei:TEI/tei:teiHeader//tei:respStmt"/>
  <tt:leaves-out reason="registers" match="
      tei:TEI/tei:standOff//*[not((ancestor-or-self::tei:note | .//tei:note)[@type = 'editorial'])]"/>
  <tt:leaves-out reason="scans" match="tei:facsimile"/>
  <tt:leaves-out reason="running-heads" match="tei:fw"/>
  <!-- What links mean may be described (TEI Guidelines 17.1); else they are for programs. -->
  <xsl:template match="teiHeader | standOff | facsimile | sourceDoc | fw | cb | milestone
      | (link | linkGrp)[not(normalize-space())]">
    <xsl:value-of select="tt:space-instead(.)"/>
  </xsl:template>

  <!-- A point of the text: where references lead to, and notes may be called. -->
  <xsl:template match="anchor">
    <xsl:variable name="end" as="xs:string" select="tl:end(.)"/>
    <xsl:value-of select="tl:start(.) || $end || tt:space-behind(.)[$end ne '']"/>
  </xsl:template>

  <!-- Where there is no text, they are what there is to read. -->
  <xsl:template match="(teiHeader | standOff | facsimile | sourceDoc)[tt:is-top(.)]" priority="2">
    <xsl:value-of select="tl:content(.)"/>
  </xsl:template>

  <xsl:template match="TEI | teiCorpus | text | front | body | back | group">
    <xsl:value-of select="tl:content(.)"/>
  </xsl:template>

  <xsl:template match="group/text" priority="1">
    <xsl:value-of select="
        '&#10;\teispace{}&#10;'[current()/preceding-sibling::text]
        || tl:letter-lines(tl:letter-head(.)) || tl:content(.)"/>
  </xsl:template>

  <!-- One of several texts with headers of their own: its titles as one heading, its authors, its text. -->
  <xsl:template match="(TEI | teiCorpus)[tt:is-part(.)]" priority="1">
    <xsl:variable name="titles" as="element(title)*" select="tt:titles-of(.)"/>
    <xsl:variable name="plain" as="xs:string" select="($titles[1] ! tt:plain-text(.), tt:label('untitled'))[1]"/>
    <xsl:value-of select="
        '&#10;&#10;' || tl:command('teihead', (string(min((5, tt:division-depth(.)))), tl:escape($plain),
          tl:escape(tlp:shorten($plain, 64)), ($titles[1] ! tl:header-text(.), tl:escape($plain))[1])) || '&#10;'
        || string-join((tail($titles), tt:authors-of(.)) ! tl:command('teisubhead', tl:header-text(.)), '&#10;')
        || '&#10;' || tl:letter-lines(tl:letter-head(.)) || tl:content(.)"/>
  </xsl:template>

  <xsl:function name="tl:letter-lines" as="xs:string?">
    <xsl:param name="lines" as="xs:string*"/>
    <xsl:sequence select="if (exists($lines)) then tl:environment('teirecord', string-join($lines, '&#10;')) else ()"/>
  </xsl:function>

  <xsl:template match="floatingText">
    <xsl:value-of select="tl:environment('teiquote', tl:content(.))"/>
  </xsl:template>

  <!--
    A division: its headings as one, then the rest; where something stands before the main heading, such as a motto,
    that heading waits for it. A division without a heading is set off by a blank line.
  -->
  <xsl:template match="div | div0 | div1 | div2 | div3 | div4 | div5 | div6 | div7">
    <xsl:variable name="heads" as="element(head)*" select="tlp:leading-heads(.)"/>
    <xsl:value-of select="tlp:room(.) || tl:start(.)"/>
    <xsl:value-of select="
        if (exists($heads)) then tlp:heading($heads)
        else if (exists(tt:division-label(.))) then tlp:division-label(.)
        else if (empty(head) and preceding-sibling::*[tt:is-block(.)]) then '&#10;\teispace{}&#10;' else '&#10;'"/>
    <xsl:value-of select="tl:render(node() except $heads) || tl:end(.)"/>
  </xsl:template>

  <!-- An abstract that has room on a page stands on one: \teiroom{lines}, by its letters, with those of its headings. -->
  <xsl:function name="tlp:room" as="xs:string?">
    <xsl:param name="division" as="element()"/>
    <xsl:variable name="lines" as="xs:integer" select="string-length(normalize-space($division)) idiv 64 + 6"/>
    <xsl:sequence select="
        $division[@type = 'abstract'][$lines le 30] ! ('&#10;&#10;' || tl:command('teiroom', string($lines)) || '&#10;')"/>
  </xsl:function>

  <!-- A heading for a part that has none but says of what kind it is. -->
  <xsl:function name="tlp:division-label" as="xs:string">
    <xsl:param name="division" as="element()"/>
    <xsl:sequence select="
        '&#10;' || tl:command('teisubhead', tl:in-language(tl:label-language(), tl:language-of($division/..),
          tl:escape(tt:division-label($division)))) || '&#10;'"/>
  </xsl:function>

  <!-- The headings before the first block of the division, if the main one is among them. -->
  <xsl:function name="tlp:leading-heads" as="element(head)*">
    <xsl:param name="division" as="element()"/>
    <xsl:variable name="leading" as="element(head)*" select="
        $division/head[empty(preceding-sibling::*[not(self::head or self::pb or self::lb or self::cb or self::fw)])]"/>
    <xsl:sequence select="$leading[exists($leading[tt:is-main-head(.)])]"/>
  </xsl:function>

  <!-- \teihead{level}{for the contents}{for the running head}{heading}; a title above the heading stands above it. -->
  <xsl:function name="tlp:heading" as="xs:string">
    <xsl:param name="heads" as="element(head)+"/>
    <xsl:variable name="main" as="element(head)" select="$heads[tt:is-main-head(.)]"/>
    <xsl:variable name="plain" as="xs:string" select="tt:plain-text($main)"/>
    <xsl:variable name="level" as="xs:integer" select="min((5, tt:division-depth($main/..)))"/>
    <xsl:variable name="above" as="xs:string*"
        select="$heads[. &lt;&lt; $main] ! (tl:command('teiheadabove', tlp:head-text(.)) || $tt:boundary-mark)"/>
    <xsl:variable name="below" as="xs:string*" select="$heads[. >> $main] ! tl:command('teisubhead', tlp:head-text(.))"/>
    <xsl:sequence select="
        '&#10;&#10;' || tl:command('teihead', (string($level), tl:escape($plain), tl:escape(tlp:shorten($plain, 64)),
          string-join($above) || tlp:head-text($main))) || '&#10;' || string-join($below, '&#10;')"/>
  </xsl:function>

  <xsl:function name="tlp:head-text" as="xs:string">
    <xsl:param name="head" as="element(head)"/>
    <xsl:sequence select="tl:set-apart($head, tl:language-of($head/..), normalize-space(tl:content($head)))"/>
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

  <xsl:template match="head[tt:is-main-head(.)]">
    <xsl:value-of select="tlp:heading(.)"/>
  </xsl:template>

  <!-- What leads to a quotation that is set off stays with it. -->
  <xsl:template match="p[tt:leads-in(.)]" priority="2">
    <xsl:variable name="content" as="item()*"><xsl:next-match/></xsl:variable>
    <xsl:value-of select="replace(string-join($content), '\s+$', '') || '&#10;&#10;\teileadin{}&#10;'"/>
  </xsl:template>

  <!-- A paragraph with its number, by which notes and lists cite it. -->
  <xsl:template match="p | ab">
    <xsl:value-of select="
        '&#10;&#10;' || tt:paragraph-number(.)[$paragraph-numbers] ! (tl:command('teiparagraph', .) || '&#10;')
        || tl:content(.) || '&#10;&#10;'"/>
  </xsl:template>

  <xsl:template match="ab[.//lb/@n]" priority="0.6">
    <xsl:value-of select="'&#10;&#10;\noindent ' || tl:content(.) || '&#10;&#10;'"/>
  </xsl:template>

  <!-- Two blocks of text with nothing but space between them. -->
  <xsl:template match="p[@rend = 'center'] | ab[@rend = 'center'] | trailer">
    <xsl:value-of select="'&#10;' || tl:command('teicentered', tl:content(.)) || '&#10;'"/>
  </xsl:template>

  <!-- A page begins within a line. Where it begins between blocks, tl:start() marks it at the next one. -->
  <xsl:template match="pb[ancestor::*[tt:is-carrier(.)]]">
    <xsl:value-of select="tl:page-mark(., 'teipage')"/>
  </xsl:template>
  <xsl:template match="pb"/>

  <xsl:function name="tl:page-mark" as="xs:string">
    <xsl:param name="page" as="element(pb)"/>
    <xsl:param name="command" as="xs:string"/>
    <xsl:variable name="scan" as="attribute()?" select="tt:scans($page)[exists(tt:scan-address(.))][1]"/>
    <xsl:variable name="number" as="xs:string" select="
        if ($scan)
        then tl:command('href', (tl:escape-url(tt:scan-address($scan)),
          tl:escape((normalize-space($page/@n)[. ne ''], tt:scan-name($page, $scan))[1])))
        else tl:escape(normalize-space($page/@n))"/>
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
  <xsl:template match="titlePart">
    <xsl:value-of select="'&#10;' || tl:command('teicentered', '\large ' || tl:content(.)) || '&#10;'"/>
  </xsl:template>
  <xsl:template match="titlePage//byline | docImprint | (docAuthor | docDate | docEdition | imprimatur)[tt:is-block(.)]">
    <xsl:value-of select="'&#10;' || tl:command('teicentered', tl:content(.)) || '&#10;'"/>
  </xsl:template>
  <xsl:template match="docAuthor | docDate | docEdition | imprimatur"><xsl:value-of select="tl:content(.)"/></xsl:template>
  <xsl:template match="docImprint/* | byline/* | docEdition/* | imprimatur/*" priority="40">
    <xsl:variable name="content" as="item()*"><xsl:next-match/></xsl:variable>
    <xsl:value-of select="string-join($content) || tt:separator-after(.)"/>
  </xsl:template>

  <!-- Letters and diaries. -->
  <xsl:template match="opener | closer | postscript | argument">
    <xsl:value-of select="
        if (text()[normalize-space()]) then '&#10;&#10;' || tl:content(.) || '&#10;&#10;' else tl:content(.)"/>
  </xsl:template>
  <xsl:template match="epigraph">
    <xsl:value-of select="tl:environment('teiquote', tl:content(.))"/>
  </xsl:template>
  <xsl:template match="byline | dateline | salute | signed | address | addrLine | meeting">
    <xsl:value-of select="'&#10;&#10;' || '\noindent '[not(tt:has-blocks(current()))] || tl:content(.) || '&#10;&#10;'"/>
  </xsl:template>
  <xsl:template priority="1" match="
      (p | salute | signed | dateline)/*[self::salute or self::signed or self::dateline or self::address]
      | (opener | closer)/*[self::salute or self::dateline][not(tt:is-block(.))]">
    <xsl:value-of select="tl:content(.)"/>
  </xsl:template>

</xsl:stylesheet>
