<?xml version="1.0" encoding="UTF-8"?>
<!--
  The preamble: class, style, languages, what the PDF says of itself, indexes.

  memoir is the class because it brings verse, several indexes, footnote marks and page layout with it, so that the
  edition needs no more of TeX than texlive-latex-recommended.
-->
<xsl:stylesheet version="3.0" default-mode="tl:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tl="urn:teitools:xslt:latex"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:function name="tl:preamble" as="xs:string">
    <xsl:variable name="tags" as="attribute()*" select="
        $tt:document//@xml:lang
          [tt:is-in-text(..) or ancestor::standOff or parent::title or parent::p or parent::mentioned or parent::TEI]"/>
    <xsl:call-template name="tl:report-languages">
      <xsl:with-param name="tags" select="$tags"/>
    </xsl:call-template>
    <xsl:sequence select="string-join((
        '% !TeX program = lualatex',
        '\documentclass[' || $class-options || ']{memoir}',
        tl:own-fonts(),
        '\usepackage' || ('[' || string-join(tl:style-options(), ',') || ']')[tl:style-options() != ''] || '{teitools-edition}',
        tl:declare-languages-and-fonts(tl:languages($tags)),
        tl:metadata(),
        tl:declare-indexes()[. ne ''],
        $preamble[. ne ''] ! tl:command('input', .),
        ''), '&#10;')"/>
  </xsl:function>

</xsl:stylesheet>
