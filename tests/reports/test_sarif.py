"""SARIF logs keep to the standard, whatever the findings are; see support/sarif.py for what is checked."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import sarif
from support.findings import rendered

CASES = sorted(Path(__file__).parent.glob("cases/*/case.json"))
ANY_TEXT = st.text(st.characters(), max_size=20)
NAMES = st.text(st.characters(exclude_categories=["Cs"]) | st.just("\udcff"), min_size=1, max_size=20)
PLACES = st.tuples(st.integers(1, 9), st.integers(1, 9))
FINDINGS = st.fixed_dictionaries(
    {"code": ANY_TEXT, "message": ANY_TEXT.filter(str.strip), "file": NAMES},
    optional={
        "severity": st.sampled_from(["error", "warning", "info"]),
        "hint": ANY_TEXT,
        "xpath": ANY_TEXT,
        "at": PLACES,
        "related": st.lists(st.fixed_dictionaries({"message": ANY_TEXT, "file": NAMES}), max_size=2),
    },
)


def log(case):
    return json.loads(rendered("sarif", case))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.parent.name)
def test_log_of_every_case_is_valid(path):
    assert sarif.problems(log(json.loads(path.read_text(encoding="utf-8")))) == []


@given(st.lists(FINDINGS, max_size=3), st.sampled_from(["en", "tr"]))
def test_log_of_any_findings_is_valid_ascii(findings, language):
    text = rendered("sarif", {"findings": findings, "language": language})
    assert text.isascii()
    assert sarif.problems(json.loads(text)) == []


EXAMPLE = {
    "texts": {"a.xml": "<TEI/>"},
    "findings": [
        {
            "code": "PTR001",
            "message": "second time",
            "file": "a.xml",
            "at": [1, 1],
            "to": [1, 7],
            "xpath": "/TEI/@n",
            "related": [{"message": "first time", "file": "b.xml", "at": [2, 1]}],
        }
    ],
}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("version",), "2.0.0"),
        (("extra",), 1),
        (("runs", 0, "columnKind"), "bytes"),
        (("runs", 0, "language"), "english"),
        (("runs", 0, "tool"), {}),
        (("runs", 0, "results", 0, "level"), "info"),
        (("runs", 0, "results", 0, "ruleIndex"), 1),
        (("runs", 0, "results", 0, "ruleId"), "PTR002"),
        (("runs", 0, "results", 0, "message"), {"text": "a { brace"}),
        (("runs", 0, "results", 0, "message"), {"text": "a [link](http://x)"}),
        (("runs", 0, "results", 0, "message"), {"markdown": "no text"}),
        (("runs", 0, "results", 0, "message"), {"text": " "}),
        (("runs", 0, "results", 0, "locations", 0, "physicalLocation", "region", "startLine"), 0),
        (("runs", 0, "results", 0, "locations", 0, "physicalLocation", "region", "endLine"), "2"),
        (("runs", 0, "results", 0, "locations", 0, "physicalLocation", "region", "startColumn"), 9),
        (("runs", 0, "results", 0, "locations", 0, "physicalLocation", "artifactLocation", "uri"), "a b.xml"),
        (("runs", 0, "results", 0, "locations", 0, "physicalLocation", "artifactLocation", "uri"), "a:b/c.xml"),
        (("runs", 0, "results", 0, "locations", 0, "physicalLocation", "artifactLocation", "index"), 7),
        (("runs", 0, "results", 0, "locations", 0, "physicalLocation", "artifactLocation", "uriBaseId"), "ROOT"),
        (("runs", 0, "artifacts", 0, "roles"), "analysisTarget"),
        (("runs", 0, "tool", "driver", "rules", 0, "helpUri"), None),
        (("runs", 0, "invocations", 0, "executionSuccessful"), "yes"),
        (("runs", 0, "results", 0, "partialFingerprints"), {"a": 1}),
    ],
    ids=lambda value: ".".join(map(str, value)) if isinstance(value, tuple) else str(value)[:20],
)
def test_checker_refuses_what_the_standard_forbids(path, value):
    good = log(EXAMPLE)
    assert sarif.problems(good) == []
    bad = copy.deepcopy(good)
    holder = bad
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    assert sarif.problems(bad) != []


def test_place_of_a_finding():
    result = log(EXAMPLE)["runs"][0]["results"][0]
    place = result["locations"][0]
    assert place["physicalLocation"]["region"] == {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 7}
    assert place["logicalLocations"] == [{"fullyQualifiedName": "/TEI/@n", "name": "@n", "kind": "attribute"}]
    assert result["relatedLocations"][0]["message"]["text"] == "first time."


def test_file_outside_the_working_folder_has_an_absolute_uri(tmp_path, monkeypatch):
    (tmp_path / "project").mkdir()
    monkeypatch.chdir(tmp_path / "project")
    artifact = log({"findings": [{"code": "A", "message": "b", "file": "../up here.xml"}]})["runs"][0]["artifacts"][0]
    assert artifact["location"] == {"uri": tmp_path.as_uri() + "/up%20here.xml"}


def test_fingerprint_survives_a_move_to_another_line():
    moved = copy.deepcopy(EXAMPLE)
    (name, text), *_ = moved["texts"].items()
    moved["texts"][name] = "\n" * 39 + text
    moved["findings"][0] |= {"at": [40, 1], "to": [40, 7]}
    other = copy.deepcopy(EXAMPLE)
    other["findings"][0]["xpath"] = "/TEI/text/@n"
    prints = [log(case)["runs"][0]["results"][0]["partialFingerprints"] for case in (EXAMPLE, moved, other)]
    assert prints[0] == prints[1] != prints[2]


def test_rules_are_listed_once_each_with_help():
    findings = [{"code": code, "message": "m", "file": "a.xml"} for code in ("XML001", "SCH:x", "XML001", "PTR002")]
    run = log({"findings": findings})["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["PTR002", "SCH:x", "XML001"]
    assert [result["ruleIndex"] for result in run["results"]] == [2, 1, 2, 0]
    assert all(rule["help"]["text"] for rule in rules)
    assert "helpUri" not in rules[0]


def test_rule_of_a_schema_is_titled_by_what_its_findings_have_in_common():
    def title(*messages):
        findings = [{"code": "SCH:x", "message": message, "file": "a.xml"} for message in messages]
        return log({"findings": findings})["runs"][0]["tool"]["driver"]["rules"][0]["shortDescription"]["text"]

    assert title("The note “a” is short.", "The note “b” is short.") == "The note “…” is short."
    assert title("This is wrong.", "That is wrong.") == "rule “x” of a Schematron schema."
