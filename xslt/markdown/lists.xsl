<?xml version="1.0" encoding="UTF-8"?>
<!--
  Lists. The content of an item is moved by four columns at least, as both CommonMark and pandoc read it.
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tm="urn:teitools:xslt:markdown"
    xmlns:tmp="urn:teitools:xslt:markdown:private"
    xpath-default-namespace="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="#all">

  <xsl:template match="ul" mode="tm:block" as="xs:string*">
    <xsl:sequence select="tmp:items(li, '-', 0)"/>
  </xsl:template>

  <!-- pandoc counts on from the first number: a list that jumps is several, kept apart. -->
  <xsl:template match="ol" mode="tm:block" as="xs:string*">
    <xsl:for-each-group select="li" group-starting-with="li[@value]">
      <xsl:if test="position() gt 1"><xsl:sequence select="$tm:divider"/></xsl:if>
      <xsl:sequence select="tmp:items(current-group(), '.', (current-group()[1]/@value ! xs:integer(.), 1)[1])"/>
    </xsl:for-each-group>
  </xsl:template>

  <!-- One block: items of one paragraph each without blank lines between them, else with. -->
  <xsl:function name="tmp:items" as="xs:string?">
    <xsl:param name="items" as="element(li)*"/>
    <xsl:param name="mark" as="xs:string"/>
    <xsl:param name="start" as="xs:integer"/>
    <xsl:variable name="contents" as="array(xs:string*)*" select="$items ! array { tm:blocks-in(.) }"/>
    <xsl:variable name="apart" as="xs:string"
        select="if (some $content in $contents satisfies count($content?*) gt 1) then '&#10;&#10;' else '&#10;'"/>
    <xsl:variable name="texts" as="xs:string*">
      <xsl:for-each select="$contents">
        <xsl:variable name="sign" as="xs:string" select="if ($mark = '-') then $mark else ($start + position() - 1) || $mark"/>
        <xsl:variable name="room" as="xs:integer" select="max((4, string-length($sign) + 1))"/>
        <xsl:sequence select="tm:indented(string-join(?*, '&#10;&#10;'), substring($sign || '    ', 1, $room),
            substring('        ', 1, $room))"/>
      </xsl:for-each>
    </xsl:variable>
    <xsl:sequence select="string-join($texts, $apart)[. ne '']"/>
  </xsl:function>

  <!-- A definition list (Pandoc's Manual, definition_lists), whose items may be in groups of their own. -->
  <xsl:template match="dl" mode="tm:block" as="xs:string*">
    <xsl:for-each-group select="(. | div)/(dt | dd)" group-starting-with="dt[not(preceding-sibling::*[1][self::dt])]">
      <xsl:variable name="terms" as="xs:string" select="
          string-join(current-group()[self::dt] ! (tm:anchor(.) || tm:phrase(node()))[. ne ''], ', ')"/>
      <xsl:variable name="definitions" as="xs:string*" select="
          current-group()[self::dd] ! tm:indented(string-join(tm:blocks-in(.), '&#10;&#10;'), ':   ', '    ')"/>
      <xsl:sequence select="
          string-join((tm:paragraph(if ($terms) then $terms else '&#xA0;'), '', $definitions), '&#10;')"/>
    </xsl:for-each-group>
  </xsl:template>

</xsl:stylesheet>
