<?xml version="1.0" encoding="UTF-8"?>
<!--
  Notes. Footnotes carry the numbers of the source; editors' notes are a series of their own, with letters, at the end.

  TeX has no footnotes within footnotes, nor safe ones in figures: what is called in such a holder has only its call there
  and follows behind it.

  Public: tl:note-id, tl:note-call, tl:holder, tl:held, tl:editors-notes
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

  <!-- A note at its place; one that is called elsewhere is set there. -->
  <xsl:template match="note[tt:is-footnote(.)]">
    <xsl:value-of select=".[tt:is-called-in-place(.)] ! tl:note-call(., tt:note-number(.))"/>
  </xsl:template>

  <!--
    The call of a note, and the note itself unless the source lists it: its own number first; a sign instead of a number
    is set as it is.
  -->
  <xsl:function name="tl:note-call" as="xs:string">
    <xsl:param name="note" as="element(note)"/>
    <xsl:param name="sign" as="xs:string"/>
    <xsl:sequence select="
        (if (tt:is-listed-note($note)) then tl:command('teilistedcall', (tl:note-id($note), tl:escape($sign)))
         else if (tl:holder($note)) then tl:command('teinotecall', (tl:escape($sign), tl:note-id($note)))
         else tl:command(tlp:note-command($sign), (tl:escape($sign), tl:note-id($note), tlp:note-text($note)))
           || tl:held($note))
        || $tt:boundary-mark"/>
  </xsl:function>

  <xsl:function name="tlp:note-command" as="xs:string">
    <xsl:param name="sign" as="xs:string"/>
    <xsl:sequence select="if (matches($sign, '^\d+$')) then 'teinote' else 'teimarkednote'"/>
  </xsl:function>

  <!-- The outermost note or figure that the note, or the entry of the apparatus, is called in. -->
  <xsl:function name="tl:holder" as="element()?">
    <xsl:param name="called" as="element()"/>
    <xsl:variable name="place" as="element()?" select="$called/self::note/tt:call-place(.)"/>
    <xsl:sequence select="
        (if ($place) then $place/ancestor-or-self::* else $called/ancestor::*)
          [self::note[not(tt:is-mere-call(.))] or self::figure][1]"/>
  </xsl:function>

  <xsl:variable name="tlp:held" as="map(xs:string, element()*)" select="
      map:merge(
        for $called in (tt:footnotes($tt:document), tt:apparatus()), $holder in tl:holder($called)
        return map { generate-id($holder): $called },
        map { 'duplicates': 'combine' })"/>

  <!-- The notes and the entries that are called in the holder, behind it. -->
  <xsl:function name="tl:held" as="xs:string">
    <xsl:param name="holder" as="element()"/>
    <xsl:sequence select="
        string-join($tlp:held(generate-id($holder)) !
          (self::note/tl:command(tlp:note-command(tt:note-number(.)) || 'text',
             (tl:escape(tt:note-number(.)), tl:note-id(.), tlp:note-text(.))),
           self::app/tl:variant-as('teivarianttext', .)))"/>
  </xsl:function>

  <!-- A reference that calls a note: where the note is set; any other only leads to it. -->
  <xsl:template match="note[tt:is-mere-call(.)]" priority="1.5"/>
  <xsl:template match="(ref | ptr | note[tt:is-mere-call(.)])[exists(tt:called-note(.))]" priority="2">
    <xsl:variable name="note" as="element(note)" select="tt:called-note(.)"/>
    <xsl:variable name="sign" as="xs:string" select="tt:call-sign(., $note)"/>
    <xsl:value-of select="
        if (tt:is-first-call(.)) then tl:note-call($note, $sign)
        else tl:command('teilistedcall', (tl:note-id($note), tl:escape($sign)))"/>
  </xsl:template>

  <xsl:template match="note">
    <xsl:value-of select="tt:space-before(.)[not(tt:is-block(current()))] || tl:content(.) || tl:held(.)"/>
  </xsl:template>
  <xsl:template match="note[tt:is-headnote(.)]" priority="1">
    <xsl:value-of select="tl:environment('teiheadnote', tl:content(.) || tl:held(.))"/>
  </xsl:template>
  <xsl:template match="note[@place = 'inline'] | note[ancestor::p or ancestor::l or ancestor::head][not(tt:is-footnote(.))]">
    <xsl:value-of select="tl:command('teiinlinenote', tlp:note-text(.)) || tl:held(.)"/>
  </xsl:template>
  <!-- An editors' note in the text itself is called where it stands. -->
  <xsl:template match="text//note[@type = 'editorial']" priority="2">
    <xsl:value-of select=".[not(@target)] ! tl:command('teieditorcall', (tl:note-id(.), tt:editorial-letter(.)))"/>
  </xsl:template>

  <!-- Notes that the source itself collects at its end. -->
  <xsl:template match="note[tt:is-listed-note(.)]" priority="1">
    <xsl:value-of select="
        '&#10;' || tl:command('teiendnote', (tl:command('teianchor', tl:note-id(.)) || tl:escape(tt:note-number(.)),
          tlp:note-text(.))) || tl:held(.) || '&#10;'"/>
  </xsl:template>

  <!-- The text of the note without the space that indentation of the source leaves at its ends. -->
  <xsl:function name="tlp:note-text" as="xs:string">
    <xsl:param name="note" as="element()"/>
    <xsl:variable name="text" as="xs:string" select="
        tl:start($note) || tl:render($note/node()[not(self::label[tt:repeats-number(.)])]) || tl:end($note)"/>
    <xsl:sequence select="replace($text, '^\s+|\s+$', '') => replace('\n\s*\n', '&#10;\\par{}&#10;')"/>
  </xsl:function>

  <!-- The section of the editors' notes. -->
  <xsl:function name="tl:editors-notes" as="xs:string*">
    <xsl:variable name="notes" as="element(note)*" select="tt:editorial-notes()"/>
    <xsl:sequence select="
        if (empty($notes)) then ()
        else tl:section(tt:label('editorial-notes'), string-join($notes !
          (tl:command('teieditornote', (tl:note-id(.), tt:editorial-letter(.),
            tlp:place-of(.) || tt:words-of-note(.) ! tl:set-apart(., tl:label-language(), tlp:note-text(.)))) || tl:held(.)),
          '&#10;&#10;'))"/>
  </xsl:function>

  <!-- What the editors' note is about, as a link: Giriş ¶2. -->
  <xsl:function name="tlp:place-of" as="xs:string">
    <xsl:param name="note" as="element(note)"/>
    <xsl:variable name="target" as="element()?" select="tt:resolve($note/@target)[1][tt:is-in-text(.)]"/>
    <xsl:sequence select="
        if ($target) then '(' || tl:escape(tt:block-of($target) ! tt:reference-label(.)) || ') ' else ''"/>
  </xsl:function>

</xsl:stylesheet>
