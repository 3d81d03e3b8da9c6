<?xml version="1.0" encoding="UTF-8"?>
<!--
  How elements become LaTeX in general: the mode, its languages, its unknown elements, and what stands at the start
  and at the end of an element: link targets, page beginnings, calls of the editors' notes.

  Public: mode tl:read, tl:content, tl:render, tl:start, tl:end, tl:strip-marks
-->
<xsl:stylesheet version="3.0" default-mode="tl:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tl="urn:teitools:xslt:latex"
    xmlns:tlp="urn:teitools:xslt:latex:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:mode name="tl:read" on-no-match="text-only-copy" on-multiple-match="fail"/>

  <!-- The element's content as LaTeX, with what belongs to its start and its end. -->
  <xsl:function name="tl:content" as="xs:string">
    <xsl:param name="node" as="node()"/>
    <xsl:variable name="inside" as="xs:string" select="tl:render($node/node())"/>
    <xsl:sequence select="
        if ($node instance of element()) then tl:start($node) || $inside || tl:end($node) else $inside"/>
  </xsl:function>

  <!-- Nodes as LaTeX. -->
  <xsl:function name="tl:render" as="xs:string">
    <xsl:param name="nodes" as="node()*"/>
    <xsl:variable name="parts" as="item()*"><xsl:apply-templates select="$nodes"/></xsl:variable>
    <xsl:sequence select="string-join($parts)"/>
  </xsl:function>

  <xsl:function name="tl:start" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="string-join((
        tt:link-targets-at($element)[not(tlp:is-numbered(.))] ! tl:command('teianchor', string(@xml:id)),
        tt:page-beginnings-at($element) ! tl:page-mark(., 'teipageabove'), tl:mentions($element),
        tt:before-heading($element) ! tl:escape(.)))"/>
  </xsl:function>

  <xsl:function name="tl:end" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="string-join((
        tt:editorial-calls-at($element) ! tl:command('teieditorcall', (tl:note-id(.), tt:editorial-letter(.))),
        tt:note-calls-at($element) ! tl:note-call(., tt:note-number(.)),
        tt:entry-calls-at($element) ! tl:variant(.)))"/>
  </xsl:function>

  <!-- Whether the element is a note with a number, which sets its own link target. -->
  <xsl:function name="tlp:is-numbered" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="tt:is-footnote($element) or exists($element/self::note[tt:is-listed-note(.)])"/>
  </xsl:function>

  <!-- “s. 179” is not to be broken. -->
  <xsl:template match="text()">
    <xsl:value-of select="tl:escape(tt:unbroken(., '&#xA0;'))"/>
  </xsl:template>

  <!-- Text with something as long as a URL or a checksum: TeX may break it. -->
  <xsl:template match="text()[tl:has-unbreakable(.)]" priority="2">
    <xsl:value-of select="tl:escape-breakable(.)"/>
  </xsl:template>

  <!-- White space between blocks is none of the text; between phrases of an element without text of its own it is. -->
  <xsl:template priority="1" match="
      (text | front | body | back | group | floatingText | div | div0 | div1 | div2 | div3 | div4 | div5 | div6 | div7
       | list | listBibl | table | row | lg | sp | castList | castGroup | titlePage | docTitle | epigraph
       | postscript | figure | opener | closer | cit | standOff | listAnnotation)/text()[not(normalize-space())]">
    <xsl:if test="preceding-sibling::*[1][not(tt:is-block(.))] and following-sibling::*[1][not(tt:is-block(.))]">
      <xsl:text> </xsl:text>
    </xsl:if>
  </xsl:template>
  <xsl:template priority="1" match="(choice | app)/text()"/>
  <xsl:template priority="3" match="text()[not(normalize-space())][tt:is-margin(.)]"/>

  <xsl:template match="comment() | processing-instruction()"/>

  <!-- Punctuation and white space where the source writes none (punctuation.xsl, separation.xsl of the shared modules). -->
  <xsl:template match="*[tt:after(.) ne '']" priority="70">
    <xsl:variable name="content" as="item()*"><xsl:next-match/></xsl:variable>
    <xsl:value-of select="string-join($content) || tl:escape(tt:after(.))"/>
  </xsl:template>

  <!-- Another language: switched to for as long as the element lasts. -->
  <xsl:template match="*[tl:is-switch(.)]" priority="50">
    <xsl:variable name="content" as="item()*"><xsl:next-match/></xsl:variable>
    <xsl:variable name="language" as="xs:string" select="tl:language-of(.)"/>
    <xsl:value-of select="
        if (tt:is-block(.)) then tl:environment('otherlanguage*', '{' || tl:babel-name($language) || '}', string-join($content))
        else tl:in-language($language, tl:language-of(..), string-join($content))"/>
  </xsl:template>

  <!-- A block that is laid out in no way of its own: a paragraph. -->
  <xsl:template match="*[tt:is-block(.)]" priority="-0.9">
    <xsl:value-of select="tt:unstyled-mark(.)[not(tt:is-styled(current()))] || '&#10;&#10;' || tl:content(.) || '&#10;&#10;'"/>
  </xsl:template>

  <!-- What leaves no trace on the page but its text. -->
  <xsl:template match="*[tt:is-styled(.)]" priority="-1">
    <xsl:value-of select="tl:content(.)"/>
  </xsl:template>

  <!-- An element that nobody styled: its text, and a mark that carries its name to the report. -->
  <xsl:template match="*" priority="-2">
    <xsl:value-of select="tt:unstyled-mark(.) || tl:content(.)"/>
  </xsl:template>

  <!--
    The source without its marks. A call of the editors' note that stands between a name and its ending is moved to
    the end of the word; the boundary mark after a footnote or a title keeps it from getting out of one.
  -->
  <xsl:function name="tl:strip-marks" as="xs:string">
    <xsl:param name="source" as="xs:string"/>
    <xsl:sequence select="
        tt:without-unstyled-marks($source)
          => replace('(\\teieditorcall\{[\w\-]+\}\{[a-z*]+\})(\}*)([’'']?\p{L}+)', '$2$3$1')
          => tt:without-marks()"/>
  </xsl:function>

</xsl:stylesheet>
