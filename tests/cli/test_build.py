"""`teitools build` as users meet it: the real article, real files."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from support.running import ROOT, teitools, teitools_process

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

EDITIONS = {
    "html": "index.html",
    "latex": "kafkas-seddi.tex",
    "text": "kafkas-seddi.txt",
    "odd": "kafkas-seddi.tr.html",
}


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_three_editions_and_the_documentation_of_the_odd_are_written(site):
    assert sorted(path.name for path in site.iterdir()) == sorted(EDITIONS)
    for kind, name in EDITIONS.items():
        assert (site / kind / name).stat().st_size > 10_000


@pytest.mark.campaign
def test_two_builds_are_identical_byte_for_byte(site, tmp_path):
    assert teitools_process("build", "--output", tmp_path).returncode == 0
    assert contents(tmp_path) == contents(site)


def test_one_edition_can_be_asked_for(tmp_path):
    done = teitools("build", "text", "--output", tmp_path)
    assert done.returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["text"]


def test_a_document_that_is_not_well_formed_leaves_the_previous_edition(tmp_path):
    project = tmp_path / "project"
    shutil.copytree(ROOT / "tei", project / "tei")
    for name in ("teitools.toml", "LICENSE", "README.md", "CHANGELOG.md", "CITATION.cff"):
        shutil.copy(ROOT / name, project)
    assert teitools("build", "text", cwd=project).returncode == 0
    before = contents(project / "build")
    article = project / "tei" / "kafkas-seddi.xml"
    article.write_text(article.read_text(encoding="utf-8").replace("</body>", ""), encoding="utf-8")
    done = teitools("build", "text", cwd=project)
    assert done.returncode == 1
    assert "tei/kafkas-seddi.xml:" in done.stdout
    assert "[XML002]" in done.stdout
    assert contents(project / "build") == before


def test_what_a_build_notices_is_not_said_to_have_been_checked(tmp_path):
    (tmp_path / "a.xml").write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><zeugma>x</zeugma></text></TEI>', encoding="utf-8"
    )
    (tmp_path / "teitools.toml").write_text('[editions]\ndocuments = ["a.xml"]\n', encoding="utf-8")
    done = teitools("build", "text", cwd=tmp_path)
    assert done.stdout.splitlines()[-2].startswith("1 document read, 0 errors, 0 warnings, 1 note, ")
    done = teitools("--lang", "tr", "build", "text", cwd=tmp_path)
    assert done.stdout.splitlines()[-2].startswith("1 belge okundu, 0 hata, ")


def test_foreign_files_in_the_output_folder_are_never_lost(tmp_path):
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "thesis.txt").write_text("mine", encoding="utf-8")
    done = teitools("build", "text", "--output", tmp_path)
    assert done.returncode == 2
    assert "thesis.txt" in done.stderr
    assert contents(tmp_path) == {"text/thesis.txt": b"mine"}


@pytest.mark.parametrize(
    ("setting", "says"),
    [("parameters = { widht = 60 }", "width"), ('parameters = { width = "broad" }', "broad")],
)
def test_a_wrong_stylesheet_parameter_is_refused(tmp_path, setting, says):
    shutil.copytree(ROOT / "tei", tmp_path / "tei")
    (tmp_path / "teitools.toml").write_text(
        f'[editions]\ndocuments = ["tei/kafkas-seddi.xml"]\n[editions.text]\n{setting}\n', encoding="utf-8"
    )
    done = teitools("build", "text", cwd=tmp_path)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_project_and_a_path_there_is_nothing_to_build(tmp_path):
    done = teitools("build", cwd=tmp_path)
    assert done.returncode == 2
    assert "name a file or a folder" in done.stderr


def test_without_tex_the_pdf_is_refused_with_the_packages_to_install(tmp_path):
    done = teitools("build", "pdf", "--output", tmp_path, env={"PATH": "/nonexistent"})
    assert done.returncode == 2
    assert "apt-get install" in done.stderr
    assert not (tmp_path / "pdf").exists()


needs_tex = pytest.mark.skipif(shutil.which("lualatex") is None, reason="TeX is not installed (see README.md)")
SHORT = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="tr"><teiHeader><fileDesc><titleStmt><title>Kısa</title></titleStmt>
<publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader>
<text><body><p>Iğdır</p></body></text></TEI>"""


def test_no_pdf_is_made_of_an_older_latex_edition(tmp_path):
    (tmp_path / "short.xml").write_text(SHORT, encoding="utf-8")
    (tmp_path / "teitools.toml").write_text('[editions]\ndocuments = ["short.xml"]\n', encoding="utf-8")
    assert teitools("build", "latex", cwd=tmp_path).returncode == 0
    (tmp_path / "short.xml").write_text("<TEI>", encoding="utf-8")
    assert teitools("build", "pdf", cwd=tmp_path).returncode == 1
    assert not (tmp_path / "build" / "pdf").exists()


