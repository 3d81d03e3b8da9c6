"""`teitools check --format svrl` as its users meet it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.running import teitools

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("rules_within")

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
    done = teitools("check", "--format", "svrl", *arguments, cwd=folder)
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
    assert '<svrl:fired-rule context="p" document="file:' in out
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


@pytest.mark.parametrize("read_as", ["document", "link", "schema", "declared schema"])
def test_no_report_is_written_over_a_file_that_was_read(read_as, folder):
    victim, document = folder / "out" / "tei" / "b.xml.svrl", folder / "tei" / "b.xml"
    victim.parent.mkdir(parents=True)
    victim.write_text(SCHEMA if "schema" in read_as else document.read_text(encoding="utf-8"), encoding="utf-8")
    schema, paths = "s.sch", ["tei/b.xml"]
    if read_as == "document":
        paths.append("out/tei/b.xml.svrl")
    elif read_as == "link":
        (folder / "other.xml").symlink_to(victim)
        paths.append("other.xml")
    else:
        schema = "rules.sch"  # the name under which it is taken for Schematron
        (folder / schema).symlink_to(victim)
    if read_as == "declared schema":
        declaration = '<?xml-model href="../rules.sch" schematypens="http://purl.oclc.org/dsdl/schematron"?>'
        document.write_text(declaration + document.read_text(encoding="utf-8"), encoding="utf-8")
    before = victim.read_bytes()
    given = [] if read_as == "declared schema" else ["--schematron", schema]
    status, out, err = run(folder, *paths, *given, "--output", "out")
    assert (status, out) == (2, "")
    assert "b.xml.svrl: this file was read to make it; name another place with --output" in err
    assert victim.read_bytes() == before
    assert [path.name for path in victim.parent.iterdir()] == ["b.xml.svrl"]
