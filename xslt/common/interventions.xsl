<?xml version="1.0" encoding="UTF-8"?>
<!--
  What editors and scribes did to the text and what is missing in it: which places are listed, in which order, and what
  the list says of each. What other witnesses read is in the apparatus (apparatus.xsl).

  Public: tt:interventions, tt:is-listed, tt:intervention-kind, tt:source-readings, tt:edition-reading, tt:listed-reading,
    tt:said-of, tt:proposed, tt:remarks, tt:unlisted-readings, tt:intervention-place
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    xmlns:ttp="urn:teitools:xslt:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:variable name="ttp:interventions" as="element()*" select="
      ($tt:running | $tt:document//sourceDoc)//(choice | supplied | gap | surplus | unclear | add | del | sic | corr)
        [not(parent::choice or self::del[ancestor::restore] or ancestor::eg)][tt:is-shown(.)]"/>

  <!-- In the order of the text; those within a reading that the running text does not have are told with that reading. -->
  <xsl:function name="tt:interventions" as="element()*">
    <xsl:sequence select="$ttp:interventions"/>
  </xsl:function>

  <xsl:function name="tt:is-listed" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="map:contains($ttp:listed, generate-id($element))"/>
  </xsl:function>
  <xsl:variable name="ttp:listed" as="map(xs:string, xs:boolean)"
      select="map:merge($ttp:interventions ! map { generate-id(.): true() })"/>

  <!-- The kind, as the catalogue knows it after 'kind-': correction, regularisation, expansion, gap … -->
  <xsl:function name="tt:intervention-kind" as="xs:string">
    <xsl:param name="place" as="element()"/>
    <xsl:sequence select="
        if (exists(tt:proposals($place))) then 'proposal'
        else if ($place/self::choice[sic or corr]) then 'correction'
        else if ($place/self::choice[orig or reg]) then 'regularisation'
        else if ($place/self::choice[abbr or expan or ex or am]) then 'expansion'
        else if ($place/self::choice) then 'unclear'
        else local-name($place)"/>
  </xsl:function>

  <!-- What the source has, or other witnesses: none where something was supplied or is missing. -->
  <xsl:function name="tt:source-readings" as="element()*">
    <xsl:param name="place" as="element()"/>
    <xsl:sequence select="
        $place/self::choice ! (if (exists(tt:proposals(.))) then tt:adopted(.) else * except tt:adopted(.)),
        $place[self::sic or self::surplus or self::unclear or self::del]"/>
  </xsl:function>

  <!-- What the edition reads; nothing where it leaves something out or leaves an error standing. -->
  <xsl:function name="tt:edition-reading" as="element()?">
    <xsl:param name="place" as="element()"/>
    <xsl:sequence select="
        $place/self::choice ! tt:adopted(.),
        $place[self::corr or self::supplied or self::unclear or self::add or self::gap]"/>
  </xsl:function>

  <!-- A reading of the place in the list: as a whole word where only a part of one was touched, with its witnesses. -->
  <xsl:function name="tt:listed-reading" as="xs:string">
    <xsl:param name="reading" as="element()"/>
    <xsl:param name="place" as="element()"/>
    <xsl:variable name="text" as="xs:string" select="tt:reading-text($reading)"/>
    <xsl:sequence select="
        if ($reading/self::gap) then tt:gap-sign($reading)
        else string-join((
            if ($text = '' and $place/self::app) then tt:label('reading-omitted')
            else if ($place/self::app[tt:is-detached(.)]) then $text
            else tt:in-word($place, $text),
            tt:witnesses($reading)), ' ')"/>
  </xsl:function>

  <!-- How certain the editors are, in words. -->
  <xsl:function name="tt:certainty" as="xs:string?">
    <xsl:param name="place" as="element()"/>
    <xsl:sequence select="
        ($place/descendant-or-self::*/@cert)[1]
          ! (if (tt:has-label('cert-' || .)) then tt:label('cert-' || .) else string(.))"/>
  </xsl:function>

  <!-- What a list says of the place besides the readings, in words: what is missing, where it was added, how certain it is. -->
  <xsl:function name="tt:said-of" as="xs:string*">
    <xsl:param name="place" as="element()"/>
    <xsl:sequence select="
        $place/self::gap ! tt:gap-label(.), tt:place-in-source($place), tt:proposed($place), tt:certainty($place)"/>
  </xsl:function>

  <!-- What is put forward for the place and not adopted, in words. -->
  <xsl:function name="tt:proposed" as="xs:string?">
    <xsl:param name="place" as="element()"/>
    <xsl:variable name="proposals" as="element()*" select="tt:proposals($place)"/>
    <xsl:sequence select="
        $proposals[1] ! tt:label('proposed', string-join($proposals ! tt:listed-reading(., $place), '; '))"/>
  </xsl:function>

  <!-- What is said about the place rather than in it: descriptions, notes on an apparatus entry. -->
  <xsl:function name="tt:remarks" as="element()*">
    <xsl:param name="place" as="element()"/>
    <xsl:sequence select="
        $place/desc[not(tt:is-other-version(.))],
        $place/self::app//(note | witDetail)[parent::app or parent::rdgGrp][ancestor::app[1] is $place]"/>
  </xsl:function>

  <!-- What else is read where no list tells it, as in what a header says of a manuscript: in brackets, behind the place. -->
  <xsl:function name="tt:unlisted-readings" as="xs:string?">
    <xsl:param name="place" as="element()"/>
    <xsl:variable name="readings" as="xs:string*" select="
        $place/self::choice[not(tt:is-listed(.))][tt:is-shown(.)][ancestor::teiHeader]
          ! tt:other-readings(.) ! tt:reading-text(.)[. ne '']"/>
    <xsl:sequence select="
        if (empty($readings)) then () else ' [' || tt:label('in-the-witness', string-join($readings, '; ')) || ']'"/>
  </xsl:function>

  <!-- The numbered lines of a transcription by line. -->
  <xsl:variable name="ttp:numbered-lines" as="map(xs:string, element(lb)*)"
      select="map:merge($tt:document//ab ! map { generate-id(.): .//lb[@n] })"/>

  <!-- Where it is: “Giriş ¶2”; in a transcription by line “Edition l. 2”. -->
  <xsl:function name="tt:intervention-place" as="xs:string">
    <xsl:param name="place" as="element()"/>
    <xsl:variable name="lines" as="element(lb)*" select="$ttp:numbered-lines(generate-id($place/ancestor::ab[1]))"/>
    <xsl:variable name="line" as="element(lb)?" select="$lines[tt:count-before($lines, $place)]"/>
    <xsl:sequence select="
        if ($line) then string-join((tt:section-of($place) ! tt:section-name(.), tt:label('verse-number', string($line/@n))), ' ')
        else ((tt:block-of($place) ! tt:reference-label(.), tt:section-of($place) ! tt:section-name(.))[. ne ''], '¶')[1]"/>
  </xsl:function>

</xsl:stylesheet>
