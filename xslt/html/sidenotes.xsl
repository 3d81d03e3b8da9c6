<?xml version="1.0" encoding="UTF-8"?>
<!--
  Marginal copies of notes for wide screens: of footnotes, and of the editors’ notes. They repeat the notes at the end of
  the page: without ids and away from the keyboard, and for nobody but the eye (aria-hidden: WAI-ARIA 1.2, 6.6), to which
  the style sheet shows them where there is a margin. So no reader, search or copy of the text meets a note twice or in the
  middle of a sentence.

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

  <!-- The copy of the current note, which has the sign and says the words. -->
  <xsl:template name="th:sidenote" as="element()?">
    <xsl:param name="sign" as="xs:string" required="yes"/>
    <xsl:param name="words" as="element()" select="."/>
    <xsl:param name="class" as="xs:string?"/>
    <xsl:variable name="text" as="xs:string" select="tt:plain-text($words/node())"/>
    <xsl:variable name="apart" as="element()*" select="
        (., tt:call-place(.))/(ancestor::note | ancestor::table), tt:about(.)/(ancestor-or-self::note | ancestor::table)"/>
    <xsl:if test="($text != '' or exists($words/descendant::gap)) and empty($apart)">
      <span class="{string-join(('sidenote', $class), ' ')}" aria-hidden="true">
        <xsl:sequence select="th:language-of(($words, $words/ancestor::note)[@xml:lang][1])"/>
        <span class="sidenote-number"><xsl:value-of select="$sign"/></span>
        <xsl:text> </xsl:text>
        <xsl:choose>
          <xsl:when test="string-length($text) gt $thp:margin-room">
            <xsl:value-of select="replace(substring($text, 1, $thp:margin-room), '\s+\S*$', ' …')"/>
          </xsl:when>
          <xsl:otherwise>
            <xsl:variable name="note" as="node()*"><xsl:apply-templates select="$words/node()"/></xsl:variable>
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

  <!-- Calls of notes to the note and marks have their place at the end of the page. -->
  <xsl:template mode="thp:margin" xpath-default-namespace="http://www.w3.org/1999/xhtml"
      match="a[@class/tokenize(.) = ('call', 'mark', 'number', 'scan')] | span[@hidden or @aria-hidden]"/>

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
