<?xml version="1.0" encoding="UTF-8"?>
<!--
  What a page says of the edition to machines: as Google Scholar and Zotero read it (citation_…, after Highwire Press), as
  Dublin Core (DCMI, “Expressing Dublin Core metadata using HTML/XHTML meta and link elements”), and as links between
  what belongs together (Signposting). The facts are those of the records in BibTeX, RIS and CSL-JSON: whom the header
  does not name as an author is none.

  Public: th:metadata, $th:record, $th:cite-as, $th:media-types, th:abstract, th:identifiers, th:page-type
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

  <xsl:variable name="th:media-types" as="map(xs:string, xs:string)" select="map {
      'tei': 'application/tei+xml', 'text': 'text/plain', 'pdf': 'application/pdf', 'latex': 'application/x-tex',
      'epub': 'application/epub+zip', 'markdown': 'text/markdown', 'bibtex': 'application/x-bibtex',
      'ris': 'application/x-research-info-systems', 'csl': 'application/vnd.citationstyles.csl+json' }"/>

  <xsl:variable name="th:record" as="element(tt:record)?" select="$th:publication/tt:record"/>

  <!-- A name that stays, as an address: of a DOI, else one that the header gives, else where the text will be. -->
  <xsl:variable name="th:cite-as" as="xs:string?" select="
      ($th:record/@doi ! ('https://doi.org/' || .), $th:record/@url ! string())[1]"/>

  <xsl:template name="th:metadata" as="element()*">
    <xsl:param name="page" as="xs:string" required="yes"/>
    <xsl:param name="title" as="xs:string" required="yes"/>
    <xsl:if test="$th:record">
      <meta name="description" content="{thp:description($page, $title)}"/>
      <xsl:sequence select="th:page-address($page) ! thp:link('canonical', ., ())"/>
    </xsl:if>
    <xsl:sequence select="th:alternates($page)"/>
    <xsl:if test="$th:record">
      <xsl:if test="$page = 'index.html'"><xsl:sequence select="thp:highwire()"/></xsl:if>
      <xsl:sequence select="thp:dublin-core($page, $title), thp:signposts($page)"/>
      <script type="application/ld+json"><xsl:value-of select="th:linked-data($page, $title)"/></script>
    </xsl:if>
  </xsl:template>

  <xsl:function name="thp:meta" as="element()">
    <xsl:param name="name" as="xs:string"/>
    <xsl:param name="content" as="xs:string"/>
    <meta name="{$name}" content="{$content}"/>
  </xsl:function>

  <xsl:function name="thp:link" as="element()">
    <xsl:param name="rel" as="xs:string"/>
    <xsl:param name="href" as="xs:string"/>
    <xsl:param name="type" as="xs:string?"/>
    <link rel="{$rel}" href="{$href}">
      <xsl:if test="$type"><xsl:attribute name="type" select="$type"/></xsl:if>
    </link>
  </xsl:function>

  <!-- What a search engine shows: the beginning of the abstract in the language of the page; of other pages what they are. -->
  <xsl:function name="thp:description" as="xs:string">
    <xsl:param name="page" as="xs:string"/>
    <xsl:param name="title" as="xs:string"/>
    <xsl:sequence select="
        if ($page != 'index.html') 
        then tt:label('page-of', (tt:label('page-' || substring-before($page, '.html')), $th:record/@title))
        else (th:abstract() ! thp:beginning(., 300), $title)[1]"/>
  </xsl:function>

  <!-- The abstract in the language of the page, if there is one. -->
  <xsl:function name="th:abstract" as="xs:string?">
    <xsl:sequence select="
        tt:abstracts()[lower-case(tokenize((ancestor-or-self::*/@xml:lang)[last()], '-')[1]) = $tt:language][1]
          ! tt:abstract-words(.)[. ne '']"/>
  </xsl:function>

  <!-- The text up to the end of a word. -->
  <xsl:function name="thp:beginning" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="length" as="xs:integer"/>
    <xsl:sequence select="
        if (string-length($text) le $length) then $text else replace(substring($text, 1, $length), '\s+\S*$', '') || ' …'"/>
  </xsl:function>

  <xsl:function name="thp:highwire" as="element()*">
    <xsl:variable name="pdf" as="xs:string?" select="$th:publication/tt:format[@kind = 'pdf']/@href ! th:address(.)"/>
    <xsl:sequence select="
        thp:meta('citation_title', $th:record/@title),
        $th:record/tt:author ! thp:meta('citation_author', .),
        $th:record/tt:editor ! thp:meta('citation_editor', .),
        $th:record/@date ! thp:meta('citation_publication_date', translate(., '-', '/')),
        $th:record/@publisher ! thp:meta('citation_publisher', .),
        $th:record/@language ! thp:meta('citation_language', .),
        $th:record/@doi ! thp:meta('citation_doi', .),
        $th:record/tt:keyword ! thp:meta('citation_keywords', .),
        th:abstract() ! thp:meta('citation_abstract', .),
        th:page-address('index.html') ! (thp:meta('citation_public_url', .), thp:meta('citation_fulltext_html_url', .)),
        $pdf[th:page-address('index.html')] ! thp:meta('citation_pdf_url', .)"/>
  </xsl:function>

  <xsl:function name="thp:dublin-core" as="element()*">
    <xsl:param name="page" as="xs:string"/>
    <xsl:param name="title" as="xs:string"/>
    <link rel="schema.DC" href="http://purl.org/dc/elements/1.1/"/>
    <xsl:sequence select="
        thp:meta('DC.title', $title),
        $th:record/tt:author ! thp:meta('DC.creator', .),
        $th:record/tt:editor ! thp:meta('DC.contributor', .),
        $th:record/@publisher ! thp:meta('DC.publisher', .),
        $th:record/@date ! thp:meta('DC.date', .),
        thp:meta('DC.language', if ($page = 'index.html') then ($th:record/@language, $tt:language)[1] else $tt:language),
        ($th:cite-as, th:identifiers())[1] ! thp:meta('DC.identifier', .),
        $th:publication/@licence[. ne ''] ! thp:meta('DC.rights', .),
        thp:meta('DC.type', 'Text'), thp:meta('DC.format', 'text/html')"/>
  </xsl:function>

  <!-- What the header identifies the edition by, of whatever kind. -->
  <xsl:function name="th:identifiers" as="xs:string*">
    <xsl:sequence select="$tt:document/*/teiHeader/fileDesc/publicationStmt/idno[not(idno)] ! normalize-space()[. ne '']"/>
  </xsl:function>

  <xsl:function name="thp:signposts" as="element()*">
    <xsl:param name="page" as="xs:string"/>
    <xsl:sequence select="
        $th:cite-as ! thp:link('cite-as', ., ()),
        $th:publication/tt:citation ! thp:link('describedby', th:address(@href), $th:media-types(@kind)),
        $th:publication/tt:format ! thp:link('alternate item', th:address(@href), $th:media-types(@kind)),
        $th:record/(tt:author, tt:editor)/@uri ! thp:link('author', ., ()),
        $th:publication/@licence[. ne ''] ! thp:link('license', ., ()),
        thp:link('type', 'https://schema.org/' || th:page-type($page), ())"/>
  </xsl:function>

  <xsl:function name="th:page-type" as="xs:string">
    <xsl:param name="page" as="xs:string"/>
    <xsl:sequence select="
        if ($page = 'about.html') then 'AboutPage' else if ($page = 'index.html') then 'ItemPage' else 'CollectionPage'"/>
  </xsl:function>

</xsl:stylesheet>
