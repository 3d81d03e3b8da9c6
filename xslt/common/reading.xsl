<?xml version="1.0" encoding="UTF-8"?>
<!--
  What a text reads where it says several things at once. The running text has one reading of each place: of a choice
  the corrected, regularised or expanded one unless it is a guess (@cert low), of an apparatus entry the lemma, else its
  first reading. What is not
  shown there is in the list of interventions (interventions.xsl) or in the apparatus (apparatus.xsl).

  Public: tt:shown, tt:adopted,
    tt:other-readings, tt:proposals, tt:is-shown, tt:plain-text, tt:reading-text, tt:reading-with-witnesses,
    tt:in-word
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:ttp="urn:teitools:xslt:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:import href="as-edited.xsl"/>

  <!-- Of the readings of a choice or an apparatus entry, the one in the running text; none of an entry that stands apart. -->
  <xsl:function name="tt:shown" as="element()?">
    <xsl:param name="place" as="element()"/>
    <xsl:sequence select="
        (if ($tt:as-printed) then $place/self::choice/(sic | orig | abbr | am)[1] else (), tt:adopted($place))[1]"/>
  </xsl:function>

  <!-- The reading that the editors adopt, whatever the running text shows. -->
  <xsl:function name="tt:adopted" as="element()?">
    <xsl:param name="place" as="element()"/>
    <xsl:variable name="readings" as="element()*" select="$place[not(self::app ! tt:is-detached(.))] ! ttp:readings(.)"/>
    <xsl:variable name="edited" as="element()*"
        select="$readings[self::corr or self::reg or self::expan or self::ex or self::lem]"/>
    <xsl:sequence select="($edited except $edited[ttp:is-guess(.)], $readings except $edited, $readings)[1]"/>
  </xsl:function>

  <!-- What the editors put forward for the place of a choice without adopting it, since they only guess. -->
  <xsl:function name="tt:proposals" as="element()*">
    <xsl:param name="place" as="element()"/>
    <xsl:sequence select="($place/self::choice/*[ttp:is-guess(.)]) except tt:adopted($place)"/>
  </xsl:function>

  <xsl:function name="ttp:is-guess" as="xs:boolean">
    <xsl:param name="reading" as="element()"/>
    <xsl:sequence select="exists($reading[parent::choice][self::corr or self::reg or self::expan or self::ex]/@cert[. = 'low'])"/>
  </xsl:function>

  <!-- The readings that the running text does not have. -->
  <xsl:function name="tt:other-readings" as="element()*">
    <xsl:param name="place" as="element()"/>
    <xsl:sequence select="ttp:readings($place) except tt:shown($place)"/>
  </xsl:function>

  <!-- Readings of an apparatus entry may stand in groups (TEI Guidelines 13.1.3); those of entries within it are not its own. -->
  <xsl:function name="ttp:readings" as="element()*">
    <xsl:param name="place" as="element()"/>
    <xsl:sequence select="
        $place/self::choice/*, $place/self::app//(lem | rdg)[ancestor::app[1] is $place]"/>
  </xsl:function>

  <!-- Whether the element is in the running text: in no reading that is not shown, in no remark on readings. -->
  <xsl:function name="tt:is-shown" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        every $place in $element/ancestor::*[self::choice or self::app]
        satisfies exists($element/ancestor-or-self::* intersect tt:shown($place))"/>
  </xsl:function>

  <xsl:mode name="ttp:plain" on-no-match="text-only-copy"/>

  <!-- The text as one line, without notes, with the shown reading of each place: for headings, labels, titles. -->
  <xsl:function name="tt:plain-text" as="xs:string">
    <xsl:param name="nodes" as="node()*"/>
    <xsl:variable name="text" as="xs:string*">
      <xsl:apply-templates select="$nodes" mode="ttp:plain"/>
    </xsl:variable>
    <xsl:sequence select="normalize-space(string-join($text))"/>
  </xsl:function>

  <!-- The same of a reading in a list: with everything that would be found nowhere else if it were left out here. -->
  <xsl:function name="tt:reading-text" as="xs:string">
    <xsl:param name="reading" as="element()"/>
    <xsl:variable name="text" as="xs:string*">
      <xsl:apply-templates select="$reading/node()" mode="ttp:plain">
        <xsl:with-param name="whole" select="not(tt:is-shown($reading))" tunnel="yes"/>
      </xsl:apply-templates>
    </xsl:variable>
    <xsl:sequence select="normalize-space(string-join($text))"/>
  </xsl:function>

  <!-- Several names of an author, as in every edition (punctuation.xsl). -->
  <xsl:template match="(persName | name | orgName)[parent::author or parent::editor][tt:mark-after(.) ne '']" mode="ttp:plain"
      priority="55">
    <xsl:next-match/>
    <xsl:value-of select="tt:mark-after(.)"/>
  </xsl:template>

  <!-- As in every edition: white space where the source writes none (separation.xsl). -->
  <xsl:template match="*[tt:is-block(.) or tt:is-apart(.)]" mode="ttp:plain" priority="60">
    <xsl:value-of select="if (tt:is-block(.)) then ' ' else ''"/>
    <xsl:next-match/>
    <xsl:text> </xsl:text>
  </xsl:template>

  <xsl:template match="fw | wit | witDetail" mode="ttp:plain"/>
  <xsl:template match="lb" mode="ttp:plain"><xsl:value-of select="tt:line-space(.)"/></xsl:template>
  <xsl:template match="cb | milestone | space" mode="ttp:plain"><xsl:text> </xsl:text></xsl:template>
  <xsl:template match="text()[following-sibling::node()[1]/self::lb][tt:is-before-joined-line(.)]" mode="ttp:plain">
    <xsl:value-of select="tt:without-end-space(.)"/>
  </xsl:template>

  <!-- Verses in a line are parted by the stroke that is usual for them. -->
  <xsl:template match="l[following-sibling::*[1]/self::l]" mode="ttp:plain" priority="61">
    <xsl:apply-templates mode="#current"/>
    <xsl:text> / </xsl:text>
  </xsl:template>

  <xsl:template match="note" mode="ttp:plain">
    <xsl:param name="whole" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:if test="$whole">
      <xsl:text> (</xsl:text><xsl:apply-templates mode="#current"/><xsl:text>)</xsl:text>
    </xsl:if>
  </xsl:template>

  <xsl:template match="gap" mode="ttp:plain">
    <xsl:param name="whole" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:if test="$whole"><xsl:value-of select="tt:gap-sign(.), desc ! tt:plain-text(.)"/></xsl:if>
  </xsl:template>

  <xsl:template match="witStart | witEnd | lacunaStart | lacunaEnd" mode="ttp:plain">
    <xsl:param name="whole" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:if test="$whole"><xsl:value-of select="' ' || tt:witness-mark(.) || ' '"/></xsl:if>
  </xsl:template>

  <!-- What editors and scribes did shows in a reading as it does in plain text: a list has no other place to say it. -->
  <xsl:template match="supplied | surplus | del | ex" mode="ttp:plain">
    <xsl:param name="whole" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:variable name="signs" as="xs:string*" select="if ($whole) then tt:signs(.) else ()"/>
    <xsl:if test="$whole or not($tt:as-printed and (self::supplied or self::ex))">
      <xsl:value-of select="$signs[1]"/><xsl:apply-templates mode="#current"/><xsl:value-of select="$signs[2]"/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="choice | app" mode="ttp:plain">
    <xsl:param name="whole" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:apply-templates select="tt:shown(.)" mode="#current"/>
    <xsl:if test="$whole">
      <xsl:variable name="others" as="element()*" select="self::app ! tt:entry-readings(.), self::choice ! tt:other-readings(.)"/>
      <xsl:value-of select="(' [' || string-join($others ! tt:reading-with-witnesses(.), '; ') || ']')[exists($others)]"/>
    </xsl:if>
  </xsl:template>

  <!-- “mortar A”: the reading and what it rests on; “om.” where a witness has nothing. -->
  <xsl:function name="tt:reading-with-witnesses" as="xs:string">
    <xsl:param name="reading" as="element()"/>
    <xsl:sequence select="
        string-join(((tt:reading-text($reading)[. ne ''], tt:label('reading-omitted'))[1], tt:witnesses($reading)), ' ')"/>
  </xsl:function>

  <!-- The reading with what stands before and after the place in the same word: not beyond white space at its own ends. -->
  <xsl:function name="tt:in-word" as="xs:string">
    <xsl:param name="place" as="element()"/>
    <xsl:param name="reading" as="xs:string"/>
    <xsl:variable name="block" as="element()?"
        select="tt:block-of($place)[tt:is-carrier(.) or self::note][not(tt:has-blocks($place))]"/>
    <xsl:variable name="own" as="xs:string" select="string($place[not(self::choice or self::app)])"/>
    <xsl:variable name="before" as="text()?" select="
        $place[not(matches($own, '^\s'))]/preceding::text()[ttp:is-beside(., $place)][1]
          [ancestor::* intersect $block][not(ttp:is-alternative(.))]"/>
    <xsl:variable name="after" as="text()?" select="
        $place[not(matches(tt:last-character($own), '\s'))]/following::text()[ttp:is-beside(., $place)][1]
          [ancestor::* intersect $block][not(ttp:is-alternative(.))]"/>
    <xsl:sequence select="
        replace(string($before[not(ttp:are-parted(., $place))]), '^.*[^\p{L}\p{M}\p{N}’'']', '', 's') || $reading
        || replace(string($after[not(ttp:are-parted($place, .))]), '[^\p{L}\p{M}\p{N}’''].*$', '', 's')"/>
  </xsl:function>

  <!-- Whether the text is of the same run as the place: not in a note that the place is outside of. -->
  <xsl:function name="ttp:is-beside" as="xs:boolean">
    <xsl:param name="text" as="text()"/>
    <xsl:param name="place" as="element()"/>
    <xsl:sequence select="empty($text/ancestor::note except $place/ancestor::note)"/>
  </xsl:function>

  <!-- Whether the text is one of several in its place, so that it completes no word. -->
  <xsl:function name="ttp:is-alternative" as="xs:boolean">
    <xsl:param name="text" as="text()"/>
    <xsl:sequence select="exists($text/(ancestor::choice | ancestor::app | ancestor::subst | ancestor::add | ancestor::del))"/>
  </xsl:function>

  <!-- Whether a new line or a space of the source ends the word between the two. -->
  <xsl:function name="ttp:are-parted" as="xs:boolean">
    <xsl:param name="first" as="node()"/>
    <xsl:param name="second" as="node()"/>
    <xsl:variable name="between" as="element()*" select="
        $second/preceding::node()[position() le 5][self::lb or self::space or self::gap][. >> $first]"/>
    <xsl:sequence select="exists($between[not(@break = 'no')])"/>
  </xsl:function>

</xsl:stylesheet>
