<?xml version="1.0" encoding="UTF-8"?>
<!--
  Where a text speaks of the entries of registers, and the lines of an index of them: each entry under its main name,
  and a see-reference from every other form that the text uses where nobody would find it otherwise.

  Public: tt:mentions, tt:index-lines
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    xmlns:ttp="urn:teitools:xslt:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:key name="ttp:mention" match="*[@ref][tt:is-in-text(.) or ancestor::note[@type = 'editorial']]"
      use="tt:resolve(@ref) ! generate-id()"/>
  <xsl:key name="ttp:citation" match="(bibl | quote | said)[@corresp][tt:is-in-text(.)]"
      use="tt:resolve(@corresp) ! generate-id()"/>

  <!-- The mentions of an entry in the text: names that point at it, references that correspond
    to it, words quoted or reported from it. -->
  <xsl:function name="tt:mentions" as="element()*" cache="yes">
    <xsl:param name="entry" as="element()"/>
    <xsl:sequence select="
        key('ttp:mention', generate-id($entry), $tt:document) | key('ttp:citation', generate-id($entry), $tt:document)"/>
  </xsl:function>

  <!--
    The lines of an index of the entries, in dictionary order. Each is a map:
      name   what the line is filed under
      entry  the entry whose main name this is; or, in a see-reference,
      see    the entries that the text calls so, and
      form   an element that has the form, whose language is that of the name
    A form has no line where the entry itself, or the start of the form as a line, is found at the same place.
  -->
  <xsl:function name="tt:index-lines" as="map(xs:string, item()+)*">
    <xsl:param name="entries" as="element()*"/>
    <xsl:variable name="lines" as="map(xs:string, item()+)*" select="
        tt:sort($entries ! (map { 'name': tt:entry-name(.), 'entry': . }, ttp:forms(.)), ttp:line-name#1)"/>
    <xsl:variable name="wanted" as="map(xs:string, item()+)*">
      <xsl:for-each-group select="$lines" group-adjacent="generate-id((?entry, ?see)[1])">
        <xsl:sequence select="ttp:wanted(current-group())"/>
      </xsl:for-each-group>
    </xsl:variable>
    <xsl:for-each-group select="$wanted" group-adjacent="(?entry ! generate-id(), ?name)[1]">
      <xsl:sequence select="if (?entry) then . else map:put(., 'see', current-group()?see)"/>
    </xsl:for-each-group>
  </xsl:function>

  <!-- Of lines that follow each other and lead to one entry those that are needed. -->
  <xsl:function name="ttp:wanted" as="map(xs:string, item()+)+">
    <xsl:param name="lines" as="map(xs:string, item()+)+"/>
    <xsl:sequence select="
        let $letters := $lines[exists(?entry)] ! tt:initial(?name)
        return fold-left($lines, (), function($kept as map(*)*, $line as map(*)) as map(*)* {
          $kept, $line[exists(?entry) or not(tt:initial(?name) = $letters
            or (some $one in $kept satisfies starts-with($line?name || ' ', $one?name || ' ')))] })"/>
  </xsl:function>

  <xsl:function name="ttp:line-name" as="xs:string">
    <xsl:param name="line" as="item()"/>
    <xsl:sequence select="$line?name"/>
  </xsl:function>

  <!-- A line for each form that the text uses for the entry besides its main name. -->
  <xsl:function name="ttp:forms" as="map(xs:string, item()+)*">
    <xsl:param name="entry" as="element()"/>
    <xsl:variable name="main" as="xs:string" select="tt:sort-key(tt:entry-name($entry)) => substring-before('&#9;')"/>
    <xsl:for-each-group select="tt:names($entry)[@type = 'variant'], tt:mentions($entry)[ttp:is-name(.)]" group-by="ttp:form(.)">
      <xsl:if test="current-grouping-key() ne '' and not(ttp:stands-there(current-grouping-key(), $main))">
        <xsl:sequence select="map { 'name': current-grouping-key(), 'see': $entry, 'form': . }"/>
      </xsl:if>
    </xsl:for-each-group>
  </xsl:function>

  <!-- Whether the main name begins with the form, or the form with it: whoever looks for the one sees the other. -->
  <xsl:function name="ttp:stands-there" as="xs:boolean">
    <xsl:param name="form" as="xs:string"/>
    <xsl:param name="main" as="xs:string"/>
    <xsl:variable name="key" as="xs:string" select="substring-before(tt:sort-key($form), '&#9;')"/>
    <xsl:sequence select="$key eq '' or starts-with($main || ' ', $key || ' ') or starts-with($key || ' ', $main || ' ')"/>
  </xsl:function>

  <!-- Names stand for themselves; a description of a person or thing (rs, term) only where the register lists it. -->
  <xsl:function name="ttp:is-name" as="xs:boolean">
    <xsl:param name="mention" as="element()"/>
    <xsl:sequence select="
        exists($mention[self::persName or self::placeName or self::orgName or self::name or self::geogName or self::eventName
          or self::objectName or self::settlement or self::country or self::region]
          [matches(normalize-space(), '^[\p{Lu}\p{Lt}\p{Lo}\p{N}]') and string-length(normalize-space()) le 60])"/>
  </xsl:function>

  <!-- The form as it is looked up: without what Turkish parts from a name by an apostrophe, and the English genitive. -->
  <xsl:function name="ttp:form" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="replace(tt:plain-text($element), '^(.*\p{L}{3})[’'']\p{Ll}{1,6}$', '$1')"/>
  </xsl:function>

</xsl:stylesheet>
