<?xml version="1.0" encoding="UTF-8"?>
<!--
  Plain-text edition of a TEI document: the reading text, its notes as [1] and collected at the end.

  Input: a TEI document as the global context item. Output: UTF-8, composed (NFC), LF, no space at the end of a line.
  Two passes: TEI to a list of blocks (blocks.xsl, phrases.xsl), blocks to lines (layout.xsl).
  Parameters: see parameters.xsl and ../common/parameters.xsl.
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tx="urn:teitools:xslt:text"
    xmlns:txp="urn:teitools:xslt:text:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:include href="../common/common.xsl"/>
  <xsl:include href="parameters.xsl"/>
  <xsl:include href="readings.xsl"/>
  <xsl:include href="phrases.xsl"/>
  <xsl:include href="notes.xsl"/>
  <xsl:include href="blocks.xsl"/>
  <xsl:include href="drama.xsl"/>
  <xsl:include href="tables.xsl"/>
  <xsl:include href="records.xsl"/>
  <xsl:include href="dictionaries-speech.xsl"/>
  <xsl:include href="apparatus.xsl"/>
  <xsl:include href="transcription.xsl"/>
  <xsl:include href="sentences.xsl"/>
  <xsl:include href="layout.xsl"/>

  <xsl:output method="text" encoding="UTF-8" normalization-form="NFC"/>

  <xsl:global-context-item as="document-node()" use="required"/>

  <xsl:mode on-no-match="fail"/>

  <xsl:template match="/">
    <xsl:variable name="blocks" as="element(block)*" xpath-default-namespace="" select="
        txp:title-block(), tx:blocks(.), tx:transcriptions(),
        if ($tx:notes eq 'end') then txp:collected(tt:label('notes'), tt:footnotes(.)) else (),
        if ($tx:has-editorial-notes) then txp:collected(tt:label('editorial-notes'), tt:editorial-notes()) else (),
        tx:apparatus(), if ($interventions) then txp:listed(tt:interventions()) else (), tx:source-description()"/>
    <!-- Of a document without a word there is still an edition, that says so. -->
    <xsl:value-of select="(tx:lay-out($blocks)[normalize-space()], tt:label('untitled') || '&#10;')[1]"/>
    <xsl:call-template name="tt:report-text"/>
    <xsl:call-template name="tt:report-wording"/>
    <xsl:call-template name="tt:report-unstyled">
      <xsl:with-param name="names" select="tt:unstyled-names(string-join($blocks))"/>
    </xsl:call-template>
  </xsl:template>

  <!-- Authors, titles, what the source does not tell, and that corrections are not marked where they are not listed. -->
  <xsl:function name="txp:title-block" as="element(block)*" xpath-default-namespace="">
    <xsl:sequence select="
        tt:authors() ! tx:block(tt:plain-text(node()[not(self::*:idno)]), 0),
        tt:titles() ! (tx:block(tt:plain-text(.), 1), .//*:note ! tx:block('[' || tt:plain-text(node()) || ']', 0)),
        tt:missing() ! tx:block(., if (position() = 1) then 1 else 0),
        if ($tt:as-printed) then tx:block(tt:label('reading-as-printed'), if (exists(tt:missing())) then 0 else 1)
        else if (tt:interventions() ! tt:intervention-kind(.) = ('correction', 'regularisation') and not($interventions))
        then tx:block(tt:label('reading-text'), if (exists(tt:missing())) then 0 else 1) else (),
        tx:letter-head($tt:document/*)"/>
  </xsl:function>

  <!-- Notes under a heading of their own, each with its number or letter. -->
  <xsl:function name="txp:collected" as="element(block)*" xpath-default-namespace="">
    <xsl:param name="title" as="xs:string"/>
    <xsl:param name="notes" as="element()*"/>
    <xsl:variable name="hang" as="xs:integer" select="max((0, $notes ! string-length(tx:call(.)))) + 1"/>
    <xsl:sequence select="
        if (empty($notes)) then () else tx:block($title, 2),
        for $i in 1 to count($notes)
        return tx:labelled(tx:note-blocks($notes[$i]), tx:call($notes[$i]), $hang, if ($i = 1) then 1 else 0)"/>
  </xsl:function>

  <!-- The list of interventions: place, reading of the edition, after the bracket that of the source. -->
  <xsl:function name="txp:listed" as="element(block)*" xpath-default-namespace="">
    <xsl:param name="places" as="element()*"/>
    <xsl:sequence select="
        if (empty($places)) then ()
        else (tx:block(tt:label('interventions'), 2),
              for $i in 1 to count($places) return txp:intervention($places[$i], if ($i = 1) then 1 else 0))"/>
  </xsl:function>

  <xsl:function name="txp:intervention" as="element(block)" xpath-default-namespace="">
    <xsl:param name="place" as="element()"/>
    <xsl:param name="before" as="xs:integer"/>
    <xsl:variable name="edition" as="xs:string?" select="tt:edition-reading($place) ! tt:listed-reading(., $place)"/>
    <xsl:variable name="source" as="xs:string*" select="tt:source-readings($place) ! tt:listed-reading(., $place)"/>
    <xsl:variable name="said" as="xs:string*" select="tt:said-of($place)"/>
    <xsl:sequence select="
        tx:labelled(tx:block(string-join((
            tt:intervention-place($place) || ':',
            if (empty(($edition, $source))) then ()
            else (($edition, '–')[1] || ']', (string-join($source, '; ')[. ne ''], '–')[1]),
            ('(' || string-join($said, ', ') || ')')[exists($said)],
            tt:remarks($place) ! tx:phrase(node())), ' '), $before), '', 0, $before)"/>
  </xsl:function>

</xsl:stylesheet>
