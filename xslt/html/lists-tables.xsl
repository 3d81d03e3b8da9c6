<?xml version="1.0" encoding="UTF-8"?>
<!--
  Lists, tables and figures.
-->
<xsl:stylesheet version="3.0" default-mode="th:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns:thp="urn:teitools:xslt:html:private"
    xmlns="http://www.w3.org/1999/xhtml"
    xmlns:tei="http://www.tei-c.org/ns/1.0"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:template match="list">
    <div>
      <xsl:sequence select="th:attributes(., ('list', tt:list-kind(.)), false())"/>
      <xsl:apply-templates select="head | pb"/>
      <xsl:choose>
        <xsl:when test="label">
          <xsl:for-each-group select="* except (head, pb)" group-adjacent="exists(self::label | self::item)">
            <xsl:choose>
              <xsl:when test="current-grouping-key()">
                <dl><xsl:apply-templates select="current-group()" mode="thp:labelled"/></dl>
              </xsl:when>
              <xsl:otherwise><xsl:apply-templates select="current-group()"/></xsl:otherwise>
            </xsl:choose>
          </xsl:for-each-group>
        </xsl:when>
        <xsl:otherwise>
          <xsl:element name="{if (tt:list-kind(.) = 'numbered') then 'ol' else 'ul'}">
            <xsl:apply-templates select="* except (head, pb)"/>
          </xsl:element>
        </xsl:otherwise>
      </xsl:choose>
    </div>
  </xsl:template>

  <!-- A list within a line: its items one after another. -->
  <xsl:template match="list[tt:list-kind(.) = 'inline']" priority="1">
    <span><xsl:sequence select="th:attributes(., ('list', 'inline'), false())"/><xsl:apply-templates select="*"/></span>
  </xsl:template>

  <xsl:template match="list[tt:list-kind(.) = 'inline']/*[self::item or self::label or self::head]" priority="6">
    <span>
      <xsl:sequence select="th:attributes(., local-name(), false())"/>
      <xsl:for-each select="self::item"><xsl:call-template name="thp:item-label"/></xsl:for-each>
      <xsl:apply-templates/>
      <xsl:call-template name="th:editorial-calls"/>
    </span>
    <xsl:if test="following-sibling::*"><xsl:text> </xsl:text></xsl:if>
  </xsl:template>

  <xsl:mode name="thp:labelled" on-no-match="fail" on-multiple-match="fail"/>

  <xsl:template match="label" mode="thp:labelled">
    <dt><xsl:sequence select="th:attributes(., 'label', false())"/><xsl:apply-templates/></dt>
  </xsl:template>
  <xsl:template match="item" mode="thp:labelled">
    <dd>
      <xsl:sequence select="th:attributes(., 'item', false())"/>
      <xsl:if test="empty(tt:own-label(.))"><xsl:call-template name="thp:item-label"/></xsl:if>
      <xsl:apply-templates/>
      <xsl:call-template name="th:editorial-calls"/>
    </dd>
  </xsl:template>

  <!-- The number that HTML counts is the item's own; any other label is written out in its place. -->
  <xsl:template match="item">
    <xsl:variable name="number" as="xs:integer?" select="tt:item-number(.)"/>
    <xsl:variable name="own-label" as="xs:boolean" select="tt:item-label(.) ne '' and empty($number)"/>
    <li>
      <xsl:sequence select="th:attributes(., ('item', 'own-label'[$own-label]), false())"/>
      <xsl:if test="@n and exists($number)"><xsl:attribute name="value" select="$number"/></xsl:if>
      <xsl:if test="$own-label"><xsl:call-template name="thp:item-label"/></xsl:if>
      <xsl:apply-templates/>
      <xsl:call-template name="th:editorial-calls"/>
    </li>
  </xsl:template>

  <!-- One that stands in no list. -->
  <xsl:template match="item[not(parent::list)]" priority="1">
    <div><xsl:sequence select="th:attributes(., 'item', false())"/><xsl:apply-templates/></div>
  </xsl:template>

  <xsl:template name="thp:item-label" as="node()*">
    <xsl:if test="tt:item-label(.) ne ''">
      <span class="item-label"><xsl:value-of select="tt:item-label(.)"/></span>
      <xsl:text> </xsl:text>
    </xsl:if>
  </xsl:template>

  <!-- Anything else that stands in a list, such as a trailer. -->
  <xsl:template match="list[not(label or tt:list-kind(.) = 'inline')]/*[not(self::item or self::head or self::pb)]" priority="5">
    <li><xsl:next-match/></li>
  </xsl:template>

  <xsl:template match="table">
    <xsl:sequence select="thp:beside-rows(tt:above-table(.))"/>
    <div class="table-frame" role="region" tabindex="0" aria-label="{th:table-label(.)}">
      <table>
        <xsl:sequence select="th:attributes(., 'table', false())"/>
        <xsl:if test="head or exists(tt:caption-number(.))">
          <caption>
            <xsl:value-of select="(head[1] ! tt:before-heading(.), tt:caption-number(.)[empty(current()/head)])[1]"/>
            <xsl:for-each select="head">
              <xsl:if test="position() gt 1"><br/></xsl:if>
              <xsl:apply-templates/>
            </xsl:for-each>
          </caption>
        </xsl:if>
        <xsl:for-each-group select="row | tt:between-rows(.)" group-adjacent="exists(self::row)">
          <xsl:choose>
            <xsl:when test="current-grouping-key()"><xsl:apply-templates select="current-group()"/></xsl:when>
            <xsl:otherwise><xsl:sequence select="thp:row-beside(current-group())"/></xsl:otherwise>
          </xsl:choose>
        </xsl:for-each-group>
      </table>
    </div>
    <xsl:sequence select="thp:beside-rows(tt:below-table(.))"/>
  </xsl:template>

  <!-- A table without rows, as programs write it that recognise pages: its words. -->
  <xsl:template match="table[not(row)]" priority="1">
    <div><xsl:sequence select="th:attributes(., (), false())"/><xsl:apply-templates/></div>
  </xsl:template>

  <!-- What stands between rows has a row of its own. -->
  <xsl:function name="thp:row-beside" as="element()?">
    <xsl:param name="nodes" as="node()+"/>
    <xsl:variable name="content" as="node()*"><xsl:apply-templates select="$nodes"/></xsl:variable>
    <xsl:if test="$content[self::* or normalize-space()]">
      <tr><td colspan="{tt:table-width(tt:table-rows($nodes[1]/..))}"><xsl:sequence select="$content"/></td></tr>
    </xsl:if>
  </xsl:function>

  <!-- What a table holds besides its rows, kept apart from the words around the table. -->
  <xsl:function name="thp:beside-rows" as="node()*">
    <xsl:param name="nodes" as="node()*"/>
    <xsl:if test="$nodes[self::*]">
      <xsl:text> </xsl:text>
      <xsl:apply-templates select="$nodes"/>
      <xsl:text> </xsl:text>
    </xsl:if>
  </xsl:function>

  <!-- What the table is called for those who go from landmark to landmark: its heading, else its number among those without. -->
  <xsl:function name="th:table-label" as="xs:string">
    <xsl:param name="table" as="element()"/>
    <xsl:sequence select="
        ($table/head[1] ! tt:plain-text(.), tt:label('table') || ' ' || count($table/(preceding::table
        | ancestor-or-self::table)[not(head)]))[1]"/>
  </xsl:function>

  <xsl:template match="row">
    <tr><xsl:sequence select="th:attributes(., 'row', false())"/><xsl:apply-templates select="*"/></tr>
  </xsl:template>

  <xsl:template match="cell">
    <xsl:variable name="heading" as="xs:boolean" select="@role = 'label' or ../@role = 'label'"/>
    <xsl:element name="{if ($heading) then 'th' else 'td'}">
      <xsl:sequence select="th:attributes(., 'cell', false())"/>
      <xsl:if test="@cols castable as xs:integer and xs:integer(@cols) gt 1">
        <xsl:attribute name="colspan" select="@cols"/>
      </xsl:if>
      <xsl:if test="@rows castable as xs:integer and xs:integer(@rows) gt 1">
        <xsl:attribute name="rowspan" select="@rows"/>
      </xsl:if>
      <xsl:if test="$heading"><xsl:attribute name="scope" select="if (../@role = 'label') then 'col' else 'row'"/></xsl:if>
      <xsl:apply-templates/>
      <xsl:call-template name="th:editorial-calls"/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="figure">
    <figure>
      <xsl:sequence select="th:attributes(., 'figure', false())"/>
      <xsl:variable name="pictures" as="element()*" select="graphic | (media | binaryObject)[exists(tt:picture(.))]"/>
      <xsl:variable name="calls" as="element()*"><xsl:call-template name="th:editorial-calls"/></xsl:variable>
      <xsl:variable name="described" as="xs:boolean" select="exists(figDesc) and empty($pictures)"/>
      <xsl:apply-templates select="$pictures"/>
      <xsl:variable name="number" as="xs:string?" select="tt:caption-number(.)[empty(current()/head)]"/>
      <xsl:if test="* except ($pictures, figDesc) or ($calls and not($described)) or $number">
        <figcaption>
          <xsl:where-populated><div class="figure-head"><xsl:value-of select="$number"/></div></xsl:where-populated>
          <xsl:apply-templates select="* except ($pictures, figDesc)"/>
          <xsl:sequence select="$calls[not($described)]"/>
        </figcaption>
      </xsl:if>
      <xsl:if test="$described">
        <p class="figDesc">
          <xsl:apply-templates select="figDesc[not(tt:is-other-version(.))]/node()"/>
          <xsl:sequence select="$calls"/>
        </p>
      </xsl:if>
    </figure>
  </xsl:template>

  <xsl:template match="figure/head" priority="1">
    <div class="figure-head">
      <xsl:value-of select="tt:before-heading(.)"/>
      <xsl:apply-templates/>
      <xsl:call-template name="th:editorial-calls"/>
    </div>
  </xsl:template>

  <!--
    A picture that lies in the edition is shown; a remote one is only linked, for the pages ask no other machine for
    anything. Of any other the pages say what it shows, unless nobody has looked which pictures there are.
  -->
  <xsl:template match="graphic[@url] | (media | binaryObject)[exists(tt:picture(.))]">
    <xsl:variable name="description" as="xs:string" select="tt:picture-words(.)"/>
    <xsl:variable name="file" as="xs:string?"
        select="if (exists($tt:pictures)) then tt:picture(.) else tt:local-address(@url)"/>
    <xsl:choose>
      <xsl:when test="$file"><img src="{$file}" alt="{$description}" loading="lazy"/></xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="thp:no-picture">
          <xsl:with-param name="name" select="if ($description) then $description else tt:label('image')"/>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <tt:leaves-out reason="binary" match="tei:binaryObject[not(@url)]"/>
  <xsl:template match="binaryObject[not(@url)]">
    <span class="graphic"><xsl:value-of select="(tt:picture-words(.)[. ne ''], tt:label('image'))[1]"/></span>
  </xsl:template>

  <!-- Who has looked at the files of this machine has told which of them may not be shown. -->
  <xsl:template name="thp:no-picture" as="element()">
    <xsl:param name="name" as="xs:string"/>
    <xsl:variable name="outward" as="xs:string?"
        select="if (exists($tt:pictures) and tt:scheme(@url) = 'file') then () else tt:outward(@url, @url)"/>
    <xsl:choose>
      <xsl:when test="$outward"><a href="{$outward}"><xsl:value-of select="$name"/></a></xsl:when>
      <xsl:otherwise><span class="graphic"><xsl:value-of select="$name"/></span></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

</xsl:stylesheet>
