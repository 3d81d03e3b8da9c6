<?xml version="1.0" encoding="UTF-8"?>
<!--
  Which pages there are, and the frame around each: head, navigation, main, footer.

  Public: th:page-names, th:page
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

  <!-- The file names of the pages; a register that would be empty has none. -->
  <xsl:function name="th:page-names" as="xs:string+">
    <xsl:sequence select="
        'index.html', ('persons.html', 'places.html', 'bodies-events.html', 'archives-works.html', 'glossary.html')
          [exists($th:entries(.))], 'map.html'[exists($th:mapped)], 'chronology.html'[exists($th:dated)],
        'about.html'[$tt:document//teiHeader]"/>
  </xsl:function>

  <xsl:template name="th:page" as="element()">
    <xsl:param name="name" as="xs:string" required="yes"/>
    <xsl:variable name="heading" as="xs:string" select="tt:label('page-' || substring-before($name, '.html'))"/>
    <xsl:variable name="work" as="xs:string" select="(tt:main-title() ! tt:plain-text(.), tt:label('untitled'))[1]"/>
    <html lang="{$tt:language}">
      <head>
        <meta charset="UTF-8"/>
        <xsl:sequence select="th:policy()"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <title>
          <xsl:if test="$name = 'index.html'"><xsl:sequence select="th:other-language-of(tt:main-title())"/></xsl:if>
          <xsl:value-of select="if ($name = 'index.html') then $work else $heading || ' – ' || $work"/>
        </title>
        <meta name="generator" content="teitools"/>
        <link rel="stylesheet" href="{$tt:assets}/first.css"/>
        <link rel="stylesheet" href="{$tt:assets}/style.css"/>
        <xsl:if test="$css"><link rel="stylesheet" href="{$tt:assets}/{$css}"/></xsl:if>
        <xsl:call-template name="th:metadata">
          <xsl:with-param name="page" select="$name"/>
          <xsl:with-param name="title" select="if ($name = 'index.html') then $work else $heading || ' – ' || $work"/>
        </xsl:call-template>
        <xsl:call-template name="th:scripts"><xsl:with-param name="page" select="$name"/></xsl:call-template>
        <script src="{$tt:assets}/search.js" defer="defer" data-index="{$th:search-file}" data-label="{tt:label('search')}"/>
        <script src="{$tt:assets}/page.js" defer="defer"/>
        <xsl:if test="$name = 'map.html'"><script src="{$tt:assets}/map.js" defer="defer"/></xsl:if>
      </head>
      <body class="page-{substring-before($name, '.html')}">
        <a class="skip" href="#{th:page-part-id('main')}"><xsl:value-of select="tt:label('skip-to-content')"/></a>
        <header class="site">
          <xsl:if test="$name != 'index.html'">
            <p class="site-title">
              <a href="index.html"><xsl:sequence select="th:language-of(tt:main-title())"/><xsl:value-of select="$work"/></a>
            </p>
          </xsl:if>
          <xsl:call-template name="thp:navigation">
            <xsl:with-param name="current" select="$name"/>
          </xsl:call-template>
          <div class="search-place"/>
          <xsl:sequence select="th:language-switch($name)"/>
          <xsl:call-template name="th:settings"><xsl:with-param name="page" select="$name"/></xsl:call-template>
        </header>
        <xsl:call-template name="thp:main">
          <xsl:with-param name="name" select="$name"/>
          <xsl:with-param name="heading" select="$heading"/>
        </xsl:call-template>
        <footer class="site">
          <xsl:call-template name="th:citing">
            <xsl:with-param name="page" select="$name"/>
          </xsl:call-template>
          <xsl:call-template name="thp:imprint"/>
        </footer>
      </body>
    </html>
  </xsl:template>

  <xsl:template name="thp:main" as="element()">
    <xsl:param name="name" as="xs:string" required="yes"/>
    <xsl:param name="heading" as="xs:string" required="yes"/>
    <xsl:choose>
      <xsl:when test="$name = 'index.html'">
        <xsl:call-template name="th:reading-view"/>
      </xsl:when>
      <xsl:otherwise>
        <main id="{th:page-part-id('main')}" tabindex="-1">
          <h1><xsl:value-of select="$heading"/></h1>
          <xsl:choose>
            <xsl:when test="$name = 'about.html'"><xsl:call-template name="th:about"/></xsl:when>
            <xsl:when test="$name = 'archives-works.html'"><xsl:call-template name="th:archives-works"/></xsl:when>
            <xsl:when test="$name = 'map.html'"><xsl:call-template name="th:map"/></xsl:when>
            <xsl:when test="$name = 'chronology.html'"><xsl:call-template name="th:chronology"/></xsl:when>
            <xsl:when test="$name = 'glossary.html'"><xsl:call-template name="th:glossary"/></xsl:when>
            <xsl:otherwise>
              <xsl:call-template name="th:register">
                <xsl:with-param name="page" select="$name"/>
              </xsl:call-template>
            </xsl:otherwise>
          </xsl:choose>
        </main>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="thp:navigation" as="element()">
    <xsl:param name="current" as="xs:string" required="yes"/>
    <nav class="pages" aria-label="{tt:label('pages')}">
      <ul>
        <xsl:for-each select="th:page-names()">
          <li>
            <a href="{.}">
              <xsl:if test=". = $current"><xsl:attribute name="aria-current" select="'page'"/></xsl:if>
              <xsl:value-of select="tt:label('nav-' || substring-before(., '.html'))"/>
            </a>
          </li>
        </xsl:for-each>
      </ul>
    </nav>
  </xsl:template>

  <xsl:template name="thp:imprint" as="element()">
    <xsl:variable name="header" as="element(fileDesc)?" select="$tt:document/*/teiHeader/fileDesc"/>
    <xsl:variable name="statement" as="xs:string*" select="
        $header/publicationStmt/(publisher, distributor, authority)[1] ! tt:plain-text(.),
        $header/publicationStmt/date[1] ! tt:plain-text(.)"/>
    <p>
      <xsl:value-of select="string-join($statement[. != ''], ', ')"/>
      <xsl:if test="exists($statement[. != ''])"><xsl:text>. </xsl:text></xsl:if>
      <xsl:value-of select="tt:label('made-with')"/>
    </p>
  </xsl:template>

</xsl:stylesheet>
