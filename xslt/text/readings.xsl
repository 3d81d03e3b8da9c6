<?xml version="1.0" encoding="UTF-8"?>
<!--
  Which text it is, and what the parameters may be: a value that means nothing stops the edition.

  Public: $tt:as-printed, as common/as-edited.xsl says; $tx:notes
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:tx="urn:teitools:xslt:text"
    xmlns:txp="urn:teitools:xslt:text:private"
    exclude-result-prefixes="#all">

  <xsl:variable name="tt:as-printed" as="xs:boolean"
      select="txp:one-of($reading, ('corrected', 'as-printed'), 'reading') eq 'as-printed'"/>

  <xsl:variable name="tx:notes" as="xs:string" select="txp:one-of($notes, ('end', 'inline', 'none'), 'notes')"/>

  <xsl:function name="txp:one-of" as="xs:string">
    <xsl:param name="value" as="xs:string"/>
    <xsl:param name="values" as="xs:string+"/>
    <xsl:param name="parameter" as="xs:string"/>
    <xsl:sequence select="
        if ($value = $values) then $value
        else error(xs:QName('tt:no-such-value'), 'the parameter “' || $parameter || '” is “' || $value || '”; set it to '
          || string-join($values ! ('“' || . || '”'), ' or '))"/>
  </xsl:function>

</xsl:stylesheet>
