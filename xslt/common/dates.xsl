<?xml version="1.0" encoding="UTF-8"?>
<!--
  Dates as words. format-date() of Saxon-HE knows English only, so month names come from the catalogue.

  Public: tt:date-in-words ('1920-03-16' gives '16 Mart 1920'), tt:date-phrase (for an element with TEI dating attributes),
    tt:doubtful-date (the same, with its doubts), tt:without-zone, tt:date-span (where it lies on the line of time)
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:ttp="urn:teitools:xslt:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- A W3C date, a year and month, or a year, in words of $tt:language; anything else comes back as it was. -->
  <xsl:function name="tt:date-in-words" as="xs:string">
    <xsl:param name="date" as="xs:string"/>
    <xsl:variable name="parts" as="xs:string*" select="tokenize(tt:without-zone($date), '-')"/>
    <xsl:variable name="month" as="xs:integer?" select="$parts[2][. castable as xs:integer] ! xs:integer(.)"/>
    <xsl:sequence select="
        if (not(matches(tt:without-zone($date), '^\d{4}(-\d{2}){0,2}$'))) then $date
        else string-join(($parts[3] ! string(xs:integer(.)), $month ! tt:label('month-' || .),
                          string(xs:integer($parts[1]))), ' ')"/>
  </xsl:function>

  <!-- A W3C date may name a time zone (“2020-06-16-05:00”), which says nothing of the day that is meant. -->
  <xsl:function name="tt:without-zone" as="xs:string">
    <xsl:param name="date" as="xs:string"/>
    <xsl:sequence select="replace($date, '^(\d{4}(-\d{2}){0,2})(Z|[+\-]\d{2}:\d{2})$', '$1')"/>
  </xsl:function>

  <!-- What @when, @from, @to, @notBefore and @notAfter of the element say, in words; empty when it has none. -->
  <xsl:function name="tt:date-phrase" as="xs:string?">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="starts" as="xs:string?" select="$element/(@from, @notBefore)[1] ! tt:date-in-words(.)"/>
    <xsl:variable name="ends" as="xs:string?" select="$element/(@to, @notAfter)[1] ! tt:date-in-words(.)"/>
    <xsl:sequence select="
        if ($element/@when) then tt:date-in-words($element/@when)
        else if ($starts and $ends) then $starts || '–' || $ends
        else if ($element/@from) then $starts || '–'
        else if ($element/@to) then '–' || $ends
        else if ($starts) then tt:label('not-before', $starts)
        else if ($ends) then tt:label('not-after', $ends)
        else ()"/>
  </xsl:function>

  <!-- The same with its doubts: “21 September 1920 (?) / 21 November 1920 (?)”, with other values that certainty asserts. -->
  <xsl:function name="tt:doubtful-date" as="xs:string?">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="phrase" as="xs:string?" select="tt:date-phrase($element)"/>
    <xsl:variable name="rough" as="xs:boolean" select="exists($element/precision[@precision = ('low', 'medium')])"/>
    <xsl:sequence select="
        if (empty($phrase)) then ()
        else string-join((
            (if ($rough) then tt:label('roughly', $phrase) else $phrase) || ' (?)'[$element/@cert = 'low'],
            $element/certainty/@assertedValue ! (tt:date-in-words(.) || ' (?)')), ' / ')"/>
  </xsl:function>

  <!--
    When what the element dates begins and ends, in years, for order and for drawings: months and days are parts of equal
    length. Of a date that is open on one side both are the other. Empty where there is none that W3C dates can say.
  -->
  <xsl:function name="tt:date-span" as="xs:double*">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="starts" as="xs:double*" select="($element/@when, $element/@from, $element/@notBefore)[1] ! ttp:year(.)"/>
    <xsl:variable name="ends" as="xs:double*" select="($element/@when, $element/@to, $element/@notAfter)[1] ! ttp:year(.)"/>
    <xsl:variable name="start" as="xs:double?" select="($starts, $ends)[1]"/>
    <xsl:sequence select="$start, $start ! max((., ($ends[2], $starts[2])[1]))"/>
  </xsl:function>

  <!-- Where the day, the month or the year begins and ends; years before Christ have a minus (W3C XML Schema, 3.2.9). -->
  <xsl:function name="ttp:year" as="xs:double*">
    <xsl:param name="date" as="xs:string"/>
    <xsl:variable name="plain" as="xs:string" select="replace(normalize-space($date), '^(-?\d{4,}(-\d\d){0,2}).*$', '$1')"/>
    <xsl:variable name="numbers" as="xs:double*" select="tokenize(replace($plain, '^-', ''), '-') ! number()"/>
    <xsl:variable name="year" as="xs:double" select="(if (starts-with($plain, '-')) then -1 else 1) * $numbers[1]"/>
    <xsl:if test="matches($plain, '^-?\d{4,}(-\d\d){0,2}$')">
      <xsl:variable name="start" as="xs:double"
          select="$year + (($numbers[2], 1)[1] - 1) div 12 + (($numbers[3], 1)[1] - 1) div 372"/>
      <xsl:sequence select="$start, $start + (1, 1 div 12, 1 div 372)[count($numbers)]"/>
    </xsl:if>
  </xsl:function>

</xsl:stylesheet>
