<?xml version="1.0" encoding="UTF-8"?>
<!--
  Where white space is wanted that the source does not write: elements that stand side by side with nothing between them
  are words, fields or blocks of their own, unless they may be parts of one word. It is decided from content, for
  elements of every family, known or not; editions add the space and need nothing else to keep words apart.

  Public: tt:is-apart, tt:is-record-of-parts, tt:space-before, tt:space-instead,
    tt:is-margin
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    xmlns:ttp="urn:teitools:xslt:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!--
    What may be a part of a word: letters and their looks (TEI Guidelines 5, 3.3.2), what scribes and editors did to them
    (3.5, 11.3), readings of one place (13.1), and marks of places within a word (3.11).
  -->
  <xsl:variable name="ttp:phrases" as="map(xs:string, xs:boolean)" select="
      map:merge(tokenize('
        abbr add addSpan am anchor app c caesura cb choice corr damage damageSpan del delSpan distinct emph ex
        expan fw g gap gb handShift hi lacunaEnd lacunaStart lb lem listTranspose m metamark milestone mod orig pb
        rb rdg rdgGrp redo reg restore retrace rhyme rt rtc ruby secl sic space subst substJoin supplied surplus transpose
        unclear undo witEnd witStart') ! map { .: true() })"/>

  <!-- What belongs to the word before it: calls of notes stand at it. -->
  <xsl:variable name="ttp:leaning" as="xs:string+" select="'note', 'noteGrp', 'index', 'witDetail', 'wit'"/>

  <!-- What has text of its own beside its parts, which are words of their own all the same. -->
  <xsl:variable name="ttp:records" as="map(xs:string, xs:boolean)" select="
      map:merge(tokenize('
        address analytic author bibl biblFull biblStruct byline castGroup castItem closer correspAction correspContext
        dateline dictScrap docAuthor docImprint docTitle editor entryFree etym form gramGrp imprint monogr msIdentifier
        opener re series signed titlePage titlePart trailer xr') ! map { .: true() })"/>

  <!-- Whether the element's parts are fields, whatever text stands between them. -->
  <xsl:function name="tt:is-record-of-parts" as="xs:boolean">
    <xsl:param name="element" as="element()?"/>
    <xsl:sequence select="map:contains($ttp:records, local-name($element))"/>
  </xsl:function>

  <!-- What stands in a text as a mark of a place and is nothing to read. -->
  <xsl:function name="ttp:is-mark" as="xs:boolean">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="
        not($node/self::text()) and (not($node/self::*) or
        ($node[not(node())] and map:contains($ttp:phrases, local-name($node)) and not($node/@break = 'no')))"/>
  </xsl:function>

  <!--
    Whether white space has to part the element from what follows it: an element right after it, neither being a part of
    a word, in an element without text of its own, in a record of parts, or where one of the two is a block.
  -->
  <xsl:function name="tt:is-apart" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="next" as="element()?" select="
        if (map:contains($ttp:phrases, local-name($element)) or $element/following-sibling::node()[1][self::text()]) then ()
        else $element/following-sibling::node()[not(ttp:is-mark(.))][1][self::*]"/>
    <xsl:sequence select="
        exists($next) and not(ttp:may-join($element, $next))
        and empty($element/parent::*[self::docImprint or self::byline or self::docEdition or self::imprimatur])
        and (tt:is-block($element) or tt:is-block($next) or tt:is-record-of-parts($element/parent::*)
             or empty($element/../text()[normalize-space()]))"/>
  </xsl:function>

  <!-- Whether the two may be parts of one word. -->
  <xsl:function name="ttp:may-join" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:param name="next" as="element()"/>
    <xsl:sequence select="
        map:contains($ttp:phrases, local-name($element)) or map:contains($ttp:phrases, local-name($next))
        or (local-name($next) = $ttp:leaning and not(tt:is-block($next)))
        or exists($element/parent::w)
        or (($element/@part = ('I', 'M') or $next/@part = ('M', 'F')) and not(tt:is-block($element) or tt:is-block($next)))
        or $element/@join = ('right', 'both') or $next/@join = ('left', 'both')
        or exists($next/self::pc[not(ttp:opens(.))]) or exists($element/self::pc[ttp:opens(.)])
        or (not(tt:is-block($next)) and matches($next, '^\s*[,.;:!?)\]…’”]'))"/>
  </xsl:function>

  <!-- The space before what stands in a line and is no part of the word before it: coordinates, a note, a stage direction. -->
  <xsl:function name="tt:space-before" as="xs:string?">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="before" as="node()?" select="$element[not(tt:is-record(..))]/preceding-sibling::node()[1]"/>
    <xsl:sequence select="
        ' '[$before/self::text() ! (normalize-space(tt:last-character(.)) ne '')
            or $before/self::*[not(tt:is-apart(.))][normalize-space()]]"/>
  </xsl:function>

  <!-- The space between two words that an element which shows nothing parts in the source: what it held is not text. -->
  <xsl:function name="tt:space-instead" as="xs:string?">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        ' '[$element/(self::link | self::linkGrp)]
           [matches($element/preceding-sibling::node()[1]/self::text(), '[\p{L}\p{N}]$')]
           [matches($element/following-sibling::node()[1]/self::text(), '^[\p{L}\p{N}]')]"/>
  </xsl:function>

  <!--
    What holds blocks and no words of its own: white space in it stands between blocks, where it does no harm. Most
    indentation of a file is of this kind, so it is asked for first. Tokens that say what they join may stand anywhere.
  -->
  <xsl:variable name="ttp:holders" as="map(xs:string, xs:boolean)" select="
      if ($ttp:has-joins) then map { }
      else map:merge(tokenize('
        body back front div div0 div1 div2 div3 div4 div5 div6 div7 group lg sp spGrp text') ! map { .: true() })"/>

  <!--
    White space that is indentation, not text: within an element of parts before the first of them and after the last, at
    the end of an element that punctuation is set behind, between tokens of which one says that it joins the other (TEI
    Guidelines 18.1, join) or is punctuation of it, between what was written one for the other, between letters that are
    written without spaces, in the brackets of an event, and where an element that may be a part of a word touches a letter of it.
  -->
  <xsl:function name="tt:is-margin" as="xs:boolean">
    <xsl:param name="text" as="text()"/>
    <xsl:sequence select="
        not(normalize-space($text) or map:contains($ttp:holders, local-name($text/..)))
        and (exists($text[not(preceding-sibling::*) or not(following-sibling::*)]) and tt:is-record-of-parts($text/parent::*)
             or empty($text/following-sibling::node()) and $text/parent::* ! tt:mark-after(.) ne ''
             or $ttp:has-joins and ttp:is-between-joined($text)
             or exists($text/parent::subst)
             or tt:is-wide-line-end($text)
             or exists($text/parent::*[self::incident or self::kinesic or self::vocal or tt:is-minutes-note(.)])
                and not($text/preceding-sibling::* and $text/following-sibling::*)
             or contains($text, '&#10;') and (ttp:is-within-word($text) or ttp:is-beside-mark($text)))"/>
  </xsl:function>

  <!-- Whether the line end in the source stands within a word: in a modification, or at an edge that touches a letter. -->
  <xsl:function name="ttp:is-within-word" as="xs:boolean">
    <xsl:param name="text" as="text()"/>
    <xsl:variable name="holder" as="element()" select="$text/parent::*"/>
    <xsl:sequence select="
        if (ttp:may-be-in-word($holder))
        then $holder/self::mod[not(text()[normalize-space()])]
             or not($text/preceding-sibling::node()) and ttp:touches($holder, false())
             or not($text/following-sibling::node()) and ttp:touches($holder, true())
        else false()"/>
  </xsl:function>

  <!-- Whether the line end in the source parts a token from the punctuation mark that belongs to it. -->
  <xsl:function name="ttp:is-beside-mark" as="xs:boolean">
    <xsl:param name="text" as="text()"/>
    <xsl:sequence select="
        exists($text/following-sibling::node()[1]/self::pc[matches(., '^\s*[,.;:!?)\]…’”]')])
        or exists($text/preceding-sibling::node()[1]/self::pc[ttp:opens(.)])"/>
  </xsl:function>

  <!-- A phrase that may be a part of a word; what stands in a vocabulary of its own within a transcription is one too. -->
  <xsl:function name="ttp:may-be-in-word" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        map:contains($ttp:phrases, local-name($element)) or namespace-uri($element) ne 'http://www.tei-c.org/ns/1.0'"/>
  </xsl:function>

  <!-- Whether text without white space between stands right behind (else before) the element. -->
  <xsl:function name="ttp:touches" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:param name="behind" as="xs:boolean"/>
    <xsl:variable name="next" as="node()?" select="
        if ($behind) then $element/following-sibling::node()[1] else $element/preceding-sibling::node()[1]"/>
    <xsl:sequence select="
        if ($next/self::text())
        then normalize-space(if ($behind) then substring($next, 1, 1) else tt:last-character($next)) ne ''
        else empty($next) and exists($element/parent::*[ttp:may-be-in-word(.)]) and ttp:touches($element/.., $behind)"/>
  </xsl:function>

  <xsl:variable name="ttp:has-joins" as="xs:boolean" select="$tt:document//@join = ('left', 'right', 'both')"/>

  <xsl:function name="ttp:is-between-joined" as="xs:boolean">
    <xsl:param name="text" as="text()"/>
    <xsl:sequence select="
        $text/preceding-sibling::node()[1]/self::*/@join = ('right', 'both')
        or $text/following-sibling::node()[1]/self::*/@join = ('left', 'both')"/>
  </xsl:function>

  <!-- Whether a punctuation mark belongs to the word after it. -->
  <xsl:function name="ttp:opens" as="xs:boolean">
    <xsl:param name="mark" as="element(pc)"/>
    <xsl:sequence select="matches($mark, '^\s*[\p{Ps}\p{Pi}¿¡]')"/>
  </xsl:function>

</xsl:stylesheet>
