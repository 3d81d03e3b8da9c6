<?xml version="1.0" encoding="UTF-8"?>
<!--
  Direction: what runs the other way than what it stands in is set so, and kept apart from the order of the text around
  it. Blocks begin at their own side; within a line, so do words that nobody has tagged, as in HTML.

  The language of an element often brings the direction along (languages.xsl); what is done here comes around it.

  Public: tl:set-apart
-->
<xsl:stylesheet version="3.0" default-mode="tl:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tl="urn:teitools:xslt:latex"
    xmlns:tlp="urn:teitools:xslt:latex:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- Parts of lists, tables and the like, whose commands take them as arguments, have no environment of their own. -->
  <xsl:template match="*[tlp:turns(.)]" priority="60">
    <xsl:variable name="content" as="item()*"><xsl:next-match/></xsl:variable>
    <xsl:variable name="text" as="xs:string" select="string-join($content)"/>
    <xsl:variable name="direction" as="xs:string" select="tt:direction(.)"/>
    <xsl:value-of select="
        if ($text eq '' or (tl:is-switch(.) and not(self::note or tt:is-block(.)))) then $text
        else if (self::note) then tl:command('teinoteside', ($direction, $text))
        else if (tt:is-block(.) and not(self::row or self::cell or self::item or self::head))
        then tl:environment('teiside', '{' || $direction || '}', $text)
        else tlp:turned($text, $direction)"/>
  </xsl:template>

  <xsl:template match="text()[$tt:is-bidirectional][normalize-space()]" priority="3">
    <xsl:variable name="direction" as="xs:string" select="tt:direction(..)"/>
    <xsl:variable name="opposite" as="xs:string" select="if ($direction eq 'ltr') then 'rtl' else 'ltr'"/>
    <xsl:variable name="escape" as="function(xs:string?) as xs:string"
        select="if (tl:has-unbreakable(.)) then tl:escape-breakable#1 else tl:escape#1"/>
    <xsl:analyze-string select="." regex="{tt:opposite-run($direction)}">
      <xsl:matching-substring><xsl:value-of select="tlp:turned($escape(.), $opposite)"/></xsl:matching-substring>
      <xsl:non-matching-substring><xsl:value-of select="$escape(.)"/></xsl:non-matching-substring>
    </xsl:analyze-string>
  </xsl:template>

  <!-- The direction of the pages: that of the main language. It is that of all that the text stands in. -->
  <xsl:variable name="tlp:base" as="xs:string" select="if (tl:is-rtl-language($tl:main-language)) then 'rtl' else 'ltr'"/>
  <xsl:variable name="tlp:frame" as="element()*" select="($tt:document//text)[1]/ancestor-or-self::*"/>

  <xsl:function name="tlp:turns" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        $tt:is-bidirectional and empty($element intersect $tlp:frame)
        and tt:direction($element) ne (if (empty($element/parent::* except $tlp:frame)) then $tlp:base
                                       else tt:direction($element/parent::*))"/>
  </xsl:function>

  <!-- LaTeX of an element, within a line, that is set where a language is in force: in its language and direction. -->
  <xsl:function name="tl:set-apart" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:param name="around" as="xs:string"/>
    <xsl:param name="content" as="xs:string"/>
    <xsl:variable name="language" as="xs:string" select="tl:language-of($element)"/>
    <xsl:variable name="direction" as="xs:string" select="tt:direction($element)"/>
    <xsl:sequence select="
        tl:in-language($language, $around,
          if (not($tt:is-bidirectional) or tl:is-rtl-language($language) eq ($direction eq 'rtl') or $content eq '')
          then $content else tlp:turned($content, $direction))"/>
  </xsl:function>

  <!-- LaTeX that runs in a direction, within a line. -->
  <xsl:function name="tlp:turned" as="xs:string">
    <xsl:param name="content" as="xs:string"/>
    <xsl:param name="direction" as="xs:string"/>
    <xsl:sequence select="tl:command('tei' || $direction, $content)"/>
  </xsl:function>

</xsl:stylesheet>
