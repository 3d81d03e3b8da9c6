"""The plain-text edition has the whole article, wrapped without loss, its notes apart from its sentences."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import pytest
from lxml import etree
from support.printed import ARTICLE, edition
from support.reading import Reading, read_edition, squeeze

WIDTHS = (0, 20, 40, 72, 100)


@cache
def made(width: int = 72) -> str:
    """The edition without the notes of the editors."""
    return edition("text", ARTICLE, width=width, editorial_notes=False).text


@cache
def source() -> Reading:
    return read_edition(ARTICLE)


def parts(text: str) -> tuple[str, dict[str, str]]:
    """The running text between title block and notes, and the notes by number."""
    body, notes = text.split("\n\n\nDipnotlar\n\n")
    body = body.split("\n\n\n", 1)[1]
    found = re.findall(r"^\[(\d+)\] +(.*?)(?=^\[|\Z)", notes, flags=re.MULTILINE | re.DOTALL)
    return body, {number: squeeze(note) for number, note in found}


def without_additions(body: str) -> str:
    """The body without what the edition says between brackets: calls, and who says what is quoted."""
    return squeeze(re.sub(r"\[[^\]…]*\]", "", body))


def test_nothing_is_unstyled() -> None:
    result = edition("text", ARTICLE)
    assert result.messages == ()
    assert result.warnings == ()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_text_is_the_text_of_the_article(width: int) -> None:
    body, _ = parts(made(width))
    assert without_additions(body) == source().text
    assert len(source().text.split()) > 2000


@pytest.mark.parametrize("width", WIDTHS)
def test_the_notes_are_the_notes_of_the_article(width: int) -> None:
    _, notes = parts(made(width))
    assert list(notes) == [str(number) for number in range(1, 27)]
    for number, text in source().notes.items():
        if text == "[…]":
            assert notes[number] == f"[… kayıp] {number}. not: numarası ve metni tanıkta yoktur."
        else:
            assert re.sub(r" \[dn\. \d+: [^\]]*\]", "", notes[number]) == text


def test_every_note_is_called_once_in_order_right_after_a_word() -> None:
    body, _ = parts(made())
    assert re.findall(r"\[(\d+)\]", body) == [str(number) for number in range(1, 27)]
    assert re.findall(r"(?:^|\s)\[\d+\]", body, flags=re.MULTILINE) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_longer_than_the_width_unless_it_is_one_word(width: int) -> None:
    if not width:
        return
    for line in made(width).splitlines():
        counted = "".join(c for c in line if not unicodedata.combining(c))
        assert len(counted) <= width or len(line.replace("[", " [").split()) <= 2, line


def test_width_nought_gives_a_line_a_paragraph() -> None:
    tree = etree.parse(ARTICLE)
    space = {"t": "http://www.tei-c.org/ns/1.0"}
    paragraphs = tree.xpath("count(//t:text//t:p)", namespaces=space)
    body, _ = parts(made(0))
    heads = tree.xpath("count(//t:text//t:head)", namespaces=space)
    attributions = tree.xpath("count(//t:text//t:quote[@rend = 'block'])", namespaces=space)
    assert len([line for line in body.splitlines() if line]) == paragraphs + heads + attributions


def test_the_file_is_clean() -> None:
    text = made()
    assert text == unicodedata.normalize("NFC", text)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert not text.startswith("\n")
    assert "\r" not in text
    assert not any(line != line.rstrip() for line in text.split("\n"))
    assert "\n\n\n\n" not in text
    assert not re.search("[\U0010fff0-\U0010ffff]", text)


def test_block_quotations_are_indented() -> None:
    assert "\n    “Ermenistan’daki muvaffakiyetimiz" in made()


def test_two_runs_are_the_same() -> None:
    assert edition("text", ARTICLE).text == edition("text", ARTICLE).text


def test_editors_notes_are_there_unless_they_are_not_wanted() -> None:
    plain = made()
    full = edition("text", ARTICLE).text
    assert "Yayıma hazırlayanların notları" not in plain
    assert "Merk Yayıncılık" not in plain
    assert "Merk Yayıncılık" in full
    calls = re.findall(r"(?<=\S)\[([a-z]+)\]", full.split("Yayıma hazırlayanların notları")[0])
    listed = re.findall(r"^\[([a-z]+)\] ", full, flags=re.MULTILINE)
    assert sorted(calls) == sorted(listed)
    assert len(listed) == len(set(listed)) > 30


def test_page_beginnings_are_there_only_when_asked_for() -> None:
    assert "|" not in made()
    full = edition("text", ARTICLE, page_beginnings=True).text
    assert re.findall(r"\|(\d+)\|", full) == [str(number) for number in range(1, 12)]
