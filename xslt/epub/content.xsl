<?xml version="1.0" encoding="UTF-8"?>
<!--
  A file of the book: its frame, and the elements of the HTML edition as XHTML with the attributes of EPUB (EPUB 3.3, 6.1).

  Public: te:file, te:language, mode te:content (parameter file)
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:svg="http://www.w3.org/2000/svg"
    xmlns:epub="http://www.idpf.org/2007/ops"
    xmlns:tt="urn:teitools:xslt"
    xmlns:te="urn:teitools:xslt:epub"
    xmlns:tep="urn:teitools:xslt:epub:private"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="#all">

  <xsl:mode name="te:content" on-no-match="shallow-copy"/>

  <!-- The file that the context item describes. -->
  <xsl:template name="te:file" as="element()">
    <xsl:context-item as="map(xs:string, item()*)" use="required"/>
    <xsl:variable name="file" as="map(xs:string, item()*)" select="."/>
    <html>
      <xsl:variable name="whole" as="element()" select="($te:article[$file?page = 'index.html'], $te:pages//html)[1]"/>
      <xsl:sequence select="te:language($whole/@lang), ($whole/ancestor-or-self::*/@dir)[last()]"/>
      <head>
        <meta charset="UTF-8"/>
        <title><xsl:value-of select="?title"/></title>
        <link rel="stylesheet" href="assets/style.css"/>
        <xsl:if test="$css"><link rel="stylesheet" href="assets/{$css}"/></xsl:if>
      </head>
      <body class="page-{substring-before(?page, '.html')}" epub:type="{?part}">
        <xsl:apply-templates select="?lead" mode="te:content">
          <xsl:with-param name="file" select="$file" tunnel="yes"/>
        </xsl:apply-templates>
        <xsl:call-template name="tep:wrapped">
          <xsl:with-param name="wrappers" select="?wrappers"/>
          <xsl:with-param name="file" select="$file" tunnel="yes"/>
        </xsl:call-template>
        <xsl:call-template name="te:footnotes">
          <xsl:with-param name="notes" select="?notes"/>
          <xsl:with-param name="file" select="$file" tunnel="yes"/>
        </xsl:call-template>
      </body>
    </html>
  </xsl:template>

  <!-- The nodes of the file within the divisions of which it is a part; only the first part bears their ids. -->
  <xsl:template name="tep:wrapped" as="node()*">
    <xsl:param name="wrappers" as="element()*" required="yes"/>
    <xsl:param name="file" as="map(xs:string, item()*)" tunnel="yes" required="yes"/>
    <xsl:choose>
      <xsl:when test="empty($wrappers)"><xsl:apply-templates select="$file?nodes" mode="te:content"/></xsl:when>
      <xsl:otherwise>
        <div>
          <xsl:apply-templates mode="te:content"
              select="head($wrappers)/(@* except (@aria-labelledby, @id[not($file?owns)]))"/>
          <xsl:call-template name="tep:wrapped">
            <xsl:with-param name="wrappers" select="tail($wrappers)"/>
          </xsl:call-template>
        </div>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="*" mode="te:content">
    <xsl:copy copy-namespaces="no" inherit-namespaces="no"><xsl:apply-templates select="@*, node()" mode="#current"/></xsl:copy>
  </xsl:template>

  <xsl:template match="@id" mode="te:content">
    <xsl:attribute name="id" select="te:id(.)"/>
  </xsl:template>

  <xsl:template match="@aria-labelledby | @aria-describedby" mode="te:content">
    <xsl:attribute name="{name()}" select="tokenize(.) ! te:id(.)"/>
  </xsl:template>

  <!-- Both ways of XHTML to say it; a tag that is not well-formed (BCP 47, 2.1) says nothing to anybody. -->
  <xsl:template match="@lang" mode="te:content">
    <xsl:sequence select="te:language(.)"/>
  </xsl:template>

  <xsl:function name="te:language" as="attribute()*">
    <xsl:param name="tag" as="xs:string?"/>
    <xsl:if test="tt:is-language-tag($tag)">
      <xsl:attribute name="lang" select="$tag"/>
      <xsl:attribute name="xml:lang" select="$tag"/>
    </xsl:if>
  </xsl:function>

  <!-- Pictures lie in the book: there is nothing to wait for. -->
  <xsl:template match="@loading" mode="te:content"/>

  <xsl:template match="a[@href]" mode="te:content">
    <xsl:param name="file" as="map(xs:string, item()*)" tunnel="yes" required="yes"/>
    <xsl:variable name="href" as="xs:string?" select="te:href(@href, $file)"/>
    <xsl:element name="{if ($href) then 'a' else 'span'}">
      <xsl:if test="$href"><xsl:attribute name="href" select="$href"/></xsl:if>
      <xsl:if test="$href and @role = 'doc-noteref'"><xsl:attribute name="epub:type" select="'noteref'"/></xsl:if>
      <xsl:apply-templates select="@* except (@href, (@role, @aria-label)[not($href)]), node()" mode="#current"/>
    </xsl:element>
  </xsl:template>

  <!-- A sign of a drawing without a place in the book is no link. -->
  <xsl:template match="svg:a[@href]" mode="te:content">
    <xsl:param name="file" as="map(xs:string, item()*)" tunnel="yes" required="yes"/>
    <xsl:variable name="href" as="xs:string?" select="te:href(@href, $file)"/>
    <xsl:element name="{if ($href) then 'a' else 'g'}" namespace="http://www.w3.org/2000/svg">
      <xsl:if test="$href"><xsl:attribute name="href" select="$href"/></xsl:if>
      <xsl:apply-templates select="@* except @href, node()" mode="#current"/>
    </xsl:element>
  </xsl:template>

  <!-- Nothing in a book enlarges its maps. -->
  <xsl:template match="div[te:has-class(., 'map-frame')]/(@tabindex | @role | @aria-label | @data-in | @data-out)"
      mode="te:content"/>

  <!-- The number of a paragraph leads to itself, which is of use only where an address can be copied. -->
  <xsl:template match="a[te:has-class(., 'number')]" mode="te:content" priority="1">
    <span><xsl:apply-templates select="@* except (@href, @aria-label), node()" mode="#current"/></span>
  </xsl:template>

  <xsl:template match="span[@role = 'doc-pagebreak']" mode="te:content">
    <span epub:type="pagebreak"><xsl:apply-templates select="@*, node()" mode="#current"/></span>
  </xsl:template>

  <!-- What only a web page needs: its own contents, copies of notes in a margin; notes that stand with their calls. -->
  <xsl:template match="nav[te:has-class(., 'contents')] | span[te:has-class(., 'sidenote')]" mode="te:content"/>
  <xsl:template match="li[te:is-moved(.)]" mode="te:content"/>

</xsl:stylesheet>
