<?xml version="1.0" encoding="UTF-8"?>
<!-- Dictionary entries with numbered senses; utterances with their speakers, what is heard and seen in brackets, music too. -->
<xsl:stylesheet version="3.0" default-mode="tx:block"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tx="urn:teitools:xslt:text"
    xmlns:txp="urn:teitools:xslt:text:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:template match="entry | entryFree | superEntry">
    <xsl:sequence select="tx:spaced(tx:spaced(tx:blocks(.), 0), 1)"/>
  </xsl:template>
  <xsl:template match="sense[tt:is-block(.)] | hom">
    <xsl:variable name="number" as="xs:string" select="tt:sense-number(.)"/>
    <xsl:sequence select="
        tx:indented(tx:labelled(tx:spaced(tx:blocks(.), 0), $number, string-length($number) + 1, 0), 2)"/>
  </xsl:template>
  <xsl:template match="re | dictScrap"><xsl:sequence select="tx:indented(tx:spaced(tx:blocks(.), 0), 2)"/></xsl:template>
  <xsl:template match="etym | xr | usg | form | gramGrp"><xsl:sequence select="tx:spaced(tx:blocks(.), 0)"/></xsl:template>
  <xsl:template match="cit[tt:is-dictionary-block(.)]" priority="2">
    <xsl:sequence select="tx:spaced(tx:blocks(.), 0)"/>
  </xsl:template>

  <!-- An only sense runs on from the headword. -->
  <xsl:template match="sense | hom" mode="tx:phrase">
    <xsl:value-of select="string-join((tt:sense-number(.)[. ne ''], tx:content(.)), ' ')"/>
  </xsl:template>

  <xsl:template match="u | post">
    <xsl:variable name="speaker" as="xs:string" select="tt:speaker-of(.)"/>
    <xsl:variable name="named" as="xs:boolean"
        select="$speaker ne '' or exists(preceding-sibling::*[1][tt:is-speaker-note(.)])"/>
    <xsl:sequence select="tx:block($speaker, 1)[$speaker ne '']"/>
    <xsl:sequence select="tx:spaced(tx:blocks(.), if ($named) then 0 else 1)"/>
  </xsl:template>
  <xsl:template match="note[tt:is-speaker-note(.)]" priority="3"><xsl:sequence select="tx:blocks(.)"/></xsl:template>
  <xsl:template match="note[tt:is-minutes-note(.)]" priority="3">
    <xsl:sequence select="tx:block(txp:in-brackets(.), 1)"/>
  </xsl:template>
  <xsl:template match="note[tt:is-minutes-note(.)]" priority="3" mode="tx:phrase">
    <xsl:value-of select="txp:in-brackets(.) || tt:space-behind-note(.)"/>
  </xsl:template>
  <xsl:template match="spanGrp"><xsl:sequence select="tx:block(tt:before(.) || tx:content(.), 0)"/></xsl:template>
  <xsl:template match="f" mode="tx:phrase"><xsl:value-of select="tt:before(.) || tx:content(.)"/></xsl:template>

  <xsl:template match="incident | kinesic | vocal | pause | shift | writing">
    <xsl:sequence select="tx:block(txp:in-brackets(.), 1)"/>
  </xsl:template>
  <xsl:template mode="tx:phrase"
      match="(incident | kinesic | vocal | pause | shift | writing)[ancestor::text][not(ancestor::msDesc)]">
    <xsl:value-of select="txp:in-brackets(.)"/>
  </xsl:template>

  <!-- Music: a word in its place, and pictures of it. -->
  <xsl:template match="notatedMusic"><xsl:sequence select="tx:block(txp:music(.), 1)"/></xsl:template>
  <xsl:template match="notatedMusic" mode="tx:phrase"><xsl:value-of select="txp:music(.)"/></xsl:template>

  <xsl:function name="txp:music" as="xs:string">
    <xsl:param name="music" as="element(notatedMusic)"/>
    <xsl:sequence select="string-join((tt:music-words($music), tx:phrase($music//(graphic | ptr | ref))[. ne '']), ' ')"/>
  </xsl:function>

  <xsl:function name="txp:in-brackets" as="xs:string">
    <xsl:param name="event" as="element()"/>
    <xsl:sequence select="'[' || (normalize-space(tx:content($event))[. ne ''], tt:event-label($event))[1] || ']'"/>
  </xsl:function>

</xsl:stylesheet>
