<?xml version="1.0" encoding="UTF-8"?>
<!--
  Rules beyond the grammar (constraintSpec), in words and as they are tested; and what the ODD says about processing.

  Public: to:rules, to:processing
-->
<xsl:stylesheet version="3.0" default-mode="th:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:f="urn:teitools:odd:facts"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns:to="urn:teitools:xslt:odd"
    xmlns:top="urn:teitools:xslt:odd:private"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:template name="to:rules" as="node()*">
    <xsl:param name="of" as="element()" required="yes"/>
    <xsl:if test="$of/f:constraint">
      <xsl:call-template name="to:field">
        <xsl:with-param name="label" select="'rules'"/>
        <xsl:with-param name="content" as="node()*">
          <ul class="rules"><xsl:apply-templates select="$of/f:constraint" mode="top:rule"/></ul>
        </xsl:with-param>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <xsl:mode name="top:rule" on-no-match="deep-skip"/>

  <!-- What the ODD says of the rule; without that, the messages of its tests say it. The tests themselves are folded. -->
  <xsl:template match="f:constraint" mode="top:rule">
    <li id="{@id}">
      <xsl:choose>
        <xsl:when test="desc | gloss"><div><xsl:sequence select="to:described((desc, gloss)[1])"/></div></xsl:when>
        <xsl:when test="f:check[normalize-space()]"><xsl:apply-templates select="f:check" mode="top:said"/></xsl:when>
        <xsl:otherwise><div><xsl:value-of select="@ident"/></div></xsl:otherwise>
      </xsl:choose>
      <xsl:if test="f:check">
        <details>
          <summary><code><xsl:value-of select="@ident"/></code></summary>
          <xsl:if test="desc | gloss"><xsl:apply-templates select="f:check" mode="top:said"/></xsl:if>
          <xsl:apply-templates select="f:check" mode="top:tested"/>
        </details>
      </xsl:if>
    </li>
  </xsl:template>

  <xsl:mode name="top:said" on-no-match="deep-skip"/>
  <xsl:mode name="top:tested" on-no-match="deep-skip"/>

  <xsl:template match="f:check[normalize-space()]" mode="top:said">
    <div>
      <xsl:sequence select="th:language-of(.)"/>
      <xsl:if test="@role = ('warning', 'warn', 'info', 'information')">
        <span class="usage" lang="{$tt:language}">
          <xsl:value-of select="tt:label('odd-role-' || (if (starts-with(@role, 'warn')) then 'warning' else 'info'))"/>
        </span>
        <xsl:text> </xsl:text>
      </xsl:if>
      <xsl:value-of select="."/>
    </div>
  </xsl:template>

  <xsl:template match="f:check" mode="top:tested">
    <dl class="test">
      <xsl:if test="@context">
        <div>
          <dt><xsl:value-of select="tt:label('odd-context')"/></dt><dd><code><xsl:value-of select="@context"/></code></dd>
        </div>
      </xsl:if>
      <div><dt><xsl:value-of select="tt:label('odd-' || @kind)"/></dt><dd><code><xsl:value-of select="@test"/></code></dd></div>
    </dl>
  </xsl:template>

  <!-- Models of the TEI processing model, one line each. -->
  <xsl:template name="to:processing" as="node()*">
    <xsl:if test="model | modelGrp | modelSequence">
      <xsl:call-template name="to:field">
        <xsl:with-param name="label" select="'processing'"/>
        <xsl:with-param name="content" as="node()*">
          <ul class="rules"><xsl:apply-templates select="model | modelGrp | modelSequence" mode="top:model"/></ul>
        </xsl:with-param>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <xsl:mode name="top:model" on-no-match="deep-skip"/>

  <xsl:template match="modelGrp | modelSequence" mode="top:model">
    <li>
      <xsl:value-of select="tt:label('odd-' || local-name())"/>
      <xsl:call-template name="top:model-conditions"/>
      <ul><xsl:apply-templates select="model | modelGrp | modelSequence" mode="#current"/></ul>
    </li>
  </xsl:template>

  <xsl:template match="model" mode="top:model">
    <li>
      <code><xsl:value-of select="(@behaviour, 'omit')[1]"/></code>
      <xsl:if test="param">
        <xsl:text> (</xsl:text>
        <xsl:for-each select="param">
          <xsl:if test="position() gt 1"><xsl:text>, </xsl:text></xsl:if>
          <xsl:value-of select="@name || ' = '"/><code><xsl:value-of select="@value"/></code>
        </xsl:for-each>
        <xsl:text>)</xsl:text>
      </xsl:if>
      <xsl:call-template name="top:model-conditions"/>
      <xsl:for-each select="desc"><xsl:text> </xsl:text><xsl:sequence select="to:described(.)"/></xsl:for-each>
      <xsl:for-each select="outputRendition[normalize-space()]"><xsl:text> </xsl:text><code><xsl:value-of
          select="normalize-space()"/></code></xsl:for-each>
    </li>
  </xsl:template>

  <xsl:template name="top:model-conditions" as="node()*">
    <xsl:if test="@output"><xsl:value-of select="', ' || tt:label('odd-for-output', @output)"/></xsl:if>
    <xsl:if test="@predicate">
      <xsl:value-of select="', ' || tt:label('odd-if') || ' '"/><code><xsl:value-of select="@predicate"/></code>
    </xsl:if>
  </xsl:template>

</xsl:stylesheet>
