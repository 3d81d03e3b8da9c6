<?xml version="1.0" encoding="UTF-8"?>
<!--
  Quotations in the run of a sentence: whether an edition sets marks around them, which, and what stands between them.

  Public: tt:needs-marks, tt:quotation-marks, tt:in-quotation-marks, tt:is-quotation-edge, tt:quotation-space
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!--
    Whether quotation marks have to be set: the element is quoted speech within a line, the header does not say that
    all marks are in the text, and none is; nor is it empty.
  -->
  <xsl:function name="tt:needs-marks" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        ($element/normalize-space() ne '' or exists($element//(gap | graphic | formula | ptr | ref)))
        and not($tt:document/*/teiHeader/encodingDesc/editorialDecl/quotation/@marks = 'all')
        and not(matches(normalize-space($element), '^[&quot;“”„‘’‚«»‹›''—–]'))
        and not($element/@direct = 'false')
        and not($element/preceding-sibling::node()[1]/self::text() ! tt:last-character(.) = ('“', '„', '‘', '«', '‹'))"/>
  </xsl:function>

  <!-- The marks to be set before and after quoted speech within a line, single ones within it; none where none are needed. -->
  <xsl:function name="tt:quotation-marks" as="xs:string*">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="outer" as="element()?" select="$element/ancestor::*[self::q or self::quote or self::said][1]"/>
    <xsl:sequence select="
        if (not($element/self::soCalled[matches(., '^\s*[\p{L}\p{N}]')]
                or $element[self::q or self::quote or self::said][not(tt:is-block-quote(.))][tt:needs-marks(.)])) then ()
        else if ($outer ! tt:needs-marks(.)) then ('‘', '’')
        else ('“', '”')"/>
  </xsl:function>

  <!-- Whether the text begins or ends a quotation that is given marks, and has white space there. -->
  <xsl:function name="tt:is-quotation-edge" as="xs:boolean">
    <xsl:param name="text" as="text()"/>
    <xsl:sequence select="
        exists($text[not(preceding-sibling::node()) and normalize-space(substring(., 1, 1)) eq ''
                     or not(following-sibling::node()) and normalize-space(tt:last-character(.)) eq '']
               /parent::*[exists(tt:quotation-marks(.))])"/>
  </xsl:function>

  <!-- What the quotation says, between its marks. -->
  <xsl:function name="tt:in-quotation-marks" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:param name="content" as="xs:string"/>
    <xsl:variable name="marks" as="xs:string+" select="tt:quotation-marks($element)"/>
    <xsl:sequence select="
        string-join((tt:quotation-space($element, false()), $marks[1], tt:trimmed($content), $marks[2],
          tt:quotation-space($element, true())))"/>
  </xsl:function>

  <!-- The space before the marks, or behind them, of a quotation that has the space between two words within itself. -->
  <xsl:function name="tt:quotation-space" as="xs:string?">
    <xsl:param name="element" as="element()"/>
    <xsl:param name="behind" as="xs:boolean"/>
    <xsl:sequence select="
        if ($behind)
        then ' '[matches($element/following-sibling::node()[1]/self::text(), '^[\p{L}\p{N}]')]
                [normalize-space(tt:last-character(($element//text())[last()])) eq '']
        else ' '[matches($element/preceding-sibling::node()[1]/self::text(), '[\p{L}\p{N}\p{Po}\p{Pe}\p{Pf}]$')]
                [normalize-space(substring(($element//text())[1], 1, 1)) eq '']"/>
  </xsl:function>

</xsl:stylesheet>
