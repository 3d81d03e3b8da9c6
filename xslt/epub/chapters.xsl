<?xml version="1.0" encoding="UTF-8"?>
<!--
  Which files the book has, in reading order: the title, the divisions at the top of the text, the lists after it, then
  the registers and what the header says. Each is a map:
    name   the file                          title  what it is called
    part   frontmatter, bodymatter or backmatter (EPUB Structural Semantics Vocabulary)
    page   the page of the HTML edition      lead, nodes  its nodes there; those of nodes stand within the wrappers
    wrappers  divisions of which this file is a part, outermost first    owns  whether it is their first part
    notes  those that are first called in it

  Public: $te:files, $te:article, te:has-class
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:thp="urn:teitools:xslt:html:private"
    xmlns:te="urn:teitools:xslt:epub"
    xmlns:tep="urn:teitools:xslt:epub:private"
    xpath-default-namespace="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="#all">

  <!-- A division with more characters is divided in its turn: reading systems lay out a file as a whole. -->
  <xsl:variable name="tep:enough" as="xs:integer" select="100000"/>

  <!-- Elements of TEI that only hold divisions: whatever their length, they are divided. -->
  <xsl:variable name="tep:frames" as="xs:string+" select="'text', 'front', 'body', 'back', 'group'"/>

  <xsl:variable name="te:article" as="element(article)" select="($te:pages/thp:page[@name = 'index.html']//article)[1]"/>

  <xsl:variable name="te:files" as="map(xs:string, item()*)+">
    <xsl:variable name="title" as="element(header)?" select="$te:article/header[te:has-class(., 'title-block')]"/>
    <xsl:variable name="text" as="map(xs:string, item()*)*" select="
        tep:chapters($te:article/node()[not(. is $title or self::nav)], (), true())"/>
    <xsl:variable name="all" as="map(xs:string, item()*)+" select="
        $title ! map { 'name': 'title.xhtml', 'part': 'frontmatter', 'page': 'index.html', 'owns': true(), 'nodes': .,
                       'title': normalize-space(h1) },
        for-each-pair($text, 1 to count($text), tep:numbered#2),
        $te:pages/thp:page[@name ne 'index.html'] ! map {
          'name': replace(@name, '\.html$', '.xhtml'), 'part': 'backmatter', 'page': string(@name), 'owns': true(),
          'nodes': .//main[1]/node(), 'title': normalize-space((.//main//h1)[1]) }"/>
    <xsl:sequence select="$all ! map:put(., 'notes', te:notes-of((?lead, ?nodes)))"/>
  </xsl:variable>

  <!-- Nodes of the text as chapters, each without a name yet. -->
  <xsl:function name="tep:chapters" as="map(xs:string, item()*)*">
    <xsl:param name="nodes" as="node()*"/>
    <xsl:param name="wrappers" as="element()*"/>
    <xsl:param name="owns" as="xs:boolean"/>
    <xsl:for-each-group select="$nodes" group-starting-with="node()[tep:begins(.)]">
      <xsl:variable name="division" as="element()?" select="current-group()[tep:is-division(.)]"/>
      <xsl:variable name="is-first" as="xs:boolean" select="$owns and position() = 1"/>
      <xsl:choose>
        <xsl:when test="empty(current-group()[normalize-space() or self::*]) or $division[te:is-moved(.)]"/>
        <xsl:when test="$division[tep:is-long(.)]">
          <xsl:variable name="parts" as="map(xs:string, item()*)*"
              select="tep:chapters($division/node(), ($wrappers, $division), true())"/>
          <xsl:sequence select="
              map:put(head($parts), 'lead', current-group()[. &lt;&lt; $division]),
              tail($parts) ! map:put(., 'owns', false())"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:sequence select="
              map { 'nodes': current-group(), 'wrappers': $wrappers, 'owns': $is-first, 'page': 'index.html' }"/>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:for-each-group>
  </xsl:function>

  <xsl:function name="tep:numbered" as="map(xs:string, item()*)">
    <xsl:param name="chapter" as="map(xs:string, item()*)"/>
    <xsl:param name="number" as="xs:integer"/>
    <xsl:variable name="heading" as="xs:string?" select="
        ($chapter?nodes/descendant-or-self::*[matches(local-name(), '^h[1-6]$')])[1]
        ! normalize-space(string-join(descendant::text()[not(ancestor::a[@role = 'doc-noteref'])]))"/>
    <xsl:sequence select="
        map:merge(($chapter, map {
          'name': 'text-' || $number || '.xhtml',
          'title': ($heading[. ne ''], normalize-space($te:article/header/h1))[1],
          'part': if ($chapter?nodes[self::section][te:has-class(., ('notes', 'interventions'))]) then 'backmatter'
                  else 'bodymatter' }))"/>
  </xsl:function>

  <!-- A chapter begins with a division, or with the page beginning just before it; what follows a division is one too. -->
  <xsl:function name="tep:begins" as="xs:boolean">
    <xsl:param name="node" as="node()"/>
    <xsl:variable name="before" as="element()?" select="$node/preceding-sibling::*[1]"/>
    <xsl:sequence select="
        if (tep:is-division($node)) then not($before[te:has-class(., 'pb-line')])
        else exists($node[self::*][$before[tep:is-division(.)]])
          or exists($node[self::*][te:has-class(., 'pb-line')]/following-sibling::*[1][tep:is-division(.)])"/>
  </xsl:function>

  <xsl:function name="tep:is-division" as="xs:boolean">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="exists($node[self::section or self::div[te:has-class(., ('division', $tep:frames))]])"/>
  </xsl:function>

  <xsl:function name="tep:is-long" as="xs:boolean">
    <xsl:param name="division" as="element()"/>
    <xsl:sequence select="
        exists($division/*[tep:is-division(.)])
        and ($division[self::div][te:has-class(., $tep:frames)] or string-length($division) gt $tep:enough)"/>
  </xsl:function>

  <xsl:function name="te:has-class" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:param name="classes" as="xs:string+"/>
    <xsl:sequence select="tokenize($element/@class) = $classes"/>
  </xsl:function>

</xsl:stylesheet>
