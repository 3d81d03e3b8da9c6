<?xml version="1.0" encoding="UTF-8"?>
<!--
  Quotations and speech. Marks that are in the text stay; they are added only where tt:quotation-marks() says so.
-->
<xsl:stylesheet version="3.0" default-mode="tl:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tl="urn:teitools:xslt:latex"
    xmlns:tlp="urn:teitools:xslt:latex:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:template match="quote | q | cit | said">
    <xsl:value-of select="tl:content(.)"/>
  </xsl:template>

  <xsl:template match="(quote | q | cit | said)[tt:is-block-quote(.)]" priority="2">
    <xsl:variable name="environment" as="xs:string" select="if (ancestor::note) then 'teiquoteinnote' else 'teiquote'"/>
    <xsl:value-of select="
        if (parent::cit or parent::epigraph or parent::said/tt:is-block-quote(.)) then tl:content(.)
        else tl:environment($environment, tl:content(.) || tlp:attribution(.))"/>
  </xsl:template>

  <!-- Who says what is set off, to whom, and the note with the source, as a link. -->
  <xsl:function name="tlp:attribution" as="xs:string?">
    <xsl:param name="quotation" as="element()"/>
    <xsl:variable name="source" as="element()?" select="tt:speech-source($quotation)"/>
    <xsl:variable name="label" as="xs:string?" select="$source ! tl:escape(tt:reference-label(.))"/>
    <xsl:variable name="parts" as="xs:string*" select="
        tt:attribution($quotation) ! tl:escape(.),
        if ($source/self::note) then tl:command('teilink', (tl:note-id($source), $label)) else $label"/>
    <xsl:sequence select="
        if (empty($parts)) then ()
        else '&#10;' || tl:command('teiattribution',
          tl:in-language(tl:label-language(), tl:language-of($quotation), string-join($parts, ' · ')))"/>
  </xsl:function>

  <!-- A source after a quotation stands on a line of its own. -->
  <xsl:template match="cit/bibl[tt:is-block-quote(..)] | epigraph/bibl | cit/ref[tt:is-block-quote(..)]">
    <xsl:value-of select="'&#10;&#10;\noindent ' || tl:content(.) || '&#10;&#10;'"/>
  </xsl:template>

  <xsl:template match="(q | quote | said | soCalled)[exists(tt:quotation-marks(.))]" priority="1">
    <xsl:value-of select="tt:in-quotation-marks(., tl:content(.))"/>
  </xsl:template>

</xsl:stylesheet>
