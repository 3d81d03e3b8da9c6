<?xml version="1.0" encoding="UTF-8"?>
<!--
  Names, terms and dates. A name whose @ref leads to a register entry is a link to it; of names within names the
  outermost is the link. Every mention bears an id, so that the register can lead to the very word.

  Public: th:mention-attribute, th:machine-date
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
      match="persName | placeName | orgName | name | rs | term | eventName | objectName | roleName | forename | surname | genName
      | nameLink | addName | geogName | settlement | country | region | district | bloc | geogFeat | affiliation | occupation
      | role
      | editor | author | publisher | pubPlace | distributor | authority | residence | repository | institution | collection
      | birth | death
      | origPlace | principal | sponsor | funder | faith | nationality">
    <xsl:param name="in-link" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:param name="page" as="xs:string" tunnel="yes" select="'index.html'"/>
    <xsl:variable name="entry" as="element()?" select="th:entry-of(.)"/>
    <xsl:element name="{if (th:is-block(.)) then 'div' else 'span'}">
      <xsl:sequence select="th:attributes(., ('name'[$entry], local-name()), false())"/>
      <xsl:sequence select="th:mention-attribute($entry, ., $page)"/>
      <xsl:if test="certainty[@locus = 'value'][not(@assertedValue)][tt:has-label('cert-' || @cert)]">
        <xsl:attribute name="title" select="tt:label('cert-' || certainty[@locus = 'value'][not(@assertedValue)][1]/@cert)"/>
      </xsl:if>
      <xsl:choose>
        <xsl:when test="$entry and not($in-link)">
          <xsl:call-template name="th:link">
            <xsl:with-param name="href" select="th:href($entry, $page)"/>
          </xsl:call-template>
        </xsl:when>
        <xsl:otherwise><xsl:apply-templates/></xsl:otherwise>
      </xsl:choose>
    </xsl:element>
  </xsl:template>

  <!-- A name, a term or a title without words says what it points at. -->
  <xsl:template priority="1.2" match="
      (persName | placeName | orgName | geogName | name | rs | term | title)[@ref | @key][tt:is-wordless(.)]">
    <xsl:param name="in-link" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:param name="page" as="xs:string" tunnel="yes" select="'index.html'"/>
    <xsl:variable name="entry" as="element()?" select="th:entry-of(.)"/>
    <span>
      <xsl:sequence select="th:attributes(., ('name'[$entry], local-name()), false())"/>
      <xsl:sequence select="th:mention-attribute($entry, ., $page)"/>
      <xsl:choose>
        <xsl:when test="$entry and not($in-link)">
          <a href="{th:href($entry, $page)}"><xsl:value-of select="tt:meaning(.)"/></a>
        </xsl:when>
        <xsl:otherwise><xsl:value-of select="tt:meaning(.)"/></xsl:otherwise>
      </xsl:choose>
    </span>
  </xsl:template>

  <!-- The register entry that the name points at, when this edition has a page for it. -->
  <xsl:function name="th:entry-of" as="element()?">
    <xsl:param name="name" as="element()"/>
    <xsl:sequence select="tt:resolve($name/@ref)[th:is-entry(.)][1]"/>
  </xsl:function>

  <!-- The id by which a register finds the mention of one of its entries. -->
  <xsl:function name="th:mention-attribute" as="attribute(id)?">
    <xsl:param name="entry" as="element()?"/>
    <xsl:param name="mention" as="element()"/>
    <xsl:param name="page" as="xs:string"/>
    <xsl:if test="$entry and $page = 'index.html'"><xsl:attribute name="id" select="th:mention-id($mention)"/></xsl:if>
  </xsl:function>

  <xsl:template match="date | time | origDate">
    <xsl:variable name="machine" as="xs:string?" select="th:machine-date(.)"/>
    <xsl:variable name="phrase" as="xs:string?" select="tt:doubtful-date(.)"/>
    <xsl:element name="{if (th:is-block(.)) then 'div' else if ($machine) then 'time' else 'span'}">
      <xsl:sequence select="th:attributes(., 'date', th:is-in-chronology(.))"/>
      <xsl:if test="$machine"><xsl:attribute name="datetime" select="$machine"/></xsl:if>
      <xsl:if test="$phrase and not(contains(., $phrase)) and not(tt:is-wordless(.))">
        <xsl:attribute name="title" select="$phrase"/>
      </xsl:if>
      <xsl:apply-templates/>
      <xsl:value-of select=".[tt:is-wordless(.)] ! tt:meaning(.)"/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="num | measure | (height | width | depth | dim)[tt:is-wordless(.)]">
    <xsl:element name="{if (th:is-block(.)) then 'div' else 'span'}">
      <xsl:sequence select="th:attributes(., local-name(), false())"/>
      <xsl:apply-templates/>
      <xsl:value-of select=".[tt:is-wordless(.)] ! tt:meaning(.)"/>
    </xsl:element>
  </xsl:template>

  <!--
    What HTML accepts as a moment or a duration. A range within a month or a year is given as that month or year, a
    wider one and durations in months, for which HTML has no form, not at all.
  -->
  <xsl:function name="th:machine-date" as="xs:string?">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="starts" as="xs:string*" select="$element/(@from, @notBefore)[1] ! tokenize(., '-')"/>
    <xsl:variable name="ends" as="xs:string*" select="$element/(@to, @notAfter)[1] ! tokenize(., '-')"/>
    <xsl:variable name="common" as="xs:string" select="
        if (empty($starts) or empty($ends) or $starts[1] != $ends[1]) then ''
        else if ($starts[2] and $starts[2] = $ends[2]) then $starts[1] || '-' || $starts[2] else $starts[1]"/>
    <xsl:sequence select="
        ($element/@when ! tt:without-zone(.)[matches(., '^(\d{4}(-\d{2}(-\d{2})?)?|\d{2}:\d{2}(:\d{2})?)$')],
         $common[matches(., '^\d{4}(-\d{2})?$')],
         $element/@dur[matches(., '^P(\d+D)?(T(\d+H)?(\d+M)?(\d+S)?)?$')]) [1] ! string()"/>
  </xsl:function>

</xsl:stylesheet>
