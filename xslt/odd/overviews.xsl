<?xml version="1.0" encoding="UTF-8"?>
<!--
  The tables at the head of each part of the reference: what there is, in one line each.

  Public: to:parts, to:entries, to:overview
-->
<xsl:stylesheet version="3.0" default-mode="th:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:f="urn:teitools:odd:facts"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns:to="urn:teitools:xslt:odd"
    xmlns:top="urn:teitools:xslt:odd:private"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- The parts of the reference that have anything in them; each name is also the identifier of the part. -->
  <xsl:function name="to:parts" as="xs:string*">
    <xsl:sequence select="
        ('elements', 'attributes', 'attribute-classes', 'model-classes', 'macros', 'datatypes', 'rules')
          [exists(to:entries(.))]"/>
  </xsl:function>

  <xsl:function name="to:entries" as="element()*">
    <xsl:param name="part" as="xs:string"/>
    <xsl:variable name="root" as="element(f:facts)" select="$facts/*"/>
    <xsl:sequence select="
        if ($part = 'elements') then $root/f:element
        else if ($part = 'attributes') then $root/f:attribute-name
        else if ($part = 'attribute-classes') then $root/f:class[@type = 'att']
        else if ($part = 'model-classes') then $root/f:class[@type = 'model']
        else if ($part = 'macros') then $root/f:macro
        else if ($part = 'datatypes') then $root/f:data
        else $root/f:constraint"/>
  </xsl:function>

  <xsl:template name="to:overview" as="node()*">
    <xsl:param name="part" as="xs:string" required="yes"/>
    <xsl:variable name="last" as="xs:string?" select="
        if ($part = 'elements') then 'module' else if ($part = 'attributes') then 'where'
        else if ($part = ('attribute-classes', 'model-classes')) then 'members' else ()"/>
    <table class="overview {$part}">
      <thead>
        <tr>
          <xsl:for-each select="'name', 'meaning', $last">
            <th scope="col"><xsl:value-of select="tt:label('odd-column-' || .)"/></th>
          </xsl:for-each>
        </tr>
      </thead>
      <tbody>
        <xsl:for-each select="to:entries($part)">
          <tr>
            <xsl:apply-templates select="." mode="top:row"/>
          </tr>
        </xsl:for-each>
      </tbody>
    </table>
  </xsl:template>

  <xsl:mode name="top:row" on-no-match="deep-skip"/>

  <xsl:template match="f:element" mode="top:row">
    <xsl:call-template name="top:name-cell"/>
    <td class="aside"><xsl:value-of select="@module"/></td>
  </xsl:template>

  <xsl:template match="f:macro | f:data" mode="top:row">
    <xsl:call-template name="top:name-cell"/>
  </xsl:template>

  <xsl:template match="f:class" mode="top:row">
    <xsl:call-template name="top:name-cell"/>
    <td class="aside names">
      <xsl:choose>
        <xsl:when test="count(f:members/f:a) gt 12">
          <a href="#{@id}"><xsl:value-of select="tt:label('odd-members', count(f:members/f:a))"/></a>
        </xsl:when>
        <xsl:otherwise>
          <xsl:call-template name="to:links"><xsl:with-param name="links" select="f:members/f:a"/></xsl:call-template>
        </xsl:otherwise>
      </xsl:choose>
    </td>
  </xsl:template>

  <xsl:template name="top:name-cell" as="node()*">
    <th scope="row">
      <a href="#{@id}"><code><xsl:value-of
          select="@name"/></code></a><xsl:call-template name="to:variant"/><xsl:call-template name="to:badge"/>
    </th>
    <td>
      <xsl:sequence select="to:gloss(.)"/>
      <xsl:if test="gloss and desc"><xsl:text> </xsl:text></xsl:if>
      <xsl:sequence select="to:described(desc[1])"/>
    </td>
  </xsl:template>

  <!-- A name of attributes: what it means where it means one thing, and where it is declared. -->
  <xsl:template match="f:attribute-name" mode="top:row">
    <xsl:variable name="declared" as="element(f:attribute)*" select="f:a/@to ! key('to:attribute', ., $facts)"/>
    <th scope="row" id="{@id}"><code><xsl:value-of select="'@' || @name"/></code></th>
    <td>
      <xsl:variable name="meaning" as="element()?" select="($declared/(desc, gloss)[1])[1]"/>
      <xsl:sequence select="to:described($meaning)"/>
      <xsl:if test="count(distinct-values($declared/(desc, gloss)[1]/normalize-space())) gt 1">
        <xsl:text> </xsl:text><span class="absent"><xsl:value-of select="tt:label('odd-differs')"/></span>
      </xsl:if>
    </td>
    <td class="aside names">
      <xsl:call-template name="to:links"><xsl:with-param name="links" select="f:a"/></xsl:call-template>
    </td>
  </xsl:template>

  <!-- What the ODD did to a declaration of TEI. -->
  <xsl:template name="to:badge" as="node()*">
    <xsl:if test="@origin = ('odd', 'changed')">
      <xsl:text> </xsl:text>
      <span class="badge {@origin}"><xsl:value-of select="tt:label('odd-origin-' || @origin)"/></span>
    </xsl:if>
  </xsl:template>

</xsl:stylesheet>
