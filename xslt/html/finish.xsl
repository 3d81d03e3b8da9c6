<?xml version="1.0" encoding="UTF-8"?>
<!--
  The last step: nothing is silent. Elements nobody has styled were left as marks by the fallback template; here
  they become spans or divs with their name as class and are reported. A link into this edition whose target is not on
  its page loses its link and is reported. Then the pages are written.

  Public: th:report-and-write, th:report-unstyled, th:mark-unstyled, mode th:finish, key th:anchor ('page#id')
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

  <xsl:mode name="th:finish" on-no-match="shallow-copy"/>

  <xsl:key name="th:anchor" match="*[@id]" use="ancestor::thp:page/@name || '#' || @id" xpath-default-namespace=""/>

  <!-- The policy for unstyled elements: the text stays, the name becomes a class, the report comes from finishing. -->
  <xsl:template match="*" priority="-10">
    <xsl:call-template name="th:mark-unstyled"/>
  </xsl:template>

  <xsl:template name="th:mark-unstyled" as="element()">
    <thp:unstyled name="{local-name()}" source="{generate-id()}" block="{th:is-block(.)}">
      <xsl:sequence select="th:attributes(., local-name(), false())"/>
      <xsl:apply-templates/>
    </thp:unstyled>
  </xsl:template>

  <xsl:template name="th:report-and-write">
    <xsl:param name="pages" as="element(thp:page)+" required="yes"/>
    <xsl:variable name="all" as="document-node()">
      <xsl:document><xsl:copy-of select="$pages"/></xsl:document>
    </xsl:variable>
    <xsl:call-template name="th:report-unstyled">
      <xsl:with-param name="pages" select="$all"/>
    </xsl:call-template>
    <xsl:for-each select="$all/thp:page" xpath-default-namespace="">
      <xsl:result-document href="{@name}">
        <xsl:apply-templates select="node()" mode="th:finish"/>
      </xsl:result-document>
    </xsl:for-each>
  </xsl:template>

  <!-- One message for each name of elements that nobody has styled, whichever pages they are on. -->
  <xsl:template name="th:report-unstyled">
    <xsl:param name="pages" as="document-node()" required="yes"/>
    <xsl:call-template name="tt:report-unstyled">
      <xsl:with-param name="names" as="xs:string*">
        <xsl:for-each-group select="$pages//thp:unstyled" group-by="@source" xpath-default-namespace="">
          <xsl:sequence select="string(@name)"/>
        </xsl:for-each-group>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <!-- Without the namespaces that the stylesheet needs and HTML does not. -->
  <xsl:template match="*" mode="th:finish">
    <xsl:copy copy-namespaces="no">
      <xsl:apply-templates select="@*, node()" mode="#current"/>
    </xsl:copy>
  </xsl:template>

  <xsl:template match="thp:unstyled" mode="th:finish" xpath-default-namespace="">
    <xsl:element name="{if (@block = 'true') then 'div' else 'span'}">
      <xsl:apply-templates select="@* except (@name, @source, @block), node()" mode="#current"/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="a[@href][thp:is-dead(.)]" mode="th:finish" xpath-default-namespace="http://www.w3.org/1999/xhtml">
    <xsl:message select="'link without target: ' || @href"/>
    <span>
      <xsl:apply-templates select="@* except (@href, @role, @aria-label), node()" mode="#current"/>
    </span>
  </xsl:template>

  <!-- Whether the link leads to a place in this edition that no page has. -->
  <xsl:function name="thp:is-dead" as="xs:boolean">
    <xsl:param name="link" as="element()"/>
    <xsl:variable name="parts" as="xs:string*" select="tokenize($link/@href, '#')"/>
    <xsl:variable name="page" as="xs:string" select="string(($parts[1][. != ''], $link/ancestor::thp:page/@name)[1])"/>
    <xsl:sequence select="
        not(contains($link/@href, ':')) and contains($link/@href, '#')
        and empty(key('th:anchor', $page || '#' || $parts[2], root($link)))"/>
  </xsl:function>

</xsl:stylesheet>
