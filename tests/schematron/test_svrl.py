"""Reports in SVRL: they are what the standard's grammar wants, and say what was found."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from teitools import relaxng
from teitools.diagnostics import Location, Severity, set_language
from teitools.document import parse
from teitools.document.names import SVRL
from teitools.reports.svrl import svrl
from teitools.schematron.results import (
    ActivePattern,
    Failure,
    Finding,
    FiredRule,
    Property,
    Results,
    Rich,
    Wording,
)

SCH = "http://purl.oclc.org/dsdl/schematron"
GRAMMARS = Path(__file__).parent / "grammars"
PLACE = Location("a.xml", 1, 1)


def faults(report: str, edition: int = 2025) -> list[str]:
    """What the grammar of an edition of the standard finds wrong with a report."""
    document, problems = parse(report.encode(), "report.svrl")
    assert document is not None, problems
    schema = relaxng.Schema.load(GRAMMARS / f"svrl-{edition}.rnc")
    return [f"{item.location.line}: {item.message}" for item in schema.validate(document)]


def finding(text: str = "a < b", **facts: object) -> Finding:
    given = {
        "kind": "assert",
        "number": 0,
        "code": "SCH:x",
        "id": "x",
        "path": "/Q{urn:a}a[1]/@n",
        "context": "/Q{urn:a}a[1]",
        "file": "file:/a.xml",
        "location": PLACE,
        "severity": Severity.ERROR,
        "test": "@n < '2' and \"3\"",
        "wording": Wording(text),
    }
    return Finding(**{**given, **facts})  # type: ignore[arg-type]


def results(*findings: Finding, **facts: object) -> Results:
    rule = FiredRule(0, "r", None, "a[@n]", "/Q{urn:a}a[1]", "file:/a.xml", findings)
    pattern = ActivePattern("p", "Title & more", None, ("file:/a.xml",), rules=(rule,))
    given = {
        "schema": "s.sch",
        "title": "A schema",
        "version": "1.0",
        "phase": "quick",
        "namespaces": {"t": "urn:a"},
        "patterns": (pattern,),
        "traced": True,
    }
    return Results(**{**given, **facts})  # type: ignore[arg-type]


def read(report: str) -> etree._Element:
    return etree.fromstring(report.encode())


def test_a_clean_run_tells_which_patterns_and_rules_were_at_work():
    report = svrl(results())
    assert faults(report) == faults(report.replace(' document="file:/a.xml"', ""), 2016) == []  # 2016 has none
    assert report.splitlines()[2:] == [
        '  <svrl:ns-prefix-in-attribute-values prefix="t" uri="urn:a"/>',
        '  <svrl:active-pattern id="p" documents="file:/a.xml" name="Title &amp; more"/>',
        '  <svrl:fired-rule id="r" context="a[@n]" document="file:/a.xml"/>',
        "</svrl:schematron-output>",
    ]
    assert dict(read(report).attrib) == {"title": "A schema", "phase": "quick", "schemaVersion": "1.0"}


def test_everything_that_a_finding_has_is_told():
    rich = Rich("warning", "legal", "http://a/b", "i.png", "-//a//b", "tr", "preserve")
    wording = Wording("t x", 't  <s:emph xmlns:s="http://purl.oclc.org/dsdl/schematron">x</s:emph>', None, rich)
    diagnostic = Wording("d", None, "d1", Rich(language="en"))
    item = Property("p1", "v", '<v xmlns="urn:v">v</v>', "urn:scheme", Rich("r"))
    report = svrl(
        results(
            finding(kind="report", wording=wording, diagnostics=(diagnostic,), properties=(item,), rich=rich),
            finding(severity_stated="info"),
        )
    )
    assert faults(report) == []
    first, second = read(report).iterfind(f"{{{SVRL}}}*[@location]")
    assert first.tag == f"{{{SVRL}}}successful-report"
    assert dict(first.attrib) == {
        "id": "x",
        "location": "/Q{urn:a}a[1]/@n",
        "test": "@n < '2' and \"3\"",
        "role": "warning",
        "flag": "legal",
    }
    assert [etree.QName(child).localname for child in first] == ["diagnostic-reference", "property-reference", "text"]
    assert first[0].get("diagnostic") == "d1"
    assert dict(first[1].attrib) == {"property": "p1", "role": "r", "scheme": "urn:scheme"}
    assert first[1][0][0].tag == "{urn:v}v"
    assert dict(first[2].attrib) == {
        "{http://www.w3.org/XML/1998/namespace}space": "preserve",
        "{http://www.w3.org/XML/1998/namespace}lang": "tr",
        "see": "http://a/b",
        "icon": "i.png",
        "fpi": "-//a//b",
    }
    assert first[2].text == "t  "
    assert first[2][0].tag == f"{{{SVRL}}}emph"
    assert second.get("severity") == "info"
    assert second.findtext(f"{{{SVRL}}}text") == "a < b"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("\n  a\n  b &lt; c\n", "a b &lt; c"),
        ('<s:span class="k">a\n b</s:span> c\n', '<svrl:span class="k">a b</svrl:span> c'),
        ("<s:span>a</s:span>", '<svrl:span class="">a</svrl:span>'),
        ('<s:dir value="ltr">a</s:dir>', '<svrl:dir dir="ltr">a</svrl:dir>'),
        ('<s:emph id="e">a <s:span>b</s:span></s:emph>', "<svrl:emph>a b</svrl:emph>"),
        ('<b xmlns="urn:h">x</b>', '<b xmlns="urn:h">x</b>'),
        ('<b xmlns="" xml:id="i">x</b><b xmlns="" xml:id="i">y</b>', '<b xml:id="i">x</b><b xml:id="i">y</b>'),
    ],
)
def test_markup_in_a_wording_is_kept(content, expected):
    declared = re.sub("<(s:[a-z]+)", rf'<\1 xmlns:s="{SCH}"', content)
    parser = etree.XMLParser(collect_ids=False)
    plain = " ".join("".join(etree.fromstring(f"<x>{declared}</x>", parser).itertext()).split())
    report = svrl(results(finding(wording=Wording(plain, declared))))
    assert faults(report) == []
    assert f"<svrl:text>{expected}</svrl:text>" in report


def test_a_pattern_of_which_no_rule_fired_is_reported_too():
    idle = ActivePattern("idle", None, None, ())
    group = ActivePattern("g", None, "r o l e", ("file:/a.xml", "file:/b.xml"), group=True)
    report = svrl(results(patterns=(idle, group)))
    assert faults(report) == []
    assert '<svrl:active-pattern id="idle"/>' in report
    assert '<svrl:active-group id="g" documents="file:/a.xml file:/b.xml" role="r o l e"/>' in report


def test_documents_are_told_by_their_addresses():
    rule = FiredRule(0, None, None, "a", "/a[1]", "file:/b c.xml")
    pattern = ActivePattern("p", None, None, ("file:/b c.xml", "file:/d.xml"), rules=(rule,))
    report = svrl(results(patterns=(pattern,)))
    assert faults(report) == []
    assert '<svrl:active-pattern id="p" documents="file:/b%20c.xml file:/d.xml"/>' in report
    assert '<svrl:fired-rule context="a" document="file:/b%20c.xml"/>' in report


def test_what_is_not_known_of_documents_is_left_out():
    rule = FiredRule(0, None, None, "a", "/a[1]", "")
    report = svrl(results(patterns=(ActivePattern("p", None, None, (), rules=(rule,)),)))
    assert '<svrl:active-pattern id="p"/>' in report
    assert '<svrl:fired-rule context="a"/>' in report


def test_a_phase_without_patterns_gives_a_report_that_is_valid():
    assert faults(svrl(results(patterns=(), phase=None, title=None))) == []


def test_rules_that_an_earlier_one_kept_from_firing_did_not_fire():
    rule = FiredRule(1, "later", None, "a", "/a[1]", "file:/a.xml", suppressed=True)
    assert "later" not in svrl(results(patterns=(ActivePattern("p", None, None, (), rules=(rule,)),)))


@pytest.mark.parametrize(("language", "expected"), [("en", "could not be evaluated"), ("tr", "değerlendirilemedi")])
def test_a_rule_that_could_not_be_evaluated_is_not_passed_over(language, expected):
    failure = Failure("x", "no date", "xs:date(.)", PLACE, PLACE, 3)
    set_language(language)
    try:
        report = svrl(results(failures=(failure,)))
    finally:
        set_language("en")
    assert faults(report) == []
    assert expected in read(report)[0].text
    assert "no date" in read(report)[0].text


def test_what_the_schema_says_of_itself_is_told():
    report = svrl(
        results(
            paragraphs=(Wording("All of it.", "All <s:emph xmlns:s='" + SCH + "'>of</s:emph> it."),), edition="2025"
        )
    )
    assert faults(report) == []
    assert "<svrl:text>All <svrl:emph>of</svrl:emph> it.</svrl:text>\n  <svrl:ns-prefix" in report
    assert read(report).get("schematronEdition") == "2025"


def test_ids_that_are_no_names_are_left_out():
    report = svrl(results(finding(id="1 x")))
    assert faults(report) == []
    assert "1 x" not in report


def test_the_grammar_of_the_tests_finds_faults():
    report = svrl(results(finding()))
    assert faults(report.replace(' test="', ' test-="')) != []
    assert faults(report.replace("<svrl:text>a &lt; b</svrl:text>", "")) != []
    assert faults(report.replace("svrl:fired-rule", "svrl:suppressed-rule")) != []
