<?xml version="1.0" encoding="UTF-8"?>
<!--
  What the editors did to the text: shown in place, collected in a list at the end, linked both ways.

  Public: $th:interventions, th:interventions, th:gap-label
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

  <xsl:variable name="th:interventions" as="element()*" select="
      $th:document//text//(choice | supplied | gap | surplus | unclear | add | del | sic[not(parent::choice)] | corr[not(parent::choice)])
        [not(ancestor::choice)]"/>

  <!-- The preferred reading, leading to its entry in the list, with the reading of the witness at hand. -->
  <xsl:template match="choice | supplied | surplus | unclear | add | del | sic | corr | orig | reg">
    <xsl:param name="page" as="xs:string" tunnel="yes" select="'index.html'"/>
    <xsl:variable name="listed" as="xs:boolean" select="exists(. intersect $th:interventions) and $page = 'index.html'"/>
    <xsl:variable name="what" as="xs:string" select="thp:kind(.)"/>
    <span>
      <xsl:sequence select="th:attributes(., ('intervention', $what), $listed)"/>
      <xsl:choose>
        <xsl:when test="$listed and not(thp:is-held(.))">
          <a href="#int-{th:id(.)}" title="{thp:explanation(.)}">
            <xsl:call-template name="thp:shown-reading">
              <xsl:with-param name="in-link" select="true()" tunnel="yes"/>
            </xsl:call-template>
          </a>
        </xsl:when>
        <xsl:otherwise>
          <xsl:call-template name="thp:shown-reading"/>
          <xsl:if test="$listed">
            <a class="mark" href="#int-{th:id(.)}" title="{thp:explanation(.)}" aria-label="{thp:explanation(.)}"><sup>°</sup></a>
          </xsl:if>
        </xsl:otherwise>
      </xsl:choose>
    </span>
  </xsl:template>

  <!-- The place where something is missing, in square brackets. -->
  <xsl:template match="gap">
    <span>
      <xsl:sequence select="th:attributes(., 'gap', true())"/>
      <a href="#int-{th:id(.)}"><xsl:sequence select="th:ui-language()"/>
        <xsl:text>[</xsl:text><xsl:value-of select="th:gap-label(.)"/><xsl:text>]</xsl:text>
      </a>
    </span>
  </xsl:template>

  <xsl:function name="th:gap-label" as="xs:string">
    <xsl:param name="gap" as="element(gap)"/>
    <xsl:variable name="why" as="xs:string" select="if (tt:has-label('gap-' || $gap/@reason)) then tt:label('gap-' || $gap/@reason)
        else string(($gap/@reason, tt:label('gap'))[1])"/>
    <xsl:variable name="what" as="xs:string?" select="$gap/@unit ! (if (tt:has-label('unit-' || .)) then tt:label('unit-' || .) else string(.))"/>
    <xsl:sequence select="string-join(($what, $why), ' ')"/>
  </xsl:function>

  <!-- Whether the reading holds something that makes links of its own and so cannot be a link: it is followed by one. -->
  <xsl:function name="thp:is-held" as="xs:boolean">
    <xsl:param name="intervention" as="element()"/>
    <xsl:sequence select="exists($intervention/descendant::*[self::note or self::ref or self::ptr or self::gap or @ref or th:is-block(.)])"/>
  </xsl:function>

  <xsl:template name="thp:shown-reading">
    <xsl:choose>
      <xsl:when test="self::choice"><xsl:apply-templates select="tt:preferred(.)/node()"/></xsl:when>
      <xsl:otherwise><xsl:apply-templates/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- correction, regularisation, expansion … -->
  <xsl:function name="thp:kind" as="xs:string">
    <xsl:param name="intervention" as="element()"/>
    <xsl:sequence select="
        if ($intervention/self::choice[sic or corr]) then 'correction'
        else if ($intervention/self::choice[orig or reg]) then 'regularisation'
        else if ($intervention/self::choice) then 'expansion'
        else local-name($intervention)"/>
  </xsl:function>

  <xsl:function name="thp:explanation" as="xs:string">
    <xsl:param name="intervention" as="element()"/>
    <xsl:variable name="original" as="element()?" select="$intervention/(sic, orig, abbr)[1]"/>
    <xsl:sequence select="
        if ($original) then tt:label('in-the-witness', tt:plain-text($original)) else tt:label('kind-' || thp:kind($intervention))"/>
  </xsl:function>

  <xsl:template name="th:interventions">
    <xsl:if test="exists($th:interventions)">
      <section id="interventions" class="interventions" aria-labelledby="interventions-heading">
        <xsl:attribute name="lang" select="$tt:language"/>
        <h2 id="interventions-heading"><xsl:value-of select="tt:label('interventions')"/></h2>
        <table>
          <thead>
            <tr>
              <xsl:for-each select="'column-place', 'column-witness', 'column-edition', 'column-kind'">
                <th scope="col"><xsl:value-of select="tt:label(.)"/></th>
              </xsl:for-each>
            </tr>
          </thead>
          <tbody><xsl:for-each select="$th:interventions"><xsl:call-template name="thp:intervention-row"/></xsl:for-each></tbody>
        </table>
      </section>
    </xsl:if>
  </xsl:template>

  <xsl:template name="thp:intervention-row">
    <xsl:variable name="language" as="attribute(lang)?" select="(ancestor-or-self::*/@xml:lang)[last()] ! th:language-of(..)"/>
    <xsl:variable name="before" as="element()?" select="(sic, orig, abbr, self::sic, self::surplus, self::unclear, self::del)[1]"/>
    <xsl:variable name="after" as="element()?" select="(corr, reg, expan, self::corr, self::supplied, self::add)[1]"/>
    <xsl:variable name="certainty" as="attribute()?" select="(descendant-or-self::*/@cert)[1]"/>
    <tr id="int-{th:id(.)}">
      <th scope="row">
        <a href="#{th:id(.)}"><xsl:value-of select="tt:block-of(.) ! tt:reference-label(.)"/></a>
      </th>
      <td data-label="{tt:label('column-witness')}">
        <xsl:sequence select="$language"/>
        <xsl:value-of select="if ($before) then tt:in-word(., tt:plain-text($before/node())) else '–'"/>
      </td>
      <td data-label="{tt:label('column-edition')}">
        <xsl:sequence select="$language"/>
        <xsl:value-of select="if (self::gap) then '[…]' else if ($after) then tt:in-word(., tt:plain-text($after/node())) else '–'"/>
      </td>
      <td data-label="{tt:label('column-kind')}">
        <xsl:value-of select="tt:label('kind-' || thp:kind(.))"/>
        <xsl:if test="self::gap"><xsl:value-of select="': ' || th:gap-label(.)"/></xsl:if>
        <xsl:if test="$certainty">
          <xsl:text> </xsl:text>
          <span class="certainty">
            <xsl:value-of select="'(' || (if (tt:has-label('cert-' || $certainty)) then tt:label('cert-' || $certainty) else $certainty) || ')'"/>
          </span>
        </xsl:if>
        <xsl:for-each select="desc">
          <p class="desc"><xsl:sequence select="th:language-of(.)"/><xsl:apply-templates/></p>
        </xsl:for-each>
      </td>
    </tr>
  </xsl:template>

</xsl:stylesheet>
