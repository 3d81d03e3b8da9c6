<?xml version="1.0" encoding="UTF-8"?>
<!--
  The package document (EPUB 3.3, 5): what the header says of the document, in Dublin Core; what readers with special
  needs must know (EPUB Accessibility 1.1, 2); the files of the stylesheet and their order.

  Public: te:package
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:xhtml="http://www.w3.org/1999/xhtml"
    xmlns:svg="http://www.w3.org/2000/svg"
    xmlns:math="http://www.w3.org/1998/Math/MathML"
    xmlns:tt="urn:teitools:xslt"
    xmlns:te="urn:teitools:xslt:epub"
    xmlns:tep="urn:teitools:xslt:epub:private"
    xmlns="http://www.idpf.org/2007/opf"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="xsl xs xhtml svg math tt te tep">

  <xsl:variable name="tep:header" as="element(fileDesc)?" select="($tt:document//teiHeader)[1]/fileDesc"/>
  <xsl:variable name="tep:language" as="xs:string"
      select="(te:language(tt:language-tag($tt:text-language))[name() = 'lang'], 'und')[1]"/>

  <xsl:template name="te:package" as="element()">
    <package version="3.0" unique-identifier="identifier" xml:lang="{$tep:language}">
      <metadata>
        <xsl:call-template name="tep:description"/>
        <xsl:call-template name="tep:accessibility"/>
      </metadata>
      <manifest>
        <item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
        <xsl:for-each select="$te:files">
          <item id="{tep:item-id(.)}" href="{?name}" media-type="application/xhtml+xml">
            <xsl:if test="?nodes/descendant-or-self::svg:svg"><xsl:attribute name="properties" select="'svg'"/></xsl:if>
          </item>
        </xsl:for-each>
      </manifest>
      <spine>
        <xsl:if test="tep:is-right-to-left()"><xsl:attribute name="page-progression-direction" select="'rtl'"/></xsl:if>
        <xsl:for-each select="$te:files">
          <itemref idref="{tep:item-id(.)}"/>
          <xsl:if test="position() = 1"><itemref idref="nav"/></xsl:if>
        </xsl:for-each>
      </spine>
    </package>
  </xsl:template>

  <xsl:function name="tep:item-id" as="xs:string">
    <xsl:param name="file" as="map(xs:string, item()*)"/>
    <xsl:sequence select="substring-before($file?name, '.xhtml')"/>
  </xsl:function>

  <!-- Pages turn the way the text runs: as the pages of the HTML edition say, else as its language is written. -->
  <xsl:function name="tep:is-right-to-left" as="xs:boolean">
    <xsl:variable name="said" as="xs:string?" select="($te:article/ancestor-or-self::xhtml:*/@dir)[last()]"/>
    <xsl:sequence select="
        if ($said) then $said = 'rtl'
        else if (matches($tep:language, '^[A-Za-z]+-[A-Za-z]{4}(-|$)')) then
          matches($tep:language, '-(adlm|arab|aran|hebr|mand|nkoo|rohg|samr|syr[cejn]|thaa)(-|$)', 'i')
        else matches($tep:language, '^(ar|ckb|dv|fa|fas|he|heb|ota|ps|sd|syc|syr|ug|ur|yi|yid|ydd)(-|$)', 'i')"/>
  </xsl:function>

  <!-- Without an identifier in the header the element stays empty: whoever makes the container has one to give. -->
  <xsl:template name="tep:description" as="element()+">
    <dc:identifier id="identifier">
      <xsl:value-of select="tt:identifier() ! replace(., '^https://doi\.org/', 'doi:')"/>
    </dc:identifier>
    <xsl:for-each select="(tt:titles()/., tt:main-title())[1], tail(tt:titles())">
      <dc:title><xsl:sequence select="tep:said-in(.)"/><xsl:value-of select="tt:plain-text(.)"/></dc:title>
    </xsl:for-each>
    <xsl:if test="empty(tt:main-title())"><dc:title><xsl:value-of select="tt:label('untitled')"/></dc:title></xsl:if>
    <xsl:for-each select="tep:languages()"><dc:language><xsl:value-of select="."/></dc:language></xsl:for-each>
    <xsl:for-each select="tt:authors()">
      <dc:creator><xsl:value-of select="tt:plain-text(node()[not(self::idno)])"/></dc:creator>
    </xsl:for-each>
    <xsl:for-each select="$tep:header/titleStmt/editor[normalize-space()]">
      <dc:contributor id="editor-{position()}"><xsl:value-of select="tt:plain-text(node()[not(self::idno)])"/></dc:contributor>
      <meta refines="#editor-{position()}" property="role" scheme="marc:relators">edt</meta>
    </xsl:for-each>
    <xsl:for-each select="tt:keywords()//(term | item[empty(term)])[normalize-space()]">
      <dc:subject><xsl:sequence select="tep:said-in(.)"/><xsl:value-of select="tt:plain-text(.)"/></dc:subject>
    </xsl:for-each>
    <xsl:for-each select="tt:abstracts()">
      <dc:description>
        <xsl:sequence select="tep:said-in(.)"/>
        <xsl:value-of select="tt:abstract-words(.)"/>
      </dc:description>
    </xsl:for-each>
    <xsl:for-each select="tt:publisher()">
      <dc:publisher><xsl:value-of select="tt:plain-text(.)"/></dc:publisher>
    </xsl:for-each>
    <xsl:for-each select="($tep:header/publicationStmt/date/@when[matches(., '^\d{4}(-\d\d(-\d\d)?)?$')])[1]">
      <dc:date><xsl:value-of select="."/></dc:date>
    </xsl:for-each>
    <xsl:for-each select="$tep:header/publicationStmt/availability[normalize-space()][1]">
      <dc:rights><xsl:value-of select="tt:plain-text(.)"/></dc:rights>
    </xsl:for-each>
  </xsl:template>

  <!-- The language of an element of the header, where it says it, as XML has it. -->
  <xsl:function name="tep:said-in" as="attribute()?">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="tag" as="xs:string?"
        select="$element/ancestor-or-self::*[@xml:lang][1]/@xml:lang ! tt:language-tag(.)"/>
    <xsl:sequence select="te:language($tag)[name() = 'xml:lang']"/>
  </xsl:function>

  <!-- The main language, then those of whole parts of the text, such as an abstract in English. -->
  <xsl:function name="tep:languages" as="xs:string+">
    <xsl:variable name="parts" as="xs:string*" select="
        $tt:running/(. | front | body | back | group/text)/(. | div | div1)/@xml:lang
          ! te:language(tt:language-tag(.))[name() = 'lang'] ! lower-case(tokenize(., '-')[1])"/>
    <xsl:sequence select="distinct-values(($tep:language, $parts[. ne lower-case(tokenize($tep:language, '-')[1])]))"/>
  </xsl:function>

  <xsl:template name="tep:accessibility" as="element()+">
    <xsl:variable name="pictures" as="element()*" select="$te:pages//(xhtml:img | svg:svg[not(@aria-hidden)])"/>
    <xsl:variable name="all-described" as="xs:boolean"
        select="every $picture in $pictures satisfies $picture/(@alt ne '' or @aria-label or @aria-labelledby or svg:title)"/>
    <xsl:variable name="facts" as="map(xs:string, xs:string*)" select="
        map {
          'accessMode': ('textual', 'visual'[exists($pictures)]),
          'accessModeSufficient': if ($all-described) then 'textual' else 'textual,visual',
          'accessibilityFeature': (
            'tableOfContents', 'structuralNavigation', 'readingOrder', 'displayTransformability', 'ARIA',
            'index'[$te:files?page = ('persons.html', 'places.html', 'bodies-events.html')],
            'MathML'[exists($te:pages//math:math)], 'rubyAnnotations'[exists($te:pages//xhtml:ruby)],
            'alternativeText'[exists($pictures) and $all-described],
            ('pageNavigation', 'pageBreakMarkers')[exists($te:page-beginnings)]),
          'accessibilityHazard': 'none',
          'accessibilitySummary': tt:label('epub-summary') }"/>
    <xsl:for-each
        select="'accessMode', 'accessModeSufficient', 'accessibilityFeature', 'accessibilityHazard', 'accessibilitySummary'">
      <xsl:variable name="property" as="xs:string" select="."/>
      <xsl:for-each select="$facts($property)">
        <meta property="schema:{$property}"><xsl:value-of select="."/></meta>
      </xsl:for-each>
    </xsl:for-each>
    <xsl:if test="exists($te:page-beginnings)">
      <meta property="pageBreakSource"><xsl:value-of select="tep:source()"/></meta>
    </xsl:if>
  </xsl:template>

  <!-- What the pages are of: the first sentence of the description of the source, in the language of the readers. -->
  <xsl:function name="tep:source" as="xs:string">
    <xsl:variable name="described" as="element()?" select="
        ($tep:header/sourceDesc/(* except listWit), $tep:header/sourceDesc/listWit/witness)[normalize-space()][1]"/>
    <xsl:variable name="words" as="xs:string?" select="
        ($described/(p | note)[not(tt:is-other-version(.))], $described)[1] ! tt:plain-text(node())[. ne '']"/>
    <xsl:sequence select="($words ! replace(., '^(.{20,}?[.!?])\s.*$', '$1', 's'), tt:label('epub-source'))[1]"/>
  </xsl:function>

</xsl:stylesheet>
