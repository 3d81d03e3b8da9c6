<?xml version="1.0" encoding="UTF-8"?>
<!--
  Declarations where they stand in the text of the ODD: what is declared is said there in a line or two, and in full in
  the reference. Lists of specDesc show what the text is about to explain.

  Public: keys to:entry, to:attribute, to:rule; to:entry-of
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

  <xsl:key name="to:entry" match="f:element | f:class | f:macro | f:data" use="local-name() || ' ' || @ident"/>

  <!-- The entry of what an element of the ODD declares. -->
  <xsl:function name="to:entry-of" as="element()?">
    <xsl:param name="declaration" as="element()"/>
    <xsl:sequence select="
        key('to:entry', replace(local-name($declaration), '(Spec|Ref)$', '') || ' '
        || ($declaration/@ident, $declaration/@key)[1], $facts)"/>
  </xsl:function>

  <!-- The entry of whatever has this name: elements before the rest. -->
  <xsl:function name="to:entry-named" as="element()?">
    <xsl:param name="name" as="xs:string"/>
    <xsl:sequence select="
        (('element', 'class', 'macro', 'data') ! key('to:entry', . || ' '
        || $name, $facts), key('to:by-name', $name, $facts))[1]"/>
  </xsl:function>

  <xsl:template match="specList">
    <dl class="spec-list"><xsl:sequence select="th:attributes(., (), false())"/><xsl:apply-templates select="specDesc"/></dl>
  </xsl:template>

  <xsl:template match="specDesc">
    <xsl:variable name="entry" as="element()?" select="to:entry-named(string(@key))"/>
    <xsl:variable name="wanted" as="xs:string*" select="tokenize(@atts)"/>
    <div>
      <dt>
        <xsl:choose>
          <xsl:when test="$entry">
            <a href="#{$entry/@id}"><code><xsl:value-of select="to:shown-name($entry)"/></code></a>
          </xsl:when>
          <xsl:otherwise><code class="absent"><xsl:value-of select="@key"/></code></xsl:otherwise>
        </xsl:choose>
        <xsl:sequence select="to:gloss($entry)"/>
      </dt>
      <dd lang="{$tt:language}">
        <xsl:choose>
          <xsl:when test="$entry"><xsl:sequence select="to:described($entry/desc)"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="tt:label('odd-not-in-schema')"/></xsl:otherwise>
        </xsl:choose>
        <xsl:variable name="attributes" as="element(f:attribute)*" select="$wanted ! to:attribute-of($entry, .)"/>
        <xsl:if test="exists($attributes)">
          <dl class="atts">
            <xsl:for-each select="$attributes">
              <div>
                <dt><a href="#{@id}"><code><xsl:value-of select="'@' || @name"/></code></a></dt>
                <dd><xsl:sequence select="to:described((desc, gloss)[1])"/></dd>
              </div>
            </xsl:for-each>
          </dl>
        </xsl:if>
      </dd>
    </div>
  </xsl:template>

  <!-- The attribute of that name that an element or class has, itself or through its classes. -->
  <xsl:function name="to:attribute-of" as="element(f:attribute)?">
    <xsl:param name="entry" as="element()?"/>
    <xsl:param name="name" as="xs:string"/>
    <xsl:variable name="attributes" as="element(f:attributes)?" select="$entry/f:attributes"/>
    <xsl:sequence select="
        ($attributes//f:attribute[@name = $name],
         $attributes/f:inherited/f:a[. = $name]/@to ! key('to:attribute', ., $facts))[1]"/>
  </xsl:function>

  <xsl:key name="to:attribute" match="f:attribute" use="@id"/>

  <!-- A group of declarations: its head, and what it holds. -->
  <xsl:template match="specGrp">
    <div>
      <xsl:sequence select="th:attributes(., 'declarations', false())"/>
      <xsl:apply-templates
          select="* except (elementSpec, classSpec, macroSpec, dataSpec, constraintSpec, moduleRef, elementRef, classRef,
          macroRef, dataRef, specGrpRef, moduleSpec)"/>
      <xsl:call-template name="top:declared"/>
    </div>
  </xsl:template>

  <xsl:template match="specGrp/head" priority="2">
    <p class="head"><xsl:apply-templates/></p>
  </xsl:template>

  <xsl:template match="schemaSpec">
    <div>
      <xsl:sequence select="th:attributes(., 'declarations', false())"/>
      <p class="head" lang="{$tt:language}"><xsl:value-of select="tt:label('odd-schema', @ident)"/></p>
      <xsl:call-template name="top:declared"/>
    </div>
  </xsl:template>

  <!-- Declarations outside a group. -->
  <xsl:template match="elementSpec | classSpec | macroSpec | dataSpec | constraintSpec | moduleRef | specGrpRef | moduleSpec">
    <div class="declarations"><ul lang="{$tt:language}"><xsl:apply-templates select="." mode="top:line"/></ul></div>
  </xsl:template>

  <!-- One line for all that is changed, new and so on; then groups, modules. -->
  <xsl:template name="top:declared" as="node()*">
    <xsl:variable name="specs" as="element()*" select="elementSpec | classSpec | macroSpec | dataSpec | constraintSpec
        | elementRef | classRef | macroRef | dataRef"/>
    <xsl:variable name="others" as="element()*" select="* except ($specs, head, p, ab, gloss, desc)"/>
    <xsl:if test="exists(($specs, $others))">
      <ul lang="{$tt:language}">
        <xsl:for-each-group select="$specs" group-by="top:mode(.)">
          <li>
            <xsl:value-of select="tt:label('odd-mode-' || current-grouping-key()) || ' '"/>
            <xsl:for-each select="current-group()">
              <xsl:if test="position() gt 1"><xsl:text>, </xsl:text></xsl:if>
              <xsl:sequence select="to:name-link(.)"/>
            </xsl:for-each>
          </li>
        </xsl:for-each-group>
        <xsl:apply-templates select="$others" mode="top:line"/>
      </ul>
    </xsl:if>
  </xsl:template>

  <!-- What is done: new (add), changed, replaced, left out (delete); ref for what is taken over as it is. -->
  <xsl:function name="top:mode" as="xs:string">
    <xsl:param name="declaration" as="element()"/>
    <xsl:sequence select="
        if (ends-with(local-name($declaration), 'Ref')) then 'ref'
        else ($declaration/@mode[. = ('change', 'replace', 'delete')], 'add')[1] || '-rule'[$declaration/self::constraintSpec]"/>
  </xsl:function>

  <xsl:mode name="top:line" on-no-match="deep-skip"/>

  <xsl:template match="elementSpec | classSpec | macroSpec | dataSpec | constraintSpec" mode="top:line">
    <li>
      <xsl:value-of select="tt:label('odd-mode-' || top:mode(.)) || ' '"/>
      <xsl:sequence select="to:name-link(.)"/>
    </li>
  </xsl:template>

  <xsl:key name="to:rule" match="f:constraint" use="@ident"/>

  <xsl:template match="specGrpRef" mode="top:line">
    <xsl:variable name="target" as="element()?" select="to:target(.)"/>
    <li>
      <xsl:choose>
        <xsl:when test="$target">
          <a href="#{th:id($target)}">
            <xsl:value-of
                select="tt:label('odd-group', string(($target/head ! tt:plain-text(.), $target/@n, $target/@xml:id)[1]))"/>
          </a>
        </xsl:when>
        <xsl:otherwise><xsl:value-of select="tt:label('odd-group', @target)"/></xsl:otherwise>
      </xsl:choose>
    </li>
  </xsl:template>

  <!-- What is taken of a module: everything, everything but some, or these. -->
  <xsl:template match="moduleRef | moduleSpec" mode="top:line">
    <li>
      <xsl:value-of select="tt:label('odd-module', string((@key, @ident, @url)[1]))"/>
      <xsl:for-each select="@include | @except">
        <xsl:value-of select="', ' || tt:label('odd-module-' || name()) || ' '"/>
        <span class="names">
          <xsl:for-each select="tokenize(.)">
            <xsl:if test="position() gt 1"><xsl:text> </xsl:text></xsl:if>
            <xsl:variable name="entry" as="element()?" select="to:entry-named(.)"/>
            <xsl:choose>
              <xsl:when test="$entry"><a href="#{$entry/@id}"><xsl:value-of select="."/></a></xsl:when>
              <xsl:otherwise><xsl:value-of select="."/></xsl:otherwise>
            </xsl:choose>
          </xsl:for-each>
        </span>
      </xsl:for-each>
    </li>
  </xsl:template>

  <xsl:function name="to:name-link" as="node()+">
    <xsl:param name="declaration" as="element()"/>
    <xsl:variable name="entry" as="element()?" select="
        if ($declaration/self::constraintSpec) then key('to:rule', $declaration/@ident, $facts)[1]
        else to:entry-of($declaration)"/>
    <xsl:variable name="name" as="element()">
      <code>
        <xsl:value-of select="if ($entry[not(self::f:constraint)]) then to:shown-name($entry)
            else ($declaration/@ident, $declaration/@key)[1]"/>
      </code>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="$entry"><a href="#{$entry/@id}"><xsl:sequence select="$name"/></a></xsl:when>
      <xsl:otherwise><xsl:sequence select="$name"/></xsl:otherwise>
    </xsl:choose>
    <xsl:if test="$entry">
      <xsl:call-template name="to:variant"><xsl:with-param name="entry" select="$entry"/></xsl:call-template>
    </xsl:if>
  </xsl:function>

</xsl:stylesheet>
