<?xml version="1.0" encoding="UTF-8"?>
<!--
  Records: a name, then labelled fields; a group of fields stands under its label, moved to the right. The source of the
  text, where its header describes a manuscript; who wrote a letter to whom.

  Public: tl:source-description, tl:letter-head
-->
<xsl:stylesheet version="3.0" default-mode="tl:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tl="urn:teitools:xslt:latex"
    xmlns:tlp="urn:teitools:xslt:latex:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:template match="*[tt:is-record(.)]" priority="4">
    <xsl:value-of select="
        tl:environment('teirecord', string-join((tt:record-name-parts(.) ! tl:command('teirecordname', tlp:as-field(.)),
          tlp:record-fields(.)), '&#10;'))"/>
  </xsl:template>

  <xsl:function name="tlp:record-fields" as="xs:string*">
    <xsl:param name="record" as="element()"/>
    <xsl:for-each-group select="tt:record-fields($record)" group-adjacent="tt:field-key(.)">
      <xsl:sequence select="tlp:record-field(current-group())"/>
    </xsl:for-each-group>
  </xsl:function>

  <!-- \teifield{label}{what fields of one kind say}, or the label of a group and its fields. -->
  <xsl:function name="tlp:record-field" as="xs:string">
    <xsl:param name="fields" as="element()+"/>
    <xsl:variable name="label" as="xs:string"
        select="tl:in-language(tl:label-language(), tl:language-of($fields[1]/..), tl:escape(tt:field-label($fields[1])))"/>
    <xsl:sequence select="
        if (tt:is-field-group($fields[1]))
        then tl:command('teifieldgroup', ($label, string-join(tt:record-name-parts($fields) ! tlp:as-field(.), '; ')))
             || tl:environment('teifields', string-join(tlp:record-fields($fields), '&#10;'))
        else tl:command('teifield', ($label, string-join($fields ! tlp:as-field(.), '; ')))"/>
  </xsl:function>

  <xsl:function name="tlp:as-field" as="xs:string">
    <xsl:param name="field" as="element()"/>
    <xsl:sequence select="
        (tl:escape(tt:value-of-empty($field))[. ne ''], if ($field/self::head) then tl:content($field) else tl:render($field))[1]
          => replace('^\s+|\s+$', '') => replace('\n\s*\n', '&#10;\\par{}&#10;')"/>
  </xsl:function>

  <!-- The manuscripts that the header describes, as a section. -->
  <xsl:function name="tl:source-description" as="xs:string?">
    <xsl:sequence select="
        tl:section(tt:label('header-sourceDesc'), string-join(tt:source-records() ! tl:render(.)))[exists(tt:source-records())]"/>
  </xsl:function>

  <!-- Lines in the head of a text: who wrote the letter to whom, where and when; letters of an index (CMIF) stand apart. -->
  <xsl:function name="tl:letter-head" as="xs:string*">
    <xsl:param name="of" as="element()"/>
    <xsl:for-each select="tt:letter-actions($of)">
      <xsl:if test="position() gt 1 and empty(preceding-sibling::*)">
        <xsl:sequence select="'\par\addvspace{.55\baselineskip}%'"/>
      </xsl:if>
      <xsl:variable name="said" as="xs:string" select="normalize-space(tl:render(node() except tt:silent-dates(.)))"/>
      <xsl:variable name="dates" as="xs:string?" select="tt:silent-dates-in-words(.) ! tl:escape(.)"/>
      <xsl:sequence select="tl:command('teifield', (tl:escape(tt:letter-label(.)), string-join(($said[. ne ''], $dates), ' ')))"/>
    </xsl:for-each>
  </xsl:function>

</xsl:stylesheet>
