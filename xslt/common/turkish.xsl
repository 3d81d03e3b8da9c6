<?xml version="1.0" encoding="UTF-8"?>
<!--
  Turkish casing and dictionary order: the only place where they are computed.

  Saxon-HE ignores the language of a collation, and XPath's lower-case() and upper-case() know nothing of the dotted
  and the dotless i, so both are worked out here. Self-contained: a Schematron schema may include this file alone.

  Public (tt:)   tt:lower-case, tt:upper-case, tt:sort-key, tt:sort, tt:initial
  Private (ttp:) everything else
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:ttp="urn:teitools:xslt:private"
    exclude-result-prefixes="#all">

  <!-- Lower case: I becomes ı and İ becomes i, whatever the machine's language is. -->
  <xsl:function name="tt:lower-case" as="xs:string">
    <xsl:param name="text" as="xs:string?"/>
    <xsl:sequence select="lower-case(translate(normalize-unicode($text, 'NFC'), 'Iİ', 'ıi'))"/>
  </xsl:function>

  <!-- Upper case: i becomes İ and ı becomes I. -->
  <xsl:function name="tt:upper-case" as="xs:string">
    <xsl:param name="text" as="xs:string?"/>
    <xsl:sequence select="upper-case(translate(normalize-unicode($text, 'NFC'), 'iı', 'İI'))"/>
  </xsl:function>

  <!--
    A key that puts texts into Turkish dictionary order when keys are compared by code point.
    First level: spaces and hyphens, digits, then a b c ç d e f g ğ h ı i j k l m n o ö p q r s ş t u ü v w x y z
    (â î û count as a i u, other accents likewise; other punctuation does not count), then other scripts.
    Ties are broken by accent (kar, kâr), then by case (small first), then by the text itself.
    A tabulator stands between the levels because it sorts before everything that a level can hold.
  -->
  <xsl:function name="tt:sort-key" as="xs:string" cache="yes">
    <xsl:param name="text" as="xs:string?"/>
    <xsl:variable name="plain" as="xs:string" select="normalize-space(normalize-unicode($text, 'NFC'))"/>
    <xsl:variable name="letters" as="xs:string" select="ttp:letters-only(tt:lower-case($plain))"/>
    <xsl:variable name="case" as="xs:string"
        select="replace(replace($plain, '[^\p{Lu}]', '0'), '\p{Lu}', '1')"/>
    <xsl:sequence select="string-join((ttp:first-level($letters), $letters, $case, $plain), '&#9;')"/>
  </xsl:function>

  <!-- The items in Turkish dictionary order of the name that $name gives for each. -->
  <xsl:function name="tt:sort" as="item()*">
    <xsl:param name="items" as="item()*"/>
    <xsl:param name="name" as="function(item()) as xs:string?"/>
    <xsl:sequence select="
        sort($items, 'http://www.w3.org/2005/xpath-functions/collation/codepoint',
             function($item as item()) as xs:string { tt:sort-key($name($item)) })"/>
  </xsl:function>

  <!-- The letter under which a dictionary files the text: upper case, without circumflex; '#' for anything else. -->
  <xsl:function name="tt:initial" as="xs:string" cache="yes">
    <xsl:param name="text" as="xs:string?"/>
    <xsl:variable name="first" as="xs:string"
        select="substring(ttp:fold-accents(replace(tt:lower-case($text), '[^\p{L}\p{N}]', '')), 1, 1)"/>
    <xsl:sequence select="if (matches($first, '\p{L}')) then tt:upper-case($first) else '#'"/>
  </xsl:function>

  <!-- Letters, digits and single spaces; hyphens and dashes count as spaces. -->
  <xsl:function name="ttp:letters-only" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:sequence select="normalize-space(replace(replace($text, '[\s\p{Pd}]+', ' '), '[^\p{L}\p{M}\p{N} ]', ''))"/>
  </xsl:function>

  <!--
    The first level of a sort key, for lower-case letters. A letter of its own right is written as the letter before it
    and a tilde, which sorts after every other sign: ç = c~ stands after cz and before d; ı = h~, before i.
  -->
  <xsl:function name="ttp:first-level" as="xs:string">
    <xsl:param name="letters" as="xs:string"/>
    <xsl:sequence select="translate(replace(ttp:fold-accents($letters), '([çğıöşü])', '$1~'), 'çğıöşü', 'cghosu')"/>
  </xsl:function>

  <!-- Takes accents off all letters but ç ğ ö ş ü, which are letters of the alphabet. -->
  <xsl:function name="ttp:fold-accents" as="xs:string">
    <xsl:param name="lower" as="xs:string"/>
    <xsl:variable name="folded" as="xs:string*">
      <xsl:analyze-string select="normalize-unicode($lower, 'NFC')" regex="[çğöşü]+">
        <xsl:matching-substring>
          <xsl:sequence select="."/>
        </xsl:matching-substring>
        <xsl:non-matching-substring>
          <xsl:sequence select="replace(normalize-unicode(., 'NFD'), '\p{M}', '')"/>
        </xsl:non-matching-substring>
      </xsl:analyze-string>
    </xsl:variable>
    <xsl:sequence select="string-join($folded)"/>
  </xsl:function>

</xsl:stylesheet>
