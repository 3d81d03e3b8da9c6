<?xml version="1.0" encoding="UTF-8"?>
<!--
  Which addresses of a text become links of an edition. Readers click on them, so only schemes that lead somewhere and
  can do nothing are let through; all others, of which `javascript:` and `data:` run programs in the page, stay text,
  and a finding says so. Editions make no link to another place than through here.

  Public: tt:scheme, tt:outward, tt:local-address
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:ttp="urn:teitools:xslt:private"
    exclude-result-prefixes="#all">

  <!-- Browsers know no doi: and open nothing for it; its resolver is on the web. -->
  <xsl:variable name="ttp:link-schemes" as="map(xs:string, xs:string)" select="map {
      'http': 'http:', 'https': 'https:', 'mailto': 'mailto:', 'tel': 'tel:', 'doi': 'https://doi.org/' }"/>

  <!--
    The address as a browser reads it (WHATWG URL Standard, 4.4): without tabs and line ends, wherever they stand, and
    without white space around it.
  -->
  <xsl:function name="ttp:as-read" as="xs:string">
    <xsl:param name="address" as="xs:string"/>
    <xsl:sequence select="replace(translate($address, '&#9;&#10;&#13;', ''), '^ +| +$', '')"/>
  </xsl:function>

  <!-- The scheme that a browser would find in the address, in small letters; empty for a relative reference. -->
  <xsl:function name="tt:scheme" as="xs:string">
    <xsl:param name="address" as="xs:string"/>
    <xsl:sequence select="
        let $read := ttp:as-read($address)
        return if (matches($read, '^[A-Za-z][A-Za-z0-9+.\-]*:')) then lower-case(substring-before($read, ':')) else ''"/>
  </xsl:function>

  <!-- Whether the address names a machine, with no empty part in its name (RFC 3986, 3.2.2; RFC 1034, 3.1). -->
  <xsl:function name="ttp:has-host" as="xs:boolean">
    <xsl:param name="address" as="xs:string"/>
    <xsl:variable name="label" as="xs:string" select="'[^./?#:@\\\s]+'"/>
    <xsl:variable name="host" as="xs:string" select="'(\[[^\]]+\]|' || $label || '(\.' || $label || ')*\.?)'"/>
    <xsl:sequence select="matches($address, '^[a-z]+:[/\\]*([^/?#\\]*@)?' || $host || '(:\d*)?([/?#\\]|$)', 'i')"/>
  </xsl:function>

  <!--
    The address of a link to another place for a pointer of the attribute: absolute, of a scheme that may be linked.
    Empty for what lies on this machine; empty too, with a finding, for an address of any other scheme.
  -->
  <xsl:function name="tt:outward" as="xs:string?">
    <xsl:param name="pointer" as="xs:string"/>
    <xsl:param name="attribute" as="attribute()"/>
    <xsl:variable name="plain" as="xs:string" select="tt:without-prefix($pointer, $attribute/..)"/>
    <xsl:variable name="absolute" as="xs:string"
        select="if (tt:scheme($plain)) then ttp:as-read($plain) else tt:expand-pointer($pointer, $attribute/..)"/>
    <xsl:variable name="scheme" as="xs:string" select="tt:scheme($absolute)"/>
    <xsl:variable name="start" as="xs:string?" select="$ttp:link-schemes($scheme)"/>
    <xsl:choose>
      <xsl:when test="exists($start) and $scheme = ('http', 'https') and not(ttp:has-host($absolute))">
        <xsl:call-template name="tt:finding">
          <xsl:with-param name="code" select="'EDN012'"/>
          <xsl:with-param name="node" select="$attribute"/>
          <xsl:with-param name="facts" select="map {
              'element': local-name($attribute/..), 'attribute': name($attribute), 'address': $absolute }"/>
          <xsl:with-param name="text" select="'no host: ' || $absolute"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:when test="exists($start)">
        <xsl:sequence select="$start || substring-after($absolute, ':')"/>
      </xsl:when>
      <xsl:when test="tt:scheme($plain)">
        <xsl:call-template name="tt:finding">
          <xsl:with-param name="code" select="'EDN001'"/>
          <xsl:with-param name="node" select="$attribute"/>
          <xsl:with-param name="facts" select="map {
              'element': local-name($attribute/..), 'attribute': name($attribute), 'scheme': $scheme,
              'address': if (string-length($pointer) gt 60) then substring($pointer, 1, 60) || '…' else $pointer }"/>
          <xsl:with-param name="text" select="'not made a link: ' || $scheme || ':'"/>
        </xsl:call-template>
      </xsl:when>
    </xsl:choose>
  </xsl:function>

  <!-- The address in the attribute as seen from the edition (xml:base), if it is a relative reference; empty for any other. -->
  <xsl:function name="tt:local-address" as="xs:string?">
    <xsl:param name="attribute" as="attribute()"/>
    <xsl:variable name="address" as="xs:string" select="replace(ttp:as-read($attribute), ' ', '%20')"/>
    <xsl:variable name="bases" as="xs:string*"
        select="$attribute/ancestor::*/@xml:base ! replace(., '[^/]+$', '')[not(tt:scheme(.) or starts-with(., '/'))]"/>
    <xsl:sequence select="
        if (tt:scheme($address) ne '') then ()
        else if (starts-with($address, '/')) then $address else string-join(($tt:root, $bases, $address))"/>
  </xsl:function>

</xsl:stylesheet>
