<?xml version="1.0" encoding="UTF-8"?>
<!--
  Quotations and speech. Marks that are in the text stay; they are added only where tt:needs-marks() says so.
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

  <xsl:template match="quote | q | cit | said">
    <xsl:value-of select="tl:content(.)"/>
  </xsl:template>

  <xsl:template match="(quote | q | cit | said)[tt:is-block-quote(.)]" priority="2">
    <xsl:variable name="environment" as="xs:string" select="if (ancestor::note) then 'teiquoteinnote' else 'teiquote'"/>
    <xsl:value-of select="
        if (parent::cit or parent::epigraph or parent::said/tt:is-block-quote(.)) then tl:content(.)
        else tl:environment($environment, tl:content(.))"/>
  </xsl:template>

  <!-- A source after a quotation stands on a line of its own. -->
  <xsl:template match="cit/bibl[tt:is-block-quote(..)] | epigraph/bibl | cit/ref[tt:is-block-quote(..)]">
    <xsl:value-of select="'&#10;&#10;\noindent ' || tl:content(.) || '&#10;&#10;'"/>
  </xsl:template>

  <xsl:template match="(q | quote | said)[tt:needs-marks(.)] | soCalled" priority="1">
    <xsl:variable name="inner" as="xs:boolean" select="exists(ancestor::*[self::q or self::quote or self::said][1][tt:needs-marks(.)])"/>
    <xsl:value-of select="
        if (self::soCalled and not(matches(., '^\s*[A-Za-zÀ-ɏ0-9]'))) then tl:content(.)
        else if ($inner) then '‘' || tl:content(.) || '’' else '“' || tl:content(.) || '”'"/>
  </xsl:template>

</xsl:stylesheet>
