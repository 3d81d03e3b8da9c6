"""Rules that other schemas carry: case folders with a schema, a document and what checking must give.

`expected.json` is a list of findings or, for rules that are wrong, the message of the SetupError. TEI's own schemas are
compared with the rules that the TEI extracts from them, where they lie beside the checkout.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree
from support.golden import json_text

from teitools.diagnostics import SetupError
from teitools.document import read
from teitools.document.names import SCH
from teitools.schematron import Schema, read_schema

CASES = Path(__file__).resolve().parents[1] / "cases" / "embedded"
SHARED = Path(__file__).resolve().parents[3] / "shared"
needs_tei = pytest.mark.skipif(not (SHARED / "tei").is_dir(), reason="TEI's schemas are not beside this checkout")


def outcome(folder: Path) -> object:
    """What checking the document of a case gives, in the working folder of the case."""
    options = folder / "options.json"
    chosen = json.loads(options.read_text(encoding="utf-8")) if options.is_file() else {}
    (schema,) = (path.name for path in folder.glob("schema.*"))
    document, _ = read(Path("document.xml"))
    assert document is not None
    try:
        found = sorted(
            Schema.load(Path(schema), chosen.get("phase")).validate(document), key=lambda item: item.sort_key
        )
    except SetupError as error:
        return {"fault": str(error).splitlines()}
    return [
        f"{item.location.line}:{item.location.column} {item.code} {item.message}"
        + (f" | {item.hint}" if item.hint else "")
        for item in found
    ]


@pytest.mark.parametrize("name", sorted(folder.name for folder in CASES.iterdir()))
def test_case(name, monkeypatch, golden):
    monkeypatch.chdir(CASES / name)
    golden(CASES / name / "expected.json", json_text(outcome(CASES / name)))


def test_places_are_those_of_the_carrier(monkeypatch):
    monkeypatch.chdir(CASES / "relaxng-include-and-external-ref-are-followed")
    places = {item.code: str(item.place) for item in Schema.load(Path("schema.rng")).assertions}
    assert places == {"SCH:of-the-base": "base.rng:6:61", "SCH:of-the-other": "more.rng:2:60"}
    monkeypatch.chdir(CASES / "odd-assertions-without-a-rule-apply-to-the-element")
    first = Schema.load(Path("schema.odd")).assertions[0]
    assert str(first.place) == "schema.odd:7:73"


def rules(path: Path) -> Counter[object]:
    """The rules of a schema: contexts, tests and wordings."""
    return Counter(
        (
            " ".join(rule.context.text.split()),
            tuple((one.fires_when, " ".join(one.test.text.split()), one.message.outline) for one in rule.assertions),
        )
        for pattern in read_schema(path).patterns
        for rule in pattern.rules
    )


@needs_tei
def test_rules_in_tei_all_are_those_that_the_tei_extracts():
    embedded, extracted = rules(SHARED / "tei" / "tei_all.rng"), rules(SHARED / "tei" / "tei_all.sch")
    assert sum(embedded.values()) == 95
    assert sum((embedded & extracted).values()) == 90
    # The grammar's file states these five; the extracted file has them with other words, or not at all.
    assert {context for context, _ in embedded - extracted} == {
        "tei:addSpan",
        "tei:content",
        "tei:damageSpan",
        "tei:datatype",
        "tei:delSpan",
    }
    # What the extraction makes up itself: deprecated elements, parameters of processing models.
    made_up = {context for context, _ in extracted - embedded}
    assert all(context in ("tei:re", "tei:superEntry") or context.startswith("tei:param[") for context in made_up)


@needs_tei
@pytest.mark.parametrize(
    ("name", "patterns", "assertions"),
    [("tei_all.rng", 90, 100), ("tei_jtei.rng", 73, 76), ("tei_lite.rng", 21, 22), ("tei_bare.rng", 10, 10)],
)
def test_every_assertion_in_teis_grammars_is_read_and_compiles(name, patterns, assertions):
    tree = etree.parse(SHARED / "tei" / name)
    assert len(list(tree.iter(f"{{{SCH}}}assert", f"{{{SCH}}}report"))) == assertions
    schema = Schema.load(SHARED / "tei" / name)
    assert (len(schema.model.patterns), len(schema.assertions)) == (patterns, assertions)


@needs_tei
def test_the_source_of_tei_carries_the_rules_that_its_grammar_has():
    source, grammar = rules(SHARED / "tei" / "p5subset.xml"), rules(SHARED / "tei" / "tei_all.rng")
    assert source - grammar == Counter()
    assert {context for context, _ in grammar - source} == {"tei:content", "tei:datatype"}
