<?xml version="1.0" encoding="UTF-8"?>
<!--
  The title block: what the header knows of titles and authors, and what it does not. Then the contents.

  Public: tl:title-block, tl:header-text, tl:worded
-->
<xsl:stylesheet version="3.0" default-mode="tl:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tl="urn:teitools:xslt:latex"
    xmlns:tlp="urn:teitools:xslt:latex:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:function name="tl:title-block" as="xs:string">
    <xsl:variable name="titles" as="element(title)*" select="tt:titles()"/>
    <xsl:variable name="lines" as="xs:string*" select="
        tt:authors() ! tl:command('teiauthor', tl:header-text(.)),
        $titles[1] ! tl:command('teititle', tl:header-text(.)),
        tail($titles)[not(@type = 'desc')] ! tl:command('teisubtitle', tl:header-text(.)),
        tail($titles)[@type = 'desc'] ! tl:command('teisubtitle', tl:header-text(.)),
        tt:missing() ! tl:command('teititleremark', tl:worded(.)), tl:letter-head($tt:document/*), tlp:facts()"/>
    <xsl:variable name="headed" as="element()*" select="$tt:running//head, $tt:document//(TEI | teiCorpus)[tt:is-part(.)]"/>
    <xsl:variable name="contents" as="xs:string?"
        select="tl:command('teicontents', tl:worded(tt:label('contents')))[$contents and count($headed) gt 1]"/>
    <xsl:sequence select="
        string-join((tl:environment('teititleblock', string-join($lines, '&#10;'))[exists($lines)], $contents), '&#10;')"/>
  </xsl:function>

  <!-- \teifact{label}{what it says}: of the publication, as a journal has it on the first page of an article. -->
  <xsl:function name="tlp:facts" as="xs:string?">
    <xsl:variable name="facts" as="xs:string*" select="
        tt:imprint() ! tlp:fact(('header-' || local-name())[tt:has-label(.)], tlp:said(.)),
        tt:edition-statement() ! tlp:fact('header-edition', tl:header-text(.)),
        $address[. ne ''] ! tlp:fact('address', tlp:address(.)),
        tt:licences() ! tlp:fact('header-licence', tlp:licence(.)),
        tt:keywords() ! tl:command('teifact', (tl:set-apart(., $tl:main-language, tl:escape(tt:keywords-label(.))),
          tl:set-apart(., $tl:main-language, string-join(tl:keyword-terms(.) ! tl:escape(tt:plain-text(.)), '; ')))),
        tlp:fact('cite', tl:worded(tt:citation()))[exists((tt:publisher(), tt:identifier()))]"/>
    <xsl:sequence select="tl:environment('teifacts', string-join($facts, '&#10;'))[exists($facts)]"/>
  </xsl:function>

  <xsl:function name="tlp:fact" as="xs:string">
    <xsl:param name="label" as="xs:string?"/>
    <xsl:param name="value" as="xs:string"/>
    <xsl:sequence select="tl:command('teifact', (tl:worded(tt:label(($label, 'field-other')[1])), $value))"/>
  </xsl:function>

  <xsl:function name="tlp:said" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        if ($element/self::idno) then tlp:address(tt:full-identifier($element))
        else if ($element/self::date[not(normalize-space())]) then tl:worded(tt:date-in-words($element/@when))
        else tl:header-text($element)"/>
  </xsl:function>

  <!-- An address that TeX may break, as a link if it is one that may be linked. -->
  <xsl:function name="tlp:address" as="xs:string">
    <xsl:param name="address" as="xs:string"/>
    <xsl:variable name="shown" as="xs:string" select="tl:escape-breakable($address)"/>
    <xsl:sequence select="
        if (matches($address, '^https?://')) then tl:command('href', (tl:escape-url($address), $shown)) else $shown"/>
  </xsl:function>

  <!-- The name of the licence, linked, and what the header says of it, if that is short enough for a first page. -->
  <xsl:function name="tlp:licence" as="xs:string">
    <xsl:param name="licence" as="element(licence)"/>
    <xsl:variable name="address" as="xs:string?"
        select="$licence/@target ! tt:outward(normalize-space(.), .)"/>
    <xsl:variable name="name" as="xs:string?" select="tt:licence-name($licence) ! tl:escape(.)"/>
    <xsl:variable name="words" as="xs:string" select="tl:words($licence)"/>
    <xsl:sequence select="
        string-join((
          if ($address) then tl:command('href', (tl:escape-url($address), $name)) else $name,
          tl:worded($words)[not($words = ('', tt:licence-name($licence)))]
            [empty($name) or string-length($words) le 240]), ' – ')"/>
  </xsl:function>

  <xsl:function name="tl:worded" as="xs:string">
    <xsl:param name="label" as="xs:string"/>
    <xsl:sequence select="tl:in-language(tl:label-language(), $tl:main-language, tl:escape($label))"/>
  </xsl:function>

  <xsl:function name="tl:header-text" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        tl:set-apart($element, $tl:main-language,
                       normalize-space(tl:render($element/node()[not(self::idno)])))"/>
  </xsl:function>

</xsl:stylesheet>
