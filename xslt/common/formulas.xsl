<?xml version="1.0" encoding="UTF-8"?>
<!--
  Formulas (TEI Guidelines 14.2): which are in TeX, and which of these may be handed to TeX. MathML stands for itself.

  Public: tt:tex, tt:forbidden-in-tex
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    xmlns:ttp="urn:teitools:xslt:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- The commands of LaTeX itself that draw something within a formula, and change nothing outside of it. -->
  <xsl:variable name="ttp:mathematics" as="map(xs:string, xs:boolean)" select="
      map:merge(tokenize('
        Delta Gamma Lambda Leftarrow Leftrightarrow Longleftarrow Longrightarrow Omega Phi Pi Pr Psi Rightarrow Sigma Theta
        Upsilon Xi acute aleph alpha amalg angle approx arccos arcsin arctan arg ast asymp bar beta bigcap bigcup bigoplus
        bigotimes bigvee bigwedge bmod bot breve bullet cap cdot cdots check chi choose circ cong cos cosh cot coth csc cup
        dagger ddagger ddot ddots deg delta det diamond dim displaystyle div dot ell emptyset epsilon equiv eta exists exp
        forall frac gamma gcd ge geq gg grave hat hbar hom in inf infty int iota kappa ker lambda langle lceil ldots le left
        leftarrow leftrightarrow leq lfloor lim liminf limsup ll ln log longleftarrow longrightarrow mapsto mathbf mathcal
        mathit mathrm mathsf mathtt max mid min mp mu nabla ne neg neq ni not notin nu oint omega ominus oplus otimes
        overbrace overline parallel partial perp phi pi pm pmod prec prime prod propto psi qquad quad rangle rceil rfloor rho
        right rightarrow sec sigma sim simeq sin sinh sqrt star subset subseteq succ sum sup supset supseteq tan tanh tau
        textbf textit textrm textstyle theta tilde times to top triangle underbrace underline uparrow upsilon
        varepsilon varphi varpi varrho varsigma vartheta vdots vec vee wedge widehat widetilde xi zeta')
      ! map { .: true() })"/>

  <!-- The source of a formula in TeX, without the signs that begin and end mathematics; empty for any other formula. -->
  <xsl:function name="tt:tex" as="xs:string?">
    <xsl:param name="formula" as="element(formula)"/>
    <xsl:variable name="source" as="xs:string" select="normalize-space($formula)"/>
    <xsl:sequence select="
        if (not(matches($formula/@notation, '^\s*(la)?tex\s*$', 'i')) or $formula/* or $source = '') then ()
        else (replace($source, '^\$\$(.*)\$\$$', '$1') => replace('^\$(.*)\$$', '$1') => replace('^\\\((.*)\\\)$', '$1')
              => replace('^\\\[(.*)\\\]$', '$1') => normalize-space())"/>
  </xsl:function>

  <!-- What of the source TeX must not be given, as it stands in it, or “{ } ^ _” for signs that do not fit; else empty. -->
  <xsl:function name="tt:forbidden-in-tex" as="xs:string?">
    <xsl:param name="tex" as="xs:string"/>
    <xsl:variable name="tokens" as="xs:string*" select="analyze-string($tex, '\\[A-Za-z@]+|\\.|\S')//*:match ! string()"/>
    <xsl:sequence select="
        ($tokens[matches(., '^\\[A-Za-z@]')][not(map:contains($ttp:mathematics, substring(., 2)))],
         $tokens[matches(., '^\\[^A-Za-z@,;:!&gt; {}|%$&amp;#_]|^\\$|^[%$#&amp;~]|[^ -~]')],
         '^^'[contains($tex, '^^')], '{ } ^ _'[not(ttp:is-formula($tokens))])[1]"/>
  </xsl:function>

  <!-- What stands for a token: U and B for commands with one group and with two after them, x for what stands alone. -->
  <xsl:variable name="ttp:signs" as="map(xs:string, xs:string)" select="
      map:merge((
        '{}^_''' ! (for $i in 1 to string-length(.) return map { substring(., $i, 1): substring(., $i, 1) }),
        map { '\left': '«', '\right': '»', '\frac': 'B' },
        tokenize('
          acute bar breve check ddot dot grave hat mathbf mathcal mathit mathrm mathsf mathtt overbrace overline pmod sqrt
          textbf textit textrm tilde underbrace underline vec widehat widetilde') ! map { '\' || .: 'U' }))"/>

  <!--
    Whether TeX can read the formula to its end: x takes the place of what is whole, from within, as deep as formulas go,
    until a row of such things is left, each with one exponent and one index at most.
  -->
  <xsl:function name="ttp:is-formula" as="xs:boolean">
    <xsl:param name="tokens" as="xs:string*"/>
    <xsl:variable name="signs" as="xs:string" select="
        string-join($tokens ! ($ttp:signs(.), 'x')[1]) => replace('«x', '‹') => replace('»x', '›')
        => replace('''+', '^x')"/>
    <xsl:variable name="row" as="xs:string" select="'(x(\^x(_x)?|_x(\^x)?)?)*'"/>
    <xsl:variable name="reduced" as="xs:string" select="
        fold-left(1 to 40, $signs, function($left as xs:string, $round as xs:integer) as xs:string {
          replace(replace($left, 'Bxx|Ux', 'x'), '\{' || $row || '\}|‹' || $row || '›', 'x') })"/>
    <xsl:sequence select="matches($reduced, '^' || $row || '$')"/>
  </xsl:function>

</xsl:stylesheet>