@pytest.mark.campaign
@needs_tex
def test_pdf_of_a_short_text(tmp_path):
    (tmp_path / "short.xml").write_text(SHORT, encoding="utf-8")
    (tmp_path / "teitools.toml").write_text('[editions]\ndocuments = ["short.xml"]\n', encoding="utf-8")
    done = teitools("build", "pdf", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "build" / "pdf" / "short.pdf").read_bytes().startswith(b"%PDF")


@needs_tex
@pytest.mark.campaign
def test_pdf_is_reproducible(tmp_path):
    for name, run in (("one", teitools), ("two", teitools_process)):
        done = run("build", "pdf", "--output", tmp_path / name)
        assert (done.returncode, done.stderr) == (0, "")
    assert contents(tmp_path / "one" / "pdf") == contents(tmp_path / "two" / "pdf")
    assert (tmp_path / "one" / "pdf" / "kafkas-seddi.pdf").read_bytes().startswith(b"%PDF")


ODD = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p>Why.</p><schemaSpec ident="own" start="a">
  <elementSpec ident="a" module="own" mode="add"><desc>all there is</desc><content><textNode/></content></elementSpec>
</schemaSpec></body></text></TEI>"""


@pytest.mark.parametrize(
    ("settings", "files"),
    [
        ('file = "own.odd"\ncompiled = "own.odd"', ["own.html"]),
        ('file = "own.odd"\nsource = "own.odd"\nlanguages = ["tr", "fr"]', ["own.fr.html", "own.tr.html"]),
    ],
)
def test_the_documentation_of_an_odd_has_a_page_for_each_language(tmp_path, settings, files):
    (tmp_path / "own.odd").write_text(ODD, encoding="utf-8")
    (tmp_path / "teitools.toml").write_text(f"[odd]\n{settings}\n", encoding="utf-8")
    done = teitools("build", "odd", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(path.name for path in (tmp_path / "build" / "odd").glob("*.html")) == files
    page = (tmp_path / "build" / "odd" / files[-1]).read_text(encoding="utf-8")
    assert "all there is" in page
    assert "Why." in page


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ("", "the project has no ODD"),
        ('[odd]\nfile = "missing.odd"', "missing.odd: no such file"),
        ('[odd]\nfile = "own.odd"\nlanguages = []', "[odd] languages: must be a list of texts"),
        ('[odd]\nfil = "own.odd"', "did you mean “file”"),
    ],
)
def test_wrong_settings_of_the_odd_are_told(tmp_path, settings, says):
    (tmp_path / "own.odd").write_text(ODD, encoding="utf-8")
    (tmp_path / "teitools.toml").write_text(f"{settings}\n", encoding="utf-8")
    done = teitools("build", "odd", cwd=tmp_path)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.campaign
def test_the_documentation_of_an_odd_is_made_again_when_it_has_changed(tmp_path):
    (tmp_path / "own.odd").write_text(ODD, encoding="utf-8")
    (tmp_path / "compiled.odd").write_text(ODD, encoding="utf-8")
    (tmp_path / "teitools.toml").write_text('[odd]\nfile = "own.odd"\ncompiled = "compiled.odd"\n', encoding="utf-8")
    said = [teitools("build", "odd", cwd=tmp_path).stdout for _ in range(2)]
    assert said == ["build/odd: 1 document built\n", "build/odd: 0 documents built, 1 unchanged\n"]
    for name, old in (("own.odd", "Why."), ("compiled.odd", "all there is")):
        (tmp_path / name).write_text(ODD.replace(old, "Because."), encoding="utf-8")
        assert teitools("build", "odd", cwd=tmp_path).stdout == "build/odd: 1 document built\n"
        assert "Because." in (tmp_path / "build" / "odd" / "own.html").read_text(encoding="utf-8")


def test_an_odd_with_errors_gives_findings_and_leaves_what_was_there(tmp_path):
    (tmp_path / "own.odd").write_text(ODD, encoding="utf-8")
    (tmp_path / "teitools.toml").write_text('[odd]\nfile = "own.odd"\nsource = "own.odd"\n', encoding="utf-8")
    assert teitools("build", "odd", cwd=tmp_path).returncode == 0
    before = contents(tmp_path / "build")
    (tmp_path / "own.odd").write_text(ODD.replace('start="a"', 'start="b"'), encoding="utf-8")
    done = teitools("build", "odd", cwd=tmp_path)
    assert done.returncode == 1
    assert "own.odd:1:" in done.stdout
    assert contents(tmp_path / "build") == before
