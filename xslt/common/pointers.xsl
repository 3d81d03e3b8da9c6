<?xml version="1.0" encoding="UTF-8"?>
<!--
  TEI pointers: '#id', 'register.xml#id', 'prefix:id' (by prefixDef), relative to xml:base; several in one attribute.

  Public: tt:pointers, tt:without-prefix, tt:expand-pointer, tt:is-remote, tt:resolve (all elements that
  the pointers of an attribute name), tt:resolve-one, tt:documents (the document and the ones its names point into), key tt:by-id
  Nothing is ever fetched from the network: a pointer to http(s) resolves to nothing.
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tei="http://www.tei-c.org/ns/1.0"
    xmlns:tt="urn:teitools:xslt"
    xmlns:ttp="urn:teitools:xslt:private"
    exclude-result-prefixes="#all">

  <xsl:key name="tt:by-id" match="*[@xml:id]" use="@xml:id"/>
  <!-- What stands here of other files: an inclusion says so with xml:base (XInclude 1.1, 4.7.5). -->
  <xsl:key name="ttp:part" match="*[@xml:base]" use="ttp:file-of(string(base-uri(.)))"/>
  <xsl:key name="ttp:prefix" match="tei:prefixDef" use="@ident"/>

  <!-- The single pointers of an attribute. -->
  <xsl:function name="tt:pointers" as="xs:string*">
    <xsl:param name="attribute" as="attribute()*"/>
    <xsl:sequence select="$attribute ! tokenize(.)"/>
  </xsl:function>

  <!-- The pointer with what its prefixDef says in the place of a private prefix. -->
  <xsl:function name="tt:without-prefix" as="xs:string">
    <xsl:param name="pointer" as="xs:string"/>
    <xsl:param name="bearer" as="element()"/>
    <xsl:variable name="rules" as="element(tei:prefixDef)*"
        select="key('ttp:prefix', substring-before($pointer, ':'), root($bearer))"/>
    <xsl:sequence select="($rules ! ttp:replaced(., substring-after($pointer, ':')), $pointer)[1]"/>
  </xsl:function>

  <!-- What a prefixDef makes of the rest of a pointer; empty if its pattern does not match, or cannot be used at all. -->
  <xsl:function name="ttp:replaced" as="xs:string?">
    <xsl:param name="rule" as="element(tei:prefixDef)"/>
    <xsl:param name="rest" as="xs:string"/>
    <xsl:try>
      <xsl:sequence select="
          if (matches($rest, '^(?:' || $rule/@matchPattern || ')$'))
          then replace(':' || $rest, '^:(?:' || $rule/@matchPattern || ')$', $rule/@replacementPattern) else ()"/>
      <xsl:catch errors="*">
        <xsl:call-template name="tt:finding">
          <xsl:with-param name="code" select="'EDN004'"/>
          <xsl:with-param name="node" select="$rule"/>
          <xsl:with-param name="facts" select="map { 'scheme': string($rule/@ident) }"/>
          <xsl:with-param name="text" select="'not applied: the prefixDef of ' || $rule/@ident || ':'"/>
        </xsl:call-template>
      </xsl:catch>
    </xsl:try>
  </xsl:function>

  <!--
    The pointer as an absolute URI: without a private prefix and, like any relative reference, resolved against the
    base URI of the element that bears it. '#id' means the same document.
  -->
  <xsl:function name="tt:expand-pointer" as="xs:string">
    <xsl:param name="pointer" as="xs:string"/>
    <xsl:param name="bearer" as="element()"/>
    <xsl:variable name="plain" as="xs:string" select="tt:without-prefix($pointer, $bearer)"/>
    <xsl:variable name="base" as="xs:string" select="string(base-uri($bearer))"/>
    <xsl:try select="
        if (starts-with($plain, '#')) then string(base-uri(root($bearer))) || $plain
        else if ($base = '') then $plain
        else string(resolve-uri($plain, $base))">
      <xsl:catch errors="*" select="$plain"/>
    </xsl:try>
  </xsl:function>

  <!-- Whether the URI leads to another machine. -->
  <xsl:function name="tt:is-remote" as="xs:boolean">
    <xsl:param name="uri" as="xs:string"/>
    <xsl:sequence select="matches($uri, '^[A-Za-z][A-Za-z0-9+.-]*:') and not(starts-with($uri, 'file:'))"/>
  </xsl:function>

  <!-- The elements that the pointers of the attribute name, in that order; what cannot be found is left out. -->
  <xsl:function name="tt:resolve" as="element()*">
    <xsl:param name="attribute" as="attribute()*"/>
    <xsl:for-each select="$attribute">
      <xsl:variable name="bearer" as="element()" select=".."/>
      <xsl:sequence select="tt:pointers(.) ! tt:resolve-one(., $bearer)"/>
    </xsl:for-each>
  </xsl:function>

  <!-- The element that the single pointer names; most name one of the same document, or of a file that is known. -->
  <xsl:function name="tt:resolve-one" as="element()?" cache="yes">
    <xsl:param name="pointer" as="xs:string"/>
    <xsl:param name="bearer" as="element()"/>
    <xsl:variable name="way" as="xs:string" select="if (starts-with($pointer, '#')) then '' else ttp:way-to($pointer, $bearer)"/>
    <xsl:sequence select="
        if (matches($pointer, '^#[^#]')) then key('tt:by-id', substring($pointer, 2), root($bearer))[1]
        else if (contains($pointer, '#') and map:contains($ttp:named, $way) and not(contains($pointer, ':')))
        then key('tt:by-id', substring-after($pointer, '#'), $ttp:named($way))[1]
        else ttp:find(tt:expand-pointer($pointer, $bearer), $bearer)"/>
  </xsl:function>

  <!-- The document itself, then those that names, speakers and correspondences in it point into, and so on. -->
  <xsl:function name="tt:documents" as="document-node()+">
    <xsl:param name="start" as="document-node()"/>
    <xsl:sequence select="if ($start is $tt:document) then $ttp:documents else ttp:documents-from($start)"/>
  </xsl:function>
  <xsl:variable name="ttp:documents" as="document-node()+" select="ttp:documents-from($tt:document)"/>

  <xsl:function name="ttp:documents-from" as="document-node()+">
    <xsl:param name="start" as="document-node()"/>
    <xsl:variable name="found" as="document-node()*"
        select="ttp:collect-documents($start, map { ttp:file-of(string(base-uri($start))): $start })"/>
    <xsl:sequence select="$start, $found except $start"/>
  </xsl:function>

  <xsl:function name="ttp:find" as="element()?">
    <xsl:param name="uri" as="xs:string"/>
    <xsl:param name="bearer" as="element()"/>
    <xsl:variable name="id" as="xs:string" select="substring-after($uri, '#')"/>
    <xsl:variable name="part" as="element()?" select="key('ttp:part', ttp:file-of($uri), root($bearer))[1]"/>
    <xsl:variable name="here" as="element()?"
        select="if ($id = '') then $part else $part ! key('tt:by-id', $id, root($bearer))[1]"/>
    <xsl:variable name="document" as="document-node()?" select="if ($here) then () else ttp:document-at($uri, root($bearer))"/>
    <xsl:sequence select="
        if ($here) then $here else if ($id = '') then $document/* else $document ! key('tt:by-id', $id, .)[1]"/>
  </xsl:function>

  <xsl:function name="ttp:document-at" as="document-node()?">
    <xsl:param name="uri" as="xs:string"/>
    <xsl:param name="current" as="document-node()"/>
    <xsl:variable name="file" as="xs:string" select="ttp:file-of($uri)"/>
    <xsl:sequence select="
        if ($file = ttp:file-of(string(base-uri($current)))) then $current
        else if ($file = '' or tt:is-remote($file)) then ()
        else if (doc-available($file)) then doc($file)
        else ()"/>
  </xsl:function>

  <!-- The part before '#', with one spelling of file URIs: some tools write file:/a, others file:///a. -->
  <xsl:function name="ttp:file-of" as="xs:string">
    <xsl:param name="uri" as="xs:string"/>
    <xsl:sequence select="replace(tokenize($uri, '#')[1], '^file:/+', 'file:///')"/>
  </xsl:function>

  <xsl:function name="ttp:collect-documents" as="document-node()+">
    <xsl:param name="start" as="document-node()"/>
    <xsl:param name="seen" as="map(xs:string, document-node())"/>
    <xsl:variable name="files" as="xs:string*" select="distinct-values(ttp:files-named($start) ! ?*)"/>
    <xsl:variable name="new" as="document-node()*"
        select="$files[not(map:contains($seen, .))][empty(key('ttp:part', ., $tt:document))] ! ttp:document-at(., $start)"/>
    <xsl:variable name="known" as="map(xs:string, document-node())"
        select="map:merge(($seen, $new ! map { ttp:file-of(string(base-uri(.))): . }))"/>
    <xsl:sequence select="$start, $new[not(. is $start)] ! ttp:collect-documents(., $known)"/>
  </xsl:function>

  <!--
    The files that names, speakers and correspondences in the document point into, in order, by how they are named there
    (ttp:way-to): many pointers name one file, which is looked for once.
  -->
  <xsl:function name="ttp:files-named" as="map(xs:string, xs:string)*" cache="yes">
    <xsl:param name="start" as="document-node()"/>
    <xsl:for-each-group
        select="
          $start//*[@ref or @who or @toWhom or @corresp]/(@ref | @who | @toWhom | @corresp)
            [not(starts-with(., '#') and translate(., ' &#9;&#10;&#13;', '') eq .)]"
        group-by="let $bearer := .. return tt:pointers(.)[not(starts-with(., '#'))] ! ttp:way-to(., $bearer)">
      <xsl:sequence select="
          map { current-grouping-key(): ttp:file-of(tt:expand-pointer(substring-after(current-grouping-key(), ' '), ..)) }"/>
    </xsl:for-each-group>
  </xsl:function>

  <!-- From where a pointer leads and which file it names; a private prefix may make a file of the whole of it. -->
  <xsl:function name="ttp:way-to" as="xs:string">
    <xsl:param name="pointer" as="xs:string"/>
    <xsl:param name="bearer" as="element()"/>
    <xsl:sequence select="
        base-uri($bearer) || ' '
        || (if (contains($pointer, '#') and not(contains($pointer, ':'))) then substring-before($pointer, '#') else $pointer)"/>
  </xsl:function>

  <!-- The documents of the edition by the ways that lead to them, without those that stand in another one. -->
  <xsl:variable name="ttp:named" as="map(xs:string, document-node())" select="
      map:merge(
        for $from in $ttp:documents, $way in ttp:files-named($from)[empty(key('ttp:part', ?*, $from))],
            $document in ttp:document-at($way?*, $from)
        return map { map:keys($way): $document })"/>

</xsl:stylesheet>
