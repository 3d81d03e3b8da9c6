<?xml version="1.0" encoding="UTF-8"?>
<!--
  The frame of the page: head, search, contents, the parts in their order, imprint.

  Public: to:page
-->
<xsl:stylesheet version="3.0" default-mode="th:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:f="urn:teitools:odd:facts"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns:to="urn:teitools:xslt:odd"
    xmlns:top="urn:teitools:xslt:odd:private"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- The title in the language of the page, where the ODD has one. -->
  <xsl:variable name="to:title" as="element()?" select="
      ($tt:document//teiHeader[1]/fileDesc/titleStmt/title[tokenize(@xml:lang, '-')[1] = $tt:language], tt:main-title())[1]"/>

  <xsl:template name="to:page" as="node()*">
    <xsl:variable name="title" as="xs:string" select="if ($to:title) then tt:plain-text($to:title) else string($facts/*/@ident)"/>
    <html lang="{$tt:language}">
      <head>
        <meta charset="UTF-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <title><xsl:value-of select="$title[. != $facts/*/@ident] ! (. || ' – '), $facts/*/@ident" separator=""/></title>
        <xsl:for-each select="$facts/*/f:other"><link rel="alternate" hreflang="{@language}" href="{@href}"/></xsl:for-each>
        <meta name="generator" content="teitools"/>
        <!-- The page is one file, so there are no fonts beside it. -->
        <style>
          <xsl:value-of separator="&#10;" select="
              replace(unparsed-text('../html/assets/style.css'), '@font-face\s*\{[^}]*\}\s*', ''),
              unparsed-text('assets/style.css')"/>
        </style>
      </head>
      <body class="page-odd">
        <a class="skip" href="#main"><xsl:value-of select="tt:label('skip-to-content')"/></a>
        <header class="site">
          <p class="site-title"><a href="#main"><xsl:value-of select="$facts/*/@ident"/></a></p>
          <xsl:for-each select="$facts/*/f:other">
            <a class="other" lang="{@language}" hreflang="{@language}" href="{@href}">
              <xsl:value-of select="to:language-name(@language)"/>
            </a>
          </xsl:for-each>
          <xsl:call-template name="top:search"/>
        </header>
        <div class="columns">
          <nav class="toc" aria-labelledby="toc-heading"><xsl:call-template name="top:contents"/></nav>
          <main id="main" tabindex="-1">
            <xsl:call-template name="top:title-block"/>
            <xsl:call-template name="to:prose"/>
            <xsl:call-template name="to:reference"/>
          </main>
        </div>
        <footer class="site"><xsl:call-template name="top:imprint"/></footer>
        <script><xsl:value-of select="unparsed-text('assets/search.js')"/></script>
      </body>
    </html>
  </xsl:template>

  <!-- The language’s own name, for those that the project speaks; else its tag. -->
  <xsl:function name="to:language-name" as="xs:string">
    <xsl:param name="tag" as="xs:string"/>
    <xsl:sequence select="if ($tag = 'en') then 'English' else if ($tag = 'tr') then 'Türkçe' else $tag"/>
  </xsl:function>

  <!-- Without scripts there is no search, so its box stays hidden; the words that it shows are in its data. -->
  <xsl:template name="top:search" as="node()*">
    <form class="search" role="search" id="search" hidden="" data-none="{tt:label('odd-search-none')}"
        data-some="{tt:label('odd-search-some')}" data-more="{tt:label('odd-search-more')}">
      <xsl:for-each select="'element', 'attribute', 'value', 'class', 'macro', 'data', 'heading'">
        <xsl:attribute name="data-{.}" select="tt:label('odd-kind-' || .)"/>
      </xsl:for-each>
      <label for="search-box"><xsl:value-of select="tt:label('odd-search')"/></label>
      <input id="search-box" type="text" role="combobox" aria-expanded="false" aria-controls="search-results"
          aria-autocomplete="list" aria-describedby="search-help" autocomplete="off" autocapitalize="none" spellcheck="false"
          placeholder="{tt:label('odd-search-placeholder')}"/>
      <kbd aria-hidden="true">/</kbd>
      <p id="search-help" class="unseen"><xsl:value-of select="tt:label('odd-search-help')"/></p>
      <p id="search-status" class="unseen" role="status"/>
      <div id="search-results" role="listbox" aria-label="{tt:label('odd-search-results')}" hidden=""/>
    </form>
  </xsl:template>

  <xsl:template name="top:contents" as="node()*">
    <h2 id="toc-heading"><xsl:value-of select="tt:label('contents')"/></h2>
    <xsl:variable name="prose" as="element()*">
      <xsl:call-template name="th:contents-of">
        <xsl:with-param name="candidates" select="tt:tops-of($tt:document/*)"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:if test="exists($prose)"><ol><xsl:sequence select="$prose"/></ol></xsl:if>
    <h3><xsl:value-of select="tt:label('odd-reference')"/></h3>
    <ol>
      <xsl:for-each select="to:parts()">
        <li>
          <a href="#{.}">
            <xsl:value-of select="tt:label('odd-' || .)"/>
            <xsl:text> </xsl:text>
            <span class="count"><xsl:value-of select="count(to:entries(.))"/></span>
          </a>
        </li>
      </xsl:for-each>
    </ol>
  </xsl:template>

  <!-- Title and authors as the ODD has them, and what the schema amounts to. -->
  <xsl:template name="top:title-block" as="node()*">
    <header class="title-block">
      <h1>
        <xsl:sequence select="th:language-of($to:title)"/>
        <xsl:value-of select="if ($to:title) then tt:plain-text($to:title) else $facts/*/@ident"/>
      </h1>
      <xsl:variable name="authors" as="xs:string*"
          select="$tt:document//teiHeader[1]/fileDesc/titleStmt/author ! tt:plain-text((name, persName, .)[1])"/>
      <xsl:if test="exists($authors)"><p class="authors"><xsl:value-of select="$authors" separator=", "/></p></xsl:if>
      <xsl:call-template name="top:issue"/>
      <xsl:for-each select="to:described($facts/*/(gloss | desc))"><p class="about-schema"><xsl:sequence
          select="."/></p></xsl:for-each>
      <p class="amount"><xsl:value-of select="to:amount()"/></p>
    </header>
  </xsl:template>

  <!-- Which edition it is, of when, and on what terms, as the ODD says. -->
  <xsl:template name="top:issue" as="node()*">
    <xsl:variable name="file" as="element(fileDesc)?" select="($tt:document//teiHeader)[1]/fileDesc"/>
    <xsl:variable name="date" as="element(date)?" select="($file/publicationStmt/date, $file/editionStmt//date)[1]"/>
    <xsl:variable name="parts" as="xs:string*" select="
        ($file/editionStmt/edition[1] ! tt:plain-text(.), $date ! (tt:plain-text(.)[. ne ''], string(@when))[1])[. ne '']"/>
    <xsl:variable name="edition" as="xs:string" select="
        string-join(if ($date/ancestor::edition or contains($parts[1], $parts[2])) then $parts[1] else $parts, ', ')"/>
    <xsl:variable name="licence" as="element(licence)?" select="($file/publicationStmt//licence)[1]"/>
    <xsl:if test="$edition ne '' or $licence">
      <p class="issue">
        <xsl:value-of select="$edition"/>
        <xsl:if test="$edition ne '' and $licence"><xsl:text> · </xsl:text></xsl:if>
        <xsl:for-each select="$licence">
          <xsl:variable name="name" as="xs:string" select="
              (tt:plain-text(.)[string-length() = 1 to 120], string(@target),
               substring(tt:plain-text(.), 1, 120) || '…')[. ne ''][1]"/>
          <xsl:choose>
            <xsl:when test="matches(@target, '^https?:')"><a href="{@target}"><xsl:value-of select="$name"/></a></xsl:when>
            <xsl:otherwise><xsl:value-of select="$name"/></xsl:otherwise>
          </xsl:choose>
        </xsl:for-each>
      </p>
    </xsl:if>
  </xsl:template>

  <!-- How much there is, in a sentence. -->
  <xsl:function name="to:amount" as="xs:string">
    <xsl:variable name="root" as="element(f:facts)" select="$facts/*"/>
    <xsl:sequence select="
        tt:label('odd-amount', ($root/@ident, count($root/f:element), count($root/f:attribute-name)))
        || $root/@version ! (' ' || tt:label('odd-tei-version', .))"/>
  </xsl:function>

  <xsl:template name="top:imprint" as="node()*">
    <xsl:variable name="statement" as="element(publicationStmt)?" select="$tt:document//teiHeader[1]/fileDesc/publicationStmt"/>
    <xsl:variable name="parts" as="xs:string*" select="
        ($statement/(publisher, distributor, authority)[1], $statement/date[1]) ! tt:plain-text(.),
        $statement//licence[1] ! tt:plain-text(.)"/>
    <xsl:if test="exists($parts[. ne ''])"><p><xsl:value-of select="string-join($parts[. ne ''], ', ')"/></p></xsl:if>
    <p class="sources">
      <xsl:value-of select="tt:label('odd-made-from') || ' '"/>
      <xsl:for-each select="$facts/*/f:source">
        <xsl:if test="position() gt 1"><xsl:text>, </xsl:text></xsl:if>
        <span title="SHA-256 {@sha256}"><xsl:value-of select="@name"/></span>
      </xsl:for-each>
      <xsl:text>. </xsl:text>
      <xsl:value-of select="tt:label('made-with')"/>
    </p>
  </xsl:template>

</xsl:stylesheet>
