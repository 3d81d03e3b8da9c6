<?xml version="1.0" encoding="UTF-8"?>
<!--
  Title pages of the source (Guidelines, 4.6): what stands in one line there.

  Public: tt:separator-after
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!--
    What parts of an imprint or a byline are kept apart by, where the source has them as data (place, publisher, date)
    and no words or signs between them: a comma, unless the part ends with a sign of its own.
  -->
  <xsl:function name="tt:separator-after" as="xs:string?">
    <xsl:param name="part" as="element()"/>
    <xsl:variable name="next" as="element()?" select="$part/following-sibling::*[normalize-space()][1]"/>
    <xsl:sequence select="
        if (empty($next) or not(normalize-space($part)) or $part/../text()[normalize-space()]
            or tt:is-block($part) or tt:is-block($next) or $part/following-sibling::*[1]/self::lb) then ()
        else if (matches($part, '[,;:.–—]\s*$')) then ' '
        else ', '"/>
  </xsl:function>

</xsl:stylesheet>
