"""Typical mistakes of encoders: the code, the exact place and the hint of the finding."""

from __future__ import annotations

import statistics
import tomllib
from pathlib import Path

import pytest
from support.relaxng import findings, tei_all

from teitools.relaxng import Schema
from teitools.relaxng.compiled import Compiled

_MISTAKES = tomllib.loads(Path(__file__).with_name("mistakes.toml").read_text(encoding="utf-8"))["mistake"]
_HEADER = (
    "<teiHeader><fileDesc><titleStmt><title>t</title></titleStmt><publicationStmt><p>x</p></publicationStmt>"
    "<sourceDesc><p>x</p></sourceDesc></fileDesc></teiHeader>"
)


def _document(snippet: str) -> str:
    return f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{_HEADER}<text><body>\n<div>\n{snippet}\n</div>\n</body></text></TEI>'


@pytest.mark.parametrize("mistake", _MISTAKES, ids=lambda mistake: mistake["snippet"])
def test_mistake(mistake: dict[str, str]) -> None:
    snippet = mistake["snippet"]
    found = findings(tei_all(), _document(snippet.replace("▶", "")))
    first = found[0]
    assert (first.location.line, first.location.column) == (3, snippet.index("▶") + 1)
    assert first.code == mistake["code"]
    assert mistake["hint"] in (first.hint or "")
    assert len(found) == mistake["count"]


def test_there_are_enough_and_they_are_short() -> None:
    assert len(_MISTAKES) >= 60
    lengths = []
    for mistake in _MISTAKES:
        first = findings(tei_all(), _document(mistake["snippet"].replace("▶", "")))[0]
        lengths.append(len(first.message) + len(first.hint or ""))
    assert statistics.median(lengths) < 240


def test_what_was_validated_before_changes_no_word() -> None:
    """Patterns are made as documents need them, so whatever comes from their order would depend on other documents."""
    documents = [_document(mistake["snippet"].replace("▶", "")) for mistake in _MISTAKES]
    compiled = tei_all().compiled.to_bytes()
    forth, back = (Schema(Compiled.from_bytes(compiled)) for _ in range(2))
    there = [findings(forth, document) for document in documents]
    assert there == [findings(back, document) for document in reversed(documents)][::-1]


def test_attribute_of_the_right_name_in_the_wrong_namespace() -> None:
    snippet = '<p><title xmlns:t="http://www.tei-c.org/ns/1.0" t:level="a">A</title></p>'
    (found,) = findings(tei_all(), _document(snippet))
    assert found.message == "<title> has no attribute @level of this namespace"
    assert found.hint == "write it without a prefix: the schema wants it in no namespace"
