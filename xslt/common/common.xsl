<?xml version="1.0" encoding="UTF-8"?>
<!-- All shared modules; every edition's entry stylesheet includes this one. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:include href="parameters.xsl"/>
  <xsl:include href="turkish.xsl"/>
  <xsl:include href="labels.xsl"/>
  <xsl:include href="dates.xsl"/>
  <xsl:include href="pointers.xsl"/>
  <xsl:include href="policy.xsl"/>
  <xsl:include href="references.xsl"/>
</xsl:stylesheet>
