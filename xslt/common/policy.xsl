<?xml version="1.0" encoding="UTF-8"?>
<!--
  What happens to elements that no template knows: their text is kept, and each name is reported once, with a count.
  How the name is kept in the output is for each edition to say; this module only reports.

  Public: tt:report-unstyled
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    exclude-result-prefixes="#all">

  <!-- One message a name, in the order of names: 'unstyled element: NAME (n)'. One name is given for each element. -->
  <xsl:template name="tt:report-unstyled">
    <xsl:param name="names" as="xs:string*" required="yes"/>
    <xsl:for-each-group select="$names" group-by=".">
      <xsl:sort select="current-grouping-key()"/>
      <xsl:message select="'unstyled element: ' || current-grouping-key() || ' (' || count(current-group()) || ')'"/>
    </xsl:for-each-group>
  </xsl:template>

</xsl:stylesheet>
