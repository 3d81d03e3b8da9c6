<?xml version="1.0" encoding="UTF-8"?>
<!--
  Letters: what a header says of sending and receiving (TEI Guidelines 2.4.6), which belongs in the head of its text: of
  several texts with headers of their own (teiCorpus) in that of each.

  Public: tt:letter-actions, tt:letter-label, tt:silent-dates, tt:silent-dates-in-words
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:ttp="urn:teitools:xslt:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- Letters that a text in a group, which has no header of its own, says to be its own (@decls, 16.3). -->
  <xsl:variable name="ttp:declared" as="element(correspDesc)*" select="$tt:document//group/text ! ttp:declared-by(.)"/>

  <xsl:function name="ttp:declared-by" as="element(correspDesc)*">
    <xsl:param name="text" as="element(text)"/>
    <xsl:sequence select="tt:resolve($text/@decls)/self::correspDesc[root() is $tt:document]"/>
  </xsl:function>

  <!-- Who did what with the letter that this is the text, or the whole, of: where and when. -->
  <xsl:function name="tt:letter-actions" as="element()*">
    <xsl:param name="of" as="element()"/>
    <xsl:sequence select="
        ($of/teiHeader/profileDesc/correspDesc except $ttp:declared, $of[parent::group]/self::text/ttp:declared-by(.))
          /(correspAction | p | ab)[normalize-space() or exists(tt:silent-dates(.))]"/>
  </xsl:function>

  <!-- Dates of the action that are told by attributes alone. -->
  <xsl:function name="tt:silent-dates" as="element(date)*">
    <xsl:param name="action" as="element()"/>
    <xsl:sequence select="$action/date[not(normalize-space())][exists(tt:date-phrase(.))]"/>
  </xsl:function>

  <!-- These in words, in brackets after what the action says, if it says anything. -->
  <xsl:function name="tt:silent-dates-in-words" as="xs:string?">
    <xsl:param name="action" as="element()"/>
    <xsl:variable name="dates" as="xs:string" select="string-join(tt:silent-dates($action) ! tt:date-phrase(.), ', ')"/>
    <xsl:sequence select="
        if ($dates = '') then () else if (normalize-space($action)) then '(' || $dates || ')' else $dates"/>
  </xsl:function>

  <!-- “From”, “To” …; a type of the encoder's own stands as it is. -->
  <xsl:function name="tt:letter-label" as="xs:string">
    <xsl:param name="action" as="element()"/>
    <xsl:sequence select="
        if (tt:has-label('letter-' || $action/@type)) then tt:label('letter-' || $action/@type)
        else string(($action/@type, tt:label('letter-action'))[1])"/>
  </xsl:function>

</xsl:stylesheet>
