"""Formats that services read: GitLab's Code Quality, JSON Lines, and what SARIF says of findings that do not count."""

from __future__ import annotations

import json

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.findings import rendered
from support.laws import examples
from support.running import SHARED
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
