<?xml version="1.0" encoding="UTF-8"?>
<!--
  Where in the text an entry is named: each mention as a line of the text that leads to it, those of the text by section,
  then those of the notes.

  Public: th:occurrences and th:speeches (fields of the current entry), th:lines-of (of mentions), th:kind-of-block
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

  <xsl:key name="thp:speech" match="sp[@who]" use="tt:resolve(@who) ! generate-id()"/>

  <!-- As many lines as are shown at once; more are opened by the reader. -->
  <xsl:variable name="thp:lines-open" as="xs:integer" select="5"/>

  <xsl:template name="th:occurrences" as="element()?">
    <xsl:variable name="mentions" as="element()*" select="tt:mentions(.)"/>
    <xsl:if test="exists($mentions)">
      <div class="field field-occurrences">
        <dt>
          <xsl:value-of select="tt:label('occurrences')"/>
          <xsl:text> </xsl:text>
          <span class="count"><xsl:value-of select="count($mentions)"/></span>
        </dt>
        <dd><xsl:call-template name="th:lines-of"><xsl:with-param name="mentions" select="$mentions"/></xsl:call-template></dd>
      </div>
    </xsl:if>
  </xsl:template>

  <!-- The mentions as lines, those of the text and of each kind of notes by themselves. -->
  <xsl:template name="th:lines-of" as="element()*">
    <xsl:param name="mentions" as="element()*" required="yes"/>
    <xsl:for-each-group select="$mentions" group-by="index-of($thp:kinds, th:kind-of-block(tt:block-of(.)))">
      <xsl:sort select="current-grouping-key()"/>
      <xsl:variable name="kind" as="xs:string" select="let $i := current-grouping-key() return $thp:kinds[$i]"/>
      <xsl:call-template name="thp:kind-of-occurrences">
        <xsl:with-param name="mentions" select="current-group()"/>
        <xsl:with-param name="label" select="
            tt:label('mentions-in-' || $kind, count(current-group()))
              [count($mentions) gt $thp:lines-open or not($kind = 'text')]"/>
      </xsl:call-template>
    </xsl:for-each-group>
  </xsl:template>

  <xsl:variable name="thp:kinds" as="xs:string+" select="'text', 'notes', 'editorial-notes'"/>

  <!-- Which of these a paragraph or a note belongs to. -->
  <xsl:function name="th:kind-of-block" as="xs:string">
    <xsl:param name="block" as="element()"/>
    <xsl:sequence select="
        if (empty($block/self::note)) then 'text' else if ($block/@type = 'editorial') then 'editorial-notes' else 'notes'"/>
  </xsl:function>

  <!-- The lines of the text or of notes, under what they are if that has to be said; many are folded up. -->
  <xsl:template name="thp:kind-of-occurrences" as="element()+">
    <xsl:param name="mentions" as="element()+" required="yes"/>
    <xsl:param name="label" as="xs:string?" required="yes"/>
    <xsl:choose>
      <xsl:when test="count($mentions) gt $thp:lines-open">
        <details class="passages">
          <summary><xsl:value-of select="$label"/></summary>
          <xsl:call-template name="thp:list"><xsl:with-param name="mentions" select="$mentions"/></xsl:call-template>
        </details>
      </xsl:when>
      <xsl:otherwise>
        <xsl:if test="$label"><p class="kind"><xsl:value-of select="$label"/></p></xsl:if>
        <xsl:call-template name="thp:list"><xsl:with-param name="mentions" select="$mentions"/></xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Those of notes one after the other, for these are numbered throughout; those of the text by section. -->
  <xsl:template name="thp:list" as="element()">
    <xsl:param name="mentions" as="element()+" required="yes"/>
    <ul class="occurrences">
      <xsl:for-each-group select="$mentions" group-adjacent="
          if (tt:block-of(.)/self::note) then '' else generate-id(tt:section-of(tt:block-of(.)))">
        <xsl:variable name="section" as="element()" select="tt:section-of(tt:block-of(.))"/>
        <xsl:choose>
          <xsl:when test="current-grouping-key() eq ''">
            <xsl:call-template name="thp:lines"><xsl:with-param name="mentions" select="current-group()"/></xsl:call-template>
          </xsl:when>
          <xsl:otherwise>
            <li>
              <span class="section">
                <xsl:sequence select="thp:section-language($section)"/><xsl:value-of select="tt:section-name($section)"/>
              </span>
              <ul>
                <xsl:call-template name="thp:lines"><xsl:with-param name="mentions" select="current-group()"/></xsl:call-template>
              </ul>
            </li>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:for-each-group>
    </ul>
  </xsl:template>

  <!-- A line for each mention: what its paragraph or note is called, and the words around it. -->
  <xsl:template name="thp:lines" as="element()+">
    <xsl:param name="mentions" as="element()+" required="yes"/>
    <xsl:for-each select="$mentions">
      <xsl:variable name="id" as="xs:string" select="th:mention-id(.)"/>
      <li>
        <a href="index.html#{$id}">
          <span class="where"><xsl:value-of select="tt:block-label(tt:block-of(.))"/></span>
          <xsl:text> </xsl:text>
          <xsl:call-template name="th:context"><xsl:with-param name="id" select="$id"/></xsl:call-template>
        </a>
      </li>
    </xsl:for-each>
  </xsl:template>

  <!-- How often a character of a play speaks. -->
  <xsl:template name="th:speeches" as="element()?">
    <xsl:variable name="speeches" as="element(sp)*" select="key('thp:speech', generate-id(.), $tt:document)"/>
    <xsl:if test="exists($speeches)">
      <xsl:call-template name="th:field">
        <xsl:with-param name="label" select="tt:label('speeches')"/>
        <xsl:with-param name="content"><span class="count"><xsl:value-of select="count($speeches)"/></span></xsl:with-param>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <xsl:function name="thp:section-language" as="attribute(lang)?">
    <xsl:param name="section" as="element()"/>
    <xsl:if test="$section/head">
      <xsl:sequence select="(tt:main-head($section)/ancestor-or-self::*[@xml:lang])[last()] ! th:language-of(.)"/>
    </xsl:if>
  </xsl:function>

</xsl:stylesheet>
