<?xml version="1.0" encoding="UTF-8"?>
<!--
  The glossary: words of the quoted documents, with their meaning and where they occur.

  Public: th:glossary
-->
<xsl:stylesheet version="3.0" default-mode="th:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:template name="th:glossary" as="element()">
    <div class="glossary">
      <xsl:call-template name="th:entry-lines">
        <xsl:with-param name="lines" select="tt:index-lines($th:entries('glossary.html'))"/>
        <xsl:with-param name="of" select="tt:label('page-glossary')"/>
        <xsl:with-param name="name" select="'list-glossary'"/>
        <xsl:with-param name="level" select="2"/>
        <xsl:with-param name="page" select="'glossary.html'" tunnel="yes"/>
      </xsl:call-template>
    </div>
  </xsl:template>

  <xsl:template match="item" mode="th:entry" as="element()">
    <xsl:param name="level" as="xs:integer" required="yes"/>
    <article class="entry term" id="{th:id(.)}" aria-labelledby="{th:part-id(., 'h')}">
      <header>
        <xsl:element name="h{$level}">
          <xsl:attribute name="id" select="th:part-id(., 'h')"/>
          <xsl:sequence select="th:name-language(.)"/><xsl:value-of select="tt:entry-name(.)"/>
        </xsl:element>
      </header>
      <div class="entry-body">
        <xsl:for-each select="gloss[not(tt:is-other-version(.))]">
          <p class="gloss"><xsl:sequence select="th:language-of(.)"/><xsl:apply-templates/></p>
        </xsl:for-each>
        <dl>
          <xsl:call-template name="th:fields">
            <xsl:with-param name="of" select="* except (term, gloss)"/>
          </xsl:call-template>
          <xsl:call-template name="th:occurrences"/>
        </dl>
      </div>
    </article>
  </xsl:template>

</xsl:stylesheet>
