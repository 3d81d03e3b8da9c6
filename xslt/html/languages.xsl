<?xml version="1.0" encoding="UTF-8"?>
<!--
  The languages that an edition is in: the way from a page to the same page in another language. It is a link, which works
  without scripts; assets/page.js lets it lead to the same place on that page, too.

  Public: $th:languages, th:file-in, th:language-switch, th:alternates
  Needs addresses.xsl; parameters.xsl and labels.xsl of the shared modules.
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="#all">

  <!-- None where the edition is in one language. -->
  <xsl:variable name="th:languages" as="xs:string*" select="tokenize($tt:languages)"/>

  <!-- The file of the page in a language, from the folder of the edition: pages in the first language lie there. -->
  <xsl:function name="th:file-in" as="xs:string">
    <xsl:param name="page" as="xs:string"/>
    <xsl:param name="language" as="xs:string"/>
    <xsl:sequence select="($language || '/')[$language = tail($th:languages)] || $page"/>
  </xsl:function>

  <xsl:function name="th:language-switch" as="element()?">
    <xsl:param name="page" as="xs:string"/>
    <xsl:if test="exists($th:languages)">
      <nav class="languages" aria-label="{tt:label('languages')}">
        <ul>
          <xsl:for-each select="$th:languages">
            <li lang="{.}">
              <a href="{$tt:root || th:file-in($page, .)}" hreflang="{.}">
                <xsl:if test=". eq $tt:language"><xsl:attribute name="aria-current" select="'true'"/></xsl:if>
                <xsl:value-of select="tt:language-name(.)"/>
              </a>
            </li>
          </xsl:for-each>
        </ul>
      </nav>
    </xsl:if>
  </xsl:function>

  <!-- The same page in each language, for those who look for one in theirs. -->
  <xsl:function name="th:alternates" as="element()*">
    <xsl:param name="page" as="xs:string"/>
    <xsl:for-each select="$th:languages">
      <link rel="alternate" hreflang="{.}" href="{th:address(th:file-in($page, .))}"/>
    </xsl:for-each>
    <xsl:for-each select="$th:languages[1]">
      <link rel="alternate" hreflang="x-default" href="{th:address(th:file-in($page, .))}"/>
    </xsl:for-each>
  </xsl:function>

</xsl:stylesheet>
