<?xml version="1.0" encoding="UTF-8"?>
<!--
  Notes as pandoc's footnotes (Pandoc's Manual, footnotes): [^1] where they are called, their texts at the end. The
  numbers are those of the text where they are numbers or letters that no other note has. A footnote cannot call another:
  there the number stands in brackets. pandoc drops a note that no text calls: such notes are a list.

  Public: tm:is-note, tm:note-definitions
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:th="urn:teitools:xslt:html"
    xmlns:tm="urn:teitools:xslt:markdown"
    xmlns:tmp="urn:teitools:xslt:markdown:private"
    xpath-default-namespace="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="#all">

  <xsl:variable name="tmp:notes" as="element(li)*" select="$tm:article//section[tm:has-class(., 'notes')]/ol/li"/>

  <!-- Entries of an apparatus have no numbers: app1, app2 … -->
  <xsl:variable name="tmp:entries" as="element(li)*" select="$tmp:notes[ancestor::section[tm:has-class(., 'apparatus')]]"/>

  <xsl:variable name="tmp:labels" as="map(xs:string, xs:string)">
    <xsl:map>
      <xsl:for-each select="$tmp:entries"><xsl:map-entry key="generate-id()" select="'app' || position()"/></xsl:for-each>
      <xsl:for-each-group select="$tmp:notes except $tmp:entries" group-by="replace(tmp:number(.), '[^A-Za-z0-9]', '')">
        <xsl:for-each select="current-group()">
          <xsl:map-entry key="generate-id()" select="
              if (position() = 1 and current-grouping-key() ne '') then current-grouping-key()
              else string-join((current-grouping-key()[. ne ''], 'note', index-of($tmp:notes ! generate-id(), generate-id())),
                '-')"/>
        </xsl:for-each>
      </xsl:for-each-group>
    </xsl:map>
  </xsl:variable>

  <xsl:function name="tmp:number" as="xs:string">
    <xsl:param name="note" as="element(li)"/>
    <xsl:sequence select="normalize-space($note/span[tm:has-class(., 'note-number')])"/>
  </xsl:function>

  <xsl:function name="tm:is-note" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="map:contains($tmp:labels, generate-id($element))"/>
  </xsl:function>

  <!-- The notes that are called in the text itself. -->
  <xsl:variable name="tmp:called" as="map(xs:string, xs:boolean)" select="
      map:merge($tm:article//a[tmp:is-call(.)][not(ancestor::li[tm:is-note(.)])]/tmp:called(.)
        ! map { generate-id(): true() })"/>

  <!-- Whether the link calls a note: by a sign, by a mark, or with the reading of the text that an entry is about. -->
  <xsl:function name="tmp:is-call" as="xs:boolean">
    <xsl:param name="link" as="element(a)"/>
    <xsl:sequence select="
        $link/@role = 'doc-noteref'
        or exists($link[tm:has-class(., 'mark') or parent::*[tm:has-class(., 'app')]][starts-with(@href, '#')]/tmp:called(.))"/>
  </xsl:function>

  <xsl:function name="tmp:called" as="element(li)?">
    <xsl:param name="call" as="element(a)"/>
    <xsl:sequence select="key('th:anchor', 'index.html' || $call/@href, $tm:page)[1][tm:is-note(.)]"/>
  </xsl:function>

  <xsl:template match="a[tmp:is-call(.)]" mode="tm:phrase" priority="2">
    <xsl:variable name="note" as="element(li)?" select="tmp:called(.)"/>
    <xsl:variable name="is-sign" as="xs:boolean" select="@role = 'doc-noteref' or tm:has-class(., 'mark')"/>
    <xsl:if test="not($is-sign)"><xsl:apply-templates mode="#current"/></xsl:if>
    <xsl:value-of select="
        if (exists($note) and empty(ancestor::li[tm:is-note(.)])) then '[^' || $tmp:labels(generate-id($note)) || ']'
        else if ($is-sign) then '\[' || tm:escape(normalize-space()) || '\]' else ''"/>
  </xsl:template>

  <xsl:function name="tm:note-definitions" as="xs:string*">
    <xsl:for-each select="$tmp:notes[map:contains($tmp:called, generate-id())]">
      <xsl:sequence select="
          tm:indented(string-join(tmp:note-text(.), '&#10;&#10;'), '[^' || $tmp:labels(generate-id()) || ']: ', '    ')"/>
    </xsl:for-each>
  </xsl:function>

  <xsl:function name="tmp:note-text" as="xs:string*">
    <xsl:param name="note" as="element(li)"/>
    <xsl:sequence select="tm:blocks($note/node()[not(self::*[tm:has-class(., 'note-number')])])"/>
  </xsl:function>

  <!-- What is left of a list of notes: those that the text does not call. -->
  <xsl:template match="section[tm:has-class(., 'notes')]" mode="tm:block" as="xs:string*" priority="1">
    <xsl:variable name="left" as="element(li)*" select="ol/li[not(map:contains($tmp:called, generate-id()))]"/>
    <xsl:variable name="besides" as="element()*" select="* except (ol, h2)"/>
    <xsl:if test="exists(($left, $besides))">
      <xsl:sequence select="tm:blocks((h2, $besides))"/>
      <xsl:for-each select="$left">
        <xsl:variable name="blocks" as="xs:string*" select="tmp:note-text(.)"/>
        <xsl:variable name="number" as="xs:string?" select="tmp:number(.)[. ne ''] ! ('\[' || tm:escape(.) || '\]')"/>
        <xsl:sequence select="string-join(($number, head($blocks)), ' '), tail($blocks)"/>
      </xsl:for-each>
    </xsl:if>
  </xsl:template>

</xsl:stylesheet>
