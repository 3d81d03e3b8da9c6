<?xml version="1.0" encoding="UTF-8"?>
<!--
  Entries of registers: what each is called, and where the text speaks of it.

  Public: tt:shows-register, tt:entry-name, tt:filing-name, tt:entry-title, tt:names, tt:repository-of, tt:mentioned,
    tt:citing-notes, tt:cited
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    xmlns:ttp="urn:teitools:xslt:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- Whether a register, by the name of its page, is to be shown. -->
  <xsl:function name="tt:shows-register" as="xs:boolean">
    <xsl:param name="name" as="xs:string"/>
    <xsl:sequence select="tokenize($registers) = $name"/>
  </xsl:function>

  <!--
    The name under which the entry is filed, in one line. A personal name whose surname is marked begins with it, as in
    the index of a book (Fuat, Ali); one without, such as most Ottoman names, stays as the register writes it.
  -->
  <xsl:function name="tt:entry-name" as="xs:string" cache="yes">
    <xsl:param name="entry" as="element()"/>
    <xsl:variable name="name" as="element()?" select="tt:filing-name($entry)"/>
    <xsl:sequence select="
        if ($name/surname[normalize-space()]) then ttp:inverted($name)
        else if ($name) then ttp:in-line($name/node())
        else if ($entry/self::msDesc) then ttp:archival-name($entry)
        else if (normalize-space($entry) ne '') then tt:plain-text($entry/*[normalize-space()][1])
        else string(($entry/@n, $entry/@type, $entry/@xml:id, local-name($entry))[1])"/>
  </xsl:function>

  <!-- The element with that name: the first that is no variant, else the first; what else can stand for a name. -->
  <xsl:function name="tt:filing-name" as="element()?" cache="yes">
    <xsl:param name="entry" as="element()"/>
    <xsl:variable name="names" as="element()*" select="tt:names($entry)[normalize-space()]"/>
    <xsl:sequence select="
        ($names[not(self::settlement)][not(@type = 'variant')], $names[not(self::settlement)],
         $entry/(head | label)[normalize-space()][not(tt:is-other-version(.))],
         $entry/(settlement | region | country | bloc | district)[normalize-space()], tt:entry-title($entry))[1]"/>
  </xsl:function>

  <!-- Of the titles of an entry that has no other name the one in the language of the readers, else the first. -->
  <xsl:function name="tt:entry-title" as="element(title)?">
    <xsl:param name="entry" as="element()"/>
    <xsl:variable name="titles" as="element(title)*" select="$entry/title[normalize-space()]"/>
    <xsl:sequence select="($titles[lower-case(tokenize(@xml:lang, '-')[1]) = $tt:language], $titles)[1]"/>
  </xsl:function>

  <!-- All names of the entry. -->
  <xsl:function name="tt:names" as="element()*">
    <xsl:param name="entry" as="element()"/>
    <xsl:sequence select="
        $entry/(persName | placeName | orgName | geogName | eventName | objectName | name | term
                | settlement[$entry/placeName])"/>
  </xsl:function>

  <!-- All surnames, a comma, and the rest in its order, without the comma that may part them already. -->
  <xsl:function name="ttp:inverted" as="xs:string">
    <xsl:param name="name" as="element()"/>
    <xsl:variable name="rest" as="xs:string"
        select="replace(ttp:in-line($name/node()[not(self::surname)]), '^[\s,;]+|[\s,;]+$', '') => replace('\s+([,;])', '$1')"/>
    <xsl:sequence select="string-join((string-join($name/surname ! tt:plain-text(.), ' '), $rest[. ne '']), ', ')"/>
  </xsl:function>

  <!-- Parts of a name that nothing stands between are words of their own. -->
  <xsl:function name="ttp:in-line" as="xs:string">
    <xsl:param name="nodes" as="node()*"/>
    <xsl:sequence select="
        if ($nodes[self::text()][normalize-space()]) then tt:plain-text($nodes)
        else string-join($nodes[self::*] ! tt:plain-text(.)[. ne ''], ' ')"/>
  </xsl:function>

  <!-- An item goes by its shelfmark; a fonds by its name, with its code if it has one. -->
  <xsl:function name="ttp:archival-name" as="xs:string">
    <xsl:param name="entry" as="element(msDesc)"/>
    <xsl:variable name="fonds" as="element(collection)?" select="$entry/msIdentifier/collection[not(@corresp)][1]"/>
    <xsl:variable name="code" as="xs:string?" select="$entry/msIdentifier/(idno, msName)[1] ! tt:plain-text(.)"/>
    <xsl:sequence select="
        if ($fonds) then tt:plain-text($fonds) || $code ! (' (' || . || ')')
        else string(($code, $entry/msIdentifier ! tt:plain-text(.))[1])"/>
  </xsl:function>

  <!-- What holds an archival unit: the register's entry that it corresponds to, else its own element repository. -->
  <xsl:function name="tt:repository-of" as="xs:string">
    <xsl:param name="unit" as="element(msDesc)"/>
    <xsl:variable name="entry" as="element()?" select="$unit/@corresp ! tt:resolve(.)[self::org or self::place][1]"/>
    <xsl:sequence select="
        if ($entry) then tt:entry-name($entry)
        else tt:plain-text(($unit/msIdentifier/repository, $unit/msIdentifier/institution)[1])"/>
  </xsl:function>

  <!-- The entries that the text points at, each once, in no particular order. -->
  <xsl:variable name="ttp:mentioned" as="element()*" select="
      let $first := map:merge($tt:running//*[@ref] ! map { string(@ref): . }, map { 'duplicates': 'use-first' })
      return (map:keys($first) ! tt:resolve($first(.)/@ref)) | ()"/>

  <xsl:function name="tt:mentioned" as="element()*">
    <xsl:param name="kinds" as="xs:string+"/>
    <xsl:sequence select="$ttp:mentioned[local-name() = $kinds]"/>
  </xsl:function>

  <!-- The notes and paragraphs in which a citation corresponds to the entry, each once, in the order of the text. -->
  <xsl:variable name="ttp:citations" as="map(xs:string, element()*)" select="
      map:merge(
        for $citation in $tt:running//(bibl | biblStruct | cit | quote)[@corresp],
            $entry in tt:resolve($citation/@corresp)
        return map { generate-id($entry): $citation }, map { 'duplicates': 'combine' })"/>

  <xsl:function name="tt:citing-notes" as="element()*">
    <xsl:param name="entry" as="element()"/>
    <xsl:sequence select="$ttp:citations(generate-id($entry)) ! tt:block-of(.) | ()"/>
  </xsl:function>

  <!-- The works and archival units that citations in the text correspond to. -->
  <xsl:function name="tt:cited" as="element()*">
    <xsl:sequence select="
        for $citation in $tt:running//(bibl | biblStruct)[@corresp] return tt:resolve($citation/@corresp)
          [not(root(.) is $tt:document and tt:is-in-text(.))]"/>
  </xsl:function>

</xsl:stylesheet>
