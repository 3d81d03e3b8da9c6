"""Which way a text runs: the script of its tag, else its letters, else the usual script of its language."""

from __future__ import annotations

from functools import cache
from xml.sax.saxutils import quoteattr

import pytest
from support.html_pages import STYLESHEETS

from teitools.saxon import Input, Stylesheet, compile_text

COMMON = STYLESHEETS / "common" / "scripts.xsl"
DRIVER = """<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:tt="urn:teitools:xslt">
  <xsl:include href="common.xsl"/>
  <xsl:output method="text"/>
  <xsl:template match="/">
    <xsl:choose>
      <xsl:when test="/*/@around">
        <xsl:analyze-string select="/*/@text" regex="{tt:opposite-run(/*/@around)}">
          <xsl:matching-substring><xsl:value-of select="'⟨' || . || '⟩'"/></xsl:matching-substring>
          <xsl:non-matching-substring><xsl:value-of select="."/></xsl:non-matching-substring>
        </xsl:analyze-string>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="tt:direction-of(/*/@text, /*/@tag)"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>"""


@cache
def driver() -> Stylesheet:
    return compile_text(DRIVER, COMMON.with_name("driver.xsl").as_uri())


def ask(**attributes: str) -> str:
    written = " ".join(f"{name}={quoteattr(value)}" for name, value in attributes.items())
    return driver().transform(Input(f"<t {written}/>", "file:///t.xml")).text


@pytest.mark.parametrize(
    ("text", "tag", "direction"),
    [
        ("متن", "fa", "rtl"),
        ("שלום", "", "rtl"),
        ("ܫܠܡܐ", "syr", "rtl"),
        ("word", "", "ltr"),
        # the script subtag decides, whatever the language
        ("متن word", "az-Arab", "rtl"),
        ("word", "az-Arab", "rtl"),
        ("oyf yidish", "yi-Latn", "ltr"),
        ("שלום", "en-Latn", "ltr"),
        # letters of one direction decide before the language
        ("salām", "ar", "ltr"),
        ("Kafkas Seddi", "ota", "ltr"),
        ("قفقاس سدی", "ota", "rtl"),
        ("محمد", "en", "rtl"),
        # mixed: the language, and without one the first letter
        ("Hegel و کتاب", "fa", "rtl"),
        ("کتاب Hegel", "de", "ltr"),
        ("12. کتاب Hegel", "", "rtl"),
        ("12. Hegel کتاب", "", "ltr"),
        ("Hegel کتاب", "und", "ltr"),
        # no letters: the language, or nothing
        ("12 %", "ur", "rtl"),
        ("12 %", "en", ""),
        ("12 %", "", ""),
        # a variant is no script, nor is a region
        ("متن word", "ar-EG", "rtl"),
        ("متن word", "sl-1994", "ltr"),
    ],
)
def test_direction_of_a_text(text: str, tag: str, direction: str) -> None:
    assert ask(text=text, tag=tag) == direction


@pytest.mark.parametrize(
    ("around", "text", "marked"),
    [
        ("ltr", "The word محمد, 5 of them", "The word ⟨محمد⟩, 5 of them"),
        ("ltr", "محمد بن عبد الله 1914 (d.)", "⟨محمد بن عبد الله⟩ 1914 (d.)"),
        ("ltr", "כִּי־טוֹב.", "⟨כִּי־טוֹב⟩."),
        ("ltr", "no letters of the other side: 12", "no letters of the other side: 12"),
        ("ltr", "میرود و شهر (تهران) است", "⟨میرود و شهر (تهران) است⟩"),
        ("rtl", "کتاب Covid-19 است", "کتاب ⟨Covid-19⟩ است"),
        ("rtl", "و Latin (really) است", "و ⟨Latin (really)⟩ است"),
        ("rtl", "(word) و", "(⟨word⟩) و"),
        ("rtl", "متن", "متن"),
    ],
)
def test_runs_against_the_direction(around: str, text: str, marked: str) -> None:
    assert ask(text=text, around=around) == marked


def test_a_long_run_ends_in_time() -> None:
    text = "word (aside) " * 20_000
    assert ask(text=text, around="rtl") == f"⟨{text.strip()}⟩ "
