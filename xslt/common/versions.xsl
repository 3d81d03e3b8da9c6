<?xml version="1.0" encoding="UTF-8"?>
<!--
  What is said in several languages: siblings that are alike but for their language, as in the headers of ParlaMint
  (<resp xml:lang="sl"/><resp xml:lang="en"/>); where TEI has an element once, seg within it (<edition><seg xml:lang="tr"/>
  <seg xml:lang="en"/></edition>). An edition says it once, in the language of its readers.

  Only what describes the text is meant, in headers, standOff, registers, descriptions and editors' notes: languages that
  alternate in a text are the text, and a name or a title in another language is a fact of its own. A run of siblings says
  the same in several languages if each language occurs in it equally often, whether the versions take turns
  (tr en tr en) or follow one another (tr tr en en). Else nothing is hidden: it may be something else.

  Public: tt:is-other-version; as a function of XPath for tt:leaves-out it has no argument and asks about the context node
  (document/versions.py follows the same rule by itself)
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tei="http://www.tei-c.org/ns/1.0"
    xmlns:tt="urn:teitools:xslt"
    xmlns:ttp="urn:teitools:xslt:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- What describes in words; of places only what is named with a key, since their names may be all that there is. -->
  <xsl:variable name="ttp:version-names" as="map(xs:string, xs:boolean)" select="
      map:merge(tokenize('ab abstract affiliation catDesc change country creation desc edition education extent faith figDesc
        gloss head keywords label language licence list note occupation p region resp residence roleName seg socecStatus state
        summary trait') ! map { .: true() })"/>

  <!-- What holds descriptions: headers, what stands off the text, records. -->
  <xsl:variable name="ttp:describing-names" as="map(xs:string, xs:boolean)" select="
      map:merge(tokenize('teiHeader standOff msDesc msPart msFrag person personGrp place org event nym object')
        ! map { .: true() })"/>

  <!-- In which order versions are looked for: asked for, the language of the whole, of the text, English. -->
  <xsl:variable name="ttp:readers-languages" as="xs:string+" select="
      (($language, $tt:document/*/@xml:lang, ($tt:document//text/@xml:lang)[1]) ! ttp:subtag(.))[. ne ''], 'en'"/>

  <xsl:variable name="ttp:other-versions" as="map(xs:string, xs:boolean)">
    <xsl:variable name="parents" as="element()*" select="
        tt:documents($tt:document)//*[@xml:lang][map:contains($ttp:version-names, local-name())][ttp:describes(.)]/.."/>
    <xsl:variable name="others" as="element()*">
      <xsl:for-each select="$parents">
        <xsl:for-each-group select="node()[self::* or self::text()[normalize-space()]]" group-adjacent="ttp:version-kind(.)">
          <xsl:if test="current-grouping-key() ne ''">
            <xsl:sequence select="ttp:others-of-run(current-group())"/>
          </xsl:if>
        </xsl:for-each-group>
      </xsl:for-each>
    </xsl:variable>
    <xsl:sequence select="map:merge($others ! map { generate-id(): true() })"/>
  </xsl:variable>

  <!-- Whether the element says in another language what a sibling says that is shown instead. -->
  <xsl:function name="tt:is-other-version" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="exists($element/@xml:lang) and map:contains($ttp:other-versions, generate-id($element))"/>
  </xsl:function>

  <!-- What versions share: name and attributes but the language and the identifier; nothing, if it is no version. -->
  <xsl:function name="ttp:version-kind" as="xs:string">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="
        if (not($node[self::*][@xml:lang][map:contains($ttp:version-names, local-name())][ttp:describes(.)])) then ''
        else string-join((name($node), sort($node/(@* except (@xml:lang, @xml:id)) ! (name() || '=' || .))), ' ')"/>
  </xsl:function>

  <!-- Whether the element speaks about the text, and is no part of it. -->
  <xsl:function name="ttp:describes" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        exists($element[not(self::country or self::region) or @key or @ref]
          [self::desc or self::figDesc or (. | ..)[self::note[@type = 'editorial']]
            or ancestor::*[map:contains($ttp:describing-names, local-name())]])"/>
  </xsl:function>

  <!-- The members of a run that are not in the language shown; nothing, if the run does not say the same in several ones. -->
  <xsl:function name="ttp:others-of-run" as="element()*">
    <xsl:param name="run" as="element()+"/>
    <xsl:variable name="languages" as="xs:string+" select="distinct-values($run/@xml:lang)"/>
    <xsl:variable name="shown" as="xs:string" select="
        (for $wanted in $ttp:readers-languages return $languages[ttp:subtag(.) eq $wanted], $languages)[1]"/>
    <xsl:sequence select="
        $run[every $tag in $languages satisfies count($run[@xml:lang eq $tag]) * count($languages) eq count($run)]
          [@xml:lang ne $shown]"/>
  </xsl:function>

  <!-- The language of a tag as it stands, without script or region. -->
  <xsl:function name="ttp:subtag" as="xs:string">
    <xsl:param name="tag" as="xs:string"/>
    <xsl:sequence select="lower-case(substring-before($tag || '-', '-'))"/>
  </xsl:function>

  <tt:leaves-out reason="other-languages" match="*[@xml:lang][tt:is-other-version()]"/>

  <xsl:template match="tei:*[@xml:lang][tt:is-other-version(.)]" mode="#all" priority="100"/>

</xsl:stylesheet>
