<?xml version="1.0" encoding="UTF-8"?>
<!--
  Notes that open where they are called: a reading system shows a footnote in a window of its own if it stands in the
  same file as its call. So each note goes with its first call, and only those that nothing calls stay in the lists at
  the end of the text. Markup: EPUB Structural Semantics Vocabulary (noteref, footnote) and DPUB-ARIA 1.1.

  Public: te:notes-of, te:is-moved, te:footnotes
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:epub="http://www.idpf.org/2007/ops"
    xmlns:th="urn:teitools:xslt:html"
    xmlns:te="urn:teitools:xslt:epub"
    xmlns:tep="urn:teitools:xslt:epub:private"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="#all">

  <xsl:key name="te:call" match="a[@role = 'doc-noteref']" use="substring-after(@href, '#')"/>

  <!-- The notes that stand with their calls, by generated id. -->
  <xsl:variable name="tep:moved" as="map(xs:string, xs:boolean)"
      select="map:merge(te:notes-of($te:article/node()) ! map { generate-id(): true() })"/>

  <!-- The notes that are first called in the nodes of the text, and those that these call. -->
  <xsl:function name="te:notes-of" as="element(li)*">
    <xsl:param name="nodes" as="node()*"/>
    <xsl:sequence select="tep:called($nodes/descendant-or-self::a[not(ancestor::section[te:has-class(., 'notes')])])"/>
  </xsl:function>

  <xsl:function name="tep:called" as="element(li)*">
    <xsl:param name="links" as="element(a)*"/>
    <xsl:for-each select="$links[@role = 'doc-noteref'][. is key('te:call', substring-after(@href, '#'), $te:article)[1]]">
      <xsl:variable name="note" as="element(li)?"
          select="key('th:anchor', 'index.html' || @href, $te:pages)[1][tep:is-note(.)]"/>
      <xsl:sequence select="$note, $note ! tep:called(descendant::a)"/>
    </xsl:for-each>
  </xsl:function>

  <xsl:function name="tep:is-note" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="exists($element[self::li]/ancestor::section[te:has-class(., 'notes')])"/>
  </xsl:function>

  <!-- Whether the element is a note that stands with its call, or a list that holds no other. -->
  <xsl:function name="te:is-moved" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        if ($element[self::section][te:has-class(., 'notes')]) 
        then empty($element/(* except (h2, ol))) and (every $note in $element/ol/li satisfies te:is-moved($note))
        else map:contains($tep:moved, generate-id($element))"/>
  </xsl:function>

  <xsl:template name="te:footnotes" as="element(section)?">
    <xsl:param name="notes" as="element(li)*" required="yes"/>
    <xsl:if test="exists($notes)">
      <section class="footnotes" epub:type="footnotes">
        <xsl:for-each select="$notes">
          <aside epub:type="footnote" role="doc-footnote">
            <xsl:apply-templates select="@*, node()" mode="te:content"/>
          </aside>
        </xsl:for-each>
      </section>
    </xsl:if>
  </xsl:template>

</xsl:stylesheet>
