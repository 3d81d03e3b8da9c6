<?xml version="1.0" encoding="UTF-8"?>
<!--
  Notes. Footnotes carry the numbers of the source; editors' notes are a series of their own, with letters, at the end.

  Public: tl:note-id, tl:editors-notes
-->
<xsl:stylesheet version="3.0" default-mode="tl:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tl="urn:teitools:xslt:latex"
    xmlns:tlp="urn:teitools:xslt:latex:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- The name under which a note is linked. -->
  <xsl:function name="tl:note-id" as="xs:string">
    <xsl:param name="note" as="element(note)"/>
    <xsl:sequence select="string(($note/@xml:id, 'note-' || 1 + count($note/preceding::note | $note/ancestor::note))[1])"/>
  </xsl:function>

  <!-- A note at its place, its own number first; a sign instead of a number is set as it is. -->
  <xsl:template match="note[tt:is-footnote(.)]">
    <xsl:variable name="number" as="xs:string" select="tlp:bare-number(tt:note-number(.))"/>
    <xsl:value-of select="
        (if (matches($number, '^\d+$')) then tl:command('teinote', ($number, tl:note-id(.), tlp:note-text(.)))
         else tl:command('teimarkednote', (tl:escape($number), tl:note-id(.), tlp:note-text(.)))) || '&#x10FFFB;'"/>
  </xsl:template>

  <!-- TeX has no footnotes within footnotes, nor safe ones in figures: such a note stands in brackets. -->
  <xsl:template match="note[tt:is-footnote(.)][ancestor::note or ancestor::figure]" priority="1">
    <xsl:value-of select="tl:command('teiinlinenote', tlp:note-text(.))"/>
  </xsl:template>

  <xsl:template match="note"><xsl:value-of select="tl:content(.)"/></xsl:template>
  <xsl:template match="note[@place = 'inline'] | note[ancestor::p or ancestor::l or ancestor::head][not(tt:is-footnote(.))]">
    <xsl:value-of select="tl:command('teiinlinenote', tlp:note-text(.))"/>
  </xsl:template>
  <xsl:template match="text//note[@type = 'editorial']" priority="2"/>
  <xsl:template match="noteGrp | notesStmt"><xsl:value-of select="tl:content(.)"/></xsl:template>

  <!-- Notes that the source itself collects at its end. -->
  <xsl:template match="back//note[@target]" priority="1">
    <xsl:value-of select="'&#10;' || tl:command('teiendnote', (tl:escape((@n, '')[1]), tlp:note-text(.))) || '&#10;'"/>
  </xsl:template>

  <!-- The text of the note without the space that indentation of the source leaves at its ends. -->
  <xsl:function name="tlp:note-text" as="xs:string">
    <xsl:param name="note" as="element(note)"/>
    <xsl:variable name="number" as="xs:string?"
        select="$note[tlp:is-own-number(label[1])]/label[1] ! string()"/>
    <xsl:variable name="text" as="xs:string" select="
        tl:start($note) || tl:render($note/node()[not(self::label[exists($number)])]) || tl:end($note)"/>
    <xsl:sequence select="replace($text, '^\s+|\s+$', '') => replace('\n\s*\n', '&#10;\\par{}&#10;')"/>
  </xsl:function>

  <!-- A label that only repeats the number of the note. -->
  <xsl:function name="tlp:is-own-number" as="xs:boolean">
    <xsl:param name="label" as="element(label)?"/>
    <xsl:sequence select="exists($label[../@n and tlp:bare-number(.) = tlp:bare-number(../@n)])"/>
  </xsl:function>

  <!-- The number without the brackets or the point around it. -->
  <xsl:function name="tlp:bare-number" as="xs:string">
    <xsl:param name="number" as="xs:string"/>
    <xsl:sequence select="replace(normalize-space($number), '^[\[(]?(\d+)[\]).]*$', '$1')"/>
  </xsl:function>

  <!-- The section of the editors' notes. -->
  <xsl:function name="tl:editors-notes" as="xs:string*">
    <xsl:variable name="notes" as="element(note)*" select="tt:editorial-notes()"/>
    <xsl:sequence select="
        if (empty($notes)) then ()
        else tl:section(tt:label('editorial-notes'), string-join($notes !
          tl:command('teieditornote', (tl:note-id(.), tt:editorial-letter(.),
            tlp:place-of(.) || tl:in-language(tl:language-of(.), tl:label-language(), tlp:note-text(.)))), '&#10;&#10;'))"/>
  </xsl:function>

  <!-- What the editors' note is about, as a link: Giriş ¶2. -->
  <xsl:function name="tlp:place-of" as="xs:string">
    <xsl:param name="note" as="element(note)"/>
    <xsl:variable name="target" as="element()?" select="tt:resolve($note/@target)[1][ancestor::text]"/>
    <xsl:sequence select="
        if ($target) then '(' || tl:escape(tt:block-of($target) ! tt:reference-label(.)) || ') ' else ''"/>
  </xsl:function>

</xsl:stylesheet>
