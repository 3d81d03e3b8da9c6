<?xml version="1.0" encoding="UTF-8"?>
<!--
  Entry of the HTML edition: index.html (the reading view), about.html and one page for each register there is.

  Input   a TEI document with its base URI; the registers it points into are read beside it
  Output  result documents next to the base output URI; the pages expect the folder assets/ beside them
  Messages  one for each unstyled element name, one for each link without a target
-->
<xsl:stylesheet version="3.0" default-mode="th:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns:thp="urn:teitools:xslt:html:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:include href="../common/common.xsl"/>
  <xsl:include href="parameters.xsl"/>
  <xsl:include href="pages.xsl"/>
  <xsl:include href="addresses.xsl"/>
  <xsl:include href="languages.xsl"/>
  <xsl:include href="policy.xsl"/>
  <xsl:include href="metadata.xsl"/>
  <xsl:include href="linked-data.xsl"/>
  <xsl:include href="citing.xsl"/>
  <xsl:include href="directions.xsl"/>
  <xsl:include href="controls.xsl"/>
  <xsl:include href="finish.xsl"/>
  <xsl:include href="ids.xsl"/>
  <xsl:include href="links.xsl"/>
  <xsl:include href="structure.xsl"/>
  <xsl:include href="texts.xsl"/>
  <xsl:include href="contents.xsl"/>
  <xsl:include href="reading-key.xsl"/>
  <xsl:include href="settings.xsl"/>
  <xsl:include href="reading-aids.xsl"/>
  <xsl:include href="peeks.xsl"/>
  <xsl:include href="phrases.xsl"/>
  <xsl:include href="names-dates.xsl"/>
  <xsl:include href="notes.xsl"/>
  <xsl:include href="sidenotes.xsl"/>
  <xsl:include href="editorial-notes.xsl"/>
  <xsl:include href="quotations.xsl"/>
  <xsl:include href="interventions.xsl"/>
  <xsl:include href="apparatus.xsl"/>
  <xsl:include href="transcription.xsl"/>
  <xsl:include href="facsimiles.xsl"/>
  <xsl:include href="bibliography.xsl"/>
  <xsl:include href="lists-tables.xsl"/>
  <xsl:include href="verse-drama.xsl"/>
  <xsl:include href="manuscripts.xsl"/>
  <xsl:include href="records.xsl"/>
  <xsl:include href="dictionaries.xsl"/>
  <xsl:include href="speech.xsl"/>
  <xsl:include href="formulas.xsl"/>
  <xsl:include href="registers.xsl"/>
  <xsl:include href="register-lines.xsl"/>
  <xsl:include href="register-entries.xsl"/>
  <xsl:include href="relations.xsl"/>
  <xsl:include href="contexts.xsl"/>
  <xsl:include href="occurrences.xsl"/>
  <xsl:include href="archives-works.xsl"/>
  <xsl:include href="glossary.xsl"/>
  <xsl:include href="about.xsl"/>
  <xsl:include href="map.xsl"/>
  <xsl:include href="drawing.xsl"/>
  <xsl:include href="chronology.xsl"/>
  <xsl:include href="timeline.xsl"/>
  <xsl:include href="search.xsl"/>

  <xsl:output method="html" html-version="5.0" encoding="UTF-8" indent="no" include-content-type="no"
      use-character-maps="th:controls"/>

  <xsl:mode on-no-match="fail"/>

  <!-- The text as read; an element without a template is rendered by the policy in finish.xsl. -->
  <xsl:mode name="th:read" on-no-match="fail" on-multiple-match="fail"/>

  <!-- Everything that the edition draws on: the document, then the registers it points into. -->
  <xsl:variable name="th:documents" as="document-node()+" select="tt:documents(/)"/>

  <xsl:template match="/" mode="#unnamed th:read">
    <xsl:variable name="pages" as="document-node()"><xsl:call-template name="th:finished-pages"/></xsl:variable>
    <xsl:for-each select="$pages/thp:page" xpath-default-namespace="">
      <xsl:result-document href="{@name}"><xsl:sequence select="node()"/></xsl:result-document>
    </xsl:for-each>
    <xsl:result-document href="{$th:search-file}" method="text">
      <xsl:sequence select="th:search-index($pages)"/>
    </xsl:result-document>
  </xsl:template>

</xsl:stylesheet>
