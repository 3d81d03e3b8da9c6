<?xml version="1.0" encoding="UTF-8"?>
<!--
  The editors’ notes: a second series, called by letters.

  Public: th:editorial-calls (all calls that stand behind the current element), th:is-called-behind, th:general-note-calls,
    th:editorial-notes
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

  <!-- Blocks and footnotes place the calls themselves, at their end or in their heading; behind anything else they follow it. -->
  <xsl:template match="*[th:is-called-behind(.)]" priority="10">
    <xsl:param name="marked-behind" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:next-match/>
    <xsl:if test="not($marked-behind or thp:ending-of(.))"><xsl:call-template name="th:editorial-calls"/></xsl:if>
  </xsl:template>

  <!-- A call does not cut a name from its ending (sonu|nda, Karakilise|’ye): it stands behind the whole word. -->
  <xsl:template priority="10" match="
      text()[preceding-sibling::node()[1][self::*][tt:bears-calls(.)][th:is-called-behind(.)][thp:ending-of(.)]]">
    <xsl:param name="marked-behind" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:variable name="bearer" as="element()" select="preceding-sibling::*[1]"/>
    <xsl:variable name="ending" as="xs:string" select="thp:ending-of($bearer)"/>
    <xsl:value-of select="$ending"/>
    <xsl:for-each select="$bearer[not($marked-behind)]"><xsl:call-template name="th:editorial-calls"/></xsl:for-each>
    <xsl:value-of select="tt:single-spaced(substring-after(., $ending))"/>
  </xsl:template>

  <xsl:function name="th:is-called-behind" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        tt:bears-calls($element)
        and empty($element[self::p or self::ab or self::head or self::quote[th:is-block(.)]
          or self::l or self::item or self::cell or self::line or self::text or self::figure
          or self::note[tt:is-footnote(.) or tt:is-listed-note(.)]
          or tt:is-division(.)])"/>
  </xsl:function>

  <!-- The letters that directly follow the element, with the apostrophe before them: the ending of the word it begins. -->
  <xsl:function name="thp:ending-of" as="xs:string?">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        $element[node()]/following-sibling::node()[1][self::text()][matches(., '^[’'']?\p{L}')]
        ! replace(., '^([’'']?\p{L}[\p{L}\p{M}]*).*$', '$1', 's')"/>
  </xsl:function>

  <xsl:template name="th:editorial-calls" as="element()*">
    <xsl:variable name="target" as="element()" select="."/>
    <xsl:for-each select="tt:editorial-notes-on(.)">
      <xsl:variable name="place" as="xs:integer" select="thp:place-among-targets(., $target)"/>
      <xsl:call-template name="thp:editorial-call"><xsl:with-param name="place" select="$place"/></xsl:call-template>
    </xsl:for-each>
    <xsl:call-template name="th:note-calls"/>
    <xsl:call-template name="th:entry-marks"/>
  </xsl:template>

  <!-- Calls for notes about the whole text, or about nothing that the reading view shows: they stand below the title. -->
  <xsl:template name="th:general-note-calls" as="element()*">
    <xsl:for-each select="tt:editorial-notes()[@target or not(tt:is-in-text(.))]
        [every $target in tt:about(.) satisfies not($target[tt:is-in-text(.)][root() is $tt:document])]">
      <xsl:call-template name="thp:editorial-call"/>
    </xsl:for-each>
  </xsl:template>

  <!-- An editors' note in the text itself is called where it stands. -->
  <xsl:template match="text//note[@type = 'editorial']" priority="3">
    <xsl:if test="not(@target)">
      <xsl:call-template name="thp:editorial-call"/>
    </xsl:if>
  </xsl:template>

  <!-- The call of the current note at one of its places; the note stands in the margin beside the first. -->
  <xsl:template name="thp:editorial-call" as="element()+">
    <xsl:param name="place" as="xs:integer" select="1"/>
    <xsl:variable name="letter" as="xs:string" select="tt:editorial-letter(.)"/>
    <a id="{thp:call-id(., $place)}" class="call editorial" href="#{th:id(.)}" role="doc-noteref"
        aria-label="{tt:label('editorial-call', $letter)}">
      <xsl:attribute name="lang" select="$tt:language"/>
      <sup><xsl:value-of select="$letter"/></sup>
    </a>
    <xsl:if test="$place = 1">
      <xsl:call-template name="th:sidenote">
        <xsl:with-param name="sign" select="$letter"/>
        <xsl:with-param name="words" select="tt:words-of-note(.)"/>
        <xsl:with-param name="class" select="'editorial'"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <xsl:template name="th:editorial-notes" as="element()?">
    <xsl:variable name="notes" as="element(note)*" select="tt:editorial-notes()"/>
    <xsl:if test="exists($notes)">
      <section id="{th:page-part-id('editorial-notes')}" class="notes editorial"
          aria-labelledby="{th:page-part-id('editorial-notes-heading')}">
        <h2 id="{th:page-part-id('editorial-notes-heading')}">
          <xsl:sequence select="th:ui-language()"/>
          <xsl:value-of select="tt:label('editorial-notes')"/>
        </h2>
        <ol>
          <xsl:for-each select="$notes">
            <li>
              <xsl:sequence select="th:attributes(., 'editorial-note', true())"/>
              <span class="note-number" aria-hidden="true"><xsl:value-of select="tt:editorial-letter(.)"/></span>
              <div class="note-text">
                <xsl:call-template name="thp:lemma"/>
                <xsl:variable name="words" as="element()" select="tt:words-of-note(.)"/>
                <xsl:choose>
                  <xsl:when test="$words is ."><xsl:apply-templates/></xsl:when>
                  <xsl:otherwise>
                    <span><xsl:sequence select="th:language-of($words)"/><xsl:apply-templates select="$words/node()"/></span>
                  </xsl:otherwise>
                </xsl:choose>
                <xsl:call-template name="thp:editorial-back-links"/>
              </div>
            </li>
          </xsl:for-each>
        </ol>
      </section>
    </xsl:if>
  </xsl:template>

  <!-- What the note is about, when that is short enough to be quoted. -->
  <xsl:template name="thp:lemma" as="node()*">
    <xsl:variable name="about" as="element()?"
        select="tt:about(.)[tt:is-in-text(.)][not(self::note or self::bibl or self::head)][1]"/>
    <xsl:variable name="text" as="xs:string" select="if ($about) then tt:plain-text($about) else ''"/>
    <xsl:if test="$text != '' and string-length($text) lt 60">
      <b class="lemma">
        <xsl:attribute name="lang" select="($about/ancestor-or-self::*/@xml:lang)[last()]"/>
        <xsl:value-of select="$text"/>
      </b>
      <xsl:text> </xsl:text>
    </xsl:if>
  </xsl:template>

  <xsl:template name="thp:editorial-back-links" as="node()*">
    <xsl:variable name="note" as="element(note)" select="."/>
    <xsl:variable name="places" as="xs:integer+"
        select="1 to max((1, count(tt:about(.)[tt:is-in-text(.)][root() is $tt:document])))"/>
    <xsl:for-each select="$places">
      <xsl:text> </xsl:text>
      <a class="back" href="#{thp:call-id($note, .)}" role="doc-backlink"
          aria-label="{tt:label('editorial-back', tt:editorial-letter($note))}">
        <xsl:attribute name="lang" select="$tt:language"/>
        <xsl:text>↑</xsl:text>
      </a>
    </xsl:for-each>
  </xsl:template>

  <xsl:function name="thp:call-id" as="xs:string">
    <xsl:param name="note" as="element(note)"/>
    <xsl:param name="place" as="xs:integer"/>
    <xsl:sequence select="th:part-id($note, 'call' || ('-' || $place)[$place gt 1])"/>
  </xsl:function>

  <!-- Which of the targets of the note the element is. -->
  <xsl:function name="thp:place-among-targets" as="xs:integer">
    <xsl:param name="note" as="element(note)"/>
    <xsl:param name="target" as="element()"/>
    <xsl:variable name="targets" as="element()*" select="tt:about($note)[tt:is-in-text(.)][root() is $tt:document]"/>
    <xsl:sequence select="(for $i in 1 to count($targets) return $i[$targets[$i] is $target], 1)[1]"/>
  </xsl:function>

</xsl:stylesheet>
