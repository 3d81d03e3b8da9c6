<?xml version="1.0" encoding="UTF-8"?>
<!--
  A line of text in its sentences: where the text marks them (s), there; else behind a full stop, a question mark or an
  exclamation mark that a capital, a number or an opening sign follows, if it does not belong to an abbreviation, an initial
  or an ordinal, and no bracket is open. Calls of notes stay with their sentence.

  Public: tx:sentences
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tx="urn:teitools:xslt:text"
    xmlns:txp="urn:teitools:xslt:text:private"
    exclude-result-prefixes="#all">

  <!-- What may end a sentence, with what closes it, and what may begin the next. -->
  <xsl:variable name="txp:boundary" as="xs:string"
      select="'([.!?…]+[”&quot;’''»)]*(\[([^\[\]]|\[[^\[\]]*\])*\])*) +([“‘«(&quot;\[¿¡]*[\p{Lu}\p{N}])'"/>

  <!-- Abbreviations that a capital or a number follows: initials, ordinals, titles, words of references. -->
  <xsl:variable name="txp:no-end" as="xs:string" select="
      '(^|[^\p{L}\p{N}' || $tt:joint-mark || '])(\p{L}|\p{N}{1,2}|[Bb]kz|krş|[Dd]r|[Pp]rof|[Dd]oç|[Yy]rd|[Ss]t|'
      || '[Mm]rs?|[Mm]s|[Hh]z|'
      || '[Aa]v|[Cc]f|[Vv]gl|[Ss]iehe|e\.g|i\.e|z\.\s?B|d\.\s?h|[Ee]ds?|[Hh]g|[Hh]rsg|[Çç]ev|[Hh]az|[Yy]ay|[Nn]o|[Nn]r|'
      || '[Vv]ols?|[Bb]d|[Ss]s|[Pp]p|[Ff]f|[Dd]n|[Cc]ilt|'
      || '[Ff]ig|[Aa]bb|[Tt]ab|[Cc]a|\p{Lu}\.(\p{L}\.)*\p{L})\.$'"/>

  <xsl:function name="tx:sentences" as="xs:string*">
    <xsl:param name="text" as="xs:string"/>
    <xsl:variable name="pieces" as="xs:string*" select="
        if (contains($text, $tt:sentence-mark)) then tokenize($text, '\s*' || $tt:sentence-mark || '\s*')
        else tokenize(replace($text, $txp:boundary, '$1' || $tt:sentence-mark || '$4'), $tt:sentence-mark)"/>
    <xsl:sequence select="
        fold-left($pieces[normalize-space()], (), function($done as xs:string*, $piece as xs:string) as xs:string+ {
          if (exists($done) and txp:goes-on($done[last()])) then ($done[position() lt last()], $done[last()] || ' ' || $piece)
          else ($done, $piece) })"/>
  </xsl:function>

  <!-- Whether the sentence is not at its end. -->
  <xsl:function name="txp:goes-on" as="xs:boolean">
    <xsl:param name="sentence" as="xs:string"/>
    <xsl:sequence select="
        matches($sentence, $txp:no-end)
        or string-length(translate($sentence, ']', '')) gt string-length(translate($sentence, '[', ''))"/>
  </xsl:function>

</xsl:stylesheet>
