<?xml version="1.0" encoding="UTF-8"?>
<!--
  Records in the text: a name, then labelled fields; a group of fields is a field that holds a list of its own.
-->
<xsl:stylesheet version="3.0" default-mode="th:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns:thp="urn:teitools:xslt:html:private"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:template match="*[tt:is-record(.)]" priority="4">
    <div>
      <xsl:sequence select="th:attributes(., ('record', local-name()), false())"/>
      <xsl:for-each select="tt:record-name-parts(.)">
        <div class="record-name"><xsl:apply-templates select="."/></div>
      </xsl:for-each>
      <xsl:call-template name="thp:record-fields"/>
    </div>
  </xsl:template>

  <xsl:template name="thp:record-fields" as="element()?">
    <xsl:variable name="fields" as="element()*" select="tt:record-fields(.)"/>
    <xsl:if test="exists($fields)">
      <dl>
        <xsl:for-each-group select="$fields" group-adjacent="tt:field-key(.)">
          <xsl:choose>
            <xsl:when test="tt:is-field-group(.)"><xsl:call-template name="thp:field-group"/></xsl:when>
            <xsl:otherwise>
              <xsl:call-template name="thp:record-field">
                <xsl:with-param name="fields" select="current-group()"/>
              </xsl:call-template>
            </xsl:otherwise>
          </xsl:choose>
        </xsl:for-each-group>
      </dl>
    </xsl:if>
  </xsl:template>

  <xsl:template name="thp:field-group" as="element()">
    <div class="field group">
      <dt><xsl:sequence select="th:ui-language()"/><xsl:value-of select="tt:field-label(.)"/></dt>
      <dd>
        <xsl:sequence select="th:attributes(., local-name(), false())"/>
        <xsl:for-each select="tt:record-name-parts(.)">
          <div class="record-name"><xsl:apply-templates select="."/></div>
        </xsl:for-each>
        <xsl:call-template name="thp:record-fields"/>
      </dd>
    </div>
  </xsl:template>

  <!-- Fields of one kind under one label. -->
  <xsl:template name="thp:record-field" as="element()">
    <xsl:param name="fields" as="element()+" required="yes"/>
    <div class="field field-{local-name()}">
      <dt><xsl:sequence select="th:ui-language()"/><xsl:value-of select="tt:field-label(.)"/></dt>
      <xsl:for-each select="$fields">
        <dd>
          <xsl:choose>
            <xsl:when test="tt:value-of-empty(.) ne ''"><xsl:value-of select="tt:value-of-empty(.)"/></xsl:when>
            <xsl:otherwise><xsl:apply-templates select="."/></xsl:otherwise>
          </xsl:choose>
        </dd>
      </xsl:for-each>
    </div>
  </xsl:template>

  <!-- Who wrote the letter, of which the current element is the whole or the text, to whom, where and when. -->
  <xsl:template name="th:letter-head" as="element()*">
    <xsl:for-each-group select="tt:letter-actions(.)" group-adjacent="generate-id(..)">
      <dl class="letter-head">
        <xsl:for-each select="current-group()">
          <div class="field">
            <dt><xsl:sequence select="th:ui-language()"/><xsl:value-of select="tt:letter-label(.)"/></dt>
            <dd>
              <xsl:sequence select="th:language-of(.)"/>
              <xsl:apply-templates select="node() except tt:silent-dates(.)"/>
              <xsl:value-of select="tt:silent-dates-in-words(.) ! (' ' || .)"/>
            </dd>
          </div>
        </xsl:for-each>
      </dl>
    </xsl:for-each-group>
  </xsl:template>

</xsl:stylesheet>
