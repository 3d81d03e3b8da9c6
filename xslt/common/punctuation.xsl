<?xml version="1.0" encoding="UTF-8"?>
<!--
  What stands between the parts of references, names of manuscripts, persons of a play and the like whose encoder left
  the punctuation to whoever prints them: no text of their own, only parts (TEI Guidelines 3.12.2, 7.2.1, 10.4).

  Public: tt:after (what an edition sets after any element: punctuation, white space, nothing), tt:mark-after (punctuation
    alone), tt:before
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    xmlns:ttp="urn:teitools:xslt:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- By the element that holds the parts: what parts them. -->
  <xsl:variable name="ttp:part-marks" as="map(xs:string, xs:string)" select="map {
      'castItem': ',', 'msIdentifier': ',', 'altIdentifier': ',', 'locusGrp': ',', 'dimensions': ' ×', 'origin': ',',
      'biblStruct': '.', 'analytic': '.', 'monogr': '.', 'series': ',', 'imprint': ',', 'bibl': '.',
      'biblFull': '.', 'titleStmt': '.', 'editionStmt': ',', 'publicationStmt': ',', 'seriesStmt': ',',
      'dateline': ',', 'birth': ',', 'death': ',', 'residence': ',', 'affiliation': ',', 'location': ',', 'correspAction': ';',
      'correspContext': ';', 'fs': ';' }"/>

  <!-- By the names of two parts: what stands between these, wherever they stand. -->
  <xsl:variable name="ttp:pair-marks" as="map(xs:string, xs:string)" select="map {
      'pubPlace publisher': ':', 'pubPlace distributor': ':', 'author author': ';', 'editor editor': ';',
      'biblScope biblScope': ',', 'imprint biblScope': ',',
      'title biblScope': ',', 'title idno': ',', 'role role': ',' }"/>

  <!--
    The surname of who is filed or cited is told from what follows it by a comma, and so are several names; in running
    text they are not.
  -->
  <xsl:variable name="ttp:name-marks" as="map(xs:string, xs:string)" select="
      map { 'surname forename': ',', 'surname roleName': ',', 'persName persName': ',', 'name name': ',',
            'orgName orgName': ',' }"/>

  <!-- Punctuation, an unnamed speaker and white space after the element; empty almost always. -->
  <xsl:function name="tt:after" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        tt:mark-after($element) || (if ($element/@who) then tt:unnamed-speaker($element) else ()) || ' '[tt:is-apart($element)]"/>
  </xsl:function>

  <!--
    Words before an element: “In:” between an article and what it appeared in; what a feature or a layer of annotations
    is called.
  -->
  <xsl:function name="tt:before" as="xs:string?">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        $element/self::monogr[parent::biblStruct][normalize-space()][preceding-sibling::analytic]
          ! (tt:label('bibl-in') || ' '),
        $element/(self::f[parent::fs[tt:is-block(.)]]/@name | self::spanGrp[tt:is-block(.)]/@type)
          [normalize-space(..)] ! (translate(., '_', ' ') || ': ')"/>
  </xsl:function>

  <xsl:function name="tt:mark-after" as="xs:string?">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="holder" as="element()?" select="$element/parent::*"/>
    <xsl:variable name="name" as="xs:string" select="local-name($holder[not(self::fs) or tt:is-block(.)])"/>
    <xsl:if test="map:contains($ttp:part-marks, $name) or ttp:is-cited-name($holder)">
      <xsl:variable name="next" as="element()?" select="$element/following-sibling::*[ttp:says-something(.)][1]"/>
      <xsl:variable name="pair" as="xs:string" select="local-name($element) || ' ' || local-name($next)"/>
      <xsl:sequence select="
          if (not(ttp:says-something($element))) then ()
          else if (empty($next) and $holder/self::dimensions) then $holder/@unit ! (' ' || .)
          else if (empty($next) or $holder/text()[normalize-space()]
              or tt:is-block($element) or tt:is-block($next) or $next/self::note or not(ttp:wants-mark($element, $next)))
          then ()
          else ($ttp:pair-marks($pair), $ttp:part-marks($name), $ttp:name-marks($pair))[1]"/>
    </xsl:if>
  </xsl:function>

  <!-- Whether there is anything to read of the part: words, or a size that its attributes give. -->
  <xsl:function name="ttp:says-something" as="xs:boolean">
    <xsl:param name="part" as="element()"/>
    <xsl:sequence select="
        normalize-space($part) ne '' or exists($part[parent::dimensions][tt:is-wordless(.)] ! tt:meaning(.))"/>
  </xsl:function>

  <!-- Whether the element is the name of an author, an editor or the entry of a register. -->
  <xsl:function name="ttp:is-cited-name" as="xs:boolean">
    <xsl:param name="element" as="element()?"/>
    <xsl:sequence select="
        exists($element[self::author or self::editor or self::persName[parent::author or parent::editor or parent::person]])"/>
  </xsl:function>

  <!-- Whether neither part brings the punctuation with it. -->
  <xsl:function name="ttp:wants-mark" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:param name="next" as="element()"/>
    <xsl:sequence select="not(matches($element, '[.,;:!?…]\s*$') or matches($next, '^\s*[,.;:)\]]'))"/>
  </xsl:function>

</xsl:stylesheet>
