<?xml version="1.0" encoding="UTF-8"?>
<!--
  What a page says of the edition to readers: how it is cited, in which version it is, in which other formats it can be had.
  Where scripts run (assets/page.js), the citation is that of the paragraph or note that the address of the page names.

  Public: th:citing, th:formats
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

  <!-- The edition in other formats, and the way to what is said below of citing it. -->
  <xsl:template name="th:formats" as="element()?">
    <xsl:if test="$th:publication">
      <p class="formats">
        <xsl:sequence select="th:ui-language()"/>
        <a href="#{th:page-part-id('cite')}"><xsl:value-of select="tt:label('cite')"/></a>
        <xsl:for-each select="$th:publication/tt:format">
          <xsl:text> · </xsl:text>
          <xsl:sequence select="thp:file-link(.)"/>
        </xsl:for-each>
      </p>
    </xsl:if>
  </xsl:template>

  <xsl:template name="th:citing" as="element()?">
    <xsl:param name="page" as="xs:string" required="yes"/>
    <xsl:if test="$th:publication">
      <section class="cite" id="{th:page-part-id('cite')}" aria-labelledby="{th:page-part-id('cite-h')}">
        <h2 id="{th:page-part-id('cite-h')}"><xsl:value-of select="tt:label('cite')"/></h2>
        <xsl:call-template name="thp:citation"><xsl:with-param name="page" select="$page"/></xsl:call-template>
        <xsl:if test="$page = 'index.html'"><p class="cite-part"><xsl:value-of select="tt:label('cite-part')"/></p></xsl:if>
        <dl>
          <xsl:sequence select="
              thp:fact('cite-records', thp:file-links($th:publication/tt:citation)),
              thp:fact('index-formats', thp:file-links($th:publication/tt:format))"/>
          <xsl:for-each select="tt:edition-statement()">
            <xsl:sequence select="thp:fact('header-edition', thp:in-its-language(.))"/>
          </xsl:for-each>
          <xsl:for-each select="$th:record/@date[empty(tt:edition-statement())]">
            <xsl:sequence select="thp:fact('header-date', tt:date-in-words(.))"/>
          </xsl:for-each>
          <xsl:for-each select="$th:publication/@sha256">
            <xsl:variable name="hash" as="element()"><code><xsl:value-of select="."/></code></xsl:variable>
            <xsl:sequence select="thp:fact('source-hash', $hash)"/>
          </xsl:for-each>
        </dl>
      </section>
    </xsl:if>
  </xsl:template>

  <!-- The citation, with the page behind the title, and at the end the place in the text and the address. -->
  <xsl:template name="thp:citation" as="element()">
    <xsl:param name="page" as="xs:string" required="yes"/>
    <p class="citation" data-note="{tt:label('note-number', '{1}')}" data-editorial="{tt:label('editorial-note-letter', '{1}')}">
      <xsl:for-each select="tt:citation-parts()">
        <xsl:element name="{if (@kind = 'title') then 'cite' else 'span'}">
          <xsl:sequence select="@lang"/>
          <xsl:value-of select="."/>
        </xsl:element>
        <xsl:value-of select="@sign || ' '"/>
        <xsl:if test="@kind = 'title' and $page != 'index.html'">
          <xsl:value-of select="tt:label('page-' || substring-before($page, '.html')) || '. '"/>
        </xsl:if>
      </xsl:for-each>
      <span class="locator"/>
      <span class="address"><xsl:value-of select="th:page-address($page)"/></span>
    </p>
  </xsl:template>

  <xsl:function name="thp:in-its-language" as="element()">
    <xsl:param name="element" as="element()"/>
    <span><xsl:sequence select="th:other-language-of($element)"/><xsl:value-of select="tt:plain-text($element)"/></span>
  </xsl:function>

  <xsl:function name="thp:fact" as="element()?">
    <xsl:param name="label" as="xs:string"/>
    <xsl:param name="content" as="item()*"/>
    <xsl:if test="exists($content)">
      <div><dt><xsl:value-of select="tt:label($label)"/></dt><dd><xsl:sequence select="$content"/></dd></div>
    </xsl:if>
  </xsl:function>

  <xsl:variable name="thp:record-names" as="map(xs:string, xs:string)" select="
      map { 'bibtex': 'BibTeX', 'ris': 'RIS', 'csl': 'CSL-JSON' }"/>

  <xsl:function name="thp:file-links" as="node()*">
    <xsl:param name="files" as="element()*"/>
    <xsl:for-each select="$files">
      <xsl:if test="position() gt 1"><xsl:text>, </xsl:text></xsl:if>
      <xsl:sequence select="thp:file-link(.)"/>
    </xsl:for-each>
  </xsl:function>

  <!-- The TEI is kept by the ending that everybody knows; see tasks/editions/publication.py. -->
  <xsl:function name="thp:file-link" as="element()">
    <xsl:param name="file" as="element()"/>
    <xsl:variable name="kind" as="xs:string" select="$file/@kind"/>
    <a href="{$tt:root || $file/@href}" type="{$th:media-types($kind)}">
      <xsl:if test="$kind = 'tei'"><xsl:attribute name="download" select="tt:stem() || '.xml'"/></xsl:if>
      <xsl:value-of select="
          if (exists($thp:record-names($kind))) then $thp:record-names($kind) else tt:label('index-format-' || $kind)"/>
    </a>
  </xsl:function>

</xsl:stylesheet>
