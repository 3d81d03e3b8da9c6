"""The catalogue of findings: complete in both languages, and consistent."""

from __future__ import annotations

import re
import string
from pathlib import Path
from typing import get_args

import pytest

from teitools import diagnostics
from teitools.diagnostics import LANGUAGES, Location, Source, catalogue, diagnose, nearest, phrase, set_language

CODES = catalogue()
FOLDER = Path(diagnostics.__file__).with_name("catalogue")


def slots(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("code", CODES)
def test_entry_is_complete_in_both_languages(code):
    entry = CODES[code]
    assert re.fullmatch(r"[A-Z]{3}\d{3}", code)
    assert entry.source in get_args(Source)
    for texts in (entry.title, entry.message, entry.why):
        assert set(texts) == set(LANGUAGES)
        assert all(text.strip() for text in texts.values())
    assert set(entry.hint) in (set(), set(LANGUAGES))
    assert entry.wrong
    assert entry.right


@pytest.mark.parametrize("code", CODES)
def test_both_languages_use_the_same_slots(code):
    entry = CODES[code]
    assert slots(entry.message["en"]) == slots(entry.message["tr"])
    if entry.hint:
        assert slots(entry.hint["en"]) == slots(entry.hint["tr"])


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("phrases*.toml")))
def test_phrases_have_both_languages_and_the_same_slots(name):
    for key, texts in diagnostics._phrases(name).items():
        assert diagnostics._phrase_file(key) == name
        assert set(texts) == set(LANGUAGES)
        assert slots(texts["en"]) == slots(texts["tr"])


def test_language_chooses_the_wording():
    try:
        set_language("tr")
        assert phrase("severity_error") == "hata"
    finally:
        set_language("en")
    assert phrase("severity_error") == "error"


def test_unknown_code_is_a_fault_of_the_caller():
    with pytest.raises(KeyError):
        diagnose("XXX000", Location("a.xml"))


@pytest.mark.parametrize(
    ("name", "expected"),
    [("persname", "persName"), ("persNmae", "persName"), ("placename", "placeName"), ("p", None), ("zzz", None)],
)
def test_nearest_finds_a_misspelling_and_nothing_else(name, expected):
    assert nearest(name, ["persName", "placeName", "p", "orgName"]) == expected
