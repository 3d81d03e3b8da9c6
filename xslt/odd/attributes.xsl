<?xml version="1.0" encoding="UTF-8"?>
<!--
  Attributes in the entries of elements and classes: those declared or changed there in full, those that come from
  classes by name, with the class.
-->
<xsl:stylesheet version="3.0" default-mode="th:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:f="urn:teitools:odd:facts"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns:to="urn:teitools:xslt:odd"
    xmlns:top="urn:teitools:xslt:odd:private"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:template match="f:attributes" mode="to:facts">
    <xsl:call-template name="to:field">
      <xsl:with-param name="label" select="'attributes'"/>
      <xsl:with-param name="content" as="node()*">
        <xsl:if test=".//f:attribute">
          <dl class="atts"><xsl:apply-templates select="f:attribute | f:choice" mode="top:attribute"/></dl>
        </xsl:if>
        <xsl:if test="f:inherited">
          <ul class="inherited">
            <xsl:apply-templates select="f:inherited" mode="top:attribute"/>
          </ul>
        </xsl:if>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:key name="top:attribute-by-id" match="f:attribute" use="@id"/>

  <xsl:mode name="top:attribute" on-no-match="deep-skip"/>

  <!-- A description in a line: in full it stands at the class, and here it is repeated for each element. -->
  <xsl:function name="top:shortened" as="xs:string">
    <xsl:param name="description" as="element()"/>
    <xsl:variable name="text" as="xs:string" select="normalize-space($description)"/>
    <xsl:sequence select="if (string-length($text) gt 70) then replace(substring($text, 1, 70), '\s\S*$', '…') else $text"/>
  </xsl:function>

  <!-- The class, then the names, each with what its class says of it. -->
  <xsl:template match="f:inherited" mode="top:attribute">
    <li>
      <span class="from"><xsl:apply-templates select="f:a[1]" mode="to:link"/></span>
      <xsl:text> </xsl:text>
      <span class="names">
        <xsl:for-each select="f:a[position() gt 1]">
          <xsl:if test="position() gt 1"><xsl:text> </xsl:text></xsl:if>
          <xsl:variable name="said" as="element()?" select="key('top:attribute-by-id', @to)/(desc, gloss)[1]"/>
          <xsl:choose>
            <xsl:when test="$said">
              <span title="{top:shortened($said)}"><xsl:apply-templates select="." mode="to:link"/></span>
            </xsl:when>
            <xsl:otherwise><xsl:apply-templates select="." mode="to:link"/></xsl:otherwise>
          </xsl:choose>
        </xsl:for-each>
      </span>
      <xsl:if test="f:without">
        <xsl:text> </xsl:text>
        <span class="without"><xsl:value-of select="'(' || tt:label('odd-without', string-join(f:without, ', ')) || ')'"/></span>
      </xsl:if>
    </li>
  </xsl:template>

  <!-- HTML lets nothing but groups stand round the terms of a list, so that a choice is told by each of its attributes. -->
  <xsl:template match="f:choice" mode="top:attribute">
    <xsl:apply-templates select="f:attribute | f:choice" mode="#current"/>
  </xsl:template>

  <xsl:template match="f:attribute" mode="top:attribute">
    <div class="att" id="{@id}">
      <dt>
        <a href="#{@id}"><code><xsl:value-of select="'@' || @name"/></code></a>
        <xsl:text> </xsl:text>
        <span class="usage {@usage}"><xsl:value-of select="tt:label('odd-usage-' || @usage)"/></span>
        <xsl:if test="f:class">
          <xsl:text> </xsl:text><span class="from"><xsl:apply-templates select="f:class/f:a" mode="to:link"/></span>
        </xsl:if>
        <xsl:call-template name="to:badge"/>
      </dt>
      <dd>
        <xsl:if test="gloss | desc">
          <div class="desc">
            <xsl:sequence select="to:gloss(.)"/>
            <xsl:if test="gloss and desc"><xsl:text> </xsl:text></xsl:if>
            <xsl:sequence select="to:described(desc)"/>
          </div>
        </xsl:if>
        <xsl:call-template name="top:value-in-words"/>
        <xsl:apply-templates select="f:values" mode="#current"/>
        <xsl:variable name="others" as="xs:string*"
            select="parent::f:choice//f:attribute[not(. is current())]/@name ! ('@' || .)"/>
        <xsl:if test="exists($others)">
          <p class="type"><xsl:value-of select="tt:label('odd-either', string-join($others, ', '))"/></p>
        </xsl:if>
        <xsl:for-each select="remarks"><div class="remarks"><xsl:sequence
            select="th:language-of(.)"/><xsl:apply-templates/></div></xsl:for-each>
        <xsl:apply-templates select="exemplum"/>
        <xsl:if test="f:constraint">
          <dl class="facts"><xsl:call-template name="to:rules"><xsl:with-param name="of" select="."/></xsl:call-template></dl>
        </xsl:if>
      </dd>
    </div>
  </xsl:template>

  <!-- What a value is: the datatype in words where it is one of TEI’s, by name; how many; what holds without one. -->
  <xsl:template name="top:value-in-words" as="node()*">
    <xsl:if test="f:datatype or @default or valDesc">
      <p class="type">
        <xsl:for-each select="valDesc"><xsl:sequence select="to:described(.)"/><xsl:text> </xsl:text></xsl:for-each>
        <xsl:for-each select="f:datatype">
          <xsl:variable name="key" as="xs:string" select="'odd-type-' || normalize-space()"/>
          <xsl:if test="not(../f:values/@kind = 'closed')">
            <xsl:value-of select="if (@max) then to:times(@min, @max) || ' ' else ''"/>
            <xsl:variable name="gloss" as="element()?" select="key('to:entry', 'data ' || normalize-space(), $facts)/gloss[1]"/>
            <xsl:choose>
              <xsl:when test="tt:has-label($key)"><xsl:value-of select="tt:label($key) || ' '"/></xsl:when>
              <xsl:when test="$gloss"><xsl:sequence select="to:described($gloss)"/><xsl:text>, </xsl:text></xsl:when>
            </xsl:choose>
          </xsl:if>
          <xsl:if test="../f:values/@kind = 'closed' and @max"><xsl:value-of select="to:times(@min, @max) || ' '"/></xsl:if>
          <code class="names"><xsl:apply-templates mode="to:link"/></code>
        </xsl:for-each>
        <xsl:if test="@default">
          <xsl:value-of select="'; ' || tt:label('odd-default') || ' '"/><code><xsl:value-of select="@default"/></code>
        </xsl:if>
      </p>
    </xsl:if>
  </xsl:template>

  <!-- How many values an attribute takes: '1–∞ of', as words. -->
  <xsl:function name="to:times" as="xs:string">
    <xsl:param name="min" as="xs:string"/>
    <xsl:param name="max" as="xs:string"/>
    <xsl:sequence select="
        if ($max = 'unbounded') then (if ($min = '0') then tt:label('odd-times-any')
        else if ($min = '1') then tt:label('odd-times-many') else tt:label('odd-times-least', $min))
        else if ($min = $max) then tt:label('odd-times-exactly', $min)
        else tt:label('odd-times-between', ($min, $max))"/>
  </xsl:function>

  <xsl:template match="f:values" mode="top:attribute">
    <p class="kind"><xsl:value-of select="tt:label('odd-values-' || @kind)"/></p>
    <xsl:if test="desc"><div class="desc"><xsl:sequence select="to:described(desc)"/></div></xsl:if>
    <!-- Asked once for the whole list: asked for each value, a list of thousands would take minutes. -->
    <xsl:variable name="is-mixed" as="xs:boolean" select="f:value/@origin = 'source'"/>
    <dl class="values">
      <xsl:for-each select="f:value">
        <div class="val" id="{@id}">
          <dt><a href="#{@id}"><code><xsl:value-of select="@name"/></code></a></dt>
          <dd>
            <xsl:sequence select="to:gloss(.)"/>
            <xsl:if test="gloss and desc"><xsl:text> </xsl:text></xsl:if>
            <xsl:sequence select="to:described(desc)"/>
            <xsl:if test="$is-mixed"><xsl:call-template name="to:badge"/></xsl:if>
          </dd>
        </div>
      </xsl:for-each>
    </dl>
  </xsl:template>

</xsl:stylesheet>
