<?xml version="1.0" encoding="UTF-8"?>
<!--
  The entries of a list in dictionary order, with a line “Mustafa Kemal, see Atatürk” where the text uses another name;
  before a long list its letters and all its names at a glance.

  Public: th:entry-lines, th:see-line
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

  <!-- As many lines as need no letters. -->
  <xsl:variable name="thp:short-list" as="xs:integer" select="11"/>

  <xsl:template name="th:entry-lines" as="element()*">
    <xsl:param name="lines" as="map(xs:string, item()+)*" required="yes"/>
    <xsl:param name="of" as="xs:string" required="yes"/>
    <xsl:param name="name" as="xs:string" required="yes"/>
    <xsl:param name="level" as="xs:integer" required="yes"/>
    <xsl:variable name="is-long" as="xs:boolean" select="count($lines) gt $thp:short-list"/>
    <xsl:if test="$is-long">
      <nav class="entry-index" aria-label="{tt:label('index', $of)}">
        <p class="letters">
          <xsl:for-each-group select="$lines" group-adjacent="tt:initial(?name)">
            <a href="#{thp:letter-id($name, current-grouping-key())}"><xsl:value-of select="current-grouping-key()"/></a>
          </xsl:for-each-group>
        </p>
        <ul>
          <xsl:for-each-group select="$lines" group-adjacent="tt:initial(?name)">
            <li>
              <span class="letter" aria-hidden="true"><xsl:value-of select="current-grouping-key()"/></span>
              <ul><xsl:sequence select="current-group() ! thp:name-line(.)"/></ul>
            </li>
          </xsl:for-each-group>
        </ul>
      </nav>
    </xsl:if>
    <xsl:for-each-group select="$lines" group-adjacent="tt:initial(?name)">
      <xsl:if test="$is-long">
        <p class="register-letter" id="{thp:letter-id($name, current-grouping-key())}">
          <xsl:value-of select="current-grouping-key()"/>
        </p>
      </xsl:if>
      <xsl:for-each select="current-group()">
        <xsl:sequence select=".[?see] ! th:see-line(.)"/>
        <xsl:apply-templates select="?entry" mode="th:entry">
          <xsl:with-param name="level" select="$level"/>
        </xsl:apply-templates>
      </xsl:for-each>
    </xsl:for-each-group>
  </xsl:template>

  <xsl:function name="thp:letter-id" as="xs:string">
    <xsl:param name="name" as="xs:string"/>
    <xsl:param name="letter" as="xs:string"/>
    <xsl:sequence select="th:page-part-id($name || '-letter-' || string-to-codepoints($letter)[1])"/>
  </xsl:function>

  <!-- A name at a glance: “Vrangel → Wrangel, Pyotr Nikolayeviç”. -->
  <xsl:function name="thp:name-line" as="element()">
    <xsl:param name="line" as="map(xs:string, item()+)"/>
    <li>
      <xsl:for-each select="$line?form">
        <xsl:sequence select="thp:form($line)"/>
        <xsl:text>&#xA0;→ </xsl:text>
      </xsl:for-each>
      <xsl:sequence select="thp:see-links(($line?entry, $line?see))"/>
    </li>
  </xsl:function>

  <xsl:function name="th:see-line" as="element()">
    <xsl:param name="line" as="map(xs:string, item()+)"/>
    <p class="see">
      <xsl:sequence select="thp:form($line)"/>
      <xsl:text>, </xsl:text>
      <em><xsl:value-of select="tt:label('see')"/></em>
      <xsl:text> </xsl:text>
      <xsl:sequence select="thp:see-links($line?see)"/>
    </p>
  </xsl:function>

  <xsl:function name="thp:form" as="element()">
    <xsl:param name="line" as="map(xs:string, item()+)"/>
    <span>
      <xsl:sequence select="$line?form/ancestor-or-self::*[@xml:lang][1] ! th:other-language(@xml:lang)"/>
      <xsl:value-of select="$line?name"/>
    </span>
  </xsl:function>

  <xsl:function name="thp:see-links" as="node()+">
    <xsl:param name="entries" as="element()+"/>
    <xsl:for-each select="$entries">
      <xsl:if test="position() gt 1"><xsl:text>; </xsl:text></xsl:if>
      <a href="#{th:id(.)}">
        <xsl:sequence select="th:name-language(.)"/>
        <xsl:value-of select="tt:entry-name(.)"/>
      </a>
    </xsl:for-each>
  </xsl:function>

</xsl:stylesheet>
