"""Text becomes LaTeX source that means the same text: every special character is made harmless, none is lost."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.laws import examples
from support.tex import CHARACTERS, read_text

from teitools.saxon import Input, Stylesheet, compile_text

pytestmark = pytest.mark.slow

MODULE = Path(__file__).parents[2] / "xslt" / "latex" / "escape.xsl"
DRIVER = f"""<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tl="urn:teitools:xslt:latex">
  <xsl:include href="{MODULE.as_uri()}"/>
  <xsl:include href="../common/marks.xsl"/>
  <xsl:include href="../common/spaces.xsl"/>
  <xsl:output method="text"/>
  <xsl:param name="width" select="0"/>
  <xsl:template match="/">
    <xsl:value-of select="
        if (xs:integer($width) gt 0) then tl:fold(string(), xs:integer($width)) else tl:escape(string())"
        xmlns:xs="http://www.w3.org/2001/XMLSchema"/>
  </xsl:template>
</xsl:stylesheet>"""

# Characters that XML allows, without those that mean nothing in print and the marks that the stylesheets use inside.
_GONE = "\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
_SPACES = "\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u200b"
_PRINTED = st.characters(
    exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff\U0010fffa\U0010fffb\U0010fffc\U0010fffd" + _SPACES
)
_TROUBLE = st.sampled_from(
    [*list("\\{}#$%&_^~<>|\"'`[]-,!?.*@ "), "--", "---", "''", "``", "?`", "!`", ",,", "<<", ">>"]
)
TEXTS = st.lists(st.one_of(_TROUBLE, _PRINTED), max_size=40).map("".join)


@cache
def driver() -> Stylesheet:
    return compile_text(DRIVER, MODULE.with_name("driver.xsl").as_uri())


def to_latex(text: str) -> str:
    return driver().transform(Input(f"<t>{escape(text)}</t>", "file:///t.xml")).text


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("50 % of $5 & #1", r"50 \% of \$5 \& \#1"),
        (r"C:\new_dir", r"C:\textbackslash{}new\_dir"),
        ("{a}", r"\{a\}"),
        ("a~b^c", r"a\textasciitilde{}b\textasciicircum{}c"),
        ("a<b>c|d", r"a\textless{}b\textgreater{}c\textbar{}d"),
        ('"it\'s" `so`', r"\textquotedbl{}it\textquotesingle{}s\textquotedbl{} \textasciigrave{}so\textasciigrave{}"),
        ("1--2---3", "1--2---3"),
        (",,x''", r",,x\textquotesingle{}\textquotesingle{}"),
        ("?`!`", r"?\textasciigrave{}!\textasciigrave{}"),
        ("[12]", "{[}12{]}"),
        ("a\u00a0b\u202fc\u2009d", r"a~b\,c\hspace{.167em}d"),
        ("A\u20113", r"A\mbox{-}3"),
        ("soft\u00adhyphen", r"soft\-hyphen"),
        ("zero\u200bwidth\u200cnon\u200djoiner\ufeff", r"zero\hspace{0pt}width\textcompwordmark{}nonjoiner"),
        ("نمی\u200cرود क्\u200dष", "نمی\u200cرود क्\u200dष"),
        ("i\u0307 g\u0306", "i\u0307 ğ"),
        ("  a \n\t b ", " a b "),
        ("İstanbul’da “ışık”", "İstanbul’da “ışık”"),
        ("\U0010fffcp\U0010fffd", "p"),
        ("", ""),
    ],
)
def test_special_characters_are_made_harmless(text: str, latex: str) -> None:
    assert to_latex(text) == latex


@given(TEXTS)
@examples(300)
def test_escaped_text_reads_back_as_the_text(text: str) -> None:
    expected = re.sub("[ \t\r\n]+", " ", unicodedata.normalize("NFC", re.sub("\r\n?", "\n", text)))
    expected = expected.translate(dict.fromkeys(map(ord, _GONE))).replace("\u2011", "-")
    assert read_text(to_latex(text)) == unicodedata.normalize("NFC", expected)


@given(TEXTS)
@examples(200)
def test_no_special_character_stands_unescaped(text: str) -> None:
    latex = to_latex(text)
    plain = re.sub(r"\\(?:[{}#$%&_,]|-|[A-Za-z]+\{[^{}]*\})|\{[\[\]]\}|~", "", latex)
    assert not set(plain) & set("\\{}#$%&_^~<>|\"'`[]")


@given(TEXTS)
@examples(100)
def test_folding_changes_white_space_only(text: str) -> None:
    source = f"<t>{escape(text)}</t>"
    folded = driver().transform(Input(source, "file:///t.xml"), {"width": "20"}).text
    assert "".join(folded.split()) == "".join(re.sub("\r\n?", "\n", text).split())
    assert "\n\n" not in folded  # a blank line would end the paragraph


def test_folded_lines_keep_to_the_width_unless_a_word_is_longer() -> None:
    text = " ".join(["kısa", "daha uzun", "x" * 40, "son"] * 5)
    folded = driver().transform(Input(f"<t>{text}</t>", "file:///t.xml"), {"width": "20"}).text
    assert all(len(line) <= 20 or " " not in line for line in folded.split("\n"))


def test_the_reader_of_this_test_knows_only_what_it_should() -> None:
    assert set(CHARACTERS) >= {"textbackslash", "textless"}
    for wrong in ("50 %", "a_b", "x & y", "\\unknown{}", "{open", "close}", "$x$", "a^b", "#1"):
        with pytest.raises(Exception, match=r"bare|unknown|closed|closes"):
            read_text(wrong)
