<?xml version="1.0" encoding="UTF-8"?>
<!--
  The reading view and what a text is made of: divisions, headings, paragraphs, page beginnings.

  Public: th:reading-view, th:heading-level
-->
<xsl:stylesheet version="3.0" default-mode="th:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns:thp="urn:teitools:xslt:html:private"
    xmlns:tei="http://www.tei-c.org/ns/1.0"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:template name="th:reading-view" as="element()">
    <div class="layout">
      <xsl:call-template name="th:bar"/>
      <main id="{th:page-part-id('main')}" tabindex="-1">
        <article>
          <xsl:attribute name="lang" select="$tt:text-language"/>
          <xsl:call-template name="thp:title-block"/>
          <xsl:call-template name="th:contents"/>
          <xsl:apply-templates select="tt:tops-of($tt:document/*), thp:described-sources()"/>
          <xsl:call-template name="th:transcriptions"/>
          <xsl:call-template name="th:endnotes"/>
          <xsl:call-template name="th:editorial-notes"/>
          <xsl:call-template name="th:apparatus"/>
          <xsl:call-template name="th:interventions"/>
        </article>
      </main>
      <xsl:call-template name="th:peeks"/>
    </div>
  </xsl:template>

  <!-- Of a manuscript that is described and not transcribed, as in a catalogue, the description is what is read. -->
  <xsl:function name="thp:described-sources" as="element(msDesc)*">
    <xsl:sequence select="
        if (exists(tt:tops-of($tt:document/*)[tt:has-content(.)])) then ()
        else $tt:document//sourceDesc//msDesc[not(ancestor::msDesc)]"/>
  </xsl:function>

  <!-- Titles and authors, and what the source does not say of them. -->
  <xsl:template name="thp:title-block" as="element()">
    <xsl:variable name="main" as="element()?" select="tt:main-title()"/>
    <header class="title-block">
      <h1>
        <xsl:sequence select="th:language-of($main)"/>
        <xsl:choose>
          <xsl:when test="$main/ancestor::teiHeader">
            <xsl:apply-templates select="$main/node()">
              <xsl:with-param name="in-link" select="true()" tunnel="yes"/>
            </xsl:apply-templates>
          </xsl:when>
          <xsl:otherwise><xsl:value-of select="($main ! tt:plain-text(.), tt:label('untitled'))[1]"/></xsl:otherwise>
        </xsl:choose>
      </h1>
      <xsl:for-each select="tail(tt:titles())">
        <p class="other-title">
          <xsl:sequence select="th:language-of(.)"/>
          <xsl:apply-templates/>
        </p>
      </xsl:for-each>
      <xsl:where-populated>
        <p class="authors">
          <xsl:sequence select="th:ui-language()"/>
          <xsl:for-each select="tt:authors()">
            <xsl:if test="position() gt 1"><xsl:text>, </xsl:text></xsl:if>
            <span class="author">
              <xsl:sequence select="th:language-of(.)"/>
              <xsl:apply-templates select="node()[not(self::idno)]"/>
            </span>
          </xsl:for-each>
          <xsl:for-each select="tt:missing()">
            <span class="absent"><xsl:value-of select="(if (position() gt 1) then ' ' else '') || ."/></span>
          </xsl:for-each>
          <xsl:call-template name="th:general-note-calls"/>
        </p>
      </xsl:where-populated>
      <xsl:for-each select="$tt:document/*"><xsl:call-template name="th:letter-head"/></xsl:for-each>
      <xsl:call-template name="th:reading-key"/>
      <xsl:call-template name="th:formats"/>
    </header>
  </xsl:template>

  <xsl:template match="text | body | front | back | group">
    <xsl:apply-templates/>
  </xsl:template>

  <!-- One of several texts, and a part of a text that is cited or in a language of its own, is something by itself. -->
  <xsl:template priority="1" match="
      (text | body | front | back | group)
        [parent::group or @xml:id or @xml:lang[not(. = (../ancestor::*/@xml:lang[. ne ''], $tt:text-language)[last()])]]">
    <div>
      <xsl:sequence select="th:attributes(., local-name(), false())"/>
      <xsl:call-template name="th:letter-head"/>
      <xsl:apply-templates/>
    </div>
  </xsl:template>

  <xsl:template match="floatingText">
    <div><xsl:sequence select="th:attributes(., 'floating-text', false())"/><xsl:apply-templates/></div>
  </xsl:template>

  <xsl:template priority="2" match="
      div | div0 | div1 | div2 | div3 | div4 | div5 | div6 | div7 | (body | front | back | group)[tt:is-division(.)]">
    <xsl:element name="{if (head) then 'section' else 'div'}">
      <xsl:sequence select="th:attributes(., 'division', true())"/>
      <xsl:if test="head"><xsl:attribute name="aria-labelledby" select="th:part-id(tt:main-head(.), 'h')"/></xsl:if>
      <xsl:call-template name="thp:division-label"/>
      <xsl:apply-templates/>
      <xsl:if test="empty(head)"><xsl:call-template name="th:editorial-calls"/></xsl:if>
    </xsl:element>
  </xsl:template>

  <!-- A heading for a part that has none but says of what kind it is. -->
  <xsl:template name="thp:division-label" as="element()?">
    <xsl:variable name="level" as="xs:integer" select="min((6, 1 + tt:division-depth(.)))"/>
    <xsl:for-each select="tt:division-label(.)">
      <xsl:element name="h{$level}">
        <xsl:attribute name="class" select="'generated'"/>
        <xsl:attribute name="lang" select="$tt:language"/>
        <xsl:value-of select="."/>
      </xsl:element>
    </xsl:for-each>
  </xsl:template>

  <!-- 2 for a division at the top, one more for each division with a heading around it, 6 at most. -->
  <xsl:function name="th:heading-level" as="xs:integer">
    <xsl:param name="head" as="element(head)"/>
    <xsl:sequence select="min((6, 1 + tt:division-depth($head/..)))"/>
  </xsl:function>

  <xsl:template match="head[tt:is-division(..)][not(tt:is-main-head(.))]">
    <p>
      <xsl:sequence select="th:attributes(., 'head-line', false())"/>
      <xsl:apply-templates/>
      <xsl:call-template name="th:editorial-calls"/>
    </p>
  </xsl:template>

  <xsl:template match="head[tt:is-main-head(.)]">
    <xsl:element name="h{th:heading-level(.)}">
      <xsl:attribute name="id" select="th:part-id(., 'h')"/>
      <xsl:sequence select="th:language-of(.)"/>
      <xsl:apply-templates/>
      <xsl:call-template name="th:editorial-calls"/>
      <xsl:for-each select="..">
        <xsl:call-template name="th:editorial-calls"/>
      </xsl:for-each>
    </xsl:element>
  </xsl:template>

  <xsl:template match="head | trailer | byline | dateline | salute | signed | opener | closer | postscript | epigraph | argument
      | docTitle | titlePart | docAuthor | docImprint | docDate | docEdition | imprimatur | titlePage | address | addrLine">
    <xsl:variable name="name" as="xs:string"
        select="
          if (tt:has-blocks(.) or self::titlePage or self::docTitle) then 'div'
          else if (thp:in-phrase(.) or (self::salute | self::dateline)[not(tt:is-block(.))]) then 'span' else 'p'"/>
    <xsl:element name="{$name}">
      <xsl:sequence select="th:attributes(., local-name(), false())"/>
      <xsl:apply-templates/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="docImprint/* | byline/* | docEdition/* | imprimatur/*" priority="40">
    <xsl:next-match/>
    <xsl:value-of select="tt:separator-after(.)"/>
  </xsl:template>

  <!-- Whether the element stands where HTML allows nothing but running text. -->
  <xsl:function name="thp:in-phrase" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        exists($element/..[not(tt:has-blocks(.))]
          [self::p or self::ab or self::l or self::head or self::hi or self::docImprint or self::titlePart or self::byline
           or self::docAuthor or self::publisher or self::opener or self::closer or self::address])"/>
  </xsl:function>

  <xsl:template match="p | ab">
    <xsl:variable name="number" as="xs:string?" select="tt:paragraph-number(.)[$paragraph-numbers]"/>
    <xsl:element name="{if (tt:has-blocks(.)) then 'div' else 'p'}">
      <xsl:sequence select="th:attributes(., 'p', tt:is-in-text(.))"/>
      <xsl:if test="$number">
        <a class="number" href="#{th:id(.)}" aria-label="{tt:label('paragraph-link', $number)}">
          <xsl:sequence select="th:ui-language()"/>
          <xsl:value-of select="$number"/>
        </a>
        <xsl:text> </xsl:text>
      </xsl:if>
      <xsl:apply-templates/>
      <xsl:call-template name="th:editorial-calls"/>
      <xsl:for-each select="parent::quote[*[last()] is current()]">
        <xsl:call-template name="th:editorial-calls"/>
      </xsl:for-each>
    </xsl:element>
  </xsl:template>

  <!-- What holds blocks, and page beginnings between them. -->
  <xsl:variable name="thp:between-blocks" as="map(xs:string, xs:boolean)" select="
      map:merge(tokenize('
        body front back div div0 div1 div2 div3 div4 div5 div6 div7 text group castList lg sp list table listBibl
        titlePage') ! map { .: true() })"/>

  <!-- Page beginnings: a mark between bars; one between divisions stands on a line of its own. -->
  <xsl:template match="pb">
    <xsl:variable name="label" as="xs:string" select="tt:label('page-beginning', string((@n, '?')[1]))"/>
    <xsl:variable name="mark" as="element()+">
      <span id="{th:id(.)}" class="pb" role="doc-pagebreak" aria-label="{$label}" title="{$label}">
        <xsl:sequence select="th:ui-language()"/>
        <xsl:value-of select="@n"/>
      </span>
      <xsl:call-template name="th:scans"/>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="map:contains($thp:between-blocks, local-name(..))">
        <div class="pb-line"><xsl:sequence select="$mark"/></div>
      </xsl:when>
      <xsl:otherwise><xsl:sequence select="$mark"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- What this edition leaves out on purpose; a build tells any other text that is missing (ledger). -->
  <tt:leaves-out reason="scans" match="tei:facsimile"/>
  <tt:leaves-out reason="running-heads" match="tei:fw"/>
  <tt:leaves-out reason="index-terms" match="tei:index"/>
  <xsl:template match="fw | index
      | (cb | gb | milestone | anchor | addSpan | delSpan | link | linkGrp | divGen)[not(normalize-space())]">
    <xsl:if test="@xml:id"><span id="{th:id(.)}"/></xsl:if>
    <xsl:value-of select="tt:space-instead(.)"/>
  </xsl:template>

  <!-- White space between words is one space; only code keeps its own. -->
  <xsl:template match="text()">
    <xsl:value-of select="tt:single-spaced(.)"/>
  </xsl:template>

  <xsl:template match="text()[not(normalize-space())]" priority="0.6">
    <xsl:if test="not(tt:is-margin(.))"><xsl:text> </xsl:text></xsl:if>
  </xsl:template>

  <xsl:template match="comment() | processing-instruction()"/>

</xsl:stylesheet>
