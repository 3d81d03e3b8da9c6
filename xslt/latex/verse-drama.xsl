<?xml version="1.0" encoding="UTF-8"?>
<!-- Verse and drama. -->
<xsl:stylesheet version="3.0" default-mode="tl:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tl="urn:teitools:xslt:latex"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- Stanzas: the outermost group is one environment, groups within it are parted by a little space. -->
  <xsl:template match="lg">
    <xsl:value-of select="tl:environment('teiverse', tl:content(.))"/>
  </xsl:template>
  <xsl:template match="lg//lg | sp/lg" priority="1">
    <xsl:value-of select="'&#10;\teistanzabreak{}&#10;' || tl:content(.)"/>
  </xsl:template>
  <xsl:template match="lg/head" priority="1">
    <xsl:value-of select="'&#10;' || tl:command('teisubhead', tl:content(.)) || '&#10;'"/>
  </xsl:template>

  <!-- \teiverseline{indent in em}{number in the margin}{line}: every fifth number is shown; parts of a line are shifted. -->
  <xsl:template match="l">
    <xsl:variable name="number" as="xs:string" select="tt:shown-line-number(.)"/>
    <xsl:variable name="indent" as="xs:string" select="
        if (@part = 'F') then '8' else if (@part = 'M') then '4'
        else (tokenize(@rend) ! replace(., '^indent\(?(\d*)\)?$', '0$1')[matches(., '^\d+$')]
              ! (if (. = '0') then '1' else string(xs:integer(.))), '0')[1]"/>
    <xsl:value-of select="'&#10;' || tl:command('teiverseline', ($indent, $number, tl:content(.))) || '&#10;'"/>
  </xsl:template>
  <xsl:template match="p//l[not(ancestor::lg)][not(tt:is-block-quote(..))]" priority="1">
    <xsl:value-of select="tl:content(.) || (if (following-sibling::l) then ' / ' else '')"/>
  </xsl:template>
  <xsl:template match="caesura"><xsl:text>\quad{}</xsl:text></xsl:template>

  <xsl:template match="sp">
    <xsl:value-of select="tl:environment('teispeech', tl:content(.))"/>
  </xsl:template>
  <!-- A stage direction right after the speaker's name stands in the same line. -->
  <xsl:template match="speaker">
    <xsl:variable name="direction" as="element(stage)?" select="following-sibling::*[1]/self::stage"/>
    <xsl:value-of select="
        '&#10;' || tl:command('teispeaker', tl:content(.) || $direction ! (' ' || tl:command('teistageinline', tl:content(.))))
        || '&#10;'"/>
  </xsl:template>
  <xsl:template match="stage[preceding-sibling::*[1]/self::speaker]" priority="2"/>
  <xsl:template match="stage | set | view | camera | caption | sound | tech">
    <xsl:value-of select="'&#10;' || tl:command('teistage', tl:content(.)) || '&#10;'"/>
  </xsl:template>
  <xsl:template match="(p | l | ab | speaker | head | cell | item | note | stage)//stage" priority="1">
    <xsl:value-of select="tt:space-before(.) || tl:command('teistageinline', tl:content(.))"/>
  </xsl:template>
  <xsl:template match="move"/>

  <xsl:template match="castList | castGroup">
    <xsl:value-of select="tl:start(.) || tl:render(head)"/>
    <xsl:value-of select="tl:environment('teilist', tl:render(node() except head)) || tl:end(.)"/>
  </xsl:template>
  <xsl:template match="castGroup/head | castGroup/roleDesc" priority="1">
    <xsl:value-of select="'&#10;' || tl:command('teiitem', ('', tl:command('textit', tl:content(.)))) || '&#10;'"/>
  </xsl:template>
  <xsl:template match="castItem">
    <xsl:value-of select="'&#10;' || tl:command('teiitem', ('', tl:content(.))) || '&#10;'"/>
  </xsl:template>
  <xsl:template match="role | roleDesc | actor"><xsl:value-of select="tl:content(.)"/></xsl:template>
  <xsl:template match="prologue | epilogue | performance"><xsl:value-of select="tl:content(.)"/></xsl:template>

</xsl:stylesheet>
