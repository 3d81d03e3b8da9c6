<?xml version="1.0" encoding="UTF-8"?>
<!--
  One entry of a register: name, dates, other names, what is known, identifiers, occurrences.

  Public: mode th:entry (parameter level), th:dates, th:field, th:fields, th:other-names, th:identifiers,
    th:position
-->
<xsl:stylesheet version="3.0" default-mode="th:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns:thp="urn:teitools:xslt:html:private"
    xmlns:tei="http://www.tei-c.org/ns/1.0"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:mode name="th:entry" on-no-match="fail"/>

  <xsl:template match="*" mode="th:entry" as="element()">
    <xsl:param name="level" as="xs:integer" required="yes"/>
    <xsl:variable name="entry" as="element()" select="."/>
    <article class="entry" id="{th:id(.)}" aria-labelledby="{th:part-id(., 'h')}">
      <header>
        <xsl:element name="h{$level}">
          <xsl:attribute name="id" select="th:part-id(., 'h')"/>
          <xsl:sequence select="th:name-language(.)"/>
          <xsl:value-of select="tt:entry-name(.)"/>
        </xsl:element>
        <xsl:call-template name="th:dates"/>
      </header>
      <div class="entry-body">
        <dl>
          <xsl:call-template name="th:other-names"/>
          <xsl:call-template name="th:fields">
            <xsl:with-param name="of" select="
                * except (tt:filing-name(.), tt:names(.), idno, (birth | death)[not(thp:says-more(.))],
                note[@type = 'unused-because'])"/>
          </xsl:call-template>
          <xsl:call-template name="th:relations"/>
          <xsl:call-template name="th:identifiers"/>
          <xsl:call-template name="th:speeches"/>
          <xsl:call-template name="th:occurrences"/>
          <xsl:call-template name="th:fields">
            <xsl:with-param name="of" select="note[@type = 'unused-because']"/>
          </xsl:call-template>
        </dl>
      </div>
    </article>
  </xsl:template>

  <!-- Life dates of a person, dates of an event. -->
  <xsl:template name="th:dates" as="element()?">
    <xsl:variable name="phrases" as="xs:string*" select="
        if (birth or death) then ((birth ! thp:life-date(.), '…')[1] || ' – ' || (death ! thp:life-date(.), '…')[1])
        else tt:date-phrase(.)"/>
    <xsl:if test="exists($phrases) and $phrases != '… – …'">
      <p class="dates"><xsl:value-of select="$phrases"/></p>
    </xsl:if>
  </xsl:template>

  <xsl:function name="thp:life-date" as="xs:string?">
    <xsl:param name="event" as="element()"/>
    <xsl:variable name="phrase" as="xs:string?"
        select="(tt:date-phrase($event), $event/date ! tt:date-phrase(.), $event/date ! tt:plain-text(.),
        tt:plain-text($event)[. != ''])[1]"/>
    <xsl:sequence select="$phrase || ' (?)'[($event, $event/date)/@cert = 'low']"/>
  </xsl:function>

  <!-- Whether there is more to a birth or a death than the date that stands beside the name, such as its place. -->
  <xsl:function name="thp:says-more" as="xs:boolean">
    <xsl:param name="event" as="element()"/>
    <xsl:sequence select="
        exists($event/*[not(self::date)][normalize-space()]) and not(thp:life-date($event) = tt:plain-text($event))"/>
  </xsl:function>

  <!-- Spellings that occur in the text, then names in other languages. -->
  <xsl:template name="th:other-names" as="element()*">
    <xsl:variable name="main" as="element()?" select="tt:filing-name(.)"/>
    <xsl:variable name="others" as="element()*" select="tt:names(.) except $main"/>
    <xsl:for-each select="('variant', 'other')">
      <xsl:variable name="names" as="element()*" select="$others[(@type = 'variant') = (current() = 'variant')]"/>
      <xsl:if test="exists($names)">
        <xsl:call-template name="th:field">
          <xsl:with-param name="label" select="tt:label('names-' || .)"/>
          <xsl:with-param name="class" select="'field-names'"/>
          <xsl:with-param name="content">
            <xsl:for-each select="$names">
              <xsl:if test="position() gt 1"><xsl:text> · </xsl:text></xsl:if>
              <span><xsl:sequence select="th:language-of(.)"/><xsl:value-of select="tt:plain-text(.)"/></span>
              <xsl:if test="@type != 'variant' and tt:has-label('name-type-' || @type)">
                <xsl:text> (</xsl:text><xsl:value-of select="tt:label('name-type-' || @type)"/><xsl:text>)</xsl:text>
              </xsl:if>
            </xsl:for-each>
          </xsl:with-param>
        </xsl:call-template>
      </xsl:if>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="th:field" as="element()">
    <xsl:param name="label" as="xs:string" required="yes"/>
    <xsl:param name="content" as="node()*" required="yes"/>
    <xsl:param name="class" as="xs:string?"/>
    <div class="{'field', $class}">
      <dt><xsl:value-of select="$label"/></dt>
      <dd><xsl:sequence select="$content"/></dd>
    </div>
  </xsl:template>

  <xsl:mode name="thp:field" on-no-match="fail"/>

  <!-- What is said of an entry; things of one kind under one label. -->
  <xsl:template name="th:fields" as="element()*">
    <xsl:param name="of" as="element()*" required="yes"/>
    <xsl:for-each-group select="$of" group-by="thp:field-label(.)">
      <div class="field field-{local-name()}">
        <dt><xsl:value-of select="current-grouping-key()"/></dt>
        <xsl:apply-templates select="current-group()" mode="thp:field"/>
      </div>
    </xsl:for-each-group>
  </xsl:template>

  <!-- The catalogue knows the label by element and type or by element; else the type or the element's name must do. -->
  <xsl:function name="thp:field-label" as="xs:string">
    <xsl:param name="field" as="element()"/>
    <xsl:variable name="key" as="xs:string?" select="
        ($field/@type ! ('field-' || local-name(..) || '-' || .), 'field-' || local-name($field))[tt:has-label(.)][1]"/>
    <xsl:sequence select="if ($key) then tt:label($key) else string(($field/@type, local-name($field))[1])"/>
  </xsl:function>

  <xsl:template match="*" mode="thp:field">
    <dd>
      <xsl:sequence select="th:other-language-of(.)"/>
      <xsl:choose>
        <xsl:when test="normalize-space() != ''"><xsl:apply-templates/></xsl:when>
        <xsl:otherwise>
          <xsl:value-of
              select="(tt:date-phrase(.), string-join((@value | @active | @passive | @target | @ref | @where), ' '))[1]"/>
        </xsl:otherwise>
      </xsl:choose>
    </dd>
  </xsl:template>

  <!-- Where a place is: in words, then its point on the globe. -->
  <xsl:template match="location" mode="thp:field">
    <dd>
      <xsl:sequence select="th:other-language-of(.)"/>
      <xsl:apply-templates/>
    </dd>
  </xsl:template>

  <tt:leaves-out reason="coordinates" match="tei:geo"/>

  <xsl:template match="geo">
    <xsl:variable name="point" as="xs:decimal*" select="tt:coordinates(.)"/>
    <xsl:value-of select="tt:space-before(.)"/>
    <span class="geo">
      <xsl:choose>
        <xsl:when test="exists($point)"><xsl:value-of select="th:position($point)"/></xsl:when>
        <xsl:otherwise><xsl:apply-templates/></xsl:otherwise>
      </xsl:choose>
    </span>
  </xsl:template>

  <!-- Latitude and longitude in words. -->
  <xsl:function name="th:position" as="xs:string">
    <xsl:param name="point" as="xs:decimal+"/>
    <xsl:sequence select="thp:degrees($point[1], 'north', 'south') || ' ' || thp:degrees($point[2], 'east', 'west')"/>
  </xsl:function>

  <xsl:function name="thp:degrees" as="xs:string">
    <xsl:param name="value" as="xs:decimal"/>
    <xsl:param name="positive" as="xs:string"/>
    <xsl:param name="negative" as="xs:string"/>
    <xsl:variable name="digits" as="xs:string" select="format-number(abs($value), '0.00')"/>
    <xsl:sequence select="(if ($tt:language = 'tr') then translate($digits, '.', ',') else $digits) || '°&#xA0;'
        || tt:label(if ($value lt 0) then $negative else $positive)"/>
  </xsl:function>

  <!-- An entry within an entry has its own place on the page. -->
  <xsl:template match="place | org | person | event[th:is-entry(.)]" mode="thp:field">
    <dd><a href="#{th:id(.)}"><xsl:value-of select="tt:entry-name(.)"/></a></dd>
  </xsl:template>

  <tt:leaves-out reason="addresses" match="
      tei:idno[starts-with(normalize-space(), 'http')]
        [parent::tei:person or parent::tei:personGrp or parent::tei:place or parent::tei:org or parent::tei:event]"/>

  <!-- Identifiers elsewhere, where their authorities show them. -->
  <xsl:variable name="thp:authorities" as="map(xs:string, xs:string+)" select="map {
      'wikidata': ('Wikidata', 'https://www.wikidata.org/wiki/'), 'geonames': ('GeoNames', 'https://www.geonames.org/'),
      'viaf': ('VIAF', 'https://viaf.org/viaf/'), 'gnd': ('GND', 'https://d-nb.info/gnd/'),
      'lccn': ('LCCN', 'https://lccn.loc.gov/'), 'isni': ('ISNI', 'https://isni.org/isni/'),
      'bnf': ('BnF', 'https://catalogue.bnf.fr/ark:/12148/'), 'idref': ('IdRef', 'https://www.idref.fr/'),
      'orcid': ('ORCID', 'https://orcid.org/'), 'isbn': ('ISBN', 'urn:isbn:') }"/>

  <xsl:template name="th:identifiers" as="element()?">
    <xsl:variable name="ids" as="element(idno)*" select="idno[not(@type = ('shelfmark', 'fonds'))]"/>
    <xsl:if test="$ids">
      <xsl:call-template name="th:field">
        <xsl:with-param name="label" select="tt:label('field-idno')"/>
        <xsl:with-param name="class" select="'field-idno'"/>
        <xsl:with-param name="content">
          <ul class="identifiers">
            <xsl:for-each select="$ids">
              <li><xsl:sequence select="thp:identifier(.)"/></li>
            </xsl:for-each>
          </ul>
        </xsl:with-param>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <xsl:function name="thp:identifier" as="node()+">
    <xsl:param name="idno" as="element(idno)"/>
    <xsl:variable name="value" as="xs:string" select="normalize-space($idno)"/>
    <xsl:variable name="authority" as="xs:string*" select="$thp:authorities(lower-case($idno/@type))"/>
    <xsl:choose>
      <xsl:when test="matches($value, '^https?://')">
        <a href="{iri-to-uri($value)}"><xsl:value-of select="replace($value, '^https?://(www\.)?([^/]+).*$', '$2')"/></a>
      </xsl:when>
      <xsl:when test="exists($authority)">
        <a href="{$authority[2] || encode-for-uri(translate($value, ' ', ''))}">
          <xsl:value-of select="$authority[1] || ' ' || $value"/>
        </a>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="string-join(($idno/@type, $value), ' ')"/></xsl:otherwise>
    </xsl:choose>
  </xsl:function>

</xsl:stylesheet>
