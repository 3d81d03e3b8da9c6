<?xml version="1.0" encoding="UTF-8"?>
<!--
  What the search of the pages looks in: a script that holds every passage of the reading view and every entry of the
  registers as their pages say them. It is a script and no data file because a page on a disk may not fetch one, but may
  load a script. assets/search.js does the rest.

  The index is an object:
    labels    the wording of the search          language  that of the text, whose rules of spelling apply
    passages  arrays: id, what it is called, kind (text, notes, editorial-notes), words
    entries   arrays: page, id, main name, other names, words, further forms of the text, numbers of the passages with it

  Public: th:search-index, $th:search-file
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns:thp="urn:teitools:xslt:html:private"
    xpath-default-namespace="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="#all">

  <xsl:variable name="th:search-file" as="xs:string" select="'search-index.js'"/>

  <xsl:function name="th:search-index" as="xs:string">
    <xsl:param name="pages" as="document-node()"/>
    <xsl:variable name="passages" as="map(xs:string, item())*" select="thp:passages($pages/thp:page[@name = 'index.html'])"/>
    <xsl:variable name="numbers" as="map(xs:string, xs:integer)"
        select="map:merge(for $i in 1 to count($passages) return map { $passages[$i]?id: $i - 1 })"/>
    <xsl:variable name="index" as="map(xs:string, item())" select="
        map {
          'language': lower-case(tokenize($tt:text-language, '-')[1]),
          'labels': map:merge(
            ('found', 'found-one', 'none', 'more', 'names', 'descriptions') ! map { .: tt:label('search-' || .) }),
          'kinds': map {
            'text': tt:label('nav-index'), 'notes': tt:label('notes'), 'editorial-notes': tt:label('editorial-notes') },
          'passages': array { $passages ! [?id, ?label, ?kind, ?words] },
          'entries': array { $th:all-entries ! thp:entry-record(., $pages, $numbers) } }"/>
    <xsl:sequence select="
        'globalThis.teitoolsIndex = ' || thp:composed(serialize($index, map { 'method': 'json' })) || ';&#10;'"/>
  </xsl:function>

  <!--
    In normalization form C. To normalise takes longer than to serialise, so it is done where a character is that the form
    may change: none is before U+0300, none from U+2002 to U+2125 (Unicode, NFC_Quick_Check).
  -->
  <xsl:function name="thp:composed" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:sequence select="
        if (matches($text, '[&#x300;-&#x2001;&#x2126;-&#x10FFFD;]')) then normalize-unicode($text) else $text"/>
  </xsl:function>

  <!-- The passages of the reading view: what is read between one address and the next. -->
  <xsl:function name="thp:passages" as="map(xs:string, item())*">
    <xsl:param name="page" as="element(thp:page)"/>
    <xsl:for-each select="$page//article">
      <xsl:sequence select="thp:passage(ancestor-or-self::*[@id][1], .)"/>
      <xsl:apply-templates select="*" mode="thp:passages"/>
    </xsl:for-each>
  </xsl:function>

  <!-- Blocks with an address. -->
  <xsl:mode name="thp:passages" on-no-match="shallow-skip"/>

  <xsl:template match="text()" mode="thp:passages"/>

  <xsl:template match="*[@id][th:is-in-blocks(.)]" mode="thp:passages" as="map(xs:string, item())*">
    <xsl:sequence select="thp:passage(., .)"/>
    <xsl:apply-templates select="*" mode="#current"/>
  </xsl:template>

  <!-- The passage of an address: the words in it but for those of the passages in it. -->
  <xsl:function name="thp:passage" as="map(xs:string, item())?">
    <xsl:param name="address" as="element()"/>
    <xsl:param name="holder" as="element()"/>
    <xsl:variable name="texts" as="text()*"><xsl:apply-templates select="$holder/node()" mode="thp:searched"/></xsl:variable>
    <xsl:variable name="words" as="xs:string" select="normalize-space(string-join($texts))"/>
    <xsl:if test="$words ne ''">
      <xsl:variable name="source" as="element()?" select="th:element-of(replace($address/@id, '-h$', ''))"/>
      <!-- Headings of the edition's own are none of the text; its title is. -->
      <xsl:sequence select="
          map {
            'id': string($address/@id), 'words': $words,
            'label': ($source ! thp:label(.), tt:label('nav-index'))[1],
            'kind': ($source ! tt:block-of(.) ! th:kind-of-block(.), 'text')[1] }
          [exists($source) or ?id = th:page-part-id('main')]"/>
    </xsl:if>
  </xsl:function>

  <!-- “Giriş ¶2”; a heading goes by what it says. -->
  <xsl:function name="thp:label" as="xs:string?">
    <xsl:param name="source" as="element()"/>
    <xsl:sequence select="
        if (tt:is-division($source)) then tt:section-of($source) ! tt:section-name(.)
        else tt:block-of($source) ! tt:reference-label(.)"/>
  </xsl:function>

  <!-- What is read in a passage, but for lists of the edition's own; blocks are apart. -->
  <xsl:mode name="thp:searched" on-no-match="shallow-skip"/>

  <xsl:template match="text()" mode="thp:searched" as="text()"><xsl:sequence select="."/></xsl:template>

  <xsl:template match="*[th:is-in-blocks(.)]" mode="thp:searched" as="text()*">
    <xsl:value-of select="' '"/>
    <xsl:if test="not(@id)"><xsl:apply-templates mode="#current"/></xsl:if>
    <xsl:value-of select="' '"/>
  </xsl:template>

  <xsl:template mode="thp:searched thp:passages" priority="2" match="
      nav | *[@hidden or @popover] | *[@class][tokenize(@class) = $thp:unsearched]"/>

  <xsl:variable name="thp:unsearched" as="xs:string+" select="$th:asides, 'key', 'attribution', 'interventions', 'apparatus'"/>

  <!-- An entry as its page says it, without the lines of the text in it and without the entries under it. -->
  <xsl:function name="thp:entry-record" as="array(*)?">
    <xsl:param name="entry" as="element()"/>
    <xsl:param name="pages" as="document-node()"/>
    <xsl:param name="numbers" as="map(xs:string, xs:integer)"/>
    <xsl:variable name="page" as="xs:string" select="th:page-of($entry)"/>
    <xsl:variable name="shown" as="element()?" select="key('th:anchor', $page || '#' || th:id($entry), $pages)[1]"/>
    <xsl:variable name="mentions" as="element()*" select="tt:mentions($entry)"/>
    <xsl:variable name="main" as="xs:string" select="normalize-space($shown/header/*[1])"/>
    <xsl:variable name="names" as="xs:string*" select="distinct-values(tt:names($entry) ! tt:plain-text(.))[. ne $main]"/>
    <xsl:variable name="texts" as="text()*">
      <xsl:apply-templates select="$shown/div[@class = 'entry-body']" mode="thp:described"/>
    </xsl:variable>
    <xsl:if test="$shown">
      <xsl:sequence select="
          [$page, th:id($entry), $main,
           array { $names },
           normalize-space(string-join($texts)),
           array { distinct-values($mentions ! tt:plain-text(.))[string-length() le 60][not(. = ($main, $names))] },
           array { distinct-values($mentions ! $numbers(th:id(tt:block-of(.)))) }]"/>
    </xsl:if>
  </xsl:function>

  <xsl:mode name="thp:described" on-no-match="shallow-skip"/>

  <xsl:template match="text()" mode="thp:described" as="text()"><xsl:sequence select="."/></xsl:template>
  <xsl:template match="dt | dd | p" mode="thp:described" as="text()*">
    <xsl:apply-templates mode="#current"/>
    <xsl:value-of select="' '"/>
  </xsl:template>
  <xsl:template match="
      div[tokenize(@class) = ('field-occurrences', 'field-names', 'field-idno')] | dt" mode="thp:described" priority="1"/>

</xsl:stylesheet>
