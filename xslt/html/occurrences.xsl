<?xml version="1.0" encoding="UTF-8"?>
<!--
  Where in the text an entry is named: every mention, by section, paragraph or note.

  Public: th:occurrences and th:speeches (fields of the current entry), th:mentions
-->
<xsl:stylesheet version="3.0" default-mode="th:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns:thp="urn:teitools:xslt:html:private"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:key name="thp:mention" match="*[@ref][tt:is-in-text(.) or ancestor::note[@type = 'editorial']]"
      use="tt:resolve(@ref) ! generate-id()"/>
  <xsl:key name="thp:citation" match="(bibl | quote | said)[@corresp][tt:is-in-text(.)]"
      use="tt:resolve(@corresp) ! generate-id()"/>

  <xsl:key name="thp:speech" match="sp[@who]" use="tt:resolve(@who) ! generate-id()"/>

  <!-- The mentions of an entry in the text: names that point at it, references that correspond
    to it, words quoted or reported from it. -->
  <xsl:function name="th:mentions" as="element()*">
    <xsl:param name="entry" as="element()"/>
    <xsl:sequence select="
        key('thp:mention', generate-id($entry), $tt:document) | key('thp:citation', generate-id($entry), $tt:document)"/>
  </xsl:function>

  <xsl:template name="th:occurrences" as="element()?">
    <xsl:variable name="mentions" as="element()*" select="th:mentions(.)"/>
    <xsl:if test="exists($mentions)">
      <div class="field field-occurrences">
        <dt>
          <xsl:value-of select="tt:label('occurrences')"/>
          <xsl:text> </xsl:text>
          <span class="count"><xsl:value-of select="count($mentions)"/></span>
        </dt>
        <dd>
          <ul class="occurrences">
            <xsl:for-each-group select="$mentions" group-adjacent="tt:section-of(tt:block-of(.)) ! generate-id()">
              <li>
                <xsl:variable name="section" as="element()" select="tt:section-of(tt:block-of(current-group()[1]))"/>
                <span class="section">
                  <xsl:sequence select="thp:section-language($section)"/><xsl:value-of select="tt:section-name($section)"/>
                </span>
                <xsl:for-each-group select="current-group()" group-adjacent="tt:block-of(.) ! generate-id()">
                  <xsl:text> </xsl:text>
                  <xsl:call-template name="thp:block-links">
                    <xsl:with-param name="mentions" select="current-group()"/>
                  </xsl:call-template>
                </xsl:for-each-group>
              </li>
            </xsl:for-each-group>
          </ul>
        </dd>
      </div>
    </xsl:if>
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

  <!-- One paragraph or note: its name leads to the first mention, small numbers to further ones. -->
  <xsl:template name="thp:block-links" as="element()">
    <xsl:param name="mentions" as="element()+" required="yes"/>
    <xsl:variable name="block" as="element()" select="tt:block-of($mentions[1])"/>
    <span class="block">
      <xsl:for-each select="$mentions">
        <a href="index.html#{th:mention-id(.)}">
          <xsl:choose>
            <xsl:when test="position() = 1"><xsl:value-of select="tt:block-label($block)"/></xsl:when>
            <xsl:otherwise>
              <xsl:attribute name="class" select="'further'"/>
              <span class="who"><xsl:value-of select="tt:block-label($block) || ' '"/></span>
              <xsl:value-of select="position()"/>
            </xsl:otherwise>
          </xsl:choose>
        </a>
      </xsl:for-each>
    </span>
  </xsl:template>

  <xsl:function name="thp:section-language" as="attribute(lang)?">
    <xsl:param name="section" as="element()"/>
    <xsl:if test="$section/head">
      <xsl:sequence select="(tt:main-head($section)/ancestor-or-self::*[@xml:lang])[last()] ! th:language-of(.)"/>
    </xsl:if>
  </xsl:function>

</xsl:stylesheet>
