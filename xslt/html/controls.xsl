<?xml version="1.0" encoding="UTF-8"?>
<!--
  Control characters that XML allows and HTML does not: as browsers read them where they are written as references (HTML,
  13.2.5.80), that is by windows-1252, from which most of them strayed into a text; what that does not have is U+FFFD.
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:th="urn:teitools:xslt:html">

  <xsl:character-map name="th:controls">
    <xsl:output-character character="&#x7F;" string="&#xFFFD;"/>
    <xsl:output-character character="&#x80;" string="&#x20AC;"/>
    <xsl:output-character character="&#x81;" string="&#xFFFD;"/>
    <xsl:output-character character="&#x82;" string="&#x201A;"/>
    <xsl:output-character character="&#x83;" string="&#x192;"/>
    <xsl:output-character character="&#x84;" string="&#x201E;"/>
    <xsl:output-character character="&#x85;" string="&#x2026;"/>
    <xsl:output-character character="&#x86;" string="&#x2020;"/>
    <xsl:output-character character="&#x87;" string="&#x2021;"/>
    <xsl:output-character character="&#x88;" string="&#x2C6;"/>
    <xsl:output-character character="&#x89;" string="&#x2030;"/>
    <xsl:output-character character="&#x8A;" string="&#x160;"/>
    <xsl:output-character character="&#x8B;" string="&#x2039;"/>
    <xsl:output-character character="&#x8C;" string="&#x152;"/>
    <xsl:output-character character="&#x8D;" string="&#xFFFD;"/>
    <xsl:output-character character="&#x8E;" string="&#x17D;"/>
    <xsl:output-character character="&#x8F;" string="&#xFFFD;"/>
    <xsl:output-character character="&#x90;" string="&#xFFFD;"/>
    <xsl:output-character character="&#x91;" string="&#x2018;"/>
    <xsl:output-character character="&#x92;" string="&#x2019;"/>
    <xsl:output-character character="&#x93;" string="&#x201C;"/>
    <xsl:output-character character="&#x94;" string="&#x201D;"/>
    <xsl:output-character character="&#x95;" string="&#x2022;"/>
    <xsl:output-character character="&#x96;" string="&#x2013;"/>
    <xsl:output-character character="&#x97;" string="&#x2014;"/>
    <xsl:output-character character="&#x98;" string="&#x2DC;"/>
    <xsl:output-character character="&#x99;" string="&#x2122;"/>
    <xsl:output-character character="&#x9A;" string="&#x161;"/>
    <xsl:output-character character="&#x9B;" string="&#x203A;"/>
    <xsl:output-character character="&#x9C;" string="&#x153;"/>
    <xsl:output-character character="&#x9D;" string="&#xFFFD;"/>
    <xsl:output-character character="&#x9E;" string="&#x17E;"/>
    <xsl:output-character character="&#x9F;" string="&#x178;"/>
  </xsl:character-map>

</xsl:stylesheet>
