<?xml version="1.0" encoding="UTF-8"?>
<!--
  The critical apparatus: a second series of footnotes below those of the author, as the class memoir has them.

  Not reledmac, which counts lines: it is no part of texlive-latex-recommended, takes three runs more, and wants the text
  between commands of its own, so that no project could lay out verse, lists or tables in its own way. Entries go by
  numbers instead, each with its lemma, so that a number says nothing that a line would.

  Public: tl:variant, tl:variant-as, tl:witnesses
-->
<xsl:stylesheet version="3.0" default-mode="tl:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tl="urn:teitools:xslt:latex"
    xmlns:tlp="urn:teitools:xslt:latex:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:template match="app">
    <xsl:variable name="shown" as="element()?" select="tt:shown(.)"/>
    <xsl:value-of select="
        tl:start(.) || $shown ! tl:in-language(tl:language-of(.), tl:language-of(..), tl:content(.)) || tl:end(.)
        || .[tt:has-entry(.)][empty(tt:carrier-of-call(.))] ! tl:variant(.)"/>
  </xsl:template>

  <!-- The call of an entry, and the entry itself unless what holds the call is in the way (notes.xsl). -->
  <xsl:function name="tl:variant" as="xs:string">
    <xsl:param name="app" as="element(app)"/>
    <xsl:variable name="number" as="xs:string" select="string(tt:entry-number($app))"/>
    <xsl:sequence select="
        (if (tl:holder($app)) then tl:command('teivariantcall', ($number, 'app-' || $number))
         else tl:variant-as('teivariant', $app)) || $tt:boundary-mark"/>
  </xsl:function>

  <xsl:function name="tl:variant-as" as="xs:string">
    <xsl:param name="command" as="xs:string"/>
    <xsl:param name="app" as="element(app)"/>
    <xsl:variable name="number" as="xs:string" select="string(tt:entry-number($app))"/>
    <xsl:sequence select="tl:command($command, ($number, 'app-' || $number, tlp:entry($app)))"/>
  </xsl:function>

  <!-- The lemma, the other readings each in its language, the remarks; where it is, if it stands apart from its place. -->
  <xsl:function name="tlp:entry" as="xs:string">
    <xsl:param name="app" as="element(app)"/>
    <xsl:variable name="lemma" as="xs:string?" select="
        tt:entry-lemma($app) ! (tl:command('textit', tl:escape(.)) || '{]}')"/>
    <xsl:variable name="readings" as="xs:string" select="
        string-join(tt:entry-readings($app) ! tl:in-language(tl:language-of(.), tl:language-of($app),
          tl:escape(tt:listed-reading(., $app))), '; ')"/>
    <xsl:sequence select="
        string-join((tlp:place($app), $lemma, $readings[. ne ''],
          tt:remarks($app) ! (tt:before-remark(., $app) || tlp:entry-remark(.))), ' ')"/>
  </xsl:function>

  <xsl:function name="tlp:place" as="xs:string?">
    <xsl:param name="app" as="element(app)"/>
    <xsl:sequence select="
        if ($app[@loc or ancestor::listApp]) then tt:entry-place($app) ! tl:command('textbf', tl:escape(.)) else ()"/>
  </xsl:function>

  <xsl:function name="tlp:entry-remark" as="xs:string">
    <xsl:param name="remark" as="element()"/>
    <xsl:sequence select="
        string-join(($remark/self::witDetail ! tt:witnesses-of-detail(.) ! tl:escape(.),
          tl:in-language(tl:language-of($remark), tl:language-of($remark/..),
            normalize-space(tl:render($remark/node())))), ' ')"/>
  </xsl:function>

  <xsl:template match="witStart | witEnd | lacunaStart | lacunaEnd">
    <xsl:value-of select="tl:escape(tt:witness-mark(.))"/>
  </xsl:template>

  <!-- An apparatus that the text itself has, where it stands, or that the edition collects from beside the text. -->
  <xsl:template match="listApp">
    <xsl:value-of select="tl:environment('teiapparatus', tl:content(.))"/>
  </xsl:template>
  <xsl:template match="app[parent::listApp]" priority="1">
    <xsl:value-of select="'&#10;' || tl:command('teientry', tl:start(.) || tlp:entry(.) || tl:end(.)) || '&#10;'"/>
  </xsl:template>

  <!-- Witnesses: those that the header describes, and the entries that have no place in the text to be called at. -->
  <xsl:function name="tl:witnesses" as="xs:string*">
    <xsl:variable name="apart" as="element(app)*" select="tt:apparatus()[ancestor::standOff]"/>
    <xsl:sequence select="
        if (exists($apart)) then tl:section(tt:label('apparatus'), string-join($apart ! tl:render(.))) else (),
        if (empty(tt:apparatus()) or empty(tt:listed-witnesses())) then ()
        else tl:section(tt:label('witnesses'), string-join(tt:listed-witnesses() ! tlp:witness(.), '&#10;'))"/>
  </xsl:function>

  <xsl:template match="witness"><xsl:value-of select="'&#10;' || tlp:witness(.) || '&#10;'"/></xsl:template>

  <xsl:function name="tlp:witness" as="xs:string">
    <xsl:param name="witness" as="element(witness)"/>
    <xsl:sequence select="
        tl:command('teientry', tl:start($witness)
          || tt:siglum-before($witness) ! (tl:command('textbf', tl:escape(.)) || ' ')
          || normalize-space(tl:render($witness/node()[not(self::listWit)])) || tl:end($witness))"/>
  </xsl:function>

</xsl:stylesheet>
