<?xml version="1.0" encoding="UTF-8"?>
<!--
  How a transcription is read (TEI Guidelines 11, and for inscriptions and papyri the Leiden conventions as EpiDoc has
  them): the signs around what editors and scribes did, what is missing and how much, where lines begin.

  Public: tt:signs, tt:gap-sign, tt:gap-extent, tt:gap-reason, tt:gap-label, tt:is-lost-note, tt:place-in-source,
    tt:keeps-line, tt:is-by-line, tt:line-number, tt:starts-block,
    tt:line-space, tt:line-break-sign, tt:is-before-joined-line, tt:transcriptions
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:ttp="urn:teitools:xslt:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- The sign before and the sign after the element: none if it has none. -->
  <xsl:function name="tt:signs" as="xs:string*">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="doubt" as="xs:string?" select="'(?)'[$element/self::supplied/@cert = ('low', 'unknown')]"/>
    <xsl:sequence select="
        if ($element/self::supplied[tokenize(@reason) = 'omitted']) then ('⟨', $doubt || '⟩')
        else if ($element/self::supplied[tokenize(@reason) = ('subaudible', 'explanation')]) then ('(', $doubt || ')')
        else if ($element/self::supplied) then ('[', $doubt || ']')
        else if ($element/self::surplus) then ('{', '}')
        else if ($element/self::del[not(ancestor::restore)]) then ('⟦', '⟧')
        else if ($element/self::ex) then ('(', ')')
        else ()"/>
  </xsl:function>

  <!-- “[…3…]”: something is missing, and how much. -->
  <xsl:function name="tt:gap-sign" as="xs:string">
    <xsl:param name="gap" as="element(gap)"/>
    <xsl:sequence select="'[…' || tt:gap-extent($gap) ! (. || '…') || ']'"/>
  </xsl:function>

  <!-- How much is missing, where the source says it: letters as a number alone, anything else with what is counted. -->
  <xsl:function name="tt:gap-extent" as="xs:string?">
    <xsl:param name="gap" as="element(gap)"/>
    <xsl:variable name="number" as="xs:string?" select="
        ($gap/@quantity ! string(.),
         ($gap[@atLeast or @atMost] ! string-join((@atLeast, @atMost), '–')),
         $gap/@extent[. ne 'unknown'][matches(., '^\d')] ! string(.))[1]"/>
    <xsl:variable name="about" as="xs:string?" select="'ca. '[$gap/@precision = 'low']"/>
    <xsl:variable name="unit" as="xs:string?" select="
        $gap/@unit[not(. = ('character', 'characters', 'char', 'chars', 'letter', 'letters'))] ! ttp:unit(.)"/>
    <xsl:sequence select="$number[not(tt:is-lost-note($gap))] ! string-join(($about || ., $unit), ' ')"/>
  </xsl:function>

  <xsl:function name="ttp:unit" as="xs:string">
    <xsl:param name="unit" as="xs:string"/>
    <xsl:sequence select="if (tt:has-label('unit-' || $unit)) then tt:label('unit-' || $unit) else $unit"/>
  </xsl:function>

  <!-- Why something is missing, in words: lost, illegible … (TEI Guidelines, gap/@reason). -->
  <xsl:function name="tt:gap-reason" as="xs:string">
    <xsl:param name="gap" as="element(gap)"/>
    <xsl:sequence select="
        (string-join(tokenize($gap/@reason)
           ! (if (tt:has-label('gap-' || .)) then tt:label('gap-' || .) else translate(., '_-', '  ')), ', ')[. ne ''],
         tt:label('gap'))[1]"/>
  </xsl:function>

  <!-- What is missing, and why. -->
  <xsl:function name="tt:gap-label" as="xs:string">
    <xsl:param name="gap" as="element(gap)"/>
    <xsl:sequence select="string-join(($gap/@unit ! ttp:unit(.), tt:gap-reason($gap)), ' ')"/>
  </xsl:function>

  <!-- Whether the gap is all there is of a note. -->
  <xsl:function name="tt:is-lost-note" as="xs:boolean">
    <xsl:param name="gap" as="element(gap)"/>
    <xsl:sequence select="
        $gap/@unit = 'note'
        or exists($gap/parent::note[not(normalize-space(string-join(text() | (* except $gap))))])"/>
  </xsl:function>

  <!-- Where a scribe put it, in words: above the line, in the margin … (TEI Guidelines 11.3.1.4). -->
  <xsl:function name="tt:place-in-source" as="xs:string?">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="places" as="xs:string*" select="
        $element[self::add or self::del]/@place ! tokenize(.)
          ! (if (tt:has-label('place-' || .)) then tt:label('place-' || .) else .)"/>
    <xsl:sequence select="string-join($places, ', ')[. ne '']"/>
  </xsl:function>

  <!--
    Whether the new line is the edition's too: in what is transcribed line by line (ab, as EpiDoc has it; 2.2 of its
    Guidelines), on title pages, in addresses and headings of letters, and where the encoder says how it is rendered.
  -->
  <xsl:function name="tt:keeps-line" as="xs:boolean">
    <xsl:param name="line" as="element(lb)"/>
    <xsl:sequence select="
        exists($line/(@rend | ancestor::titlePage | ancestor::address | ancestor::opener | ancestor::closer))
        or tt:is-by-line($line)"/>
  </xsl:function>

  <!-- Whether the line belongs to a transcription by line. -->
  <xsl:function name="tt:is-by-line" as="xs:boolean">
    <xsl:param name="line" as="element(lb)"/>
    <xsl:sequence select="exists($line/ancestor::ab[not(ancestor::sp)]) and empty($line/ancestor::note)"/>
  </xsl:function>

  <xsl:function name="tt:line-number" as="xs:string?">
    <xsl:param name="line" as="element(lb)"/>
    <xsl:sequence select="$line[tt:is-by-line(.)]/@n ! normalize-space(.)[. ne '']"/>
  </xsl:function>

  <!-- Whether the line is the first in its block, or after another one, so that there is no line before it to end. -->
  <xsl:function name="tt:starts-block" as="xs:boolean">
    <xsl:param name="line" as="element(lb)"/>
    <xsl:variable name="block" as="element()?" select="tt:block-of($line)"/>
    <xsl:variable name="before" as="node()?"
        select="$line/preceding-sibling::node()[normalize-space() or self::gap or self::space or self::lb][1]"/>
    <xsl:sequence select="
        if (empty($before)) then empty($block) or empty($block//text()[. &lt;&lt; $line][normalize-space()])
        else if ($before[self::lb][not(@n)]) then tt:starts-block($before)
        else exists($before[self::*][tt:is-block(.)])"/>
  </xsl:function>

  <!--
    Scripts that part no words by spaces, as pairs of their first and last character: Thai and Lao, Tibetan, Myanmar,
    Khmer, Chinese and Japanese with their marks and full-width forms. Korean does part them.
  -->
  <xsl:variable name="ttp:joining" as="array(xs:integer)*" select="
      [3584, 3839], [3840, 4095], [4096, 4255], [6016, 6143], [11904, 12591], [12688, 12799], [13312, 19903],
      [19968, 40959], [63744, 64255], [65281, 65376], [131072, 205743]"/>

  <!-- What stands for the new line in running text: a space, unless the word goes on or its script has none. -->
  <xsl:function name="tt:line-space" as="xs:string">
    <xsl:param name="line" as="element(lb)"/>
    <xsl:sequence select="if ($line/@break = 'no' or ttp:joins($line)) then '' else ' '"/>
  </xsl:function>

  <xsl:function name="ttp:joins" as="xs:boolean">
    <xsl:param name="line" as="element(lb)"/>
    <xsl:variable name="before" as="text()?" select="($line/preceding::text()[position() le 3][normalize-space()])[last()]"/>
    <xsl:variable name="after" as="text()?" select="$line/following::text()[position() le 3][normalize-space()][1]"/>
    <xsl:sequence select="
        ttp:is-joining(string-to-codepoints(normalize-space($before))[last()])
        and ttp:is-joining(string-to-codepoints(normalize-space($after))[1])"/>
  </xsl:function>

  <xsl:function name="ttp:is-joining" as="xs:boolean">
    <xsl:param name="character" as="xs:integer?"/>
    <xsl:sequence select="
        $character ge 3584 and (some $script in $ttp:joining satisfies $character ge $script(1) and $character le $script(2))"/>
  </xsl:function>

  <!-- At the end of a kept line within a word, as EpiDoc sets it: a hyphen, unless the source has one. -->
  <xsl:function name="tt:line-break-sign" as="xs:string?">
    <xsl:param name="line" as="element(lb)"/>
    <xsl:variable name="before" as="text()?" select="
        ($line/preceding::text()[position() le 3][normalize-space()])[last()]
          [ancestor::* intersect ($line/ancestor::ab[1], $line/..)[1]]"/>
    <xsl:sequence select="'-'[$line/@break = 'no'][matches($before, '[\p{L}\p{M}\p{N}]\s*$')][not(ttp:joins($line))]"/>
  </xsl:function>

  <!-- White space that the source has before the beginning of a line that adds none. -->
  <xsl:function name="tt:is-before-joined-line" as="xs:boolean">
    <xsl:param name="text" as="text()"/>
    <xsl:variable name="line" as="element(lb)?" select="$text/following-sibling::node()[1]/self::lb"/>
    <xsl:sequence select="exists($line) and matches($text, '\s$') and tt:line-space($line) = ''"/>
  </xsl:function>

  <!-- Transcriptions page by page that stand beside a text (TEI Guidelines 11.2.2); in its place one is read as a text. -->
  <xsl:function name="tt:transcriptions" as="element(sourceDoc)*">
    <xsl:sequence select="$tt:document//sourceDoc[normalize-space() or .//(gap | graphic)][not(tt:is-top(.))]"/>
  </xsl:function>

</xsl:stylesheet>
