<?xml version="1.0" encoding="UTF-8"?>
<!--
  All shared modules: what a text says. Every edition's entry stylesheet includes this one and adds the layout.

  What a function with cache="yes" gives is kept for one document: it is asked the same again and again, and to find it out
  takes longer than to look it up. Its arguments are nodes and atomic values; Saxon knows maps and functions by where they
  are in memory, which another one may be in later.
-->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:include href="parameters.xsl"/>
  <xsl:include href="turkish.xsl"/>
  <xsl:include href="language-tags.xsl"/>
  <xsl:include href="labels.xsl"/>
  <xsl:include href="dates.xsl"/>
  <xsl:include href="findings.xsl"/>
  <xsl:include href="wording.xsl"/>
  <xsl:include href="pointers.xsl"/>
  <xsl:include href="links.xsl"/>
  <xsl:include href="pictures.xsl"/>
  <xsl:include href="header.xsl"/>
  <xsl:include href="imprint.xsl"/>
  <xsl:include href="texts.xsl"/>
  <xsl:include href="numbers.xsl"/>
  <xsl:include href="divisions.xsl"/>
  <xsl:include href="blocks.xsl"/>
  <xsl:include href="code.xsl"/>
  <xsl:include href="separation.xsl"/>
  <xsl:include href="punctuation.xsl"/>
  <xsl:include href="verse.xsl"/>
  <xsl:include href="title-pages.xsl"/>
  <xsl:include href="lists.xsl"/>
  <xsl:include href="tables.xsl"/>
  <xsl:include href="formulas.xsl"/>
  <xsl:include href="quotations.xsl"/>
  <xsl:include href="reading.xsl"/>
  <xsl:include href="transcription.xsl"/>
  <xsl:include href="interventions.xsl"/>
  <xsl:include href="apparatus.xsl"/>
  <xsl:include href="witnesses.xsl"/>
  <xsl:include href="notes.xsl"/>
  <xsl:include href="note-calls.xsl"/>
  <xsl:include href="references.xsl"/>
  <xsl:include href="meanings.xsl"/>
  <xsl:include href="facsimiles.xsl"/>
  <xsl:include href="entries.xsl"/>
  <xsl:include href="mentions.xsl"/>
  <xsl:include href="places.xsl"/>
  <xsl:include href="records.xsl"/>
  <xsl:include href="versions.xsl"/>
  <xsl:include href="letters.xsl"/>
  <xsl:include href="dictionaries.xsl"/>
  <xsl:include href="speech.xsl"/>
  <xsl:include href="marks.xsl"/>
  <xsl:include href="spaces.xsl"/>
  <xsl:include href="unstyled.xsl"/>
  <xsl:include href="scripts.xsl"/>
</xsl:stylesheet>
