"""Formats that services read: GitLab's Code Quality, JSON Lines, and what SARIF says of findings that do not count."""

from __future__ import annotations

import json

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.findings import rendered
from support.laws import examples
from support.running import SHARED, teitools
from support.sarif import problems

SCHEMA = SHARED / "standards" / "sarif-schema-2.1.0.json"
TEXT = st.text(st.characters() | st.sampled_from("\x1b\u202e\n%:,]>&<\"'"), max_size=20)
FINDINGS = st.fixed_dictionaries(
    {
        "code": st.sampled_from(["PTR002", "XML060", "SCH:a"]),
        "message": TEXT.map("m{}".format),
        "file": st.sampled_from(["a.xml", "b/c.xml"]),
    },
    optional={
        "severity": st.sampled_from(["error", "warning", "info"]),
        "hint": TEXT,
        "xpath": st.sampled_from(["/TEI", "/TEI/p[2]/@n"]),
        "at": st.tuples(st.integers(1, 3), st.integers(1, 40)),
        "to": st.tuples(st.integers(3, 5), st.integers(41, 50)),
    },
)


@examples(60)
@given(st.lists(FINDINGS, max_size=6))
def test_gitlab_gets_what_it_demands_and_no_fingerprint_twice(findings):
    rows = json.loads(rendered("gitlab", {"findings": findings}))
    assert len({row["fingerprint"] for row in rows}) == len(rows) == len(findings)
    for row, item in zip(rows, findings, strict=True):
        assert list(row) == ["description", "check_name", "fingerprint", "severity", "location"]
        assert row["description"].startswith(item["message"])
        assert row["check_name"] == item["code"]
        assert row["severity"] == {"error": "major", "warning": "minor", "info": "info"}[item.get("severity", "error")]
        assert row["location"]["path"] == item["file"]
        assert row["location"]["lines"]["begin"] == item.get("at", (1, 1))[0]


@examples(40)
@given(st.lists(FINDINGS, min_size=1, max_size=4, unique_by=lambda item: (item["code"], item["message"], item["file"])))
def test_gitlab_recognises_findings_that_moved(findings):
    moved = [{**item, "at": (item.get("at", (1, 1))[0] + 7, 1), "to": (30, 9)} for item in findings]
    before, after = (json.loads(rendered("gitlab", {"findings": items})) for items in (findings, moved))
    assert [row["fingerprint"] for row in before] == [row["fingerprint"] for row in after]


LINES = ["<TEI>", '<p n="1"/>', '<p n="1"/><p n="2"/>', "  <q/>", ""]


@examples(60)
@given(st.lists(st.sampled_from(LINES), max_size=6), st.lists(st.sampled_from(LINES), max_size=3), st.data())
def test_a_fingerprint_is_that_of_the_text_whatever_its_line_its_position_and_the_words(lines, added, data):
    line = data.draw(st.sampled_from(LINES[1:4]))
    column = line.index("<") + 1
    places = [len(lines) + 1, len(lines) + len(added) + 1]
    fingerprints = []
    for number, above in zip(places, (lines, [*lines, *added]), strict=True):
        item = {"code": "PTR002", "message": f"words {number}", "file": "a.xml", "xpath": f"/TEI/p[{number}]/@n"}
        case = {"findings": [item | {"at": [number, column], "to": [number, column + 4]}]}
        case["texts"] = {"a.xml": "\n".join([*above, line, *LINES])}
        fingerprints.append(
            (
                json.loads(rendered("gitlab", case))[0]["fingerprint"],
                json.loads(rendered("sarif", case))["runs"][0]["results"][0]["partialFingerprints"]["finding/v2"],
            )
        )
    assert fingerprints[0] == fingerprints[1]


def test_findings_of_another_code_or_at_another_text_have_other_fingerprints():
    text = '<a><p n="1"/><p n="2"/></a>'
    items = [
        {"code": code, "message": "m", "file": "a.xml", "at": [1, at], "to": [1, at + 10], "xpath": "/a/p"}
        for code in ("RNG102", "PTR002")
        for at in (4, 14)
    ]
    case = {"findings": items, "texts": {"a.xml": text}}
    results = json.loads(rendered("sarif", case))["runs"][0]["results"]
    assert len({result["partialFingerprints"]["finding/v2"] for result in results}) == 4


