<?xml version="1.0" encoding="UTF-8"?>
<!--
  Marginal copies of the footnotes for wide screens. They repeat the notes at the end of the page: without ids and away
  from the keyboard, hidden from everything but the eye (hidden is lifted by the style sheet where there is a margin), so
  that no reader, search or copy of the text meets a note twice or in the middle of a sentence.

  The copy is the note as it stands at the end, laid out once more: what is a block there is a line here, because within
  a paragraph HTML allows nothing but running text.

  Public: th:sidenote
-->
<xsl:stylesheet version="3.0" default-mode="th:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns:thp="urn:teitools:xslt:html:private"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- A margin holds about this many characters beside the lines that call for them. -->
  <xsl:variable name="thp:margin-room" as="xs:integer" select="420"/>

  <xsl:mode name="thp:margin" on-no-match="shallow-copy"/>

  <xsl:template name="th:sidenote" as="element()?">
    <xsl:variable name="text" as="xs:string" select="tt:plain-text(node())"/>
    <xsl:if test="($text != '' or exists(descendant::gap)) and not((., tt:call-place(.))/(ancestor::note | ancestor::table))">
      <span class="sidenote" hidden="hidden">
        <span class="sidenote-number"><xsl:value-of select="tt:note-number(.)"/></span>
        <xsl:text> </xsl:text>
        <xsl:choose>
          <xsl:when test="string-length($text) gt $thp:margin-room">
            <xsl:value-of select="replace(substring($text, 1, $thp:margin-room), '\s+\S*$', ' …')"/>
          </xsl:when>
          <xsl:otherwise>
            <xsl:variable name="note" as="node()*"><xsl:apply-templates/></xsl:variable>
            <xsl:apply-templates select="$note" mode="thp:margin"/>
          </xsl:otherwise>
        </xsl:choose>
      </span>
    </xsl:if>
  </xsl:template>

  <xsl:template match="@id | @aria-labelledby | @aria-describedby" mode="thp:margin"/>

  <xsl:template match="a" mode="thp:margin" xpath-default-namespace="http://www.w3.org/1999/xhtml">
    <a tabindex="-1"><xsl:apply-templates select="@*, node()" mode="#current"/></a>
  </xsl:template>

  <!-- Calls of notes to the note, marks, what a short reference stands for, have their place at the end of the page. -->
  <xsl:template mode="thp:margin" xpath-default-namespace="http://www.w3.org/1999/xhtml"
      match="a[@class/tokenize(.) = ('call', 'mark', 'number', 'scan')] | span[@hidden] | span[tokenize(@class) = 'resolved']"/>

  <xsl:template mode="thp:margin" xpath-default-namespace="http://www.w3.org/1999/xhtml" match="
      p | div | blockquote | ul | ol | li | dl | dt | dd | table | caption | tr | figure | figcaption | pre | section
      | h2 | h3 | h4 | h5 | h6">
    <span>
      <xsl:apply-templates select="@lang" mode="#current"/>
      <xsl:attribute name="class" select="string-join(('line', @class), ' ')"/>
      <xsl:apply-templates mode="#current"/>
    </span>
    <xsl:text> </xsl:text>
  </xsl:template>
  <xsl:template match="td | th | span[tokenize(@class) = ('l', 'p')]" mode="thp:margin"
      xpath-default-namespace="http://www.w3.org/1999/xhtml">
    <span>
      <xsl:apply-templates select="@class" mode="#current"/>
      <xsl:apply-templates mode="#current"/>
    </span>
    <xsl:text> </xsl:text>
  </xsl:template>
  <xsl:template match="thead | tbody" mode="thp:margin" xpath-default-namespace="http://www.w3.org/1999/xhtml">
    <xsl:apply-templates mode="#current"/>
  </xsl:template>

</xsl:stylesheet>
