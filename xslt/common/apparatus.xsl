<?xml version="1.0" encoding="UTF-8"?>
<!--
  What the printed editions set before and after the text: titles, editorial interventions, and the entries of the
  registers that the text mentions.

  Public: $tt:document, tt:stem, tt:titles, tt:authors, tt:missing, tt:interventions, tt:in-word, tt:mentioned, tt:main-name, tt:repository-of, tt:citing-notes, tt:needs-marks
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tei="http://www.tei-c.org/ns/1.0"
    xmlns:tt="urn:teitools:xslt"
    xmlns:ttp="urn:teitools:xslt:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:variable name="tt:document" as="document-node()" select="/"/>

  <!-- The file name of the source without folder and extension; names the files of an edition. -->
  <xsl:function name="tt:stem" as="xs:string">
    <xsl:sequence select="
        (replace(tokenize(string(base-uri($tt:document)), '/')[last()], '\.[^.]*$', '')[. ne ''], 'edition')[1]"/>
  </xsl:function>

  <!-- The titles of the document, the main one first, then subtitles and descriptions. -->
  <xsl:function name="tt:titles" as="element(title)*">
    <xsl:variable name="all" as="element(title)*" select="
        $tt:document/*/teiHeader/fileDesc/titleStmt/title[normalize-space()][not(@type) or @type = ('main', 'sub', 'alt', 'desc')]"/>
    <xsl:variable name="main" as="element(title)?" select="($all[@type = 'main'], $all[not(@type)], $all)[1]"/>
    <xsl:sequence select="$main, $all except $main"/>
  </xsl:function>

  <xsl:function name="tt:authors" as="element(author)*">
    <xsl:sequence select="$tt:document/*/teiHeader/fileDesc/titleStmt/author[normalize-space()]"/>
  </xsl:function>

  <!-- What the header does not know, in words: an author, a title in the language of the text; whose a described title is. -->
  <xsl:function name="tt:missing" as="xs:string*">
    <xsl:variable name="titles" as="element(title)*" select="tt:titles()"/>
    <xsl:variable name="languages" as="xs:string*"
        select="$titles[not(@type = 'desc')] ! tokenize((ancestor-or-self::*/@xml:lang)[last()], '-')[1]"/>
    <xsl:variable name="own" as="xs:string?" select="tokenize(($tt:document//text/ancestor-or-self::*/@xml:lang)[last()], '-')[1]"/>
    <xsl:sequence select="
        if (exists(tt:authors()) or not($tt:document//sourceDesc[not(.//author)])) then ()
        else if (not($titles[@type = 'desc']) or $languages = $own) then tt:label('no-author')
        else tt:label('no-author-no-title'),
        if ($titles[@type = 'desc']) then tt:label('title-described') else ()"/>
  </xsl:function>

  <!-- What the editors did to the text and what they found missing in it, in the order of the text. -->
  <xsl:function name="tt:interventions" as="element()*">
    <xsl:sequence select="
        $tt:document//text//(choice | supplied | gap | surplus | unclear | app | sic | corr)
          [not(ancestor::choice or ancestor::app)][not(self::sic | self::corr) or not(parent::choice)]"/>
  </xsl:function>

  <!-- The reading with what stands before and after the place in the same word. -->
  <xsl:function name="tt:in-word" as="xs:string">
    <xsl:param name="place" as="element()"/>
    <xsl:param name="reading" as="xs:string"/>
    <xsl:variable name="block" as="element()?" select="tt:block-of($place)"/>
    <xsl:variable name="before" as="text()?" select="$place/preceding::text()[ancestor::* intersect $block][1][not(ancestor::choice)]"/>
    <xsl:variable name="after" as="text()?" select="$place/following::text()[ancestor::* intersect $block][1][not(ancestor::choice)]"/>
    <xsl:sequence select="
        replace(string($before), '^.*[^\p{L}\p{M}\p{N}’'']', '', 's') || $reading
        || replace(string($after), '[^\p{L}\p{M}\p{N}’''].*$', '', 's')"/>
  </xsl:function>

  <!-- The entries that names in the text point at, each once, in no particular order. -->
  <xsl:variable name="ttp:mentioned" as="element()*" select="
      let $bearers := $tt:document//text//(persName | placeName | orgName | name | rs | term)[@ref],
          $first := map:merge($bearers ! map { string(@ref): . }, map { 'duplicates': 'use-first' })
      return (map:keys($first) ! tt:resolve($first(.)/@ref)) | ()"/>

  <xsl:function name="tt:mentioned" as="element()*">
    <xsl:param name="names" as="xs:string+"/>
    <xsl:sequence select="$ttp:mentioned[local-name() = $names]"/>
  </xsl:function>

  <!-- The name under which a register entry is filed: the first one; a name in parts is turned round. -->
  <xsl:function name="tt:main-name" as="xs:string">
    <xsl:param name="entry" as="element()"/>
    <xsl:variable name="name" as="element()?" select="
        $entry/(persName | placeName | orgName | geogName | eventName | name | term | label | head)
          [normalize-space()][not(@type = 'variant')][1]"/>
    <xsl:sequence select="
        if ($name/surname and not($name/text()[normalize-space()]))
        then string-join((string-join($name/surname ! tt:plain-text(.), ' '),
                          string-join($name/(forename | nameLink | roleName | genName) ! tt:plain-text(.), ' ')[. ne '']), ', ')
        else if ($name) then tt:plain-text($name)
        else string(($entry/@xml:id, local-name($entry))[1])"/>
  </xsl:function>

  <!-- What holds an archival unit: the register's entry that it corresponds to, else its own element repository. -->
  <xsl:function name="tt:repository-of" as="xs:string">
    <xsl:param name="unit" as="element(msDesc)"/>
    <xsl:variable name="entry" as="element()?" select="$unit/@corresp ! tt:resolve(.)[self::org or self::place][1]"/>
    <xsl:sequence select="
        if ($entry) then tt:main-name($entry)
        else tt:plain-text(($unit/msIdentifier/repository, $unit/msIdentifier/institution)[1])"/>
  </xsl:function>

  <!-- The notes and paragraphs in which a citation corresponds to the entry, each once, in the order of the text. -->
  <xsl:variable name="ttp:citations" as="map(xs:string, element()*)" select="
      map:merge(
        for $citation in $tt:document//text//(bibl | biblStruct | cit | quote)[@corresp], $entry in tt:resolve($citation/@corresp)
        return map { generate-id($entry): $citation }, map { 'duplicates': 'combine' })"/>

  <xsl:function name="tt:citing-notes" as="element()*">
    <xsl:param name="entry" as="element()"/>
    <xsl:sequence select="$ttp:citations(generate-id($entry)) ! tt:block-of(.) | ()"/>
  </xsl:function>

  <!-- The works and archival units that citations in the text correspond to. -->
  <xsl:function name="tt:cited" as="element()*">
    <xsl:sequence select="
        for $citation in $tt:document//text//(bibl | biblStruct)[@corresp] return tt:resolve($citation/@corresp)
          [not(root(.) is $tt:document and ancestor::text)]"/>
  </xsl:function>

  <!--
    Whether quotation marks have to be set: the element is quoted speech within a line, the header does not say that
    all marks are in the text, and none is.
  -->
  <xsl:function name="tt:needs-marks" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        not($tt:document/*/teiHeader/encodingDesc/editorialDecl/quotation/@marks = 'all')
        and not(matches(normalize-space($element), '^[&quot;“”„‘’‚«»‹›''—–]'))
        and not($element/@direct = 'false')
        and not($element/preceding-sibling::node()[1]/self::text() ! matches(., '[“„‘«‹]$'))"/>
  </xsl:function>

</xsl:stylesheet>