RULES = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt3" xml:lang="en"><pattern>
<rule context="*:p"><assert id="n" test="@n" diagnostics="tr">p <value-of select="position()"/> wants n</assert></rule>
</pattern><diagnostics><diagnostic id="tr" xml:lang="tr">p numara ister</diagnostic></diagnostics></schema>"""
GRAMMAR = """<element name="TEI" xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.tei-c.org/ns/1.0"><zeroOrMore>
<element name="p"><attribute name="a"/><attribute name="b"/><text/></element></zeroOrMore></element>"""
DOCUMENT = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><p/><p a="" corresp="#no #nor"/><q>\ufffd</q><p xml:id="i"/><p xml:id="i"/></TEI>'


@pytest.mark.parametrize("format_", ["gitlab", "sarif"])
def test_fingerprints_are_the_same_in_every_language(tmp_path, format_):
    (tmp_path / "a.sch").write_text(RULES, encoding="utf-8")
    (tmp_path / "a.rng").write_text(GRAMMAR, encoding="utf-8")
    (tmp_path / "a.xml").write_text(DOCUMENT, encoding="utf-8")
    (tmp_path / "b.xml").write_text("<a><b></a>", encoding="utf-8")
    schemas = ("--schema", "a.rng", "--schema", "a.sch")
    texts, fingerprints = [], []
    for language in ("en", "tr"):
        done = teitools("--lang", language, "check", "a.xml", "b.xml", *schemas, "--format", format_, cwd=tmp_path)
        assert done.returncode == 1
        report = json.loads(done.stdout)
        if format_ == "gitlab":
            texts.append([row["description"] for row in report])
            fingerprints.append(sorted(row["fingerprint"] for row in report))
        else:
            results = report["runs"][0]["results"]
            texts.append([result["message"]["text"] for result in results])
            fingerprints.append(sorted(result["partialFingerprints"]["finding/v2"] for result in results))
    assert len(texts[0]) > 10
    assert not set(texts[0]) & set(texts[1])
    assert fingerprints[0] == fingerprints[1]


@examples(40)
@given(st.lists(FINDINGS, max_size=4))
def test_json_lines_are_the_objects_of_json(findings):
    lines = rendered("jsonl", {"findings": findings}).splitlines()
    assert [json.loads(line) for line in lines] == json.loads(rendered("json", {"findings": findings}))


def sarif(findings, suppressed):
    left_out = [{**item, "by": "choice", "reason": "why"} for item in suppressed]
    return json.loads(rendered("sarif", {"findings": findings, "suppressed": left_out}))


@examples(40)
@given(st.lists(FINDINGS, max_size=3), st.lists(FINDINGS, max_size=3))
def test_sarif_states_suppressions_of_all_results_or_of_none(findings, suppressed):
    log = sarif(findings, suppressed)
    assert problems(log) == []
    results = log["runs"][0]["results"]
    assert len(results) == len(findings) + len(suppressed)
    stated = [result.get("suppressions") for result in results]
    assert all(item is not None for item in stated) if suppressed else set(map(str, stated)) <= {"None"}
    assert sum(bool(item) for item in stated) == len(suppressed)


@pytest.mark.skipif(not SCHEMA.is_file(), reason="the schema of the standard is not here")
def test_sarif_is_valid_by_the_schema_of_the_standard():
    validator = jsonschema.Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    one = {
        "code": "PTR002",
        "message": "m",
        "file": "a b/ü.xml",
        "at": [2, 3],
        "to": [2, 9],
        "xpath": "/TEI/p/@n",
        "hint": "h",
    }
    other = {
        "code": "SCH:x",
        "message": "see [1](x)",
        "file": "../b.xml",
        "related": [{"message": "there", "file": "a.xml"}],
    }
    for findings, suppressed in ([], []), ([one, other], []), ([one], [other]):
        assert list(validator.iter_errors(sarif(findings, suppressed))) == []
    broken = sarif([one], [])
    broken["runs"][0]["results"][0]["level"] = "fatal"
    assert list(validator.iter_errors(broken))
