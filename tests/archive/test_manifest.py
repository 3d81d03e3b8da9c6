"""`teitools manifest`: SHA256SUMS beside an edition, and what `check` and `build` make of it."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.running import teitools

from teitools.archive.checksums import line_of, read_lines

if TYPE_CHECKING:
    from pathlib import Path

LETTER = """<?xml-model href="schema/letters.rng" schematypens="http://relaxng.org/ns/structure/1.0"?>
<letter><p>Tiflis</p><graphic url="scan.png"/></letter>
"""
RNG = """<grammar xmlns="http://relaxng.org/ns/structure/1.0"><include href="part.rng"/>
<start><element name="letter"><ref name="p"/><element name="graphic"><attribute name="url"/><empty/></element></element>
</start></grammar>
"""
PART = """<grammar xmlns="http://relaxng.org/ns/structure/1.0">
<define name="p"><element name="p"><text/></element></define></grammar>
"""
FILES = {
    "a.xml": LETTER,
    "b.xml": LETTER.replace("Tiflis", "Batum"),
    "schema/letters.rng": RNG,
    "schema/part.rng": PART,
    "scan.png": "picture",
    "witness.txt": "witness",
    "other.txt": "of no concern",
    "teitools.toml": '[project]\ndocuments = ["*.xml"]\n[archive]\nfiles = ["witness.txt"]\n',
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def codes(folder: Path, *arguments: str) -> list[tuple[str, str]]:
    """File and code of what a check finds."""
    found = json.loads(teitools("check", "--format", "json", *arguments, cwd=folder).stdout)
    return [(item["file"], item["code"]) for item in found]


def test_what_belongs_to_the_edition_is_listed_and_a_check_is_clean(project):
    done = teitools("manifest", cwd=project)
    assert (done.returncode, done.stdout) == (0, "SHA256SUMS: files listed: 7\n")
    names = [line.split("  ")[1] for line in (project / "SHA256SUMS").read_text(encoding="utf-8").splitlines()]
    assert names == sorted(set(FILES) - {"other.txt"})
    assert codes(project) == []
    if shutil.which("sha256sum"):
        subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=project, check=True, capture_output=True)


def test_a_changed_letter_is_an_error_though_the_document_stays_valid(project):
    teitools("manifest", cwd=project)
    (project / "a.xml").write_text(LETTER.replace("Tiflis", "Tiflos"), encoding="utf-8")
    (project / "witness.txt").write_text("Witness", encoding="utf-8")
    assert codes(project) == [("a.xml", "ARC001"), ("witness.txt", "ARC001")]
    assert codes(project, "a.xml") == [("a.xml", "ARC001")]
    assert codes(project, "b.xml") == []
    assert teitools("check", cwd=project).returncode == 1
    lines = teitools("check", "--format", "jsonl", cwd=project).stdout.splitlines()
    assert [json.loads(line)["code"] for line in lines] == ["ARC001", "ARC001"]
    teitools("manifest", cwd=project)
    assert codes(project) == []


def test_files_that_are_gone_new_or_exchanged_are_told_apart(project):
    teitools("manifest", cwd=project)
    (project / "scan.png").unlink()
    (project / "c.xml").write_text(LETTER, encoding="utf-8")
    (project / "a.xml").rename(project / "x")
    (project / "b.xml").rename(project / "a.xml")
    (project / "x").rename(project / "b.xml")
    assert codes(project) == [
        ("a.xml", "ARC005"),
        ("b.xml", "ARC005"),
        ("c.xml", "ARC003"),
        ("scan.png", "ARC002"),
    ]


def test_a_file_with_the_bytes_of_another_is_told(project):
    teitools("manifest", cwd=project)
    (project / "a.xml").write_bytes((project / "b.xml").read_bytes())
    assert codes(project) == [("a.xml", "ARC014")]
    (project / "b.xml").unlink()
    assert codes(project) == [("a.xml", "ARC014"), ("b.xml", "ARC002")]


def test_lines_that_no_list_may_have_are_findings(project):
    text = f"{'0' * 64}  ../secret\n{'0' * 64}  /etc/passwd\nnonsense\n\n# a remark\n{'0' * 63}  a.xml\n"
    (project / "SHA256SUMS").write_text(text, encoding="utf-8")
    assert [code for file, code in codes(project) if file == "SHA256SUMS"] == ["ARC009", "ARC009", "ARC008", "ARC008"]


def test_findings_of_lists_can_be_ignored_as_all_others(project):
    teitools("manifest", cwd=project)
    (project / "a.xml").write_text(LETTER + "\n", encoding="utf-8")
    assert codes(project, "--ignore", "ARC001") == []


def test_a_folder_without_a_project_has_a_list_of_all_files(project):
    (project / "teitools.toml").unlink()
    (project / ".hidden").write_text("", encoding="utf-8")
    assert teitools("manifest", ".", cwd=project).stdout == "SHA256SUMS: files listed: 7\n"
    (project / "other.txt").write_text("", encoding="utf-8")
    assert codes(project, ".") == [("other.txt", "ARC001")]
    assert codes(project, "a.xml") == []


def test_a_build_renews_the_list_of_its_output_and_of_nothing_else(project):
    (project / "teitools.toml").write_text('[editions]\ndocuments = ["c.xml"]\n', encoding="utf-8")
    (project / "c.xml").write_text(
        "<TEI xmlns='http://www.tei-c.org/ns/1.0'><text><body><p>A</p></body></text></TEI>", encoding="utf-8"
    )
    teitools("manifest", cwd=project)
    teitools("build", "text", cwd=project)
    assert not (project / "build/SHA256SUMS").exists()
    assert teitools("manifest", "build", cwd=project).returncode == 0
    before, own = ((project / name).read_bytes() for name in ("build/SHA256SUMS", "SHA256SUMS"))
    assert b"  text/c.txt\n" in before
    (project / "c.xml").write_text((project / "c.xml").read_text(encoding="utf-8").replace("A", "B"), encoding="utf-8")
    teitools("build", "text", cwd=project)
    assert (project / "build/SHA256SUMS").read_bytes() != before
    assert (project / "SHA256SUMS").read_bytes() == own
    assert codes(project, "c.xml") == [("c.xml", "ARC001"), ("c.xml", "XML060")]


@pytest.mark.parametrize("arguments", [("none",), ()])
def test_what_cannot_be_listed_is_a_fault_of_the_set_up(arguments, tmp_path):
    done = teitools("manifest", *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("teitools: ")


@given(st.text(min_size=1).filter(lambda name: "\0" not in name))
def test_every_name_survives_its_line(name):
    text = line_of("0" * 64, name)
    assert [(line.digest, line.name) for line in read_lines(text, 64)] == [("0" * 64, name)]
