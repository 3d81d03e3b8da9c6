"""The LaTeX edition has the whole article: every word, every note with its number, every correction, every name."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from support.printed import ARTICLE, edition
from support.reading import Reading, read_edition
from support.tex import Document, read_document

if TYPE_CHECKING:
    from teitools.saxon import Result

pytestmark = pytest.mark.slow

NS = {"t": "http://www.tei-c.org/ns/1.0"}
TREE = etree.parse(ARTICLE)


@cache
def made() -> Result:
    return edition("latex", ARTICLE)


@cache
def written() -> Document:
    return read_document(made().text, "Yayıma hazırlayanların notları")


@cache
def source() -> Reading:
    return read_edition(ARTICLE)


def test_nothing_is_unstyled_and_no_language_unknown() -> None:
    assert made().messages == ()
    assert made().warnings == ()


def test_the_text_is_the_text_of_the_article() -> None:
    assert written().text == source().text


def test_the_notes_are_the_notes_of_the_article_under_their_numbers() -> None:
    lost = {number for number, text in source().notes.items() if text == "[…]"}
    assert list(written().notes) == [str(number) for number in range(1, 27)]
    for number, text in source().notes.items():
        if number in lost:
            assert written().notes[number].startswith("[… kayıp]")
        else:
            assert written().notes[number] == text


def test_editors_notes_are_called_once_each_and_printed_once_each_in_the_same_order() -> None:
    calls = re.findall(r"\\teieditorcall\{([\w-]+)\}\{(\w+)\}", made().text)
    notes = re.findall(r"\\teieditornote\{([\w-]+)\}\{(\w+)\}", made().text)
    ids = TREE.xpath("//t:note[@type='editorial']/@xml:id", namespaces=NS)
    assert sorted(name for name, _ in notes) == sorted(ids)
    assert sorted(calls) == sorted(notes)


def test_every_intervention_leads_to_the_list_and_back() -> None:
    marked = re.findall(r"\\teicorrected\{(iv-\d+)\}", made().text)
    listed = re.findall(r"\\teiintervention\{(iv-\d+)\}", made().text)
    assert marked == listed
    assert len(listed) == len(TREE.xpath("//t:text//t:choice | //t:text//t:supplied | //t:text//t:gap", namespaces=NS))


def test_every_link_has_a_target() -> None:
    anchors = set(re.findall(r"\\teianchor\{([\w-]+)\}", made().text))
    anchors |= {f"call-{name}" for name in re.findall(r"\\(?:teinote\{\d+\}|teicorrected)\{([\w-]+)\}", made().text)}
    anchors |= set(re.findall(r"\\teinote\{\d+\}\{([\w-]+)\}", made().text))
    anchors |= set(re.findall(r"\\teieditornote\{([\w-]+)\}", made().text))
    assert set(re.findall(r"\\teilink\{([\w-]+)\}", made().text)) <= anchors


def test_every_indexed_name_is_registered_and_every_entry_mentioned() -> None:
    registered = re.findall(r"\\teiregister\{([\w-]+)\}", made().text)
    assert len(registered) == len(set(registered))
    assert set(re.findall(r"\\tei(?:name|mention)\{([\w-]+)\}", made().text)) == set(registered)


def test_registers_are_in_turkish_order() -> None:
    names = re.findall(r"\\teiregister\{[\w-]+\}\{persons\}\{([^}]*)\}", made().text)
    initials = "".join(dict.fromkeys(name[0] for name in names))
    assert initials == "".join(letter for letter in "ABCÇDEFGĞHIİJKLMNOÖPRSŞTUÜVWYZ" if letter in initials)
    assert initials.index("C") < initials.index("Ç") < initials.index("D")


def test_page_beginnings_are_marked_in_order() -> None:
    assert re.findall(r"\\teipage(?:above)?\{\{\[\}(\d+)\{\]\}\}", made().text) == [str(n) for n in range(1, 12)]


def test_languages_are_declared_once_turkish_first() -> None:
    declared = re.findall(r"\\teilanguage(?:\[main\])?\{(\w+)\}", made().text)
    assert declared[0] == "turkish"
    assert sorted(declared) == ["english", "ottomanturkish", "turkish"]


def test_two_runs_are_the_same() -> None:
    assert edition("latex", ARTICLE).text == made().text


def test_no_line_is_longer_than_the_fold() -> None:
    assert all(len(line) <= 110 or " " not in line for line in made().text.splitlines())


@pytest.mark.parametrize(
    ("parameter", "there"),
    [({"contents": False}, "\\teicontents"), ({"indexes": False}, "\\teiname{"), ({"glossary": False}, "{Sözlük}")],
)
def test_parameters_leave_parts_out(parameter: dict[str, bool], there: str) -> None:
    assert there in made().text
    assert there not in edition("latex", ARTICLE, **parameter).text


def test_the_wording_can_be_english() -> None:
    english = edition("latex", ARTICLE, language="en").text
    assert "\\teicontents{\\foreignlanguage{english}{Contents}}" in english
    assert "{Dizin" not in english
