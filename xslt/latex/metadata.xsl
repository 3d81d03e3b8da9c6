<?xml version="1.0" encoding="UTF-8"?>
<!--
  What the PDF says of itself to machines: \hypersetup for what every reader of PDF shows, \teimetadata for the rest, of
  which the style makes XMP (ISO 16684-1). Whom the header does not name as an author is none.

  Public: tl:metadata, tl:keyword-terms, tl:words
-->
<xsl:stylesheet version="3.0" default-mode="tl:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tl="urn:teitools:xslt:latex"
    xmlns:tlp="urn:teitools:xslt:latex:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:function name="tl:metadata" as="xs:string*">
    <xsl:variable name="authors" as="xs:string*" select="tt:authors() ! tt:plain-text(node() except idno)"/>
    <xsl:variable name="keywords" as="xs:string*" select="
        (tt:keywords()[not(tt:is-other-version(.))] ! tl:keyword-terms(.)) ! tt:plain-text(.)"/>
    <xsl:sequence select="
        '\hypersetup{%',
        '  pdftitle={' || tl:escape(tt:plain-text(tt:main-title())) || '},',
        ('  pdfauthor={' || tl:escape(string-join($authors, '; ')) || '},')[exists($authors)],
        ('  pdfkeywords={' || tl:escape(string-join($keywords, ', ')) || '},')[exists($keywords)],
        '  pdflang={' || tl:main-tag() || '},',
        '  pdfsubject={' || tl:escape(tt:label('pdf-subject')) || '},',
        '}',
        tlp:standard(), tlp:wording(), tlp:properties()"/>
  </xsl:function>

  <xsl:function name="tlp:standard" as="xs:string?">
    <xsl:sequence select="
        if ($pdf-standard eq '') then ()
        else if (lower-case($pdf-standard) eq 'a-2u') then '\teipdfstandard{2}{U}'
        else error(xs:QName('tt:no-such-value'),
          'the parameter “pdf-standard” is “' || $pdf-standard || '”; set it to “a-2u”, or leave it away')"/>
  </xsl:function>

  <!-- The words that describe links to those who cannot see where they are. -->
  <xsl:function name="tlp:wording" as="xs:string*">
    <xsl:variable name="keys" as="map(xs:string, xs:string)" select="map {
        'note': 'note-call', 'back': 'note-back', 'editornote': 'editorial-call', 'editorback': 'editorial-back',
        'variantback': 'apparatus-back', 'page': 'page-number', 'notenumber': 'note-number',
        'interventions': 'interventions', 'see': 'see' }"/>
    <xsl:sequence select="
        ('note', 'back', 'editornote', 'editorback', 'variantback', 'page', 'notenumber', 'interventions', 'see')
        ! tl:command('teiwording', (., replace(tl:escape(tt:label($keys(.), 'ARGUMENT')), '\. ?ARGUMENT', '.~ARGUMENT')
          => replace('ARGUMENT', '#1')))"/>
  </xsl:function>

  <!-- \teimetadata{element of Dublin Core, or licence}{language or nothing}{value} -->
  <xsl:function name="tlp:properties" as="xs:string*">
    <xsl:sequence select="
        tt:titles() ! tlp:property('title', ., tt:plain-text(.)),
        tt:authors() ! tl:command('teimetadata', ('creator', '', tl:escape(tt:plain-text(node() except idno)))),
        ($tt:document//teiHeader)[1]/fileDesc/titleStmt/editor[normalize-space()]
          ! tl:command('teimetadata', ('contributor', '', tl:escape(tt:plain-text(node() except idno)))),
        tt:publisher() ! tl:command('teimetadata', ('publisher', '', tl:escape(tt:plain-text(.)))),
        (tt:publication-date()/@when)[matches(., '^\d{4}(-\d\d(-\d\d)?)?$')] ! tl:command('teimetadata', ('date', '', string(.))),
        $tl:main-language ! tl:command('teimetadata', ('language', '', tl:main-tag())),
        tt:identifier() ! tl:command('teimetadata', ('identifier', '', tl:escape(.))),
        tt:keywords() ! tl:keyword-terms(.) ! tl:command('teimetadata', ('subject', '', tl:escape(tt:plain-text(.)))),
        tt:abstracts() ! tlp:property('description', ., tt:abstract-words(.)),
        $tt:document//teiHeader[1]/fileDesc/publicationStmt/availability[normalize-space()][1]
          ! tl:command('teimetadata', ('rights', '', tl:escape(tl:words(.)))),
        (tt:licences()/@target)[1] ! tl:command('teimetadata', ('licence', '', tl:escape(normalize-space(.)))),
        $address[. ne ''] ! tl:command('teimetadata', ('address', '', tl:escape(.)))"/>
  </xsl:function>

  <xsl:function name="tl:keyword-terms" as="element()*">
    <xsl:param name="list" as="element(keywords)"/>
    <xsl:sequence select="$list//(term | item[empty(term)])[normalize-space()]"/>
  </xsl:function>

  <xsl:function name="tlp:property" as="xs:string">
    <xsl:param name="name" as="xs:string"/>
    <xsl:param name="element" as="element()"/>
    <xsl:param name="words" as="xs:string"/>
    <xsl:sequence select="
        tl:command('teimetadata', ($name, tt:language-tag(string($element/ancestor-or-self::*[@xml:lang][1]/@xml:lang)),
          tl:escape($words)))"/>
  </xsl:function>

  <!-- Words in the language of the readers, paragraph by paragraph. -->
  <xsl:function name="tl:words" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        string-join($element/descendant-or-self::*[self::p or self::ab or text()[normalize-space()] and empty(ancestor::p)]
          [every $around in ancestor-or-self::* satisfies not(tt:is-other-version($around))] ! tt:plain-text(.), ' ')"/>
  </xsl:function>

</xsl:stylesheet>
