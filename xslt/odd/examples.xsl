<?xml version="1.0" encoding="UTF-8"?>
<!--
  Examples: XML shown as it would be written, laid out anew: an element that holds only elements has them on lines of
  their own, two characters further in; where there is text nothing is added to it. Tags are marked up, not coloured, so
  that they can be told apart by style and by those who do not see colours. Names of elements lead to the reference.
-->
<xsl:stylesheet version="3.0" default-mode="th:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:eg="http://www.tei-c.org/ns/Examples"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns:to="urn:teitools:xslt:odd"
    xmlns:top="urn:teitools:xslt:odd:private"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:template match="egXML | eg:egXML">
    <xsl:variable name="code" as="element()">
      <pre tabindex="0">
        <xsl:if test="@xml:lang"><xsl:attribute name="lang" select="@xml:lang"/></xsl:if>
        <code>
          <xsl:call-template name="top:lay-out">
            <xsl:with-param name="nodes" select="node()"/>
            <xsl:with-param name="margin" select="''"/>
            <xsl:with-param name="outermost" select="true()"/>
          </xsl:call-template>
        </code>
      </pre>
    </xsl:variable>
    <div class="example{' wrong'[current()/@valid = 'false']}">
      <xsl:if test="@valid = 'false'"><p class="verdict"><xsl:value-of select="tt:label('odd-wrong')"/></p></xsl:if>
      <xsl:sequence select="$code"/>
    </div>
  </xsl:template>

  <xsl:template match="eg">
    <pre tabindex="0">
      <code><xsl:sequence select="th:attributes(., 'eg', false())"/><xsl:value-of select="replace(., '^\s*\n|\s+$', '')"/></code>
    </pre>
  </xsl:template>

  <xsl:template match="exemplum">
    <div class="exemplum{' wrong'[current()/@verdict]}">
      <xsl:sequence select="th:language-of(.)"/>
      <xsl:if test="@verdict"><p class="verdict"><xsl:value-of select="@verdict"/></p></xsl:if>
      <xsl:apply-templates/>
    </div>
  </xsl:template>

  <!-- Whether nothing but white space is between the elements, so that lines can be broken there. -->
  <xsl:function name="top:is-structure" as="xs:boolean">
    <xsl:param name="nodes" as="node()*"/>
    <xsl:sequence select="exists($nodes/self::*) and not($nodes/self::text()[normalize-space()])"/>
  </xsl:function>

  <!--
    Nodes at a margin: structure line by line, or else running text with the line breaks that it has, in which elements
    do not move the margin unless they are structure themselves.
  -->
  <xsl:template name="top:lay-out" as="node()*">
    <xsl:param name="nodes" as="node()*" required="yes"/>
    <xsl:param name="margin" as="xs:string" required="yes"/>
    <xsl:param name="outermost" as="xs:boolean" select="false()"/>
    <xsl:param name="end-margin" as="xs:string" select="''"/>
    <xsl:variable name="structure" as="xs:boolean" select="top:is-structure($nodes)"/>
    <xsl:for-each select="$nodes[not($structure) or not(self::text())]">
      <xsl:if test="$structure and not($outermost and position() = 1)"><xsl:value-of select="'&#10;' || $margin"/></xsl:if>
      <xsl:apply-templates select="." mode="top:source">
        <xsl:with-param name="margin" select="$margin"/>
        <xsl:with-param name="running" select="not($structure)"/>
        <xsl:with-param name="end-margin" select="$end-margin"/>
        <xsl:with-param name="at" select="if (position() = last()) then 'end'
            else if (position() = 1 and $outermost) then 'start' else ''"/>
      </xsl:apply-templates>
    </xsl:for-each>
  </xsl:template>

  <xsl:mode name="top:source" on-no-match="fail"/>

  <!-- The margin is that of the line on which the element stands; within an element it is further in. -->
  <xsl:template match="*" mode="top:source">
    <xsl:param name="margin" as="xs:string"/>
    <xsl:param name="running" as="xs:boolean"/>
    <xsl:variable name="structure" as="xs:boolean" select="top:is-structure(node())"/>
    <xsl:variable name="start" as="node()*">
      <xsl:call-template name="top:name"/>
      <xsl:call-template name="top:attributes"><xsl:with-param name="margin" select="$margin"/></xsl:call-template>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="empty(node())"><span class="t">&lt;<xsl:sequence select="$start"/>/&gt;</span></xsl:when>
      <xsl:otherwise>
        <span class="t">&lt;<xsl:sequence select="$start"/>&gt;</span>
        <xsl:call-template name="top:lay-out">
          <xsl:with-param name="nodes" select="node()"/>
          <xsl:with-param name="margin" select="$margin || '  '[$structure or not($running)]"/>
          <xsl:with-param name="end-margin" select="$margin"/>
        </xsl:call-template>
        <xsl:if test="$structure"><xsl:value-of select="'&#10;' || $margin"/></xsl:if>
        <span class="t">&lt;/<xsl:value-of select="name()"/>&gt;</span>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="top:name" as="node()*">
    <xsl:variable name="entry" as="element()?" select="
        if (namespace-uri() = ('http://www.tei-c.org/ns/Examples', $facts/*/@namespace))
        then key('to:by-name', local-name(), $facts)[1] else ()"/>
    <xsl:choose>
      <xsl:when test="$entry"><a href="#{$entry/@id}"><xsl:value-of select="name()"/></a></xsl:when>
      <xsl:otherwise><xsl:value-of select="name()"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Attributes, on lines of their own below each other where they would make a long line; a new default namespace too. -->
  <xsl:template name="top:attributes" as="node()*">
    <xsl:param name="margin" as="xs:string" required="yes"/>
    <xsl:variable name="namespace" as="xs:string?" select="
        string(namespace-uri())[not(contains(name(current()), ':'))][not(. = ('http://www.tei-c.org/ns/Examples',
        $facts/*/@namespace))]
        [not(. = current()/..[not(self::eg:egXML)]/namespace-uri())]"/>
    <xsl:variable name="length" as="xs:integer"
        select="sum(@* ! (string-length(name()) + string-length() + 4)) + string-length($margin)"/>
    <xsl:variable name="joint" as="xs:string"
        select="if ($length gt 76 and count(@*) gt 1) then '&#10;' || $margin || '    ' else ' '"/>
    <xsl:if test="$namespace"><xsl:text> </xsl:text><i>xmlns</i>=<q>"<xsl:value-of select="$namespace"/>"</q></xsl:if>
    <xsl:for-each select="@*">
      <xsl:value-of select="$joint"/>
      <i><xsl:value-of select="name()"/></i>
      <xsl:text>=</xsl:text>
      <q><xsl:value-of select="'&quot;' || replace(top:escaped(.), '&quot;', '&amp;quot;') || '&quot;'"/></q>
    </xsl:for-each>
  </xsl:template>

  <!-- Line breaks in running text stay, and what follows them is brought to the margin; an end tag to that of its start tag. -->
  <xsl:template match="text()" mode="top:source">
    <xsl:param name="margin" as="xs:string"/>
    <xsl:param name="end-margin" as="xs:string"/>
    <xsl:param name="at" as="xs:string"/>
    <xsl:variable name="text" as="xs:string" select="if ($at = 'start') then replace(., '^\s+', '') else string()"/>
    <xsl:variable name="broken" as="xs:string" select="replace(top:escaped($text), '[ \t]*\n\s*', '&#10;' || $margin)"/>
    <xsl:value-of select="
        if ($at ne 'end' or not(matches(., '\n\s*$'))) then $broken
        else replace($broken, '\s+$', '') || (if (parent::egXML or parent::eg:egXML) then '' else '&#10;' || $end-margin)"/>
  </xsl:template>

  <xsl:template match="comment()" mode="top:source">
    <span class="c"><xsl:value-of select="'&lt;!--' || . || '--&gt;'"/></span>
  </xsl:template>

  <xsl:template match="processing-instruction()" mode="top:source">
    <span class="c"><xsl:value-of select="'&lt;?' || string-join((name(), string()[. ne '']), ' ') || '?&gt;'"/></span>
  </xsl:template>

  <!-- As it has to be written in XML. -->
  <xsl:function name="top:escaped" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:sequence select="replace(replace($text, '&amp;', '&amp;amp;'), '&lt;', '&amp;lt;')"/>
  </xsl:function>

</xsl:stylesheet>
