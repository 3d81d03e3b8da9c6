<?xml version="1.0" encoding="UTF-8"?>
<!--
  Identifiers and addresses. In EPUB, as in XML, an id is a name without colons; a link leads to a file of the book or
  out into the web, never to a file beside the book, which nobody will have.

  Public: te:id, te:href, te:file-of
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    xmlns:te="urn:teitools:xslt:epub"
    xmlns:tep="urn:teitools:xslt:epub:private"
    xpath-default-namespace="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="#all">

  <!-- Page and id, as 'index.html#id', to the file that has it. -->
  <xsl:variable name="tep:places" as="map(xs:string, xs:string)" select="
      map:merge(
        for $file in $te:files, $id in tep:ids($file) return map { $file?page || '#' || $id: $file?name },
        map { 'duplicates': 'use-first' })"/>

  <xsl:function name="tep:ids" as="xs:string*">
    <xsl:param name="file" as="map(xs:string, item()*)"/>
    <xsl:sequence select="
        $file?wrappers[$file?owns]/@id, ($file?lead, $file?nodes)/descendant-or-self::*[@id][not(te:is-moved(.))]/@id,
        $file?notes/descendant-or-self::*/@id"/>
  </xsl:function>

  <!-- The file that shows the place, if any does. -->
  <xsl:function name="te:file-of" as="xs:string?">
    <xsl:param name="page" as="xs:string"/>
    <xsl:param name="id" as="xs:string"/>
    <xsl:sequence select="$tep:places($page || '#' || $id)"/>
  </xsl:function>

  <!-- An id as XML allows it. The tilde, of which the HTML edition knows that no xml:id has it, becomes a middle dot. -->
  <xsl:function name="te:id" as="xs:string">
    <xsl:param name="id" as="xs:string"/>
    <xsl:variable name="name" as="xs:string" select="replace($id, '[^\c]|:', '·')"/>
    <xsl:sequence select="if (matches($name, '^\i')) then $name else '_' || $name"/>
  </xsl:function>

  <!-- The address for a link in a file of the book, of one on a page of the HTML edition; nothing if there is none. -->
  <xsl:function name="te:href" as="xs:string?">
    <xsl:param name="address" as="xs:string"/>
    <xsl:param name="file" as="map(xs:string, item()*)"/>
    <xsl:variable name="page" as="xs:string" select="(substring-before($address || '#', '#')[. ne ''], $file?page)[1]"/>
    <xsl:variable name="id" as="xs:string" select="substring-after($address, '#')"/>
    <xsl:variable name="target" as="xs:string?" select="
        if ($id ne '') then te:file-of($page, $id) else $te:files[?page = $page][1]?name"/>
    <xsl:sequence select="
        if (exists(tt:scheme($address)[. ne ''])) then $address
        else $target ! (.[. ne $file?name or $id eq ''] || ('#' || te:id($id))[$id ne ''])"/>
  </xsl:function>

</xsl:stylesheet>
