<?xml version="1.0" encoding="UTF-8"?>
<!--
  The glossary: words of the quoted documents, with their meaning and where they occur.

  Public: th:glossary
-->
<xsl:stylesheet version="3.0" default-mode="th:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:template name="th:glossary" as="element()*">
    <xsl:variable name="entries" as="element()*" select="tt:sort($th:entries('glossary.html'), tt:entry-name#1)"/>
    <xsl:call-template name="th:entry-index">
      <xsl:with-param name="entries" select="$entries"/>
      <xsl:with-param name="of" select="tt:label('page-glossary')"/>
    </xsl:call-template>
    <div class="glossary">
      <xsl:for-each select="$entries">
        <article class="entry term" id="{th:id(.)}" aria-labelledby="{th:part-id(., 'h')}">
          <header>
            <h2 id="{th:part-id(., 'h')}">
              <xsl:sequence select="th:name-language(.)"/><xsl:value-of select="tt:entry-name(.)"/>
            </h2>
          </header>
          <div class="entry-body">
            <xsl:for-each select="gloss[not(tt:is-other-version(.))]">
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
