<?xml version="1.0" encoding="UTF-8"?>
<!--
  The words of an element that has none: what an empty reference points at, what an empty date, number or measure means.
  A reader never meets a hole, nor a name that only machines know.

  Public: tt:is-wordless, tt:pointed-words, tt:caption-number, tt:before-heading, tt:meaning, tt:music-words
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:ttp="urn:teitools:xslt:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:function name="tt:is-wordless" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="not(normalize-space($element)) and empty($element/*[not(self::lb or self::pb)])"/>
  </xsl:function>

  <!-- What the reference leads to, in words: “Table 1”, “n. 3”, the heading of a division, an address of the web. -->
  <xsl:function name="tt:pointed-words" as="xs:string">
    <xsl:param name="reference" as="element()"/>
    <xsl:variable name="words" as="xs:string*" select="tt:pointers($reference/@target) ! ttp:words-of-pointer(., $reference)"/>
    <xsl:sequence select="if (exists($words)) then string-join($words, ', ') else tt:label('points-nowhere')"/>
  </xsl:function>

  <xsl:function name="ttp:words-of-pointer" as="xs:string">
    <xsl:param name="pointer" as="xs:string"/>
    <xsl:param name="reference" as="element()"/>
    <xsl:variable name="target" as="element()?" select="tt:resolve-one($pointer, $reference)"/>
    <xsl:variable name="plain" as="xs:string" select="tt:without-prefix($pointer, $reference)"/>
    <xsl:variable name="words" as="xs:string?"><xsl:apply-templates select="$target" mode="ttp:words"/></xsl:variable>
    <xsl:sequence select="
        if ($target) then ($words[. ne ''], tt:label('points-nowhere'))[1]
        else if (contains($plain, '#') and not(tt:is-remote($plain))) then tt:label('points-nowhere')
        else $plain"/>
  </xsl:function>

  <xsl:mode name="ttp:words" on-no-match="deep-skip"/>

  <xsl:template match="*" mode="ttp:words" as="xs:string" priority="-1">
    <xsl:variable name="block" as="element()?" select="tt:block-of(.)"/>
    <xsl:sequence select="
        if ($block[tt:is-in-text(.) or ancestor::sourceDoc]) then tt:reference-label($block)
        else if (ancestor::standOff or ancestor::teiHeader) then tt:entry-name(.)
        else tt:section-of(.) ! tt:section-name(.)"/>
  </xsl:template>

  <xsl:template match="div | div0 | div1 | div2 | div3 | div4 | div5 | div6 | div7 | front | body | back | text" mode="ttp:words"
      as="xs:string">
    <xsl:sequence select="tt:section-name(.)"/>
  </xsl:template>
  <xsl:template match="TEI | teiCorpus" mode="ttp:words" as="xs:string">
    <xsl:sequence
        select="(teiHeader/fileDesc/titleStmt/title[normalize-space()][1] ! tt:plain-text(.), tt:label('untitled'))[1]"/>
  </xsl:template>
  <!-- A table or a figure goes by what its heading begins with (“Plate IV”), else by its number, which is shown with it. -->
  <xsl:template match="table | figure" mode="ttp:words" as="xs:string">
    <xsl:variable name="name" as="xs:string" select="local-name()"/>
    <xsl:sequence select="
        (ttp:heading-number(.), tt:label($name) || ' ' || (@n[normalize-space()] ! normalize-space(.),
          string(count((preceding::* | ancestor-or-self::*)[local-name() = $name][not(ancestor::teiHeader)])))[1])[1]"/>
  </xsl:template>

  <xsl:function name="ttp:heading-number" as="xs:string?">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        $element/head[1] ! tt:plain-text(.)[matches(., $ttp:numbered)] ! replace(., $ttp:numbered, '$1')"/>
  </xsl:function>
  <xsl:variable name="ttp:numbered" as="xs:string" select="'^(\p{Lu}\p{L}*\.?\s(\d+\p{L}?|[IVXLC]+))([^\p{L}\p{N}].*)?$'"/>

  <!-- The number of a table or a figure that readers have to find by it: a reference without words of its own leads there. -->
  <xsl:function name="tt:caption-number" as="xs:string?">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="caption" as="xs:string?"><xsl:apply-templates select="
        $element[self::table or self::figure][empty(ttp:heading-number(.))]
          [exists(tt:references-to(.)[tt:is-wordless(.)])]" mode="ttp:words"/></xsl:variable>
    <xsl:sequence select="$caption"/>
  </xsl:function>

  <!-- The same with what parts it from the heading, at the start of this. -->
  <xsl:function name="tt:before-heading" as="xs:string?">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        $element/self::head[not(preceding-sibling::head)]/(parent::table | parent::figure) ! tt:caption-number(.) ! (. || '. ')"/>
  </xsl:function>
  <xsl:template match="note[tt:is-footnote(.) or tt:is-listed-note(.)]" mode="ttp:words" as="xs:string">
    <xsl:sequence select="tt:label('note-number', tt:note-number(.))"/>
  </xsl:template>
  <xsl:template match="pb" mode="ttp:words" as="xs:string">
    <xsl:sequence select="tt:label('page-number', string((@n, 1 + count(preceding::pb))[1]))"/>
  </xsl:template>
  <xsl:template match="lb[@n] | line[@n]" mode="ttp:words" as="xs:string">
    <xsl:sequence select="tt:label('verse-number', string(@n))"/>
  </xsl:template>
  <xsl:template match="witness" mode="ttp:words" as="xs:string">
    <xsl:sequence select="tt:siglum-of-witness(.)"/>
  </xsl:template>
  <xsl:template match="surface | zone | graphic | facsimile" mode="ttp:words" as="xs:string">
    <xsl:sequence select="string-join((tt:label('image'), ancestor-or-self::surface[1]/@n), ' ')"/>
  </xsl:template>
  <xsl:template match="person | personGrp | place | org | event | nym | object | relation | item[ancestor::standOff]"
      mode="ttp:words" as="xs:string">
    <xsl:sequence select="tt:entry-name(.)"/>
  </xsl:template>

  <!-- A work in a bibliography: who and when, else its title, else all that there is. -->
  <xsl:template match="bibl | biblStruct | biblFull" mode="ttp:words" as="xs:string">
    <xsl:variable name="who" as="element()?" select="((.//author | .//editor)/(.//surname, .)[1])[normalize-space()][1]"/>
    <xsl:variable name="when" as="xs:string?" select="
        (.//date)[1] ! (normalize-space(.)[. ne ''], string(@when)[. ne ''])[1]"/>
    <xsl:sequence select="
        if ($who) then string-join((tt:plain-text($who), $when), ' ')
        else ((.//title)[normalize-space()][1], .)[1] ! tt:plain-text(.)"/>
  </xsl:template>

  <!-- What an empty element of the class means by its attributes; empty if it says nothing either. -->
  <xsl:function name="tt:meaning" as="xs:string?">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="words" as="xs:string?"><xsl:apply-templates select="$element" mode="ttp:meaning"/></xsl:variable>
    <xsl:sequence select="$words[. ne '']"/>
  </xsl:function>

  <xsl:mode name="ttp:meaning" on-no-match="deep-skip"/>

  <xsl:template match="date | time | origDate" mode="ttp:meaning" as="xs:string?">
    <xsl:sequence select="tt:date-phrase(.)"/>
  </xsl:template>
  <xsl:template match="num" mode="ttp:meaning" as="xs:string?">
    <xsl:sequence select="(@value ! string(.), string-join((@atLeast, @atMost), '–'))[1]"/>
  </xsl:template>
  <xsl:template match="measure" mode="ttp:meaning" as="xs:string?">
    <xsl:sequence select="string-join((@quantity, @unit, @commodity), ' ')"/>
  </xsl:template>
  <!-- A size: one number or a range; nothing but zeros was never filled in. -->
  <xsl:template match="height | width | depth | dim" mode="ttp:meaning" as="xs:string?">
    <xsl:variable name="size" as="xs:string?" select="
        (@quantity ! string(.), string-join((@atLeast, @atMost), '–')[. ne ''], string-join((@min, @max), '–'))[1]"/>
    <xsl:sequence select="$size[matches(., '[1-9]')] ! string-join((., current()/@unit), ' ')"/>
  </xsl:template>

  <!-- A name, a term or a title: what it points at, else its key if it is words and no code. -->
  <xsl:template match="(persName | placeName | orgName | geogName | name | rs | term | title)[@ref | @key]" mode="ttp:meaning"
      as="xs:string">
    <xsl:variable name="name" as="element()" select="."/>
    <xsl:variable name="words" as="xs:string*">
      <xsl:for-each select="tt:resolve(@ref)">
        <xsl:variable name="title" as="element(title)?" select="(.//title)[$name/self::title][normalize-space()][1]"/>
        <xsl:choose>
          <xsl:when test="$title"><xsl:sequence select="tt:plain-text($title)"/></xsl:when>
          <xsl:otherwise><xsl:apply-templates select="." mode="ttp:words"/></xsl:otherwise>
        </xsl:choose>
      </xsl:for-each>
    </xsl:variable>
    <xsl:sequence select="(
        string-join($words[. ne ''], ', ')[. ne ''],
        @key ! normalize-space()[matches(., '^\p{L}[^\d_:#/]+$')],
        string-join(tt:pointers(@ref) ! ttp:words-of-pointer(., $name), ', ')[. ne ''],
        tt:label('points-nowhere'))[1]"/>
  </xsl:template>

  <!--
    “[music: Allegro]”: notes (TEI Guidelines 14.4) are shown by no edition; what is sung and written beside them is. Words
    of the encoding (MEI) stand in elements of their own each, syllables and directions.
  -->
  <xsl:function name="tt:music-words" as="xs:string">
    <xsl:param name="music" as="element(notatedMusic)"/>
    <xsl:variable name="words" as="xs:string" select="
        string-join($music//text()[normalize-space()][not(ancestor::graphic | ancestor::ptr | ancestor::ref)]
          ! normalize-space(), ' ')"/>
    <xsl:sequence select="'[' || string-join((tt:label('music'), $words[. ne '']), ': ') || ']'"/>
  </xsl:function>

</xsl:stylesheet>
