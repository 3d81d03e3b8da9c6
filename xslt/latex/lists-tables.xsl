<?xml version="1.0" encoding="UTF-8"?>
<!-- Lists, tables, figures, formulas. -->
<xsl:stylesheet version="3.0" default-mode="tl:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tl="urn:teitools:xslt:latex"
    xmlns:tlp="urn:teitools:xslt:latex:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:template match="list | listBibl | listPerson | listPlace | listOrg | listEvent | listWit">
    <xsl:value-of select="tl:render(head)"/>
    <xsl:value-of select="tl:environment('teilist', tl:render(node() except head))"/>
  </xsl:template>

  <!-- A list within a line: its items one after another. -->
  <xsl:template match="list[@rend = ('inline', 'runon') or @type = 'inline']" priority="1">
    <xsl:value-of select="string-join(* ! tl:content(.), ' ')"/>
  </xsl:template>

  <xsl:template match="item">
    <xsl:variable name="label" as="xs:string" select="
        if (@n) then tl:escape(@n)
        else if (../@type = 'ordered' or tokenize(../@rend) = ('numbered', 'ordered')) then string(1 + count(preceding-sibling::item)) || '.'
        else if (../@type = ('simple', 'gloss', 'index', 'toc') or ../@rend = 'simple') then '' else '–'"/>
    <xsl:value-of select="'&#10;' || tl:command('teiitem', ($label, tlp:trimmed(.))) || '&#10;'"/>
  </xsl:template>
  <xsl:template match="item[preceding-sibling::*[1]/self::label]" priority="1">
    <xsl:value-of select="'&#10;' || tl:command('teilabelitem', (tlp:trimmed(preceding-sibling::label[1]), tlp:trimmed(.))) || '&#10;'"/>
  </xsl:template>
  <xsl:template match="list/label[following-sibling::*[1]/self::item]"/>
  <xsl:template match="listBibl/bibl | listBibl/biblStruct | listBibl/msDesc" priority="1">
    <xsl:value-of select="'&#10;' || tl:command('teiitem', ('', tlp:trimmed(.))) || '&#10;'"/>
  </xsl:template>

  <!-- Entries of registers, catalogues and dictionaries that stand in a text: a paragraph each. -->
  <xsl:template match="person | personGrp | place | org | event | nym | msDesc | msPart | msItem | entry | sense | relation">
    <xsl:value-of select="'&#10;&#10;' || tl:content(.) || '&#10;&#10;'"/>
  </xsl:template>

  <xsl:function name="tlp:trimmed" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="replace(tl:content($element), '^\s+|\s+$', '')"/>
  </xsl:function>

  <!-- Columns share the width by the length of what they hold, none getting less than a fair minimum. -->
  <xsl:template match="table">
    <xsl:variable name="columns" as="xs:integer" select="max((1, row ! sum(cell ! tlp:span(@cols))))"/>
    <xsl:variable name="lengths" as="xs:double*" select="
        for $i in 1 to $columns
        return max((6, row/cell[sum(preceding-sibling::cell ! tlp:span(@cols)) + 1 = $i][tlp:span(@cols) = 1] ! math:sqrt(string-length(normalize-space(.)))))"
        xmlns:math="http://www.w3.org/2005/xpath-functions/math"/>
    <xsl:variable name="specification" as="xs:string" select="
        string-join($lengths ! ('&gt;{\raggedright\arraybackslash}p{\dimexpr ' || format-number(. div sum($lengths), '0.000')
          || '\linewidth-2\tabcolsep}'))"/>
    <xsl:variable name="rows" as="xs:string" select="string-join(row ! tlp:row(.), '&#10;')"/>
    <xsl:value-of select="tl:render(head)"/>
    <xsl:value-of select="
        if (ancestor::note or ancestor::table) then tl:environment('tabular', '{' || $specification || '}', $rows)
        else tl:environment('longtable', '{' || $specification || '}', '\toprule&#10;' || $rows || '&#10;\bottomrule')"/>
    <xsl:value-of select="tl:render(node() except (head, row))"/>
  </xsl:template>

  <xsl:function name="tlp:span" as="xs:integer">
    <xsl:param name="count" as="attribute()?"/>
    <xsl:sequence select="if (matches($count, '^[1-9]\d?$')) then xs:integer($count) else 1"/>
  </xsl:function>

  <xsl:function name="tlp:row" as="xs:string">
    <xsl:param name="row" as="element()"/>
    <xsl:variable name="cells" as="xs:string*" select="
        $row/cell ! (let $text := replace(tlp:trimmed(.), '\n\s*\n', '&#10;\\par{}&#10;'),
                        $styled := if (@role = 'label' or ../@role = 'label') then tl:command('textbf', $text) else '{' || $text || '}'
                    return if (tlp:span(@cols) gt 1)
                           then '\multicolumn{' || tlp:span(@cols) || '}{l}{' || $text || '}' else $styled)"/>
    <xsl:sequence select="string-join($cells, ' &amp; ') || '\tabularnewline' || '\midrule'[$row/@role = 'label']"/>
  </xsl:function>

  <xsl:template match="row | cell"><xsl:value-of select="tl:content(.)"/></xsl:template>

  <xsl:template match="figure">
    <xsl:value-of select="tl:environment('teifigure', tl:render(node() except figDesc[../graphic]))"/>
  </xsl:template>
  <xsl:template match="(p | l | head | note | cell | item)//figure" priority="1">
    <xsl:value-of select="' ' || normalize-space(tl:render(node() except figDesc[../graphic])) || ' '"/>
  </xsl:template>
  <xsl:template match="figure/head | figure/p" priority="1">
    <xsl:value-of select="'&#10;{\small ' || tl:content(.) || '\par}&#10;'"/>
  </xsl:template>
  <xsl:template match="figDesc"><xsl:value-of select="'{[}' || tl:content(.) || '{]}'"/></xsl:template>
  <xsl:template match="graphic | media | binaryObject">
    <xsl:variable name="instead" as="xs:string" select="
        '{[}' || tl:escape(tt:label('image')) || (../figDesc, desc)[1] ! (': ' || tl:escape(normalize-space(.))) || '{]}'"/>
    <xsl:value-of select="
        if (@url and not(tt:is-remote(string(@url))) and matches(@url, '^[A-Za-z0-9_./-]+$')) then tl:command('teigraphic', (string(@url), $instead))
        else $instead"/>
  </xsl:template>

</xsl:stylesheet>
