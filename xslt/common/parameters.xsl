<?xml version="1.0" encoding="UTF-8"?>
<!-- Every stylesheet parameter of every edition, declared once. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    exclude-result-prefixes="#all">

  <!-- Language of the wording around the text (tr or en). Empty: that of the text, else English. -->
  <xsl:param name="language" as="xs:string" select="''"/>

</xsl:stylesheet>
