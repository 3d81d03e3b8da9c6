<?xml version="1.0" encoding="UTF-8"?>
<!--
  Phrases as text with marks. Line ends that are meant, and spaces that a mark may not have within it, are set right when
  the phrase is whole.

  Public: mode tm:phrase, tm:phrase, tm:paragraph, tm:meaning
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tm="urn:teitools:xslt:markdown"
    xmlns:tmp="urn:teitools:xslt:markdown:private"
    xpath-default-namespace="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="#all">

  <xsl:mode name="tm:phrase" on-no-match="shallow-skip"/>

  <!-- Nodes as one line, without space at its ends; $tt:line-mark where a line ends that is meant. -->
  <xsl:function name="tm:phrase" as="xs:string">
    <xsl:param name="nodes" as="node()*"/>
    <xsl:sequence select="
        string-join((tokenize(tmp:raw($nodes), $tt:line-mark) ! normalize-space(.))[. ne ''], $tt:line-mark)"/>
  </xsl:function>

  <xsl:function name="tmp:raw" as="xs:string">
    <xsl:param name="nodes" as="node()*"/>
    <xsl:variable name="parts" as="item()*"><xsl:apply-templates select="$nodes" mode="tm:phrase"/></xsl:variable>
    <xsl:sequence select="string-join($parts)"/>
  </xsl:function>

  <!-- A phrase as a block: no line of it looks like the beginning of another kind of block. -->
  <xsl:function name="tm:paragraph" as="xs:string">
    <xsl:param name="phrase" as="xs:string"/>
    <xsl:sequence select="string-join(tokenize($phrase, $tt:line-mark) ! tm:line-start(.), '\&#10;')"/>
  </xsl:function>

  <xsl:template match="text()" mode="tm:phrase">
    <xsl:variable name="text" as="xs:string"
        select="
          translate(tt:without-marks(replace(tt:wide-joined(.), '[ \t\r\n]+', ' ')), '&#xAD;&#xFEFF;', '')
          => tm:escape() => tm:quotes(.)"/>
    <xsl:value-of select="'\'[tmp:is-joined($text, current()/preceding::text()[not(ancestor::*[tm:is-hidden(.)])][1])] || $text"/>
  </xsl:template>

  <!-- Whether a text goes with that before: a call would begin a note or a link, a hyphen or a point be one of several. -->
  <xsl:function name="tmp:is-joined" as="xs:boolean">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="before" as="text()?"/>
    <xsl:sequence select="
        if (matches($text, '^[:(]')) then exists($before/ancestor::a[@role = 'doc-noteref'])
        else matches($text, '^[\-.]') and ends-with($before, substring($text, 1, 1))"/>
  </xsl:function>

  <xsl:template match="*" mode="tm:phrase">
    <xsl:value-of select="tm:anchor(.)"/>
    <xsl:apply-templates mode="#current"/>
  </xsl:template>

  <!-- Blocks in a place for phrases, such as the cell of a table: words stay apart. -->
  <xsl:template match="*[tm:is-block(.)]" mode="tm:phrase" priority="-0.2">
    <xsl:value-of select="' ' || tm:anchor(.)"/>
    <xsl:apply-templates mode="#current"/>
    <xsl:text> </xsl:text>
  </xsl:template>

  <xsl:variable name="tmp:marks" as="map(xs:string, xs:string)"
      select="map { 'em': '*', 'strong': '**', 'sup': '^', 'sub': '~' }"/>

  <!-- Which of the marks the element is for. -->
  <xsl:function name="tm:meaning" as="xs:string?">
    <xsl:param name="node" as="node()?"/>
    <xsl:sequence select="
        if ($node[self::i or self::em or self::cite or self::dfn or self::var]) then 'em'
        else if ($node[self::b or self::strong]) then 'strong' else $node[self::sup or self::sub] ! local-name()"/>
  </xsl:function>

  <!--
    Content between marks, spaces outside. Marks within marks of their kind would end them, and marks that touch letters
    on one side and punctuation or other marks on the other are none (CommonMark, 6.2): there the tags of HTML do.
  -->
  <xsl:template match="*[tm:meaning(.)]" mode="tm:phrase">
    <xsl:variable name="tag" as="xs:string" select="tm:meaning(.)"/>
    <xsl:variable name="mark" as="xs:string" select="$tmp:marks($tag)"/>
    <xsl:variable name="raw" as="xs:string" select="tm:anchor(.) || tmp:raw(node())"/>
    <xsl:variable name="text" as="xs:string" select="tmp:trimmed($raw)"/>
    <xsl:variable name="is-plain" as="xs:boolean"
        select="if ($tag = ('em', 'strong')) then tmp:is-flanked($text, .) else tmp:is-word($text, .)"/>
    <xsl:value-of select="
        tmp:spaced($raw,
          if ($tag = ('em', 'strong') and ancestor::* ! tm:meaning(.) = $tag) then $text
          else if ($is-plain) then $mark || $text || $mark
          else '&lt;' || $tag || '&gt;' || $text || '&lt;/' || $tag || '&gt;')"/>
  </xsl:template>

  <xsl:function name="tmp:trimmed" as="xs:string">
    <xsl:param name="raw" as="xs:string"/>
    <xsl:sequence select="replace($raw, '^ +| +$', '')"/>
  </xsl:function>

  <!-- A text in the place of the raw one, with its spaces before and after. -->
  <xsl:function name="tmp:spaced" as="xs:string">
    <xsl:param name="raw" as="xs:string"/>
    <xsl:param name="text" as="xs:string"/>
    <xsl:sequence select="
        if (not(normalize-space($raw))) then ' '[$raw ne ''] || ''
        else ' '[starts-with($raw, ' ')] || $text || ' '[ends-with($raw, ' ')]"/>
  </xsl:function>

  <!-- Whether marks of emphasis around the text are read as such: letters inside them, or nothing but space outside. -->
  <xsl:function name="tmp:is-flanked" as="xs:boolean">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="around" as="element()" select="$element/ancestor::*[tm:is-block(.)][1]"/>
    <xsl:variable name="before" as="text()?" select="($around//text()[. &lt;&lt; $element])[last()]"/>
    <xsl:variable name="after" as="text()?" select="($around//text()[. >> $element][not(ancestor::* intersect $element)])[1]"/>
    <xsl:sequence select="
        (matches($text, '^[\p{L}\p{N}]') or matches($before, '(^|\s)$') or empty($before))
        and (matches($text, '[\p{L}\p{N}]$') or matches($after, '^(\s|$)') or empty($after))
        and empty(($before/ancestor::* except $element/ancestor::*)[tm:meaning(.) = ('em', 'strong')])"/>
  </xsl:function>

  <!-- Whether what is raised or lowered is one word, not in a link ([^ begins a call), without others in it or around it. -->
  <xsl:function name="tmp:is-word" as="xs:boolean">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        not(matches($text, '\s')) and empty($element/ancestor::a)
        and empty(($element/(ancestor::* | descendant::* | preceding-sibling::node()[1]))[self::sup or self::sub])"/>
  </xsl:function>

  <xsl:template match="code | kbd | samp" mode="tm:phrase">
    <xsl:variable name="text" as="xs:string" select="normalize-space(.)"/>
    <xsl:variable name="fence" as="xs:string" select="tm:fence($text, 1)"/>
    <xsl:variable name="space" as="xs:string" select="' '[matches($text, '^`|`$')] || ''"/>
    <xsl:value-of select="if ($text = '') then '' else $fence || $space || $text || $space || $fence"/>
  </xsl:template>

  <xsl:template match="br" mode="tm:phrase"><xsl:value-of select="$tt:line-mark"/></xsl:template>

  <xsl:template match="img" mode="tm:phrase">
    <xsl:value-of select="'![' || tm:escape(normalize-space(@alt)) || '](' || tmp:address(@src) || ')'"/>
  </xsl:template>

  <!-- Links within links there are none, so a link that is not kept leaves its content. -->
  <xsl:template match="a[tm:is-kept(.)][not(ancestor::a)]" mode="tm:phrase">
    <xsl:variable name="raw" as="xs:string" select="tmp:raw(node())"/>
    <xsl:value-of select="tmp:spaced($raw, '[' || tmp:trimmed($raw) || '](' || tmp:address(@href) || ')')"/>
  </xsl:template>

  <xsl:function name="tmp:address" as="xs:string">
    <xsl:param name="address" as="xs:string"/>
    <xsl:sequence select="
        if (matches($address, '^[A-Za-z0-9#/:._~?=%+-]+$')) then $address
        else '&lt;' || replace(iri-to-uri($address), '[\\&lt;&gt;]', '\\$0') || '&gt;'"/>
  </xsl:function>

  <!-- What the pages of HTML have for their own sake. -->
  <xsl:template mode="tm:phrase" priority="1" match="
      a[tm:has-class(., ('number', 'mark', 'back'))] | *[tm:is-hidden(.)] | *[tm:has-class(., ('note-number', 'who'))] | nav"/>

  <xsl:template match="span[@role = 'doc-pagebreak']" mode="tm:phrase">
    <xsl:variable name="number" as="xs:string" select="normalize-space()"/>
    <xsl:value-of select="
        tm:anchor(.) || (if ($page-beginnings and $number) then '\|' || tm:escape($number) || '\| ' else '')"/>
  </xsl:template>

</xsl:stylesheet>
