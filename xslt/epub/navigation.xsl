<?xml version="1.0" encoding="UTF-8"?>
<!--
  The navigation document (EPUB 3.3, 7): contents, the pages of the source, landmarks.

  Public: te:navigation
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:epub="http://www.idpf.org/2007/ops"
    xmlns:tt="urn:teitools:xslt"
    xmlns:te="urn:teitools:xslt:epub"
    xmlns:tep="urn:teitools:xslt:epub:private"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="#all">

  <xsl:mode name="tep:contents" on-no-match="shallow-skip"/>

  <!-- The pages of the source that have a number, in reading order. -->
  <xsl:variable name="te:page-beginnings" as="element(span)*"
      select="$te:article//span[@role = 'doc-pagebreak'][@id][normalize-space()]"/>

  <xsl:template name="te:navigation" as="element()">
    <html>
      <xsl:sequence select="te:language($tt:language)"/>
      <head>
        <meta charset="UTF-8"/>
        <title><xsl:value-of select="tt:label('contents')"/></title>
        <link rel="stylesheet" href="assets/style.css"/>
        <xsl:if test="$css"><link rel="stylesheet" href="assets/{$css}"/></xsl:if>
      </head>
      <body epub:type="frontmatter">
        <nav epub:type="toc" role="doc-toc" id="toc">
          <h2><xsl:value-of select="tt:label('contents')"/></h2>
          <ol><xsl:call-template name="tep:contents"/></ol>
        </nav>
        <xsl:call-template name="tep:page-list"/>
        <nav epub:type="landmarks" id="landmarks" hidden="hidden">
          <h2><xsl:value-of select="tt:label('landmarks')"/></h2>
          <ol><xsl:call-template name="tep:landmarks"/></ol>
        </nav>
      </body>
    </html>
  </xsl:template>

  <!-- The title, the contents of the reading view (without any, the text as a whole), the pages that follow. -->
  <xsl:template name="tep:contents" as="element(li)+">
    <xsl:variable name="of-text" as="element(li)*">
      <xsl:apply-templates select="$te:article/nav[te:has-class(., 'contents')]" mode="tep:contents"/>
    </xsl:variable>
    <xsl:variable name="text" as="map(xs:string, item()*)?" select="$te:files[?part = 'bodymatter'][1]"/>
    <xsl:sequence select="$te:files[?name = 'title.xhtml'] ! tep:item(?title, ?name)"/>
    <xsl:sequence select="if (exists($of-text)) then $of-text else $text ! tep:item(tt:label('page-index'), ?name)"/>
    <xsl:sequence select="$te:files[?page ne 'index.html'] ! tep:item(?title, ?name)"/>
  </xsl:template>

  <!-- An item without a place in the book is dropped; one that holds others stays as their heading. -->
  <xsl:template match="li" mode="tep:contents">
    <xsl:variable name="inner" as="element(li)*"><xsl:apply-templates select="ol" mode="#current"/></xsl:variable>
    <xsl:variable name="href" as="xs:string?" select="te:href(a/@href, map { 'page': 'index.html', 'name': 'nav.xhtml' })"/>
    <xsl:variable name="name" as="xs:string" select="(normalize-space(a)[. ne ''], '§')[1]"/>
    <xsl:if test="$href or exists($inner)">
      <li>
        <xsl:element name="{if ($href) then 'a' else 'span'}">
          <xsl:if test="$href"><xsl:attribute name="href" select="$href"/></xsl:if>
          <xsl:sequence select="te:language((a/@lang, $te:article/@lang)[1])"/>
          <xsl:value-of select="$name"/>
        </xsl:element>
        <xsl:if test="exists($inner)"><ol><xsl:sequence select="$inner"/></ol></xsl:if>
      </li>
    </xsl:if>
  </xsl:template>

  <xsl:template name="tep:page-list" as="element(nav)?">
    <xsl:if test="exists($te:page-beginnings)">
      <nav epub:type="page-list" role="doc-pagelist" id="page-list" hidden="hidden">
        <h2><xsl:value-of select="tt:label('page-list')"/></h2>
        <ol>
          <xsl:for-each select="$te:page-beginnings">
            <xsl:variable name="file" as="xs:string?" select="te:file-of('index.html', @id)"/>
            <xsl:sequence select="$file ! tep:item(normalize-space(current()), . || '#' || te:id(current()/@id))"/>
          </xsl:for-each>
        </ol>
      </nav>
    </xsl:if>
  </xsl:template>

  <xsl:template name="tep:landmarks" as="element(li)+">
    <xsl:for-each select="$te:files[?name = 'title.xhtml']">
      <li><a epub:type="titlepage" href="{?name}"><xsl:value-of select="?title"/></a></li>
    </xsl:for-each>
    <li><a epub:type="toc" href="nav.xhtml"><xsl:value-of select="tt:label('contents')"/></a></li>
    <xsl:for-each select="$te:files[?part = 'bodymatter'][1]">
      <li><a epub:type="bodymatter" href="{?name}"><xsl:value-of select="tt:label('page-index')"/></a></li>
    </xsl:for-each>
    <xsl:for-each select="$te:files[?page = 'glossary.html']">
      <li><a epub:type="glossary" href="{?name}"><xsl:value-of select="?title"/></a></li>
    </xsl:for-each>
  </xsl:template>

  <xsl:function name="tep:item" as="element(li)">
    <xsl:param name="name" as="xs:string"/>
    <xsl:param name="href" as="xs:string"/>
    <li><a href="{$href}"><xsl:value-of select="$name"/></a></li>
  </xsl:function>

</xsl:stylesheet>
