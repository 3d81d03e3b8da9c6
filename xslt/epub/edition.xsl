<?xml version="1.0" encoding="UTF-8"?>
<!--
  Entry of the EPUB edition (EPUB 3.3): the pages of the HTML edition, divided into the files of a book.

  Input   a TEI document with its base URI; the registers it points into are read beside it
  Output  the package document as the principal result; beside it, at the base output URI, nav.xhtml and a file for each
          chapter, register and the page about the edition. They expect assets/style.css. What only files tell (style
          sheets, pictures, the date of the document in the package) is added by whoever makes the container.
  Messages  those of the HTML edition, and one for each link that leads out of the book to a file

  What HTML shows, an EPUB shows: nothing here reads TEI but what the package says of the document.
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:th="urn:teitools:xslt:html"
    xmlns:te="urn:teitools:xslt:epub"
    exclude-result-prefixes="#all">

  <xsl:import href="../html/edition.xsl"/>

  <xsl:include href="chapters.xsl"/>
  <xsl:include href="notes.xsl"/>
  <xsl:include href="links.xsl"/>
  <xsl:include href="content.xsl"/>
  <xsl:include href="navigation.xsl"/>
  <xsl:include href="package.xsl"/>

  <xsl:output method="xml" encoding="UTF-8" indent="yes"/>
  <xsl:output name="te:xhtml" method="xhtml" html-version="5.0" encoding="UTF-8" indent="no" include-content-type="no"
      omit-xml-declaration="no"/>

  <!-- All pages as the HTML edition finished them. -->
  <xsl:variable name="te:pages" as="document-node()"><xsl:call-template name="th:finished-pages"/></xsl:variable>

  <xsl:template match="/" mode="#unnamed th:read">
    <xsl:call-template name="te:package"/>
    <xsl:result-document href="nav.xhtml" format="te:xhtml">
      <xsl:call-template name="te:navigation"/>
    </xsl:result-document>
    <xsl:for-each select="$te:files">
      <xsl:result-document href="{?name}" format="te:xhtml">
        <xsl:call-template name="te:file"/>
      </xsl:result-document>
    </xsl:for-each>
  </xsl:template>

</xsl:stylesheet>
