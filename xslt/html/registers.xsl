<?xml version="1.0" encoding="UTF-8"?>
<!--
  The registers: which entries belong to which page, and the pages of persons, places, bodies and events.

  Public: $th:entries (page name to entries), $th:all-entries, th:is-entry, th:has-entry, th:name-language, th:register,
    th:kind-of-list
-->
<xsl:stylesheet version="3.0" default-mode="th:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns:thp="urn:teitools:xslt:html:private"
    xmlns:tei="http://www.tei-c.org/ns/1.0"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- Entries of registers, shown or not, wherever they are kept: standOff, header or text of any of the documents. -->
  <xsl:variable name="th:every-entry" as="element()*" select="
      $th:documents//*[self::person or self::personGrp or self::place or self::org
          or self::event[not(parent::person or parent::place or parent::org)]]
        [parent::*[matches(local-name(), '^list|^particDesc$|^place$|^settingDesc$|^standOff$')]]
      | $th:documents//standOff//*[self::msDesc or self::bibl[parent::listBibl] or self::biblStruct[parent::listBibl]
          or self::item[parent::list/@type = 'glossary']]"/>

  <!-- Those of the registers that are shown. -->
  <xsl:variable name="th:all-entries" as="element()*"
      select="$th:every-entry[tt:shows-register(substring-before(th:page-of(.), '.html'))]"/>

  <tt:leaves-out reason="registers-not-chosen" match="
      tei:*[self::tei:person or self::tei:personGrp or self::tei:listPerson][ancestor::tei:standOff or ancestor::tei:teiHeader]
        [not(contains($registers, 'persons'))]"/>
  <tt:leaves-out reason="registers-not-chosen" match="
      tei:*[self::tei:place or self::tei:listPlace][ancestor::tei:standOff or ancestor::tei:teiHeader]
        [not(contains($registers, 'places'))]"/>
  <tt:leaves-out reason="registers-not-chosen" match="
      tei:*[self::tei:org or self::tei:event or self::tei:listOrg or self::tei:listEvent]
        [ancestor::tei:standOff or ancestor::tei:teiHeader][not(ancestor-or-self::tei:listOrg[@type = 'repositories'])]
        [not(contains($registers, 'bodies-events'))]"/>
  <tt:leaves-out reason="registers-not-chosen" match="
      tei:*[self::tei:listOrg[@type = 'repositories'] or self::tei:msDesc or self::tei:listBibl][ancestor::tei:standOff]
        [not(contains($registers, 'archives-works'))]"/>
  <tt:leaves-out reason="registers-not-chosen" match="
      tei:list[@type = 'glossary'][ancestor::tei:standOff][not(contains($registers, 'glossary'))]"/>

  <!-- Every entry, by its identity, and whether its register is shown. -->
  <xsl:variable name="thp:entry-ids" as="map(xs:string, xs:boolean)" select="
      map:merge(($th:all-entries ! map { generate-id(.): true() }, $th:every-entry ! map { generate-id(.): false() }),
        map { 'duplicates': 'use-first' })"/>

  <!-- Whether an element has an entry in a register that is shown. -->
  <xsl:function name="th:is-entry" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="boolean($thp:entry-ids(generate-id($element)))"/>
  </xsl:function>

  <!-- Whether an element, or what is in it, belongs to registers, shown or not. -->
  <xsl:function name="th:has-entry" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="some $one in $element/descendant-or-self::* satisfies map:contains($thp:entry-ids, generate-id($one))"/>
  </xsl:function>

  <xsl:variable name="th:entries" as="map(xs:string, element()*)" select="
      map:merge(
        for $entry in $th:all-entries return map { th:page-of($entry): $entry },
        map { 'duplicates': 'combine' })"/>

  <!-- One list a kind; under each an index of letters when it is long. -->
  <xsl:template name="th:register" as="element()*">
    <xsl:param name="page" as="xs:string" required="yes"/>
    <xsl:variable name="page-name" as="xs:string" select="$page"/>
    <xsl:for-each-group select="$th:entries($page)" group-by="th:kind-of-list(.)">
      <xsl:variable name="several" as="xs:boolean" select="last() gt 1"/>
      <xsl:variable name="name" as="xs:string" select="'list-' || current-grouping-key()"/>
      <xsl:element name="{if ($several) then 'section' else 'div'}">
        <xsl:attribute name="class" select="'register'"/>
        <xsl:attribute name="id" select="th:page-part-id($name)"/>
        <xsl:if test="$several">
          <xsl:attribute name="aria-labelledby" select="th:page-part-id($name || '-h')"/>
          <h2 id="{th:page-part-id($name || '-h')}"><xsl:value-of select="thp:list-name(current-group()[1])"/></h2>
        </xsl:if>
        <xsl:variable name="said" as="xs:string+" select="
            tt:label('page-' || substring-before($page, '.html')), thp:list-name(current-group()[1])[$several]"/>
        <!-- What the lists of the document itself are called there, unless it is said above. -->
        <xsl:for-each select="
            (current-group()/../head)[root() is $tt:document][not(tt:is-other-version(.))][not(tt:plain-text(.) = $said)]">
          <p class="list-head"><xsl:sequence select="th:language-of(.)"/><xsl:apply-templates/></p>
        </xsl:for-each>
        <xsl:call-template name="th:entry-lines">
          <xsl:with-param name="lines" select="tt:index-lines(current-group())"/>
          <xsl:with-param name="of" select="thp:list-name(current-group()[1])"/>
          <xsl:with-param name="name" select="$name"/>
          <xsl:with-param name="level" select="if ($several) then 3 else 2"/>
          <xsl:with-param name="page" select="$page-name" tunnel="yes"/>
        </xsl:call-template>
      </xsl:element>
    </xsl:for-each-group>
  </xsl:template>

  <!-- The nearest list with a type says what the entries are; without one, their element name does. -->
  <xsl:function name="th:kind-of-list" as="xs:string">
    <xsl:param name="entry" as="element()"/>
    <xsl:sequence select="
        replace(string(($entry/ancestor::*[starts-with(local-name(), 'list')]/@type, local-name($entry))[1]), '[^A-Za-z0-9_-]',
        '-')"/>
  </xsl:function>

  <xsl:function name="thp:list-name" as="xs:string">
    <xsl:param name="entry" as="element()"/>
    <xsl:variable name="kind" as="xs:string" select="th:kind-of-list($entry)"/>
    <xsl:sequence select="
        if (tt:has-label('list-' || $kind)) then tt:label('list-' || $kind)
        else string(($entry/../head[not(tt:is-other-version(.))][1] ! tt:plain-text(.), $kind)[. != ''][1])"/>
  </xsl:function>

  <!-- The language of the main name, looked for upwards. -->
  <xsl:function name="th:name-language" as="attribute(lang)?">
    <xsl:param name="entry" as="element()"/>
    <xsl:sequence select="th:other-language-of((tt:filing-name($entry), $entry)[1])"/>
  </xsl:function>

</xsl:stylesheet>
