"""`teitools new`: every skeleton checks and builds at once without a finding, and says nothing that is not so."""

from __future__ import annotations

import re
import tomllib

import pytest
from lxml import etree
from support.running import SHARED, teitools

from teitools.tasks.skeleton import SKELETONS

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    "skeleton", [pytest.param(name, marks=[] if name == "article" else pytest.mark.campaign) for name in SKELETONS]
)
def test_a_new_project_checks_and_builds_without_a_finding(tmp_path, skeleton):
    made = teitools("new", "edition", "--from", skeleton, cwd=tmp_path)
    assert (made.returncode, made.stderr) == (0, "")
    project = tmp_path / "edition"
    checked = teitools("check", "--fail-on", "warning", cwd=project)
    assert checked.returncode == 0, checked.stdout
    assert ", 0 findings, " in checked.stdout
    built = teitools("build", cwd=project)
    assert (built.returncode, built.stderr) == (0, "")
    assert built.stdout.splitlines() == [f"build/{kind}: 1 document built" for kind in ("latex", "text", "odd", "html")]


@pytest.mark.parametrize("skeleton", SKELETONS)
def test_every_text_of_a_document_is_a_placeholder(tmp_path, skeleton):
    """No name, no fact: what is not to be replaced is a heading of the edition's own or a continued placeholder."""
    teitools("new", tmp_path / "edition", "--from", skeleton)
    for path in (tmp_path / "edition" / "tei").glob("*.xml"):
        root = etree.parse(path).getroot()
        for block in root.iter(
            "{*}p", "{*}bibl", "{*}stage", "{*}titlePart", "{*}l", "{*}role", "{*}persName", "{*}origDate"
        ):
            said = " ".join("".join(block.itertext()).split())
            inside = any("rite here" in "".join(above.itertext()) for above in block.iterancestors())
            assert "rite here" in said or inside, said


def test_the_files_of_a_project_are_well_formed(tmp_path):
    teitools("new", tmp_path / "edition")
    project = tmp_path / "edition"
    assert tomllib.loads((project / "teitools.toml").read_text(encoding="utf-8"))["editions"]["output"] == "build"
    targets = re.findall(r"^([a-z]+):", (project / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert {"check", "build", "watch", "schema"} <= set(targets)
    assert (project / ".github" / "workflows" / "check.yml").is_file()
    assert (project / ".pre-commit-config.yaml").is_file()


def test_nothing_is_written_where_something_is(tmp_path):
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    for folder in (tmp_path, tmp_path / "mine.txt"):
        done = teitools("new", folder)
        assert done.returncode == 2
        assert "name a folder" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    (tmp_path / "empty").mkdir()
    assert teitools("new", tmp_path / "empty").returncode == 0


def test_the_schema_is_made_of_the_odd_as_the_makefile_says(tmp_path):
    source = SHARED / "tei" / "p5subset.xml"
    if not source.is_file():
        pytest.skip("TEI's p5subset.xml is not at hand (../shared/tei)")
    teitools("new", tmp_path / "edition")
    schema = tmp_path / "edition" / "schema"
    before = {path.name: path.read_bytes() for path in schema.iterdir()}
    options = ("--format", "rng", "--format", "odd", "--own-docs", "--no-rules", "--source", source)
    done = teitools("odd", "compile", "schema/edition.odd", *options, cwd=tmp_path / "edition")
    assert done.returncode == 0, done.stdout + done.stderr
    assert {path.name: path.read_bytes() for path in schema.iterdir()} == before
