<?xml version="1.0" encoding="UTF-8"?>
<!--
  The table of contents of the reading view.

  Public: th:contents, th:contents-items, th:contents-of
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

  <xsl:template name="th:contents" as="element()?">
    <xsl:variable name="items" as="element()*"><xsl:call-template name="th:contents-items"/></xsl:variable>
    <xsl:if test="exists($items)">
      <nav class="contents" aria-labelledby="{th:page-part-id('contents-heading')}">
        <xsl:attribute name="lang" select="$tt:language"/>
        <div>
          <h2 id="{th:page-part-id('contents-heading')}"><xsl:value-of select="tt:label('contents')"/></h2>
          <ol><xsl:sequence select="$items"/></ol>
        </div>
      </nav>
    </xsl:if>
  </xsl:template>

  <!-- All there is in the reading view: the divisions, then the lists that the edition adds. -->
  <xsl:template name="th:contents-items" as="element()*">
    <xsl:call-template name="th:contents-of">
      <xsl:with-param name="candidates" select="tt:tops-of($tt:document/*)"/>
    </xsl:call-template>
    <xsl:call-template name="thp:contents-of-apparatus"/>
  </xsl:template>

  <!-- One item for each part and each division with a heading; a division without one gives way to those within it. -->
  <xsl:template name="th:contents-of" as="element()*">
    <xsl:param name="candidates" as="element()*" required="yes"/>
    <xsl:for-each select="
        $candidates[self::TEI or self::teiCorpus or self::text or self::front or self::body or self::back or self::group
          or tt:is-division(.)]">
      <xsl:variable name="within" as="element()*">
        <xsl:call-template name="th:contents-of">
          <xsl:with-param name="candidates" select="if (self::TEI or self::teiCorpus) then tt:tops-of(.) else *"/>
        </xsl:call-template>
      </xsl:variable>
      <xsl:choose>
        <xsl:when test="head and tt:is-division(.)">
          <xsl:sequence select="
              thp:contents-item(., tt:section-name(.), (th:language-of(tt:main-head(.)), th:language-of(.))[1], $within)"/>
        </xsl:when>
        <xsl:when test="self::text[tt:group-title(.)]">
          <xsl:sequence select="thp:contents-item(., tt:plain-text(tt:group-title(.)), th:language-of(.), $within)"/>
        </xsl:when>
        <xsl:when test="self::TEI or self::teiCorpus">
          <xsl:sequence select="
              thp:contents-item(., th:part-title(.), (th:language-of(tt:titles-of(.)[1]), th:language-of(.))[1], $within)"/>
        </xsl:when>
        <xsl:otherwise><xsl:sequence select="$within"/></xsl:otherwise>
      </xsl:choose>
    </xsl:for-each>
  </xsl:template>

  <xsl:function name="thp:contents-item" as="element()">
    <xsl:param name="element" as="element()"/>
    <xsl:param name="name" as="xs:string"/>
    <xsl:param name="language" as="attribute(lang)?"/>
    <xsl:param name="within" as="element()*"/>
    <li>
      <a href="#{th:id($element)}">
        <xsl:sequence select="($language, th:language-of($element/ancestor::*[@xml:lang][1]), thp:text-language())[1]"/>
        <xsl:value-of select="$name"/>
      </a>
      <xsl:where-populated><ol><xsl:sequence select="$within"/></ol></xsl:where-populated>
    </li>
  </xsl:function>

  <xsl:template name="thp:contents-of-apparatus" as="element()*">
    <xsl:for-each select="
        'notes'[exists(tt:footnotes($tt:document))], 'editorial-notes'[exists(tt:editorial-notes())],
        'apparatus'[exists(tt:apparatus())],
        'interventions'[exists(tt:interventions())]">
      <li class="apparatus"><a href="#{th:page-part-id(.)}"><xsl:value-of select="tt:label(.)"/></a></li>
    </xsl:for-each>
  </xsl:template>

  <xsl:function name="thp:text-language" as="attribute(lang)">
    <xsl:attribute name="lang" select="$tt:text-language"/>
  </xsl:function>

</xsl:stylesheet>
