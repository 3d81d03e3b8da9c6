<?xml version="1.0" encoding="UTF-8"?>
<!--
  What joins entries of the registers: relations (TEI Guidelines 13.3.2.3), the sending of letters (2.4.6), what carries a
  document. Each is told in the entries that it joins, in the words of the catalogue.

  Public: th:relations, th:correspondence, th:carriers, key th:letter (by the entry of the document)
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

  <xsl:key name="thp:relation" match="relation" use="tt:resolve((@active, @passive, @mutual)) ! generate-id()"/>
  <xsl:key name="th:letter" match="correspDesc[@corresp]" use="tt:resolve(@corresp) ! generate-id()"/>

  <!-- One field for each kind of relation and each side of it that the current entry is on. -->
  <xsl:template name="th:relations" as="element()*">
    <xsl:param name="page" as="xs:string" tunnel="yes" select="'index.html'"/>
    <xsl:variable name="entry" as="element()" select="."/>
    <xsl:for-each-group select="$th:documents ! key('thp:relation', generate-id($entry), .)"
        group-by="thp:relation-label(., $entry)">
      <xsl:call-template name="th:field">
        <xsl:with-param name="label" select="current-grouping-key()"/>
        <xsl:with-param name="content">
          <ul class="identifiers">
            <xsl:for-each select="current-group()">
              <xsl:variable name="period" as="xs:string?" select="tt:date-phrase(.)"/>
              <xsl:for-each select="thp:others(., $entry)">
                <li>
                  <xsl:sequence select="thp:entry-link(., $page)"/>
                  <xsl:value-of select="$period ! (' (' || . || ')')"/>
                </li>
              </xsl:for-each>
            </xsl:for-each>
          </ul>
        </xsl:with-param>
      </xsl:call-template>
    </xsl:for-each-group>
  </xsl:template>

  <!-- “Head of” on the one side, “Head” on the other; a relation that the catalogue does not know goes by its own name. -->
  <xsl:function name="thp:relation-label" as="xs:string">
    <xsl:param name="relation" as="element(relation)"/>
    <xsl:param name="entry" as="element()"/>
    <xsl:variable name="key" as="xs:string"
        select="'relation-' || $relation/@name || '-of'[exists(tt:resolve($relation/@passive) intersect $entry)]"/>
    <xsl:sequence select="
        if (tt:has-label($key)) then tt:label($key) else string(($relation/@name, $relation/@type, 'relation')[1])"/>
  </xsl:function>

  <!-- The entries on the other side; of those that are in it together, the others. -->
  <xsl:function name="thp:others" as="element()*">
    <xsl:param name="relation" as="element(relation)"/>
    <xsl:param name="entry" as="element()"/>
    <xsl:sequence select="
        if (exists(tt:resolve($relation/@passive) intersect $entry)) then tt:resolve($relation/@active)
        else if ($relation/@passive) then tt:resolve($relation/@passive)
        else tt:resolve($relation/@mutual) except $entry"/>
  </xsl:function>

  <xsl:function name="thp:entry-link" as="element()">
    <xsl:param name="entry" as="element()"/>
    <xsl:param name="page" as="xs:string"/>
    <a href="{th:href($entry, $page)}">
      <xsl:sequence select="th:name-language($entry)"/>
      <xsl:value-of select="tt:entry-name($entry)"/>
    </a>
  </xsl:function>

  <!-- Who sent the document that the entry describes, and who received it. -->
  <xsl:template name="th:correspondence" as="element()*">
    <xsl:param name="page" as="xs:string" tunnel="yes" select="'index.html'"/>
    <xsl:variable name="entry" as="element()" select="."/>
    <xsl:for-each select="$th:documents ! key('th:letter', generate-id($entry), .)/correspAction[normalize-space()]">
      <xsl:call-template name="th:field">
        <xsl:with-param name="label" select="tt:letter-label(.)"/>
        <xsl:with-param name="content">
          <span>
            <xsl:sequence select="ancestor-or-self::*[@xml:lang][1] ! th:language-of(.)"/>
            <xsl:for-each select="*[normalize-space() or tt:date-phrase(.)]">
              <xsl:if test="position() gt 1"><xsl:text>, </xsl:text></xsl:if>
              <xsl:variable name="of" as="element()?" select="th:entry-of(.)"/>
              <xsl:choose>
                <xsl:when test="$of">
                  <a href="{th:href($of, $page)}"><xsl:value-of select="tt:plain-text(.)"/></a>
                </xsl:when>
                <xsl:when test="normalize-space() eq ''">
                  <span><xsl:sequence select="th:ui-language()"/><xsl:value-of select="tt:date-phrase(.)"/></span>
                </xsl:when>
                <xsl:otherwise><xsl:value-of select="tt:plain-text(.)"/></xsl:otherwise>
              </xsl:choose>
              <xsl:for-each select="thp:doubt(.)[. ne '']">
                <span><xsl:sequence select="th:ui-language()"/><xsl:value-of select="."/></span>
              </xsl:for-each>
            </xsl:for-each>
          </span>
        </xsl:with-param>
      </xsl:call-template>
    </xsl:for-each>
  </xsl:template>

  <!-- In words what a text would say in a tooltip: how certain the part is, and which other dates are possible. -->
  <xsl:function name="thp:doubt" as="xs:string?">
    <xsl:param name="part" as="element()"/>
    <xsl:variable name="others" as="xs:string*" select="$part/certainty/@assertedValue ! (tt:date-in-words(.) || ' (?)')"/>
    <xsl:variable name="degree" as="xs:string?"
        select="($part/@cert, $part/certainty[not(@assertedValue)]/@cert)[not(. = 'high')][1]"/>
    <xsl:sequence select="
        string-join((
          $degree[tt:has-label('cert-' || .)] ! (' (' || tt:label('cert-' || .) || ')'), $others ! (' / ' || .)))[. ne '']"/>
  </xsl:function>

  <!-- The entries of what carries the document: an archival item, a book. -->
  <xsl:template name="th:carriers" as="element()?">
    <xsl:param name="page" as="xs:string" tunnel="yes" select="'index.html'"/>
    <xsl:variable name="carriers" as="element()*" select="tt:resolve(@corresp)[th:is-entry(.)]"/>
    <xsl:if test="exists($carriers)">
      <xsl:call-template name="th:field">
        <xsl:with-param name="label" select="tt:label('field-carrier')"/>
        <xsl:with-param name="content">
          <xsl:for-each select="$carriers">
            <xsl:if test="position() gt 1"><xsl:text>; </xsl:text></xsl:if>
            <xsl:value-of select=".[self::msDesc] ! (tt:repository-of(.) || ', ')"/>
            <xsl:sequence select="thp:entry-link(., $page)"/>
          </xsl:for-each>
        </xsl:with-param>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

</xsl:stylesheet>
