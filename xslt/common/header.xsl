<?xml version="1.0" encoding="UTF-8"?>
<!--
  What the header says of the text as a whole: its titles, its authors, its language, and what the source lacks.

  Public: $tt:document, tt:stem, $tt:text-language, tt:titles, tt:titles-of, tt:main-title, tt:authors,
    tt:authors-of, tt:missing
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
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

  <!-- The language of the text as a tag, of several texts that of the whole; empty when the document does not say. -->
  <xsl:variable name="tt:text-language" as="xs:string" select="
      string(($tt:document/*[TEI or teiCorpus]/@xml:lang[. ne ''],
              ($tt:running, $tt:document/*)[1]/ancestor-or-self::*/@xml:lang[. ne ''] => reverse(),
              $tt:document//langUsage[count(language) = 1]/language/@ident)[1])"/>

  <!--
    The titles for readers, the main one first, then subtitles and descriptions. A title of another type (short, filing
    and the like) is for machines, unless there is no other: then the first; that of a series (@level, TEI Guidelines
    3.12.2.2) is not the main one where there is another.
  -->
  <xsl:function name="tt:titles" as="element(title)*">
    <xsl:sequence select="tt:titles-of($tt:document/*)"/>
  </xsl:function>

  <!-- The same of one of several texts. -->
  <xsl:function name="tt:titles-of" as="element(title)*">
    <xsl:param name="part" as="element()"/>
    <xsl:variable name="said" as="element(title)*" select="$part/teiHeader/fileDesc/titleStmt/title[normalize-space()]"/>
    <xsl:variable name="read" as="element(title)*" select="$said[not(@type) or @type = ('main', 'sub', 'alt', 'desc')]"/>
    <xsl:variable name="all" as="element(title)*" select="if (exists($read)) then $read else $said[1]"/>
    <xsl:variable name="main" as="element(title)?" select="
        let $own := $all[not(@level = 's')]
        return ($own[@type = 'main'], $own[not(@type)], $all[@type = 'main'], $all[not(@type)], $all)[1]"/>
    <xsl:sequence select="$main, $all except $main"/>
  </xsl:function>

  <!-- The title by which the work is known; where the header has none, that of the title page or the first heading. -->
  <xsl:function name="tt:main-title" as="element()?">
    <xsl:sequence select="(tt:titles(), $tt:running//(titlePart | head)[normalize-space()])[1]"/>
  </xsl:function>

  <xsl:function name="tt:authors" as="element(author)*">
    <xsl:sequence select="tt:authors-of($tt:document/*)"/>
  </xsl:function>

  <!-- The same of one of several texts. -->
  <xsl:function name="tt:authors-of" as="element(author)*">
    <xsl:param name="part" as="element()"/>
    <xsl:sequence select="$part/teiHeader/fileDesc/titleStmt/author[normalize-space()]"/>
  </xsl:function>

  <!--
    What the source lacks, in words: an author, a title in the language of the text; whose a described title is. That it
    names no author is said where one is looked for: on a title page (Guidelines, 4.6), or where the editors had to
    describe the source, as it does not say itself what it is. Inscriptions, catalogues and debates have no author.
  -->
  <xsl:function name="tt:missing" as="xs:string*">
    <xsl:variable name="no-author" as="xs:boolean" select="
        empty(tt:authors()) and exists($tt:document//sourceDesc[not(.//author)])
        and (exists(tt:titles()[@type = 'desc']) or exists($tt:running//titlePage[not(.//docAuthor or .//byline)]))"/>
    <xsl:variable name="language" as="xs:string" select="ttp:primary($tt:text-language)"/>
    <xsl:variable name="no-title" as="xs:boolean" select="
        $language ne '' and exists(tt:titles())
        and empty(tt:titles()[not(@type = 'desc')][not(@xml:lang) or ttp:primary(@xml:lang) = $language])"/>
    <xsl:sequence select="
        if (not($no-author)) then ()
        else if (not($no-title)) then tt:label('no-author')
        else tt:label(('no-author-no-title-' || $language, 'no-author-no-title')[tt:has-label(.)][1]),
        if (tt:titles()[@type = 'desc']) then tt:label('title-described') else ()"/>
  </xsl:function>

  <!-- The language of a tag, without script or region. -->
  <xsl:function name="ttp:primary" as="xs:string">
    <xsl:param name="tag" as="xs:string"/>
    <xsl:sequence select="lower-case(substring-before(tt:language-tag($tag) || '-', '-'))"/>
  </xsl:function>

</xsl:stylesheet>
