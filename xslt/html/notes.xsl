<?xml version="1.0" encoding="UTF-8"?>
<!--
  Footnotes: a call in the text, the note at the end of the page, and a link each way.

  Public: th:endnotes, th:note-calls, th:ui-language
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

  <!-- The call; the note itself stands at the end, and in the margin where there is room. Some are called elsewhere. -->
  <xsl:template match="note[tt:is-footnote(.)]" priority="2">
    <xsl:if test="tt:is-called-in-place(.)">
      <xsl:call-template name="th:note-call"><xsl:with-param name="sign" select="tt:note-number(.)"/></xsl:call-template>
    </xsl:if>
  </xsl:template>

  <!-- The call of the current note; the first has the id to which the note leads back. -->
  <xsl:template name="th:note-call" as="element()+">
    <xsl:param name="sign" as="xs:string" required="yes"/>
    <xsl:param name="is-first" as="xs:boolean" select="true()"/>
    <a>
      <xsl:if test="$is-first"><xsl:attribute name="id" select="th:part-id(., 'call')"/></xsl:if>
      <xsl:attribute name="class" select="'call'"/>
      <xsl:attribute name="href" select="'#' || th:id(.)"/>
      <xsl:attribute name="role" select="'doc-noteref'"/>
      <xsl:attribute name="aria-label" select="tt:label('note-call', $sign)"/>
      <xsl:sequence select="th:ui-language()"/>
      <sup><xsl:value-of select="$sign"/></sup>
    </a>
    <xsl:if test="$is-first">
      <xsl:call-template name="th:sidenote"><xsl:with-param name="sign" select="tt:note-number(.)"/></xsl:call-template>
    </xsl:if>
  </xsl:template>

  <!-- Calls of notes that stand elsewhere and are about what ends with the current element. -->
  <xsl:template name="th:note-calls" as="element()*">
    <xsl:for-each select="tt:note-calls-at(.)">
      <xsl:call-template name="th:note-call"><xsl:with-param name="sign" select="tt:note-number(.)"/></xsl:call-template>
    </xsl:for-each>
  </xsl:template>

  <!-- A reference that calls a note. -->
  <xsl:template match="note[tt:is-mere-call(.)]" priority="1.5"/>
  <xsl:template match="(ref | ptr | note[tt:is-mere-call(.)])[exists(tt:called-note(.))]" priority="2">
    <xsl:variable name="reference" as="element()" select="."/>
    <xsl:for-each select="tt:called-note(.)">
      <xsl:call-template name="th:note-call">
        <xsl:with-param name="sign" select="tt:call-sign($reference, .)"/>
        <xsl:with-param name="is-first" select="tt:is-first-call($reference)"/>
      </xsl:call-template>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="noteGrp"><xsl:apply-templates/></xsl:template>

  <!-- A note in a list that the source itself has. -->
  <xsl:template match="note[tt:is-listed-note(.)]" priority="1">
    <div>
      <xsl:sequence select="th:attributes(., 'listed-note', true())"/>
      <xsl:call-template name="thp:note-number"/>
      <div class="note-text">
        <xsl:apply-templates/>
        <xsl:call-template name="th:editorial-calls"/>
        <xsl:if test="exists(tt:call-place(.))"><xsl:call-template name="thp:back-link"/></xsl:if>
      </div>
    </div>
  </xsl:template>

  <!-- A note that stays where it stands. -->
  <xsl:template match="note/label[tt:repeats-number(.)]" priority="1"/>

  <xsl:template match="note[tt:is-headnote(.)]" priority="1">
    <div>
      <xsl:sequence select="th:attributes(., 'headnote', true())"/>
      <xsl:attribute name="role" select="'note'"/>
      <xsl:apply-templates/>
    </div>
  </xsl:template>

  <xsl:template match="note">
    <xsl:value-of select="tt:space-before(.)"/>
    <xsl:element name="{if (th:is-block(.)) then 'div' else 'span'}">
      <xsl:sequence select="th:attributes(., 'note', false())"/>
      <xsl:apply-templates/>
    </xsl:element>
  </xsl:template>

  <!-- The notes in reading order, each with its way back. -->
  <xsl:template name="th:endnotes" as="element()?">
    <xsl:variable name="notes" as="element(note)*" select="tt:footnotes($tt:document)"/>
    <xsl:if test="exists($notes)">
      <section id="{th:page-part-id('notes')}" class="notes" role="doc-endnotes"
          aria-labelledby="{th:page-part-id('notes-heading')}">
        <h2 id="{th:page-part-id('notes-heading')}">
          <xsl:sequence select="th:ui-language()"/><xsl:value-of select="tt:label('notes')"/>
        </h2>
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
  <xsl:template name="thp:note-number" as="element()">
    <span class="note-number" aria-hidden="true"><xsl:value-of select="tt:note-number(.)"/></span>
  </xsl:template>

  <xsl:template name="thp:back-link" as="node()+">
    <xsl:text> </xsl:text>
    <a class="back" href="#{th:part-id(., 'call')}" role="doc-backlink" aria-label="{tt:label('note-back', tt:note-number(.))}">
      <xsl:sequence select="th:ui-language()"/>
      <xsl:text>↑</xsl:text>
    </a>
  </xsl:template>

  <!-- The language of the wording, where it differs from that of the text around it. -->
  <xsl:function name="th:ui-language" as="attribute(lang)?">
    <xsl:if test="$tt:language != $tt:text-language">
      <xsl:attribute name="lang" select="$tt:language"/>
    </xsl:if>
  </xsl:function>

</xsl:stylesheet>
