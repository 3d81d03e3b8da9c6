<?xml version="1.0" encoding="UTF-8"?>
<!--
  Entry of the documentation of a customisation: the text of the ODD, rendered as the HTML edition renders a text, and a
  reference of all that the schema allows, on one page that needs no other file.

  Input   the ODD, a TEI document; parameter facts: what it comes to, with everything resolved
  Output  one page, the principal result
  Messages  one for each unstyled element name, one for each link without a target
-->
<xsl:stylesheet version="3.0" default-mode="th:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:th="urn:teitools:xslt:html"
    xmlns:thp="urn:teitools:xslt:html:private"
    xmlns:to="urn:teitools:xslt:odd"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:import href="../html/edition.xsl"/>

  <xsl:include href="parameters.xsl"/>
  <xsl:include href="frame.xsl"/>
  <xsl:include href="prose.xsl"/>
  <xsl:include href="declarations.xsl"/>
  <xsl:include href="phrases.xsl"/>
  <xsl:include href="examples.xsl"/>
  <xsl:include href="overviews.xsl"/>
  <xsl:include href="reference.xsl"/>
  <xsl:include href="attributes.xsl"/>
  <xsl:include href="rules.xsl"/>

  <xsl:output method="html" html-version="5.0" encoding="UTF-8" indent="no" include-content-type="no"/>

  <xsl:template match="/" mode="#unnamed th:read">
    <xsl:variable name="page" as="element(thp:page)">
      <thp:page name="page"><xsl:call-template name="to:page"/></thp:page>
    </xsl:variable>
    <xsl:variable name="whole" as="document-node()">
      <xsl:document><xsl:sequence select="$page"/></xsl:document>
    </xsl:variable>
    <xsl:call-template name="th:report-unstyled">
      <xsl:with-param name="pages" select="$whole"/>
    </xsl:call-template>
    <xsl:apply-templates select="$whole/*/node()" mode="th:finish"/>
  </xsl:template>

  <!-- Identifiers of what is not in the ODD itself must not be those of something that is. -->
  <xsl:function name="th:id" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="path" as="xs:string"
        select="string-join($element/ancestor-or-self::*[parent::*] ! string(count(preceding-sibling::*) + 1), '.')"/>
    <xsl:sequence select="
        if (root($element) is $facts) then 'f' || $path else if ($element/@xml:id) then string($element/@xml:id)
        else 'x' || $path"/>
  </xsl:function>

  <!-- Entries of the reference lead only where there is something, so nothing is to do in them. -->
  <xsl:template match="article[contains-token(@class, 'spec')][not(descendant::thp:unstyled)]" mode="th:finish"
      xpath-default-namespace="http://www.w3.org/1999/xhtml">
    <xsl:copy-of select="." copy-namespaces="no"/>
  </xsl:template>

</xsl:stylesheet>
