"""Every case of the engine as a report in SVRL: valid by the standard's grammar, with just the findings that there are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import etree

from teitools import relaxng
from teitools.diagnostics import SetupError
from teitools.document import parse, read
from teitools.document.names import SVRL
from teitools.reports.svrl import svrl
from teitools.schematron import Schema

CASES = Path(__file__).resolve().parents[1] / "cases" / "schematron"
GRAMMAR = Path(__file__).parent / "grammars" / "svrl-2025.rnc"
DOCUMENTED = sorted(
    folder.name
    for folder in CASES.iterdir()
    if (folder / "schema.sch").is_file() and (folder / "document.xml").is_file() and not folder.name.startswith("fault")
)


@pytest.mark.parametrize("name", DOCUMENTED)
def test_report_of_a_case(name, monkeypatch):
    monkeypatch.chdir(CASES / name)
    options = Path("options.json")
    chosen = json.loads(options.read_text(encoding="utf-8")) if options.is_file() else {}
    document, _ = read(Path("document.xml"))
    assert document is not None
    try:
        results = Schema.load(Path("schema.sch"), chosen.get("phase")).run(document, trace=True)
    except SetupError:
        pytest.skip("a variable of the schema cannot be evaluated for this document, so there are no results")
    report, problems = parse(svrl(results).encode(), "report.svrl")
    assert report is not None, problems
    assert [item.message for item in relaxng.Schema.load(GRAMMAR).validate(report)] == []
    told = [
        (etree.QName(item).localname, item.get("location"), item.get("test"), item.get("id"))
        for item in report.root.iterfind(f"{{{SVRL}}}*[@location]")
    ]
    names = {"assert": "failed-assert", "report": "successful-report"}
    assert told == [(names[item.kind], item.path, item.test, item.id) for item in results.findings]
    fired = [item.get("context") for item in report.root.iterfind(f"{{{SVRL}}}fired-rule")]
    at_work = [rule for pattern in results.patterns for rule in pattern.rules if not rule.suppressed]
    assert fired == [rule.context for rule in at_work]
