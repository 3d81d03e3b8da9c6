<?xml version="1.0" encoding="UTF-8"?>
<!--
  The page that leads to several documents: one table, in the order of titles. Scripts on the page sort and filter it, and
  search all texts; without scripts it is read as it is. It needs nothing but the folders assets/ and search/ beside it.

  Input   ti:index with a ti:entry for each document (entry.xsl), whose ti:format elements say where it lies
  Output  the page
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns:ti="urn:teitools:xslt:index"
    xmlns="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="#all">

  <xsl:include href="../common/parameters.xsl"/>
  <xsl:include href="../common/language-tags.xsl"/>
  <xsl:include href="../common/labels.xsl"/>
  <xsl:include href="../common/turkish.xsl"/>
  <xsl:include href="../html/parameters.xsl"/>
  <xsl:include href="../html/addresses.xsl"/>
  <xsl:include href="../html/languages.xsl"/>
  <xsl:include href="../html/policy.xsl"/>
  <xsl:include href="../html/settings.xsl"/>

  <xsl:output method="html" html-version="5.0" encoding="UTF-8" indent="no" include-content-type="no"/>
  <xsl:mode on-no-match="fail"/>

  <xsl:template match="/" as="element()">
    <xsl:variable name="entries" as="element(ti:entry)*" select="ti:sorted(ti:index/ti:entry)"/>
    <html lang="{$tt:language}">
      <head>
        <meta charset="UTF-8"/>
        <xsl:sequence select="th:policy()"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <title><xsl:value-of select="tt:label('index-title')"/></title>
        <meta name="generator" content="teitools"/>
        <link rel="stylesheet" href="{$tt:root}assets/first.css"/>
        <link rel="stylesheet" href="{$tt:root}assets/style.css"/>
        <link rel="stylesheet" href="{$tt:root}assets/index.css"/>
        <xsl:sequence select="th:alternates('index.html')"/>
        <script src="{$tt:root}assets/reading.js" defer=""/>
        <script src="{$tt:root}assets/page.js" defer=""/>
        <script src="{$tt:root}assets/index.js" defer=""/>
        <xsl:if test="$entries/@searched">
          <script src="{$tt:root}assets/search.js" defer=""/>
          <script src="{$tt:root}assets/corpus.js" defer=""/>
        </xsl:if>
      </head>
      <body class="page-documents">
        <header class="site">
          <xsl:sequence select="th:language-switch('index.html')"/>
          <details class="settings" hidden="hidden">
            <summary><xsl:value-of select="tt:label('settings')"/></summary>
            <div><xsl:call-template name="th:setting-of-colours"/></div>
          </details>
        </header>
        <main id="main">
          <h1><xsl:value-of select="tt:label('index-title')"/></h1>
          <xsl:if test="$entries/@searched">
            <xsl:call-template name="ti:search"><xsl:with-param name="entries" select="$entries"/></xsl:call-template>
          </xsl:if>
          <form id="filter" role="search" aria-label="{tt:label('index-filter')}" hidden="">
            <label for="words"><xsl:value-of select="tt:label('index-filter')"/></label>
            <input id="words" type="search" autocomplete="off" autocapitalize="none" spellcheck="false"/>
          </form>
          <xsl:variable name="all" as="xs:string"
              select="tt:label('index-count' || '-one'[count($entries) = 1], count($entries))"/>
          <p id="count" role="status" data-found="{tt:label('index-found')}" data-all="{$all}"><xsl:value-of select="$all"/></p>
          <xsl:call-template name="ti:table">
            <xsl:with-param name="entries" select="$entries"/>
          </xsl:call-template>
        </main>
        <footer class="site"><p><xsl:value-of select="tt:label('made-with')"/></p></footer>
      </body>
    </html>
  </xsl:template>

  <!-- The search in all texts, which a script shows (assets/corpus.js); what it leaves out is said. -->
  <xsl:template name="ti:search" as="element()+">
    <xsl:param name="entries" as="element(ti:entry)*" required="yes"/>
    <xsl:variable name="without" as="xs:string*" select="$entries[not(@searched)] ! ti:title(.)"/>
    <form id="all-texts" role="search" aria-label="{tt:label('index-search')}" hidden="" data-root="{$tt:root}"
        data-part="{$tt:language[$tt:root ne ''] ! (. || '/')}" data-none="{tt:label('search-none')}">
      <xsl:for-each select="'found', 'found-one', 'more', 'short', 'apart'">
        <xsl:attribute name="data-{.}" select="tt:label('index-search-' || .)"/>
      </xsl:for-each>
      <label for="asked"><xsl:value-of select="tt:label('index-search')"/></label>
      <input id="asked" name="q" type="search" autocomplete="off" autocapitalize="none" spellcheck="false"/>
      <button><xsl:value-of select="tt:label('index-search-go')"/></button>
      <p role="status"/>
      <xsl:if test="exists($without)">
        <p><xsl:value-of select="tt:label('index-search-without', string-join($without, '; '))"/></p>
      </xsl:if>
    </form>
    <div id="found" hidden=""/>
  </xsl:template>

  <xsl:template name="ti:table" as="element()">
    <xsl:param name="entries" as="element(ti:entry)*" required="yes"/>
    <table id="documents">
      <thead>
        <tr>
          <xsl:for-each select="'document', 'author', 'date', 'kind', 'formats'">
            <th scope="col">
              <xsl:if test=". = 'document'"><xsl:attribute name="aria-sort" select="'ascending'"/></xsl:if>
              <xsl:value-of select="tt:label('index-' || .)"/>
            </th>
          </xsl:for-each>
        </tr>
      </thead>
      <tbody>
        <xsl:for-each select="$entries">
          <xsl:call-template name="ti:row"/>
        </xsl:for-each>
      </tbody>
    </table>
  </xsl:template>

  <xsl:template name="ti:row" as="element()">
    <xsl:variable name="first" as="element(ti:format)?" select="ti:format[1]"/>
    <tr>
      <th scope="row">
        <xsl:if test="@title-language">
          <xsl:attribute name="lang" select="@title-language"/>
        </xsl:if>
        <a href="{$first/@href}">
          <xsl:if test="@searched">
            <xsl:attribute name="data-folder" select="string-join(tokenize(@name, '/') ! encode-for-uri(.), '/')"/>
          </xsl:if>
          <xsl:value-of select="ti:title(.)"/>
        </a>
      </th>
      <td data-label="{tt:label('index-author')}"><xsl:value-of select="@author"/></td>
      <td data-label="{tt:label('index-date')}" data-key="{@date-key}"><xsl:value-of select="@date"/></td>
      <td data-label="{tt:label('index-kind')}"><xsl:value-of select="@kind ! tt:label('text-kind-' || .)"/></td>
      <td data-label="{tt:label('index-formats')}">
        <xsl:for-each select="ti:format">
          <xsl:if test="position() gt 1"><xsl:text>, </xsl:text></xsl:if>
          <a class="format" href="{@href}"><xsl:value-of select="tt:label('index-format-' || @kind)"/></a>
        </xsl:for-each>
      </td>
    </tr>
  </xsl:template>

  <!-- The title of a document; one without is called by its file. -->
  <xsl:function name="ti:title" as="xs:string">
    <xsl:param name="entry" as="element(ti:entry)"/>
    <xsl:sequence select="string(($entry/@title, $entry/@name)[1])"/>
  </xsl:function>

  <!-- In the order of titles, then names of files: Turkish where the page is Turkish. -->
  <xsl:function name="ti:sorted" as="element(ti:entry)*">
    <xsl:param name="entries" as="element(ti:entry)*"/>
    <xsl:variable name="by-name" as="element(ti:entry)*" select="
        sort($entries, (), function($entry as element()) as xs:string { string($entry/@name) })"/>
    <xsl:sequence select="
        if ($tt:language = 'tr') then tt:sort($by-name, ti:title#1)
        else sort($by-name, 'http://www.w3.org/2013/collation/UCA?lang=en;fallback=yes', ti:title#1)"/>
  </xsl:function>

</xsl:stylesheet>
