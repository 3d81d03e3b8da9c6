<?xml version="1.0" encoding="UTF-8"?>
<!--
  What interventions.xsl of the shared modules lists: shown in place, collected in a list at the end, linked both ways.

  Public: th:interventions, th:is-held, th:intervention-mark, th:source-text
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

  <!-- The reading of the running text, leading to its entry in the list, with what the source reads at hand. -->
  <xsl:template match="choice | supplied | surplus | unclear | add | del | sic | corr | orig | reg">
    <xsl:param name="page" as="xs:string" tunnel="yes" select="'index.html'"/>
    <xsl:param name="marked-behind" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:variable name="listed" as="xs:boolean" select="tt:is-listed(.) and $page = 'index.html'"/>
    <xsl:element name="{if (th:is-block(.)) then 'div' else 'span'}">
      <xsl:sequence select="th:attributes(., ('intervention', tt:intervention-kind(.)), $listed)"/>
      <xsl:choose>
        <xsl:when test="$listed and not($marked-behind or th:is-held(.))">
          <a href="#{th:part-id(., 'int')}" title="{thp:explanation(.)}">
            <xsl:call-template name="thp:shown-reading">
              <xsl:with-param name="in-link" select="true()" tunnel="yes"/>
            </xsl:call-template>
          </a>
        </xsl:when>
        <xsl:otherwise>
          <xsl:call-template name="thp:shown-reading"/>
          <xsl:if test="not($marked-behind)"><xsl:call-template name="th:intervention-mark"/></xsl:if>
          <xsl:for-each select="tt:unlisted-readings(.)">
            <span lang="{$tt:language}"><xsl:value-of select="."/></span>
          </xsl:for-each>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:element>
  </xsl:template>

  <!-- What leads from the place in the text to its entry in the list where its reading is no link. -->
  <xsl:template name="th:intervention-mark" as="element()?">
    <xsl:param name="page" as="xs:string" tunnel="yes" select="'index.html'"/>
    <xsl:choose>
      <xsl:when test="$page != 'index.html'"/>
      <xsl:when test="self::app[tt:has-entry(.)]"><xsl:call-template name="th:entry-mark"/></xsl:when>
      <xsl:when test="tt:is-listed(.)">
        <a class="mark" href="#{th:part-id(., 'int')}" title="{thp:explanation(.)}" aria-label="{thp:explanation(.)}">
          <sup>°</sup>
        </a>
      </xsl:when>
    </xsl:choose>
  </xsl:template>

  <!-- What the source reads at a place where the edition reads something else; nothing where it reads the same, or has a gap. -->
  <xsl:function name="th:source-text" as="xs:string?">
    <xsl:param name="place" as="element()"/>
    <xsl:sequence select="
        if ($place/self::supplied) then ''
        else $place/self::choice[empty(tt:proposals(.))] ! tt:other-readings(.)[1] ! tt:reading-text(.)"/>
  </xsl:function>

  <!-- The reading between the signs that the conventions of transcriptions have for it. -->
  <xsl:template name="thp:shown-reading" as="node()*">
    <xsl:variable name="source" as="xs:string?" select="th:source-text(.)[not(th:is-block(current()))]"/>
    <xsl:variable name="reading" as="node()*"><xsl:call-template name="thp:signed-reading"/></xsl:variable>
    <xsl:choose>
      <xsl:when test="exists($source)"><span data-source="{$source}"><xsl:sequence select="$reading"/></span></xsl:when>
      <xsl:otherwise><xsl:sequence select="$reading"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="thp:signed-reading" as="node()*">
    <xsl:variable name="shown" as="element()?" select="if (self::choice) then tt:shown(.) else ."/>
    <xsl:variable name="signs" as="xs:string*" select="$shown ! tt:signs(.)"/>
    <xsl:if test="exists($signs)"><span class="sign"><xsl:value-of select="$signs[1]"/></span></xsl:if>
    <xsl:apply-templates select="$shown/node()"/>
    <xsl:if test="exists($signs)"><span class="sign"><xsl:value-of select="$signs[2]"/></span></xsl:if>
  </xsl:template>

  <!-- The place where something is missing, in square brackets. -->
  <xsl:template match="gap">
    <xsl:param name="page" as="xs:string" tunnel="yes" select="'index.html'"/>
    <xsl:param name="in-link" as="xs:boolean" tunnel="yes" select="false()"/>
    <span>
      <xsl:sequence select="th:attributes(., 'gap', true())"/>
      <xsl:element name="{if (tt:is-listed(.) and $page = 'index.html' and not($in-link)) then 'a' else 'span'}">
        <xsl:if test="tt:is-listed(.) and $page = 'index.html' and not($in-link)">
          <xsl:attribute name="href" select="'#' || th:part-id(., 'int')"/>
        </xsl:if>
        <xsl:sequence select="th:ui-language()"/>
        <xsl:call-template name="thp:gap-words"/>
      </xsl:element>
    </span>
  </xsl:template>

  <!-- How much is missing, where it is said and counted, else what is missing and why. -->
  <xsl:template name="thp:gap-words" as="node()*">
    <xsl:variable name="counted" as="xs:boolean" select="exists(tt:gap-extent(.))"/>
    <xsl:if test="$counted"><xsl:attribute name="title" select="tt:gap-label(.)"/></xsl:if>
    <xsl:value-of select="if ($counted) then tt:gap-sign(.) else '[' || tt:gap-label(.) || ']'"/>
  </xsl:template>

  <!-- Whether the reading cannot be a link: it shows nothing, or holds what makes links of its own. It is followed by one. -->
  <xsl:function name="th:is-held" as="xs:boolean">
    <xsl:param name="intervention" as="element()"/>
    <xsl:variable name="shown" as="element()?"
        select="if ($intervention[self::choice or self::app]) then tt:shown($intervention) else $intervention"/>
    <xsl:sequence select="
        not(normalize-space($shown)) or th:is-block($intervention)
        or exists($shown/descendant::*[self::note or self::ref or self::ptr or @ref or tt:is-listed(.)])"/>
  </xsl:function>

  <!-- What the mouse is told: the readings that the running text does not have, else what was done. -->
  <xsl:function name="thp:explanation" as="xs:string">
    <xsl:param name="intervention" as="element()"/>
    <xsl:variable name="others" as="element()*" select="$intervention/self::choice ! tt:other-readings(.)"/>
    <xsl:sequence select="
        if (empty($others) or exists(tt:proposals($intervention)))
        then string-join((tt:label('kind-' || tt:intervention-kind($intervention)), tt:place-in-source($intervention),
        tt:proposed($intervention)), ', ')
        else tt:label('in-the-witness', string-join($others ! tt:reading-text(.), '; '))"/>
  </xsl:function>

  <xsl:template name="th:interventions" as="element()?">
    <xsl:if test="exists(tt:interventions())">
      <section id="{th:page-part-id('interventions')}" class="interventions"
          aria-labelledby="{th:page-part-id('interventions-heading')}">
        <xsl:attribute name="lang" select="$tt:language"/>
        <h2 id="{th:page-part-id('interventions-heading')}"><xsl:value-of select="tt:label('interventions')"/></h2>
        <table>
          <thead>
            <tr>
              <xsl:for-each select="'column-place', 'column-witness', 'column-edition', 'column-kind'">
                <th scope="col"><xsl:value-of select="tt:label(.)"/></th>
              </xsl:for-each>
            </tr>
          </thead>
          <tbody>
            <xsl:for-each select="tt:interventions()"><xsl:call-template name="thp:intervention-row"/></xsl:for-each>
          </tbody>
        </table>
      </section>
    </xsl:if>
  </xsl:template>

  <xsl:template name="thp:intervention-row" as="element()">
    <xsl:variable name="place" as="element()" select="."/>
    <tr id="{th:part-id(., 'int')}">
      <th scope="row">
        <a href="#{th:id(.)}">
          <xsl:sequence select="th:other-language-of(tt:section-of(.) ! tt:main-head(.))"/>
          <xsl:value-of select="tt:intervention-place(.)"/>
        </a>
      </th>
      <td data-label="{tt:label('column-witness')}">
        <xsl:call-template name="thp:readings"><xsl:with-param name="of" select="tt:source-readings(.)"/></xsl:call-template>
      </td>
      <td data-label="{tt:label('column-edition')}">
        <xsl:call-template name="thp:readings"><xsl:with-param name="of" select="tt:edition-reading(.)"/></xsl:call-template>
      </td>
      <td data-label="{tt:label('column-kind')}">
        <xsl:value-of select="tt:label('kind-' || tt:intervention-kind(.))"/>
        <xsl:value-of select="(self::gap ! tt:gap-label(.), tt:place-in-source(.), tt:proposed(.)) ! (': ' || .)" separator=""/>
        <xsl:variable name="judgement" as="xs:string*" select="tt:certainty(.), thp:responsible(.)"/>
        <xsl:if test="exists($judgement)">
          <xsl:text> </xsl:text>
          <span class="certainty"><xsl:value-of select="'(' || string-join($judgement, '; ') || ')'"/></span>
        </xsl:if>
        <xsl:for-each select="tt:editorial-notes-on(.)">
          <xsl:text> </xsl:text>
          <a href="#{th:id(.)}"><xsl:value-of select="tt:block-label(.)"/></a>
        </xsl:for-each>
        <xsl:for-each select="tt:remarks(.)">
          <xsl:element name="{if (tt:has-blocks(.)) then 'div' else 'p'}">
            <xsl:attribute name="class" select="'desc'"/>
            <xsl:sequence select="th:language-of(.)"/>
            <xsl:apply-templates/>
          </xsl:element>
        </xsl:for-each>
      </td>
    </tr>
  </xsl:template>

  <!-- Who answers for what was done: the names of those to whom @resp points, else what it says. -->
  <xsl:function name="thp:responsible" as="xs:string*">
    <xsl:param name="place" as="element()"/>
    <xsl:for-each select="($place | $place/*)/@resp[1]">
      <xsl:variable name="persons" as="element()*" select="tt:resolve(.)"/>
      <xsl:sequence select="
          if (empty($persons)) then string()[not(contains(., '#'))]
          else $persons/((name | persName | orgName)[not(tt:is-other-version(.))][1], .)[1] ! tt:plain-text(.)"/>
    </xsl:for-each>
  </xsl:function>

  <!-- Readings of the current place, in the language that each is in; a dash for none. -->
  <xsl:template name="thp:readings" as="node()*">
    <xsl:param name="of" as="element()*" required="yes"/>
    <xsl:variable name="place" as="element()" select="."/>
    <xsl:sequence select="(ancestor-or-self::*/@xml:lang)[last()] ! th:language-of(..)"/>
    <xsl:for-each select="$of">
      <xsl:if test="position() gt 1"><xsl:text>; </xsl:text></xsl:if>
      <xsl:choose>
        <xsl:when test="@xml:lang">
          <span lang="{@xml:lang}"><xsl:value-of select="tt:listed-reading(., $place)"/></span>
        </xsl:when>
        <xsl:otherwise><xsl:value-of select="tt:listed-reading(., $place)"/></xsl:otherwise>
      </xsl:choose>
    </xsl:for-each>
    <xsl:if test="empty($of)"><xsl:text>–</xsl:text></xsl:if>
  </xsl:template>

</xsl:stylesheet>
