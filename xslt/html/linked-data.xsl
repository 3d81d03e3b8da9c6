<?xml version="1.0" encoding="UTF-8"?>
<!--
  A page and the edition in the terms of schema.org, as JSON-LD. It is data: browsers run nothing of it.

  Public: th:linked-data
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns:thp="urn:teitools:xslt:html:private"
    xmlns="http://www.w3.org/2005/xpath-functions"
    exclude-result-prefixes="#all">

  <!-- JSON without a sign that could end the element that it stands in (HTML, 4.12.1.3). -->
  <xsl:function name="th:linked-data" as="xs:string">
    <xsl:param name="page" as="xs:string"/>
    <xsl:param name="title" as="xs:string"/>
    <xsl:variable name="data" as="element()">
      <map>
        <string key="@context">https://schema.org</string>
        <xsl:sequence select="
            thp:said('@type', th:page-type($page)), thp:said('@id', th:page-address($page)),
            thp:said('url', th:page-address($page)), thp:said('name', $title), thp:said('inLanguage', $tt:language)"/>
        <xsl:sequence select="thp:edition(if ($page = 'index.html') then 'mainEntity' else 'isPartOf')"/>
      </map>
    </xsl:variable>
    <xsl:sequence select="replace(xml-to-json($data), '&lt;', '\\u003C')"/>
  </xsl:function>

  <xsl:function name="thp:edition" as="element()">
    <xsl:param name="key" as="xs:string"/>
    <map key="{$key}">
      <string key="@type">CreativeWork</string>
      <xsl:sequence select="
          thp:said('@id', $th:cite-as), thp:said('name', $th:record/@title), thp:said('inLanguage', $th:record/@language),
          thp:said('version', $th:record/@edition), thp:said('datePublished', $th:record/@date),
          thp:said('license', $th:publication/@licence), thp:said('abstract', th:abstract()),
          thp:all('identifier', th:identifiers()), thp:all('keywords', $th:record/tt:keyword),
          thp:people('author'), thp:people('editor')"/>
      <xsl:if test="$th:record/@publisher">
        <map key="publisher">
          <string key="@type">Organization</string>
          <xsl:sequence select="thp:said('name', $th:record/@publisher)"/>
        </map>
      </xsl:if>
      <xsl:if test="$th:publication/tt:format">
        <array key="encoding">
          <xsl:for-each select="$th:publication/tt:format">
            <map>
              <string key="@type">MediaObject</string>
              <xsl:sequence select="
                  thp:said('encodingFormat', $th:media-types(@kind)), thp:said('contentUrl', th:address(@href)),
                  thp:said('sha256', ../@sha256[current()/@kind = 'tei'])"/>
            </map>
          </xsl:for-each>
        </array>
      </xsl:if>
    </map>
  </xsl:function>

  <xsl:function name="thp:people" as="element()*">
    <xsl:param name="role" as="xs:string"/>
    <xsl:variable name="people" as="element()*" select="$th:record/*[local-name() = $role]"/>
    <xsl:if test="exists($people)">
      <array key="{$role}">
        <xsl:for-each select="$people">
          <map>
            <xsl:sequence select="
                thp:said('@type', if (@kind = 'organisation') then 'Organization' else 'Person'), thp:said('@id', @uri),
                thp:said('name', .)"/>
          </map>
        </xsl:for-each>
      </array>
    </xsl:if>
  </xsl:function>

  <xsl:function name="thp:said" as="element()?">
    <xsl:param name="key" as="xs:string"/>
    <xsl:param name="value" as="xs:string?"/>
    <xsl:if test="$value ne ''"><string key="{$key}"><xsl:value-of select="$value"/></string></xsl:if>
  </xsl:function>

  <xsl:function name="thp:all" as="element()?">
    <xsl:param name="key" as="xs:string"/>
    <xsl:param name="values" as="xs:string*"/>
    <xsl:if test="exists($values)">
      <array key="{$key}"><xsl:for-each select="$values"><string><xsl:value-of select="."/></string></xsl:for-each></array>
    </xsl:if>
  </xsl:function>

</xsl:stylesheet>
