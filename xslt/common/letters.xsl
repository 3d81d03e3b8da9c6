<?xml version="1.0" encoding="UTF-8"?>
<!--
  Letters: what the header says of sending and receiving (TEI Guidelines 2.4.6), which belongs in the head of the text.

  Public: tt:letter-actions, tt:letter-label, tt:silent-dates, tt:silent-dates-in-words
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- Who did what with the letter, where and when. -->
  <xsl:function name="tt:letter-actions" as="element()*">
    <xsl:sequence select="
        ($tt:document/*/teiHeader/profileDesc/correspDesc)[1]/(correspAction | p | ab)
          [normalize-space() or exists(tt:silent-dates(.))]"/>
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
