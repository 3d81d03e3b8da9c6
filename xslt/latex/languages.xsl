<?xml version="1.0" encoding="UTF-8"?>
<!--
  Languages: from xml:lang to babel.

  Ottoman Turkish (ota) has no locale in babel: it becomes a language of its own (ottomanturkish) with the locale data
  and the hyphenation of Turkish, so that a style can set it apart (\teiottomanstyle).
  A language that is not in the table is set like the text around it and reported. One that is written from right to
  left counts only where its text is: transliteration is set like the text around it, and such a text in a language of
  Latin letters (az-Arab) is set as a language that is known by its script alone. So the direction that babel gives to a
  language is always that of the text (../common/scripts.xsl).

  Public: tl:language-of, tl:main-language, tl:is-switch, tl:babel-name, tl:in-language, tl:is-rtl-language,
    tl:known-language, $tl:known-languages, tl:main-tag, tl:languages, tl:declare-language, tl:report-languages,
    $tl:script-languages
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tl="urn:teitools:xslt:latex"
    xmlns:tlp="urn:teitools:xslt:latex:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- Language subtag: name for babel, locale, name of the hyphenation patterns; none where lines break by other rules. -->
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
      'eu': ('basque', 'eu', 'basque'), 'gl': ('galician', 'gl', 'galician'),
      'be': ('belarusian', 'be', 'belarusian'), 'mk': ('macedonian', 'mk', 'macedonian'),
      'mn': ('mongolian', 'mn', 'mongolian'), 'kk': ('kazakh', 'kk', 'nohyphenation'),
      'ky': ('kyrgyz', 'ky', 'nohyphenation'), 'cu': ('churchslavic', 'cu', 'churchslavonic'),
      'hy': ('armenian', 'hy', 'armenian'), 'ka': ('georgian', 'ka', 'georgian'), 'cop': ('coptic', 'cop', 'coptic'),
      'am': ('amharic', 'am', 'ethiopic'), 'ti': ('tigrinya', 'ti', 'ethiopic'), 'gez': ('geez', 'am', 'ethiopic'),
      'hi': ('hindi', 'hi', 'hindi'), 'sa': ('sanskrit', 'sa-Deva', 'sanskrit'), 'mr': ('marathi', 'mr', 'marathi'),
      'ne': ('nepali', 'ne', 'nohyphenation'), 'bn': ('bangla', 'bn', 'bengali'), 'ta': ('tamil', 'ta', 'tamil'),
      'te': ('telugu', 'te', 'telugu'), 'ml': ('malayalam', 'ml', 'malayalam'), 'kn': ('kannada', 'kn', 'kannada'),
      'gu': ('gujarati', 'gu', 'gujarati'), 'th': ('thai', 'th', ''), 'bo': ('tibetan', 'bo', 'nohyphenation'),
      'zh': ('chinese-hans', 'zh-Hans', ''), 'zh-hant': ('chinese-hant', 'zh-Hant', ''),
      'ja': ('japanese', 'ja', ''), 'ko': ('korean', 'ko', '')
    }"/>

  <!-- The same for languages that are written from right to left; the last ones are scripts without a language. -->
  <xsl:variable name="tlp:rtl-languages" as="map(xs:string, xs:string+)" select="map {
      'ar': ('arabic', 'ar', 'nohyphenation'), 'fa': ('persian', 'fa', 'nohyphenation'),
      'ur': ('urdu', 'ur', 'nohyphenation'), 'ps': ('pashto', 'ps', 'nohyphenation'),
      'ug': ('uyghur', 'ug', 'nohyphenation'), 'he': ('hebrew', 'he', 'nohyphenation'),
      'yi': ('yiddish', 'yi', 'nohyphenation'), 'syr': ('syriac', 'syr', 'nohyphenation'),
      'arab': ('arabicscript', 'ar', 'nohyphenation'), 'hebr': ('hebrewscript', 'he', 'nohyphenation'),
      'syrc': ('syriacscript', 'syr', 'nohyphenation')
    }"/>

  <!-- Which of them stands for the letters of a script that are in no language of that script. -->
  <xsl:variable name="tl:script-languages" as="map(xs:string, xs:string)" select="map {
      'Arab': 'arab', 'Hebr': 'hebr', 'Syrc': 'syrc', 'Latn': 'en', 'Grek': 'el', 'Cyrl': 'ru', 'Armn': 'hy', 'Geor': 'ka',
      'Copt': 'cop', 'Ethi': 'am', 'Deva': 'hi', 'Beng': 'bn', 'Taml': 'ta', 'Telu': 'te', 'Mlym': 'ml', 'Knda': 'kn',
      'Gujr': 'gu', 'Thai': 'th', 'Tibt': 'bo', 'Hans': 'zh', 'Hant': 'zh-hant', 'Jpan': 'ja', 'Kore': 'ko'
    }"/>
  <xsl:variable name="tlp:all-languages" as="map(xs:string, xs:string+)"
      select="map:merge(($tlp:languages, $tlp:rtl-languages))"/>

  <!-- Languages that are set like another one: forms of it that have a code of their own, older ones of it. -->
  <xsl:variable name="tlp:synonyms" as="map(xs:string, xs:string)" select="map {
      'arb': 'ar', 'pes': 'fa', 'prs': 'fa', 'hbo': 'he', 'ydd': 'yi', 'lzh': 'zh', 'syc': 'syr'
    }"/>

  <!-- The main language of the document, as a key of the table; a language that is not there falls back to English. -->
  <xsl:variable name="tl:main-language" as="xs:string" select="
      let $text := ($tt:document//text, $tt:document/*)[1]
      return (tlp:language($tt:text-language, tt:direction($text), string($text)),
              reverse($text/ancestor-or-self::*[@xml:lang]) ! tlp:own-language(.), 'en')[1]"/>

  <!-- The same as a tag that others know: Ottoman has no locale but that of Turkish, a script none of a language. -->
  <xsl:function name="tl:main-tag" as="xs:string">
    <xsl:sequence select="
        if ($tl:main-language eq 'ota') then 'tr'
        else if ($tl:main-language eq 'zh-hant') then 'zh-Hant'
        else if (string-length($tl:main-language) gt 3) then (tokenize($tt:text-language, '-')[1], 'und')[1]
        else $tl:main-language"/>
  </xsl:function>

  <!-- Every element that says its language, as far as LaTeX can switch to it: found once, asked for at every node. -->
  <xsl:variable name="tlp:known" as="map(xs:string, xs:string)" select="
      map:merge(tt:documents($tt:document)//*[@xml:lang] ! (let $key := tlp:language(@xml:lang, tt:direction(.), string(.))
          return if ($key) then map { generate-id(.): $key } else ()))"/>

  <xsl:variable name="tl:known-languages" as="xs:string*" select="distinct-values($tlp:known?*)"/>

  <xsl:function name="tlp:own-language" as="xs:string?">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="$tlp:known(generate-id($element))"/>
  </xsl:function>

  <!-- The key of a text in a language that runs in a direction; nothing, if there is none. -->
  <xsl:function name="tlp:language" as="xs:string?">
    <xsl:param name="tag" as="xs:string"/>
    <xsl:param name="direction" as="xs:string"/>
    <xsl:param name="text" as="xs:string"/>
    <xsl:variable name="short" as="xs:string" select="tlp:subtag($tag)"/>
    <xsl:variable name="traditional" as="xs:string?"
        select="'zh-hant'[$short eq 'zh' and matches($tag, '-(hant|tw|hk|mo)(-|$)', 'i')]"/>
    <xsl:sequence select="
        if ($direction eq 'rtl')
        then ($short[map:contains($tlp:rtl-languages, .)], tlp:rtl-script($text))[1]
        else ($traditional, $short)[map:contains($tlp:languages, .)][1]"/>
  </xsl:function>

  <xsl:function name="tlp:subtag" as="xs:string">
    <xsl:param name="tag" as="xs:string"/>
    <xsl:variable name="first" as="xs:string" select="string(lower-case(tokenize(tt:language-tag($tag), '-')[1]))"/>
    <xsl:sequence select="($tlp:synonyms($first), $first)[1]"/>
  </xsl:function>

  <!-- The script of the first letter that runs from right to left, if babel knows it. -->
  <xsl:function name="tlp:rtl-script" as="xs:string?">
    <xsl:param name="text" as="xs:string"/>
    <xsl:variable name="first" as="xs:string"
        select="substring(replace($text, '^[^&#x590;-&#x8FF;&#xFB1D;-&#xFDFF;&#xFE70;-&#xFEFC;]+', ''), 1, 1)"/>
    <xsl:sequence select="
        if (matches($first, '[&#x590;-&#x5FF;&#xFB1D;-&#xFB4F;]')) then 'hebr'
        else if (matches($first, '[&#x700;-&#x74F;&#x860;-&#x86F;]')) then 'syrc'
        else 'arab'[$first ne '']"/>
  </xsl:function>

  <!-- A language of the wording, as a key of the table. -->
  <xsl:function name="tl:known-language" as="xs:string">
    <xsl:param name="language" as="xs:string"/>
    <xsl:sequence select="($language[map:contains($tlp:all-languages, .)], $tl:main-language)[1]"/>
  </xsl:function>

  <!-- The language in force at a node, as far as LaTeX can switch to it. -->
  <xsl:function name="tl:language-of" as="xs:string">
    <xsl:param name="node" as="node()?"/>
    <xsl:sequence select="
        (reverse($node/ancestor-or-self::*[@xml:lang]) ! tlp:own-language(.), $tl:main-language)[1]"/>
  </xsl:function>

  <!-- Whether the element is in another language than what it stands in. -->
  <xsl:function name="tl:is-switch" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="$element/@xml:lang and tl:language-of($element) ne tl:language-of($element/..)"/>
  </xsl:function>

  <xsl:function name="tl:is-rtl-language" as="xs:boolean">
    <xsl:param name="language" as="xs:string"/>
    <xsl:sequence select="map:contains($tlp:rtl-languages, $language)"/>
  </xsl:function>

  <!-- What babel calls a language of the table. -->
  <xsl:function name="tl:babel-name" as="xs:string">
    <xsl:param name="language" as="xs:string"/>
    <xsl:sequence select="$tlp:all-languages($language)[1]"/>
  </xsl:function>

  <!-- LaTeX in a language, within a line, when it is not the language around it. -->
  <xsl:function name="tl:in-language" as="xs:string">
    <xsl:param name="language" as="xs:string"/>
    <xsl:param name="around" as="xs:string"/>
    <xsl:param name="content" as="xs:string"/>
    <xsl:sequence select="
        if ($language eq $around or $content eq '') then $content
        else tl:command('foreignlanguage', (tl:babel-name($language), $content))"/>
  </xsl:function>

  <!-- The languages that the preamble declares: the main one, then all others that are printed, one of each name. -->
  <xsl:function name="tl:languages" as="xs:string+">
    <xsl:param name="tags" as="attribute()*"/>
    <xsl:variable name="others" as="xs:string*"
        select="sort(distinct-values(($tags/.. ! tlp:own-language(.), tl:label-language())))"/>
    <xsl:for-each-group select="$tl:main-language, $others" group-by="tl:babel-name(.)">
      <xsl:sequence select="."/>
    </xsl:for-each-group>
  </xsl:function>

  <!-- \teilanguage[main, or letters if it stands for all letters of its script]{name}{locale}{patterns} -->
  <xsl:function name="tl:declare-language" as="xs:string">
    <xsl:param name="language" as="xs:string"/>
    <xsl:param name="roles" as="xs:string*"/>
    <xsl:sequence select="
        '\teilanguage' || ('[' || string-join($roles, ',') || ']')[exists($roles)]
        || string-join($tlp:all-languages($language) ! ('{' || . || '}'))"/>
  </xsl:function>

  <!-- Each tag of a language that the table does not have, once. -->
  <xsl:template name="tl:report-languages" as="empty-sequence()">
    <xsl:param name="tags" as="attribute()*" required="yes"/>
    <xsl:for-each-group select="$tags[. ne ''][not(map:contains($tlp:all-languages, tlp:subtag(.)))]" group-by="string()">
      <xsl:sort select="current-grouping-key()"/>
      <xsl:call-template name="tt:finding">
        <xsl:with-param name="code" select="'EDN007'"/>
        <xsl:with-param name="node" select="."/>
        <xsl:with-param name="facts" select="map { 'tag': string() }"/>
        <xsl:with-param name="text" select="'unknown language: ' || . || ' (set like the text around it)'"/>
      </xsl:call-template>
    </xsl:for-each-group>
  </xsl:template>

</xsl:stylesheet>
