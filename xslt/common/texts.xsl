<?xml version="1.0" encoding="UTF-8"?>
<!--
  Where the running text is. A document may be one text (TEI), several with headers of their own (teiCorpus, or TEI in
  TEI: Guidelines, 15.1 and 4.1), several in a group (4.3.1), or a piece of one: a file whose root is a div, a list, an entry.

  Public: $tt:fragment, $tt:running, tt:is-in-text, tt:tops-of, tt:is-top, tt:is-part, tt:group-title, tt:has-content,
    tt:report-text
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- The root of a document that is neither a text with its header nor a collection of such. -->
  <xsl:variable name="tt:fragment" as="element()?" select="$tt:document/*[not(self::TEI or self::teiCorpus)]"/>

  <!-- The elements that hold running text, none in another one. -->
  <xsl:variable name="tt:running" as="element()*" select="
      if ($tt:fragment) then $tt:fragment[not(self::teiHeader or self::standOff)]
      else $tt:document//text[not(ancestor::text)]"/>

  <!-- Whether the node stands in running text. -->
  <xsl:function name="tt:is-in-text" as="xs:boolean">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="
        exists($node/ancestor::text) or exists($tt:fragment intersect $tt:running intersect $node/ancestor-or-self::*)"/>
  </xsl:function>

  <!--
    What a reader reads of a document, or of a part of it, in order: its text and the parts that have headers of their
    own. Where there is neither, what the transcription or the records say (sourceDoc, standOff), or elements that nobody
    knows. Of a piece, itself.
  -->
  <xsl:function name="tt:tops-of" as="element()*">
    <xsl:param name="holder" as="element()"/>
    <xsl:variable name="texts" as="element()*" select="$holder/(text | TEI | teiCorpus)"/>
    <xsl:sequence select="
        if (not($holder[self::TEI or self::teiCorpus])) then $holder
        else if (exists($texts)) then $texts
        else ($holder/(sourceDoc | standOff)[normalize-space()], $holder/(* except (teiHeader, facsimile, sourceDoc, standOff))
          [empty($holder/(sourceDoc | standOff)[normalize-space()])])"/>
  </xsl:function>

  <!-- Whether the element is one of several texts with headers of their own. -->
  <xsl:function name="tt:is-part" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="exists($element[self::TEI or self::teiCorpus]/(parent::TEI | parent::teiCorpus))"/>
  </xsl:function>

  <!-- What a text of a group is called, which has no header: the first title on its title page, if it has one. -->
  <xsl:function name="tt:group-title" as="element()?">
    <xsl:param name="text" as="element(text)"/>
    <xsl:sequence select="($text[parent::group]/front/(titlePage//titlePart | docTitle/titlePart)[normalize-space()])[1]"/>
  </xsl:function>

  <!-- Whether the element is one of those tops: what has no place in the reading of a text may be all there is to read. -->
  <xsl:function name="tt:is-top" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        exists($element intersect ($tt:fragment, $element/(parent::TEI | parent::teiCorpus) ! tt:tops-of(.)))"/>
  </xsl:function>

  <!-- Whether there is something to be read, or seen, in the element. -->
  <xsl:function name="tt:has-content" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="exists($element[normalize-space() or .//(graphic | media | binaryObject | ptr | ref)])"/>
  </xsl:function>

  <!-- A document without text is told, and so is one whose root is none of TEI's elements: nobody has styled that. -->
  <xsl:template name="tt:report-text" as="empty-sequence()">
    <xsl:variable name="root" as="element()" select="$tt:document/*"/>
    <xsl:choose>
      <xsl:when test="namespace-uri($root) ne 'http://www.tei-c.org/ns/1.0'">
        <xsl:call-template name="tt:finding">
          <xsl:with-param name="code" select="'EDN009'"/>
          <xsl:with-param name="node" select="$root"/>
          <xsl:with-param name="facts"
              select="map { 'name': name($root), 'namespace': (string(namespace-uri($root))[. ne ''], '–')[1] }"/>
          <xsl:with-param name="text" select="'no TEI: the root is ' || name($root)"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:when test="
          empty(tt:tops-of($root)[tt:has-content(.)])
          and empty($root//msDesc)">
        <xsl:call-template name="tt:finding">
          <xsl:with-param name="code" select="'EDN008'"/>
          <xsl:with-param name="node" select="$root"/>
          <xsl:with-param name="facts" select="map { 'name': name($root) }"/>
          <xsl:with-param name="text" select="'no text in ' || name($root)"/>
        </xsl:call-template>
      </xsl:when>
    </xsl:choose>
  </xsl:template>

</xsl:stylesheet>
