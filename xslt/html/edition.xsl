<?xml version="1.0" encoding="UTF-8"?>
<!--
  Entry of the HTML edition: index.html (the reading view), about.html and one page for each register there is.

  Input   a TEI document with its base URI; the registers it points into are read beside it
  Output  result documents next to the base output URI; the pages expect the folder assets/ beside them
  Messages  one for each unstyled element name, one for each link without a target
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

  <xsl:include href="../common/common.xsl"/>
  <xsl:include href="../common/apparatus.xsl"/>
  <xsl:include href="pages.xsl"/>
  <xsl:include href="finish.xsl"/>
  <xsl:include href="links.xsl"/>
  <xsl:include href="structure.xsl"/>
  <xsl:include href="contents.xsl"/>
  <xsl:include href="reading-key.xsl"/>
  <xsl:include href="phrases.xsl"/>
  <xsl:include href="names-dates.xsl"/>
  <xsl:include href="notes.xsl"/>
  <xsl:include href="sidenotes.xsl"/>
  <xsl:include href="editorial-notes.xsl"/>
  <xsl:include href="quotations.xsl"/>
  <xsl:include href="interventions.xsl"/>
  <xsl:include href="bibliography.xsl"/>
  <xsl:include href="lists-tables.xsl"/>
  <xsl:include href="verse-drama.xsl"/>
  <xsl:include href="manuscripts.xsl"/>
  <xsl:include href="registers.xsl"/>
  <xsl:include href="register-entries.xsl"/>
  <xsl:include href="occurrences.xsl"/>
  <xsl:include href="archives-works.xsl"/>
  <xsl:include href="glossary.xsl"/>
  <xsl:include href="about.xsl"/>

  <xsl:output method="html" html-version="5.0" encoding="UTF-8" indent="no" include-content-type="no"/>

  <!-- The text as read; an element without a template is rendered by the policy in finish.xsl. -->
  <xsl:mode name="th:read" on-no-match="fail"/>

  <!-- Everything that the edition draws on: the document, then the registers it points into. -->
  <xsl:variable name="th:document" as="document-node()" select="/"/>
  <xsl:variable name="th:documents" as="document-node()+" select="tt:documents(/)"/>

  <xsl:template match="/" mode="#unnamed th:read">
    <xsl:variable name="pages" as="element(thp:page)+">
      <xsl:for-each select="th:page-names()">
        <thp:page name="{.}">
          <xsl:call-template name="th:page">
            <xsl:with-param name="name" select="."/>
          </xsl:call-template>
        </thp:page>
      </xsl:for-each>
    </xsl:variable>
    <xsl:call-template name="th:report-and-write">
      <xsl:with-param name="pages" select="$pages"/>
    </xsl:call-template>
  </xsl:template>

</xsl:stylesheet>
