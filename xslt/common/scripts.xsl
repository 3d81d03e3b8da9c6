<?xml version="1.0" encoding="UTF-8"?>
<!--
  In which direction a text runs. Its xml:lang says so with a script subtag (az-Arab, yi-Latn; BCP 47, 2.2.3). Without
  one, its letters decide, if all of them run one way: transliteration is often tagged like the language it is of, and
  a quotation in another script is often not tagged at all. Where the letters are mixed, the usual script of the
  language decides, and where there is none, the first letter (Unicode Standard Annex 9, P2 and P3).

  Layouts mark what differs from its surroundings. A document without a letter that runs from right to left has nothing
  to mark, and it is not looked at any further.

  Public: $tt:is-bidirectional, tt:direction-of (a text in a language), tt:direction (an element), tt:opposite-run
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:ttp="urn:teitools:xslt:private"
    exclude-result-prefixes="#all">

  <!-- Scripts that run from right to left (ISO 15924). -->
  <xsl:variable name="ttp:rtl-scripts" as="xs:string+" select="tokenize('
      adlm arab aran armi avst chrs cprt elym garay hatr hebr hung khar lydi mand mani mend merc mero narb nbat nkoo orkh
      ougr palm phli phlp phnx prti rohg samr sarb sogd sogo syrc syre syrj syrn thaa yezi')"/>

  <!-- Languages that are usually written in one of them, where no subtag says otherwise. -->
  <xsl:variable name="ttp:rtl-languages" as="xs:string+" select="tokenize('
      ar ara arb fa fas per pes prs ur urd ps pus pbu ug uig sd snd ckb pnb skr azb glk mzn lrc bal ks kas ota chg arz ary
      apc apd acm ajp ayl he heb iw yi yid ydd ji hbo jpr jrb jpa tmr sam smp syr syc arc aii cld oar mid myz dv div nqo
      xpr pal ae ave xmn sog otk phn xpu xsa rhg')"/>

  <!-- Letters that run from right to left: those of the blocks that Unicode keeps for them; and all others. -->
  <xsl:variable name="ttp:rtl" as="xs:string" select="
      '[&#x590;-&#x8FF;&#xFB1D;-&#xFDFF;&#xFE70;-&#xFEFC;&#x10800;-&#x10FFF;&#x1E800;-&#x1EFFF;-[\P{L}]]'"/>
  <xsl:variable name="ttp:ltr" as="xs:string" select="
      '[\p{L}-[&#x590;-&#x8FF;&#xFB1D;-&#xFDFF;&#xFE70;-&#xFEFC;&#x10800;-&#x10FFF;&#x1E800;-&#x1EFFF;]]'"/>

  <!-- What all these are among, which is found out sooner. -->
  <xsl:variable name="ttp:rtl-ranges" as="xs:string"
      select="'[&#x590;-&#x8FF;&#xFB1D;-&#xFDFF;&#xFE70;-&#xFEFC;&#x10800;-&#x10FFF;&#x1E800;-&#x1EFFF;]'"/>

  <!-- Whether any letter of the document, or of the registers it points into, runs from right to left. -->
  <xsl:variable name="tt:is-bidirectional" as="xs:boolean"
      select="
          some $text in tt:documents($tt:document) ! string()
          satisfies matches($text, $ttp:rtl-ranges) and matches($text, $ttp:rtl)"/>

  <!--
    The direction of a text, 'rtl' or 'ltr', in a language, of which the tag may be empty; nothing, if neither letters
    nor language say: then it is that of its surroundings.
  -->
  <xsl:function name="tt:direction-of" as="xs:string?">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="tag" as="xs:string"/>
    <xsl:variable name="subtags" as="xs:string*" select="tokenize(lower-case($tag), '[-_]')"/>
    <xsl:variable name="script" as="xs:string?" select="ttp:script-subtag($subtags)"/>
    <xsl:variable name="has-rtl" as="xs:boolean" select="matches($text, $ttp:rtl)"/>
    <xsl:variable name="has-ltr" as="xs:boolean" select="matches($text, $ttp:ltr)"/>
    <xsl:sequence select="
        if (exists($script)) then ttp:either($script = $ttp:rtl-scripts)
        else if ($has-rtl ne $has-ltr) then ttp:either($has-rtl)
        else if ($subtags[1] = $ttp:rtl-languages) then 'rtl'
        else if (not($has-rtl)) then ()
        else if (exists($subtags) and not($subtags[1] = ('und', 'mul', 'zxx', 'mis', 'x'))) then 'ltr'
        else ttp:either(matches($text, '^\P{L}*' || $ttp:rtl))"/>
  </xsl:function>

  <!-- The direction of the element's text, with what it inherits. -->
  <xsl:function name="tt:direction" as="xs:string">
    <xsl:param name="element" as="element()?"/>
    <xsl:sequence select="
        if ($tt:is-bidirectional)
        then (reverse($element/ancestor-or-self::*) ! $ttp:turns(generate-id(.)), 'ltr')[1] else 'ltr'"/>
  </xsl:function>

  <!-- Every element whose direction is not that of what it stands in, found in one walk: nodes are asked for often. -->
  <xsl:variable name="ttp:turns" as="map(xs:string, xs:string)">
    <xsl:map>
      <xsl:apply-templates select="tt:documents($tt:document)/*" mode="ttp:turns">
        <xsl:with-param name="around" select="'ltr'" tunnel="yes"/>
        <xsl:with-param name="tag" select="''" tunnel="yes"/>
      </xsl:apply-templates>
    </xsl:map>
  </xsl:variable>

  <xsl:mode name="ttp:turns" on-no-match="deep-skip"/>

  <xsl:template match="*" mode="ttp:turns" as="map(xs:string, xs:string)*">
    <xsl:param name="around" as="xs:string" tunnel="yes"/>
    <xsl:param name="tag" as="xs:string" tunnel="yes"/>
    <xsl:variable name="own-tag" as="xs:string" select="string((@xml:lang, $tag)[1])"/>
    <xsl:variable name="direction" as="xs:string" select="(tt:direction-of(string(.), $own-tag), $around)[1]"/>
    <xsl:if test="$direction ne $around"><xsl:map-entry key="generate-id(.)" select="$direction"/></xsl:if>
    <xsl:apply-templates select="*" mode="#current">
      <xsl:with-param name="around" select="$direction" tunnel="yes"/>
      <xsl:with-param name="tag" select="$own-tag" tunnel="yes"/>
    </xsl:apply-templates>
  </xsl:template>

  <!--
    A regular expression for runs of text that go against a direction: letters, with what stands between them, and
    brackets that belong to them. Digits at its end belong to a run from left to right, as in “Covid-19”.
  -->
  <xsl:function name="tt:opposite-run" as="xs:string">
    <xsl:param name="direction" as="xs:string"/>
    <xsl:variable name="own" as="xs:string" select="if ($direction eq 'rtl') then $ttp:ltr else $ttp:rtl"/>
    <xsl:variable name="other" as="xs:string" select="if ($direction eq 'rtl') then $ttp:rtl else $ttp:ltr"/>
    <xsl:variable name="ends" as="xs:string"
        select="if ($direction eq 'rtl') then '(\p{Pd}?[\p{M}\p{Nd}])*[%‰]?' else '\p{M}*'"/>
    <xsl:variable name="between" as="xs:string" select="'[^\p{L}\p{Ps}\p{Pe}]'"/>
    <xsl:variable name="inside" as="xs:string" select="'[^\p{Ps}\p{Pe}-' || $other || ']*'"/>
    <xsl:variable name="bracketed" as="xs:string" select="'\p{Ps}' || $inside || $own || $inside || '\p{Pe}'"/>
    <xsl:sequence select="
        $own || '(' || $between || '*(' || $own || '|' || $bracketed || '))*' || $ends"/>
  </xsl:function>

  <xsl:function name="ttp:either" as="xs:string">
    <xsl:param name="is-rtl" as="xs:boolean"/>
    <xsl:sequence select="if ($is-rtl) then 'rtl' else 'ltr'"/>
  </xsl:function>

  <!-- The script subtag: four letters, after the language and its extensions of three letters. -->
  <xsl:function name="ttp:script-subtag" as="xs:string?">
    <xsl:param name="subtags" as="xs:string*"/>
    <xsl:sequence select="tail($subtags)[matches(., '^[a-z]{4}$')][1]"/>
  </xsl:function>

</xsl:stylesheet>
