<?xml version="1.0" encoding="UTF-8"?>
<!--
  Wording around the text, in the language of the edition. English, which has every key, and Turkish stand side by side in
  labels.xml; further languages have a table each, in labels/ or added by the project, which goes before ours.

  Public: $tt:language, tt:label (with or without values for {1}, {2} …), tt:label-in, tt:has-label, tt:language-name,
    tt:missing-wording
  Needs a global context item (the TEI document) and parameters.xsl.
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:ttp="urn:teitools:xslt:private"
    exclude-result-prefixes="#all">

  <!-- The language of the wording: asked for, else that of the text, else English. -->
  <xsl:variable name="tt:language" as="xs:string" select="
      (ttp:known-language($language), ttp:known-language(/*/@xml:lang), ttp:known-language(//*:text/@xml:lang), 'en')[1]"/>

  <!-- Read when the stylesheet is compiled: once for all documents. -->
  <xsl:variable name="ttp:catalogue" as="document-node()" static="yes" select="doc('labels.xml')"/>

  <!-- The tables of the language: that of the project, then ours. -->
  <xsl:variable name="ttp:tables" as="element(labels)*" select="ttp:tables-of($tt:language)"/>

  <xsl:function name="ttp:tables-of" as="element(labels)*">
    <xsl:param name="language" as="xs:string"/>
    <xsl:sequence select="
        $tt:wording/tt:wording/labels[@xml:lang = $language],
        if (ttp:has-table($language)) then doc('labels/' || $language || '.xml')/labels else ()"/>
  </xsl:function>

  <xsl:key name="ttp:label" match="label" use="@key"/>

  <!-- The wording of the key; a missing key is a fault of the stylesheet and stops it. -->
  <xsl:function name="tt:label" as="xs:string" cache="yes">
    <xsl:param name="key" as="xs:string"/>
    <xsl:variable name="entry" as="element()?" select="key('ttp:label', $key, $ttp:catalogue)"/>
    <xsl:sequence select="
        if ($entry) then string((ttp:in-tables($key), $entry/*[@xml:lang = $tt:language], $entry/*[@xml:lang = 'en'])[1])
        else error(xs:QName('tt:no-such-label'), 'no wording for “' || $key || '” in xslt/common/labels.xml')"/>
  </xsl:function>

  <xsl:function name="ttp:in-tables" as="element(label)*">
    <xsl:param name="key" as="xs:string"/>
    <xsl:sequence select="$ttp:tables/key('ttp:label', $key, .)"/>
  </xsl:function>

  <!-- The wording of the key with {1}, {2} … replaced by the values. -->
  <xsl:function name="tt:label" as="xs:string">
    <xsl:param name="key" as="xs:string"/>
    <xsl:param name="values" as="xs:anyAtomicType*"/>
    <xsl:sequence select="
        fold-left(1 to count($values), tt:label($key), function($text as xs:string, $i as xs:integer) as xs:string {
          ttp:with-value($text, '{' || $i || '}', string($values[$i])) })"/>
  </xsl:function>

  <!-- The text with the value in every place of its sign; a value is not looked into. -->
  <xsl:function name="ttp:with-value" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="sign" as="xs:string"/>
    <xsl:param name="value" as="xs:string"/>
    <xsl:sequence select="
        if (contains($text, $sign))
        then substring-before($text, $sign) || $value || ttp:with-value(substring-after($text, $sign), $sign, $value)
        else $text"/>
  </xsl:function>

  <!-- The wording of the key in another language than that of the edition; nothing, where no table says it. -->
  <xsl:function name="tt:label-in" as="xs:string?">
    <xsl:param name="language" as="xs:string"/>
    <xsl:param name="key" as="xs:string"/>
    <xsl:sequence select="
        (ttp:tables-of($language)/key('ttp:label', $key, .),
          key('ttp:label', $key, $ttp:catalogue)/*[@xml:lang = $language])[1] ! string(.)"/>
  </xsl:function>

  <!-- What a language calls itself; its code, where no table says it. -->
  <xsl:function name="tt:language-name" as="xs:string">
    <xsl:param name="language" as="xs:string"/>
    <xsl:sequence select="(tt:label-in($language, 'language-name'), $language)[1]"/>
  </xsl:function>

  <!-- Whether the catalogue has the key. -->
  <xsl:function name="tt:has-label" as="xs:boolean">
    <xsl:param name="key" as="xs:string"/>
    <xsl:sequence select="exists(key('ttp:label', $key, $ttp:catalogue))"/>
  </xsl:function>

  <!-- The first of the language tags that there is wording in, without region or script. -->
  <xsl:function name="ttp:known-language" as="xs:string?">
    <xsl:param name="tags" as="xs:string*"/>
    <xsl:sequence select="
        ($tags ! lower-case(tokenize(tt:language-tag(.), '-')[1]))
          [. = ('en', 'tr', $tt:wording/tt:wording/labels/@xml:lang) or ttp:has-table(.)][1]"/>
  </xsl:function>

  <xsl:function name="ttp:has-table" as="xs:boolean">
    <xsl:param name="language" as="xs:string"/>
    <xsl:sequence select="matches($language, '^[a-z]{2,3}$') and doc-available('labels/' || $language || '.xml')"/>
  </xsl:function>

  <!-- The keys that are in English though another language was asked for, or is that of a table. -->
  <xsl:function name="tt:missing-wording" as="xs:string*">
    <!-- those of the pages of an ODD are none of an edition -->
    <xsl:variable name="keys" as="xs:string*" select="$ttp:catalogue/labels/label/@key[not(starts-with(., 'odd-'))]"/>
    <xsl:sequence select="
        if ($language ne '' and empty(ttp:known-language($language))) then $keys
        else $keys[exists($ttp:tables)][empty(ttp:in-tables(.))]"/>
  </xsl:function>

</xsl:stylesheet>
