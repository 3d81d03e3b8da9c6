<?xml version="1.0" encoding="UTF-8"?>
<!--
  Direction: every element whose text runs the other way than what it stands in gets a dir attribute, which also keeps
  it apart from the order of the text around it (HTML, 15.3.6: dir isolates). In running text, so do words of the other
  direction that nobody has tagged (bdi): else a number or a mark after them would be drawn to their side.

  It works on the finished pages, so that no template can forget it; the source is long decided by then.

  Public: th:with-directions
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns:thp="urn:teitools:xslt:html:private"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="#all">

  <xsl:mode name="thp:direct" on-no-match="shallow-copy"/>

  <!-- A page, or a part of one, with its directions. -->
  <xsl:function name="th:with-directions" as="node()*">
    <xsl:param name="page" as="node()"/>
    <xsl:choose>
      <xsl:when test="$tt:is-bidirectional">
        <xsl:apply-templates select="$page" mode="thp:direct">
          <xsl:with-param name="around" select="'ltr'" tunnel="yes"/>
          <xsl:with-param name="tag" select="''" tunnel="yes"/>
        </xsl:apply-templates>
      </xsl:when>
      <xsl:otherwise><xsl:sequence select="$page"/></xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <xsl:template match="*" mode="thp:direct">
    <xsl:param name="around" as="xs:string" tunnel="yes"/>
    <xsl:param name="tag" as="xs:string" tunnel="yes"/>
    <xsl:variable name="own-tag" as="xs:string" select="string((@lang, $tag)[1])"/>
    <xsl:variable name="direction" as="xs:string" select="(tt:direction-of(string(.), $own-tag), $around)[1]"/>
    <xsl:copy copy-namespaces="no">
      <xsl:if test="$direction ne $around"><xsl:attribute name="dir" select="$direction"/></xsl:if>
      <xsl:apply-templates select="@*, node()" mode="#current">
        <xsl:with-param name="around" select="$direction" tunnel="yes"/>
        <xsl:with-param name="tag" select="$own-tag" tunnel="yes"/>
      </xsl:apply-templates>
    </xsl:copy>
  </xsl:template>

  <!-- The whole page has the direction of its wording: what it says of itself stands in the same corners on each. -->
  <xsl:template match="html" mode="thp:direct">
    <xsl:variable name="direction" as="xs:string" select="(tt:direction-of(string-join(.//nav), @lang), 'ltr')[1]"/>
    <xsl:copy copy-namespaces="no">
      <xsl:if test="$direction ne 'ltr'"><xsl:attribute name="dir" select="$direction"/></xsl:if>
      <xsl:apply-templates select="@*, node()" mode="#current">
        <xsl:with-param name="around" select="$direction" tunnel="yes"/>
        <xsl:with-param name="tag" select="string(@lang)" tunnel="yes"/>
      </xsl:apply-templates>
    </xsl:copy>
  </xsl:template>

  <!-- What has no direction of its own or no text that is read: the page as a whole, its head, programs, drawings. -->
  <xsl:template match="thp:page | body | header | main | footer" mode="thp:direct">
    <xsl:copy copy-namespaces="no"><xsl:apply-templates select="@*, node()" mode="#current"/></xsl:copy>
  </xsl:template>
  <xsl:template match="head | script | style | *[namespace-uri() ne 'http://www.w3.org/1999/xhtml'][not(self::thp:*)]"
      mode="thp:direct" priority="1">
    <xsl:copy-of select="."/>
  </xsl:template>

  <xsl:template match="text()" mode="thp:direct">
    <xsl:param name="around" as="xs:string" tunnel="yes"/>
    <xsl:analyze-string select="." regex="{tt:opposite-run($around)}">
      <xsl:matching-substring>
        <bdi dir="{if ($around eq 'ltr') then 'rtl' else 'ltr'}"><xsl:value-of select="."/></bdi>
      </xsl:matching-substring>
      <xsl:non-matching-substring><xsl:value-of select="."/></xsl:non-matching-substring>
    </xsl:analyze-string>
  </xsl:template>

</xsl:stylesheet>
