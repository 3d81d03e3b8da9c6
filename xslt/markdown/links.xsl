<?xml version="1.0" encoding="UTF-8"?>
<!--
  What is linked within the text: references and their targets. The links that the pages of HTML have for their own
  sake (numbers of paragraphs, marks of interventions, ways back) are none here, where nobody can click on a source.

  Public: tm:is-kept, tm:anchor, tm:identifier, tm:has-class, tm:is-hidden
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:th="urn:teitools:xslt:html"
    xmlns:tm="urn:teitools:xslt:markdown"
    xmlns:tmp="urn:teitools:xslt:markdown:private"
    xpath-default-namespace="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="#all">

  <xsl:key name="tmp:link" match="a[tm:is-kept(.)]" use="substring-after(@href, '#')"/>

  <!-- Whether the link leads into the web, or to a place in the text other than a note, which pandoc numbers itself. -->
  <xsl:function name="tm:is-kept" as="xs:boolean">
    <xsl:param name="link" as="element(a)"/>
    <xsl:variable name="target" as="element()?" select="
        if (starts-with($link/@href, '#')) then key('th:anchor', 'index.html' || $link/@href, $tm:page)[1] else ()"/>
    <xsl:sequence select="
        if (not(starts-with($link/@href, '#'))) then exists($link/@href)
        else exists($target) and not(tm:is-note($target)) and not($link/@role or tm:has-class($link, ('number', 'mark', 'place')))
          and empty($link/(parent::*[tm:has-class(., ('intervention', 'gap', 'app'))] | ancestor::nav
          | ancestor::section[tm:has-class(., 'interventions')]))"/>
  </xsl:function>

  <!-- The place of an element that is linked, as an empty span with its id. -->
  <xsl:function name="tm:anchor" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="if (tmp:is-target($element)) then '[]' || tm:identifier($element) else ''"/>
  </xsl:function>

  <xsl:function name="tmp:is-target" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="exists($element/@id ! key('tmp:link', ., $tm:page))"/>
  </xsl:function>

  <!-- Attributes with the element's id (Pandoc's Manual, header_attributes): as #id where that can be read. -->
  <xsl:function name="tm:identifier" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="language" as="xs:string?"
        select="$element[self::section]/@lang[. ne $element/ancestor::*[@lang][1]/@lang][matches(., '^[A-Za-z0-9-]+$')]"/>
    <xsl:variable name="own" as="xs:string?"
        select="$element/@id[not(matches(., '^(d\d+\.|x)\d+(\.\d+)*$')) or tmp:is-target($element)]"/>
    <xsl:variable name="parts" as="xs:string*" select="
        $own ! (if (matches(., '^\p{L}[\p{L}\p{Nd}_.:-]*$')) then '#' || . else 'id=&quot;' || . || '&quot;'),
        $language ! ('lang=' || .)"/>
    <xsl:sequence select="if (exists($parts)) then '{' || string-join($parts, ' ') || '}' else ''"/>
  </xsl:function>

  <xsl:function name="tm:has-class" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:param name="classes" as="xs:string+"/>
    <xsl:sequence select="tokenize($element/@class) = $classes"/>
  </xsl:function>

  <!-- Whether it is for some readers of a web page only: what opens on demand, a copy of a note in the margin. -->
  <xsl:function name="tm:is-hidden" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="exists($element/@hidden) or tm:has-class($element, 'sidenote')"/>
  </xsl:function>

</xsl:stylesheet>
