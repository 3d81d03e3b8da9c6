"""Findings that are ignored or taken to be worse or better: on the command line, in teitools.toml, for some files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.running import teitools

from teitools.diagnostics import Diagnostic, Location, SetupError, Severity
from teitools.project import read_project
from teitools.triage import Choice, Chooser

GRAMMAR = ("--schema", "any.rnc")
ANYTHING = "start = any any = element * { (attribute * { text } | text | any)* }"
# A pointer to nothing (PTR002) and an id that is there twice (PTR001).
WRONG = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><p xml:id="p"><ref target="#gone"/></p><p xml:id="p"/></TEI>\n'


@pytest.fixture
def project(tmp_path):
    """Two letters and a register, each with a pointer to nothing and an id twice, and a grammar that allows all."""
    for name in ("letters/a.xml", "letters/b.xml", "register.xml"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(WRONG, encoding="utf-8")
    (tmp_path / "any.rnc").write_text(ANYTHING, encoding="utf-8")
    return tmp_path


def settings(folder, text):
    (folder / "teitools.toml").write_text(
        f'[project]\ndocuments = ["letters/*.xml", "register.xml"]\nschemas = ["any.rnc"]\n{text}', encoding="utf-8"
    )


def found(folder, *arguments):
    """What a check counts: code and severity by file."""
    done = teitools("check", "--format", "json", *arguments, cwd=folder)
    return {(item["file"], item["code"], item["severity"]) for item in json.loads(done.stdout)}, done.returncode


def test_what_the_command_line_ignores_is_counted_and_fails_nothing(project):
    done = teitools("check", ".", *GRAMMAR, "--ignore", "PTR002, PTR001", cwd=project)
    assert done.returncode == 0
    assert done.stdout.startswith("3 documents checked, 0 findings, 6 ignored, ")
    done = teitools("check", ".", *GRAMMAR, "--ignore", "PTR001", cwd=project)
    assert done.returncode == 1
    assert "3 documents checked, 3 errors, 0 warnings, 0 notes, 3 ignored, " in done.stdout


def test_in_turkish_too(project):
    done = teitools("--lang", "tr", "check", ".", *GRAMMAR, "--ignore", "PTR002,PTR001", cwd=project)
    assert done.stdout.startswith("3 belge denetlendi, 0 bulgu, 6 yok sayıldı, ")


def test_settings_are_for_all_files_or_for_some_and_the_last_one_decides(project):
    settings(
        project,
        """
[findings]
ignore = ["PTR001"]
severity = { PTR002 = "warning" }

[[findings.overrides]]
paths = ["letters/**"]
ignore = ["PTR002"]

