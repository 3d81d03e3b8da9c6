<?xml version="1.0" encoding="UTF-8"?>
<!--
  The text of the ODD. Most of it is rendered by the modules of the HTML edition; here is what differs in a text that
  explains a schema, and what such texts have of their own: lists of declarations, groups of declarations.

  Public: to:prose
-->
<xsl:stylesheet version="3.0" default-mode="th:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:f="urn:teitools:odd:facts"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns:to="urn:teitools:xslt:odd"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:template name="to:prose" as="node()*">
    <xsl:variable name="text" as="element()*" select="$tt:document//text[not(ancestor::text)]"/>
    <xsl:if test="normalize-space(string-join($text)) or $text//*[@ident]">
      <article class="prose">
        <xsl:if test="$tt:text-language ne '' and tokenize($tt:text-language, '-')[1] ne $tt:language">
          <xsl:attribute name="lang" select="$tt:text-language"/>
        </xsl:if>
        <xsl:apply-templates select="$text"/>
        <xsl:call-template name="th:endnotes"/>
        <xsl:call-template name="th:editorial-notes"/>
      </article>
    </xsl:if>
  </xsl:template>

  <!-- The title is at the top of the page already. -->
  <xsl:template match="titlePage"/>

  <!-- Paragraphs without the numbers that the edition of a text sets for citing it. -->
  <xsl:template match="p | ab">
    <xsl:element name="{if (tt:has-blocks(.)) then 'div' else 'p'}">
      <xsl:sequence select="th:attributes(., 'p', false())"/>
      <xsl:apply-templates/>
      <xsl:call-template name="th:editorial-calls"/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="q[not(th:is-block(.))] | soCalled">
    <span>
      <xsl:sequence select="th:attributes(., local-name(), false())"/>
      <xsl:variable name="bare" as="xs:boolean" select="tt:needs-marks(.)"/>
      <xsl:if test="$bare"><xsl:text>“</xsl:text></xsl:if>
      <xsl:apply-templates/>
      <xsl:if test="$bare"><xsl:text>”</xsl:text></xsl:if>
    </span>
  </xsl:template>

  <!-- Of headings in several languages, that in the language of the page names the division. -->
  <xsl:function name="tt:main-head" as="element(head)?">
    <xsl:param name="division" as="element()"/>
    <xsl:sequence select="
        ($division/head[tokenize(@xml:lang, '-')[1] = $tt:language], $division/head[not(@type = ('title', 'sub'))],
        $division/head)[1]"/>
  </xsl:function>

  <xsl:function name="tt:section-name" as="xs:string">
    <xsl:param name="section" as="element()"/>
    <xsl:sequence
        select="(tt:main-head($section) ! tt:plain-text(.), string(($section/@n, $section/@type, local-name($section))[1]))[1]"/>
  </xsl:function>

  <!-- That heading comes first, whatever the order in the ODD. -->
  <xsl:template match="div | div0 | div1 | div2 | div3 | div4 | div5 | div6 | div7">
    <xsl:variable name="head" as="element(head)?" select="tt:main-head(.)"/>
    <xsl:element name="{if ($head) then 'section' else 'div'}">
      <xsl:sequence select="th:attributes(., 'division', true())"/>
      <xsl:if test="$head"><xsl:attribute name="aria-labelledby" select="th:part-id($head, 'h')"/></xsl:if>
      <xsl:apply-templates select="$head"/>
      <xsl:apply-templates select="node() except $head"/>
    </xsl:element>
  </xsl:template>

  <!-- A table in the documentation of a declaration is called after that: numbers are those of the text. -->
  <xsl:function name="th:table-label" as="xs:string">
    <xsl:param name="table" as="element()"/>
    <xsl:variable name="owner" as="xs:string*" select="$table/ancestor::f:*/@name"/>
    <xsl:sequence select="string-join(
        (($table/head[1] ! tt:plain-text(.), tt:label('table'))[1], $owner, string(count($table/(preceding::table
        | ancestor-or-self::table)[not(head)]))[empty($table/head) or exists($owner)]), ' ')"/>
  </xsl:function>

  <!-- An image that was put into the page. -->
  <xsl:template match="graphic[starts-with(@url, 'data:image/')]">
    <img src="{@url}" alt="{tt:plain-text(../figDesc)}"/>
  </xsl:template>

  <xsl:template match="divGen"/>

  <!-- A pointer to a division, table or figure is called as that is headed; one to a declaration leads to its entry. -->
  <xsl:template match="ptr[to:target(.)]">
    <xsl:param name="in-link" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:variable name="target" as="element()" select="to:target(.)"/>
    <xsl:variable name="name" as="xs:string" select="
        if ($target/head) then tt:label('odd-quoted', tt:plain-text(tt:main-head($target)))
        else string(($target/@ident, $target/@n, $target/@xml:id)[1])"/>
    <xsl:choose>
      <xsl:when test="$in-link"><xsl:value-of select="$name"/></xsl:when>
      <xsl:otherwise><a href="#{to:place-of($target)}"><xsl:value-of select="$name"/></a></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="ref[to:target(.)]">
    <span>
      <xsl:sequence select="th:attributes(., 'ref', false())"/>
      <xsl:call-template name="th:link">
        <xsl:with-param name="href" select="'#' || to:place-of(to:target(.))"/>
      </xsl:call-template>
    </span>
  </xsl:template>

  <!-- TEI's own texts point into the Guidelines: their chapters have files named by the first two letters. -->
  <xsl:template match="ptr[to:is-chapter(.)]">
    <xsl:variable name="id" as="xs:string" select="substring-after(@target, '#')"/>
    <a href="{$to:guidelines}{substring($id, 1, 2)}.html#{$id}"><xsl:value-of select="tt:label('odd-guidelines', $id)"/></a>
  </xsl:template>

  <xsl:template match="ref[to:is-chapter(.)]">
    <xsl:variable name="id" as="xs:string" select="substring-after(@target, '#')"/>
    <span>
      <xsl:sequence select="th:attributes(., 'ref', false())"/>
      <xsl:call-template name="th:link">
        <xsl:with-param name="href" select="$to:guidelines || substring($id, 1, 2) || '.html#' || $id"/>
      </xsl:call-template>
    </span>
  </xsl:template>

  <xsl:variable name="to:guidelines" as="xs:string" select="'https://www.tei-c.org/release/doc/tei-p5-doc/en/html/'"/>

  <!-- The place in the ODD that a pointer within it, or one in the documentation of a declaration, names. -->
  <xsl:function name="to:target" as="element()?">
    <xsl:param name="pointer" as="element()"/>
    <xsl:variable name="first" as="xs:string?" select="tokenize($pointer/@target)[1][starts-with(., '#')]"/>
    <xsl:sequence select="$first ! key('tt:by-id', substring(., 2), $tt:document)[ancestor-or-self::text][1]"/>
  </xsl:function>

  <!-- Where on the page that place is: the entry of a declaration, else the place itself. -->
  <xsl:function name="to:place-of" as="xs:string">
    <xsl:param name="target" as="element()"/>
    <xsl:variable name="entry" as="element()?" select="to:entry-of($target)"/>
    <xsl:sequence select="string(($entry/@id, th:id($target))[1])"/>
  </xsl:function>

  <xsl:function name="to:is-chapter" as="xs:boolean">
    <xsl:param name="pointer" as="element()"/>
    <xsl:sequence select="
        matches($pointer/@target, '^#[A-Z][A-Za-z0-9.-]+$') and empty(to:target($pointer)) and root($pointer) is $facts"/>
  </xsl:function>

</xsl:stylesheet>
