"""`teitools check --format svrl` as its users meet it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt3"><title>Rules</title>
  <pattern id="p"><rule context="p"><assert id="n" test="@n">A number!</assert></rule></pattern>
</schema>
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "s.sch").write_text(SCHEMA, encoding="utf-8")
    (tmp_path / "t.sch").write_text(SCHEMA.replace('context="p"', 'context="q"'), encoding="utf-8")
    (tmp_path / "tei").mkdir()
    (tmp_path / "tei" / "a.xml").write_text("<a><p n='1'/></a>", encoding="utf-8")
    (tmp_path / "tei" / "b.xml").write_text("<a><p/></a>", encoding="utf-8")
    return tmp_path


def run(folder: Path, *arguments: str) -> tuple[int, str, str]:
    command = [sys.executable, "-m", "teitools", "--lang", "en", "check", "--format", "svrl", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)
    return done.returncode, done.stdout, done.stderr


def test_one_report_goes_to_standard_output(folder):
    status, out, err = run(folder, "tei/b.xml", "--schematron", "s.sch")
    assert (status, err) == (1, "")
    assert out.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<svrl:schematron-output ')
    assert '<svrl:failed-assert id="n" location="/Q{}a[1]/Q{}p[1]" test="@n">' in out


def test_a_clean_run_is_reported_too(folder):
    status, out, _ = run(folder, "tei/a.xml", "--schematron", "s.sch")
    assert status == 0
    assert '<svrl:active-pattern id="p"' in out
    assert '<svrl:fired-rule context="p"/>' in out
    assert "failed-assert" not in out


def test_several_reports_want_a_folder(folder):
    status, out, err = run(folder, "tei", "--schematron", "s.sch")
    assert (status, out) == (2, "")
    assert "there are 2 reports, one for each document and schema; add --output DIR" in err


def test_each_document_and_schema_gets_a_file(folder):
    assert run(folder, "tei", "--schematron", "s.sch", "--output", "svrl")[:2] == (1, "")
    assert sorted(path.relative_to(folder / "svrl").as_posix() for path in (folder / "svrl").rglob("*.*")) == [
        "tei/a.xml.svrl",
        "tei/b.xml.svrl",
    ]
    run(folder, "tei/a.xml", "--schematron", "s.sch", "--schematron", "t.sch", "--output", "both")
    assert sorted(path.name for path in (folder / "both" / "tei").iterdir()) == [
        "a.xml.s.sch.svrl",
        "a.xml.t.sch.svrl",
    ]


def test_what_other_checks_find_goes_to_standard_error(folder):
    (folder / "tei" / "a.xml").write_text("<a><p n='1'/>", encoding="utf-8")
    status, out, err = run(folder, "tei", "--schematron", "s.sch", "--output", "svrl")
    assert (status, out) == (1, "")
    assert err.startswith("tei/a.xml:1:14: error: ")
    assert not (folder / "svrl" / "tei" / "a.xml.svrl").exists()


def test_without_rules_there_is_no_report(folder):
    (folder / "g.rng").write_text(
        '<element name="a" xmlns="http://relaxng.org/ns/structure/1.0"><element name="p"><empty/></element></element>',
        encoding="utf-8",
    )
    status, out, err = run(folder, "tei/b.xml", "--schema", "g.rng")
    assert (status, out) == (2, "")
    assert "no Schematron rules" in err
