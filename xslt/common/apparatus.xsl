<?xml version="1.0" encoding="UTF-8"?>
<!--
  The critical apparatus (TEI Guidelines 13): which entries there are, in which order, and what each says. In parallel
  segmentation the text has one reading of each place. With the two other methods (13.2.1, 13.2.2) the text stands by
  itself, and an entry only says where in it other witnesses differ: such an entry is detached.

  Public: tt:is-detached, tt:apparatus, tt:has-entry, tt:entry-number, tt:entry-call, tt:entry-calls-at,
    tt:carrier-of-call, tt:entry-place, tt:entry-anchor, tt:entry-lemma, tt:entry-readings, tt:entry-text, tt:before-remark,
    tt:entries-ending-at, $tt:entries-by-carrier, $tt:entries-by-end
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    xmlns:ttp="urn:teitools:xslt:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:variable name="ttp:methods" as="xs:string*" select="$tt:document//variantEncoding/@method ! string()"/>

  <!--
    An entry beside the text, or one whose method the header names; else one that points at the words it is about, or
    names their place and repeats none of them.
  -->
  <xsl:function name="tt:is-detached" as="xs:boolean">
    <xsl:param name="app" as="element(app)"/>
    <xsl:sequence select="
        if ($app/(ancestor::listApp | ancestor::standOff)) then true()
        else if (exists($ttp:methods)) then not($ttp:methods = 'parallel-segmentation')
        else exists($app[@from or @to or @loc[empty(../lem)]])"/>
  </xsl:function>

  <!--
    The entries that an edition collects, in the order of their calls: one within the reading of another is before it.
    Those that the text itself lists (listApp) stay where they are; those within a reading that the text does not have are
    told with that reading.
  -->
  <xsl:variable name="ttp:apparatus" as="element(app)*" select="
      ttp:inner-first(
        $tt:document//app[not(ancestor::teiHeader)][not(ancestor::listApp) or ancestor::standOff][tt:is-shown(.)])"/>

  <xsl:function name="ttp:inner-first" as="element(app)*">
    <xsl:param name="entries" as="element(app)*"/>
    <xsl:variable name="inner" as="element(app)*" select="$entries[exists(ancestor::app)]"/>
    <xsl:sequence select="
        if (empty($inner)) then $entries else ($entries except $inner) ! ttp:after-its-own(., $inner)"/>
  </xsl:function>

  <xsl:function name="ttp:after-its-own" as="element(app)+">
    <xsl:param name="entry" as="element(app)"/>
    <xsl:param name="inner" as="element(app)*"/>
    <xsl:sequence select="
        ($entry//app intersect $inner)[ancestor::app[1] is $entry] ! ttp:after-its-own(., $inner), $entry"/>
  </xsl:function>

  <xsl:function name="tt:apparatus" as="element(app)*">
    <xsl:sequence select="$ttp:apparatus"/>
  </xsl:function>

  <xsl:variable name="ttp:entry-numbers" as="map(xs:string, xs:integer)" select="
      map:merge(for-each-pair($ttp:apparatus, 1 to count($ttp:apparatus),
        function($app as element(), $number as xs:integer) as map(*) { map { generate-id($app): $number } }))"/>

  <xsl:function name="tt:has-entry" as="xs:boolean">
    <xsl:param name="app" as="element(app)"/>
    <xsl:sequence select="map:contains($ttp:entry-numbers, generate-id($app))"/>
  </xsl:function>

  <xsl:function name="tt:entry-number" as="xs:integer?">
    <xsl:param name="app" as="element(app)"/>
    <xsl:sequence select="$ttp:entry-numbers(generate-id($app))"/>
  </xsl:function>

  <!-- The call of a collected entry: a number with a sign of its own, so that it is not taken for a note. -->
  <xsl:function name="tt:entry-call" as="xs:string?">
    <xsl:param name="app" as="element(app)"/>
    <xsl:sequence select="tt:entry-number($app) ! ('°' || .)"/>
  </xsl:function>

  <!-- Entries whose reading is several blocks are called where the last of these ends. -->
  <xsl:variable name="tt:entries-by-carrier" as="map(xs:string, element(app)*)" select="
      map:merge(
        for $app in $ttp:apparatus[exists(tt:carrier-of-call(.))] return map { generate-id(tt:carrier-of-call($app)): $app },
        map { 'duplicates': 'combine' })"/>

  <xsl:function name="tt:entry-calls-at" as="element(app)*">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="$tt:entries-by-carrier(generate-id($element))"/>
  </xsl:function>

  <!-- What carries the call of such an entry; none for one within a line, whose call follows its reading. -->
  <xsl:function name="tt:carrier-of-call" as="element()?">
    <xsl:param name="app" as="element(app)"/>
    <xsl:sequence select="tt:shown($app)[tt:has-blocks(.)] ! tt:carrier-of-end(.)[not(. is tt:shown($app))]"/>
  </xsl:function>

  <!-- What an entry is about, if it stands elsewhere: where its span begins, else where it ends. -->
  <xsl:function name="tt:entry-anchor" as="element()?">
    <xsl:param name="app" as="element(app)"/>
    <xsl:sequence select="
        (tt:resolve($app/@from), tt:resolve($app/@to))[root() is $tt:document][not(ancestor-or-self::teiHeader)][1]"/>
  </xsl:function>

  <!-- Where it is: the place that the entry names itself, else “Giriş ¶2”; nothing if it stands apart and names none. -->
  <xsl:function name="tt:entry-place" as="xs:string?">
    <xsl:param name="app" as="element(app)"/>
    <xsl:variable name="anchor" as="element()?" select="tt:entry-anchor($app)"/>
    <xsl:sequence select="
        if ($app/@loc) then normalize-space($app/@loc)
        else if ($anchor) then tt:intervention-place($anchor)
        else if ($app/ancestor::listApp) then normalize-space($app/@n)[. ne '']
        else tt:intervention-place($app)"/>
  </xsl:function>

  <!-- The reading of the text with what it rests on: “stone A”; empty where the entry is about no words. -->
  <xsl:function name="tt:entry-lemma" as="xs:string?">
    <xsl:param name="app" as="element(app)"/>
    <xsl:variable name="lemma" as="element()?" select="
        if (tt:is-detached($app)) then $app//lem[ancestor::app[1] is $app][1] else tt:shown($app)"/>
    <xsl:sequence select="
        if ($lemma) then tt:listed-reading($lemma, $app)
        else ttp:spanned($app)[. ne '']"/>
  </xsl:function>

  <xsl:function name="tt:entry-readings" as="element()*">
    <xsl:param name="app" as="element(app)"/>
    <xsl:sequence select="
        if (tt:is-detached($app)) then $app//rdg[ancestor::app[1] is $app] else tt:other-readings($app)"/>
  </xsl:function>

  <!-- What parts a remark from what stands before it in its entry. -->
  <xsl:function name="tt:before-remark" as="xs:string?">
    <xsl:param name="remark" as="element()"/>
    <xsl:param name="app" as="element(app)"/>
    <xsl:sequence select="'– '[not($remark is tt:remarks($app)[1]) or tt:entry-text($app) ne '']"/>
  </xsl:function>

  <!-- The whole entry in one line: “stone A] wall of [mortar A] brick B; rock C”, without the remarks. -->
  <xsl:function name="tt:entry-text" as="xs:string">
    <xsl:param name="app" as="element(app)"/>
    <xsl:sequence select="
        string-join((tt:entry-lemma($app) ! (. || ']'),
          string-join(tt:entry-readings($app) ! tt:listed-reading(., $app), '; ')[. ne '']), ' ')"/>
  </xsl:function>

  <!-- The collected entries that stand apart from the text and whose span ends with the element. -->
  <xsl:variable name="tt:entries-by-end" as="map(xs:string, element(app)*)" select="
      map:merge(
        for $app in $tt:document//app[ancestor::listApp or ancestor::standOff][not(ancestor::teiHeader)][@from or @to],
            $end in (tt:resolve($app/@to), tt:resolve($app/@from))[root() is $tt:document][not(ancestor::teiHeader)][1]
        return map { generate-id($end): $app },
        map { 'duplicates': 'combine' })"/>

  <xsl:function name="tt:entries-ending-at" as="element(app)*">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="$tt:entries-by-end(generate-id($element))"/>
  </xsl:function>

  <!-- More words than this of a span are not repeated in its entry: the first and the last say where it is. -->
  <xsl:variable name="ttp:span-length" as="xs:integer" select="7"/>

  <!-- The words of the text that the entry is about, if it points at them: from @from up to @to, or up to the entry. -->
  <xsl:function name="ttp:spanned" as="xs:string">
    <xsl:param name="app" as="element(app)"/>
    <xsl:variable name="start" as="element()?" select="$app/@from ! tt:resolve(.)[1][root() is $tt:document]"/>
    <xsl:variable name="named" as="element()?" select="$app/@to ! tt:resolve(.)[1][root() is $tt:document]"/>
    <xsl:variable name="end" as="element()?" select="
        ($named, $start[node()], $app[not(ancestor::listApp or ancestor::standOff)])[1]"/>
    <xsl:variable name="around" as="node()?"
        select="($start/ancestor-or-self::node() intersect $end/ancestor-or-self::node())[last()]"/>
    <xsl:variable name="words" as="xs:string*" select="
        tokenize(string-join($around/descendant::text()[. >> $start][. &lt;&lt; $end or ancestor::* intersect $end]
          [not(ancestor::note or ancestor::fw)][tt:is-shown(..)]))"/>
    <xsl:sequence select="
        if (count($words) le $ttp:span-length) then string-join($words, ' ')
        else $words[1] || ' … ' || $words[last()]"/>
  </xsl:function>

</xsl:stylesheet>
