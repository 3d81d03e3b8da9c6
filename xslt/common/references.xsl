<?xml version="1.0" encoding="UTF-8"?>
<!--
  How notes, paragraphs and sections are called, so that every edition says “Giriş ¶2” and “dn. 14” of the same thing;
  and what a short reference (a.g.e.) stands for.

  Public: tt:block-of, tt:section-of, tt:section-name, tt:block-label, tt:reference-label, tt:paragraph-number,
    tt:is-short-reference,    tt:full-citation, tt:citation-text, tt:unbroken
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:ttp="urn:teitools:xslt:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- The thing a reader is sent to for the element: the note it stands in, else the paragraph, verse, heading … -->
  <xsl:function name="tt:block-of" as="element()?" cache="yes">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        ($element/ancestor-or-self::note[tt:is-footnote(.) or @type = 'editorial'],
         $element/ancestor-or-self::*[self::p or self::ab or self::l or self::head or self::stage or self::item or self::row
            or self::speaker or self::bibl[parent::listBibl] or self::byline or self::castItem or self::line][1],
         $element/ancestor-or-self::*[self::quote or self::sp or self::lg or self::div][1],
         $element/ancestor-or-self::*[parent::front or parent::body or parent::back][1])[1]"/>
  </xsl:function>

  <!-- The innermost division with a heading, its own or one that it is given, around the element, else front, body or back. -->
  <xsl:function name="tt:section-of" as="element()?">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        ($element/ancestor-or-self::*[tt:is-division(.)][head or exists(tt:division-label(.))][1],
         $element/ancestor::*[self::front or self::body or self::back][1],
         $element/ancestor::*[self::text or self::standOff or self::sourceDoc or self::teiHeader][1])[1]"/>
  </xsl:function>

  <!-- The heading of a section in one line; what kind of section it is where it has none. -->
  <xsl:function name="tt:section-name" as="xs:string" cache="yes">
    <xsl:param name="section" as="element()"/>
    <xsl:variable name="head" as="element(head)?" select="tt:main-head($section)"/>
    <xsl:sequence select="
        if ($head) then tt:plain-text($head)
        else if (exists(tt:division-label($section))) then tt:division-label($section)
        else if ($section/@type and tt:has-label('division-' || $section/@type)) then tt:label('division-' || $section/@type)
        else if (tt:has-label('division-' || local-name($section))) then tt:label('division-' || local-name($section))
        else string(($section/@n, $section/@type, local-name($section))[1])"/>
  </xsl:function>

  <!-- What the block is called within its section: “¶2”, “dn. 14”, “alıntı”. -->
  <xsl:function name="tt:block-label" as="xs:string" cache="yes">
    <xsl:param name="block" as="element()"/>
    <xsl:apply-templates select="$block" mode="ttp:block-label"/>
  </xsl:function>

  <xsl:mode name="ttp:block-label" on-no-match="deep-skip"/>

  <xsl:template match="*" mode="ttp:block-label" as="xs:string">
    <xsl:sequence select="
        if (tt:has-label('block-' || local-name())) then tt:label('block-' || local-name()) else local-name()"/>
  </xsl:template>
  <xsl:template match="note" mode="ttp:block-label" as="xs:string">
    <xsl:sequence select="tt:label('note-number', tt:note-number(.))"/>
  </xsl:template>
  <xsl:template match="note[@type = 'editorial']" mode="ttp:block-label" as="xs:string" priority="1">
    <xsl:sequence select="tt:label('editorial-note-letter', tt:editorial-letter(.))"/>
  </xsl:template>
  <xsl:template match="p | ab" mode="ttp:block-label" as="xs:string">
    <xsl:sequence select="'¶' || tt:number-of-its-kind(.)"/>
  </xsl:template>
  <xsl:template match="p[ancestor::quote] | quote" mode="ttp:block-label" as="xs:string">
    <xsl:variable name="before" as="element()?"
        select="ancestor-or-self::quote[last()]/preceding-sibling::*[self::p or self::ab][1]"/>
    <xsl:sequence select="string-join(($before ! tt:block-label(.), tt:label('block-quote')), ', ')"/>
  </xsl:template>
  <xsl:template match="p[parent::sp] | sp" mode="ttp:block-label" as="xs:string" priority="1">
    <xsl:variable name="before" as="xs:integer" select="xs:integer(sum(ancestor-or-self::sp ! (tt:number-of-its-kind(.) - 1)))"/>
    <xsl:sequence select="string-join((tt:label('block-sp'), string($before + 1)), ' ')"/>
  </xsl:template>
  <xsl:template match="l | line" mode="ttp:block-label" as="xs:string">
    <xsl:sequence select="tt:label('verse-number', string((@n, tt:number-of-its-kind(.))[1]))"/>
  </xsl:template>

  <!-- The number that a paragraph of the running text shows, by which it is cited; none of those in notes, quotations, cells. -->
  <xsl:function name="tt:paragraph-number" as="xs:string?">
    <xsl:param name="paragraph" as="element()"/>
    <xsl:sequence select="
        $paragraph[parent::*[self::body or self::front or self::back or tt:is-division(.)][tt:is-in-text(.)]]
          [empty(self::ab//lb/@n)][tt:has-content(.) or .//(gap | date | num | measure | formula)]
        ! substring-after(tt:block-label(.), '¶')"/>
  </xsl:function>

  <!-- Section and block: “Giriş ¶2”; notes are numbered throughout and need no section. -->
  <xsl:function name="tt:reference-label" as="xs:string">
    <xsl:param name="block" as="element()"/>
    <xsl:variable name="section" as="xs:string?" select="tt:section-of($block)[not($block/self::note)] ! tt:section-name(.)"/>
    <xsl:sequence select="string-join(($section, tt:block-label($block)), ' ')"/>
  </xsl:function>

  <!-- The words by which a citation leads to an earlier one: Turkish a.g.e., Latin ibid., op. cit., German ebd., a. a. O. -->
  <xsl:variable name="ttp:short-words" as="xs:string" select="
      '^(a\.\s?g\.\s?[emty]\.|a\.\s?y\.|ib(id)?\.?|ibidem|id(em)?\.?|op\.\s?cit\.?|loc\.\s?cit\.?|ebd\.?|ebenda|'
      || 'a\.\s?a\.\s?O\.)$'"/>

  <!-- Whether the reference is a short one with a full one to be found: by its type, else by its words. -->
  <xsl:function name="tt:is-short-reference" as="xs:boolean">
    <xsl:param name="reference" as="element(ref)"/>
    <xsl:sequence select="ttp:looks-short($reference) and exists(tt:full-citation($reference)[not(. is $reference)])"/>
  </xsl:function>

  <xsl:function name="ttp:looks-short" as="xs:boolean" cache="yes">
    <xsl:param name="reference" as="element(ref)"/>
    <xsl:sequence select="
        exists($reference[@target][@type = ('age', 'ibid', 'idem', 'opcit')
          or matches(normalize-space(), $ttp:short-words, 'i')])"/>
  </xsl:function>

  <!-- The full citation that a short reference (a.g.e., ibid.) points at, through further short references if need be. -->
  <xsl:function name="tt:full-citation" as="element()?">
    <xsl:param name="reference" as="element(ref)"/>
    <xsl:sequence select="ttp:follow-citation(tt:resolve($reference/@target)[1], 20)"/>
  </xsl:function>

  <xsl:function name="ttp:follow-citation" as="element()?">
    <xsl:param name="citation" as="element()?"/>
    <xsl:param name="steps" as="xs:integer"/>
    <xsl:variable name="next" as="element(ref)?" select="
        $citation/(self::ref, ref, .//ref)[ttp:looks-short(.)][1]"/>
    <xsl:sequence select="
        if ($next and $steps gt 0) then ttp:follow-citation(tt:resolve($next/@target)[1], $steps - 1) else $citation"/>
  </xsl:function>

  <!-- The citation in one line, without the page numbers, which belong to the place that cites. -->
  <xsl:function name="tt:citation-text" as="xs:string">
    <xsl:param name="citation" as="element()"/>
    <xsl:sequence select="
        replace(tt:plain-text($citation/node()[not(self::biblScope[@unit = ('page', 'pp', 'p')])]), '[\s,;]+$', '')"/>
  </xsl:function>

  <!-- Abbreviations of what numbers count (pages, notes, volumes …), from which no line may part the number. -->
  <xsl:variable name="ttp:counted" as="xs:string" select="
      '(^|[^\p{L}\p{N}.])((ss?|pp?|ff?|cc?|S|C|[Nn]r|[Nn]o|[Vv]ols?|[Tt]|nn?|dn|ll?|vv?|d|[Cc]ols?|Bd|Sp|fols?|sf|Abb|[Ff]ig)\.'
      || '|[§¶])\s+([0-9]|[IVXLC]+([^\p{L}]|$))'"/>

  <!--
    The text with such a number kept to its abbreviation by the character given instead of a space. Every text is asked, and
    a regular expression that may begin anywhere takes three times as long as all the rest: it is tried where there is a
    digit, and in short texts, as the parts of references are, for Roman numbers.
  -->
  <xsl:function name="tt:unbroken" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="space" as="xs:string"/>
    <xsl:sequence select="
        if (not(contains($text, '.') or contains($text, '§') or contains($text, '¶'))
            or string-length($text) gt 60 and translate($text, '0123456789', '') eq $text) then $text
        else replace($text, $ttp:counted, '$1$2' || $space || '$4')"/>
  </xsl:function>

</xsl:stylesheet>
