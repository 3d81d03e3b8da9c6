<?xml version="1.0" encoding="UTF-8"?>
<!--
  The header as a readable page: one section for each part of it that says something.

  Public: th:about
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

  <xsl:mode name="thp:about" on-no-match="fail"/>

  <xsl:template name="th:about" as="element()">
    <xsl:variable name="header" as="element(teiHeader)?" select="($tt:document//teiHeader)[1]"/>
    <div class="about">
      <xsl:sequence select="th:language-of($header)"/>
      <xsl:apply-templates mode="thp:about" select="
          $header/*/(if (self::fileDesc or self::encodingDesc or self::profileDesc) then * else .)[normalize-space() != '']">
        <xsl:with-param name="page" select="'about.html'" tunnel="yes"/>
        <xsl:with-param name="level" select="2"/>
      </xsl:apply-templates>
      <xsl:for-each select="
          tail($tt:document//teiHeader[parent::*[tt:is-part(.)]] | $header),
          $th:documents[position() gt 1]//teiHeader[ancestor::TEI]">
        <section class="from-register">
          <xsl:sequence select="(ancestor-or-self::*[@xml:lang][1]) ! th:language-of(.)"/>
          <h2>
            <xsl:variable name="titles" as="element(title)*" select="tt:titles-of(..)"/>
            <xsl:variable name="title" as="element(title)?" select="
                ($titles[@type = $titles[1]/@type][lower-case(tokenize(@xml:lang, '-')[1]) = $tt:language], $titles)[1]"/>
            <xsl:sequence select="$title ! th:language-of(.)"/>
            <xsl:value-of select="($title ! tt:plain-text(.), th:part-title(..))[1]"/>
          </h2>
          <xsl:apply-templates mode="thp:about" select="
              (fileDesc/*[root() is $tt:document or self::publicationStmt or self::sourceDesc], encodingDesc/*,
               profileDesc/*, revisionDesc)[normalize-space() != '']">
            <xsl:with-param name="page" select="'about.html'" tunnel="yes"/>
            <xsl:with-param name="level" select="3"/>
          </xsl:apply-templates>
        </section>
      </xsl:for-each>
      <xsl:where-populated>
        <section class="from-standOff"><xsl:call-template name="thp:annotations"/></section>
      </xsl:where-populated>
    </div>
  </xsl:template>

  <!-- What stands beside the text and is neither the entry of a register nor an editors' note, which have their places. -->
  <xsl:template name="thp:annotations" as="element()*">
    <xsl:variable name="annotations" as="element()*" select="
        $tt:document//TEI/standOff[not(tt:is-top(.))]/*[empty(descendant-or-self::* intersect $th:every-entry)]
          [empty(descendant-or-self::note[@type = 'editorial'])][normalize-space()]"/>
    <xsl:if test="exists($annotations)">
      <h2 lang="{$tt:language}"><xsl:value-of select="tt:label('division-standOff')"/></h2>
      <xsl:for-each select="$annotations">
        <div>
          <xsl:apply-templates select=".">
            <xsl:with-param name="page" select="'about.html'" tunnel="yes"/>
          </xsl:apply-templates>
        </div>
      </xsl:for-each>
    </xsl:if>
  </xsl:template>

  <!-- A part of the header with parts of its own: a heading and what it holds. -->
  <xsl:template match="*" mode="thp:about">
    <xsl:param name="level" as="xs:integer" required="yes"/>
    <section>
      <xsl:sequence select="th:attributes(., 'header-' || local-name(), false())"/>
      <xsl:element name="h{min((6, $level))}">
        <xsl:attribute name="lang" select="$tt:language"/>
        <xsl:value-of select="thp:header-label(.)"/>
      </xsl:element>
      <xsl:for-each-group select="node()[not(self::text()[normalize-space() = ''])]" group-adjacent="thp:shape(.)">
        <xsl:choose>
          <xsl:when test="current-grouping-key() = 'field'">
            <xsl:call-template name="thp:header-fields">
              <xsl:with-param name="fields" select="current-group()"/>
            </xsl:call-template>
          </xsl:when>
          <xsl:when test="current-grouping-key() = 'part'">
            <xsl:apply-templates select="current-group()" mode="#current">
              <xsl:with-param name="level" select="$level + 1"/>
            </xsl:apply-templates>
          </xsl:when>
          <xsl:when test="current-grouping-key() = 'text'">
            <p><xsl:apply-templates select="current-group()"/></p>
          </xsl:when>
          <xsl:when test="current-grouping-key() = 'reference'">
            <ul class="references">
              <xsl:for-each select="current-group()"><li><xsl:apply-templates select="."/></li></xsl:for-each>
            </ul>
          </xsl:when>
          <xsl:otherwise><xsl:apply-templates select="current-group()"/></xsl:otherwise>
        </xsl:choose>
      </xsl:for-each-group>
    </section>
  </xsl:template>

  <tt:leaves-out reason="machinery" match="tei:xenoData"/>
  <tt:leaves-out reason="machinery" match="tei:tagsDecl"/>
  <tt:leaves-out reason="machinery" match="tei:classDecl"/>
  <tt:leaves-out reason="machinery" match="tei:refsDecl[tei:citeStructure]"/>
  <tt:leaves-out reason="machinery" match="tei:charDecl"/>
  <tt:leaves-out reason="machinery" match="tei:listPrefixDef"/>
  <tt:leaves-out reason="machinery" match="tei:appInfo"/>

  <!-- On the page about the edition: the description of the source under a heading of its own. -->
  <xsl:template match="msDesc" mode="thp:about" priority="2">
    <xsl:param name="level" as="xs:integer" required="yes"/>
    <section>
      <xsl:element name="h{min((6, $level))}">
        <xsl:attribute name="lang" select="$tt:language"/>
        <xsl:value-of select="tt:field-label(.)"/>
      </xsl:element>
      <xsl:apply-templates select="."/>
    </section>
  </xsl:template>

  <!--
    Registers in the header have pages of their own, letters stand in the entries that they are about; of images and
    private data the header says nothing readable.
  -->
  <xsl:template mode="thp:about" match="
      particDesc[listPerson] | correspDesc[tt:resolve(@corresp) ! th:is-entry(.) = true()] | xenoData
      | tagsDecl | classDecl | refsDecl[citeStructure] | charDecl | listPrefixDef | appInfo"/>

  <xsl:template match="revisionDesc[.//change]" mode="thp:about" priority="1">
    <xsl:param name="level" as="xs:integer" required="yes"/>
    <section>
      <xsl:element name="h{$level}">
        <xsl:attribute name="lang" select="$tt:language"/>
        <xsl:value-of select="thp:header-label(.)"/>
      </xsl:element>
      <ul class="changes">
        <xsl:for-each select=".//change[not(tt:is-other-version(.))]">
          <li>
            <xsl:if test="@when">
              <xsl:element name="{if (th:machine-date(.)) then 'time' else 'span'}">
                <xsl:for-each select="th:machine-date(.)"><xsl:attribute name="datetime" select="."/></xsl:for-each>
                <xsl:attribute name="lang" select="$tt:language"/>
                <xsl:value-of select="tt:date-in-words(@when)"/>
              </xsl:element>
              <xsl:text>: </xsl:text>
            </xsl:if>
            <xsl:apply-templates/>
          </li>
        </xsl:for-each>
      </ul>
    </section>
  </xsl:template>

  <xsl:template match="langUsage[language]" mode="thp:about" priority="1">
    <xsl:param name="level" as="xs:integer" required="yes"/>
    <section>
      <xsl:element name="h{$level}">
        <xsl:attribute name="lang" select="$tt:language"/>
        <xsl:value-of select="thp:header-label(.)"/>
      </xsl:element>
      <dl>
        <xsl:for-each select="language[not(tt:is-other-version(.))]">
          <div class="field">
            <dt><code><xsl:value-of select="@ident"/></code></dt>
            <dd><xsl:sequence select="th:language-of(.)"/><xsl:apply-templates/></dd>
          </div>
        </xsl:for-each>
      </dl>
    </section>
  </xsl:template>

  <!-- How a node of the header is shown: as running text, as a paragraph or list, as a reference, a labelled field, a part. -->
  <xsl:function name="thp:shape" as="xs:string">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="
        if (not($node instance of element())) then 'text'
        else if ($node/self::bibl or $node/self::biblStruct or $node/self::biblFull) then 'reference'
        else if ($node/self::p or $node/self::ab or $node/self::list or $node/self::table or $node/self::listBibl
                 or $node/self::head or $node/self::eg or $node/self::figure)
        then 'block'
        else if ($node/../text()[normalize-space() != ''] or $node/self::ref or $node/self::ptr or $node/self::measure
        or $node/self::seg)
        then 'text'
        else if ($node/(p | ab | list) or $node/*[not(self::seg)][* or self::p]) then 'part'
        else 'field'"/>
  </xsl:function>

  <xsl:mode name="thp:header-field" on-no-match="fail"/>

  <xsl:template match="comment() | processing-instruction() | text()" mode="thp:header-field thp:about"/>

  <!-- Fields of one kind under one label. -->
  <xsl:template name="thp:header-fields" as="element()">
    <xsl:param name="fields" as="element()*" required="yes"/>
    <dl>
      <xsl:for-each-group select="$fields" group-by="thp:header-label(.)">
        <div class="field">
          <dt><xsl:attribute name="lang" select="$tt:language"/><xsl:value-of select="current-grouping-key()"/></dt>
          <xsl:apply-templates select="current-group()" mode="thp:header-field"/>
        </div>
      </xsl:for-each-group>
    </dl>
  </xsl:template>

  <xsl:template match="*" mode="thp:header-field">
    <dd>
      <xsl:sequence select="th:attributes(., (), false())[not(name() = 'class')]"/>
      <xsl:choose>
        <xsl:when test="self::respStmt">
          <xsl:for-each select="*[not(tt:is-other-version(.))]">
            <xsl:if test="position() gt 1"><xsl:text>; </xsl:text></xsl:if>
            <xsl:apply-templates select="."/>
          </xsl:for-each>
        </xsl:when>
        <xsl:otherwise><xsl:apply-templates/></xsl:otherwise>
      </xsl:choose>
      <xsl:if test="normalize-space() = ''"><xsl:value-of select="(tt:date-phrase(.), @target, @value)[1]"/></xsl:if>
    </dd>
  </xsl:template>

  <!-- The class of the text by its name, in the language of the page where it has one. -->
  <xsl:template match="catRef" mode="thp:header-field" priority="1">
    <xsl:variable name="names" as="element()*" select="tt:resolve(@target)/(catDesc | desc | gloss)[normalize-space()]"/>
    <xsl:variable name="name" as="element()?" select="($names[@xml:lang = $tt:language], $names)[1]"/>
    <dd>
      <xsl:sequence select="th:language-of($name)"/>
      <xsl:value-of select="if ($name) then tt:plain-text($name) else @target"/>
    </dd>
  </xsl:template>

  <!-- What a part of the header is called; a part without a name in the catalogue keeps that of its element. -->
  <xsl:function name="thp:header-label" as="xs:string">
    <xsl:param name="part" as="element()"/>
    <xsl:variable name="key" as="xs:string?" select="
        (('header-' || local-name($part) || '-' || $part/@type), ('header-' || local-name($part)))[tt:has-label(.)][1]"/>
    <xsl:sequence select="if ($key) then tt:label($key) else local-name($part)"/>
  </xsl:function>

</xsl:stylesheet>
