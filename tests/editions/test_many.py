"""`teitools build` on many documents: which are built, when again, where they lie, and what comes of one that fails."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from support.running import teitools

from teitools.files import RECORD

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

STYLESHEET = """<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0">
  <xsl:output method="text"/><xsl:param name="mark" select="'-'"/>
  <xsl:template match="/">
    <xsl:if test="//zero"><xsl:sequence select="1 idiv 0"/></xsl:if>
    <xsl:if test="//for-ever"><xsl:iterate select="1 to 2000000000"><xsl:if test=". lt 0">x</xsl:if></xsl:iterate></xsl:if>
    <xsl:value-of select="$mark, normalize-space(.), //ref/@target[doc-available(resolve-uri(., base-uri(/)))] ! doc(resolve-uri(., base-uri(/)))"/>
  </xsl:template></xsl:stylesheet>"""


def tei(words: str, header: str = "", attributes: str = "") -> str:
    return (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc>{header}</fileDesc></teiHeader>'
        f"<text {attributes}><body><p>{words}</p></body></text></TEI>"
    )


def write(folder: Path, **documents: str) -> Path:
    for name, words in documents.items():
        path = folder / f"{name}.xml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words if words.startswith("<TEI") else tei(words), encoding="utf-8")
    return folder


@pytest.fixture
def letters(tmp_path):
    """A project of three letters with a quick stylesheet of its own for plain text."""
    write(tmp_path / "letters", a="Batum", b="Tiflis <ref target='../places.xml'/>", c="Kars")
    (tmp_path / "text.xsl").write_text(STYLESHEET, encoding="utf-8")
    (tmp_path / "teitools.toml").write_text(
        '[editions]\ndocuments = ["letters/*.xml"]\n[editions.text]\nstylesheet = "text.xsl"\n', encoding="utf-8"
    )
    return tmp_path


def built(folder: Path, *arguments: str, status: int = 0) -> str:
    """The last line of a build of plain text."""
    done = teitools("build", "text", *arguments, cwd=folder)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout.splitlines()[-1].removeprefix("build/text: ")


def texts(folder: Path) -> dict[str, str]:
    place = folder / "build" / "text"
    return {path.relative_to(place).as_posix(): path.read_text(encoding="utf-8") for path in place.rglob("*.txt")}


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path): (path.stat().st_ino, path.stat().st_mtime_ns) for path in found}


def hidden(folder: Path) -> list[str]:
    """What a build left behind that it should not."""
    return [path.name for path in folder.rglob(".*") if path.name not in (".teitools", RECORD)]


def test_one_file_without_a_project_becomes_html(tmp_path):
    write(tmp_path, letter="Batum")
    done = teitools("build", "letter.xml", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "build/html: 1 document built\n", "")
    assert "Batum" in (tmp_path / "build" / "html" / "index.html").read_text(encoding="utf-8")


def test_a_folder_without_a_project_is_built_with_the_files_that_its_documents_point_to(tmp_path):
    register = "<TEI xmlns='http://www.tei-c.org/ns/1.0'><standOff><listPerson><person xml:id='p'><persName>Stokes</persName></person></listPerson></standOff></TEI>"
    write(
        tmp_path / "lab",
        register=register,
        **{
            "letters/a": "<TEI xmlns='http://www.tei-c.org/ns/1.0'><text><body><p><persName ref='../register.xml#p'>S.</persName></p></body></text></TEI>"
        },
    )
    done = teitools("build", "html", "lab/letters", "lab/register.xml", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Stokes" in (tmp_path / "build" / "html" / "a" / "persons.html").read_text(encoding="utf-8")


def test_words_are_kinds_and_anything_else_a_path(tmp_path):
    write(tmp_path, html="Batum")
    (tmp_path / "html.xml").rename(tmp_path / "html")
    done = teitools("build", "text", "./html", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "build/text: 1 document built\n")
    done = teitools("build", "htlm", cwd=tmp_path)
    assert done.returncode == 2
    assert "htlm: no such file or folder" in done.stderr
    assert teitools("build", "-", cwd=tmp_path, stdin=b"<a/>").returncode == 2


def test_one_document_that_fails_does_not_keep_the_others(letters):
    assert built(letters) == "3 documents built"
    write(letters / "letters", a="<zero/>", b="<TEI>", c="Ani", d="Rize")
    done = teitools("build", "text", cwd=letters)
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1] == "build/text: 2 documents built, 2 failed"
    assert "letters/b.xml:1:" in done.stdout
    assert "[XML" in done.stdout
    assert "letters/a.xml" in done.stderr
    assert "FOAR0001" in done.stderr
    assert {name: text.split()[1] for name, text in texts(letters).items()} == {
        "a/a.txt": "Batum", "b/b.txt": "Tiflis", "c/c.txt": "Ani", "d/d.txt": "Rize",
    }  # fmt: skip
    assert hidden(letters / "build") == []


def test_a_document_whose_time_is_up_does_not_keep_the_others(letters):
    write(letters / "letters", a="<for-ever/>")
    done = teitools("build", "text", "--time-limit", "1", cwd=letters, workers=True)
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1] == "build/text: 2 documents built, 1 failed"
    assert "not finished after 1 seconds" in done.stderr
    assert sorted(texts(letters)) == ["b/b.txt", "c/c.txt"]
    assert hidden(letters / "build") == []


def test_what_has_not_changed_is_not_touched(letters):
    write(letters / "letters", a="Batum <ref target='javascript:x'>y</ref>")
    first = teitools("build", "html", "text", cwd=letters)
    before = stamps(letters / "build")
    again = teitools("build", "html", "text", cwd=letters)
    assert stamps(letters / "build") == before
    assert again.stdout.splitlines()[-1] == "build/html: 0 documents built, 3 unchanged"
    assert first.stdout.count("[EDN001]") == again.stdout.count("[EDN001]") == 1
    assert "[EDN001]" in teitools("--lang", "tr", "build", "html", cwd=letters).stdout


def change_register(folder: Path) -> None:
    (folder / "places.xml").write_text("<places>Georgia</places>", encoding="utf-8")


def change_settings(folder: Path) -> None:
    path = folder / "teitools.toml"
    path.write_text(path.read_text(encoding="utf-8") + 'parameters = { mark = "+" }\n', encoding="utf-8")


def change_stylesheet(folder: Path) -> None:
    (folder / "text.xsl").write_text(STYLESHEET.replace("'-'", "'='"), encoding="utf-8")


def change_output(folder: Path) -> None:
    (folder / "build" / "text" / "a" / "a.txt").write_text("longer than it was", encoding="utf-8")


def take_output(folder: Path) -> None:
    (folder / "build" / "text" / "a" / "a.txt").unlink()


@pytest.mark.parametrize(
    ("change", "rebuilt"),
    [
        (change_register, 1),
        (change_settings, 3),
        (change_stylesheet, 3),
        (change_output, 1),
        (take_output, 1),
        (lambda folder: write(folder / "letters", c="Ani"), 1),
        (lambda folder: write(folder / "letters", d="Rize"), 1),
    ],
)
def test_what_has_changed_is_built_again(letters, change, rebuilt):
    change_register(letters)
    built(letters)
    (letters / "places.xml").write_text("<places>other</places>", encoding="utf-8")
    built(letters)
    change(letters)
    assert built(letters).startswith(f"{rebuilt} document")
    assert built(letters).startswith("0 documents built")


def test_a_register_that_was_not_there_counts_when_it_comes(letters):
    built(letters)
    assert built(letters) == "0 documents built, 3 unchanged"
    change_register(letters)
    assert built(letters) == "1 document built, 2 unchanged"
    assert "Georgia" in texts(letters)["b/b.txt"]


def test_a_part_that_is_included_counts(letters):
    include = "<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='{}.part'>{}</xi:include>"
    write(letters / "letters", a=include.format("one", ""), b=include.format("two", "<xi:fallback>none</xi:fallback>"))
    part = letters / "letters" / "one.part"
    part.write_text("<p>Batum</p>", encoding="utf-8")
    built(letters)
    assert built(letters) == "0 documents built, 3 unchanged"
    part.write_text("<p>Ani</p>", encoding="utf-8")
    assert built(letters) == "1 document built, 2 unchanged"
    assert "Ani" in texts(letters)["a/a.txt"]
    part.with_name("two.part").write_text("<p>Rize</p>", encoding="utf-8")
    assert built(letters) == "1 document built, 2 unchanged"
    assert "Rize" in texts(letters)["b/b.txt"]


def test_everything_is_built_by_force(letters):
    built(letters)
    assert built(letters, "--force") == "3 documents built"


def test_a_stylesheet_that_reads_unseen_is_run_every_time(letters):
    (letters / "text.xsl").write_text(
        STYLESHEET.replace("$mark,", "unparsed-text(resolve-uri('../note.txt', base-uri(/))),"), encoding="utf-8"
    )
    (letters / "note.txt").write_text("one", encoding="utf-8")
    built(letters)
    (letters / "note.txt").write_text("two", encoding="utf-8")
    assert built(letters) == "3 documents built"
    assert texts(letters)["a/a.txt"].startswith("two")


DAMAGES = [
    {"read": [["../../../../../../etc/hostname", "0"]]},
    {"read": []},
    {"files": [["../../../teitools.toml", 1]]},
    {"findings": [{"code": "EDN001"}]},
    {"entry": []},
    {"format": 0},
]


def test_a_damaged_record_is_not_believed(letters):
    """One after the other: each build writes a sound record again."""
    built(letters)
    path = letters / "build" / "text" / "a" / RECORD
    sound = json.loads(path.read_text(encoding="utf-8"))
    for record in (*(sound | damage for damage in DAMAGES), [], 7):
        path.write_text(json.dumps(record), encoding="utf-8")
        assert built(letters) == "1 document built, 2 unchanged", record
        assert json.loads(path.read_text(encoding="utf-8")) == sound


def test_a_document_that_is_gone_is_removed(letters):
    built(letters)
    (letters / "letters" / "b.xml").unlink()
    assert built(letters) == "0 documents built, 2 unchanged, 1 removed"
    assert sorted(texts(letters)) == ["a/a.txt", "c/c.txt"]


def test_what_somebody_put_beside_an_edition_is_never_removed(letters):
    built(letters)
    note = letters / "build" / "text" / "b" / "mine.txt"
    note.write_text("mine", encoding="utf-8")
    (letters / "letters" / "b.xml").unlink()
    done = teitools("build", "text", cwd=letters)
    assert done.returncode == 2
    assert "build/text holds files that no build wrote (b/mine.txt)" in done.stderr
    assert note.read_text(encoding="utf-8") == "mine"


def test_some_documents_of_a_project_are_built_in_their_places(letters):
    built(letters)
    write(letters / "letters", a="Ani", b="Rize")
    assert built(letters, "letters/a.xml") == "1 document built"
    assert "Ani" in texts(letters)["a/a.txt"]
    assert "Tiflis" in texts(letters)["b/b.txt"]
    write(letters, other="Van")
    done = teitools("build", "text", "other.xml", cwd=letters)
    assert done.returncode == 2
    assert "--output" in done.stderr
    assert built(letters, "other.xml", "--output", "elsewhere") == "elsewhere/text: 1 document built"


def test_the_folder_of_one_document_becomes_that_of_several_and_back(letters):
    for name in ("b", "c"):
        (letters / "letters" / f"{name}.xml").unlink()
    built(letters)
    assert sorted(texts(letters)) == ["a.txt"]
    write(letters / "letters", b="Rize")
    built(letters)
    assert sorted(texts(letters)) == ["a/a.txt", "b/b.txt"]
    (letters / "letters" / "b.xml").unlink()
    built(letters)
    assert sorted(texts(letters)) == ["a.txt"]
    assert hidden(letters / "build") == []


def test_files_of_one_name_in_several_folders_all_have_a_place(tmp_path):
    write(tmp_path / "lab", **{"one/x": "Batum", "two/x": "Tiflis", "y": "Kars"})
    built(tmp_path, "lab")
    assert sorted(texts(tmp_path)) == ["one/x/x.txt", "two/x/x.txt", "y/y.txt"]


def test_several_processes_give_the_same(letters):
    built(letters, "--output", "one")
    built(letters, "--output", "three", "--jobs", "3")
    files = [{path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
             for root in (letters / "one", letters / "three")]  # fmt: skip
    assert files[0] == files[1]
    assert len(files[0]) == 3 * 3 + 1


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, -15)])
@pytest.mark.campaign
def test_several_processes_end_with_the_build(letters, number, status):
    write(letters / "letters", a="<for-ever/>", b="<for-ever/>", c="<for-ever/>")
    command = [sys.executable, "-m", "teitools", "build", "text", "--jobs", "2"]
    with subprocess.Popen(command, cwd=letters, stderr=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        end = time.monotonic() + 60
        while len(list((letters / "build").glob(".text.new-*"))) < 2 and time.monotonic() < end:
            time.sleep(0.05)
        time.sleep(0.5)
        process.send_signal(number)
        said = process.communicate(timeout=30)[1]
    assert process.returncode == status
    assert b"Traceback" not in said
    assert hidden(letters / "build") == []


def test_what_a_killed_build_left_is_removed_and_what_it_finished_stays(letters):
    write(letters / "letters", c="<for-ever/>")
    command = [sys.executable, "-m", "teitools", "build", "text"]
    with subprocess.Popen(command, cwd=letters, stderr=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        end = time.monotonic() + 60
        while not (letters / "build" / "text" / "b" / "b.txt").exists() and time.monotonic() < end:
            time.sleep(0.05)
        time.sleep(0.2)
        process.kill()
        process.communicate(timeout=30)
    write(letters / "letters", c="Kars")
    assert built(letters) == "1 document built, 2 unchanged"
    assert hidden(letters / "build") == []


def test_a_folder_that_cannot_be_written_is_told(letters):
    if os.geteuid() == 0:
        (letters / "build").write_text("a file", encoding="utf-8")
    else:
        (letters / "build").mkdir(mode=0o500)
    done = teitools("build", "text", cwd=letters)
    assert done.returncode == 2
    assert "build" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(shutil.which("lualatex") is None, reason="TeX is not installed (see README.md)")
@pytest.mark.campaign
def test_pdfs_of_several_documents_are_made_one_by_one(tmp_path):
    write(tmp_path / "lab", a="Batum", b="Tiflis")
    done = teitools("build", "pdf", "lab", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in (tmp_path / "build" / "pdf").rglob("*.pdf")) == ["a.pdf", "b.pdf"]
    write(tmp_path / "lab", a="Kars", b="<TEI>")
    done = teitools("build", "pdf", "lab", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1] == "build/pdf: 1 document built, 1 failed"
