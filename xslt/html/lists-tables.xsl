<?xml version="1.0" encoding="UTF-8"?>
<!--
  Lists, tables and figures.
-->
<xsl:stylesheet version="3.0" default-mode="th:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns:thp="urn:teitools:xslt:html:private"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:template match="list">
    <xsl:variable name="ordered" as="xs:boolean" select="(@rend, @type) = ('ordered', 'numbered')"/>
    <div>
      <xsl:sequence select="th:attributes(., 'list', false())"/>
      <xsl:apply-templates select="head | pb"/>
      <xsl:choose>
        <xsl:when test="label"><dl><xsl:apply-templates select="label | item" mode="thp:glossed"/></dl></xsl:when>
        <xsl:otherwise>
          <xsl:element name="{if ($ordered) then 'ol' else 'ul'}"><xsl:apply-templates select="* except (head, pb)"/></xsl:element>
        </xsl:otherwise>
      </xsl:choose>
    </div>
  </xsl:template>

  <xsl:mode name="thp:glossed" on-no-match="fail"/>

  <xsl:template match="label" mode="thp:glossed">
    <dt><xsl:sequence select="th:attributes(., 'label', false())"/><xsl:apply-templates/></dt>
  </xsl:template>
  <xsl:template match="item" mode="thp:glossed">
    <dd>
      <xsl:sequence select="th:attributes(., 'item', false())"/>
      <xsl:apply-templates/>
      <xsl:call-template name="th:editorial-calls"/>
    </dd>
  </xsl:template>

  <xsl:template match="item">
    <li>
      <xsl:sequence select="th:attributes(., 'item', false())"/>
      <xsl:apply-templates/>
      <xsl:call-template name="th:editorial-calls"/>
    </li>
  </xsl:template>

  <!-- Anything else that stands in a list, such as a trailer. -->
  <xsl:template match="list/*[not(self::item or self::label or self::head or self::pb)]" priority="5">
    <li><xsl:next-match/></li>
  </xsl:template>

  <xsl:template match="table">
    <div class="table-frame" role="region" tabindex="0" aria-label="{th:table-label(.)}">
      <table>
        <xsl:sequence select="th:attributes(., 'table', false())"/>
        <xsl:if test="head">
          <caption><xsl:apply-templates select="head/node()"/></caption>
        </xsl:if>
        <xsl:apply-templates select="row"/>
      </table>
    </div>
    <xsl:apply-templates select="* except (head, row)"/>
  </xsl:template>

  <!-- What the table is called for those who go from landmark to landmark: its heading, else its number among those without. -->
  <xsl:function name="th:table-label" as="xs:string">
    <xsl:param name="table" as="element()"/>
    <xsl:sequence select="
        ($table/head[1] ! tt:plain-text(.), tt:label('table') || ' ' || count($table/(preceding::table | ancestor-or-self::table)[not(head)]))[1]"/>
  </xsl:function>

  <xsl:template match="row">
    <tr><xsl:sequence select="th:attributes(., 'row', false())"/><xsl:apply-templates select="*"/></tr>
  </xsl:template>

  <xsl:template match="cell">
    <xsl:variable name="heading" as="xs:boolean" select="@role = 'label' or ../@role = 'label'"/>
    <xsl:element name="{if ($heading) then 'th' else 'td'}">
      <xsl:sequence select="th:attributes(., 'cell', false())"/>
      <xsl:if test="@cols castable as xs:integer and xs:integer(@cols) gt 1"><xsl:attribute name="colspan" select="@cols"/></xsl:if>
      <xsl:if test="@rows castable as xs:integer and xs:integer(@rows) gt 1"><xsl:attribute name="rowspan" select="@rows"/></xsl:if>
      <xsl:if test="$heading"><xsl:attribute name="scope" select="if (../@role = 'label') then 'col' else 'row'"/></xsl:if>
      <xsl:apply-templates/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="figure">
    <figure>
      <xsl:sequence select="th:attributes(., 'figure', false())"/>
      <xsl:apply-templates select="graphic"/>
      <xsl:if test="* except (graphic, figDesc)">
        <figcaption><xsl:apply-templates select="* except (graphic, figDesc)"/></figcaption>
      </xsl:if>
      <xsl:if test="figDesc and empty(graphic)"><p class="figDesc"><xsl:apply-templates select="figDesc/node()"/></p></xsl:if>
    </figure>
  </xsl:template>

  <xsl:template match="figure/head" priority="1">
    <div class="figure-head"><xsl:apply-templates/></div>
  </xsl:template>

  <!-- A local image is shown; a remote one is only linked, for the pages ask no other machine for anything. -->
  <xsl:template match="graphic[@url]">
    <xsl:variable name="description" as="xs:string" select="tt:plain-text(../figDesc)"/>
    <xsl:choose>
      <xsl:when test="tt:is-remote(tt:expand-pointer(@url, .))">
        <a href="{@url}"><xsl:value-of select="if ($description) then $description else tt:label('image')"/></a>
      </xsl:when>
      <xsl:otherwise><img src="{@url}" alt="{$description}" loading="lazy"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

</xsl:stylesheet>
