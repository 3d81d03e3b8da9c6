"""Whatever elements a text is made of, every edition has each of its words once, in order, and run into no other."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import given
from support.html_pages import Nesting, make_foreign_edition
from support.laws import examples
from support.printed import edition
from support.random_tei import Sample, noted, samples, words, words_of_page
from support.tex import read_document

pytestmark = pytest.mark.slow

AFTER_THE_TEXT = "Editorial interventions", "About this edition"


@cache
def folder() -> Path:
    """Pages are written over and over: what one example leaves, the next replaces."""
    return Path(mkdtemp(prefix="words-"))


def torn(page: Path) -> list[str]:
    """What browsers would tear apart on the page."""
    parser = Nesting()
    parser.feed(page.read_text(encoding="utf-8"))
    return parser.faults


def shown(sample: Sample) -> dict[str, list[str]]:
    """The words in the order of each edition."""
    pages = make_foreign_edition(sample.body, folder())
    page = pages.page("index.html")
    assert torn(pages.folder / "index.html") == [], sample.body
    body = f"<body>{sample.body}</body>"
    latex = edition("latex", body).text
    return {
        "html": words_of_page(page.xpath("//main")[0]),
        "latex": words(read_document(latex, next(head for head in AFTER_THE_TEXT if f"{{{head}}}" in latex)).text),
        "text": words(edition("text", body, width=0).text),
    }


def expect(sample: Sample) -> None:
    """All words once and in order, in every edition, and nothing on the page that browsers tear apart."""
    found = shown(sample)
    beside = "<cell" in sample.body  # lines of cells stand beside one another in plain text, and so in another order
    assert sorted(found["text"]) == sorted(sample.words), sample.body
    assert beside or found["text"] == sample.words, sample.body
    assert found["html"] == sample.words, sample.body
    assert found["latex"] == sample.words, sample.body


@examples(20)
@given(noted(size=40))
def test_words_of_random_texts_and_their_notes(sample: Sample) -> None:
    """Each word once, wherever a note stands: in the text, or in the note that is set apart."""
    page = make_foreign_edition(sample.body, folder()).page("index.html")
    body = f"<body>{sample.body}</body>"
    latex = edition("latex", body).text
    printed = read_document(latex, next(head for head in AFTER_THE_TEXT if f"{{{head}}}" in latex))
    for said in (
        " ".join(words_of_page(page.xpath("//main")[0])),
        " ".join([printed.text, *printed.notes.values()]),
        edition("text", body, width=0).text,
    ):
        assert sorted(re.findall(r"w\d+w", said)) == sorted(sample.words), sample.body


@examples(20)
@given(samples(size=40))
def test_words_of_random_texts(sample: Sample) -> None:
    expect(sample)


@pytest.mark.campaign
@examples(200)
@given(samples(size=90))
def test_words_of_large_random_texts(sample: Sample) -> None:
    expect(sample)
