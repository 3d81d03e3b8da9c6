<?xml version="1.0" encoding="UTF-8"?>
<!--
  Notes in a line of text: the call of one that is collected at the end, or the note itself in brackets behind its place.

  Public: $tx:has-editorial-notes, tx:call, tx:called
-->
<xsl:stylesheet version="3.0" default-mode="tx:phrase"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tx="urn:teitools:xslt:text"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- The source has none of them. -->
  <xsl:variable name="tx:has-editorial-notes" as="xs:boolean" select="$editorial-notes and not($tt:as-printed)"/>

  <!-- The call of a note: [7], [a]. -->
  <xsl:function name="tx:call" as="xs:string">
    <xsl:param name="note" as="element()"/>
    <xsl:variable name="sign" as="xs:string" select="
        if ($note/@type = 'editorial') then tt:editorial-letter($note)
        else tt:note-number($note)"/>
    <xsl:sequence select="'[' || translate($sign, ' ', $tt:joint-mark) || ']'"/>
  </xsl:function>

  <!-- What stands where a note is called: its call, [7: the note], or nothing. -->
  <xsl:function name="tx:called" as="xs:string">
    <xsl:param name="note" as="element(note)"/>
    <xsl:sequence select="
        if ($tx:notes eq 'inline') then
          $tt:boundary-mark || '[' || tt:note-number($note) || ':' || $tt:joint-mark || normalize-space(tx:content($note)) || ']'
        else if ($tx:notes eq 'none') then ''
        else $tt:boundary-mark || tx:call($note)"/>
  </xsl:function>

  <xsl:template match="note[tt:is-footnote(.)]" priority="2">
    <xsl:value-of select=".[tt:is-called-in-place(.)] ! tx:called(.)"/>
  </xsl:template>
  <xsl:template match="note" priority="0.6"><xsl:value-of select="tt:space-before(.) || tx:content(.)"/></xsl:template>
  <xsl:template match="note[@type = 'editorial']" priority="3">
    <xsl:value-of select=".[$tx:has-editorial-notes][not(@target)] ! ($tt:editorial-call-mark || tx:call(.))"/>
  </xsl:template>
  <!-- What a header's note says of a manuscript, no list of notes has. -->
  <xsl:template match="teiHeader//note[@type = 'editorial']" priority="4">
    <xsl:value-of select="tt:space-before(.) || tx:content(.)"/>
  </xsl:template>
  <xsl:template match="note[@place = 'inline'] | note[ancestor::p or ancestor::l or ancestor::head]" priority="1">
    <xsl:value-of select="' [' || normalize-space(tx:content(.)) || ']'"/>
  </xsl:template>

</xsl:stylesheet>
