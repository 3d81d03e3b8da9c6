<?xml version="1.0" encoding="UTF-8"?>
<!--
  Witnesses of a text: what they are called in an apparatus, and where one of them begins, ends or has a gap.

  Public: tt:witnesses, tt:witnesses-of-detail, tt:siglum, tt:siglum-of-witness, tt:siglum-before,
    tt:listed-witnesses, tt:witness-mark
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    xmlns:ttp="urn:teitools:xslt:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!--
    What an apparatus reading rests on: the words of elements wit after it, which say it as the source does; else the
    sigla of its own @wit, of its group, its source or who is responsible for it (TEI Guidelines 13.1.4).
  -->
  <xsl:function name="tt:witnesses" as="xs:string*">
    <xsl:param name="reading" as="element()"/>
    <xsl:variable name="said" as="xs:string?" select="$reading/following-sibling::*[1]/self::wit ! tt:plain-text(node())"/>
    <xsl:variable name="named" as="attribute()?" select="
        ($reading/@wit, $reading/ancestor::rdgGrp[1][ancestor::app[1] is $reading/ancestor::app[1]]/@wit,
         $reading/@source, $reading/@resp)[1]"/>
    <xsl:sequence select="
        if (not($reading[self::lem or self::rdg])) then ()
        else if ($said) then $said else ttp:sigla($named)"/>
  </xsl:function>

  <!-- The witnesses that a detail is about; where it says so itself, nothing is added. -->
  <xsl:function name="tt:witnesses-of-detail" as="xs:string*">
    <xsl:param name="detail" as="element(witDetail)"/>
    <xsl:variable name="sigla" as="xs:string*" select="ttp:sigla($detail/@wit)"/>
    <xsl:variable name="first" as="xs:string?" select="tokenize(tt:plain-text($detail/node()), '[^\p{L}\p{N}]+')[. ne ''][1]"/>
    <xsl:sequence select="$sigla[not($first = $sigla)]"/>
  </xsl:function>

  <xsl:function name="ttp:sigla" as="xs:string*">
    <xsl:param name="pointers" as="attribute()?"/>
    <xsl:sequence select="tt:pointers($pointers) ! tt:siglum(., $pointers/..)"/>
  </xsl:function>

  <!-- What the pointer names: its siglum if it leads to something that has one, else the name after the '#'. -->
  <xsl:function name="tt:siglum" as="xs:string">
    <xsl:param name="pointer" as="xs:string"/>
    <xsl:param name="bearer" as="element()"/>
    <xsl:variable name="known" as="xs:string?" select="$ttp:sigla-here($pointer)"/>
    <xsl:variable name="found" as="element()?"
        select="if (exists($known) or not(matches($pointer, '[#:]'))) then () else tt:resolve-one($pointer, $bearer)"/>
    <xsl:sequence
        select="($known, $found ! tt:siglum-of-witness(.), replace($pointer, '^.*#(.)', '$1'))[. ne ''][1]"/>
  </xsl:function>

  <!-- The sigla of the witnesses that the document lists, by the pointers to them: an apparatus asks thousands of times. -->
  <xsl:variable name="ttp:sigla-here" as="map(xs:string, xs:string)" select="
      map:merge(
        $tt:document//(witness | listWit)[@xml:id][tt:resolve-one('#' || @xml:id, .) is .]
          ! map { '#' || @xml:id: tt:siglum-of-witness(.) },
        map { 'duplicates': 'use-first' })"/>

  <!-- The abbreviation that the witness says is its siglum, else its @n, else its identifier (TEI Guidelines 13.1.4.3). -->
  <xsl:function name="tt:siglum-of-witness" as="xs:string">
    <xsl:param name="witness" as="element()"/>
    <xsl:variable name="abbreviation" as="element()?" select="ttp:own-siglum($witness)"/>
    <xsl:sequence select="
        string(($abbreviation ! tt:plain-text(.), $witness/@n[normalize-space()] ! normalize-space(.), $witness/@xml:id)[1])"/>
  </xsl:function>

  <!-- The siglum within the description of the witness itself, not within that of one it groups. -->
  <xsl:function name="ttp:own-siglum" as="element()?">
    <xsl:param name="witness" as="element()"/>
    <xsl:sequence select="
        ($witness//(abbr | idno)[@type = ('siglum', 'sigil')][normalize-space()]
          [ancestor::*[self::witness or self::listWit][1] is $witness or not($witness[self::witness or self::listWit])])[1]"/>
  </xsl:function>

  <!-- The siglum to be set before the description of a witness; empty where the description has it already. -->
  <xsl:function name="tt:siglum-before" as="xs:string?">
    <xsl:param name="witness" as="element(witness)"/>
    <xsl:sequence select="
        tt:siglum-of-witness($witness)[. ne ''][empty(ttp:own-siglum($witness))]
          [not(tokenize(normalize-space($witness), '[^\p{L}\p{N}]+')[1] = .)]"/>
  </xsl:function>

  <!-- The witnesses that the header describes; the text itself shows only those that it lists. -->
  <xsl:function name="tt:listed-witnesses" as="element(witness)*">
    <xsl:sequence select="$tt:document//teiHeader//listWit//witness"/>
  </xsl:function>

  <!-- “[B begins]”: where a fragmentary witness starts, ends or has a gap (TEI Guidelines 13.1.5). -->
  <xsl:function name="tt:witness-mark" as="xs:string">
    <xsl:param name="mark" as="element()"/>
    <xsl:variable name="reading" as="element()?" select="$mark/ancestor::*[self::lem or self::rdg][1]"/>
    <xsl:variable name="sigla" as="xs:string*"
        select="if ($mark/@wit) then ttp:sigla($mark/@wit) else $reading ! tt:witnesses(.)"/>
    <xsl:sequence select="'[' || normalize-space(tt:label('mark-' || local-name($mark), string-join($sigla, ' '))) || ']'"/>
  </xsl:function>

</xsl:stylesheet>
