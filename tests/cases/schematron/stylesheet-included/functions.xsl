<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:my="urn:my">
  <xsl:function name="my:double"><xsl:param name="text"/><xsl:sequence select="$text || $text"/></xsl:function>
</xsl:stylesheet>
