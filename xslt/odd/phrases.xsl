<?xml version="1.0" encoding="UTF-8"?>
<!--
  Names of elements, attributes, values and classes in running text, in the ODD and in the documentation of
  declarations: written as in XML, and links to what the reference says of them.

  Public: to:shown-name, to:variant, to:gloss, to:described, to:links, mode to:link (links of the facts, white space as it is)
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

  <!-- An element between angle brackets, anything else by its name. -->
  <xsl:function name="to:shown-name" as="xs:string">
    <xsl:param name="entry" as="element()"/>
    <xsl:sequence select="if ($entry/self::f:element) then '&lt;' || $entry/@name || '&gt;' else string($entry/@name)"/>
  </xsl:function>

  <!-- Which of several declarations of elements with the same name it is. -->
  <xsl:template name="to:variant" as="node()*">
    <xsl:param name="entry" as="element()" select="."/>
    <xsl:if test="$entry/f:variant and $entry/@ident != $entry/@name">
      <xsl:text> </xsl:text><span class="variant"><xsl:value-of select="$entry/@ident"/></span>
    </xsl:if>
  </xsl:template>

  <!-- The gloss after a name, unless it says no more than the name. -->
  <xsl:function name="to:gloss" as="element()?">
    <xsl:param name="entry" as="element()?"/>
    <xsl:for-each select="$entry/gloss[normalize-space()][not(lower-case(normalize-space()) = lower-case(../@name))][1]">
      <span class="gloss"><xsl:sequence select="th:language-of(.)"/><xsl:apply-templates/></span>
    </xsl:for-each>
  </xsl:function>

  <!-- Descriptions as phrases, each with its language where it is not the page’s. -->
  <xsl:function name="to:described" as="node()*">
    <xsl:param name="descriptions" as="element()*"/>
    <xsl:for-each select="$descriptions[node()]">
      <xsl:if test="position() gt 1"><xsl:text> </xsl:text></xsl:if>
      <xsl:choose>
        <xsl:when test="@xml:lang or tt:has-blocks(.)">
          <xsl:element name="{if (tt:has-blocks(.)) then 'div' else 'span'}">
            <xsl:sequence select="th:language-of(.)"/>
            <xsl:apply-templates/>
          </xsl:element>
        </xsl:when>
        <xsl:otherwise><xsl:apply-templates/></xsl:otherwise>
      </xsl:choose>
    </xsl:for-each>
  </xsl:function>

  <!-- Code, and a link round it where it leads somewhere and is not within a link. -->
  <xsl:template name="top:code" as="node()*">
    <xsl:param name="text" as="xs:string" required="yes"/>
    <xsl:param name="to" as="xs:string?"/>
    <xsl:param name="in-link" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:variable name="code" as="element()">
      <code><xsl:sequence select="th:attributes(., (), false())"/><xsl:value-of select="$text"/></code>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="$to and not($in-link)"><a href="#{$to}"><xsl:sequence select="$code"/></a></xsl:when>
      <xsl:otherwise><xsl:sequence select="$code"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="gi">
    <xsl:variable name="name" as="xs:string" select="normalize-space()"/>
    <xsl:call-template name="top:code">
      <xsl:with-param name="text" select="'&lt;' || $name || '&gt;'"/>
      <xsl:with-param name="to" select="
          (key('to:entry', 'element ' || $name, $facts), key('to:by-name', $name,
          $facts))[1][not(current()/@scheme[. ne 'TEI'])]/@id"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:key name="to:by-name" match="f:element" use="@name"/>
  <xsl:key name="top:attribute-name" match="f:attribute-name" use="@name"/>

  <xsl:template match="att">
    <xsl:variable name="name" as="xs:string" select="replace(normalize-space(), '^@', '')"/>
    <xsl:call-template name="top:code">
      <xsl:with-param name="text" select="'@' || $name"/>
      <xsl:with-param name="to" select="key('top:attribute-name', $name, $facts)[not(current()/@scheme[. ne 'TEI'])]/@id"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="ident">
    <xsl:call-template name="top:code">
      <xsl:with-param name="text" select="string()"/>
      <xsl:with-param name="to" select="
          if (@type = 'rule') then key('to:rule', normalize-space(), $facts)[1]/@id
          else to:entry-named(normalize-space())[not(self::f:element) or current()/@type = ('spec', 'element')]/@id"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="val">
    <xsl:call-template name="top:code"><xsl:with-param name="text" select="string()"/></xsl:call-template>
  </xsl:template>

  <xsl:template match="tag">
    <xsl:variable name="marks" as="xs:string+" select="
        if (@type = 'end') then ('&lt;/', '&gt;') else if (@type = 'empty') then ('&lt;', '/&gt;')
        else if (@type = 'pi') then ('&lt;?', '?&gt;') else if (@type = 'comment') then ('&lt;!--', '--&gt;')
        else if (@type = 'ms') then ('&lt;![CDATA[', ']]&gt;') else ('&lt;', '&gt;')"/>
    <xsl:call-template name="top:code">
      <xsl:with-param name="text" select="$marks[1] || replace(normalize-space(), '^&lt;|/?&gt;$', '') || $marks[2]"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="code">
    <code><xsl:sequence select="th:attributes(., (), false())"/><xsl:apply-templates/></code>
  </xsl:template>

  <!-- Notes in the documentation of a declaration stay where they stand: the numbered ones are the text’s. -->
  <xsl:template match="note[root(.) is $facts]" priority="3">
    <xsl:element name="{if (tt:has-blocks(.)) then 'div' else 'span'}">
      <xsl:sequence select="th:attributes(., 'note', false())"/>
      <xsl:text>(</xsl:text><xsl:apply-templates/><xsl:text>)</xsl:text>
    </xsl:element>
  </xsl:template>

  <!-- A link of the facts: to an entry, an attribute, a value. -->
  <xsl:mode name="to:link" on-no-match="text-only-copy"/>

  <xsl:template match="f:a[@to]" mode="to:link"><a href="#{@to}"><xsl:call-template name="top:called"/></a></xsl:template>
  <xsl:template match="f:a" mode="to:link"><xsl:call-template name="top:called"/></xsl:template>

  <!-- The name that stands in documents; smaller what tells declarations of one name apart. -->
  <xsl:template name="top:called" as="node()*">
    <xsl:value-of select="."/>
    <xsl:if test="@variant"><small><xsl:value-of select="@variant"/></small></xsl:if>
  </xsl:template>

  <xsl:template match="f:*" priority="-5"><xsl:apply-templates/></xsl:template>

  <!-- Several links, with spaces or commas between them. -->
  <xsl:template name="to:links" as="node()*">
    <xsl:param name="links" as="element(f:a)*" required="yes"/>
    <xsl:param name="joint" as="xs:string" select="' '"/>
    <xsl:for-each select="$links">
      <xsl:if test="position() gt 1"><xsl:value-of select="$joint"/></xsl:if>
      <xsl:apply-templates select="." mode="to:link"/>
    </xsl:for-each>
  </xsl:template>

</xsl:stylesheet>
