<?xml version="1.0" encoding="UTF-8"?>
<!--
  Addresses, languages and the one way in which links are made.

  Public: th:page-of, th:href, th:language-of, th:other-language-of, th:attributes, th:is-block, th:link
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

  <!-- The page that shows the element. -->
  <xsl:function name="th:page-of" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:apply-templates select="$element" mode="thp:page-of"/>
  </xsl:function>

  <xsl:mode name="thp:page-of" on-no-match="deep-skip"/>

  <xsl:template match="*" mode="thp:page-of" as="xs:string" priority="-1">
    <xsl:sequence select="if (ancestor-or-self::teiHeader) then 'about.html' else 'index.html'"/>
  </xsl:template>
  <xsl:template match="person | personGrp" mode="thp:page-of" as="xs:string">
    <xsl:sequence select="'persons.html'"/>
  </xsl:template>
  <xsl:template match="place" mode="thp:page-of" as="xs:string">
    <xsl:sequence select="'places.html'"/>
  </xsl:template>
  <xsl:template match="org | event" mode="thp:page-of" as="xs:string">
    <xsl:sequence select="'bodies-events.html'"/>
  </xsl:template>
  <xsl:template match="org[ancestor::listOrg/@type = 'repositories'] | msDesc[ancestor::standOff] | bibl[ancestor::standOff]
      | biblStruct[ancestor::standOff]" mode="thp:page-of" as="xs:string" priority="1">
    <xsl:sequence select="'archives-works.html'"/>
  </xsl:template>
  <xsl:template match="list[@type = 'glossary'][ancestor::standOff]/item" mode="thp:page-of" as="xs:string">
    <xsl:sequence select="'glossary.html'"/>
  </xsl:template>

  <!-- The address of the element, for a link on the page; that of the whole document is where its text begins. -->
  <xsl:function name="th:href" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:param name="page" as="xs:string"/>
    <xsl:variable name="target" as="xs:string" select="th:page-of($element)"/>
    <xsl:variable name="is-whole" as="xs:boolean" select="exists($element/self::*[. is $tt:document/*][text or TEI])"/>
    <xsl:sequence select="
        $target[. != $page] || '#' || (if ($is-whole) then th:page-part-id('main') else th:id($element))"/>
  </xsl:function>

  <!-- The lang attribute, where the source says which language it is. -->
  <xsl:function name="th:language-of" as="attribute(lang)?">
    <xsl:param name="element" as="element()?"/>
    <xsl:if test="$element/@xml:lang">
      <xsl:attribute name="lang" select="$element/@xml:lang"/>
    </xsl:if>
  </xsl:function>

  <!-- The same of what is shown among the wording, wherever the source says it: for what is in another language than that. -->
  <xsl:function name="th:other-language-of" as="attribute(lang)?">
    <xsl:param name="element" as="element()?"/>
    <xsl:variable name="tag" as="xs:string?" select="$element/ancestor-or-self::*[@xml:lang][1]/@xml:lang"/>
    <xsl:if test="$tag and $tag ne $tt:language">
      <xsl:attribute name="lang" select="$tag"/>
    </xsl:if>
  </xsl:function>

  <!-- id (when the source has one, or always), lang, and the classes with those for rend and type. -->
  <xsl:function name="th:attributes" as="attribute()*">
    <xsl:param name="element" as="element()"/>
    <xsl:param name="classes" as="xs:string*"/>
    <xsl:param name="always-id" as="xs:boolean"/>
    <xsl:variable name="signs" as="xs:string*" select="
        if ($element/(@rend | @type))
        then ($element/@rend ! tokenize(.) ! ('rend-' || thp:class-name(.)),
              $element/@type ! tokenize(.) ! ('type-' || thp:class-name(.)))
        else ()"/>
    <xsl:if test="$always-id or $element/@xml:id">
      <xsl:attribute name="id" select="th:id($element)"/>
    </xsl:if>
    <xsl:sequence select="th:language-of($element)"/>
    <xsl:if test="exists(($classes, $signs))">
      <xsl:attribute name="class" select="string-join(distinct-values(($classes, $signs)), ' ')"/>
    </xsl:if>
  </xsl:function>

  <xsl:function name="thp:class-name" as="xs:string">
    <xsl:param name="token" as="xs:string"/>
    <xsl:sequence select="replace(lower-case($token), '[^a-z0-9]+', '-')"/>
  </xsl:function>

  <!-- Whether the element becomes a block of HTML: because it is one, or because it holds blocks. -->
  <xsl:function name="th:is-block" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="tt:is-block($element) or tt:has-blocks($element) or exists($element/self::graphic)"/>
  </xsl:function>

  <!--
    The content of the current element as a link, one as far as it goes: what the editors did in it is marked behind the
    link. Only a note, a reference or a block in it divides the link, because links cannot be nested.
  -->
  <xsl:template name="th:link" as="node()*">
    <xsl:param name="href" as="xs:string" required="yes"/>
    <xsl:param name="class" as="xs:string?"/>
    <xsl:param name="in-link" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:for-each-group select="node()" group-adjacent="thp:divides-link(.)">
      <xsl:choose>
        <xsl:when test="$in-link or current-grouping-key() or normalize-space(string-join(current-group())) = ''">
          <xsl:apply-templates select="current-group()"/>
        </xsl:when>
        <xsl:otherwise>
          <a href="{$href}">
            <xsl:if test="$class"><xsl:attribute name="class" select="$class"/></xsl:if>
            <xsl:apply-templates select="current-group()">
              <xsl:with-param name="in-link" select="true()" tunnel="yes"/>
              <xsl:with-param name="marked-behind" select="true()" tunnel="yes"/>
            </xsl:apply-templates>
          </a>
          <xsl:for-each select="current-group()/descendant-or-self::*">
            <xsl:call-template name="th:intervention-mark"/>
            <xsl:if test="th:is-called-behind(.)"><xsl:call-template name="th:editorial-calls"/></xsl:if>
          </xsl:for-each>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:for-each-group>
  </xsl:template>

  <xsl:function name="thp:divides-link" as="xs:boolean">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="
        exists($node/descendant-or-self::*[self::note or self::ref or self::ptr or th:is-block(.)])"/>
  </xsl:function>

</xsl:stylesheet>
