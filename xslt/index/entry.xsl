<?xml version="1.0" encoding="UTF-8"?>
<!--
  What an index of several documents says of one: title, author, date and kind, as the editions have them.

  Input   a TEI document
  Output  ti:entry with attributes
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:ti="urn:teitools:xslt:index"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:include href="../common/common.xsl"/>

  <xsl:output method="xml" encoding="UTF-8" indent="no" omit-xml-declaration="yes"/>
  <xsl:mode on-no-match="fail"/>

  <xsl:template match="/" as="element(ti:entry)">
    <xsl:variable name="title" as="element()?" select="tt:main-title()"/>
    <xsl:variable name="date" as="element()?" select="ti:date()"/>
    <ti:entry kind="{ti:kind()}" language="{tt:language-tag($tt:text-language)}">
      <xsl:sequence select="
          $title ! ti:said('title', tt:plain-text(.)),
          $title ! ti:said('title-language', tt:language-tag(ancestor-or-self::*[@xml:lang][1]/@xml:lang)),
          ti:said('author', string-join(tt:authors() ! tt:plain-text(node()[not(self::idno)]), '; ')),
          $date ! ti:said('date', (tt:plain-text(.)[. ne ''], tt:date-phrase(.))[1]),
          $date ! ti:said('date-key', string((@when, @when-iso, @notBefore, @from, @notBefore-iso, @from-iso)[1]))"/>
    </ti:entry>
  </xsl:template>

  <xsl:function name="ti:said" as="attribute()?">
    <xsl:param name="name" as="xs:string"/>
    <xsl:param name="value" as="xs:string?"/>
    <xsl:if test="$value ne ''"><xsl:attribute name="{$name}" select="$value"/></xsl:if>
  </xsl:function>

  <!--
    The date of the text: when it was made (TEI Guidelines 2.4.1, creation), sent (2.4.6, correspAction), written
    (10.7, origDate) or first published (2.2.7, sourceDesc; 4.6, docDate); a document without these has that of its
    publication (2.2.4).
  -->
  <xsl:function name="ti:date" as="element()?">
    <xsl:variable name="header" as="element(teiHeader)?" select="$tt:document/*/teiHeader"/>
    <xsl:sequence select="(
        $header/profileDesc/creation//date,
        $header/profileDesc/correspDesc/correspAction[@type = 'sent']/date,
        $header/fileDesc/sourceDesc//(origDate | origin//date),
        $header/fileDesc/sourceDesc//date,
        $tt:document//docDate,
        $header/fileDesc/publicationStmt/date)[normalize-space() or @when or @notBefore or @from][1]"/>
  </xsl:function>

  <!-- What kind of text it is, by what it is made of; the words of a project's own classification may be anything. -->
  <xsl:function name="ti:kind" as="xs:string">
    <xsl:variable name="text" as="element()*" select="$tt:document//text"/>
    <xsl:sequence select="
        if ($tt:document/teiCorpus or $text/group) then 'collection'
        else if ($tt:document/*/teiHeader/profileDesc/correspDesc) then 'letter'
        else if (count($text//(entry | entryFree | superEntry)) gt count($text//p)) then 'dictionary'
        else if ($text//sp) then 'play'
        else if ($text//u) then 'speech'
        else if ($text//div[@type = 'edition'] and $tt:document//msDesc) then 'inscription'
        else if (count($text//l) gt count($text//p)) then 'verse'
        else if ($tt:document//sourceDesc/msDesc or $tt:document/*/sourceDoc) then 'manuscript'
        else if (empty($text) and $tt:document//(listPerson | listPlace | listOrg | listBibl | listEvent)) then 'register'
        else 'prose'"/>
  </xsl:function>

</xsl:stylesheet>
