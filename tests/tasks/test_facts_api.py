"""The Python API: documents as data, and what commands do, as functions, as programs use them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from support.running import ROOT

import teitools

TEI = "<TEI xmlns='http://www.tei-c.org/ns/1.0'><teiHeader/>{}<text><body>{}</body></text></TEI>"
REGISTER = "<standOff><listPerson><person xml:id='otto'><persName>Otto</persName></person></listPerson></standOff>"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    (tmp_path / "letters").mkdir()
    (tmp_path / "registers").mkdir()
    letter = "<p>Dear <persName ref='../registers/names.xml#otto'>Otto</persName></p>"
    (tmp_path / "letters" / "a.xml").write_text(TEI.format("", letter), encoding="utf-8")
    (tmp_path / "letters" / "b.xml").write_text(TEI.format("", "<p>Dear <name>Bea</name></p>"), encoding="utf-8")
    (tmp_path / "registers" / "names.xml").write_text(TEI.format(REGISTER, "<p/>"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_document_is_opened_with_the_registers_that_it_may_read():
    alone = teitools.open("letters/a.xml")
    assert (alone.id, alone.text()) == ("a", "Dear Otto")
    assert alone.mentions[0].references[0].entity is None
    assert [finding.code for finding in alone.findings] == ["FCT001"]
    known = teitools.open(Path("letters/a.xml"), allow_read="registers")
    assert known.findings == ()
    assert [entity.name for entity in known.entities] == ["Otto"]
    Path("teitools.toml").write_text("[project]\ndocuments = ['letters/*.xml']\n", encoding="utf-8")
    assert teitools.open("letters/a.xml").entities == known.entities


def test_a_register_is_read_anew_for_each_call(folder):
    assert teitools.open("letters/a.xml", allow_read=folder).entities[0].name == "Otto"
    path = folder / "registers" / "names.xml"
    path.write_text(path.read_text(encoding="utf-8").replace("Otto", "Ottilie"), encoding="utf-8")
    assert teitools.open("letters/a.xml", allow_read=folder).entities[0].name == "Ottilie"


def test_a_corpus_is_read_as_it_is_asked_for(folder):
    documents = teitools.corpus(folder)
    assert next(documents).id == "letters/a"
    (folder / "letters" / "b.xml").unlink()
    with pytest.raises(teitools.SetupError, match=r"letters/b\.xml"):
        next(documents)
    assert [document.id for document in teitools.corpus(["letters", "registers"])] == ["letters/a", "registers/names"]


def test_what_is_no_document_is_a_fault_of_the_set_up():
    with pytest.raises(teitools.SetupError, match="no such file"):
        teitools.open("none.xml")
    with pytest.raises(TypeError, match="paths must be a path"):
        teitools.corpus(3)
    Path("broken.xml").write_text("<TEI>", encoding="utf-8")
    with pytest.raises(teitools.SetupError, match=r"broken\.xml:1"):
        teitools.open("broken.xml")


def test_two_documents_are_never_called_the_same():
    Path("letters/a").write_text(Path("letters/a.xml").read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(teitools.SetupError, match="would both be called a"):
        list(teitools.corpus(["letters/a", "letters/a.xml"]))


def test_exports_builds_fixes_and_explanations_are_functions():
    made = teitools.export("letters", "out", "text", allow_read="registers")
    assert (made.documents, made.registers, made.failed, made.findings) == (2, 1, [], [])
    assert Path("out/text/reading/a.txt").read_text(encoding="utf-8") == "Dear Otto\n"
    (report,) = teitools.build("letters/a.xml", "text", output="editions")
    assert report.built == 1
    assert "Dear Otto" in Path("editions/text/a.txt").read_text(encoding="utf-8")
    assert "FCT001" in teitools.explain("fct001")
    Path("r.sch").write_text(
        """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt3"
        xmlns:sqf="http://www.schematron-quickfix.com/validator/process"><ns prefix="t" uri="http://www.tei-c.org/ns/1.0"/>
        <pattern><rule context="t:p"><assert id="n" test="@n" sqf:fix="f">no number</assert><sqf:fix id="f">
        <sqf:description><sqf:title>Number it</sqf:title></sqf:description>
        <sqf:add node-type="attribute" target="n" select="1"/></sqf:fix></rule></pattern></schema>""",
        encoding="utf-8",
    )
    (shown,) = teitools.fix("letters/b.xml", schematron="r.sch")
    assert shown.content is not None
    assert b'<p n="1">' in shown.content
    assert b'n="1"' not in Path("letters/b.xml").read_bytes()
    teitools.fix("letters/b.xml", schematron="r.sch", write=True)
    assert b'<p n="1">' in Path("letters/b.xml").read_bytes()


def test_importing_teitools_loads_nothing_that_it_does_not_need():
    unwanted = {"lxml", "saxonche", "click", "teitools.facts", "teitools.tasks", "teitools.document"}
    code = f"import sys, teitools; print(sorted({unwanted} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.campaign
@pytest.mark.slow
def test_programs_are_typed(folder):
    """What the documentation promises of types, judged by mypy as a program's author would run it."""
    program = folder / "program.py"
    program.write_text(
        "import teitools\n"
        "for document in teitools.corpus(['a.xml']):\n"
        "    text: str = document.text('reading')\n"
        "    starts: list[int] = [one.reading.start for one in document.mentions if one.reading]\n"
        "    kinds: set[str] = {unit.kind for unit in document.units}\n"
        "    edtf: list[str | None] = [date.when.edtf for date in document.dates]\n"
        "    document.cite('p1').cite.upper()\n"
        "reveal_type(teitools.open('a.xml'))\n"
        "teitools.open(3)\n"
        "document.text('other')\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(folder / "cache"), "program.py"],
        cwd=folder,
        env={"MYPYPATH": str(ROOT / "src"), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    found = [line.split(": ", 1)[1] for line in done.stdout.splitlines() if line.startswith("program.py")]
    assert [line.split("[")[-1].rstrip("]") for line in found if line.startswith("error")] == ["arg-type", "arg-type"]
    assert any("teitools.facts.model.Document" in line for line in found), done.stdout
