<?xml version="1.0" encoding="UTF-8"?>
<!--
  Footnotes: a call in the text, the note at the end of the page, and a link each way.

  Public: th:endnotes, th:ui-language
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

  <!-- The call; the note itself stands at the end, and in the margin where there is room. -->
  <xsl:template match="note[tt:is-footnote(.)]" priority="2">
    <xsl:variable name="number" as="xs:string" select="tt:note-number(.)"/>
    <a id="{th:id(.)}-call" class="call" href="#{th:id(.)}" role="doc-noteref" aria-label="{tt:label('note-call', $number)}">
      <xsl:sequence select="th:ui-language()"/>
      <sup><xsl:value-of select="$number"/></sup>
    </a>
    <xsl:call-template name="th:sidenote"/>
  </xsl:template>

  <!-- A note that stays where it stands. -->
  <xsl:template match="note">
    <xsl:element name="{if (th:has-blocks(.) or not(ancestor::p | ancestor::ab | ancestor::l | ancestor::head)) then 'div' else 'span'}">
      <xsl:sequence select="th:attributes(., 'note', false())"/>
      <xsl:apply-templates/>
    </xsl:element>
  </xsl:template>

  <!-- The notes in reading order, each with its way back. -->
  <xsl:template name="th:endnotes">
    <xsl:variable name="notes" as="element(note)*" select="tt:footnotes($th:document)"/>
    <xsl:if test="exists($notes)">
      <section id="notes" class="notes" role="doc-endnotes" aria-labelledby="notes-heading">
        <h2 id="notes-heading"><xsl:sequence select="th:ui-language()"/><xsl:value-of select="tt:label('notes')"/></h2>
        <ol>
          <xsl:for-each select="$notes">
            <li>
              <xsl:sequence select="th:attributes(., 'footnote', true())"/>
              <xsl:call-template name="thp:note-number"/>
              <div class="note-text">
                <xsl:apply-templates/>
                <xsl:call-template name="th:editorial-calls"/>
                <xsl:call-template name="thp:back-link"/>
              </div>
            </li>
          </xsl:for-each>
        </ol>
      </section>
    </xsl:if>
  </xsl:template>

  <!-- The list numbers itself only where the numbers are numbers; a sign is written out. -->
  <xsl:template name="thp:note-number">
    <span class="note-number" aria-hidden="true"><xsl:value-of select="tt:note-number(.)"/></span>
  </xsl:template>

  <xsl:template name="thp:back-link">
    <xsl:text> </xsl:text>
    <a class="back" href="#{th:id(.)}-call" role="doc-backlink" aria-label="{tt:label('note-back', tt:note-number(.))}">
      <xsl:sequence select="th:ui-language()"/>
      <xsl:text>↩</xsl:text>
    </a>
  </xsl:template>

  <!-- The language of the wording, where it differs from that of the text around it. -->
  <xsl:function name="th:ui-language" as="attribute(lang)?">
    <xsl:if test="$tt:language != $th:text-language">
      <xsl:attribute name="lang" select="$tt:language"/>
    </xsl:if>
  </xsl:function>

</xsl:stylesheet>
