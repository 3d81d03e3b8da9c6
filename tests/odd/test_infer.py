"""A first customisation inferred from documents: what it keeps, what it leaves out, and that it fits."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from teitools import relaxng
from teitools.diagnostics import SetupError
from teitools.document import read
from teitools.odd import compile_odd
from teitools.odd.relaxng import write_relaxng
from teitools.sources import find_sources
from teitools.tasks.odd import infer

SMALL = Path(__file__).with_name("small")
DOCUMENT = SMALL / "letters.xml"


def inferred(*documents: Path) -> str:
    text, findings = infer.infer_from(find_sources(map(str, documents)), str(SMALL / "source.xml"), "letters", SMALL)
    assert findings == []
    return text


def names(text: str, xpath: str) -> list[str]:
    return etree.fromstring(text.encode()).xpath(xpath, namespaces={"t": "http://www.tei-c.org/ns/1.0"})


def test_only_elements_that_occur_are_kept():
    text = inferred(DOCUMENT)
    assert names(text, "//t:moduleRef[@key='core']/@include") == ["TEI p note date"]
    assert names(text, "//t:moduleRef/@key") == ["tei", "core"]
    assert names(text, "//t:schemaSpec/@start") == ["TEI"]


def test_attributes_that_nobody_has_are_deleted():
    assert names(inferred(DOCUMENT), "//t:classSpec/@ident | //t:classSpec//t:attDef/@ident") == ["att.global", "rend"]


def test_class_of_another_module_is_brought_by_a_reference():
    assert names(inferred(DOCUMENT), "//t:classRef/@key") == ["att.timed"]


def test_vocabularies_are_listed_with_the_values_that_occur():
    text = inferred(DOCUMENT)
    assert names(text, "//t:attDef[@ident='place']//t:valItem/@ident") == ["end", "foot"]
    assert names(text, "//t:attDef[@ident='place']/t:valList/@mode") == ["replace"]
    assert names(text, "//t:attDef[@ident='type']//t:valItem/@ident") == ["gloss"]


@pytest.mark.parametrize(
    ("counts", "kind"),
    [({"a": 5, "b": 5}, "closed"), ({"a": 9, "b": 1}, "closed"), ({"a": 8, "b": 1}, "semi"), ({"a": 90}, "semi")],
)
def test_a_list_is_closed_only_on_evidence(tmp_path, counts, kind):
    notes = "".join(f'<note type="{value}">x</note>' * count for value, count in counts.items())
    file = tmp_path / "notes.xml"
    file.write_text(f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><p>{notes}</p></TEI>', encoding="utf-8")
    assert names(inferred(file), "//t:attDef[@ident='type']/t:valList/@type") == [kind]


def test_many_values_are_no_vocabulary(tmp_path):
    notes = "".join(f'<note type="kind-{number}">x</note>' for number in range(31))
    file = tmp_path / "many.xml"
    file.write_text(f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><p>{notes}</p></TEI>', encoding="utf-8")
    assert names(inferred(file), "//t:attDef[@ident='type']") == []


def test_documents_are_valid_against_what_was_inferred_from_them(tmp_path):
    odd, grammar = tmp_path / "letters.odd", tmp_path / "letters.rng"
    often = tmp_path / "often.xml"
    note = '<note place="foot">x</note><note place="end">x</note>'
    often.write_text(DOCUMENT.read_text(encoding="utf-8").replace("</p>", f"{note * 5}</p>"), encoding="utf-8")
    odd.write_text(inferred(often), encoding="utf-8")
    compiled = compile_odd(odd, source=SMALL / "source.xml")
    assert compiled.diagnostics == ()
    grammar.write_text(write_relaxng(compiled.customization), encoding="utf-8")
    document, _ = read(DOCUMENT)
    assert list(relaxng.Schema.load(grammar, cache=False).validate(document)) == []
    other = tmp_path / "other.xml"
    other.write_text(re.sub('place="foot"', 'place="margin"', DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
    document, _ = read(other)
    assert [item.location.line for item in relaxng.Schema.load(grammar, cache=False).validate(document)] == [2]


def test_elements_that_the_source_does_not_have_are_told(tmp_path):
    file = tmp_path / "own.xml"
    file.write_text('<TEI xmlns="http://www.tei-c.org/ns/1.0"><p>x <dates>y</dates></p></TEI>', encoding="utf-8")
    text, findings = infer.infer_from(find_sources([str(file)]), str(SMALL / "source.xml"), "own", SMALL)
    assert [(item.code, item.location.line, item.location.column) for item in findings] == [("ODD504", 1, 47)]
    assert names(text, "//t:moduleRef[@key='core']/@include") == ["TEI p"]


@pytest.mark.parametrize(
    ("source", "ident", "reason"),
    [(None, "x", "TEITOOLS_P5"), ("none.xml", "x", "no such file"), (str(SMALL / "source.xml"), "1 x", "no name")],
)
def test_what_cannot_be_done_is_said(monkeypatch, source, ident, reason):
    monkeypatch.delenv("TEITOOLS_P5", raising=False)
    with pytest.raises(SetupError, match=reason):
        infer.infer_from(find_sources([str(DOCUMENT)]), source, ident, SMALL)


def test_the_same_documents_give_the_same_text():
    assert inferred(DOCUMENT) == inferred(DOCUMENT)
