<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="urn:f" xpath-default-namespace="http://www.tei-c.org/ns/1.0" exclude-result-prefixes="#all">
  <xsl:param name="more" as="xs:integer?" select="()"/>
  <xsl:function name="f:shout" as="xs:string"><xsl:param name="text" as="xs:string"/><xsl:sequence select="upper-case($text)"/></xsl:function>
  <xsl:template match="head" as="item()*"><xsl:value-of select="f:shout(.), doc('source.xml')/*/name()"/></xsl:template>
</xsl:stylesheet>
