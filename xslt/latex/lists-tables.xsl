<?xml version="1.0" encoding="UTF-8"?>
<!-- Lists, tables, figures, formulas. -->
<xsl:stylesheet version="3.0" default-mode="tl:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tl="urn:teitools:xslt:latex"
    xmlns:tlp="urn:teitools:xslt:latex:private"
    xmlns:tei="http://www.tei-c.org/ns/1.0"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:template match="list | listBibl | listPerson | listPlace | listOrg | listEvent | listWit">
    <xsl:value-of select="tl:start(.) || tl:render(head)"/>
    <xsl:value-of select="tl:environment('teilist', tl:render(node() except head)) || tl:end(.)"/>
  </xsl:template>

  <!-- A list within a line: its items one after another. -->
  <xsl:template match="list[tt:list-kind(.) = 'inline']" priority="1">
    <xsl:value-of select="string-join(* !
        (self::item ! tlp:item-label(.)[. ne ''], if (self::note) then tl:render(.) else tl:content(.)), ' ')"/>
  </xsl:template>

  <xsl:template match="item">
    <xsl:variable name="label" as="xs:string"
        select="(tlp:item-label(.)[. ne ''], '–'[current()/parent::list ! tt:list-kind(.) = 'bulleted'], '')[1]"/>
    <xsl:value-of select="'&#10;' || tl:command('teiitem', ($label, tlp:trimmed(.))) || '&#10;'"/>
  </xsl:template>
  <xsl:template match="item[tt:own-label(.)]" priority="1">
    <xsl:value-of select="'&#10;' || tl:command('teilabelitem', (tlp:trimmed(tt:own-label(.)), tlp:trimmed(.))) || '&#10;'"/>
  </xsl:template>
  <xsl:template match="list[tt:list-kind(.) ne 'inline']/label[following-sibling::*[1]/self::item]"/>

  <xsl:function name="tlp:item-label" as="xs:string">
    <xsl:param name="item" as="element(item)"/>
    <xsl:sequence select="tl:escape(tt:item-label($item))"/>
  </xsl:function>

  <xsl:template match="listBibl/bibl | listBibl/biblStruct | listBibl/biblFull" priority="1">
    <xsl:value-of select="'&#10;' || tl:command('teiitem', ('', tlp:trimmed(.))) || '&#10;'"/>
  </xsl:template>

  <!-- An article's work after the article: “In: …” -->
  <xsl:template match="monogr"><xsl:value-of select="tt:before(.) ! tl:escape(.) || tl:content(.)"/></xsl:template>

  <xsl:function name="tlp:trimmed" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="replace(tl:content($element), '^\s+|\s+$', '')"/>
  </xsl:function>

  <!-- Columns share the width by the length of what they hold, none getting less than a fair minimum. -->
  <xsl:template match="table">
    <xsl:variable name="rows" as="array(map(xs:string, item()))*" select="tt:table-rows(.)"/>
    <xsl:variable name="lengths" as="xs:double*" select="
        for $column in 1 to tt:table-width($rows)
        return max((6, $rows?*[?column = $column]?cell[tt:span(@cols) = 1] ! math:sqrt(string-length(normalize-space(.)))))"
        xmlns:math="http://www.w3.org/2005/xpath-functions/math"/>
    <xsl:variable name="shares" as="xs:double*" select="$lengths ! (. div sum($lengths))"/>
    <xsl:variable name="specification" as="xs:string" select="string-join($shares ! tlp:column(.))"/>
    <xsl:variable name="lines" as="xs:string" select="string-join($rows ! tlp:row(., $shares), '&#10;')"/>
    <xsl:value-of select="tl:start(.) || string-join((tl:render(tt:above-table(.)), tl:render(head),
        tt:caption-number(.)[empty(current()/head)] ! tl:command('teisubhead', tl:escape(.)),
        tl:render(tt:between-rows(.))), '&#10;')"/>
    <xsl:value-of select="
        if (ancestor::note or ancestor::table) then tl:environment('tabular', '{' || $specification || '}', $lines)
        else tl:environment('longtable', '{' || $specification || '}', '\toprule&#10;' || $lines || '&#10;\bottomrule')"/>
    <xsl:value-of select="tl:render(tt:below-table(.)) || tl:end(.)"/>
  </xsl:template>

  <!-- A table without rows, as programs write it that recognise pages: its words. -->
  <xsl:template match="table[not(row)]" priority="1">
    <xsl:value-of select="'&#10;&#10;' || tl:content(.) || '&#10;&#10;'"/>
  </xsl:template>

  <!-- A column of paragraphs with its share of the line. -->
  <xsl:function name="tlp:column" as="xs:string">
    <xsl:param name="share" as="xs:double"/>
    <xsl:sequence select="
        '&gt;{\raggedright\arraybackslash}p{\dimexpr ' || format-number($share, '0.000') || '\linewidth-2\tabcolsep}'"/>
  </xsl:function>

  <!-- A row of places; one that a cell above reaches into stays empty. -->
  <xsl:function name="tlp:row" as="xs:string">
    <xsl:param name="places" as="array(map(xs:string, item()))"/>
    <xsl:param name="shares" as="xs:double*"/>
    <xsl:variable name="row" as="element()?" select="$places?*?cell[1]/.."/>
    <xsl:sequence select="
        string-join($places?* ! (let $column := ?column return (?cell ! tlp:cell(., subsequence($shares, $column)), '')[1]),
          ' &amp; ') || '\tabularnewline'
        || '\midrule'[$row/@role = 'label']"/>
  </xsl:function>

  <xsl:function name="tlp:cell" as="xs:string">
    <xsl:param name="cell" as="element(cell)"/>
    <xsl:param name="shares" as="xs:double*"/>
    <xsl:variable name="text" as="xs:string" select="replace(tlp:trimmed($cell), '\n\s*\n', '&#10;\\par{}&#10;')"/>
    <xsl:variable name="columns" as="xs:integer" select="tt:span($cell/@cols)"/>
    <xsl:sequence select="
        if ($columns gt 1)
        then tl:command('multicolumn', (string($columns),
               if (tt:has-blocks($cell)) then tlp:column(sum(subsequence($shares, 1, $columns))) else 'l', $text))
        else if ($cell/@role = 'label' or $cell/../@role = 'label') then tl:command('textbf', $text)
        else '{' || $text || '}'"/>
  </xsl:function>

  <xsl:template match="row | cell"><xsl:value-of select="tl:content(.)"/></xsl:template>

  <xsl:template match="figure">
    <xsl:value-of select="tl:environment('teifigure', tlp:in-figure(.)) || tl:held(.)"/>
  </xsl:template>
  <xsl:template match="(p | l | head | note | cell | item)//figure" priority="1">
    <xsl:value-of select="' ' || normalize-space(tlp:in-figure(.)) || tl:held(.) || ' '"/>
  </xsl:template>
  <xsl:function name="tlp:in-figure" as="xs:string">
    <xsl:param name="figure" as="element(figure)"/>
    <xsl:variable name="number" as="xs:string?" select="
        tt:caption-number($figure)[empty($figure/head)] ! tlp:small($figure, tl:escape(.))"/>
    <xsl:sequence select="
        tl:start($figure) || tl:render($figure/(node() except figDesc[tt:is-said-by-picture(.)])) || tl:end($figure) || $number"/>
  </xsl:function>
  <xsl:template match="figure/head | figure/p" priority="1">
    <xsl:value-of select="tlp:small(.., tl:content(.))"/>
  </xsl:template>
  <!-- A line below a picture; within a heading, which is one paragraph, words beside it. -->
  <xsl:function name="tlp:small" as="xs:string">
    <xsl:param name="figure" as="element()"/>
    <xsl:param name="words" as="xs:string"/>
    <xsl:sequence select="if ($figure/ancestor::head) then ' ' || $words || ' ' else '&#10;{\small ' || $words || '\par}&#10;'"/>
  </xsl:function>
  <xsl:template match="figDesc"><xsl:value-of select="'{[}' || tl:content(.) || '{]}'"/></xsl:template>
  <tt:leaves-out reason="binary" match="tei:binaryObject[not(@url)]"/>
  <xsl:template match="graphic | media | binaryObject">
    <xsl:variable name="instead" as="xs:string" select="
        '{[}' || tl:escape(tt:label('image')) || tt:picture-words(.)[. ne ''] ! (': ' || tl:escape(.)) || '{]}'"/>
    <xsl:variable name="file" as="xs:string?" select="tt:picture(.)"/>
    <xsl:value-of select="if ($file) then tl:command('teigraphic', ($file, $instead)) else $instead"/>
  </xsl:template>

</xsl:stylesheet>
