"""What every format keeps to, whatever a finding says: valid, complete, no command to terminal or runner."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from support.findings import rendered, report

from teitools.reports import FORMATS
from teitools.reports.paint import colour_wanted, wrapped
from teitools.reports.visible import cells, one_line, visible

CASES = sorted(Path(__file__).parent.glob("cases/*/case.json"))
JUNIT = etree.XMLSchema(file=str(Path(__file__).with_name("junit.xsd")))
# What makes a terminal or a viewer do or show something else than the text (see reports/visible.py).
COMMANDS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
TEXT = st.text(st.characters() | st.sampled_from("\x1b\x9b\u202e\n\r\t%:,]>&<\"'\0東\u0301"), max_size=30)
NAMES = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("\udcff\x1b,:/."), min_size=1, max_size=20)
FINDINGS = st.fixed_dictionaries(
    {"code": TEXT.map("A{}".format), "message": TEXT, "file": NAMES},
    optional={
        "severity": st.sampled_from(["error", "warning", "info"]),
        "hint": TEXT,
        "xpath": TEXT,
        "at": st.tuples(st.integers(1, 3), st.integers(1, 40)),
        "to": st.tuples(st.integers(1, 3), st.integers(1, 40)),
        "related": st.lists(st.fixed_dictionaries({"message": TEXT, "file": NAMES}), max_size=2),
    },
)


@given(st.lists(FINDINGS, max_size=3), TEXT, st.sampled_from(FORMATS), st.booleans(), st.integers(1, 90))
def test_no_command_of_a_document_gets_through(findings, content, format_, terminal, width):
    texts = {item["file"]: content.encode("utf-8", "replace").decode() for item in findings}
    case = {"findings": findings, "texts": texts, "terminal": terminal, "width": width}
    text = rendered(format_, case)
    assert not COMMANDS.search(text)
    text.encode("utf-8", "strict")


def test_names_of_files_are_told_apart_whatever_space_is_in_them():
    names = ["a b.xml", "a\tb.xml", "a\nb.xml"]
    text = rendered("text", {"findings": [{"code": "A", "message": "m", "file": name} for name in names]})
    assert [line.partition(":")[0] for line in text.splitlines()[:3]] == ["a b.xml", "a␉b.xml", "a␊b.xml"]


def commands(text):
    """The workflow commands in a text, as the runner reads them: name, properties, message."""
    for line in text.splitlines():
        if match := re.fullmatch(r"::(\w+)(?: (.*?))?::(.*)", line):
            properties = dict(item.split("=", 1) for item in match[2].split(","))
            yield match[1], {name: unescaped(value) for name, value in properties.items()}, unescaped(match[3])


def unescaped(value):
    for code, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        value = value.replace(code, char)
    return value


@given(st.lists(FINDINGS, max_size=4))
def test_github_gets_one_command_a_finding_and_nothing_else(findings):
    text = rendered("github", {"findings": findings})
    found = list(commands(text))
    assert len(found) == len(findings) == len(text.split("\n")) - 2  # the summary, and the end of its line
    for item, (name, properties, message) in zip(findings, found, strict=True):
        assert name == {"error": "error", "warning": "warning", "info": "notice"}[item.get("severity", "error")]
        assert properties["file"] == visible(item["file"])
        assert properties["title"] == one_line(item["code"])
        assert message.split("\n")[0] == one_line(item["message"])
        assert ("col" in properties) == ("at" in item and item.get("to", item["at"])[0] == item["at"][0])


@given(st.lists(FINDINGS, max_size=4), st.lists(NAMES, max_size=3, unique=True), st.sampled_from(["error", "warning"]))
def test_junit_is_valid_and_adds_up(findings, documents, fail_on):
    case = {"findings": findings, "documents": documents, "fail_on": fail_on}
    check_junit(rendered("junit", case), report(case))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.parent.name)
def test_junit_of_every_case_is_valid(path):
    case = json.loads(path.read_text(encoding="utf-8"))
    check_junit(rendered("junit", case), report(case))


def check_junit(text, made_of):
    root = etree.fromstring(text.encode())
    JUNIT.assertValid(root)
    clean = set(made_of.documents) - {item.location.file for item in made_of.diagnostics}
    failing = sum(item.severity >= made_of.fail_on for item in made_of.diagnostics)
    for holder in (root, *root):
        assert int(holder.get("tests")) == len(list(holder.iter("testcase")))
        assert int(holder.get("failures")) == len(list(holder.iter("failure")))
        assert int(holder.get("skipped")) == len(list(holder.iter("skipped")))
    assert int(root.get("tests")) == len(made_of.diagnostics) + len(clean)
    assert int(root.get("failures")) == failing


@given(st.lists(FINDINGS, max_size=4))
def test_json_keeps_every_fact(findings):
    made_of = report({"findings": findings})
    rows = json.loads(rendered("json", {"findings": findings}))
    for row, item in zip(rows, made_of.diagnostics, strict=True):
        place = item.location
        assert list(row) == [
            *("file", "line", "column", "xpath", "severity", "code", "source", "message", "hint", "related"),
        ]
        assert (row["file"], row["line"], row["column"], row["xpath"]) == (
            *(place.file, place.line, place.column, place.xpath),
        )
        assert (row["code"], row["source"], row["message"]) == (item.code, item.source, item.message)
        assert (row["severity"], row["hint"]) == (item.severity.value, item.hint)
        assert [other["message"] for other in row["related"]] == [other.message for other in item.related]


@given(st.text(max_size=60), st.integers(1, 61), st.integers(0, 60), st.integers(20, 80))
def test_caret_stands_under_what_is_meant(line, column, length, width):
    """Cells before the caret are those before the place in the line shown, tabs, marks and wide letters included."""
    line = re.sub(r"[\r\n]", " ", line)
    meant = line[column - 1 : column - 1 + max(length, 1)]
    case = {
        "texts": {"a.xml": line},
        "width": width,
        "findings": [
            {"code": "A", "message": "m", "file": "a.xml", "at": [1, column], "to": [1, column + max(length, 1)]}
        ],
    }
    _, shown, carets, *_ = rendered("text", case).split("\n")
    shown, carets = shown[8:], carets[8:]
    assert cells(shown) <= max(width - 8, 30) + 14  # one sign such as <U+E0041> may stand over
    before = cells(carets) - cells(carets.lstrip())
    shown += " " * max(0, before - cells(shown))  # white space at the end of the line is not printed
    start = next((i for i in range(len(shown) + 1) if cells(shown[:i]) == before), None)
    assert start is not None
    if meant.strip() and meant[0].isalnum() and not meant[0].isspace():
        assert shown[start:].lstrip("\u200c\u200d").startswith(meant[0]) or cells(meant[0]) == 0


@given(TEXT, st.integers(1, 40), st.integers(0, 20))
def test_wrapping_loses_nothing(text, width, used):
    assert " ".join(wrapped(text, width, used)) == text


@given(st.text(st.characters()))
def test_what_is_visible_stays_so(text):
    assert visible(visible(text)) == visible(text)
    assert "\n" not in one_line(text)


@pytest.mark.parametrize(
    ("terminal", "environment", "expected"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"NO_COLOR": ""}, True),
        (False, {"FORCE_COLOR": "1"}, True),
        (False, {"FORCE_COLOR": ""}, False),
        (True, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        (True, {"TERM": "dumb"}, False),
        (True, {"TERM": "xterm"}, True),
    ],
)
def test_colour_is_for_terminals_and_can_be_forbidden_or_forced(terminal, environment, expected):
    assert colour_wanted(terminal, environment) is expected


def test_a_line_of_millions_of_characters_is_cut_around_each_place():
    """Every finding costs as much as its excerpt, not as the line: this would take minutes otherwise."""
    line = "a" * 1_000_000 + "X" + "b" * 1_000_000
    finding = {"code": "A", "message": "m", "file": "a.xml", "at": [1, 1_000_001], "to": [1, 1_000_002]}
    printed = rendered("text", {"texts": {"a.xml": line}, "width": 60, "findings": [finding] * 300})
    _, shown, carets, *_ = printed.split("\n")
    assert shown[carets.index("^")] == "X"
    assert shown.count("…") == 2
    assert len(shown) <= 60
