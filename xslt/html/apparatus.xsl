<?xml version="1.0" encoding="UTF-8"?>
<!--
  The critical apparatus: in the text the reading of the edition, which leads to its entry at the foot of the page; the
  other readings are at hand where a pointer or the keyboard rests on it. All of it is read without a script.

  Public: th:apparatus, th:entry-marks
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

  <!-- The reading of the text, or the mark of an entry that says where in it witnesses differ. -->
  <xsl:template match="app">
    <xsl:param name="page" as="xs:string" tunnel="yes" select="'index.html'"/>
    <xsl:param name="in-link" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:variable name="is-read" as="xs:boolean" select="tt:has-entry(.) and $page = 'index.html'"/>
    <xsl:variable name="listed" as="xs:boolean" select="$is-read and not($in-link)"/>
    <xsl:variable name="shown" as="element()?" select="tt:shown(.)"/>
    <xsl:element name="{if (th:is-block(.)) then 'div' else 'span'}">
      <xsl:sequence select="th:attributes(., 'app', $is-read)"/>
      <xsl:choose>
        <xsl:when test="not($listed)"><xsl:apply-templates select="$shown"/></xsl:when>
        <xsl:when test="empty($shown) or th:is-held(.)">
          <xsl:apply-templates select="$shown"/>
          <xsl:if test="empty(tt:carrier-of-call(.))"><xsl:call-template name="th:entry-mark"/></xsl:if>
        </xsl:when>
        <xsl:otherwise>
          <a href="#{th:part-id(., 'int')}" aria-describedby="{th:part-id(., 'readings')}">
            <xsl:apply-templates select="$shown">
              <xsl:with-param name="in-link" select="true()" tunnel="yes"/>
            </xsl:apply-templates>
          </a>
        </xsl:otherwise>
      </xsl:choose>
      <xsl:if test="$listed and not(th:is-block(.))"><xsl:call-template name="thp:readings-at-hand"/></xsl:if>
    </xsl:element>
  </xsl:template>

  <xsl:template match="lem | rdg">
    <xsl:element name="{if (th:is-block(.)) then 'div' else 'span'}">
      <xsl:sequence select="th:attributes(., local-name(), false())"/>
      <xsl:apply-templates/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="witStart | witEnd | lacunaStart | lacunaEnd">
    <span class="witness-mark"><xsl:sequence select="th:ui-language()"/><xsl:value-of select="tt:witness-mark(.)"/></span>
  </xsl:template>

  <xsl:template name="th:entry-mark" as="element()">
    <a class="mark" href="#{th:part-id(., 'int')}"
        aria-label="{string-join((tt:label('kind-app'), tt:entry-text(.)[. ne '']), ': ')}"><sup>°</sup></a>
  </xsl:template>

  <!-- Hidden but for the eye, like a sidenote: the style sheet shows it beside what the pointer or the focus is on. -->
  <xsl:template name="thp:readings-at-hand" as="element()">
    <xsl:variable name="app" as="element(app)" select="."/>
    <span id="{th:part-id(., 'readings')}" class="readings" hidden="hidden">
      <xsl:value-of select="
          string-join((tt:entry-text(.)[. ne ''], tt:remarks(.) ! (tt:before-remark(., $app) || tt:plain-text(node()))), ' ')"/>
    </span>
  </xsl:template>

  <!-- Marks for entries whose last block the current element is, or that stand elsewhere and whose span ends with it. -->
  <xsl:template name="th:entry-marks" as="element()*">
    <xsl:for-each select="tt:entry-calls-at(.), tt:entries-ending-at(.)"><xsl:call-template name="th:entry-mark"/></xsl:for-each>
  </xsl:template>

  <!-- The collected entries, each with its way back, after what the header says of the witnesses. -->
  <xsl:template name="th:apparatus" as="element()?">
    <xsl:if test="exists(tt:apparatus())">
      <section id="{th:page-part-id('apparatus')}" class="notes apparatus"
          aria-labelledby="{th:page-part-id('apparatus-heading')}">
        <h2 id="{th:page-part-id('apparatus-heading')}">
          <xsl:sequence select="th:ui-language()"/><xsl:value-of select="tt:label('apparatus')"/>
        </h2>
        <xsl:call-template name="thp:witnesses"/>
        <ol>
          <xsl:for-each select="tt:apparatus()">
            <li id="{th:part-id(., 'int')}">
              <xsl:call-template name="thp:entry"/>
            </li>
          </xsl:for-each>
        </ol>
      </section>
    </xsl:if>
  </xsl:template>

  <xsl:template name="thp:entry" as="node()*">
    <xsl:variable name="app" as="element(app)" select="."/>
    <xsl:call-template name="thp:entry-place"/>
    <xsl:for-each select="tt:entry-lemma(.)">
      <b class="reading"><xsl:sequence select="thp:language-within($app)"/><xsl:value-of select="."/></b>
      <xsl:text>] </xsl:text>
    </xsl:for-each>
    <xsl:for-each select="tt:entry-readings(.)">
      <xsl:if test="position() gt 1"><xsl:text>; </xsl:text></xsl:if>
      <span class="reading">
        <xsl:sequence select="thp:language-within(.)"/>
        <xsl:value-of select="tt:listed-reading(., $app)"/>
      </span>
    </xsl:for-each>
    <xsl:for-each select="tt:remarks(.)">
      <xsl:text> </xsl:text>
      <xsl:element name="{if (tt:has-blocks(.)) then 'div' else 'span'}">
        <xsl:attribute name="class" select="'desc'"/>
        <xsl:sequence select="th:language-of(.)"/>
        <xsl:value-of select="tt:before-remark(., $app)"/>
        <xsl:value-of select="self::witDetail[@wit] ! (string-join(tt:witnesses-of-detail(.), ' ') || ' ')"/>
        <xsl:apply-templates/>
      </xsl:element>
    </xsl:for-each>
  </xsl:template>

  <!-- Where it is, as a link to the place in the text. -->
  <xsl:template name="thp:entry-place" as="node()*">
    <xsl:variable name="app" as="element(app)" select="."/>
    <xsl:variable name="target" as="element()?"
        select="(tt:entry-anchor(.), .[tt:has-entry(.)][not(ancestor::standOff)])[1]"/>
    <xsl:for-each select="tt:entry-place(.)">
      <xsl:choose>
        <xsl:when test="$target">
          <a class="place" href="#{th:id($target)}" aria-label="{tt:label('apparatus-back', .)}">
            <xsl:sequence select="th:ui-language()"/>
            <xsl:value-of select="."/>
          </a>
        </xsl:when>
        <xsl:otherwise><span class="place"><xsl:value-of select="."/></span></xsl:otherwise>
      </xsl:choose>
      <xsl:text> </xsl:text>
    </xsl:for-each>
  </xsl:template>

  <!-- The language of the reading, where it is not that of the page. -->
  <xsl:function name="thp:language-within" as="attribute(lang)?">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="($element/ancestor-or-self::*/@xml:lang)[last()][. ne $tt:text-language] ! th:language-of(..)"/>
  </xsl:function>

  <!-- An apparatus that the text itself has, where it stands. -->
  <xsl:template match="listApp">
    <div><xsl:sequence select="th:attributes(., ('list-app', 'apparatus'), false())"/><xsl:apply-templates select="*"/></div>
  </xsl:template>
  <xsl:template match="app[parent::listApp]" priority="1">
    <div id="{th:part-id(., 'int')}" class="app-entry"><xsl:call-template name="thp:entry"/></div>
  </xsl:template>

  <!-- Witnesses: those that the header describes, at the head of the apparatus; those that the text lists, there. -->
  <xsl:template name="thp:witnesses" as="element()?">
    <xsl:if test="exists(tt:listed-witnesses())">
      <details class="witnesses" open="open">
        <summary><xsl:sequence select="th:ui-language()"/><xsl:value-of select="tt:label('witnesses')"/></summary>
        <ul>
          <xsl:for-each select="tt:listed-witnesses()">
            <li>
              <xsl:call-template name="thp:siglum"/>
              <xsl:apply-templates select="node() except listWit">
                <xsl:with-param name="in-link" select="true()" tunnel="yes"/>
              </xsl:apply-templates>
            </li>
          </xsl:for-each>
        </ul>
      </details>
    </xsl:if>
  </xsl:template>

  <xsl:template match="witness">
    <div>
      <xsl:sequence select="th:attributes(., 'witness', false())"/>
      <xsl:call-template name="thp:siglum"/>
      <xsl:apply-templates/>
    </div>
  </xsl:template>

  <xsl:template name="thp:siglum" as="node()*">
    <xsl:for-each select="tt:siglum-before(.)">
      <b class="siglum"><xsl:value-of select="."/></b>
      <xsl:text> </xsl:text>
    </xsl:for-each>
  </xsl:template>

</xsl:stylesheet>
