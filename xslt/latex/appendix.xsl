<?xml version="1.0" encoding="UTF-8"?>
<!--
  What follows the text: editors' notes, interventions, sources, glossary, about the edition, indexes.

  Public: tl:appendix, tl:section, tl:label-language
-->
<xsl:stylesheet version="3.0" default-mode="tl:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tl="urn:teitools:xslt:latex"
    xmlns:tlp="urn:teitools:xslt:latex:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:function name="tl:appendix" as="xs:string">
    <xsl:variable name="sections" as="xs:string*"
        select="tl:editors-notes(), tlp:interventions(), tl:sources(), tlp:glossary(), tlp:colophon(), tl:print-indexes()"/>
    <xsl:variable name="around" as="xs:string" select="string-join($sections, '&#10;')"/>
    <xsl:sequence select="
        if (tl:label-language() = $tl:main-language) then $around
        else tl:environment('otherlanguage*', '{' || tl:babel-name(tl:label-language()) || '}', $around)"/>
  </xsl:function>

  <!-- The language of the wording around the text, as LaTeX knows it. -->
  <xsl:function name="tl:label-language" as="xs:string">
    <xsl:sequence select="$tt:language"/>
  </xsl:function>

  <!-- A section of the apparatus with its heading. -->
  <xsl:function name="tl:section" as="xs:string">
    <xsl:param name="title" as="xs:string"/>
    <xsl:param name="content" as="xs:string"/>
    <xsl:variable name="head" as="xs:string" select="tl:escape($title)"/>
    <xsl:sequence select="
        '&#10;&#10;' || tl:command('teihead', ('1', $head, $head, $head)) || tl:environment('teiapparatus', $content)"/>
  </xsl:function>

  <!-- The list of interventions: place, reading of the witness, reading of the edition, certainty. -->
  <xsl:function name="tlp:interventions" as="xs:string*">
    <xsl:variable name="listed" as="element()*" select="tt:interventions()[not(self::gap or self::unclear)]"/>
    <xsl:sequence select="
        if (empty($listed)) then ()
        else tl:section(tt:label('interventions'),
          tl:escape(tt:label('interventions-explained')) || '\par&#10;&#10;' || string-join($listed ! tlp:intervention(.), '&#10;'))"/>
  </xsl:function>

  <xsl:function name="tlp:intervention" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="witness" as="xs:string*" select="
        $element/(sic, orig, abbr, self::sic, self::surplus, rdg)
          ! (tlp:reading(., $element) || @wit[../self::rdg] ! (' ' || tl:escape(.)))"/>
    <xsl:variable name="edition" as="xs:string?" select="
        ($element/(corr, reg, expan, lem, self::supplied, self::corr))[1] ! tlp:reading(., $element)"/>
    <xsl:variable name="certainty" as="xs:string?" select="
        ($element/descendant-or-self::*/@cert)[1] ! (if (tt:has-label('cert-' || .)) then tt:label('cert-' || .) else string(.))"/>
    <xsl:sequence select="
        tl:command('teiintervention', (tl:intervention-id($element), tl:escape((tt:block-of($element) ! tt:reference-label(.)[. ne ''], '¶')[1]),
          tl:command('textit', ($edition, '–')[1]) || '{]} ' || (string-join($witness, '; ')[. ne ''], '–')[1]
          || $certainty ! (' (' || tl:escape(.) || ')')))"/>
  </xsl:function>

  <!-- The reading in its language, as a whole word where only a part of one was touched. -->
  <xsl:function name="tlp:reading" as="xs:string">
    <xsl:param name="reading" as="element()"/>
    <xsl:param name="place" as="element()"/>
    <xsl:sequence select="
        tl:in-language(tl:language-of($reading), tl:label-language(), tl:escape(if ($place/self::choice) then tt:in-word($place, tt:plain-text($reading/node())) else tt:plain-text($reading/node())))"/>
  </xsl:function>

  <!-- Words of the quoted documents that the register explains. -->
  <xsl:function name="tlp:glossary" as="xs:string*">
    <xsl:variable name="entries" as="element()*" select="
        tt:sort(tt:mentioned(('item', 'term', 'entry'))[.//gloss | self::item], tt:main-name#1)"/>
    <xsl:sequence select="
        if (empty($entries) or not($glossary)) then ()
        else tl:section(tt:label('page-glossary'),
          tl:environment('multicols', '{2}', string-join($entries ! tlp:glossary-entry(.), '&#10;')))"/>
  </xsl:function>

  <xsl:function name="tlp:glossary-entry" as="xs:string">
    <xsl:param name="entry" as="element()"/>
    <xsl:variable name="word" as="xs:string" select="
        tl:in-language(tl:language-of(($entry/term, $entry)[1]), tl:label-language(), tl:escape(tt:main-name($entry)))"/>
    <xsl:sequence select="
        tl:command('teientry', tl:command('textit', $word) || ': ' || string-join($entry/gloss ! tlp:gloss(.), '; '))"/>
  </xsl:function>

  <xsl:function name="tlp:gloss" as="xs:string">
    <xsl:param name="gloss" as="element(gloss)"/>
    <xsl:sequence select="tl:in-language(tl:language-of($gloss), tl:label-language(), normalize-space(tl:content($gloss)))"/>
  </xsl:function>

  <!-- About the edition: who made it, when, on what terms, from what. -->
  <xsl:function name="tlp:colophon" as="xs:string">
    <xsl:variable name="file" as="element(fileDesc)?" select="($tt:document//teiHeader)[1]/fileDesc"/>
    <xsl:variable name="lines" as="xs:string*" select="
        ($file/titleStmt/respStmt ! (tlp:header-line(name | persName | orgName) || ' (' || tlp:header-line(resp) || ').'),
         $file/editionStmt/(p | edition) ! (tlp:header-line(.) || '.'),
         $file/publicationStmt/availability/(licence | p | licence/p) ! tlp:header-line(.),
         $file/sourceDesc/p ! tlp:header-line(.),
         tl:escape(tt:label('made-with') || ' ' || tt:label('typeset')))[. ne '']"/>
    <xsl:sequence select="tl:section(tt:label('division-teiHeader'), string-join($lines, '&#10;&#10;'))"/>
  </xsl:function>

  <xsl:function name="tlp:header-line" as="xs:string">
    <xsl:param name="elements" as="element()*"/>
    <xsl:sequence select="string-join($elements !
        tl:in-language(tl:language-of(.), tl:label-language(), normalize-space(tl:content(.)) => replace('\.$', if (self::p) then '.' else '')), ', ')"/>
  </xsl:function>

</xsl:stylesheet>
