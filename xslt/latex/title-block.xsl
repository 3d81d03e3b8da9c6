<?xml version="1.0" encoding="UTF-8"?>
<!-- The title block: what the header knows of titles and authors, and what it does not. Then the contents. -->
<xsl:stylesheet version="3.0" default-mode="tl:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tl="urn:teitools:xslt:latex"
    xmlns:tlp="urn:teitools:xslt:latex:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:function name="tl:title-block" as="xs:string">
    <xsl:variable name="titles" as="element(title)*" select="tt:titles()"/>
    <xsl:variable name="lines" as="xs:string*" select="
        tt:authors() ! tl:command('teiauthor', tlp:header-text(.)),
        head($titles) ! tl:command('teititle', tlp:header-text(.)),
        tail($titles)[@type = ('sub', 'alt') or not(@type)] ! tl:command('teisubtitle', tlp:header-text(.)),
        tail($titles)[@type = 'desc'] ! tl:command('teisubtitle', tlp:header-text(.)),
        tt:missing() ! tl:command('teititleremark', tl:escape(.))"/>
    <xsl:variable name="contents" as="xs:string?"
        select="if ($contents and count($tt:document//text//head) gt 1) then tl:command('teicontents', tl:escape(tt:label('contents'))) else ()"/>
    <xsl:sequence select="string-join((tl:environment('teititleblock', string-join($lines, '&#10;')), $contents), '&#10;')"/>
  </xsl:function>

  <xsl:function name="tlp:header-text" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="tl:in-language(tl:language-of($element), $tl:main-language, normalize-space(tl:render($element/node()[not(self::idno)])))"/>
  </xsl:function>

</xsl:stylesheet>
