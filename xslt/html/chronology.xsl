<?xml version="1.0" encoding="UTF-8"?>
<!--
  The chronology: events of the registers, documents that have a date or a letter with one, and the dates that the text
  names, in the order of time, each with the passages that speak of it. Dates of publication are none of these.

  Each is a map: kind (event, document or text), entry (of the first two), dates (the elements that say when), start and
  end in years.

  Public: $th:dated, th:is-in-chronology, th:chronology, th:dated-id, th:dated-name
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

  <!-- Whether the date is one of those that the text itself names. -->
  <xsl:function name="th:is-in-chronology" as="xs:boolean">
    <xsl:param name="date" as="element()"/>
    <xsl:sequence select="
        $date/self::date and tt:shows-register('chronology') and tt:is-in-text($date) and exists(tt:date-span($date))
        and empty($date/(ancestor::bibl | ancestor::biblStruct | ancestor::biblFull)) and tt:is-shown($date)"/>
  </xsl:function>

  <!-- None if there is too little for a page: no dated event or document, and fewer than three dates in the text. -->
  <xsl:variable name="th:dated" as="map(xs:string, item()*)*">
    <xsl:variable name="entries" as="map(xs:string, item()*)*" select="
        $th:all-entries[tt:shows-register('chronology')] ! thp:dated-entry(.)"/>
    <xsl:variable name="named" as="map(xs:string, item()*)*">
      <xsl:for-each-group select="$tt:running//date[th:is-in-chronology(.)]" group-by="string-join(tt:date-span(.), ' ')">
        <xsl:sequence select="thp:dated('text', (), current-group())"/>
      </xsl:for-each-group>
    </xsl:variable>
    <xsl:if test="exists($entries) or count($named) ge 3">
      <xsl:sequence select="
          sort(($entries, $named), (), function($one as map(*)) as xs:double+ { $one?start, -$one?end })"/>
    </xsl:if>
  </xsl:variable>

  <!-- An event has its own date; a document that, or the one at which its letter was sent. -->
  <xsl:function name="thp:dated-entry" as="map(xs:string, item()*)?">
    <xsl:param name="entry" as="element()"/>
    <xsl:variable name="dates" as="element()*" select="
        $entry/self::event/(., date),
        $entry/(self::bibl | self::biblStruct)[ancestor::listBibl[1][@type = 'documents']]/(., date),
        $entry/self::msDesc/history/origin/(., origDate, date),
        $th:documents ! key('th:letter', generate-id($entry), .)/correspAction[1]/date"/>
    <xsl:variable name="kind" as="xs:string" select="if ($entry/self::event) then 'event' else 'document'"/>
    <xsl:sequence select="$dates[exists(tt:date-span(.))][1] ! thp:dated($kind, $entry, .)"/>
  </xsl:function>

  <xsl:function name="thp:dated" as="map(xs:string, item()*)">
    <xsl:param name="kind" as="xs:string"/>
    <xsl:param name="entry" as="element()?"/>
    <xsl:param name="dates" as="element()+"/>
    <xsl:variable name="span" as="xs:double+" select="tt:date-span($dates[1])"/>
    <xsl:sequence select="map { 'kind': $kind, 'entry': $entry, 'dates': $dates, 'start': $span[1], 'end': $span[2] }"/>
  </xsl:function>

  <xsl:template name="th:chronology" as="element()+">
    <xsl:call-template name="th:timeline"/>
    <xsl:for-each-group select="$th:dated" group-adjacent="floor(?start)">
      <xsl:variable name="id" as="xs:string" select="th:page-part-id('year-' || current-grouping-key())"/>
      <section class="year" aria-labelledby="{$id}">
        <h2 id="{$id}"><xsl:value-of select="th:year(current-grouping-key())"/></h2>
        <ul class="dates">
          <xsl:for-each select="current-group()"><xsl:call-template name="thp:date-line"/></xsl:for-each>
        </ul>
      </section>
    </xsl:for-each-group>
  </xsl:template>

  <xsl:function name="th:year" as="xs:string">
    <xsl:param name="year" as="xs:double"/>
    <xsl:sequence select="if ($year lt 0) then tt:label('before-christ', abs(xs:integer($year))) else string(xs:integer($year))"/>
  </xsl:function>

  <!-- The id of a line; what a line is called where it is pointed at. -->
  <xsl:function name="th:dated-id" as="xs:string">
    <xsl:param name="dated" as="map(xs:string, item()*)"/>
    <xsl:sequence select="th:page-part-id('when-' || th:id(($dated?entry, $dated?dates)[1]))"/>
  </xsl:function>

  <xsl:function name="th:dated-name" as="xs:string">
    <xsl:param name="dated" as="map(xs:string, item()*)"/>
    <xsl:sequence select="string-join((tt:doubtful-date($dated?dates[1]), $dated?entry ! tt:entry-name(.)), ': ')"/>
  </xsl:function>

  <!-- When, what, by whom and where it lies if it is a document, and the passages. -->
  <xsl:template name="thp:date-line" as="element()">
    <xsl:context-item as="map(xs:string, item()*)" use="required"/>
    <xsl:variable name="entry" as="element()?" select="?entry"/>
    <li id="{th:dated-id(.)}" class="dated dated-{?kind}">
      <p class="when"><xsl:value-of select="tt:doubtful-date(?dates[1])"/></p>
      <div class="what">
        <xsl:for-each select="$entry">
          <p>
            <a href="{th:href(., 'chronology.html')}">
              <xsl:sequence select="th:name-language(.)"/>
              <xsl:value-of select="tt:entry-name(.)"/>
            </a>
          </p>
          <xsl:where-populated>
            <dl>
              <xsl:call-template name="th:correspondence">
                <xsl:with-param name="page" select="'chronology.html'" tunnel="yes"/>
              </xsl:call-template>
              <xsl:call-template name="th:carriers">
                <xsl:with-param name="page" select="'chronology.html'" tunnel="yes"/>
              </xsl:call-template>
            </dl>
          </xsl:where-populated>
        </xsl:for-each>
        <xsl:call-template name="th:lines-of">
          <xsl:with-param name="mentions" select="if ($entry) then tt:mentions($entry) else ?dates"/>
        </xsl:call-template>
      </div>
    </li>
  </xsl:template>

</xsl:stylesheet>
