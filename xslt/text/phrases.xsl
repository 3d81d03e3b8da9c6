<?xml version="1.0" encoding="UTF-8"?>
<!--
  Phrases as text: preferred readings, calls of notes, marks for what is missing or doubtful.

  Marks of marks.xsl stand for what layout.xsl does: line ends that the source means, calls that stay with their word.

  Public: mode tx:phrase, tx:phrase, tx:content, tx:start, tx:end, tx:entry-call
-->
<xsl:stylesheet version="3.0" default-mode="tx:phrase"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tx="urn:teitools:xslt:text"
    xmlns:txp="urn:teitools:xslt:text:private"
    xmlns:tei="http://www.tei-c.org/ns/1.0"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:mode name="tx:phrase" on-no-match="text-only-copy" on-multiple-match="fail"/>

  <!-- Nodes as one line of text with single spaces. -->
  <xsl:function name="tx:phrase" as="xs:string">
    <xsl:param name="nodes" as="node()*"/>
    <xsl:variable name="parts" as="item()*"><xsl:apply-templates select="$nodes"/></xsl:variable>
    <xsl:sequence select="tt:single-spaced(normalize-unicode(string-join($parts), 'NFC'))"/>
  </xsl:function>

  <!-- An element's content with the page beginnings before it and the calls of editors' notes after it. -->
  <xsl:function name="tx:content" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="tx:start($element) || tx:phrase($element/node()) || tx:end($element)"/>
  </xsl:function>

  <xsl:function name="tx:start" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="string-join((tt:page-beginnings-at($element) ! txp:page-mark(.), tt:before-heading($element),
        $element/self::figure[empty(head)] ! tt:caption-number(.) ! (. || '. ')))"/>
  </xsl:function>

  <xsl:function name="tx:end" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="string-join((
        (if ($tx:has-editorial-notes)
         then tt:editorial-calls-at($element) ! ($tt:editorial-call-mark || tx:call(.)) else ()),
        tt:note-calls-at($element) ! tx:called(.),
        tt:entry-calls-at($element) ! tx:entry-call(.)))"/>
  </xsl:function>

  <xsl:function name="txp:page-mark" as="xs:string">
    <xsl:param name="page" as="element(pb)"/>
    <xsl:variable name="words" as="xs:string*" select="
        normalize-space($page/@n)[. ne ''], tt:scans($page)[exists(tt:scan-address(.))][1] ! tt:scan-address(.)"/>
    <xsl:sequence select="
        if ($page-beginnings) then '|' || translate(string-join($words, ' '), ' []', '&#xA0;') || '| ' else ''"/>
  </xsl:function>

  <xsl:template match="text()">
    <xsl:value-of select="tt:unbroken(translate(tt:wide-joined(tt:without-marks(.)), '&#xAD;&#xFEFF;', ''), $tt:joint-mark)"/>
  </xsl:template>
  <xsl:template match="s[$sentences]"><xsl:value-of select="tx:content(.) || $tt:sentence-mark"/></xsl:template>
  <xsl:template priority="1" match="
      (choice | app | subst | cit | figure | list | table | row | titlePage | docTitle | address | biblStruct | monogr
       | analytic | imprint)/text()[not(normalize-space())]"><xsl:text> </xsl:text></xsl:template>
  <xsl:template match="(choice | app | subst)/text()" priority="2"/>
  <xsl:template match="text()[not(normalize-space())][tt:is-margin(.)]" priority="3"/>
  <xsl:template match="comment() | processing-instruction()"/>

  <!-- Punctuation and white space where the source writes none, and around blocks in a line. -->
  <xsl:template match="*[tt:is-block(.) or tt:after(.) ne '']" priority="60">
    <xsl:variable name="content" as="item()*"><xsl:next-match/></xsl:variable>
    <xsl:variable name="around" as="xs:string" select="if (tt:is-block(.)) then ' ' else ''"/>
    <xsl:value-of select="$around || string-join($content) || tt:after(.) || $around"/>
  </xsl:template>

  <!-- What leaves no trace in plain text but its words. -->
  <xsl:template match="*[tt:is-styled(.)]" priority="-1">
    <xsl:value-of select="tx:content(.)"/>
  </xsl:template>

  <xsl:template match="*" priority="-2">
    <xsl:value-of select="tt:unstyled-mark(.) || tx:content(.)"/>
  </xsl:template>

  <!-- What this edition leaves out on purpose; a build tells any other text that is missing (ledger). -->
  <tt:leaves-out reason="header" match="tei:teiHeader/*[not(self::tei:fileDesc or self::tei:profileDesc)]"/>
  <tt:leaves-out reason="header" match="tei:profileDesc/*[not(self::tei:correspDesc)]"/>
  <tt:leaves-out reason="header" match="tei:correspDesc/*[not(self::tei:correspAction or self::tei:p or self::tei:ab)]"/>
  <tt:leaves-out reason="header"
      match="tei:titleStmt/tei:title[@type][not(@type = 'main' or @type = 'sub' or @type = 'alt' or @type = 'desc')]"/>
  <tt:leaves-out reason="header" match="tei:titleStmt/tei:author/tei:idno"/>
  <tt:leaves-out reason="header" match="tei:titleStmt/*[not(self::tei:title or self::tei:author)]"/>
  <tt:leaves-out reason="header" match="tei:fileDesc/*[not(self::tei:titleStmt or self::tei:sourceDesc)]"/>
  <tt:leaves-out reason="header" match="tei:sourceDesc/*[not(self::tei:msDesc)]"/>
  <tt:leaves-out reason="registers" match="
      tei:TEI/tei:standOff//*[not((ancestor-or-self::tei:note | .//tei:note)[@type = 'editorial'])]"/>
  <tt:leaves-out reason="scans" match="tei:facsimile"/>
  <tt:leaves-out reason="running-heads" match="tei:fw"/>
  <tt:leaves-out reason="index-terms" match="tei:index"/>
  <tt:leaves-out reason="gaps" match="tei:space/tei:desc"/>
  <tt:leaves-out reason="gaps" match="tei:gap[not(@unit = 'note')][not(parent::tei:note)]/tei:desc"/>
  <tt:leaves-out reason="as-printed" match="tei:gap/tei:desc[$reading = 'as-printed']"/>
  <tt:leaves-out reason="as-printed" match="tei:supplied[$reading = 'as-printed']"/>
  <tt:leaves-out reason="as-printed" match="tei:ex[$reading = 'as-printed']"/>
  <tt:leaves-out reason="as-printed" match="
      tei:choice/*[$reading = 'as-printed']
        [preceding-sibling::tei:sic or preceding-sibling::tei:orig or preceding-sibling::tei:abbr or preceding-sibling::tei:am
         or not(self::tei:sic or self::tei:orig or self::tei:abbr or self::tei:am) and
            (following-sibling::tei:sic or following-sibling::tei:orig or following-sibling::tei:abbr
             or following-sibling::tei:am or preceding-sibling::*)]"/>
  <tt:leaves-out reason="notes" match="
      tei:text//tei:note[$notes = 'none'][not(@type = 'editorial' or @type = 'speaker' or @place = 'inline')]
        [not(ancestor::tei:back or ancestor::tei:div[@type = 'notes' or @type = 'endnotes' or @type = 'footnotes'])]
        [not(ancestor::tei:app or ancestor::tei:standOff)]"/>
  <tt:leaves-out reason="other-readings" match="
      tei:choice/*[$reading != 'as-printed'][not(self::tei:corr or self::tei:reg or self::tei:expan or self::tei:ex)]
        [../*[self::tei:corr or self::tei:reg or self::tei:expan or self::tei:ex][not(@cert = 'low')] or preceding-sibling::*]"/>
  <tt:leaves-out reason="other-readings" match="
      tei:choice/*[$reading != 'as-printed'][self::tei:corr or self::tei:reg or self::tei:expan or self::tei:ex][@cert = 'low']"/>
  <tt:leaves-out reason="other-readings" match="
      tei:choice/*[$reading != 'as-printed'][self::tei:corr or self::tei:reg or self::tei:expan or self::tei:ex]
        [preceding-sibling::tei:corr or preceding-sibling::tei:reg or preceding-sibling::tei:expan
         or preceding-sibling::tei:ex]"/>
  <tt:leaves-out reason="editorial-notes"
      match="tei:note[@type = 'editorial'][$editorial-notes != 'true' or $reading = 'as-printed']"/>
  <xsl:template
      match="teiHeader | standOff | facsimile | sourceDoc | fw | cb | milestone | move | index
      | (link | linkGrp)[not(normalize-space())]">
    <xsl:value-of select="tt:space-instead(.)"/>
  </xsl:template>
  <xsl:template match="anchor"><xsl:value-of select="tx:end(.)[. ne ''] ! (. || tt:space-behind(current()))"/></xsl:template>
  <xsl:template match="space"><xsl:text> </xsl:text></xsl:template>

  <xsl:template match="(teiHeader | standOff | facsimile | sourceDoc)[tt:is-top(.)]" priority="1">
    <xsl:value-of select="tx:content(.)"/>
  </xsl:template>
  <xsl:template match="docImprint/* | byline/* | docEdition/* | imprimatur/*" priority="40">
    <xsl:variable name="content" as="item()*"><xsl:next-match/></xsl:variable>
    <xsl:value-of select="string-join($content) || tt:separator-after(.)"/>
  </xsl:template>

  <xsl:template match="choice">
    <xsl:value-of select="tt:shown(.) ! (tt:signs(.)[1] || tx:content(.) || tt:signs(.)[2]) || tx:end(.)"/>
  </xsl:template>

  <!-- An apparatus entry: the reading of the text and the call of its entry. -->
  <xsl:template match="app">
    <xsl:value-of select="tt:shown(.) ! tx:content(.) || tx:end(.) || .[empty(tt:carrier-of-call(.))] ! tx:entry-call(.)"/>
  </xsl:template>
  <xsl:template match="witStart | witEnd | lacunaStart | lacunaEnd"><xsl:value-of select="tt:witness-mark(.)"/></xsl:template>

  <xsl:function name="tx:entry-call" as="xs:string?">
    <xsl:param name="app" as="element(app)"/>
    <xsl:sequence select="tt:entry-call($app) ! ($tt:boundary-mark || '[' || . || ']')"/>
  </xsl:function>
  <xsl:template match="list[tt:list-kind(.) = 'inline']" priority="1">
    <xsl:value-of select="string-join(* ! (self::item ! tt:item-label(.)[. ne ''], txp:member(.)), ' ')"/>
  </xsl:template>
  <!-- What a list in a line says of one of its elements: its content, of a note the call. -->
  <xsl:function name="txp:member" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="if ($element/self::note) then tx:phrase($element) else tx:content($element)"/>
  </xsl:function>

  <!-- A list in a line where it has to be one, such as in a cell. -->
  <xsl:template match="list">
    <xsl:for-each select="*">
      <xsl:value-of select="string-join((self::item ! tt:item-label(.)[. ne ''], txp:member(.)), ' ')"/>
      <xsl:value-of select="if (not(following-sibling::*)) then '' else if (self::item) then '; ' else ' '"/>
    </xsl:for-each>
  </xsl:template>
  <xsl:template match="stage"><xsl:value-of select="tt:space-before(.) || tx:content(.)"/></xsl:template>
  <xsl:template match="geo"><xsl:value-of select="tt:space-before(.) || tx:content(.)"/></xsl:template>
  <xsl:template match="monogr"><xsl:value-of select="tt:before(.) || tx:content(.)"/></xsl:template>
  <xsl:template match="note/label[tt:repeats-number(.)]" priority="1"/>
  <!-- Between the signs of transcriptions; a space at the end of what they enclose stands after them. -->
  <xsl:template match="supplied | surplus | del[exists(tt:signs(.))] | ex">
    <xsl:variable name="text" as="xs:string" select="tx:content(.)"/>
    <xsl:value-of select="tt:signs(.)[1] || replace($text, ' +$', '') || tt:signs(.)[2] || ' '[ends-with($text, ' ')]"/>
  </xsl:template>
  <xsl:template match="(supplied | ex)[$tt:as-printed]" priority="1"/>
  <xsl:template match="surplus[$tt:as-printed]" priority="1"><xsl:value-of select="tx:content(.)"/></xsl:template>

  <!-- What is missing; where all of a note is, why, and what the editors say of it. -->
  <xsl:template match="gap"><xsl:value-of select="tt:gap-sign(.) || tx:end(.)"/></xsl:template>
  <xsl:template match="gap[tt:is-lost-note(.)][not($tt:as-printed)]" priority="1">
    <xsl:value-of select="
        '[…' || $tt:joint-mark || tt:gap-reason(.) || ']' || tx:end(.)
        || string-join(desc[not(tt:is-other-version(.))] ! (' ' || tx:phrase(node())))"/>
  </xsl:template>

  <!-- A short reference, with what it stands for behind it in brackets. -->
  <xsl:template match="ref[tt:is-short-reference(.)][not($tt:as-printed)]" priority="1">
    <xsl:variable name="full" as="element()" select="tt:full-citation(.)"/>
    <xsl:variable name="words" as="xs:string+"
        select="tt:block-of($full)/self::note ! tt:reference-label(.), tt:citation-text($full)"/>
    <xsl:value-of select="tx:content(.) || ' [' || tt:unbroken(string-join($words, ': '), $tt:joint-mark) || ']'"/>
  </xsl:template>

  <xsl:template match="(q | quote | said | soCalled)[exists(tt:quotation-marks(.))]" priority="1">
    <xsl:value-of select="tt:in-quotation-marks(., tx:content(.))"/>
  </xsl:template>

  <xsl:template match="pb">
    <xsl:value-of select="if (ancestor::*[tt:is-carrier(.)]) then txp:page-mark(.) else ''"/>
  </xsl:template>
  <!-- A line of the source: a line where the edition keeps lines, with its number; else the space between two words. -->
  <xsl:template match="lb"><xsl:value-of select="tt:line-space(.)"/></xsl:template>
  <xsl:template match="lb[tt:keeps-line(.)]" priority="1">
    <xsl:value-of select="
        (tt:line-break-sign(.) || $tt:line-mark)[not(tt:starts-block(current()))]
        || tt:line-number(.) ! (. || $tt:line-number-mark)"/>
  </xsl:template>
  <xsl:template match="text()[following-sibling::node()[1]/self::lb][tt:is-before-joined-line(.)]" priority="3">
    <xsl:value-of select="tt:without-end-space(translate(tt:without-marks(.), '&#xAD;&#xFEFF;', ''))"/>
  </xsl:template>
  <xsl:template match="caesura"><xsl:text>&#xA0;&#xA0;</xsl:text></xsl:template>

  <!-- A reference that calls a note, and one without words of its own. -->
  <xsl:template match="note[tt:is-mere-call(.)]" priority="1.5"/>
  <xsl:template match="(ref | ptr | note[tt:is-mere-call(.)])[exists(tt:called-note(.))]" priority="2">
    <xsl:variable name="note" as="element(note)" select="tt:called-note(.)"/>
    <xsl:value-of select="
        if ($tx:notes eq 'end' or tt:is-listed-note($note)) then $tt:boundary-mark || '[' || tt:call-sign(., $note) || ']'
        else if (tt:is-first-call(.)) then tx:called($note)
        else ''"/>
  </xsl:template>
  <xsl:template match="ptr | ref[tt:is-wordless(.)]" priority="1">
    <xsl:variable name="note" as="element(note)?" select="tt:resolve(@target)[1]/self::note[tt:is-footnote(.)]"/>
    <xsl:value-of select="if ($note and count(tt:pointers(@target)) = 1) then tx:call($note) else tt:pointed-words(.)"/>
  </xsl:template>
  <xsl:template priority="1.2" match="(date | time | origDate | num | measure | height | width | depth | dim)[tt:is-wordless(.)]
      | (persName | placeName | orgName | geogName | name | rs | term | title)[@ref | @key][tt:is-wordless(.)]">
    <xsl:value-of select="tt:meaning(.)"/>
  </xsl:template>
  <xsl:template match="gi | tag"><xsl:value-of select="'&lt;' || tx:content(.) || '&gt;'"/></xsl:template>
  <xsl:template match="att"><xsl:value-of select="'@' || tx:content(.)"/></xsl:template>
  <tt:leaves-out reason="binary" match="tei:binaryObject[not(@url)]"/>
  <xsl:template match="graphic | media | binaryObject">
    <xsl:value-of select="'[' || tt:label('image') || tt:picture-words(.)[. ne ''] ! (': ' || .) || ']'"/>
  </xsl:template>
  <xsl:template match="figDesc"><xsl:value-of select="'[' || normalize-space(.) || ']'"/></xsl:template>
  <xsl:template match="figDesc[tt:is-said-by-picture(.)]" priority="1"/>

  <!-- How to read it stands beside or above the words that it is about. -->
  <xsl:template match="rt"><xsl:value-of select="'(' || tx:content(.) || ')'"/></xsl:template>

  <xsl:template match="listTranspose | transpose"/>

</xsl:stylesheet>
