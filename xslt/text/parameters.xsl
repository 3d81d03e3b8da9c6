<?xml version="1.0" encoding="UTF-8"?>
<!-- The parameters of the plain-text edition alone; those of all editions are in ../common/parameters.xsl. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    exclude-result-prefixes="#all">

  <!-- Characters in a line; combining marks do not count. 0: every paragraph is one line. -->
  <xsl:param name="width" as="xs:integer" select="72"/>

  <!--
    The text as the editors correct it ('corrected'), or as the source has it ('as-printed'): with its errors and spellings,
    without what the editors supply and without their notes.
  -->
  <xsl:param name="reading" as="xs:string" select="'corrected'"/>

  <!-- Where the notes stand: at the end of the text ('end'), behind their calls in brackets ('inline') or nowhere ('none'). -->
  <xsl:param name="notes" as="xs:string" select="'end'"/>

  <!-- Whether each sentence is a line; the width does not matter then. -->
  <xsl:param name="sentences" as="xs:boolean" select="false()"/>

  <!-- Whether the editors' notes are called in the text, as [a], and collected at the end. -->
  <xsl:param name="editorial-notes" as="xs:boolean" select="true()"/>

  <!--
    Whether the list of interventions follows the text. The critical apparatus follows it in any case, for the other
    readings would be lost otherwise.
  -->
  <xsl:param name="interventions" as="xs:boolean" select="false()"/>

  <!-- Whether the text says, as |3|, where a page of the source begins. -->
  <xsl:param name="page-beginnings" as="xs:boolean" select="false()"/>

</xsl:stylesheet>
