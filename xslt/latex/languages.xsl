<?xml version="1.0" encoding="UTF-8"?>
<!--
  Languages: from xml:lang to babel.

  Ottoman Turkish (ota) has no locale in babel: it becomes a language of its own (ottomanturkish) with the locale data
  and the hyphenation of Turkish, so that a style can set it apart (\teiottomanstyle).
  A language that is not in the table is set like the text around it and reported; right-to-left scripts belong there.

  Public: tl:language-of, tl:main-language, tl:is-switch, tl:babel-name,
    tl:in-language, tl:declare-languages
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tei="http://www.tei-c.org/ns/1.0"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tl="urn:teitools:xslt:latex"
    xmlns:tlp="urn:teitools:xslt:latex:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- Language subtag: name for babel, locale, name of the hyphenation patterns. -->
  <xsl:variable name="tlp:languages" as="map(xs:string, xs:string+)" select="map {
      'tr': ('turkish', 'tr', 'turkish'), 'ota': ('ottomanturkish', 'tr', 'turkish'),
      'en': ('english', 'en', 'english'), 'de': ('german', 'de', 'ngerman'), 'fr': ('french', 'fr', 'french'),
      'it': ('italian', 'it', 'italian'), 'es': ('spanish', 'es', 'spanish'), 'pt': ('portuguese', 'pt', 'portuguese'),
      'ca': ('catalan', 'ca', 'catalan'), 'ro': ('romanian', 'ro', 'romanian'), 'nl': ('dutch', 'nl', 'dutch'),
      'da': ('danish', 'da', 'danish'), 'sv': ('swedish', 'sv', 'swedish'), 'nb': ('norwegian', 'nb', 'bokmal'),
      'no': ('norwegian', 'nb', 'bokmal'), 'nn': ('nynorsk', 'nn', 'nynorsk'), 'fi': ('finnish', 'fi', 'finnish'),
      'is': ('icelandic', 'is', 'icelandic'), 'et': ('estonian', 'et', 'estonian'), 'lv': ('latvian', 'lv', 'latvian'),
      'lt': ('lithuanian', 'lt', 'lithuanian'), 'pl': ('polish', 'pl', 'polish'), 'cs': ('czech', 'cs', 'czech'),
      'sk': ('slovak', 'sk', 'slovak'), 'sl': ('slovenian', 'sl', 'slovenian'), 'hr': ('croatian', 'hr', 'croatian'),
      'hu': ('hungarian', 'hu', 'hungarian'), 'la': ('latin', 'la', 'latin'), 'el': ('greek', 'el', 'greek'),
      'grc': ('polytonicgreek', 'el-polyton', 'ancientgreek'), 'ru': ('russian', 'ru', 'russian'),
      'uk': ('ukrainian', 'uk', 'ukrainian'), 'bg': ('bulgarian', 'bg', 'bulgarian'), 'sr': ('serbian', 'sr', 'serbian'),
      'az': ('azerbaijani', 'az', 'turkish'), 'sq': ('albanian', 'sq', 'albanian'), 'cy': ('welsh', 'cy', 'welsh'),
      'ga': ('irish', 'ga', 'irish'), 'gsw': ('german', 'de', 'ngerman'), 'nds': ('german', 'de', 'ngerman'),
      'eu': ('basque', 'eu', 'basque'), 'gl': ('galician', 'gl', 'galician')
    }"/>

  <!-- The common three-letter tags of languages that have a two-letter one. -->
  <xsl:variable name="tlp:synonyms" as="map(xs:string, xs:string)" select="map {
      'tur': 'tr', 'eng': 'en', 'deu': 'de', 'ger': 'de', 'fra': 'fr', 'fre': 'fr', 'ita': 'it', 'spa': 'es', 'lat': 'la',
      'rus': 'ru', 'ell': 'el', 'gre': 'el', 'nld': 'nl', 'dut': 'nl', 'por': 'pt', 'pol': 'pl', 'ces': 'cs', 'hun': 'hu'
    }"/>

  <!-- The main language of the document, as a key of the table; a language that is not there falls back to English. -->
  <xsl:variable name="tl:main-language" as="xs:string"
      select="(reverse((//text)[1]/ancestor-or-self::*/@xml:lang) ! tlp:subtag(.), 'en')[1]"/>

  <!-- The subtag that the table knows, or nothing. -->
  <xsl:function name="tlp:subtag" as="xs:string?">
    <xsl:param name="tag" as="xs:string"/>
    <xsl:variable name="first" as="xs:string" select="lower-case(tokenize($tag, '[-_]')[1])"/>
    <xsl:variable name="short" as="xs:string" select="($tlp:synonyms($first), $first)[1]"/>
    <xsl:sequence select="if (map:contains($tlp:languages, $short)) then $short else ()"/>
  </xsl:function>

  <!-- The language in force at a node, as far as LaTeX can switch to it. -->
  <xsl:function name="tl:language-of" as="xs:string">
    <xsl:param name="node" as="node()?"/>
    <xsl:sequence select="
        (reverse($node/ancestor-or-self::*/@xml:lang) ! tlp:subtag(.), $tl:main-language)[1]"/>
  </xsl:function>

  <!-- Whether the element is in another language than what it stands in. -->
  <xsl:function name="tl:is-switch" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="$element/@xml:lang and tl:language-of($element) ne tl:language-of($element/..)"/>
  </xsl:function>

  <!-- What babel calls a language of the table. -->
  <xsl:function name="tl:babel-name" as="xs:string">
    <xsl:param name="language" as="xs:string"/>
    <xsl:sequence select="$tlp:languages($language)[1]"/>
  </xsl:function>

  <!-- LaTeX in a language, within a line, when it is not the language around it. -->
  <xsl:function name="tl:in-language" as="xs:string">
    <xsl:param name="language" as="xs:string"/>
    <xsl:param name="around" as="xs:string"/>
    <xsl:param name="content" as="xs:string"/>
    <xsl:sequence select="
        if ($language eq $around or $content eq '') then $content
        else tl:command('foreignlanguage', ($tlp:languages($language)[1], $content))"/>
  </xsl:function>

  <!-- The preamble's declarations: the main language, then all others that occur. -->
  <xsl:function name="tl:declare-languages" as="xs:string">
    <xsl:param name="tags" as="xs:string*"/>
    <xsl:variable name="others" as="xs:string*"
        select="sort(distinct-values(($tags ! tlp:subtag(.), $tt:language)))[. ne $tl:main-language]"/>
    <xsl:for-each select="sort(distinct-values($tags[. ne '']))[empty(tlp:subtag(.))]">
      <xsl:message select="'unknown language: ' || . || ' (set like the text around it)'"/>
    </xsl:for-each>
    <xsl:variable name="lines" as="xs:string*" select="
        for $language in ($tl:main-language, $others[$tlp:languages(.)[1] ne $tlp:languages($tl:main-language)[1]])
        return '\teilanguage' || '[main]'[$language eq $tl:main-language]
               || string-join($tlp:languages($language) ! ('{' || . || '}'))"/>
    <xsl:sequence select="string-join(distinct-values($lines), '&#10;')"/>
  </xsl:function>

</xsl:stylesheet>
