<?xml version="1.0" encoding="UTF-8"?>
<!--
  The reference: an entry for each element, class, macro and datatype.

  Public: to:reference, to:field
-->
<xsl:stylesheet version="3.0" default-mode="th:read"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:f="urn:teitools:odd:facts"
    xmlns:tt="urn:teitools:xslt"
    xmlns:th="urn:teitools:xslt:html"
    xmlns:to="urn:teitools:xslt:odd"
    xmlns:top="urn:teitools:xslt:odd:private"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:template name="to:reference" as="node()*">
    <xsl:for-each select="to:parts()">
      <section class="reference" id="{.}" aria-labelledby="{.}-heading">
        <h2 id="{.}-heading"><xsl:value-of select="tt:label('odd-' || .)"/></h2>
        <xsl:choose>
          <xsl:when test=". = 'rules'">
            <dl class="facts">
              <xsl:call-template name="to:rules"><xsl:with-param name="of" select="$facts/*"/></xsl:call-template>
            </dl>
          </xsl:when>
          <xsl:otherwise>
            <xsl:call-template name="to:overview"><xsl:with-param name="part" select="."/></xsl:call-template>
            <xsl:apply-templates select="to:entries(.)" mode="top:entry"/>
          </xsl:otherwise>
        </xsl:choose>
      </section>
    </xsl:for-each>
  </xsl:template>

  <xsl:mode name="top:entry" on-no-match="deep-skip"/>

  <xsl:template match="f:element | f:class | f:macro | f:data" mode="top:entry">
    <article class="spec {local-name()}" id="{@id}" aria-labelledby="{@id}-h">
      <h3 id="{@id}-h">
        <a href="#{@id}"><code><xsl:value-of select="to:shown-name(.)"/></code></a>
        <xsl:call-template name="to:variant"/>
        <xsl:if test="gloss"><xsl:text> </xsl:text></xsl:if>
        <xsl:sequence select="to:gloss(.)"/>
        <xsl:call-template name="to:badge"/>
      </h3>
      <xsl:if test="desc"><div class="desc"><xsl:sequence select="to:described(desc)"/></div></xsl:if>
      <dl class="facts">
        <xsl:call-template name="top:origin"/>
        <xsl:apply-templates select="f:attributes" mode="to:facts"/>
        <xsl:call-template name="to:rules"><xsl:with-param name="of" select="."/></xsl:call-template>
        <xsl:call-template name="top:remarks"/>
        <xsl:call-template name="top:examples"/>
        <xsl:apply-templates select="f:parents, f:children, f:content, f:member-of, f:members, f:used-by" mode="to:facts"/>
        <xsl:call-template name="to:processing"/>
        <xsl:call-template name="top:see-also"/>
      </dl>
    </article>
  </xsl:template>

  <!-- A fact with its name before it. -->
  <xsl:template name="to:field" as="node()*">
    <xsl:param name="label" as="xs:string" required="yes"/>
    <xsl:param name="content" as="node()*" required="yes"/>
    <xsl:param name="class" as="xs:string?"/>
    <div class="field">
      <dt><xsl:value-of select="tt:label('odd-field-' || $label)"/></dt>
      <dd>
        <xsl:if test="$class"><xsl:attribute name="class" select="$class"/></xsl:if>
        <xsl:sequence select="$content"/>
      </dd>
    </div>
  </xsl:template>

  <!-- Where the declaration is from: its module, its other name, TEI’s own page about it. -->
  <xsl:template name="top:origin" as="node()*">
    <xsl:variable name="parts" as="node()*">
      <xsl:if test="@module"><span><xsl:value-of select="tt:label('odd-module', @module)"/></span></xsl:if>
      <xsl:if test="@start"><span><xsl:value-of select="tt:label('odd-start')"/></span></xsl:if>
      <xsl:if test="f:variant">
        <span>
          <xsl:value-of select="tt:label('odd-variants') || ' '"/>
          <span class="names">
            <xsl:for-each select="f:variant">
              <xsl:if test="position() gt 1"><xsl:text> </xsl:text></xsl:if>
              <a href="#{@to}"><xsl:value-of select="."/></a>
            </xsl:for-each>
          </span>
        </span>
      </xsl:if>
      <xsl:if test="@name != @ident and not(f:variant)">
        <span><xsl:value-of select="tt:label('odd-renamed', @ident)"/></span>
      </xsl:if>
      <xsl:if test="@namespace">
        <span>
          <xsl:value-of select="if (@namespace = '') then tt:label('odd-no-namespace')
              else tt:label('odd-namespace', @namespace)"/>
        </span>
      </xsl:if>
      <xsl:for-each select="equiv/@uri"><span><xsl:value-of select="tt:label('odd-equivalent', .)"/></span></xsl:for-each>
      <xsl:if test="@origin != 'odd' and $facts/*/@namespace = 'http://www.tei-c.org/ns/1.0'">
        <a href="{$to:guidelines}ref-{@ident}.html"><xsl:value-of select="tt:label('odd-at-tei')"/></a>
      </xsl:if>
    </xsl:variable>
    <xsl:if test="exists($parts)">
      <xsl:call-template name="to:field">
        <xsl:with-param name="label" select="'origin'"/>
        <xsl:with-param name="class" select="'origin'"/>
        <xsl:with-param name="content" select="$parts"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <xsl:mode name="to:facts" on-no-match="deep-skip"/>

  <xsl:template match="f:content" mode="to:facts">
    <xsl:call-template name="to:field">
      <xsl:with-param name="label" select="'content'"/>
      <xsl:with-param name="content" as="node()*">
        <pre class="model" tabindex="0"><code><xsl:apply-templates mode="to:link"/></code></pre>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <!-- What may stand in an element, or what an element may stand in; long lists are folded. -->
  <xsl:template match="f:children | f:parents" mode="to:facts">
    <xsl:variable name="count" as="xs:integer" select="xs:integer(@count)"/>
    <xsl:variable name="list" as="element()*">
      <xsl:if test="f:of">
        <ul class="by-module">
          <xsl:for-each select="f:of">
            <li>
              <span class="module"><xsl:value-of select="@module"/></span>
              <xsl:text> </xsl:text>
              <span class="names">
                <xsl:call-template name="to:links"><xsl:with-param name="links" select="f:a"/></xsl:call-template>
              </span>
            </li>
          </xsl:for-each>
        </ul>
      </xsl:if>
    </xsl:variable>
    <xsl:call-template name="to:field">
      <xsl:with-param name="label" select="local-name()"/>
      <xsl:with-param name="content" as="node()*">
        <xsl:if test="not($count) or @text or @anything">
          <p>
            <xsl:value-of select="
                if (@anything) then tt:label('odd-anything') else if (@text and $count) then tt:label('odd-text-and')
                else if (@text) then tt:label('odd-text-only') else if (self::f:parents) then tt:label('odd-nowhere')
                else tt:label('odd-nothing')"/>
          </p>
        </xsl:if>
        <xsl:choose>
          <xsl:when test="f:same">
            <p>
              <xsl:value-of select="
                  tt:label('odd-elements-in-modules', (@count, @modules)) || ' – '
                  || tt:label('odd-' || local-name() || '-same') || ' '"/>
              <code><xsl:apply-templates select="f:same/f:a" mode="to:link"/></code>
            </p>
          </xsl:when>
          <xsl:when test="$count gt 40">
            <details>
              <summary><xsl:value-of select="tt:label('odd-elements-in-modules', (@count, @modules))"/></summary><xsl:sequence
                  select="$list"/>
            </details>
          </xsl:when>
          <xsl:otherwise><xsl:sequence select="$list"/></xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="f:member-of[f:a] | f:members[f:a] | f:used-by[f:a]" mode="to:facts">
    <xsl:call-template name="to:field">
      <xsl:with-param name="label" select="local-name()"/>
      <xsl:with-param name="class" select="'names'"/>
      <xsl:with-param name="content" as="node()*">
        <xsl:call-template name="to:links"><xsl:with-param name="links" select="f:a"/></xsl:call-template>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="top:remarks" as="node()*">
    <xsl:if test="remarks">
      <xsl:call-template name="to:field">
        <xsl:with-param name="label" select="'remarks'"/>
        <xsl:with-param name="content" as="node()*">
          <xsl:for-each select="remarks">
            <div class="remarks"><xsl:sequence select="th:language-of(.)"/><xsl:apply-templates/></div>
          </xsl:for-each>
        </xsl:with-param>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <!-- The first example is open, further ones are folded. -->
  <xsl:template name="top:examples" as="node()*">
    <xsl:if test="exemplum">
      <xsl:call-template name="to:field">
        <xsl:with-param name="label" select="'examples'"/>
        <xsl:with-param name="content" as="node()*">
          <xsl:apply-templates select="exemplum[1]"/>
          <xsl:if test="exemplum[2]">
            <details>
              <summary>
                <xsl:value-of select="
                    if (count(exemplum) = 2) then tt:label('odd-one-more-example')
                    else tt:label('odd-more-examples', count(exemplum) - 1)"/>
              </summary>
              <xsl:apply-templates select="exemplum[position() gt 1]"/>
            </details>
          </xsl:if>
        </xsl:with-param>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <xsl:template name="top:see-also" as="node()*">
    <xsl:if test="listRef/*">
      <xsl:call-template name="to:field">
        <xsl:with-param name="label" select="'see'"/>
        <xsl:with-param name="class" select="'origin'"/>
        <xsl:with-param name="content" as="node()*">
          <xsl:for-each select="listRef/(ptr | ref)"><span><xsl:apply-templates select="."/></span></xsl:for-each>
        </xsl:with-param>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

</xsl:stylesheet>
