<?xml version="1.0" encoding="UTF-8"?>
<!--
  Archives and works: repository, fonds, item, each item with every note that uses it; then documents and works cited, a
  list each.

  Public: th:archives-works
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

  <xsl:template name="th:archives-works" as="element()*">
    <xsl:variable name="entries" as="element()*" select="$th:entries('archives-works.html')"/>
    <xsl:variable name="archival" as="element()*" select="$entries[thp:is-archival(.)]"/>
    <xsl:if test="exists($archival)">
      <section class="register archives" aria-labelledby="{th:page-part-id('archives-h')}">
        <h2 id="{th:page-part-id('archives-h')}"><xsl:value-of select="tt:label('archives')"/></h2>
        <xsl:for-each select="($archival ! parent::listBibl)/desc[not(tt:is-other-version(.))]">
          <p><xsl:sequence select="th:language-of(.)"/><xsl:apply-templates/></p>
        </xsl:for-each>
        <xsl:for-each select="tt:index-lines($archival[empty(thp:holder(.))])">
          <xsl:sequence select=".[?see] ! th:see-line(.)"/>
          <xsl:for-each select="?entry">
            <xsl:call-template name="thp:archival-entry"><xsl:with-param name="level" select="3"/></xsl:call-template>
          </xsl:for-each>
        </xsl:for-each>
      </section>
    </xsl:if>
    <xsl:for-each-group select="$entries except $archival"
        group-by="(th:kind-of-list(.)[tt:has-label('list-' || .)], 'works')[1]">
      <xsl:variable name="works" as="xs:boolean" select="current-grouping-key() = 'works'"/>
      <xsl:variable name="heading" as="xs:string"
          select="th:page-part-id(('list-'[not($works)], current-grouping-key(), '-h') => string-join())"/>
      <section class="register works" aria-labelledby="{$heading}">
        <h2 id="{$heading}">
          <xsl:value-of select="tt:label('list-'[not($works)] || current-grouping-key())"/>
        </h2>
        <xsl:for-each select="tt:sort(current-group(), thp:work-sort-name#1)">
          <xsl:call-template name="thp:work"/>
        </xsl:for-each>
      </section>
    </xsl:for-each-group>
  </xsl:template>

  <!-- Whether the entry is of an archive or of what one holds: a fonds may be described as a work is. -->
  <xsl:function name="thp:is-archival" as="xs:boolean">
    <xsl:param name="entry" as="element()"/>
    <xsl:sequence select="exists($entry[self::msDesc or self::org]) or exists(thp:holder($entry)[self::org])"/>
  </xsl:function>

  <!-- The entry that holds this one: the fonds of its collection, else what it corresponds to. -->
  <xsl:function name="thp:holder" as="element()?">
    <xsl:param name="entry" as="element()"/>
    <xsl:sequence select="
        ($entry/msIdentifier/collection/@corresp ! tt:resolve(.), $entry/@corresp ! tt:resolve(.))
          [th:is-entry(.)][th:page-of(.) eq 'archives-works.html'][1]"/>
  </xsl:function>

  <!-- What an entry holds, in the order of the register. -->
  <xsl:variable name="thp:held" as="map(xs:string, element()*)" select="
      map:merge(
        for $entry in $th:entries('archives-works.html')[thp:is-archival(.)], $holder in thp:holder($entry)
        return map { generate-id($holder): $entry },
        map { 'duplicates': 'combine' })"/>

  <!--
    An archive, then a fonds, then an item: the same entry one level deeper, with what it holds, in the order of the
    register.
  -->
  <xsl:template name="thp:archival-entry" as="element()">
    <xsl:param name="level" as="xs:integer" required="yes"/>
    <article class="entry archival level-{$level}" id="{th:id(.)}" aria-labelledby="{th:part-id(., 'h')}">
      <header>
        <xsl:element name="h{$level}">
          <xsl:attribute name="id" select="th:part-id(., 'h')"/>
          <xsl:sequence select="th:name-language(.)"/>
          <xsl:value-of select="tt:entry-name(.) || self::bibl/idno[@type = 'fonds'][1] ! (' (' || . || ')')"/>
        </xsl:element>
      </header>
      <div class="entry-body">
        <dl>
          <xsl:if test="self::org"><xsl:call-template name="th:other-names"/></xsl:if>
          <xsl:call-template name="th:fields">
            <xsl:with-param name="of" select="
                if (self::msDesc) then (msIdentifier/(repository[$level = 3] | altIdentifier), * except (msIdentifier, head))
                else * except (tt:names(.), tt:filing-name(.), idno)"/>
            <xsl:with-param name="page" select="'archives-works.html'" tunnel="yes"/>
          </xsl:call-template>
          <xsl:call-template name="th:relations"/>
          <xsl:call-template name="th:identifiers"/>
          <xsl:call-template name="th:occurrences"/>
        </dl>
      </div>
      <xsl:for-each select="$thp:held(generate-id())">
        <xsl:call-template name="thp:archival-entry">
          <xsl:with-param name="level" select="min((6, $level + 1))"/>
        </xsl:call-template>
      </xsl:for-each>
    </article>
  </xsl:template>

  <xsl:template name="thp:work" as="element()">
    <article class="entry work" id="{th:id(.)}" aria-labelledby="{th:part-id(., 'h')}">
      <header>
        <h3 id="{th:part-id(., 'h')}">
          <xsl:sequence select="th:other-language-of(.)"/>
          <xsl:apply-templates select="." mode="thp:work-heading"/>
        </h3>
      </header>
      <div class="entry-body">
        <xsl:if test="not(self::biblStruct or thp:is-described-by-title(.))">
          <p class="full">
            <xsl:sequence select="th:other-language-of(.)"/>
            <xsl:apply-templates select="node() except (note, idno)">
              <xsl:with-param name="page" select="'archives-works.html'" tunnel="yes"/>
            </xsl:apply-templates>
          </p>
        </xsl:if>
        <dl>
          <xsl:call-template name="th:fields">
            <xsl:with-param name="of" select="title[not(. is tt:entry-title(..))][thp:is-described-by-title(current())], note"/>
            <xsl:with-param name="page" select="'archives-works.html'" tunnel="yes"/>
          </xsl:call-template>
          <xsl:call-template name="th:correspondence">
            <xsl:with-param name="page" select="'archives-works.html'" tunnel="yes"/>
          </xsl:call-template>
          <xsl:call-template name="th:carriers">
            <xsl:with-param name="page" select="'archives-works.html'" tunnel="yes"/>
          </xsl:call-template>
          <xsl:call-template name="th:identifiers"/>
          <xsl:call-template name="th:occurrences"/>
        </dl>
      </div>
    </article>
  </xsl:template>

  <!-- An entry without running text of its own, that consists of a title or several and remarks. -->
  <xsl:function name="thp:is-described-by-title" as="xs:boolean">
    <xsl:param name="entry" as="element()"/>
    <xsl:sequence select="
        exists($entry/title) and empty($entry/(text()[normalize-space()] | * except (title, note, idno)))"/>
  </xsl:function>

  <xsl:mode name="thp:work-heading" on-no-match="shallow-skip"/>

  <xsl:template match="bibl | biblStruct" mode="thp:work-heading">
    <xsl:variable name="authors" as="xs:string*" select=".//author ! tt:plain-text(.)"/>
    <xsl:variable name="title" as="element()?" select="
        (.[thp:is-described-by-title(.)] ! tt:entry-title(.), .//title[not(@type = 'variant')], .//title)[1]"/>
    <xsl:value-of select="string-join($authors, ', ')"/>
    <xsl:if test="exists($authors) and $title"><xsl:text>: </xsl:text></xsl:if>
    <xsl:choose>
      <xsl:when test="$title">
        <cite><xsl:sequence select="th:language-of($title)"/><xsl:value-of select="tt:plain-text($title)"/></cite>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="tt:plain-text(.)"/></xsl:otherwise>
    </xsl:choose>
    <xsl:for-each select=".//biblScope[@unit = 'volume'][1]">
      <xsl:text> </xsl:text>
      <xsl:value-of select="tt:plain-text(.)"/>
    </xsl:for-each>
  </xsl:template>

  <!-- Works are filed by author (family name first where it is marked), then title, then volume. -->
  <xsl:function name="thp:work-sort-name" as="xs:string">
    <xsl:param name="work" as="element()"/>
    <xsl:variable name="author" as="element()?" select="($work//author)[1]"/>
    <xsl:variable name="person" as="element()?" select="($author//@ref)[1] ! tt:resolve(.)[1]"/>
    <xsl:sequence select="
        string-join((if ($person) then tt:entry-name($person) else $author ! tt:plain-text(.),
                     ($work//title)[1] ! tt:plain-text(.), ($work//biblScope[@unit = 'volume'])[1] ! tt:plain-text(.)), ' ')"/>
  </xsl:function>

</xsl:stylesheet>
