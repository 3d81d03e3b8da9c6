<?xml version="1.0" encoding="UTF-8"?>
<!-- Phrases: highlighting, titles, terms, links, code. -->
<xsl:stylesheet version="3.0" default-mode="tl:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tl="urn:teitools:xslt:latex"
    xmlns:tlp="urn:teitools:xslt:latex:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:template match="emph | mentioned | foreign[not(@rend)] | gloss">
    <xsl:value-of select="tl:command('emph', tl:content(.))"/>
  </xsl:template>
  <xsl:template match="gloss[parent::item or parent::list]"><xsl:value-of select="tl:content(.)"/></xsl:template>

  <xsl:template match="term[not(@ref)]"><xsl:value-of select="tl:command('emph', tl:content(.))"/></xsl:template>

  <!-- Titles of independent works are italic. -->
  <xsl:template match="title[@level = ('m', 'j', 's') or not(@level)][tt:is-in-text(.) or ancestor::listBibl or ancestor::note]">
    <xsl:value-of select="tl:command('emph', tl:content(.))"/>
  </xsl:template>

  <!-- A short reference, with what it stands for behind it in brackets. -->
  <xsl:template match="ref[tt:is-short-reference(.)]" priority="3">
    <xsl:variable name="full" as="element()" select="tt:full-citation(.)"/>
    <xsl:variable name="note" as="element(note)?" select="tt:block-of($full)/self::note"/>
    <xsl:variable name="label" as="xs:string?" select="
        $note ! tl:command('teilink', (tl:note-id(.), tl:escape(tt:reference-label(.)))) ! (. || ': ')"/>
    <xsl:value-of select="
        tl:content(.) || tl:command('teiresolved', $label ! tl:in-language(tl:label-language(), tl:language-of(current()), .)
          || tl:escape(tt:unbroken(tt:citation-text($full), '&#xA0;')))"/>
  </xsl:template>

  <!-- Rendition: the first word of @rend or @rendition that is known decides. -->
  <xsl:variable name="tlp:commands" as="map(xs:string, xs:string)" select="map {
      'italic': 'textit', 'italics': 'textit', 'i': 'textit', 'it': 'textit', 'bold': 'textbf', 'b': 'textbf',
      'sc': 'textsc', 'smallcaps': 'textsc', 'small-caps': 'textsc', 'smcap': 'textsc', 'sup': 'textsuperscript',
      'superscript': 'textsuperscript', 'sub': 'textsubscript', 'subscript': 'textsubscript', 'underline': 'emph',
      'underlined': 'emph', 'u': 'emph', 'spaced': 'emph', 'letterspace': 'emph', 'gesperrt': 'emph', 'tt': 'texttt',
      'typewriter': 'texttt', 'code': 'texttt' }"/>

  <xsl:template match="hi">
    <xsl:variable name="wishes" as="xs:string*"
        select="tokenize(lower-case(string-join((@rend, @rendition, @style), ' ')), '[\s#;:]+')"/>
    <xsl:variable name="command" as="xs:string" select="($wishes ! $tlp:commands(.), 'emph')[1]"/>
    <xsl:value-of select="tl:command($command, tl:content(.))"/>
  </xsl:template>

  <!-- Names of elements and attributes, and code in a line. -->
  <xsl:template match="gi | tag">
    <xsl:value-of select="tl:command('texttt', '\textless{}' || tl:content(.) || '\textgreater{}')"/>
  </xsl:template>
  <xsl:template match="att"><xsl:value-of select="tl:command('texttt', '@' || tl:content(.))"/></xsl:template>
  <xsl:template match="val | code | ident"><xsl:value-of select="tl:command('texttt', tl:content(.))"/></xsl:template>

  <!-- Code on lines of its own; white space counts. -->
  <xsl:template match="eg | *:egXML | xenoData | code[contains(., '&#10;')]" priority="1">
    <xsl:variable name="lines" as="xs:string*" select="
        tokenize(tt:code(.), '\n') !
          (let $indent := string-length(.) - string-length(replace(., '^\s+', ''))
           return string-join((1 to $indent) ! '~') || tl:escape-breakable(replace(., '^\s+', '')) || '~\par')"/>
    <xsl:value-of select="tl:environment('teicode', tl:start(.) || string-join($lines, '&#10;') || tl:end(.))"/>
  </xsl:template>

  <!-- References: within the document where the target is printed, else outside as a hyperlink, else plain. -->
  <xsl:template match="ref | ptr">
    <xsl:variable name="first" as="xs:string?" select="tt:pointers(@target)[1]"/>
    <xsl:variable name="uri" as="xs:string" select="($first ! tt:expand-pointer(., current()), '')[1]"/>
    <xsl:variable name="target" as="element()?" select="@target[not(tt:is-remote($uri))] ! tt:resolve(.)[1]"/>
    <xsl:variable name="text" as="xs:string" select="
        if (tt:is-wordless(.)) then tl:escape-breakable(tt:pointed-words(.)) else tl:content(.)"/>
    <xsl:value-of select="
        if (not(normalize-space($text))) then $text
        else if (tlp:is-printed($target)) then tl:command('teilink', (tlp:target-name($target), $text))
        else ($first ! tt:outward(., current()/@target) ! tl:command('href', (tl:escape-url(.), $text)), $text)[1]"/>
  </xsl:template>

  <!-- An empty date, number or measure says what it means, an empty name what it points at. -->
  <xsl:template match="(date | time | origDate | num | measure | height | width | depth | dim)[tt:is-wordless(.)]">
    <xsl:value-of select="tl:content(.) || tl:escape(tt:meaning(.))"/>
  </xsl:template>

  <xsl:template priority="1.2" match="
      (persName | placeName | orgName | geogName | name | rs | term | title)[@ref | @key][tt:is-wordless(.)]">
    <xsl:value-of select="tl:escape(tt:meaning(.))"/>
  </xsl:template>

  <xsl:function name="tlp:is-printed" as="xs:boolean">
    <xsl:param name="target" as="element()?"/>
    <xsl:sequence select="
        exists($target[@xml:id][root() is $tt:document][tt:is-in-text(.) or self::note/@type = 'editorial'])"/>
  </xsl:function>

  <xsl:function name="tlp:target-name" as="xs:string">
    <xsl:param name="target" as="element()"/>
    <xsl:sequence select="if ($target/self::note) then tl:note-id($target) else string($target/@xml:id)"/>
  </xsl:function>

</xsl:stylesheet>
