"""Wrapping and alignment: laws that hold for any text, and small documents of other projects."""

from __future__ import annotations

import itertools
import re
import unicodedata
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.laws import examples
from support.printed import edition

# Saxon's tables know fewer combining marks than Python's, so these are taken from the block of the commonest ones.
_BASES = st.characters(categories=("L", "Nd", "Po"), max_codepoint=0x1FFF)
_MARKS = st.characters(min_codepoint=0x300, max_codepoint=0x34E)
_WORD = st.builds(str.__add__, _BASES, st.text(st.one_of(_BASES, _MARKS), max_size=13))
WORDS = st.lists(_WORD, min_size=1, max_size=30)


def columns(line: str) -> int:
    return sum(not unicodedata.category(character).startswith("M") for character in line)


def body(text: str, **parameters: str | int | bool) -> str:
    """The edition of a small document without its title block."""
    return edition("text", text, **parameters).text.split("\n\n", 1)[1].lstrip("\n")


@pytest.mark.slow
@given(WORDS, st.integers(1, 40))
@examples(150)
def test_wrapping_keeps_every_word_and_the_width(words: list[str], width: int) -> None:
    paragraph = " ".join(words)
    lines = body(f"<body><p>{escape(paragraph)}</p></body>", width=width).rstrip("\n").split("\n")
    assert " ".join(lines).split() == unicodedata.normalize("NFC", paragraph).split()
    assert all(columns(line) <= width or " " not in line for line in lines)


@pytest.mark.slow
@given(WORDS, st.integers(5, 40))
@examples(100)
def test_lines_are_as_full_as_they_can_be(words: list[str], width: int) -> None:
    paragraph = " ".join(words)
    lines = body(f"<body><p>{escape(paragraph)}</p></body>", width=width).rstrip("\n").split("\n")
    for line, following in itertools.pairwise(lines):
        assert columns(line) + 1 + columns(following.split(" ")[0]) > width


@given(st.lists(st.sampled_from(["söz", "uzunca-bir-söz", "a"]), min_size=1, max_size=20), st.integers(3, 30))
@examples(60)
def test_a_call_is_never_parted_from_its_word(words: list[str], width: int) -> None:
    text = " ".join(f"{word} <note>n</note>" for word in words)
    running = body(f"<body><p>{text}</p></body>", width=width).split("\n\n\n")[0]
    assert re.findall(r"(?:^|\s)\[\d+\]", running, flags=re.MULTILINE) == []
    assert re.findall(r"\[(\d+)\]", running) == [str(number + 1) for number in range(len(words))]


def test_combining_marks_take_no_room() -> None:
    word = "ẖ" * 4  # has no composed form with the dot below
    dotted = "h\u0323\u0331" * 4
    assert body(f"<body><p>{word} {word} {dotted} {dotted}</p></body>", width=9).count("\n") == 2


SAMPLES = [
    pytest.param(
        "<body><lg><l>Eins</l><l>Zwei</l></lg><lg><l>Drei</l></lg></body>",
        "    Eins\n    Zwei\n\n    Drei\n",
        id="verse",
    ),
    pytest.param(
        "<body><sp><speaker>ANNA</speaker><stage>leise</stage><p>Ja. <stage>Ab.</stage></p></sp>"
        "<sp><speaker>BERT</speaker><l>O nein</l></sp></body>",
        "ANNA (leise)\n  Ja. Ab.\n\nBERT\nO nein\n",
        id="drama",
    ),
    pytest.param(
        "<body><table><row><cell>ab</cell><cell>c</cell></row><row><cell>d</cell><cell>efg</cell></row></table></body>",
        "ab  c\nd   efg\n",
        id="table-that-fits",
    ),
    pytest.param(
        "<body><list type='ordered'>"
        + "<item>x</item>" * 9
        + "<item>a b<list><item>c</item></list></item></list></body>",
        "".join(f"  {n}.  x\n" for n in range(1, 10)) + "  10. a b\n\n        – c\n",
        id="list",
    ),
    pytest.param("<body><p>a<list><item>b</item></list>c</p></body>", "a\n\n  – b\n\nc\n", id="list-in-a-paragraph"),
    pytest.param("<body><p>a <quote rend='block'><p>b</p></quote> c</p></body>", "a\n\n    b\n\nc\n", id="quotation"),
    pytest.param(
        "<body><p>a<note n='*'><p>b</p><p>c</p></note></p></body>",
        "a[*]\n\n\nNotes\n\n[*] b\n\n    c\n",
        id="note-in-parts",
    ),
    pytest.param(
        "<body><p>a<gap/> <supplied>b </supplied>c <choice><abbr>d</abbr><expan>e</expan></choice></p></body>",
        "a[…] [b] c e\n",
        id="transcription",
    ),
    pytest.param("<body><p>so\u00adft</p></body>", "soft\n", id="soft-hyphen"),
    pytest.param("<body><p>x</p><eg>a\n  b</eg></body>", "x\n\n    a\n      b\n", id="code"),
    pytest.param("<body><p>a <blorb>b</blorb></p></body>", "a b\n", id="unknown-element"),
]


@pytest.mark.parametrize(("text", "expected"), SAMPLES)
def test_other_encodings_come_out(text: str, expected: str) -> None:
    assert body(text) == expected


def test_a_table_that_does_not_fit_becomes_rows() -> None:
    text = "<body><table><row><cell>one two</cell><cell>three four</cell></row></table></body>"
    assert body(text, width=12) == "one two |\nthree four\n"


def test_unstyled_elements_are_reported() -> None:
    assert edition("text", "<body><p>a <blorb>b</blorb></p></body>").messages == ("unstyled element: blorb (1)",)
