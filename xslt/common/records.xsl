<?xml version="1.0" encoding="UTF-8"?>
<!--
  Records: descriptions whose parts are data and no running text, of manuscripts (TEI Guidelines 10), of persons, places,
  bodies and events (13.3). A record has a name and fields; a field has a label and what it says; some fields are groups
  of fields, with a heading. Which is which is the same in all editions.

  Public: tt:is-record, tt:record-name-parts, tt:record-fields, tt:is-field-group, tt:field-label,
    tt:field-key, tt:value-of-empty, tt:source-records
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    xmlns:ttp="urn:teitools:xslt:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- The elements that are records wherever they stand in a text; in standOff and in headers they have pages of their own. -->
  <xsl:variable name="ttp:record-names" as="map(xs:string, xs:boolean)" select="
      map:merge(tokenize('msDesc msPart msFrag person personGrp place org event nym object') ! map { .: true() })"/>

  <!-- Parts of records that have a heading and fields of their own. -->
  <xsl:variable name="ttp:group-names" as="xs:string+" select="
      'additional', 'history', 'msContents', 'msItem', 'msItemStruct', 'physDesc'"/>

  <!-- Parts whose parts say the same more exactly: these stand in their place. -->
  <xsl:variable name="ttp:wrapper-names" as="xs:string+" select="
      'objectDesc', 'supportDesc', 'layoutDesc', 'handDesc', 'scriptDesc', 'typeDesc', 'decoDesc', 'bindingDesc', 'sealDesc',
      'adminInfo', 'recordHist', 'custodialHist'"/>

  <!-- What the name of a record is made of, where it stands first in it. -->
  <xsl:variable name="ttp:name-names" as="xs:string+" select="
      'msIdentifier', 'objectIdentifier', 'head', 'label', 'persName', 'placeName', 'orgName', 'eventName', 'geogName', 'name',
      'form'"/>

  <xsl:function name="tt:is-record" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        map:contains($ttp:record-names, local-name($element))
        and empty($element/text()[normalize-space()]) and empty($element/ancestor::p | $element/ancestor::ab)"/>
  </xsl:function>

  <!-- The element at the start of the record that says what it is of; of a manuscript its heading too. -->
  <xsl:function name="tt:record-name-parts" as="element()*">
    <xsl:param name="record" as="element()"/>
    <xsl:variable name="first" as="element()?" select="$record/*[1][local-name() = $ttp:name-names][normalize-space()]"/>
    <xsl:sequence select="$first, $first/self::msIdentifier/following-sibling::*[1]/self::head[normalize-space()]"/>
  </xsl:function>

  <!-- All other parts that say something. -->
  <xsl:function name="tt:record-fields" as="element()*">
    <xsl:param name="record" as="element()"/>
    <xsl:sequence select="
        ($record/* except tt:record-name-parts($record))
          [normalize-space() or tt:value-of-empty(.) ne '' or descendant-or-self::graphic][not(tt:is-other-version(.))]
        ! (if (ttp:holds-fields(., $ttp:wrapper-names)) then tt:record-fields(.) else .)"/>
  </xsl:function>

  <!-- Whether the part has a heading and fields. -->
  <xsl:function name="tt:is-field-group" as="xs:boolean">
    <xsl:param name="field" as="element()"/>
    <xsl:sequence select="tt:is-record($field) or ttp:holds-fields($field, $ttp:group-names)"/>
  </xsl:function>

  <!-- Whether the part has one of the names, and holds nothing but parts that have labels. -->
  <xsl:function name="ttp:holds-fields" as="xs:boolean">
    <xsl:param name="part" as="element()"/>
    <xsl:param name="names" as="xs:string+"/>
    <xsl:sequence select="
        local-name($part) = $names and exists($part/*) and empty($part/(p | ab | list | table))
        and empty($part/text()[normalize-space()])"/>
  </xsl:function>

  <!-- What the field is called: by element and type, by element, as in the header; else by its type. -->
  <xsl:function name="tt:field-label" as="xs:string">
    <xsl:param name="field" as="element()"/>
    <xsl:variable name="name" as="xs:string" select="local-name($field)"/>
    <xsl:variable name="key" as="xs:string?" select="
        ($field/@type ! ('field-' || $name || '-' || .), 'field-' || $name, 'header-' || $name)[tt:has-label(.)][1]"/>
    <xsl:sequence select="
        string-join((if ($key) then tt:label($key) else string(($field/@type, tt:label('field-other'))[1]),
                     $field/(self::msItem | self::msItemStruct | self::msPart | self::msFrag)/@n), ' ')"/>
  </xsl:function>

  <!-- What fields share that may stand under one label: groups of fields and fields with blocks each have their own. -->
  <xsl:function name="tt:field-key" as="xs:string">
    <xsl:param name="field" as="element()"/>
    <xsl:sequence select="
        tt:field-label($field)
        || generate-id($field)[tt:is-field-group($field) or tt:is-block($field) or tt:has-blocks($field)]"/>
  </xsl:function>

  <!-- What an element without text says by its attributes, as far as that can be read. -->
  <xsl:function name="tt:value-of-empty" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="value" as="xs:string?" select="($element/@value, $element/@quantity)[1]"/>
    <xsl:sequence select="
        if (normalize-space($element)) then ''
        else string((tt:date-phrase($element), $value ! string-join((., $element/@unit), ' '),
                     string-join($element//date ! tt:date-phrase(.), ', '))[. ne ''][1])"/>
  </xsl:function>

  <!-- The descriptions of the text's own source, which stand in its header. -->
  <xsl:function name="tt:source-records" as="element(msDesc)*">
    <xsl:sequence select="$tt:document/*/teiHeader/fileDesc/sourceDesc//msDesc[not(ancestor::msDesc)][normalize-space()]"/>
  </xsl:function>

</xsl:stylesheet>
