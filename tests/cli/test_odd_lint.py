"""teitools odd lint and teitools odd infer, as they are called."""

from __future__ import annotations

import json
from pathlib import Path

from support.running import teitools

SMALL = Path(__file__).resolve().parents[1] / "odd" / "small"
SOURCE = ("--source", str(SMALL / "source.xml"))
ODD = """<TEI xmlns="http://www.tei-c.org/ns/1.0">
<text><body><schemaSpec ident="letters" start="TEI">
<moduleRef key="tei"/>
<moduleRef key="core" include="TEI p note"/>
</schemaSpec></body></text></TEI>
"""


def test_lint_compares_with_documents_and_fails_as_told(tmp_path):
    (tmp_path / "letters.odd").write_text(ODD, encoding="utf-8")
    (tmp_path / "letters.xml").write_bytes((SMALL / "letters.xml").read_bytes())
    run = teitools("odd", "lint", "letters.odd", "letters.xml", *SOURCE, cwd=tmp_path)
    assert run.returncode == 0
    assert "letters.xml:3:15: warning: <date> is used in the documents" in run.stdout
    assert "letters.odd" in run.stdout
    assert run.stderr == ""
    strict = teitools("odd", "lint", "letters.odd", "letters.xml", *SOURCE, "--fail-on", "warning", cwd=tmp_path)
    assert strict.returncode == 1


def test_lint_without_documents_looks_at_the_odd_alone(tmp_path):
    (tmp_path / "letters.odd").write_text(ODD, encoding="utf-8")
    run = teitools("odd", "lint", "letters.odd", *SOURCE, "--format", "json", cwd=tmp_path)
    assert (run.returncode, json.loads(run.stdout)) == (0, [])


def test_lint_tells_the_faults_of_compiling(tmp_path):
    (tmp_path / "letters.odd").write_text(ODD.replace("TEI p note", "TEI p noet"), encoding="utf-8")
    run = teitools("odd", "lint", "letters.odd", *SOURCE, "--format", "json", "--fail-on", "warning", cwd=tmp_path)
    assert run.returncode == 1
    assert [(item["line"], item["source"]) for item in json.loads(run.stdout)] == [(4, "odd")]


def test_infer_writes_an_odd_that_compiles_and_fits(tmp_path):
    (tmp_path / "letters.xml").write_bytes((SMALL / "letters.xml").read_bytes())
    made = teitools("odd", "infer", "letters.xml", *SOURCE, "--ident", "own", "--output", "own.odd", cwd=tmp_path)
    assert (made.returncode, made.stdout) == (0, "")
    compiled = teitools("odd", "compile", "own.odd", cwd=tmp_path)  # it names its source itself
    assert compiled.returncode == 0, compiled.stderr
    checked = teitools("check", "letters.xml", "--schema", "own.rng", cwd=tmp_path)
    assert checked.returncode == 0, checked.stdout


def test_infer_prints_without_output(tmp_path):
    run = teitools("odd", "infer", SMALL / "letters.xml", *SOURCE, cwd=tmp_path)
    assert run.returncode == 0
    assert run.stdout.startswith("<?xml")
