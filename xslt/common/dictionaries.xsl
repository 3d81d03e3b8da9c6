<?xml version="1.0" encoding="UTF-8"?>
<!--
  Dictionaries (TEI Guidelines 9): how the senses of an entry are numbered, and which parts stand on lines of their own.

  Public: tt:is-dictionary-block, tt:sense-number
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!--
    Whether the part of an entry stands on lines of its own: senses that are counted, and what follows them, so that it
    is not taken for a part of the last of them. An only sense runs on from its headword.
  -->
  <xsl:function name="tt:is-dictionary-block" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        exists($element[self::sense][tt:sense-number(.) ne '' or sense])
        or exists($element[self::etym or self::xr or self::cit or self::usg or self::form or self::gramGrp]
             /parent::*[self::entry or self::entryFree or self::hom or self::re or self::superEntry]
             /sense[tt:sense-number(.) ne ''][. &lt;&lt; $element])"/>
  </xsl:function>

  <!--
    What stands before the sense or the homograph: its own number, else its place among several: 1. 2., within a sense
    a. b., within that i. ii.; I. II. for homographs. Empty for an only one.
  -->
  <xsl:function name="tt:sense-number" as="xs:string">
    <xsl:param name="part" as="element()"/>
    <xsl:variable name="own" as="xs:string" select="normalize-space($part/@n)"/>
    <xsl:variable name="all" as="element()*" select="$part/../*[local-name() = local-name($part)]"/>
    <xsl:variable name="picture" as="xs:string"
        select="if ($part/self::hom) then 'I' else ('1', 'a', 'i')[max((1, min((3, count($part/ancestor-or-self::sense)))))]"/>
    <xsl:sequence select="
        if ($own ne '') then $own || '.'[matches($own, '[\p{L}\p{N}]$')]
        else if (count($all) gt 1) then format-integer(count($all[. &lt;&lt; $part]) + 1, $picture) || '.'
        else ''"/>
  </xsl:function>

</xsl:stylesheet>
