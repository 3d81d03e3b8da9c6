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
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:function name="tl:title-block" as="xs:string">
    <xsl:variable name="titles" as="element(title)*" select="tt:titles()"/>
    <xsl:variable name="lines" as="xs:string*" select="
        tt:authors() ! tl:command('teiauthor', tl:header-text(.)),
        $titles[1] ! tl:command('teititle', tl:header-text(.)),
        tail($titles)[not(@type = 'desc')] ! tl:command('teisubtitle', tl:header-text(.)),
        tail($titles)[@type = 'desc'] ! tl:command('teisubtitle', tl:header-text(.)),
        tt:missing() ! tl:command('teititleremark', tl:worded(.)), tl:letter-head($tt:document/*)"/>
    <xsl:variable name="headed" as="element()*" select="$tt:running//head, $tt:document//(TEI | teiCorpus)[tt:is-part(.)]"/>
    <xsl:variable name="contents" as="xs:string?"
        select="tl:command('teicontents', tl:worded(tt:label('contents')))[$contents and count($headed) gt 1]"/>
    <xsl:sequence select="
        string-join((tl:environment('teititleblock', string-join($lines, '&#10;'))[exists($lines)], $contents), '&#10;')"/>
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
