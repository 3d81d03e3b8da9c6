<?xml version="1.0" encoding="UTF-8"?>
<!--
  From characters to LaTeX: the only place where text becomes LaTeX source.

  Public: tl:escape (running text), tl:escape-url (an argument of \href), tl:escape-breakable (URLs shown as text),
    $tl:unbreakable, tl:has-unbreakable, tl:escape-index (a name in an index entry), tl:command, tl:environment,
    tl:fold (breaks long lines)
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tl="urn:teitools:xslt:latex"
    xmlns:tlp="urn:teitools:xslt:latex:private"
    exclude-result-prefixes="#all">

  <!--
    What stands for a character that means something to TeX, or that fonts do not have.
    Brackets are wrapped so that they can neither open nor close an optional argument; quotation marks are kept from
    TeX's input ligatures. Those of hyphens and commas can be kept from it by font features alone, as the style does.
  -->
  <xsl:variable name="tlp:replacements" as="map(xs:string, xs:string)" select="map {
      '\': '\textbackslash{}', '{': '\{', '}': '\}', '#': '\#', '$': '\$', '%': '\%', '&amp;': '\&amp;', '_': '\_',
      '^': '\textasciicircum{}', '~': '\textasciitilde{}', '&lt;': '\textless{}', '&gt;': '\textgreater{}',
      '|': '\textbar{}', '&quot;': '\textquotedbl{}', '''': '\textquotesingle{}', '`': '\textasciigrave{}',
      '[': '{[}', ']': '{]}',
      '&#xA0;': '~', '&#x202F;': '\,', '&#x2002;': '\hspace{.5em}', '&#x2003;': '\hspace{1em}',
      '&#x2004;': '\hspace{.333em}', '&#x2005;': '\hspace{.25em}', '&#x2006;': '\hspace{.167em}',
      '&#x2007;': '\phantom{0}', '&#x2008;': '\hspace{.2em}', '&#x2009;': '\hspace{.167em}', '&#x200A;': '\hspace{.08em}',
      '&#xAD;': '\-', '&#x2011;': '\mbox{-}', '&#x200B;': '\hspace{0pt}', '&#x200C;': '\textcompwordmark{}',
      '&#x2060;': '\nobreak{}', '&#xFEFF;': '', '&#x200D;': '', '&#x200E;': '', '&#x200F;': '',
      '&#x2028;': ' ', '&#x2029;': ' '
    }"/>

  <!-- The characters above, and control characters: one class, which is looked for quickly. -->
  <xsl:variable name="tlp:special" as="xs:string" select="
      '[\\{}#$%&amp;_^~&lt;&gt;|&quot;''`\[\]&#x7F;-&#xA0;&#xAD;&#x2002;-&#x200F;'
      || '&#x2011;&#x2028;&#x2029;&#x202F;&#x2060;&#xFEFF;]'"/>

  <!-- Joiners after letters of scripts whose form depends on them: they stay. -->
  <xsl:variable name="tlp:joined" as="xs:string" select="'[&#x600;-&#x1CFF;][&#x200C;&#x200D;]+'"/>

  <!-- Running text as LaTeX: composed (NFC), white space collapsed, every special character made harmless. -->
  <xsl:function name="tl:escape" as="xs:string">
    <xsl:param name="text" as="xs:string?"/>
    <xsl:variable name="plain" as="xs:string"
        select="tt:single-spaced(normalize-unicode(tt:without-marks(string($text)), 'NFC'))"/>
    <xsl:variable name="parts" as="xs:string*">
      <xsl:choose>
        <xsl:when test="not(matches($plain, $tlp:special))"><xsl:sequence select="$plain"/></xsl:when>
        <xsl:when test="translate($plain, '&#x200C;&#x200D;', '') eq $plain">
          <xsl:sequence select="tlp:harmless($plain)"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:analyze-string select="$plain" regex="{$tlp:joined}">
            <xsl:matching-substring><xsl:sequence select="."/></xsl:matching-substring>
            <xsl:non-matching-substring><xsl:sequence select="tlp:harmless(.)"/></xsl:non-matching-substring>
          </xsl:analyze-string>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:sequence select="string-join($parts)"/>
  </xsl:function>

  <xsl:function name="tlp:harmless" as="xs:string*">
    <xsl:param name="text" as="xs:string"/>
    <xsl:analyze-string select="$text" regex="{$tlp:special}">
      <xsl:matching-substring>
        <xsl:sequence select="if (map:contains($tlp:replacements, .)) then $tlp:replacements(.) else .[. gt '&#x9F;']"/>
      </xsl:matching-substring>
      <xsl:non-matching-substring><xsl:sequence select="."/></xsl:non-matching-substring>
    </xsl:analyze-string>
  </xsl:function>

  <!-- A URI for \href: percent-encoded, with the two signs left that TeX would take amiss. -->
  <xsl:function name="tl:escape-url" as="xs:string">
    <xsl:param name="uri" as="xs:string"/>
    <xsl:sequence select="replace(iri-to-uri(normalize-space($uri)), '([%#&amp;])', '\\$1')"/>
  </xsl:function>

  <!--
    A word too long for a line. Scripts that have no spaces may be broken anywhere; that is for TeX to do. It is written
    in one piece, so that it is compiled with the stylesheet: for each text again, it takes longer than all the rest. White
    space is not written \s, beside which Saxon takes ranges character by character (8 ms each time that it is compiled).
  -->
  <xsl:variable name="tl:unbreakable" as="xs:string" select="
      '[^ &#9;&#10;&#13;&#xE00;-&#x109F;&#x1780;-&#x17FF;&#x2E80;-&#xD7FF;&#xF900;-&#xFAFF;
      &#xFE30;-&#xFE4F;&#xFF00;-&#xFFEF;&#x20000;-&#x3FFFF;]{30,}'"/>

  <xsl:function name="tl:has-unbreakable" as="xs:boolean">
    <xsl:param name="text" as="xs:string"/>
    <xsl:sequence select="tt:has-long-word($text, 30) and matches($text, $tl:unbreakable)"/>
  </xsl:function>

  <!-- Text with very long words, such as a URL, a path or a checksum, which may be broken within. -->
  <xsl:function name="tl:escape-breakable" as="xs:string">
    <xsl:param name="text" as="xs:string?"/>
    <xsl:variable name="parts" as="xs:string*">
      <xsl:analyze-string select="string($text)" regex="{$tl:unbreakable}">
        <xsl:matching-substring>
          <xsl:analyze-string select="." regex="[/.:?=&amp;_\-]+|\w{{12}}">
            <xsl:matching-substring><xsl:sequence select="tl:escape(.) || '\allowbreak{}'"/></xsl:matching-substring>
            <xsl:non-matching-substring><xsl:sequence select="tl:escape(.)"/></xsl:non-matching-substring>
          </xsl:analyze-string>
        </xsl:matching-substring>
        <xsl:non-matching-substring><xsl:sequence select="tl:escape(.)"/></xsl:non-matching-substring>
      </xsl:analyze-string>
    </xsl:variable>
    <xsl:sequence select="string-join($parts)"/>
  </xsl:function>

  <!-- A name for an index entry: the signs of the index processor are quoted. -->
  <xsl:function name="tl:escape-index" as="xs:string">
    <xsl:param name="text" as="xs:string?"/>
    <xsl:sequence select="tl:escape(replace(normalize-space($text), '[@!|]', ' ')) ! replace(., '[&quot;]', '')"/>
  </xsl:function>

  <!-- A command and its arguments, which are LaTeX already. -->
  <xsl:function name="tl:command" as="xs:string">
    <xsl:param name="name" as="xs:string"/>
    <xsl:param name="arguments" as="xs:string*"/>
    <xsl:sequence select="'\' || $name || string-join($arguments ! ('{' || . || '}'))"/>
  </xsl:function>

  <!-- An environment of its own lines around content that is LaTeX already. -->
  <xsl:function name="tl:environment" as="xs:string">
    <xsl:param name="name" as="xs:string"/>
    <xsl:param name="content" as="xs:string"/>
    <xsl:sequence select="tl:environment($name, '', $content)"/>
  </xsl:function>

  <!-- The same, with something (arguments, as LaTeX) right after \begin. -->
  <xsl:function name="tl:environment" as="xs:string">
    <xsl:param name="name" as="xs:string"/>
    <xsl:param name="arguments" as="xs:string"/>
    <xsl:param name="content" as="xs:string"/>
    <xsl:sequence select="
        '&#10;\begin{' || $name || '}' || $arguments || '&#10;' || $content || '&#10;\end{' || $name || '}&#10;'"/>
  </xsl:function>

  <!--
    Lines broken at spaces where they are longer than the width, to TeX a line end is a space; without space at their ends,
    and never more than one empty one after the other.
  -->
  <xsl:function name="tl:fold" as="xs:string">
    <xsl:param name="source" as="xs:string"/>
    <xsl:param name="width" as="xs:integer"/>
    <xsl:variable name="lines" as="xs:string*" select="tokenize($source, '\n') ! tlp:folded(tlp:without-margins(.), $width)"/>
    <xsl:sequence select="
        replace(string-join($lines, '&#10;'), '\n\n\n+', '&#10;&#10;') => replace('^\n+', '') => replace('\n+$', '')"/>
  </xsl:function>

  <xsl:function name="tlp:folded" as="xs:string">
    <xsl:param name="line" as="xs:string"/>
    <xsl:param name="width" as="xs:integer"/>
    <xsl:sequence select="
        if (string-length($line) le $width) then $line
        else replace($line, '(.{1,' || $width || '}|[^ ]+)( +|$)', '$1&#10;') => replace('\n$', '')"/>
  </xsl:function>

  <!-- Most lines have no space at their ends, and looking for it there with a regular expression takes long. -->
  <xsl:function name="tlp:without-margins" as="xs:string">
    <xsl:param name="line" as="xs:string"/>
    <xsl:sequence select="
        if ((substring($line, 1, 1), substring($line, string-length($line))) = (' ', '&#9;'))
        then replace($line, '^[ \t]+|[ \t]+$', '') else $line"/>
  </xsl:function>

</xsl:stylesheet>
