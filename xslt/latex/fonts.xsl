<?xml version="1.0" encoding="UTF-8"?>
<!--
  Fonts: which scripts the documents have letters of, and what they are set in. The style takes the first font of a list
  that is installed, and what a font lacks from the fonts behind it; where none has a character, TeX says so.

  A script needs a font of its own here if Linux Libertine, the font of everything else, does not have it, or if the
  parameter fonts names one. Names in the lists are those of Debian's packages, which a warning of the style repeats.

  A font that is named for any other script goes before those in which characters are looked for that a font lacks.

  Public: tl:declare-languages-and-fonts, tl:style-options, tl:own-fonts
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:array="http://www.w3.org/2005/xpath-functions/array"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tl="urn:teitools:xslt:latex"
    xmlns:tlp="urn:teitools:xslt:latex:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- Script (ISO 15924): its letters, the fonts to look for, Debian's package with the first. -->
  <xsl:variable name="tlp:scripts" as="map(xs:string, xs:string+)" select="map {
      'Arab': ('[&#x600;-&#x6FF;&#x750;-&#x77F;&#x870;-&#x8FF;&#xFB50;-&#xFDFF;&#xFE70;-&#xFEFC;]',
               'Amiri,Scheherazade New,Scheherazade,Noto Naskh Arabic,DejaVu Sans', 'fonts-hosny-amiri'),
      'Hebr': ('[&#x590;-&#x5FF;&#xFB1D;-&#xFB4F;]',
               'Frank Ruehl CLM,Noto Serif Hebrew,Ezra SIL,Linux Libertine O,DejaVu Sans', 'fonts-noto-core'),
      'Syrc': ('[&#x700;-&#x74F;&#x860;-&#x86F;]', 'Noto Sans Syriac,Serto Jerusalem,FreeSans', 'fonts-noto-core'),
      'Deva': ('[&#x900;-&#x97F;&#xA8E0;-&#xA8FF;]',
               'Noto Serif Devanagari,Lohit Devanagari,FreeSerif', 'fonts-noto-core'),
      'Beng': ('[&#x980;-&#x9FF;]', 'Noto Serif Bengali,Lohit Bengali,FreeSerif', 'fonts-noto-core'),
      'Gujr': ('[&#xA80;-&#xAFF;]', 'Noto Serif Gujarati,Lohit Gujarati,FreeSerif', 'fonts-noto-core'),
      'Taml': ('[&#xB80;-&#xBFF;]', 'Noto Serif Tamil,Lohit Tamil,FreeSerif', 'fonts-noto-core'),
      'Telu': ('[&#xC00;-&#xC7F;]', 'Noto Serif Telugu,Lohit Telugu', 'fonts-noto-core'),
      'Knda': ('[&#xC80;-&#xCFF;]', 'Noto Serif Kannada,Lohit Kannada', 'fonts-noto-core'),
      'Mlym': ('[&#xD00;-&#xD7F;]', 'Noto Serif Malayalam,FreeSerif', 'fonts-noto-core'),
      'Thai': ('[&#xE00;-&#xE7F;]', 'Noto Serif Thai,Norasi,FreeSerif', 'fonts-noto-core'),
      'Tibt': ('[&#xF00;-&#xFFF;]', 'Noto Serif Tibetan,Noto Sans Tibetan,Tibetan Machine Uni', 'fonts-noto-core'),
      'Armn': ('[&#x531;-&#x58F;&#xFB13;-&#xFB17;]', 'Noto Serif Armenian,DejaVu Serif,FreeSerif', 'fonts-noto-core'),
      'Geor': ('[&#x10A0;-&#x10FF;&#x1C90;-&#x1CBF;&#x2D00;-&#x2D2F;]',
               'Noto Serif Georgian,DejaVu Serif,FreeSerif', 'fonts-noto-core'),
      'Ethi': ('[&#x1200;-&#x139F;&#x2D80;-&#x2DDF;]', 'Noto Serif Ethiopic,Abyssinica SIL,FreeSerif', 'fonts-noto-core'),
      'Copt': ('[&#x3E2;-&#x3EF;&#x2C80;-&#x2CFF;]', 'Antinoou,Noto Sans Coptic,FreeSerif', 'fonts-noto-core'),
      'Jpan': ('[&#x3040;-&#x30FF;]', 'Noto Serif CJK JP,IPAexMincho,IPAMincho,Noto Sans CJK JP,' || $tlp:han,
               'fonts-ipafont-mincho'),
      'Kore': ('[&#x1100;-&#x11FF;&#x3130;-&#x318F;&#xAC00;-&#xD7FF;]',
               'Noto Serif CJK KR,NanumMyeongjo,UnBatang,Noto Sans CJK KR,' || $tlp:han, 'fonts-nanum'),
      'Hant': ($tlp:han-letters, 'Noto Serif CJK TC,AR PL UMing TW,Noto Sans CJK TC,' || $tlp:han, 'fonts-arphic-uming'),
      'Hans': ($tlp:han-letters, 'Noto Serif CJK SC,AR PL UMing CN,Noto Sans CJK SC,' || $tlp:han, 'fonts-arphic-uming'),
      'Grek': ('[&#x370;-&#x3E1;&#x3F0;-&#x3FF;&#x1F00;-&#x1FFF;]', '', ''),
      'Cyrl': ('[&#x400;-&#x52F;&#x1C80;-&#x1C8F;&#x2DE0;-&#x2DFF;&#xA640;-&#xA69F;]', '', ''),
      'Latn': ('[A-Za-z]', '', '')
    }"/>
  <xsl:variable name="tlp:han-letters" as="xs:string"
      select="'[&#x2E80;-&#x2FDF;&#x3005;-&#x3007;&#x3400;-&#x4DBF;&#x4E00;-&#x9FFF;&#xF900;-&#xFAFF;&#x20000;-&#x3FFFF;]'"/>
  <xsl:variable name="tlp:han" as="xs:string" select="'WenQuanYi Micro Hei,Droid Sans Fallback'"/>

  <!-- Scripts whose letters are joined or stacked: HarfBuzz shapes them as other programs do. -->
  <xsl:variable name="tlp:shaped" as="xs:string+" select="
      'Arab', 'Hebr', 'Syrc', 'Deva', 'Beng', 'Gujr', 'Taml', 'Telu', 'Knda', 'Mlym', 'Thai', 'Tibt', 'Copt'"/>

  <!-- What the project says: script by script, "Arab: Amiri; Latn: EB Garamond". -->
  <xsl:variable name="tlp:chosen-fonts" as="map(xs:string, xs:string)" select="
      map:merge(tokenize($fonts, ';')[normalize-space()]
        ! map { normalize-space(substring-before(., ':')): normalize-space(substring-after(., ':')) })"/>

  <!-- \teiownfonts{…}, before the style: fonts for scripts that the table does not have, such as Cherokee or cuneiform. -->
  <xsl:function name="tl:own-fonts" as="xs:string?">
    <xsl:sequence select="
        if ($tlp:other-fonts eq '') then () else '\newcommand' || tl:command('teiownfonts', $tlp:other-fonts)"/>
  </xsl:function>
  <xsl:variable name="tlp:other-fonts" as="xs:string" select="
      string-join(sort(map:keys($tlp:chosen-fonts))[not(map:contains($tlp:scripts, .))] ! $tlp:chosen-fonts(.), ',')"/>

  <!-- The characters of the documents that are not of plain Latin text, each once. -->
  <xsl:variable name="tlp:characters" as="xs:string" select="
      tt:documents($tt:document) ! replace(string(.), '[&#9;-&#x24F;&#x2010;-&#x203A;]+', '')
        => string-join() => string-to-codepoints() => distinct-values() => codepoints-to-string()"/>

  <!-- The scripts that need a font of their own. -->
  <xsl:variable name="tlp:used-scripts" as="xs:string*" select="
      let $found := sort(map:keys($tlp:scripts))[. ne 'Latn'][matches($tlp:characters, $tlp:scripts(.)[1])]
                    [$tlp:scripts(.)[2] ne '' or map:contains($tlp:chosen-fonts, .)]
      return distinct-values(($found[not(. = ('Hans', 'Hant'))], tlp:han-scripts($found)))"/>

  <!-- Han letters are those of the languages that are there, or Japanese or Korean beside letters of these alone. -->
  <xsl:function name="tlp:han-scripts" as="xs:string*">
    <xsl:param name="found" as="xs:string*"/>
    <xsl:variable name="said" as="xs:string*"
        select="('ja', 'ko', 'zh', 'zh-hant')[. = $tl:known-languages] ! tlp:script-of(.)"/>
    <xsl:sequence select="
        if (not($found = 'Hans')) then ()
        else if (exists($said)) then $said else 'Hans'[not($found = ('Jpan', 'Kore'))]"/>
  </xsl:function>

  <!-- Options of the style: both directions; characters that are looked for in other fonts. -->
  <xsl:function name="tl:style-options" as="xs:string*">
    <xsl:variable name="rest" as="xs:string" select="
        fold-left($tlp:used-scripts ! $tlp:scripts(.)[1], $tlp:characters,
          function($left as xs:string, $letters as xs:string) as xs:string { replace($left, $letters, '') })"/>
    <xsl:sequence select="
        'bidi'[$tt:is-bidirectional],
        'fallback'[$tlp:other-fonts ne '' or map:contains($tlp:chosen-fonts, 'Latn')
          or exists($tlp:used-scripts) or matches($rest, $tlp:rare)
          or (some $code in $tt:document//(eg | *:egXML | code | gi | att | val | tag | ident) satisfies
                matches($code, '[^&#x9;-&#x17F;&#x2000;-&#x206F;]'))]"/>
  </xsl:function>

  <!-- What Linux Libertine may lack. -->
  <xsl:variable name="tlp:rare" as="xs:string" select="
      '[^&#x250;-&#x3E1;&#x3F0;-&#x45F;&#x1E00;-&#x1FFF;&#x2000;-&#x206F;&#x2070;-&#x2094;&#x20AC;&#x2116;&#x2122;'
      || '&#x2190;-&#x2193;&#x2212;&#x27E6;-&#x27E9;&#xFB00;-&#xFB04;&#xFEFF;&#x10FFF9;-&#x10FFFF;]'"/>

  <!-- The languages, one of them for all letters of a script, and the fonts of the scripts. -->
  <xsl:function name="tl:declare-languages-and-fonts" as="xs:string">
    <xsl:param name="languages" as="xs:string+"/>
    <xsl:variable name="scripts" as="xs:string*"
        select="$tlp:used-scripts, 'Latn'[exists($languages[1][tlp:script-of(.) = $tlp:used-scripts])]"/>
    <xsl:variable name="by-script" as="map(xs:string, xs:string+)" select="
        map:merge(for $script in $scripts, $own in array { $languages[tlp:script-of(.) eq $script] }
          return map { $script: if (array:size($own)) then $own?* else $tl:script-languages($script) })"/>
    <xsl:variable name="carriers" as="xs:string*" select="$scripts ! $by-script(.)[1]"/>
    <xsl:sequence select="string-join((
        for $language in distinct-values(($languages, $carriers))
        return tl:declare-language($language, ('main'[$language eq $languages[1]], 'letters'[$language = $carriers])),
        $tlp:chosen-fonts('Latn') ! tl:command('teimainfont', .),
        $scripts[. ne 'Latn'] ! tlp:declare-font(., $by-script(.))), '&#10;')"/>
  </xsl:function>

  <!-- The script of a language that is no more than its letters: that which stands for it. -->
  <xsl:function name="tlp:script-of" as="xs:string">
    <xsl:param name="language" as="xs:string"/>
    <xsl:sequence select="
        if ($language = ('ar', 'fa', 'ur', 'ps', 'ug')) then 'Arab' else if ($language = ('he', 'yi')) then 'Hebr'
        else if ($language eq 'syr') then 'Syrc' else if ($language = ('sa', 'mr', 'ne')) then 'Deva'
        else if ($language = ('ti', 'gez')) then 'Ethi' else if ($language eq 'grc') then 'Grek'
        else if ($language = ('uk', 'bg', 'sr', 'be', 'mk', 'mn', 'kk', 'ky', 'cu')) then 'Cyrl'
        else (map:keys($tl:script-languages)[$tl:script-languages(.) eq $language], 'Latn')[1]"/>
  </xsl:function>

  <!-- \teiscript{script}{languages}{how its letters are shaped}{fonts}{package of Debian} -->
  <xsl:function name="tlp:declare-font" as="xs:string">
    <xsl:param name="script" as="xs:string"/>
    <xsl:param name="languages" as="xs:string+"/>
    <xsl:variable name="facts" as="xs:string+" select="$tlp:scripts($script)"/>
    <xsl:sequence select="
        tl:command('teiscript', ($script, string-join($languages ! tl:babel-name(.), ','),
          if ($script = $tlp:shaped) then 'HarfBuzz' else 'Node',
          string-join(($tlp:chosen-fonts($script), $facts[2][. ne '']), ','), $facts[3]))
        || $tlp:chosen-fonts($script) ! tl:command('teichosenfont', .)"/>
  </xsl:function>

</xsl:stylesheet>
