<?xml version="1.0" encoding="UTF-8"?>
<!--
  Characters that an edition which is text carries from its first pass to its last. No text has them: they are at the
  end of the last private-use plane, and tt:without-marks takes them out of what comes from a document.

  Public: $tt:joint-mark, $tt:sentence-mark,
    $tt:editorial-call-mark, $tt:line-mark, $tt:line-number-mark, $tt:boundary-mark, tt:without-marks, tt:unstyled-mark,
    tt:unstyled-names, tt:without-unstyled-marks
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    exclude-result-prefixes="#all">

  <!-- A space that no line may end at, and the end of a sentence that the text marks. -->
  <xsl:variable name="tt:joint-mark" as="xs:string" select="'&#x10FFF7;'"/>
  <xsl:variable name="tt:sentence-mark" as="xs:string" select="'&#x10FFF6;'"/>

  <!-- Before the call of an editors' note, which stands at the end of its word. -->
  <xsl:variable name="tt:editorial-call-mark" as="xs:string" select="'&#x10FFF9;'"/>

  <!-- A line end that the source means. -->
  <xsl:variable name="tt:line-mark" as="xs:string" select="'&#x10FFFA;'"/>

  <!-- Between the number of such a line and its text. -->
  <xsl:variable name="tt:line-number-mark" as="xs:string" select="'&#x10FFF8;'"/>

  <!-- In plain text before a call, which no space may part from its word; in LaTeX after what no call may leave. -->
  <xsl:variable name="tt:boundary-mark" as="xs:string" select="'&#x10FFFB;'"/>

  <!-- Before and after the name of an element that nobody styled. -->
  <xsl:variable name="tt:name-start-mark" as="xs:string" select="'&#x10FFFC;'"/>
  <xsl:variable name="tt:name-end-mark" as="xs:string" select="'&#x10FFFD;'"/>

  <xsl:variable name="tt:marks" as="xs:string" select="
      $tt:joint-mark || $tt:sentence-mark || $tt:editorial-call-mark || $tt:line-mark || $tt:line-number-mark || $tt:boundary-mark
      || $tt:name-start-mark || $tt:name-end-mark"/>

  <xsl:function name="tt:without-marks" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:sequence select="translate($text, $tt:marks, '')"/>
  </xsl:function>

  <xsl:function name="tt:unstyled-mark" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="$tt:name-start-mark || local-name($element) || $tt:name-end-mark"/>
  </xsl:function>

  <xsl:function name="tt:unstyled-names" as="xs:string*">
    <xsl:param name="text" as="xs:string"/>
    <xsl:sequence select="tail(tokenize($text, $tt:name-start-mark)) ! substring-before(., $tt:name-end-mark)"/>
  </xsl:function>

  <xsl:function name="tt:without-unstyled-marks" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:sequence select="
        replace($text, $tt:name-start-mark || '[^' || $tt:name-end-mark || ']*' || $tt:name-end-mark, '')"/>
  </xsl:function>

</xsl:stylesheet>
