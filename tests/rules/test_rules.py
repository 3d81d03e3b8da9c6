"""Every Schematron rule of the edition has a document that breaks it, and it alone, and one that keeps it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from support.running import teitools

from teitools.diagnostics import Severity, set_language
from teitools.document import Document, read
from teitools.schematron import Schema

pytestmark = pytest.mark.slow

REPOSITORY = Path(__file__).parents[2]
RULES = REPOSITORY / "schema" / "kafkas-seddi.sch"
GRAMMAR = REPOSITORY / "schema" / "kafkas-seddi.rng"
FIXTURES = Path(__file__).parent / "fixtures"
BESIDE = Path(__file__).parent / "beside"
EDITION = sorted((REPOSITORY / "tei").glob("*.xml"))

SCH = "{http://purl.oclc.org/dsdl/schematron}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_schema = etree.parse(RULES)
ASSERTIONS = {element.get("id", ""): element for element in _schema.iter(f"{SCH}assert", f"{SCH}report")}
DIAGNOSTICS = {element.get("id", ""): element for element in _schema.iter(f"{SCH}diagnostic")}


def prepare(rule: str, name: str, folder: Path) -> tuple[Document, dict[str, Any]]:
    """Lay a case out in an empty folder, with the files of the edition that stand beside it."""
    expected = json.loads((FIXTURES / rule / "expected.json").read_text(encoding="utf-8"))
    for other in expected.get("beside", {}).get(name, ["register.xml", "kafkas-seddi.xml"]):
        shutil.copy(BESIDE / other, folder)
    shutil.copy(FIXTURES / rule / f"{name}.xml", folder)
    return parsed(folder / f"{name}.xml"), expected


def parsed(path: Path) -> Document:
    document, faults = read(path)
    assert document is not None, faults
    return document


def findings(document: Document) -> list[tuple[str, int | None, int | None]]:
    return [
        (finding.code, finding.location.line, finding.location.column)
        for finding in Schema.load(RULES).validate(document)
    ]


@pytest.mark.parametrize("rule", ASSERTIONS)
def test_failing_document_breaks_this_rule_alone_at_the_expected_place(rule: str, tmp_path: Path) -> None:
    document, expected = prepare(rule, "failing", tmp_path)
    assert findings(document) == [(f"SCH:{rule}", expected["line"], expected["column"])]


@pytest.mark.parametrize("rule", ASSERTIONS)
def test_passing_document_breaks_no_rule(rule: str, tmp_path: Path) -> None:
    document, _ = prepare(rule, "passing", tmp_path)
    assert findings(document) == []


def test_cases_are_valid_unless_the_grammar_knows_the_rule_too() -> None:
    grammar = etree.RelaxNG(etree.parse(GRAMMAR))
    for rule in ASSERTIONS:
        reason = json.loads((FIXTURES / rule / "expected.json").read_text(encoding="utf-8")).get("not_valid_because")
        assert grammar.validate(etree.parse(FIXTURES / rule / "passing.xml")), grammar.error_log
        assert grammar.validate(etree.parse(FIXTURES / rule / "failing.xml")) == (reason is None), grammar.error_log


def test_there_is_no_case_without_a_rule() -> None:
    assert {folder.name for folder in FIXTURES.iterdir()} == set(ASSERTIONS)


def test_the_tool_finds_every_rule_tested() -> None:
    """As the author of a rule runs it: from the project's folder, without naming anything."""
    done = teitools("schematron", "test")
    assert (done.returncode, done.stderr) == (0, f"{len(ASSERTIONS)} rules tested\n"), done.stdout


def test_the_tool_misses_what_is_not_tested(tmp_path: Path) -> None:
    shutil.copytree(FIXTURES, tmp_path / "fixtures")
    shutil.copytree(BESIDE, tmp_path / "beside")
    (tmp_path / "fixtures" / "id-form" / "failing.xml").unlink()
    shutil.copy(FIXTURES / "id-form" / "passing.xml", tmp_path / "fixtures" / "age-marked" / "failing.xml")
    done = teitools("schematron", "test", tmp_path, "--format", "json", "--schema", RULES)
    assert done.returncode == 1
    assert sorted(item["code"] for item in json.loads(done.stdout)) == ["SCH101", "SCH103"]


def test_rules_are_worded_with_their_remedies_in_both_languages() -> None:
    for rule, assertion in ASSERTIONS.items():
        named = (assertion.get("diagnostics") or "").split()
        assert named == [f"{rule}-remedy-en", f"{rule}-tr", f"{rule}-remedy-tr"]
        assert [DIAGNOSTICS[name].get(XML_LANG) for name in named] == ["en", "tr", "tr"], rule
        wordings = [assertion, *(DIAGNOSTICS[name] for name in named)]
        assert all("".join(wording.itertext()).strip() for wording in wordings), rule


@pytest.mark.parametrize("rule", ASSERTIONS)
def test_finding_speaks_the_language_of_the_user(rule: str, tmp_path: Path) -> None:
    document, _ = prepare(rule, "failing", tmp_path)
    said: dict[str, tuple[str, str | None]] = {}
    try:
        for language in ("en", "tr"):
            set_language(language)
            (finding,) = Schema.load(RULES).validate(document)
            said[language] = finding.message, finding.hint
    finally:
        set_language("en")
    (message, hint), (mesaj, ipucu) = said["en"], said["tr"]
    assert message
    assert mesaj
    assert message != mesaj
    assert hint
    assert ipucu
    assert hint != ipucu
    assert "“”" not in message + mesaj, "a value that should be shown is empty"


def test_severity_is_stated() -> None:
    assert {assertion.get("role") for assertion in ASSERTIONS.values()} <= {Severity.ERROR, Severity.WARNING}


@pytest.mark.parametrize("path", EDITION, ids=lambda path: path.name)
def test_edition_breaks_no_rule(path: Path) -> None:
    assert list(Schema.load(RULES).validate(parsed(path))) == []


@pytest.mark.parametrize(("name", "rule"), [("kafkas-seddi.xml", "register-found"), ("register.xml", "article-found")])
def test_a_file_without_the_other_has_one_finding(name: str, rule: str, tmp_path: Path) -> None:
    alone = Path(shutil.copy(REPOSITORY / "tei" / name, tmp_path))
    assert [code for code, _, _ in findings(parsed(alone))] == [f"SCH:{rule}"]


@pytest.mark.parametrize("path", sorted(BESIDE.glob("*.xml")), ids=lambda path: path.name)
def test_files_beside_the_cases_break_no_rule(path: Path) -> None:
    assert findings(parsed(path)) == []
    grammar = etree.RelaxNG(etree.parse(GRAMMAR))
    assert grammar.validate(etree.parse(path)), grammar.error_log
