<?xml version="1.0" encoding="UTF-8"?>
<!--
  The registers: which entries belong to which page, and the pages of persons, places, bodies and events.

  Public: $th:entries (page name to entries), $th:all-entries, th:is-entry, th:has-entry, th:name-language, th:register,
    th:entry-index,
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
      $th:documents//(person | personGrp | place | org | event[not(parent::person or parent::place or parent::org)])
        [parent::*[matches(local-name(), '^list|^particDesc$|^place$|^settingDesc$|^standOff$')]]
      | $th:documents//standOff//(msDesc | listBibl/bibl | listBibl/biblStruct | list[@type = 'glossary']/item)"/>

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
      <xsl:variable name="sorted" as="element()*" select="tt:sort(current-group(), tt:entry-name#1)"/>
      <xsl:element name="{if ($several) then 'section' else 'div'}">
        <xsl:attribute name="class" select="'register'"/>
        <xsl:attribute name="id" select="th:page-part-id($name)"/>
        <xsl:if test="$several">
          <xsl:attribute name="aria-labelledby" select="th:page-part-id($name || '-h')"/>
          <h2 id="{th:page-part-id($name || '-h')}"><xsl:value-of select="thp:list-name(current-group()[1])"/></h2>
        </xsl:if>
        <xsl:call-template name="th:entry-index">
          <xsl:with-param name="entries" select="$sorted"/>
          <xsl:with-param name="of" select="thp:list-name(current-group()[1])"/>
        </xsl:call-template>
        <xsl:for-each select="$sorted">
          <xsl:call-template name="th:entry">
            <xsl:with-param name="level" select="if ($several) then 3 else 2"/>
            <xsl:with-param name="page" select="$page-name" tunnel="yes"/>
          </xsl:call-template>
        </xsl:for-each>
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
  </xsl:function>  <!--
    All names of a list at a glance, by letter; each leads to its entry. A name of one word that the text has and that
    begins with another letter leads to the main name: Vrangel → Wrangel, Pyotr Nikolayeviç.
  -->
  <xsl:template name="th:entry-index" as="element()?">
    <xsl:param name="entries" as="element()*" required="yes"/>
    <xsl:param name="of" as="xs:string" required="yes"/>
    <xsl:if test="count($entries) gt 11">
      <nav class="entry-index" aria-label="{tt:label('index', $of)}">
        <ul>
          <xsl:for-each-group select="tt:sort(($entries ! (. | thp:see-names(.))), thp:index-name#1)"
              group-adjacent="tt:initial(thp:index-name(.))">
            <li>
              <span class="letter" aria-hidden="true"><xsl:value-of select="tt:initial(thp:index-name(.))"/></span>
              <ul>
                <xsl:for-each select="current-group()">
                  <xsl:variable name="entry" as="element()" select="if (. intersect $entries) then . else .."/>
                  <li>
                    <xsl:if test="not(. is $entry)">
                      <span><xsl:sequence select="th:language-of(.)"/><xsl:value-of select="thp:index-name(.)"/></span>
                      <xsl:text> → </xsl:text>
                    </xsl:if>
                    <a href="#{th:id($entry)}">
                      <xsl:sequence select="th:name-language($entry)"/>
                      <xsl:value-of select="tt:entry-name($entry)"/>
                    </a>
                  </li>
                </xsl:for-each>
              </ul>
            </li>
          </xsl:for-each-group>
        </ul>
      </nav>
    </xsl:if>
  </xsl:template>  <!-- The names of the entry under which somebody would look for it in vain. -->
  <xsl:function name="thp:see-names" as="element()*">
    <xsl:param name="entry" as="element()"/>
    <xsl:variable name="initial" as="xs:string" select="tt:initial(tt:entry-name($entry))"/>
    <xsl:sequence select="
        tt:names($entry)[@type = 'variant'][matches(tt:plain-text(.), '^\p{Lu}\S*$')][tt:initial(tt:plain-text(.)) ne $initial]"/>
  </xsl:function>

  <!-- What a line of the index is filed under: the main name of an entry, or another name of it. -->
  <xsl:function name="thp:index-name" as="xs:string">
    <xsl:param name="line" as="element()"/>
    <xsl:sequence select="
        if ($line/@type = 'variant' and exists(tt:names($line/..) intersect $line)) then tt:plain-text($line)
        else tt:entry-name($line)"/>
  </xsl:function>

  <!-- The language of the main name, looked for upwards. -->
  <xsl:function name="th:name-language" as="attribute(lang)?">
    <xsl:param name="entry" as="element()"/>
    <xsl:variable name="name" as="element()" select="(tt:filing-name($entry), $entry)[1]"/>
    <xsl:sequence select="$name/ancestor-or-self::*[@xml:lang][1] ! th:language-of(.)"/>
  </xsl:function>

</xsl:stylesheet>
