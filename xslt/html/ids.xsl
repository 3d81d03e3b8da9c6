<?xml version="1.0" encoding="UTF-8"?>
<!--
  The ids of the pages. Those of the source are left as they are, for others cite them. An id that the edition makes
  never equals one of them, nor another one that it makes:
  - an element without an xml:id, and one whose xml:id another element has already, goes by its path in numbers;
  - what belongs to an element (its heading, its call, its entry in a list, a mention in it) has the element's id and a
    sign of its own; a part of a page has a word;
  - where that is taken, the made id gets a tilde, which no xml:id can hold (XML 1.0, NCName).

  Public: th:id, th:element-of, th:part-id, th:page-part-id, th:mention-id
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns:thp="urn:teitools:xslt:html:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- The id of an element: its xml:id, else its path in numbers, which stays as long as the text stays. -->
  <xsl:function name="th:id" as="xs:string" cache="yes">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        if (thp:bearer($element/@xml:id) is $element) then string($element/@xml:id) else thp:free(thp:path($element))"/>
  </xsl:function>

  <!-- The element of this id, if the source has one. -->
  <xsl:function name="th:element-of" as="element()?">
    <xsl:param name="id" as="xs:string"/>
    <xsl:variable name="named" as="element()*" select="$th:documents ! key('tt:by-id', $id, .)"/>
    <xsl:sequence select="
        if (exists($named)) then $named[1]
        else if (not(starts-with($id, 'x') or starts-with($id, 'd')) or translate($id, 'xd.~0123456789', '') ne '') then ()
        else thp:at(translate($id, '~', ''))"/>
  </xsl:function>

  <!-- The element of a path in numbers: a child of that of the path before the last, which its siblings ask for too. -->
  <xsl:function name="thp:at" as="element()?" cache="yes">
    <xsl:param name="path" as="xs:string"/>
    <xsl:variable name="number" as="xs:string" select="tokenize($path, '\.')[last()]"/>
    <xsl:variable name="before" as="xs:string" select="substring($path, 1, string-length($path) - string-length($number) - 1)"/>
    <xsl:variable name="place" as="xs:integer?"
        select="(if ($before eq '') then substring($path, 2) else $number)[. castable as xs:integer] ! xs:integer(.)"/>
    <xsl:sequence select="
        if (empty($place)) then ()
        else if ($before ne '') then tt:child(thp:at($before), $place)
        else if (starts-with($path, 'd')) then $th:documents[$place]/*
        else $th:documents[1]/*/*[$place]"/>
  </xsl:function>

  <!-- The id of what belongs to the element: 'h' its heading, 'call' its call, 'int' its entry in a list,
    'readings' what is shown at hand, 'm1' a mention. -->
  <xsl:function name="th:part-id" as="xs:string" cache="yes">
    <xsl:param name="element" as="element()"/>
    <xsl:param name="part" as="xs:string"/>
    <xsl:variable name="id" as="xs:string" select="th:id($element)"/>
    <xsl:variable name="made" as="xs:string" select="if ($part = 'int') then 'int-' || $id else $id || '-' || $part"/>
    <xsl:sequence select="
        if (thp:is-taken($made) or matches($id, '^int-|-(h|readings|call(-\d+)?|[mc]\d+)$')) then $id || '~' || $part
        else $made"/>
  </xsl:function>

  <!-- The id of a part of the page that no element of the source stands for: 'notes', 'list-person', 'list-person-h'. -->
  <xsl:function name="th:page-part-id" as="xs:string">
    <xsl:param name="name" as="xs:string"/>
    <xsl:sequence select="$name || '~'[thp:is-taken($name) or thp:is-taken(replace($name, '-h$', ''))]"/>
  </xsl:function>

  <!-- The id of a mention: its own, else that of the block it stands in and its number among the names or citations there. -->
  <xsl:function name="th:mention-id" as="xs:string" cache="yes">
    <xsl:param name="mention" as="element()"/>
    <xsl:variable name="block" as="element()?" select="tt:block-of($mention)"/>
    <xsl:sequence select="
        if (empty($block) or $block is $mention or thp:bearer($mention/@xml:id) is $mention or $mention/self::date[not(@ref)])
        then th:id($mention)
        else if ($mention/self::bibl)
        then th:part-id($block, 'c' || 1 + tt:count-before($thp:citations(generate-id($block)), $mention))
        else th:part-id($block, 'm' || 1 + tt:count-before($thp:names(generate-id($block)), $mention))"/>
  </xsl:function>

  <!-- The names and the citations of each block. -->
  <xsl:variable name="thp:names" as="map(xs:string, element()*)" select="thp:by-block($th:documents//*[@ref])"/>
  <xsl:variable name="thp:citations" as="map(xs:string, element()*)" select="thp:by-block($th:documents//bibl[@corresp])"/>

  <xsl:function name="thp:by-block" as="map(xs:string, element()*)">
    <xsl:param name="elements" as="element()*"/>
    <xsl:map>
      <xsl:for-each-group select="$elements[not(tt:block-of(.) is .)]" group-by="tt:block-of(.) ! generate-id()">
        <xsl:map-entry key="current-grouping-key()" select="current-group()"/>
      </xsl:for-each-group>
    </xsl:map>
  </xsl:function>

  <!-- The first element of the edition with the xml:id: an id in two files, or twice in one, cannot be on a page twice. -->
  <xsl:function name="thp:bearer" as="element()?" cache="yes">
    <xsl:param name="id" as="attribute()?"/>
    <xsl:sequence select="($id ! ($th:documents ! key('tt:by-id', $id, .)))[1]"/>
  </xsl:function>

  <xsl:function name="thp:is-taken" as="xs:boolean" cache="yes">
    <xsl:param name="id" as="xs:string"/>
    <xsl:sequence select="exists($th:documents ! key('tt:by-id', $id, .))"/>
  </xsl:function>

  <!-- x1.2.3; in the second document of the edition d2.1.2.3, so that two registers do not share paths. -->
  <xsl:function name="thp:path" as="xs:string" cache="yes">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="parent" as="element()?" select="$element/parent::*"/>
    <xsl:sequence select="
        if (empty($parent/parent::*)) then thp:path-by-steps($element)
        else ($thp:paths(generate-id($parent)), thp:path($parent))[1] || '.' || tt:child-number($element)"/>
  </xsl:function>

  <!-- The paths of elements with many children, with which those of the children begin. -->
  <xsl:variable name="thp:paths" as="map(xs:string, xs:string)"
      select="map:merge($tt:crowds ! map { generate-id(): thp:path-by-steps(.) })"/>

  <xsl:function name="thp:path-by-steps" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="number" as="xs:integer?"
        select="(for $i in 2 to count($th:documents) return $i[$th:documents[$i] is root($element)])[1]"/>
    <xsl:sequence select="
        ($number ! ('d' || . || '.'), 'x')[1]
        || string-join($element/ancestor-or-self::*[parent::*] ! string(tt:child-number(.)), '.')"/>
  </xsl:function>

  <xsl:function name="thp:free" as="xs:string">
    <xsl:param name="id" as="xs:string"/>
    <xsl:sequence select="$id || '~'[thp:is-taken($id)]"/>
  </xsl:function>

</xsl:stylesheet>
