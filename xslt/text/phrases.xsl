<?xml version="1.0" encoding="UTF-8"?>
<!--
  Phrases as text: preferred readings, calls of notes, marks for what is missing or doubtful.

  Marks that layout.xsl takes out again: U+10FFFA a line end that the source means, U+10FFFB before a call (which no
  space may part from its word), U+10FFF9 before that of an editors' note (which stands at the end of its word), U+10FFFC name U+10FFFD an element that nobody styled.

  Public: mode tx:phrase, tx:phrase, tx:call
-->
<xsl:stylesheet version="3.0" default-mode="tx:phrase"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tx="urn:teitools:xslt:text"
    xmlns:txp="urn:teitools:xslt:text:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:mode name="tx:phrase" on-no-match="text-only-copy" on-multiple-match="fail"/>

  <!-- Nodes as one line of text with single spaces. -->
  <xsl:function name="tx:phrase" as="xs:string">
    <xsl:param name="nodes" as="node()*"/>
    <xsl:variable name="parts" as="item()*"><xsl:apply-templates select="$nodes"/></xsl:variable>
    <xsl:sequence select="replace(normalize-unicode(string-join($parts), 'NFC'), '[ \t\r\n]+', ' ')"/>
  </xsl:function>

  <!-- An element's content with the page beginnings before it and the calls of editors' notes after it. -->
  <xsl:function name="txp:content" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="txp:start($element) || tx:phrase($element/node()) || txp:end($element)"/>
  </xsl:function>

  <xsl:function name="txp:start" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="string-join(tt:page-beginnings-at($element) ! txp:page-mark(.))"/>
  </xsl:function>

  <xsl:function name="txp:end" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        if ($editorial-notes) then string-join(tt:editorial-calls-at($element) ! ('&#x10FFF9;' || tx:call(.))) else ''"/>
  </xsl:function>

  <xsl:function name="txp:page-mark" as="xs:string">
    <xsl:param name="page" as="element(pb)"/>
    <xsl:sequence select="if ($page-beginnings) then '|' || translate(normalize-space($page/@n), ' []', '&#xA0;') || '| ' else ''"/>
  </xsl:function>

  <!-- The call of a note: [7], [a]. -->
  <xsl:function name="tx:call" as="xs:string">
    <xsl:param name="note" as="element()"/>
    <xsl:variable name="sign" as="xs:string" select="
        if ($note/@type = 'editorial') then tt:editorial-letter($note)
        else replace(normalize-space(tt:note-number($note)), '^[\[(]?(\d+)[\]).]*$', '$1')"/>
    <xsl:sequence select="'[' || translate($sign, ' ', '&#xA0;') || ']'"/>
  </xsl:function>

  <xsl:template match="text()">
    <xsl:value-of select="translate(., '&#xAD;&#xFEFF;&#x10FFF9;&#x10FFFA;&#x10FFFB;&#x10FFFC;&#x10FFFD;', '')"/>
  </xsl:template>
  <xsl:template priority="1" match="
      (choice | app | subst | cit | figure | list | table | row | titlePage | docTitle | address | biblStruct | monogr
       | analytic | imprint)/text()[not(normalize-space())]"><xsl:text> </xsl:text></xsl:template>
  <xsl:template match="(choice | app | subst)/text()" priority="2"/>
  <xsl:template match="comment() | processing-instruction()"/>

  <!-- Elements that leave no trace in plain text. -->
  <xsl:template match="
      TEI | text | front | body | back | p | ab | head | l | lg | item | cell | quote | cit | titlePart | docTitle
      | abbr | actor | add | addName | am | author | bibl | biblScope | biblStruct | monogr | analytic | imprint
      | bloc | byline | castItem | citedRange | cl | code | corr | country | damage | date | dateline | dim | depth
      | distinct | district | docAuthor | docDate | docEdition | docImprint | edition | editor | email | emph | eventName | ex
      | expan | extent | f | foreign | forename | formula | fs | genName | geo | geogFeat | geogName | gloss | handShift
      | height | hi | ident | idno | imprimatur | label | lang | lem | locus | m | material | measure | measureGrp
      | mentioned | name | nameLink | noteGrp | num | objectType | offset | opener | closer | orgName | orig | origDate
      | origPlace | pc | persName | phr | placeName | postBox | postCode | principal | pubPlace | publisher | q | rdg | ref
      | reg | region | resp | respStmt | restore | retrace | role | roleDesc | roleName | rs | s | said | salute | seg
      | series | settlement | sic | signed | soCalled | speaker | state | stage | street | subst | surname | term | time | title | trailer
      | trait | unclear | unit | val | w | width | note | address | addrLine | postscript | argument | epigraph | desc
      | ruby | rb | rt | set | camera | caption | sound | tech | view">
    <xsl:value-of select="txp:content(.)"/>
  </xsl:template>

  <xsl:template match="*" priority="-1">
    <xsl:value-of select="'&#x10FFFC;' || local-name() || '&#x10FFFD;' || txp:content(.) || ' '[empty(current()/../text()[normalize-space()])]"/>
  </xsl:template>

  <xsl:template match="teiHeader | standOff | facsimile | sourceDoc | fw | cb | milestone | anchor | space | move | divGen | index"/>

  <xsl:template match="note[tt:is-footnote(.)]" priority="2"><xsl:value-of select="'&#x10FFFB;' || tx:call(.)"/></xsl:template>
  <xsl:template match="note[@type = 'editorial']" priority="3"/>
  <xsl:template match="note[@place = 'inline'] | note[ancestor::p or ancestor::l or ancestor::head]" priority="1">
    <xsl:value-of select="' [' || normalize-space(txp:content(.)) || ']'"/>
  </xsl:template>

  <xsl:template match="choice"><xsl:value-of select="tt:preferred(.) ! txp:content(.) || txp:end(.)"/></xsl:template>
  <xsl:template match="app"><xsl:value-of select="(lem, rdg)[1] ! txp:content(.) || txp:end(.)"/></xsl:template>
  <xsl:template match="supplied">
    <xsl:variable name="text" as="xs:string" select="txp:content(.)"/>
    <xsl:value-of select="'[' || replace($text, ' +$', '') || ']' || ' '[ends-with($text, ' ')]"/>
  </xsl:template>
  <xsl:template match="surplus"><xsl:value-of select="'{' || txp:content(.) || '}'"/></xsl:template>
  <xsl:template match="del"><xsl:value-of select="'⟦' || txp:content(.) || '⟧'"/></xsl:template>
  <xsl:template match="gap"><xsl:value-of select="'[…]' || txp:end(.)"/></xsl:template>
  <xsl:template match="gap[@unit = 'note']" priority="1">
    <xsl:value-of select="
        '[…&#xA0;' || (if (tt:has-label('gap-' || @reason)) then tt:label('gap-' || @reason) else tt:label('gap')) || ']' || txp:end(.)"/>
  </xsl:template>

  <xsl:template match="(q | quote | said)[tt:needs-marks(.)][not(tt:is-block-quote(.))] | soCalled[matches(., '^\s*[\p{L}\p{N}]')]" priority="1">
    <xsl:variable name="inner" as="xs:boolean" select="exists(ancestor::*[self::q or self::quote or self::said][1][tt:needs-marks(.)])"/>
    <xsl:value-of select="if ($inner) then '‘' || txp:content(.) || '’' else '“' || txp:content(.) || '”'"/>
  </xsl:template>

  <xsl:template match="pb"><xsl:value-of select="if (ancestor::*[tt:is-carrier(.)]) then txp:page-mark(.) else ''"/></xsl:template>
  <xsl:template match="lb[@break = 'no']" priority="2"/>
  <xsl:template match="lb"><xsl:text> </xsl:text></xsl:template>
  <xsl:template match="lb[ancestor::titlePage or ancestor::address or ancestor::opener or ancestor::closer or @rend]" priority="1">
    <xsl:text>&#x10FFFA;</xsl:text>
  </xsl:template>
  <xsl:template match="caesura"><xsl:text>&#xA0;&#xA0;</xsl:text></xsl:template>

  <xsl:template match="ptr | ref[not(normalize-space())]" priority="1">
    <xsl:variable name="target" as="element()?" select="@target ! tt:resolve(.)[1][ancestor::text]"/>
    <xsl:value-of select="
        if ($target/self::note[tt:is-footnote(.)]) then tx:call($target)
        else if ($target) then tt:block-of($target) ! tt:reference-label(.) else string(@target)"/>
  </xsl:template>

  <xsl:template match="gi | tag"><xsl:value-of select="'&lt;' || txp:content(.) || '&gt;'"/></xsl:template>
  <xsl:template match="att"><xsl:value-of select="'@' || txp:content(.)"/></xsl:template>
  <xsl:template match="graphic | media | binaryObject">
    <xsl:value-of select="'[' || tt:label('image') || (../figDesc, desc)[1] ! (': ' || normalize-space(.)) || ']'"/>
  </xsl:template>
  <xsl:template match="figDesc"><xsl:value-of select="'[' || normalize-space(.) || ']'"/></xsl:template>
  <xsl:template match="figDesc[../graphic]" priority="1"/>

</xsl:stylesheet>
