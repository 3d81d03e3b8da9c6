<?xml version="1.0" encoding="UTF-8"?>
<!--
  Entry of the Markdown edition, in pandoc's Markdown: the reading view of the HTML edition, its notes as footnotes.

  Input: a TEI document as the global context item. Output: UTF-8, composed (NFC), LF; a paragraph is one line.
  Messages: those of the HTML edition.
  Of the page about the edition it has the description of the source; registers and the rest of that page are left out,
  and so are the links that lead there.

  Two passes: elements to blocks, which are texts of one or more lines (blocks.xsl, lists.xsl, tables.xsl, notes.xsl),
  phrases in them to text (phrases.xsl, escape.xsl, quotes.xsl). Nothing here reads TEI but the metadata in front.
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns:thp="urn:teitools:xslt:html:private"
    xmlns:tm="urn:teitools:xslt:markdown"
    xmlns:tmp="urn:teitools:xslt:markdown:private"
    xmlns:tei="http://www.tei-c.org/ns/1.0"
    xpath-default-namespace="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="#all">

  <xsl:import href="../html/edition.xsl"/>

  <!-- What this edition leaves out on purpose; a build tells any other text that is missing (ledger). -->
  <tt:leaves-out reason="header" match="tei:teiHeader/*[not(self::tei:fileDesc or self::tei:profileDesc)]"/>
  <tt:leaves-out reason="header" match="tei:profileDesc/*[not(self::tei:correspDesc)]"/>
  <tt:leaves-out reason="header" match="tei:correspDesc/*[not(self::tei:correspAction or self::tei:p or self::tei:ab)]"/>
  <tt:leaves-out reason="header"
      match="tei:titleStmt/tei:title[@type][not(@type = 'main' or @type = 'sub' or @type = 'alt' or @type = 'desc')]"/>
  <tt:leaves-out reason="header" match="tei:titleStmt/tei:author/tei:idno"/>
  <tt:leaves-out reason="header" match="tei:titleStmt/*[not(self::tei:title or self::tei:author)]"/>
  <tt:leaves-out reason="header" match="tei:fileDesc/*[not(self::tei:titleStmt or self::tei:sourceDesc)]"/>
  <tt:leaves-out reason="header" match="tei:sourceDesc/*[not(self::tei:msDesc)]"/>
  <tt:leaves-out reason="registers" match="
      tei:TEI/tei:standOff//*[not((ancestor-or-self::tei:note | .//tei:note)[@type = 'editorial'])]"/>

  <xsl:include href="parameters.xsl"/>
  <xsl:include href="escape.xsl"/>
  <xsl:include href="quotes.xsl"/>
  <xsl:include href="links.xsl"/>
  <xsl:include href="phrases.xsl"/>
  <xsl:include href="blocks.xsl"/>
  <xsl:include href="lists.xsl"/>
  <xsl:include href="tables.xsl"/>
  <xsl:include href="notes.xsl"/>

  <xsl:output method="text" encoding="UTF-8" normalization-form="NFC"/>

  <!-- The reading view, and the page about the edition only if it describes the source. -->
  <xsl:function name="th:page-names" as="xs:string+">
    <xsl:sequence select="'index.html', 'about.html'[exists(tt:source-records())]"/>
  </xsl:function>

  <xsl:template match="a[matches(@href, '^[^:#]+\.html(#|$)')]" mode="th:finish">
    <xsl:apply-templates mode="#current"/>
  </xsl:template>

  <xsl:variable name="tm:page" as="document-node()"><xsl:call-template name="th:finished-pages"/></xsl:variable>
  <xsl:variable name="tm:article" as="element(article)" select="($tm:page/thp:page//article)[1]"/>

  <!-- The manuscripts that the header describes, under a heading, as in the other editions that are one file. -->
  <xsl:variable name="tmp:source" as="element(section)?">
    <xsl:variable name="records" as="element(div)*" select="
        $tm:page/thp:page[@name = 'about.html']//div[tm:has-class(., 'msDesc')]
          [not(ancestor::div[tm:has-class(., 'msDesc')] or ancestor::section[tm:has-class(., 'from-register')])]"/>
    <xsl:if test="exists($records)">
      <section xmlns="http://www.w3.org/1999/xhtml">
        <h2><xsl:value-of select="tt:label('header-sourceDesc')"/></h2>
        <xsl:sequence select="$records"/>
      </section>
    </xsl:if>
  </xsl:variable>

  <xsl:template match="/" mode="#unnamed th:read">
    <xsl:variable name="blocks" as="xs:string*" select="tm:blocks(($tm:article/node(), $tmp:source)), tm:note-definitions()"/>
    <xsl:value-of select="string-join((tmp:metadata(), $blocks), '&#10;&#10;') || '&#10;'"/>
  </xsl:template>

  <!-- Title, authors and language, as pandoc wants them; their values are Markdown (Pandoc's Manual, yaml_metadata_block). -->
  <xsl:function name="tmp:metadata" as="xs:string">
    <xsl:variable name="title" as="element(header)?" select="$tm:article/header[tm:has-class(., 'title-block')]"/>
    <xsl:variable name="authors" as="element()*" select="$title//span[tm:has-class(., 'author')]"/>
    <xsl:sequence select="
        string-join((
          '---', 'title: ' || tmp:quoted($title/h1),
          if (exists($authors)) then ('author:', $authors ! ('- ' || tmp:quoted(.))) else (),
          tt:language-tag($tt:text-language)[matches(., '^[A-Za-z0-9-]+$')] ! ('lang: ' || .), '---'), '&#10;')"/>
  </xsl:function>

  <xsl:function name="tmp:quoted" as="xs:string">
    <xsl:param name="element" as="element()?"/>
    <xsl:sequence select="
        '''' || replace(tm:phrase($element/node()[not(self::a[@role = 'doc-noteref'] or self::span[tm:has-class(., 'idno')])]),
          '''', '''''') || ''''"/>
  </xsl:function>

</xsl:stylesheet>
