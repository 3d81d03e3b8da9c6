<?xml version="1.0" encoding="UTF-8"?>
<!--
  The glossary: words of the quoted documents, with their meaning and where they occur.

  Public: th:glossary
-->
<xsl:stylesheet version="3.0" default-mode="th:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns:thp="urn:teitools:xslt:html:private"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:template name="th:glossary">
    <xsl:variable name="entries" as="element()*" select="tt:sort($th:entries('glossary.html'), th:entry-name#1)"/>
    <xsl:call-template name="th:entry-index">
      <xsl:with-param name="entries" select="$entries"/>
      <xsl:with-param name="of" select="tt:label('page-glossary')"/>
    </xsl:call-template>
    <div class="glossary">
      <xsl:for-each select="$entries">
        <article class="entry term" id="{th:id(.)}" aria-labelledby="{th:id(.)}-h">
          <header>
            <h2 id="{th:id(.)}-h"><xsl:sequence select="thp:name-language(.)"/><xsl:value-of select="th:entry-name(.)"/></h2>
          </header>
          <div class="entry-body">
            <xsl:for-each select="gloss">
              <p class="gloss"><xsl:sequence select="th:language-of(.)"/><xsl:apply-templates/></p>
            </xsl:for-each>
            <dl>
              <xsl:call-template name="th:fields">
                <xsl:with-param name="of" select="* except (term, gloss)"/>
                <xsl:with-param name="page" select="'glossary.html'" tunnel="yes"/>
              </xsl:call-template>
              <xsl:call-template name="th:occurrences"/>
            </dl>
          </div>
        </article>
      </xsl:for-each>
    </div>
  </xsl:template>

</xsl:stylesheet>
