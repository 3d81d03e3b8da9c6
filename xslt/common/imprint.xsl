<?xml version="1.0" encoding="UTF-8"?>
<!--
  What the header says of the publication: who publishes it, when, in which version, under what name that stays and on what
  terms; what it is about; and how it is cited. Nothing is made up: what the header does not say is left out.

  Public: tt:imprint, tt:publisher, tt:publication-date, tt:edition-statement, tt:identifier, tt:full-identifier, tt:licences,
    tt:licence-name, tt:keywords, tt:keywords-label, tt:abstracts, tt:abstract-words, tt:citation-parts, tt:citation
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:ttp="urn:teitools:xslt:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:variable name="ttp:imprint" as="element(publicationStmt)?"
      select="($tt:document//teiHeader)[1]/fileDesc/publicationStmt"/>

  <!-- All that the statement of publication says but its terms: who, where, when, under which names. -->
  <xsl:function name="tt:imprint" as="element()*">
    <xsl:sequence select="$ttp:imprint/(* except (availability, p, ab, ptr))[normalize-space() or @when]"/>
  </xsl:function>

  <xsl:function name="tt:publisher" as="element()?">
    <xsl:sequence select="$ttp:imprint/(publisher, distributor, authority)[normalize-space()][1]"/>
  </xsl:function>

  <!-- A date as the header writes it; empty where it has none that can be read. -->
  <xsl:function name="tt:publication-date" as="element(date)?">
    <xsl:sequence select="$ttp:imprint//date[normalize-space() or @when][1]"/>
  </xsl:function>

  <!-- Which edition it is, in the language of the readers. -->
  <xsl:function name="tt:edition-statement" as="element()*">
    <xsl:variable name="edition" as="element()?" select="
        ($tt:document//teiHeader)[1]/fileDesc/editionStmt/(edition, p)[normalize-space()][not(tt:is-other-version(.))][1]"/>
    <xsl:sequence select="if ($edition/seg[@xml:lang]) then $edition/seg[not(tt:is-other-version(.))] else $edition"/>
  </xsl:function>

  <!-- The name that stays: of the identifiers the one that says most. -->
  <xsl:function name="tt:identifier" as="xs:string?">
    <xsl:variable name="kinds" as="xs:string+" select="'doi', 'isbn', 'urn', 'ark', 'handle', 'uri', 'url'"/>
    <xsl:sequence select="
        sort($ttp:imprint//idno[normalize-space()], (), function($idno as element()) as xs:integer {
          (index-of($kinds, lower-case($idno/@type)), 9)[1] })[1] ! tt:full-identifier(.)"/>
  </xsl:function>

  <!-- An identifier as it is cited: a DOI as an address, any other with its scheme. -->
  <xsl:function name="tt:full-identifier" as="xs:string">
    <xsl:param name="number" as="element(idno)"/>
    <xsl:variable name="text" as="xs:string" select="normalize-space($number)"/>
    <xsl:variable name="kind" as="xs:string" select="lower-case($number/@type)"/>
    <xsl:sequence select="
        if ($kind eq 'doi') then 'https://doi.org/' || replace($text, '^(doi:|https?://(dx\.)?doi\.org/)', '')
        else if (contains($text, ':') or $kind eq '') then $text
        else if ($kind eq 'isbn') then 'urn:isbn:' || translate($text, ' -', '')
        else $kind || ':' || $text"/>
  </xsl:function>

  <xsl:function name="tt:licences" as="element(licence)*">
    <xsl:sequence select="$ttp:imprint/availability/licence[@target or normalize-space()][not(tt:is-other-version(.))]"/>
  </xsl:function>

  <!-- What licences at well-known addresses are called: “CC BY 4.0”, “MIT”; else the address without its scheme. -->
  <xsl:function name="tt:licence-name" as="xs:string?">
    <xsl:param name="licence" as="element(licence)"/>
    <xsl:variable name="address" as="xs:string" select="normalize-space($licence/@target)"/>
    <xsl:variable name="parts" as="xs:string*" select="tokenize($address, '/')"/>
    <xsl:sequence select="
        if ($address eq '') then ()
        else if (matches($address, '^https?://creativecommons\.org/licenses/[a-z-]+/\d'))
        then string-join(('CC', upper-case($parts[5]), $parts[6]), ' ')
        else if (contains($address, 'creativecommons.org/publicdomain/zero')) then 'CC0 1.0'
        else if (contains($address, 'spdx.org/licenses/')) then replace($parts[5], '\.html$', '')
        else replace($address, '^[a-z]+://', '')"/>
  </xsl:function>

  <!-- What the text is about, a list for each language in which the header says it. -->
  <xsl:function name="tt:keywords" as="element(keywords)*">
    <xsl:sequence select="($tt:document//teiHeader)[1]/profileDesc/textClass/keywords[.//(term | item)[normalize-space()]]"/>
  </xsl:function>

  <!-- “Keywords”, in the language of the list, as journals have it beside each abstract. -->
  <xsl:function name="tt:keywords-label" as="xs:string">
    <xsl:param name="list" as="element(keywords)"/>
    <xsl:variable name="language" as="xs:string?"
        select="$list/ancestor-or-self::*[@xml:lang][1]/@xml:lang ! lower-case(tokenize(., '-')[1])"/>
    <xsl:sequence select="($language ! tt:label-in(., 'header-keywords'), tt:label('header-keywords'))[1]"/>
  </xsl:function>

  <!-- What it says of itself, in each language: the abstracts of the header, else the parts of the text that are such. -->
  <xsl:function name="tt:abstracts" as="element()*">
    <xsl:variable name="of-header" as="element(abstract)*"
        select="($tt:document//teiHeader)[1]/profileDesc/abstract[normalize-space()]"/>
    <xsl:sequence select="if (exists($of-header)) then $of-header else $tt:running//div[@type = 'abstract'][p or ab]"/>
  </xsl:function>

  <!-- Its words without its heading: paragraph by paragraph, those of notes apart. -->
  <xsl:function name="tt:abstract-words" as="xs:string">
    <xsl:param name="abstract" as="element()"/>
    <xsl:sequence select="
        string-join(($abstract//(p | ab)[not(ancestor::note)], $abstract[empty(.//(p | ab))]) ! tt:plain-text(.), ' ')"/>
  </xsl:function>

  <!--
    What a citation consists of: Author: Title. Version. Publisher, date. Name that stays. Each is a tt:part with its @kind and,
    where it is in a language of its own, @lang; it ends as it is to be followed.
  -->
  <xsl:function name="tt:citation-parts" as="element(tt:part)+">
    <xsl:variable name="header" as="element()?" select="($tt:document//teiHeader)[1]"/>
    <xsl:variable name="authors" as="xs:string*" select="tt:authors() ! tt:plain-text(node() except idno)"/>
    <xsl:variable name="people" as="xs:string*" select="
        if (exists($authors)) then $authors
        else $header/fileDesc/titleStmt/editor[normalize-space()] ! tt:plain-text(node() except idno)"/>
    <xsl:variable name="date" as="xs:string?" select="
        tt:publication-date() ! (if (@when) then tt:date-in-words(@when) else tt:plain-text(.))"/>
    <xsl:variable name="title" as="element()?" select="tt:main-title()[tt:plain-text(.) ne '']"/>
    <xsl:sequence select="
        ttp:part('people', (), string-join($people, ', '), ':'),
        ttp:part('title', $title, ($title ! tt:plain-text(.), tt:label('untitled'))[1], '.'),
        tt:edition-statement() ! ttp:part('edition', ., tt:plain-text(.), '.'),
        ttp:part('imprint', (), string-join((tt:publisher() ! tt:plain-text(.), $date), ', '), '.'),
        tt:identifier() ! ttp:part('identifier', (), ., '.')"/>
  </xsl:function>

  <xsl:function name="ttp:part" as="element(tt:part)?">
    <xsl:param name="kind" as="xs:string"/>
    <xsl:param name="source" as="element()?"/>
    <xsl:param name="words" as="xs:string"/>
    <xsl:param name="sign" as="xs:string"/>
    <xsl:variable name="language" as="xs:string?" select="$source/ancestor-or-self::*[@xml:lang][1]/@xml:lang"/>
    <xsl:if test="$words ne ''">
      <tt:part kind="{$kind}" sign="{$sign}">
        <xsl:if test="$language ne $tt:language"><xsl:attribute name="lang" select="$language"/></xsl:if>
        <xsl:value-of select="replace($words, '\.$', '')"/>
      </tt:part>
    </xsl:if>
  </xsl:function>

  <xsl:function name="tt:citation" as="xs:string">
    <xsl:sequence select="string-join(tt:citation-parts() ! (. || @sign), ' ')"/>
  </xsl:function>

</xsl:stylesheet>
