<?xml version="1.0" encoding="UTF-8"?>
<!--
  Records: a name, then a line for each field; a group of fields stands under its label, moved to the right.

  Public: tx:record, tx:source-description, tx:letter-head
-->
<xsl:stylesheet version="3.0" default-mode="tx:block"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tx="urn:teitools:xslt:text"
    xmlns:txp="urn:teitools:xslt:text:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:template match="*[tt:is-record(.)]" priority="4"><xsl:sequence select="tx:record(.)"/></xsl:template>

  <xsl:function name="tx:record" as="element()*">
    <xsl:param name="record" as="element()"/>
    <xsl:variable name="names" as="element()*" select="tt:record-name-parts($record) ! tx:block(tx:phrase(.), 0)"/>
    <xsl:sequence select="
        tx:spaced(($names, tx:indented(txp:record-fields($record), if (exists($names)) then 2 else 0)), 1)"/>
  </xsl:function>

  <!-- Fields of one kind within a line stand in one line. -->
  <xsl:function name="txp:record-fields" as="element()*">
    <xsl:param name="record" as="element()"/>
    <xsl:for-each-group select="tt:record-fields($record)" group-adjacent="tt:field-key(.)">
      <xsl:sequence select="
          if (tail(current-group()))
          then tx:labelled(tx:block(tt:field-label(.) || ': '
                 || string-join(current-group() ! txp:in-line(.), '; '), 0), '', 0, 0)
          else txp:record-field(.)"/>
    </xsl:for-each-group>
  </xsl:function>

  <xsl:function name="txp:in-line" as="xs:string">
    <xsl:param name="field" as="element()"/>
    <xsl:sequence select="(tt:value-of-empty($field)[. ne ''], normalize-space(tx:phrase($field)))[1]"/>
  </xsl:function>

  <xsl:function name="txp:record-field" as="element()*">
    <xsl:param name="field" as="element()"/>
    <xsl:variable name="label" as="xs:string" select="tt:field-label($field) || ':'"/>
    <xsl:sequence select="
        if (tt:is-field-group($field))
        then (tx:block(string-join(($label, tt:record-name-parts($field) ! normalize-space(tx:phrase(.))), ' '), 0),
              tx:indented(txp:record-fields($field), 2))
        else if (tt:value-of-empty($field) ne '') then tx:block($label || ' ' || tt:value-of-empty($field), 0)
        else txp:labelled-field($label, tx:blocks($field) ! tx:spaced(., 0))"/>
  </xsl:function>

  <!-- The label, and after it in the same line the first block, unless its lines are laid out already. -->
  <xsl:function name="txp:labelled-field" as="element()*">
    <xsl:param name="label" as="xs:string"/>
    <xsl:param name="blocks" as="element()*"/>
    <xsl:variable name="first" as="element()?" select="head($blocks)[@label = '' and not(@fixed)]"/>
    <xsl:sequence select="
        tx:labelled(tx:block(string-join(($label, $first), ' '), 0), '', 0, 0),
        tx:indented(if ($first) then tail($blocks) else $blocks, 2)"/>
  </xsl:function>

  <!-- The manuscripts that the header describes, under a heading. -->
  <xsl:function name="tx:source-description" as="element()*">
    <xsl:variable name="records" as="element()*" select="tt:source-records()"/>
    <xsl:if test="exists($records)">
      <xsl:sequence select="tx:block(tt:label('header-sourceDesc'), 2)"/>
      <xsl:apply-templates select="$records"/>
    </xsl:if>
  </xsl:function>

  <!-- Who wrote the letter to whom, where and when. -->
  <xsl:function name="tx:letter-head" as="element()*">
    <xsl:param name="of" as="element()"/>
    <xsl:for-each select="tt:letter-actions($of)">
      <xsl:variable name="said" as="xs:string" select="normalize-space(tx:phrase(node() except tt:silent-dates(.)))"/>
      <xsl:sequence select="
          tx:block(string-join((tt:letter-label(.) || ':', $said[. ne ''], tt:silent-dates-in-words(.)), ' '),
            if (position() = 1 or empty(preceding-sibling::*)) then 1 else 0)"/>
    </xsl:for-each>
  </xsl:function>

</xsl:stylesheet>
