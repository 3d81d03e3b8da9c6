<?xml version="1.0" encoding="UTF-8"?>
<!--
  References: archival and printed ones in notes, lists of references, identifiers. A reference that @corresp points
  to a register entry leads there from its shelfmark or title; a short reference (a.g.e.) leads to the full one and
  says beside it what it stands for.
-->
<xsl:stylesheet version="3.0" default-mode="th:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:template
      match="bibl | biblFull | monogr | analytic | series | imprint | msIdentifier | altIdentifier | msName | edition[*]">
    <xsl:param name="page" as="xs:string" tunnel="yes" select="'index.html'"/>
    <xsl:variable name="entry" as="element()?"
        select="self::bibl/@corresp ! tt:resolve(.)[th:is-entry(.)][1]"/>
    <xsl:element name="{if (th:is-block(.) or parent::listBibl) then 'div' else 'span'}">
      <xsl:sequence select="th:attributes(., local-name(), false()), th:mention-attribute($entry, ., $page)"/>
      <xsl:value-of select="tt:before(.)"/>
      <xsl:apply-templates/>
    </xsl:element>
  </xsl:template>

  <!-- A structured reference has no punctuation of its own: punctuation.xsl of the shared modules sets it. -->
  <xsl:template match="biblStruct">
    <div>
      <xsl:sequence select="th:attributes(., 'biblStruct', false())"/>
      <xsl:apply-templates/>
    </div>
  </xsl:template>

  <xsl:template match="biblScope | citedRange">
    <span><xsl:sequence select="th:attributes(., local-name(), false())"/><xsl:apply-templates/></span>
  </xsl:template>

  <!--
    The outermost identifier of a reference, or its title, leads to the entry that the reference corresponds to; an
    identifier that is an address leads there.
  -->
  <xsl:template match="idno | bibl[@corresp]/title[@level = ('m', 'j', 's')] | bibl[@corresp]/title[not(@level)]" priority="1">
    <xsl:param name="in-link" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:param name="page" as="xs:string" tunnel="yes" select="'index.html'"/>
    <xsl:variable name="entry" as="element()?" select="
        ancestor::bibl[@corresp][1][not(current()/ancestor::idno)]/tt:resolve(@corresp)[th:is-entry(.)][1]"/>
    <xsl:element name="{if (self::title) then 'cite' else 'span'}">
      <xsl:sequence select="th:attributes(., ('name'[$entry], local-name()), false())"/>
      <xsl:choose>
        <xsl:when test="$entry and not($in-link)">
          <xsl:call-template name="th:link">
            <xsl:with-param name="href" select="th:href($entry, $page)"/>
          </xsl:call-template>
        </xsl:when>
        <xsl:when test="self::idno and not($in-link) and matches(normalize-space(), '^https?://\S+$')">
          <a href="{iri-to-uri(normalize-space())}"><xsl:apply-templates/></a>
        </xsl:when>
        <xsl:otherwise><xsl:apply-templates/></xsl:otherwise>
      </xsl:choose>
    </xsl:element>
  </xsl:template>

  <!-- A short reference, with what it stands for behind it in brackets. -->
  <xsl:template match="ref[tt:is-short-reference(.)]" priority="1">
    <xsl:param name="page" as="xs:string" tunnel="yes" select="'index.html'"/>
    <xsl:variable name="full" as="element()" select="tt:full-citation(.)"/>
    <xsl:variable name="note" as="element()?" select="tt:block-of($full)"/>
    <span>
      <xsl:sequence select="th:attributes(., 'short-reference', false())"/>
      <a href="{th:href($full, $page)}"><xsl:apply-templates/></a>
      <span class="resolved">
        <xsl:text> [</xsl:text>
        <xsl:if test="$note">
          <span><xsl:sequence select="th:ui-language()"/><xsl:value-of select="tt:reference-label($note)"/></span>
          <xsl:text>: </xsl:text>
        </xsl:if>
        <xsl:value-of select="tt:citation-text($full)"/>
        <xsl:text>]</xsl:text>
      </span>
    </span>
  </xsl:template>

  <xsl:template match="listBibl">
    <div>
      <xsl:sequence select="th:attributes(., 'listBibl', false())"/>
      <xsl:apply-templates select="head"/>
      <ul class="references">
        <xsl:for-each select="* except head">
          <li><xsl:apply-templates select="."/></li>
        </xsl:for-each>
      </ul>
    </div>
  </xsl:template>

  <xsl:template match="listBibl/bibl | listBibl/biblStruct" priority="1">
    <div><xsl:sequence select="th:attributes(., local-name(), true())"/><xsl:apply-templates/></div>
  </xsl:template>

</xsl:stylesheet>
