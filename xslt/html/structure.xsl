<?xml version="1.0" encoding="UTF-8"?>
<!--
  The reading view and what a text is made of: divisions, headings, paragraphs, page beginnings.

  Public: th:reading-view, th:heading-level
-->
<xsl:stylesheet version="3.0" default-mode="th:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns:thp="urn:teitools:xslt:html:private"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:template name="th:reading-view">
    <div class="layout">
      <xsl:call-template name="th:contents"/>
      <main id="main" tabindex="-1">
        <article>
          <xsl:attribute name="lang" select="$th:text-language"/>
          <xsl:call-template name="thp:title-block"/>
          <xsl:apply-templates select="$th:document//text[not(ancestor::text)]"/>
          <xsl:call-template name="th:endnotes"/>
          <xsl:call-template name="th:editorial-notes"/>
          <xsl:call-template name="th:interventions"/>
        </article>
      </main>
    </div>
  </xsl:template>

  <!-- Title, and what the header does and does not say about title and author. -->
  <xsl:template name="thp:title-block">
    <xsl:variable name="statement" as="element()?" select="$th:document//teiHeader[1]/fileDesc/titleStmt"/>
    <header class="title-block">
      <h1>
        <xsl:sequence select="th:language-of($th:title)"/>
        <xsl:choose>
          <xsl:when test="$th:title/ancestor::teiHeader">
            <xsl:apply-templates select="$th:title/node()">
              <xsl:with-param name="in-link" select="true()" tunnel="yes"/>
            </xsl:apply-templates>
          </xsl:when>
          <xsl:otherwise><xsl:value-of select="if ($th:title) then tt:plain-text($th:title) else tt:label('untitled')"/></xsl:otherwise>
        </xsl:choose>
      </h1>
      <xsl:for-each select="$statement/title[not(. is $th:title)]">
        <p class="other-title">
          <xsl:sequence select="th:language-of(.)"/>
          <xsl:apply-templates/>
        </p>
      </xsl:for-each>
      <p class="authors">
        <xsl:sequence select="th:ui-language()"/>
        <xsl:for-each select="$statement/author">
          <xsl:if test="position() gt 1"><xsl:text>, </xsl:text></xsl:if>
          <span class="author"><xsl:sequence select="th:language-of(.)"/><xsl:apply-templates/></span>
        </xsl:for-each>
        <xsl:if test="empty($statement/author)">
          <span class="absent"><xsl:value-of select="tt:label(thp:absence())"/></span>
        </xsl:if>
        <xsl:if test="$statement/title[@type = 'desc'][starts-with(normalize-space(), '[')]">
          <span class="absent"><xsl:value-of select="' ' || tt:label('title-described')"/></span>
        </xsl:if>
        <xsl:call-template name="th:general-note-calls"/>
      </p>
      <xsl:call-template name="th:reading-key"/>
    </header>
  </xsl:template>

  <!-- What the title block has to admit: no author, or neither an author nor a title in the language of the text. -->
  <xsl:function name="thp:absence" as="xs:string">
    <xsl:variable name="language" as="xs:string" select="tokenize($th:text-language || '-', '-')[1]"/>
    <xsl:variable name="foreign-title" as="xs:boolean" select="
        $language != '' and exists($th:title/@xml:lang) and tokenize($th:title/@xml:lang, '-')[1] != $language"/>
    <xsl:sequence select="
        if (not($foreign-title)) then 'no-author'
        else ('no-author-no-title-' || $language, 'no-author-no-title')[tt:has-label(.)][1]"/>
  </xsl:function>

  <xsl:template match="text | body | front | back | group">
    <xsl:apply-templates/>
  </xsl:template>

  <xsl:template match="floatingText">
    <div><xsl:sequence select="th:attributes(., 'floating-text', false())"/><xsl:apply-templates/></div>
  </xsl:template>

  <xsl:template match="div | div0 | div1 | div2 | div3 | div4 | div5 | div6 | div7">
    <xsl:element name="{if (head) then 'section' else 'div'}">
      <xsl:sequence select="th:attributes(., 'division', true())"/>
      <xsl:if test="head"><xsl:attribute name="aria-labelledby" select="th:id(th:main-head(.)) || '-h'"/></xsl:if>
      <xsl:apply-templates/>
      <xsl:if test="empty(head)"><xsl:call-template name="th:editorial-calls"/></xsl:if>
    </xsl:element>
  </xsl:template>

  <!-- The heading that names the division; others stand beside it as lines of their own. -->
  <xsl:function name="th:main-head" as="element(head)?">
    <xsl:param name="division" as="element()"/>
    <xsl:sequence select="($division/head[not(@type = ('title', 'sub'))], $division/head)[1]"/>
  </xsl:function>

  <!-- 2 for a division at the top, one more for each division with a heading around it, 6 at most. -->
  <xsl:function name="th:heading-level" as="xs:integer">
    <xsl:param name="head" as="element(head)"/>
    <xsl:sequence select="min((6, 1 + count($head/ancestor::*[head][matches(local-name(), '^div[0-7]?$')])))"/>
  </xsl:function>

  <xsl:template match="head[matches(local-name(..), '^div[0-7]?$')][not(. is th:main-head(..))]">
    <p>
      <xsl:sequence select="th:attributes(., 'head-line', false())"/>
      <xsl:apply-templates/>
      <xsl:call-template name="th:editorial-calls"/>
    </p>
  </xsl:template>

  <xsl:template match="head[matches(local-name(..), '^div[0-7]?$')][. is th:main-head(..)]">
    <xsl:element name="h{th:heading-level(.)}">
      <xsl:attribute name="id" select="th:id(.) || '-h'"/>
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
        select="if (th:has-blocks(.) or self::titlePage or self::docTitle) then 'div' else if (thp:in-phrase(.)) then 'span' else 'p'"/>
    <xsl:element name="{$name}">
      <xsl:sequence select="th:attributes(., local-name(), false())"/>
      <xsl:apply-templates/>
    </xsl:element>
  </xsl:template>

  <!-- Whether the element stands where HTML allows nothing but running text. -->
  <xsl:function name="thp:in-phrase" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="exists($element/..[not(th:has-blocks(.))][self::p or self::ab or self::l or self::head or self::hi or self::docImprint
        or self::titlePart or self::byline or self::docAuthor or self::publisher or self::opener or self::closer or self::address])"/>
  </xsl:function>

  <xsl:template match="p | ab">
    <xsl:variable name="numbered" as="xs:boolean"
        select="exists(parent::*[self::body or self::front or self::back or matches(local-name(), '^div[0-7]?$')][ancestor-or-self::text])"/>
    <xsl:element name="{if (th:has-blocks(.)) then 'div' else 'p'}">
      <xsl:sequence select="th:attributes(., 'p', exists(ancestor::text))"/>
      <xsl:if test="$numbered">
        <xsl:variable name="number" as="xs:string" select="substring-after(tt:block-label(.), '¶')"/>
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

  <!-- Page beginnings: a mark between bars; one between divisions stands on a line of its own. -->
  <xsl:template match="pb">
    <xsl:variable name="label" as="xs:string" select="tt:label('page-beginning', string((@n, '?')[1]))"/>
    <xsl:variable name="mark" as="element()">
      <span id="{th:id(.)}" class="pb" role="doc-pagebreak" aria-label="{$label}" title="{$label}">
        <xsl:sequence select="th:ui-language()"/>
        <xsl:value-of select="@n"/>
      </span>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="matches(local-name(..), '^(body|front|back|div[0-7]?|text|group|castList|lg|sp|list|table|listBibl|titlePage)$')">
        <div class="pb-line"><xsl:sequence select="$mark"/></div>
      </xsl:when>
      <xsl:otherwise><xsl:sequence select="$mark"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="lb">
    <xsl:if test="not(@break = 'no')"><xsl:text> </xsl:text></xsl:if>
    <xsl:if test="ancestor::l | ancestor::titlePage | ancestor::head | ancestor::address | ancestor::ab"><br/></xsl:if>
  </xsl:template>

  <xsl:template match="cb | gb | milestone | anchor | fw | index | addSpan | delSpan">
    <xsl:if test="@xml:id"><span id="{@xml:id}"/></xsl:if>
  </xsl:template>

  <!-- White space between words is one space; only code keeps its own. -->
  <xsl:template match="text()">
    <xsl:value-of select="replace(., '\s+', ' ')"/>
  </xsl:template>

  <xsl:template match="comment() | processing-instruction()"/>

</xsl:stylesheet>
