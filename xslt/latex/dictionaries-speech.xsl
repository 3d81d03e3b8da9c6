<?xml version="1.0" encoding="UTF-8"?>
<!-- Dictionary entries with numbered senses; utterances with their speakers, what is heard and seen in brackets. -->
<xsl:stylesheet version="3.0" default-mode="tl:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tl="urn:teitools:xslt:latex"
    xmlns:tlp="urn:teitools:xslt:latex:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:template match="entry | entryFree | superEntry | dictScrap">
    <xsl:value-of select="tl:environment('teidictionaryentry', tl:content(.))"/>
  </xsl:template>

  <!-- \teisense{number}{sense} -->
  <xsl:template match="sense[tt:is-block(.)] | hom | re">
    <xsl:value-of select="'&#10;' || tl:command('teisense', (tl:escape(tt:sense-number(.)), tl:content(.))) || '&#10;'"/>
  </xsl:template>
  <xsl:template match="sense">
    <xsl:value-of select="string-join((tl:escape(tt:sense-number(.))[. ne ''], tl:content(.)), ' ')"/>
  </xsl:template>

  <xsl:template match="orth"><xsl:value-of select="tl:command('textbf', tl:content(.))"/></xsl:template>
  <xsl:template match="gramGrp[not(tt:has-blocks(.))] | usg[not(tt:has-blocks(.))] | lbl">
    <xsl:value-of select="'&#10;&#10;'[tt:is-block(current())] || tl:command('textit', tl:content(.))"/>
  </xsl:template>

  <xsl:template match="u | post">
    <xsl:variable name="speaker" as="xs:string" select="tt:speaker-of(.)"/>
    <xsl:value-of select="('&#10;' || tl:command('teispeaker', tl:escape($speaker)))[$speaker ne '']"/>
    <xsl:value-of select="'&#10;&#10;\noindent ' || tl:content(.) || '&#10;&#10;'"/>
  </xsl:template>
  <xsl:template match="note[tt:is-speaker-note(.)]" priority="3">
    <xsl:value-of select="'&#10;' || tl:command('teispeaker', tl:content(.)) || '&#10;'"/>
  </xsl:template>

  <xsl:template match="spanGrp[tt:is-block(.)]">
    <xsl:value-of select="'&#10;&#10;\noindent ' || tl:escape(tt:before(.)) || tl:content(.) || '&#10;&#10;'"/>
  </xsl:template>
  <xsl:template match="f"><xsl:value-of select="tl:escape(tt:before(.)) || tl:content(.)"/></xsl:template>

  <xsl:template match="note[tt:is-minutes-note(.)]" priority="3">
    <xsl:call-template name="tlp:event"/>
    <xsl:value-of select="tt:space-behind-note(.)"/>
  </xsl:template>

  <xsl:template name="tlp:event" as="text()"
      match="(incident | kinesic | vocal | pause | shift | writing)[ancestor::text][not(ancestor::msDesc)]">
    <xsl:variable name="said" as="xs:string"
        select="'{[}' || (tl:content(.)[normalize-space()], tl:escape(tt:event-label(.)))[1] || '{]}'"/>
    <xsl:value-of select="
        if (tt:is-block(.)) then '&#10;' || tl:command('teistage', $said) || '&#10;' else tl:command('teistageinline', $said)"/>
  </xsl:template>

</xsl:stylesheet>
