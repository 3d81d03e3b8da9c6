<?xml version="1.0" encoding="UTF-8"?>
<!--
  Which elements the editions know, and what happens to others: their text is kept, and each name is reported once,
  with a count. An edition needs templates only for what it lays out in a way of its own; how it keeps the text of the
  rest, and the name of what nobody knows, is for it to say.

  Public: tt:is-styled, tt:report-unstyled
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    xmlns:ttp="urn:teitools:xslt:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:variable name="ttp:styled" as="map(xs:string, xs:boolean)" select="
      map:merge(tokenize('
        ab abbr accMat acquisition actor add additional additions addName address addrLine addSpan adminInfo
        affiliation age alt altGrp altIdentifier am analytic anchor annotation annotationBlock app argument att author
        authority availability back bibl biblFull biblScope biblStruct binaryObject binding bindingDesc birth bloc
        body byline c caesura camera caption case castGroup castItem castList catchwords catDesc category cb cell certainty change
        choice classDecl cit citedRange cl climate closer code collation collection colloc colophon condition corr correspAction
        correspContext correspDesc country custEvent custodialHist damage damageSpan date dateline death decoDesc
        decoNote def del delSpan depth desc dictScrap dim dimensions distinct distributor district div div1 div2 div3
        div4 div5 div6 div7 divGen docAuthor docDate docEdition docImprint docTitle edition editionStmt editor
        education eg egXML email emph entry entryFree epigraph epilogue etym event eventName ex expan explicit extent
        f facsimile faith figDesc figure filiation finalRubric floatingText floruit foliation foreign forename form
        formula front fs funder fw g gap gb gen gender genName geo geogFeat geogName gi gloss gram gramGrp graphic
        group handDesc handNote handShift head headItem headLabel height heraldry hi history hom hyph ident idno
        imprimatur imprint incident incipit index institution interp interpGrp item iType join joinGrp kinesic l label
        lacunaEnd lacunaStart lang langKnowledge langKnown layout layoutDesc lb lbl lem lg licence line link linkGrp
        list listAnnotation listApp listBibl listEvent listNym listObject listOrg listPerson listPlace listRelation
        listTranspose listWit location locus locusGrp m material measure measureGrp media meeting mentioned metamark
        milestone mod monogr mood move msContents msDesc msFrag msIdentifier msItem msItemStruct msName msPart
        musicNotation notatedMusic name nameLink nationality note noteGrp notesStmt num number nym object objectDesc
        objectIdentifier objectName objectType occupation offset opener oRef org orgName orig origDate origin
        origPlace orth oVar p pause pb pc per performance persName person persona personGrp persPronouns phr physDesc
        place placeName population pos post postBox postCode postscript precision pRef principal prologue pron provenance
        ptr publicationStmt publisher pubPlace pVar q quote rb rdg rdgGrp re recordHist redo ref reg region
        relatedItem relation repository residence resp respStmt restore retrace rhyme role roleDesc roleName row rs rt
        rubric ruby s said salute scriptDesc scriptNote seal sealDesc secFol secl seg sense series seriesStmt set
        settlement sex shift sic signatures signed soCalled socecStatus sound source sourceDoc sp space span spanGrp
        speaker spGrp sponsor stage stamp standOff state street stress string subc subst substJoin summary superEntry
        supplied support supportDesc surface surfaceGrp surname surplus surrogates syll symbol table tag taxonomy tech TEI
        teiCorpus teiHeader term terrain text textLang time timeline title titlePage titlePart titleStmt tns trailer trait
        transpose typeDesc typeNote u unclear undo unit usg val view vocal w watermark when width wit witDetail witEnd
        witness witStart writing xenoData xr zone') ! map { .: true() })"/>

  <!-- Whether what the editions do with the element is what they mean to do. -->
  <xsl:function name="tt:is-styled" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        map:contains($ttp:styled, local-name($element))
        and namespace-uri($element) = ('http://www.tei-c.org/ns/1.0', 'http://www.tei-c.org/ns/Examples')
        or namespace-uri($element) = 'http://www.w3.org/1998/Math/MathML'"/>
  </xsl:function>

  <!--
    One finding a name, in the order of names, at the first such element. One name is given for each element. Of a
    document that is no TEI it is told that it is none (tt:report-text), and not this of every name in it.
  -->
  <xsl:template name="tt:report-unstyled" as="empty-sequence()">
    <xsl:param name="names" as="xs:string*" required="yes"/>
    <xsl:for-each-group select="$names[namespace-uri($tt:document/*) eq 'http://www.tei-c.org/ns/1.0']" group-by=".">
      <xsl:sort select="current-grouping-key()"/>
      <xsl:variable name="name" as="xs:string" select="current-grouping-key()"/>
      <xsl:variable name="first" as="element()?"
          select="(tt:documents($tt:document)//*[local-name() = $name][not(tt:is-styled(.))])[1]"/>
      <xsl:call-template name="tt:finding">
        <xsl:with-param name="code" select="'EDN002'"/>
        <xsl:with-param name="node" select="($first, $tt:document)[1]"/>
        <xsl:with-param name="facts" select="map { 'name': $name, 'count': string(count(current-group())) }"/>
        <xsl:with-param name="text" select="'unstyled element: ' || $name || ' (' || count(current-group()) || ')'"/>
      </xsl:call-template>
    </xsl:for-each-group>
  </xsl:template>

</xsl:stylesheet>
