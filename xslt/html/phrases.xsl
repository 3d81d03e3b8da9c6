<?xml version="1.0" encoding="UTF-8"?>
<!--
  Running text that is marked for its look or its kind: emphasis, foreign words, titles, links, code.
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

  <xsl:template match="emph | title[not(@level = ('a', 'u'))]">
    <xsl:element name="{if (self::emph) then 'em' else 'cite'}">
      <xsl:sequence select="th:attributes(., local-name(), false())"/>
      <xsl:apply-templates/>
    </xsl:element>
  </xsl:template>

  <!-- Degrees of doubt are told where the thing is that they are about; here are only words that describe them. -->
  <xsl:template match="certainty | precision"><xsl:apply-templates/></xsl:template>

  <xsl:template match="foreign | mentioned | gloss">
    <i><xsl:sequence select="th:attributes(., local-name(), false())"/><xsl:apply-templates/></i>
  </xsl:template>

  <!-- What hi means depends on rend; italics when it says nothing. Letters are never changed by style sheets. -->
  <xsl:template match="hi">
    <xsl:variable name="how" as="xs:string" select="lower-case(string((@rend, @rendition, @style, 'italic')[1]))"/>
    <xsl:variable name="name" as="xs:string" select="
        if (th:is-block(.)) then 'div'
        else if (matches($how, 'sup')) then 'sup'
        else if (matches($how, 'sub')) then 'sub'
        else if (matches($how, 'bold|strong')) then 'b'
        else if (matches($how, 'italic|^it$|^i$|slant')) then 'i'
        else 'span'"/>
    <xsl:element name="{$name}">
      <xsl:sequence select="th:attributes(., 'hi', false())"/>
      <xsl:apply-templates/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="gi | att | val | tag | ident | code">
    <code><xsl:sequence select="th:attributes(., local-name(), false())"/><xsl:apply-templates/></code>
  </xsl:template>

  <xsl:template match="eg | *:egXML">
    <pre><code><xsl:sequence select="th:attributes(., local-name(), false())"/><xsl:value-of select="tt:code(.)"/></code></pre>
  </xsl:template>

  <!-- A reference: inside the edition where it can be resolved, to the web as written, else plain text. -->
  <xsl:template match="ref">
    <xsl:param name="page" as="xs:string" tunnel="yes" select="'index.html'"/>
    <xsl:param name="in-link" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:variable name="target" as="xs:string?" select="thp:target-of(., $page)"/>
    <span>
      <xsl:sequence select="th:attributes(., 'ref', false())"/>
      <xsl:choose>
        <xsl:when test="$target and not($in-link)">
          <xsl:call-template name="th:link"><xsl:with-param name="href" select="$target"/></xsl:call-template>
        </xsl:when>
        <xsl:otherwise><xsl:apply-templates/></xsl:otherwise>
      </xsl:choose>
    </span>
  </xsl:template>

  <!-- A reference without words of its own says what it leads to. -->
  <xsl:template match="ptr | ref[tt:is-wordless(.)]" priority="1">
    <xsl:param name="page" as="xs:string" tunnel="yes" select="'index.html'"/>
    <xsl:param name="in-link" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:variable name="target" as="xs:string?" select="thp:target-of(., $page)[not($in-link)]"/>
    <xsl:element name="{if ($target) then 'a' else 'span'}">
      <xsl:if test="$target"><xsl:attribute name="href" select="$target"/></xsl:if>
      <xsl:sequence select="th:attributes(., 'pointer', false())"/>
      <xsl:value-of select="tt:pointed-words(.)"/>
    </xsl:element>
  </xsl:template>

  <!-- Where a reference leads, for a link on the page: a place of this edition, a remote address, or nowhere. -->
  <xsl:function name="thp:target-of" as="xs:string?">
    <xsl:param name="reference" as="element()"/>
    <xsl:param name="page" as="xs:string"/>
    <xsl:variable name="first" as="xs:string?" select="tt:pointers($reference/@target)[1]"/>
    <xsl:variable name="found" as="element()?" select="tt:resolve($reference/@target)[1]"/>
    <xsl:sequence select="
        if ($found and (root($found) is $tt:document or exists($th:documents intersect root($found))) and contains($first, '#'))
        then th:href($found, $page)
        else $first ! tt:outward(., $reference/@target)"/>
  </xsl:function>

</xsl:stylesheet>
