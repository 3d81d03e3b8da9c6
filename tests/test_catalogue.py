"""The catalogue of findings: complete in both languages, and consistent."""

from __future__ import annotations

import contextvars
import re
import string
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import get_args

import pytest

from teitools import diagnostics
from teitools.diagnostics import (
    LANGUAGES,
    Engine,
    Location,
    SetupError,
    catalogue,
    diagnose,
    language,
    nearest,
    phrase,
    set_language,
    speaking,
)

CODES = catalogue()
FOLDER = Path(diagnostics.__file__).with_name("catalogue")


def slots(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_entries_are_complete_in_both_languages():
    for code, entry in CODES.items():
        assert re.fullmatch(r"[A-Z]{3}\d{3}", code)
        assert entry.source in get_args(Engine), code
        for texts in (entry.title, entry.message, entry.why):
            assert set(texts) == set(LANGUAGES), code
            assert all(text.strip() for text in texts.values()), code
        assert set(entry.hint) in (set(), set(LANGUAGES)), code
        assert entry.wrong, code
        assert entry.right, code


def test_both_languages_use_the_same_slots():
    wordings = [(code, texts) for code, entry in CODES.items() for texts in (entry.message, entry.hint) if texts]
    assert [code for code, texts in wordings if slots(texts["en"]) != slots(texts["tr"])] == []


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("phrases*.toml")))
def test_phrases_have_both_languages_and_the_same_slots(name):
    for key, texts in diagnostics._phrases(name).items():
        assert diagnostics._phrase_file(key) == name
        assert set(texts) == set(LANGUAGES)
        assert slots(texts["en"]) == slots(texts["tr"])


def test_language_chooses_the_wording():
    with speaking("tr"):
        assert phrase("severity_error") == "hata"
        set_language("en")
        assert phrase("severity_error") == "error"
        set_language("tr")
    assert phrase("severity_error") == "error"
    with pytest.raises(SetupError, match="fr"), speaking("fr"):
        pass
    assert language() == "en"


def test_an_exception_ends_the_language_too():
    with pytest.raises(ZeroDivisionError), speaking("tr"):
        raise ZeroDivisionError
    assert language() == "en"


def test_threads_of_one_process_speak_different_languages():
    """A server checks texts for several people at once: what one of them chooses is nothing to the others."""
    meet = threading.Barrier(4)

    def words(chosen):
        with speaking(chosen):
            meet.wait(10)  # now all have chosen
            found = diagnose("XML011", Location("a.xml")).message
            meet.wait(10)
            return found, phrase("severity_error")

    chosen = ["en", "tr"] * 2
    with ThreadPoolExecutor(4) as pool:
        spoken = list(pool.map(words, chosen))
    entry = catalogue()["XML011"]
    assert spoken == [(entry.message[name], {"en": "error", "tr": "hata"}[name]) for name in chosen]
    assert language() == "en"


def test_a_new_thread_speaks_english_and_a_copied_context_its_own():
    with speaking("tr"), ThreadPoolExecutor(1) as pool:
        assert pool.submit(language).result() == "en"
        assert pool.submit(contextvars.copy_context().run, language).result() == "tr"


def test_unknown_code_is_a_fault_of_the_caller():
    with pytest.raises(KeyError):
        diagnose("XXX000", Location("a.xml"))


@pytest.mark.parametrize(
    ("name", "expected"),
    [("persname", "persName"), ("persNmae", "persName"), ("placename", "placeName"), ("p", None), ("zzz", None)],
)
def test_nearest_finds_a_misspelling_and_nothing_else(name, expected):
    assert nearest(name, ["persName", "placeName", "p", "orgName"]) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("rge", "reg"), ("prt", "ptr"), ("abr", "abbr"), ("nte", "note"), ("idx", "index"), ("ba", None), ("reg", None)],
)
def test_nearest_of_short_names(name, expected):
    assert nearest(name, ["reg", "ptr", "abbr", "note", "index", "ab"]) == expected
