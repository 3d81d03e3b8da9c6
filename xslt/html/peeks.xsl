<?xml version="1.0" encoding="UTF-8"?>
<!--
  What a reader sees of the goal of a link without going there. A script (assets/peek.js) opens it in a popover: of a name,
  a term or a work its card, of which there is one for each entry of the registers; of a call or a correction what its list
  says, which is on the page already. Without the script all this stays hidden, and the links lead where they lead.

  Public: th:peeks
-->
<xsl:stylesheet version="3.0" default-mode="th:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns:thp="urn:teitools:xslt:html:private"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- A card quotes so much of what an entry says; the rest is on the page of the register. -->
  <xsl:variable name="thp:card-room" as="xs:integer" select="260"/>

  <!-- The frame of what is opened in place, and the cards. -->
  <xsl:template name="th:peeks" as="element()*">
    <div id="{th:page-part-id('peek')}" class="peek" popover="auto" role="dialog" tabindex="-1">
      <xsl:attribute name="lang" select="$tt:language"/>
      <p class="peek-go"><a href="#{th:page-part-id('main')}"><xsl:value-of select="tt:label('peek-go')"/></a></p>
      <button type="button" popovertarget="{th:page-part-id('peek')}" popovertargetaction="hide"
          aria-label="{tt:label('close')}">×</button>
    </div>
    <xsl:where-populated>
      <div class="cards" hidden="hidden">
        <xsl:for-each select="th:page-names() ! $th:entries(.)[exists(tt:mentions(.))]">
          <xsl:call-template name="thp:card"/>
        </xsl:for-each>
      </div>
    </xsl:where-populated>
  </xsl:template>

  <xsl:template name="thp:card" as="element()">
    <xsl:variable name="address" as="xs:string" select="th:href(., 'index.html')"/>
    <xsl:variable name="count" as="xs:integer" select="count(tt:mentions(.))"/>
    <div class="card" data-of="{$address}">
      <xsl:attribute name="lang" select="$tt:language"/>
      <p class="card-name"><xsl:sequence select="th:name-language(.)"/><xsl:value-of select="tt:entry-name(.)"/></p>
      <xsl:call-template name="th:dates"/>
      <xsl:for-each select="thp:said-of(.)">
        <p>
          <xsl:sequence select="ancestor-or-self::*[@xml:lang][1] ! th:language-of(.)"/>
          <xsl:value-of select="thp:in-short(.)"/>
        </p>
      </xsl:for-each>
      <p class="card-go">
        <a href="{$address}">
          <xsl:value-of select="if ($count = 1) then tt:label('card-one') else tt:label('card-many', string($count))"/>
        </a>
      </p>
    </div>
  </xsl:template>

  <!-- What makes known whom or what the name means: meaning, office or country; then the first remark. -->
  <xsl:function name="thp:said-of" as="element()*">
    <xsl:param name="entry" as="element()"/>
    <xsl:variable name="kinds" as="element()*"
        select="$entry/(gloss | occupation | role | affiliation | country | region | msContents)"/>
    <xsl:sequence select="
        ($kinds[thp:is-said(.)] except tt:filing-name($entry))[1],
        $entry/(desc | note[not(@type = 'unused-because')] | p)[thp:is-said(.)][1],
        $entry[self::bibl or self::biblStruct][tt:plain-text(.) ne tt:entry-name(.)]"/>
  </xsl:function>

  <xsl:function name="thp:is-said" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="normalize-space($element) ne '' and not(tt:is-other-version($element))"/>
  </xsl:function>

  <!-- The text of what is said, in one line; of a work without the remarks on it. -->
  <xsl:function name="thp:in-short" as="xs:string">
    <xsl:param name="said" as="element()"/>
    <xsl:variable name="text" as="xs:string" select="tt:plain-text($said/node()[not(self::idno)])"/>
    <xsl:sequence select="
        if (string-length($text) le $thp:card-room) then $text
        else replace(substring($text, 1, $thp:card-room), '\s+\S*$', ' …')"/>
  </xsl:function>

</xsl:stylesheet>