[[findings.overrides]]
paths = ["letters/b.xml"]
severity = { PTR002 = "error", PTR001 = "info" }
""",
    )
    assert found(project) == (
        {
            ("letters/b.xml", "PTR002", "error"),
            ("letters/b.xml", "PTR001", "info"),
            ("register.xml", "PTR002", "warning"),
        },
        1,
    )
    assert found(project, "--ignore", "PTR002")[0] == {("letters/b.xml", "PTR001", "info")}
    assert found(project / "letters", "a.xml") == (set(), 0)


def test_json_has_what_counts_and_sarif_says_what_does_not(project):
    settings(
        project, '[findings]\nignore = ["PTR001"]\n[[findings.overrides]]\npaths = ["letters"]\nignore = ["PTR002"]'
    )
    done = teitools("check", "--format", "sarif", cwd=project)
    results = json.loads(done.stdout)["runs"][0]["results"]
    reasons = {
        (item["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], item["ruleId"]): item["suppressions"]
        for item in results
    }
    external = {"kind": "external", "status": "accepted"}
    assert reasons["register.xml", "PTR002"] == []
    assert reasons["register.xml", "PTR001"] == [external | {"justification": "[findings] in teitools.toml"}]
    assert reasons["letters/a.xml", "PTR002"] == [
        external | {"justification": "[findings] in teitools.toml, for letters"}
    ]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ('ignore = "PTR002"', r"\[findings\] ignore: must be a list of codes"),
        ('ignore = ["ptr002"]', r"\[findings\] ignore: “ptr002” is no code of a finding; did you mean “PTR002”\?"),
        ('ignore = ["note"]', r"ignore: “note” is no code of a finding; “teitools explain” lists them; that of a rule"),
        ('ignore = ["XML033"]', r"ignore: “XML033” says that the tool failed on a document"),
        ('severity = { PTR002 = "fatal" }', r"\[findings\] severity: must be a table of codes, each error, warning"),
        ('severity = { PTR002 = ["error"] }', r"\[findings\] severity: must be a table of codes"),
        ('severity = { PTR999 = "error" }', r"\[findings\] severity: “PTR999” is no code"),
        ('ignore = ["PTR002"]\nseverity = { PTR002 = "error" }', r"severity: “PTR002” is ignored here too; leave one"),
        ("baseline = 3", r"\[findings\] baseline: must be a path"),
        ("overrides = 3", r"\[findings\] overrides: must be tables"),
        ('[[findings.overrides]]\nignore = ["PTR002"]', r"\[findings\] overrides.1.paths: must be a list of paths"),
        ('[[findings.overrides]]\npaths = ["no/**"]\nignore = ["PTR002"]', r"overrides.1.paths: nothing matches “no/"),
        ('[[findings.overrides]]\npaths = ["letters"]', r"overrides.1.paths: nothing is said about these files"),
        ('[[findings.overrides]]\npath = ["letters"]', r"overrides.1.path: unknown setting; did you mean “paths”\?"),
        (
            '[editions.severity]\nEDN010 = "error"',
            r"\[editions\] severity: unknown setting; did you mean “\[findings\] se",
        ),
    ],
)
def test_wrong_settings_are_refused(project, table, message):
    settings(project, table if table.startswith("[") else f"[findings]\n{table}\n")
    with pytest.raises(SetupError, match=message):
        read_project(project / "teitools.toml")


@pytest.mark.parametrize("code", ["PTR02", "", "SCH:", "XML033", "PTR002,,PTR001"])
def test_unknown_codes_on_the_command_line_are_refused(project, code):
    done = teitools("check", ".", *GRAMMAR, "--ignore", code, cwd=project)
    assert done.returncode == 2
    assert done.stderr.startswith("teitools: --ignore ")


def test_rules_are_ignored_in_checks_reports_and_fixes(tmp_path):
    (tmp_path / "a.xml").write_text("<doc><note/><p/></doc>\n", encoding="utf-8")
    (tmp_path / "rules.sch").write_text(
        """<schema xmlns="http://purl.oclc.org/dsdl/schematron" xmlns:sqf="http://www.schematron-quickfix.com/validator/process"
            queryBinding="xslt3"><pattern><rule context="note">
            <assert id="no-note" test="false()" sqf:fix="remove">no notes</assert>
            <sqf:fix id="remove"><sqf:description><sqf:title>remove it</sqf:title></sqf:description><sqf:delete/></sqf:fix>
        </rule></pattern></schema>""",
        encoding="utf-8",
    )
    rules = ("a.xml", "--schematron", "rules.sch")
    assert teitools("check", *rules, cwd=tmp_path).returncode == 1
    assert teitools("fix", *rules, cwd=tmp_path).stdout.count("-<doc>") == 1
    ignored = (*rules, "--ignore", "SCH:no-note")
    assert teitools("check", *ignored, cwd=tmp_path).returncode == 0
    done = teitools("fix", *ignored, "--write", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "a.xml: ignored findings with a fix, left alone: 1\n")
    done = teitools("check", *ignored, "--format", "svrl", cwd=tmp_path)
    assert (done.returncode, done.stderr, done.stdout.count("failed-assert>")) == (0, "teitools: 1 ignored\n", 1)


def test_rules_that_no_schema_has_are_told(project):
    (project / "rules.sch").write_text(
        """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt3"><pattern><rule context="note">
            <assert id="no-note" test="true()">no notes</assert></rule></pattern></schema>""",
        encoding="utf-8",
    )
    settings(
        project, 'schematron = ["rules.sch"]\n[findings]\nignore = ["PTR002", "PTR001", "SCH:no-note", "SCH:no-nte"]'
    )
    done = teitools("check", cwd=project)
    assert done.returncode == 0
    assert done.stderr == (
        "teitools: [findings] in teitools.toml: no schema of this run has a rule SCH:no-nte; "
        "did you mean “SCH:no-note”?\n"
    )
    assert teitools("check", "register.xml", cwd=project).stderr == ""  # others may be checked against other schemas
    done = teitools("--lang", "tr", "check", "register.xml", "--ignore", "SCH:x", cwd=project)
    assert done.stderr.startswith("teitools: --ignore: bu çalıştırmadaki hiçbir şemada SCH:x kuralı yok; projenin")


CODES = st.sampled_from(["PTR001", "PTR002", "XML060", "SCH:a"])
FILES = st.sampled_from(["/a/x.xml", "/a/b/x.xml", "/c/x.xml"])
CHOICES = st.builds(
    Choice,
    st.dictionaries(CODES, st.sampled_from([None, *Severity]), max_size=3),
    st.just("somewhere"),
    st.none() | st.frozensets(st.sampled_from(["/a", "/a/b", "/c/x.xml"]).map(Path), max_size=2),
)
FINDINGS = st.builds(
    lambda code, file, severity, line: Diagnostic(code, severity, "x", Location(file, line), "xml"),
    CODES,
    FILES,
    st.sampled_from(list(Severity)),
    st.integers(1, 9),
)


@given(st.lists(FINDINGS, max_size=8), st.lists(CHOICES, max_size=4))
def test_no_finding_is_lost_and_the_last_choice_that_says_something_decides(findings, choices):
    verdict = Chooser(choices).verdict(findings)
    assert len(verdict.counted) + len(verdict.suppressed) == len(findings)
    left = [*verdict.counted, *(item.finding for item in verdict.suppressed)]
    assert sorted((item.code, str(item.location)) for item in left) == sorted(
        (item.code, str(item.location)) for item in findings
    )
    for item in verdict.counted:
        said = [
            choice.levels[item.code]
            for choice in choices
            if item.code in choice.levels and choice.concerns(Path(item.location.file))
        ]
        assert not said or said[-1] is item.severity


def test_without_choices_findings_stay_themselves():
    item = Diagnostic("PTR002", Severity.ERROR, "x", Location("a.xml", 1, 1), "pointers")
    assert Chooser(()).weighed(item) is item
    assert Chooser([Choice({"PTR002": Severity.ERROR}, "x")]).weighed(item) is item


@pytest.mark.parametrize("format_", ["json", "jsonl"])
def test_what_is_said_of_some_documents_without_a_schema_hides_none_of_the_others(project, format_):
    (project / "teitools.toml").write_text(
        '[project]\ndocuments = ["letters/*.xml", "register.xml"]\n'
        '[findings]\nignore = ["PTR001", "PTR002"]\n'
        '[[findings.overrides]]\npaths = ["letters"]\nignore = ["XML060"]\n',
        encoding="utf-8",
    )
    done = teitools("check", "--format", format_, cwd=project)
    told = json.loads(done.stdout) if format_ == "json" else [json.loads(done.stdout)]
    assert [(item["code"], item["file"]) for item in told] == [("XML060", "register.xml")]
