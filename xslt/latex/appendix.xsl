<?xml version="1.0" encoding="UTF-8"?>
<!--
  What follows the text: transcriptions, witnesses, editors' notes, interventions, sources, glossary, about the edition, indexes.

  Public: tl:appendix, tl:section, tl:label-language
-->
<xsl:stylesheet version="3.0" default-mode="tl:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tl="urn:teitools:xslt:latex"
    xmlns:tlp="urn:teitools:xslt:latex:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:function name="tl:appendix" as="xs:string">
    <xsl:variable name="sections" as="xs:string*"
        select="
          tl:transcriptions(), tl:witnesses(), tl:editors-notes(), tlp:interventions(), tl:sources(), tlp:glossary(),
          tl:source-description(), tlp:colophon(), tl:print-indexes()"/>
    <xsl:variable name="around" as="xs:string" select="string-join($sections, '&#10;')"/>
    <xsl:sequence select="
        if (tl:label-language() = $tl:main-language) then $around
        else tl:environment('otherlanguage*', '{' || tl:babel-name(tl:label-language()) || '}', tlp:beside($around))"/>
  </xsl:function>

  <!-- The language of the wording around the text, as LaTeX knows it. -->
  <xsl:function name="tl:label-language" as="xs:string">
    <xsl:sequence select="tl:known-language($tt:language)"/>
  </xsl:function>

  <!-- What is worded in its language begins at the side where that does. -->
  <xsl:function name="tlp:beside" as="xs:string">
    <xsl:param name="content" as="xs:string"/>
    <xsl:variable name="is-rtl" as="xs:boolean" select="tl:is-rtl-language(tl:label-language())"/>
    <xsl:sequence select="
        if ($is-rtl eq tl:is-rtl-language($tl:main-language)) then $content
        else tl:environment('teiside', '{' || (if ($is-rtl) then 'rtl' else 'ltr') || '}', $content)"/>
  </xsl:function>

  <!-- A section of the apparatus with its heading. -->
  <xsl:function name="tl:section" as="xs:string">
    <xsl:param name="title" as="xs:string"/>
    <xsl:param name="content" as="xs:string"/>
    <xsl:variable name="head" as="xs:string" select="tl:escape($title)"/>
    <xsl:sequence select="
        '&#10;&#10;' || tl:command('teihead', ('1', $head, $head, $head)) || tl:environment('teiapparatus', $content)"/>
  </xsl:function>

  <!-- The list of interventions: place, reading of the edition, after the bracket that of the source, certainty. -->
  <xsl:function name="tlp:interventions" as="xs:string*">
    <xsl:sequence select="
        if (empty(tt:interventions())) then ()
        else tl:section(tt:label('interventions'),
          tl:escape(tt:label('interventions-explained')) || '\par&#10;&#10;'
          || string-join(tt:interventions() ! tlp:intervention(.), '&#10;'))"/>
  </xsl:function>

  <xsl:function name="tlp:intervention" as="xs:string">
    <xsl:param name="place" as="element()"/>
    <xsl:variable name="edition" as="xs:string?" select="tt:edition-reading($place) ! tlp:reading(., $place)"/>
    <xsl:variable name="source" as="xs:string*" select="tt:source-readings($place) ! tlp:reading(., $place)"/>
    <xsl:variable name="said" as="xs:string*" select="tt:said-of($place)"/>
    <xsl:sequence select="
        tl:command('teiintervention', (tl:intervention-id($place), tl:escape(tt:intervention-place($place)),
          (if (empty(($edition, $source))) then ''
           else tl:command('textit', ($edition, '–')[1]) || '{]} ' || (string-join($source, '; ')[. ne ''], '–')[1])
          || (' (' || tl:escape(string-join($said, ', ')) || ')')[exists($said)]
          || string-join(tt:remarks($place) ! (' ' || tlp:remark(.)))))"/>
  </xsl:function>

  <!-- The reading in its language. -->
  <xsl:function name="tlp:reading" as="xs:string">
    <xsl:param name="reading" as="element()"/>
    <xsl:param name="place" as="element()"/>
    <xsl:sequence select="
        tl:set-apart($reading, tl:label-language(), tl:escape(tt:listed-reading($reading, $place)))"/>
  </xsl:function>

  <xsl:function name="tlp:remark" as="xs:string">
    <xsl:param name="remark" as="element()"/>
    <xsl:sequence select="
        tl:set-apart($remark, tl:label-language(), normalize-space(tl:render($remark/node())))"/>
  </xsl:function>

  <!-- Words of the quoted documents that the register explains. -->
  <xsl:function name="tlp:glossary" as="xs:string*">
    <xsl:variable name="entries" as="element()*" select="
        tt:sort(tt:mentioned(('item', 'term', 'entry'))[.//gloss | self::item], tt:entry-name#1)"/>
    <xsl:sequence select="
        if (empty($entries) or not($glossary and tt:shows-register('glossary'))) then ()
        else tl:section(tt:label('page-glossary'),
          tl:environment('teicolumns', string-join($entries ! tlp:glossary-entry(.), '&#10;')))"/>
  </xsl:function>

  <xsl:function name="tlp:glossary-entry" as="xs:string">
    <xsl:param name="entry" as="element()"/>
    <xsl:variable name="word" as="xs:string" select="
        tl:set-apart((tt:filing-name($entry), $entry)[1], tl:label-language(),
        tl:escape(tt:entry-name($entry)))"/>
    <xsl:sequence select="
        tl:command('teientry', tl:command('textit', $word) || ': '
          || string-join($entry/gloss[not(tt:is-other-version(.))] ! tlp:gloss(.), '; '))"/>
  </xsl:function>

  <xsl:function name="tlp:gloss" as="xs:string">
    <xsl:param name="gloss" as="element(gloss)"/>
    <xsl:sequence select="tl:set-apart($gloss, tl:label-language(), normalize-space(tl:content($gloss)))"/>
  </xsl:function>

  <!-- About the edition: who made it, when, on what terms, from what. -->
  <xsl:function name="tlp:colophon" as="xs:string">
    <xsl:variable name="file" as="element(fileDesc)?" select="($tt:document//teiHeader)[1]/fileDesc"/>
    <xsl:variable name="lines" as="xs:string*" select="
        ($file/titleStmt/respStmt ! tlp:responsible(.),
         $file/editionStmt/(p | edition) ! (tlp:header-line(.) || '.'),
         $file/publicationStmt/(p | ab) ! tlp:header-line(.),
         $file/publicationStmt/availability/(* except licence | licence/tlp:terms(.)) ! tlp:header-line(.),
         $file/notesStmt/note ! tlp:header-line(.),
         $file/sourceDesc/(p | listWit/witness) ! tlp:header-line(.),
         tl:escape(tt:label('made-with') || ' ' || tt:label('typeset')))[. ne '']"/>
    <xsl:sequence select="tl:section(tt:label('division-teiHeader'), string-join($lines, '&#10;&#10;'))"/>
  </xsl:function>

  <!-- The parts of a licence, a line each; as a whole, if it has words of its own. -->
  <xsl:function name="tlp:terms" as="element()*">
    <xsl:param name="licence" as="element(licence)"/>
    <xsl:sequence select="if ($licence[empty(p | ab | list) or text()[normalize-space()]]) then $licence else $licence/*"/>
  </xsl:function>

  <!-- “Ada Lee (transcription).”, and what a note says of it. -->
  <xsl:function name="tlp:responsible" as="xs:string">
    <xsl:param name="statement" as="element(respStmt)"/>
    <xsl:variable name="tasks" as="element(resp)*" select="$statement/resp[normalize-space()]"/>
    <xsl:sequence select="
        tlp:header-line($statement/*[normalize-space()] except $statement/(resp | note))
        || (' (' || tlp:header-line($tasks) || ')')[exists($tasks)] || '.'
        || string-join($statement/note[normalize-space()] ! (' ' || tlp:header-line(.)))"/>
  </xsl:function>

  <xsl:function name="tlp:header-line" as="xs:string">
    <xsl:param name="elements" as="element()*"/>
    <xsl:sequence select="string-join($elements[not(tt:is-other-version(.))] !
        tl:set-apart(., tl:label-language(),
          normalize-space(if (self::list) then tl:render(.) else tl:content(.))
            => replace('\.$', if (self::p or self::note or self::witness) then '.' else '')), ', ')"/>
  </xsl:function>

</xsl:stylesheet>
