<?xml version="1.0" encoding="UTF-8"?>
<!--
  The last step: nothing is silent. Elements nobody has styled were left as marks by the fallback template; here
  they become spans or divs with their name as class and are reported. A link into this edition whose target is not on
  its page loses its link and is reported.

  Public: th:finished-pages, th:report-unstyled, th:mark-unstyled, mode th:finish, th:is-in-blocks,
    key th:anchor ('page#id')
-->
<xsl:stylesheet version="3.0" default-mode="th:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns:thp="urn:teitools:xslt:html:private"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:mode name="th:finish" on-no-match="shallow-copy"/>

  <xsl:key name="th:anchor" match="*[@id]" use="ancestor::thp:page/@name || '#' || @id" xpath-default-namespace=""/>

  <!-- Punctuation and white space where the source writes none (punctuation.xsl, separation.xsl of the shared modules). -->
  <xsl:template match="*[tt:after(.) ne '']" priority="60">
    <xsl:next-match/>
    <xsl:value-of select="tt:after(.)"/>
  </xsl:template>

  <!-- The policy for unstyled elements: the text stays, the name becomes a class, the report comes from finishing. -->
  <xsl:template match="*" priority="-10">
    <xsl:call-template name="th:mark-unstyled"/>
  </xsl:template>

  <!-- What the editions know but HTML has no element for: a block or a phrase with its name as class. -->
  <xsl:template match="*[tt:is-styled(.)]" priority="-5">
    <xsl:element name="{if (th:is-block(.)) then 'div' else 'span'}">
      <xsl:sequence select="th:attributes(., thp:class-of(.), false())"/>
      <xsl:apply-templates/>
    </xsl:element>
  </xsl:template>

  <!-- The element's name, unless the style sheet means something else by it. -->
  <xsl:function name="thp:class-of" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        if (local-name($element) = ('number', 'layout', 'certainty')) then 'tei-' || local-name($element)
        else local-name($element)"/>
  </xsl:function>

  <xsl:template name="th:mark-unstyled" as="element()">
    <thp:unstyled name="{local-name()}" source="{generate-id()}" block="{th:is-block(.)}">
      <xsl:sequence select="th:attributes(., local-name(), false())"/>
      <xsl:apply-templates/>
    </thp:unstyled>
  </xsl:template>

  <!-- Every page as it is to be read, in a thp:page with its name, after the reports. EPUB and Markdown are made of them. -->
  <xsl:template name="th:finished-pages" as="document-node()">
    <xsl:variable name="drafts" as="document-node()">
      <xsl:variable name="others" as="element(thp:page)*">
        <xsl:for-each select="th:page-names()[. ne 'index.html']">
          <thp:page name="{.}">
            <xsl:call-template name="th:page">
              <xsl:with-param name="name" select="."/>
            </xsl:call-template>
          </thp:page>
        </xsl:for-each>
      </xsl:variable>
      <xsl:document><xsl:sequence select="$th:reading-page/*, $others ! th:with-directions(.)"/></xsl:document>
    </xsl:variable>
    <xsl:call-template name="th:report-unstyled">
      <xsl:with-param name="pages" select="$drafts"/>
    </xsl:call-template>
    <xsl:call-template name="tt:report-wording"/>
    <xsl:call-template name="tt:report-text"/>
    <xsl:call-template name="thp:report-language-tags"/>
    <xsl:document><xsl:apply-templates select="$drafts" mode="th:finish"/></xsl:document>
  </xsl:template>

  <!-- One message for each name of elements that nobody has styled, whichever pages they are on. -->
  <xsl:template name="th:report-unstyled" as="empty-sequence()">
    <xsl:param name="pages" as="document-node()" required="yes"/>
    <xsl:call-template name="tt:report-unstyled">
      <xsl:with-param name="names" as="xs:string*">
        <xsl:for-each-group select="$pages//thp:unstyled" group-by="@source" xpath-default-namespace="">
          <xsl:sequence select="string(@name)"/>
        </xsl:for-each-group>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <!-- Each value of xml:lang that is no tag, once. -->
  <xsl:template name="thp:report-language-tags" as="empty-sequence()">
    <xsl:for-each-group select="$tt:document//@xml:lang[normalize-space()]" group-by="string()">
      <xsl:sort select="current-grouping-key()" collation="http://www.w3.org/2005/xpath-functions/collation/codepoint"/>
      <xsl:if test="not(tt:is-language-tag(normalize-space()))">
        <xsl:call-template name="tt:finding">
          <xsl:with-param name="code" select="'EDN011'"/>
          <xsl:with-param name="node" select="."/>
          <xsl:with-param name="facts" select="map { 'tag': string(), 'used': tt:language-tag(.) }"/>
          <xsl:with-param name="text" select="'no language tag: ' || ."/>
        </xsl:call-template>
      </xsl:if>
    </xsl:for-each-group>
  </xsl:template>

  <!-- Without the namespaces that the stylesheet needs and HTML does not. -->
  <xsl:template match="*" mode="th:finish">
    <xsl:copy copy-namespaces="no" inherit-namespaces="no">
      <xsl:choose>
        <xsl:when test="@id or @lang"><xsl:apply-templates select="@*" mode="#current"/></xsl:when>
        <xsl:otherwise><xsl:copy-of select="@*"/></xsl:otherwise>
      </xsl:choose>
      <xsl:apply-templates mode="#current"/>
    </xsl:copy>
  </xsl:template>

  <xsl:template match="thp:unstyled" mode="th:finish" xpath-default-namespace="">
    <xsl:variable name="in-heading" as="xs:boolean" select="exists(ancestor::*[matches(local-name(), '^h[1-6]$')])"/>
    <xsl:element name="{if ((@block = 'true' or thp:holds-blocks(.)) and not($in-heading)) then 'div' else 'span'}">
      <xsl:apply-templates select="@* except (@name, @source, @block), node()" mode="#current"/>
    </xsl:element>
  </xsl:template>

  <!-- What holds blocks is a block itself, whatever the element was meant to be: browsers would tear it apart. -->
  <xsl:template match="(p | span | i | b | em | cite | time | sup | sub | dt)[thp:holds-blocks(.)]" mode="th:finish"
      xpath-default-namespace="http://www.w3.org/1999/xhtml">
    <xsl:element name="{if (self::dt) then 'dd' else 'div'}">
      <xsl:apply-templates select="@* except @datetime, node()" mode="#current"/>
    </xsl:element>
  </xsl:template>

  <!-- A heading holds no blocks, no list, table or figure (HTML, 4.3.6: phrasing content): in it they are phrases. -->
  <xsl:template match="(h1 | h2 | h3 | h4 | h5 | h6)[descendant::*[th:is-in-blocks(.)]]" mode="th:finish"
      xpath-default-namespace="http://www.w3.org/1999/xhtml">
    <xsl:variable name="finished" as="element()"><xsl:next-match/></xsl:variable>
    <xsl:apply-templates select="$finished" mode="thp:phrases"/>
  </xsl:template>

  <xsl:mode name="thp:phrases" on-no-match="shallow-copy"/>

  <xsl:template match="*[parent::*][th:is-in-blocks(.)]" mode="thp:phrases">
    <span><xsl:apply-templates select="@id, @class, @lang, @dir, @title, node()" mode="#current"/></span>
  </xsl:template>

  <xsl:function name="thp:holds-blocks" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        exists($element/descendant::*[map:contains($thp:blocks, local-name()) or self::thp:unstyled[@block = 'true']])"
        xpath-default-namespace=""/>
  </xsl:function>

  <xsl:variable name="thp:blocks" as="map(xs:string, xs:boolean)" select="
      map:merge(('div', 'p', 'ul', 'ol', 'dl', 'table', 'blockquote', 'figure', 'section', 'pre', 'article', 'nav')
        ! map { .: true() })"/>

  <!-- The same, and their parts. -->
  <xsl:variable name="thp:in-blocks" as="map(xs:string, xs:boolean)" select="
      map:merge((map:keys($thp:blocks), 'li', 'dt', 'dd', 'caption', 'colgroup', 'col', 'thead', 'tbody', 'tfoot', 'tr', 'th',
        'td', 'figcaption', 'hr', 'header', 'footer', 'aside', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6') ! map { .: true() })"/>

  <xsl:function name="th:is-in-blocks" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="map:contains($thp:in-blocks, local-name($element))"/>
  </xsl:function>

  <xsl:template match="@lang" mode="th:finish">
    <xsl:attribute name="lang" select="tt:language-tag(.)"/>
  </xsl:template>

  <!-- What the edition shows twice on a page has its id where it stands first. -->
  <xsl:template match="@id[not(.. is thp:anchor(.))]" mode="th:finish"/>

  <xsl:function name="thp:anchor" as="element()">
    <xsl:param name="id" as="attribute(id)"/>
    <xsl:sequence select="key('th:anchor', $id/ancestor::thp:page/@name || '#' || $id, root($id))[1]"/>
  </xsl:function>

  <xsl:template match="a[@href][thp:is-dead(.)]" mode="th:finish" xpath-default-namespace="http://www.w3.org/1999/xhtml">
    <xsl:variable name="target" as="element()?" select="key('tt:by-id', substring-after(@href, '#'), $tt:document)[1]"/>
    <xsl:if test="not(thp:is-of-hidden-register(.))">
      <xsl:call-template name="tt:finding">
        <xsl:with-param name="code" select="'EDN006'"/>
        <xsl:with-param name="node" select="($target, $tt:document)[1]"/>
        <xsl:with-param name="facts" select="map { 'address': string(@href) }"/>
        <xsl:with-param name="text" select="'link without target: ' || @href"/>
      </xsl:call-template>
    </xsl:if>
    <span>
      <xsl:apply-templates select="@* except (@href, @role, @aria-label), node()" mode="#current"/>
    </span>
  </xsl:template>

  <!-- Whether the link leads into a register that is not to be shown, which is no fault of the text. -->
  <xsl:function name="thp:is-of-hidden-register" as="xs:boolean">
    <xsl:param name="link" as="element()"/>
    <xsl:variable name="page" as="xs:string" select="substring-before($link/@href, '#')"/>
    <xsl:sequence select="
        $page = ($th:every-entry ! th:page-of(.)) and not(tt:shows-register(substring-before($page, '.html')))"/>
  </xsl:function>

  <!-- Whether the link leads to a place in this edition that no page has. -->
  <xsl:function name="thp:is-dead" as="xs:boolean">
    <xsl:param name="link" as="element()"/>
    <xsl:variable name="parts" as="xs:string*" select="tokenize($link/@href, '#')"/>
    <xsl:variable name="page" as="xs:string" select="string(($parts[1][. != ''], $link/ancestor::thp:page/@name)[1])"/>
    <xsl:sequence select="
        not(contains($link/@href, ':')) and contains($link/@href, '#')
        and empty(key('th:anchor', $page || '#' || $parts[2], root($link)))"/>
  </xsl:function>

</xsl:stylesheet>
