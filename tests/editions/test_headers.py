"""What headers say, also such as no schema allows: told in each edition, or left out by a rule."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from support.running import teitools

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

DOCUMENT = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc>
<titleStmt><title>Headers</title>{title}</titleStmt><publicationStmt><p>None.</p></publicationStmt>
<sourceDesc><p>None.</p></sourceDesc>{file}</fileDesc>{header}</teiHeader><text><body><p>Text.</p></body></text></TEI>"""
HEADERS = [
    pytest.param(
        {"title": "<respStmt><orgName>The lab</orgName><resp>encoding</resp><resp/><note>in spring</note></respStmt>"},
        "The lab (encoding). in spring",
        id="several-tasks-and-a-note",
    ),
    pytest.param(
        {"title": '<title type="sub">Tail<note>as printed</note></title>'}, "as printed", id="note-on-a-title"
    ),
    pytest.param({"title": "<respStmt><name>Somebody</name><resp/></respStmt>"}, "Somebody.", id="no-task"),
    pytest.param({"file": "<bibl>A book of its own</bibl>"}, "", id="unknown-part-of-the-description-of-the-file"),
    pytest.param({"header": "<metDecl><metSym>long syllable</metSym></metDecl>"}, "", id="unknown-part"),
    pytest.param(
        {"header": "<revisionDesc><list><item><date>2010</date> made</item></list></revisionDesc>"},
        "",
        id="list-of-changes",
    ),
    pytest.param({"header": "<change><date>2019</date> converted</change>"}, "", id="change-without-its-list"),
]


@pytest.mark.parametrize(("parts", "printed"), HEADERS)
def test_nothing_of_it_is_lost(parts: dict[str, str], printed: str, tmp_path: Path) -> None:
    text = DOCUMENT.format(**{"title": "", "file": "", "header": "", **parts})
    (tmp_path / "a.xml").write_text(text, encoding="utf-8")
    run = teitools("build", "html", "latex", "text", "a.xml", cwd=tmp_path)
    assert (run.returncode, "EDN010" in run.stdout) == (0, False), run.stdout + run.stderr
    assert printed in (tmp_path / "build/latex/a.tex").read_text(encoding="utf-8")


def test_a_change_on_a_day_with_a_time_zone_and_an_item_without_list_are_valid_html(tmp_path: Path) -> None:
    header = '<revisionDesc><change when="2020-06-16-05:00"><item>Made <addSpan>here</addSpan></item></change></revisionDesc>'
    (tmp_path / "a.xml").write_text(DOCUMENT.format(title="", file="", header=header), encoding="utf-8")
    run = teitools("build", "html", "a.xml", cwd=tmp_path)
    assert run.returncode == 0, run.stdout + run.stderr
    page = (tmp_path / "build/html/about.html").read_text(encoding="utf-8")
    assert '<time datetime="2020-06-16" lang="en">16 June 2020</time>: <div class="item">Made ' in page
    assert page.count("</li></ul></section>") == 1


def test_headings_of_lists_in_headers_are_on_the_pages_of_the_registers(tmp_path: Path) -> None:
    header = (
        "<profileDesc><particDesc><listPerson><head>List of speakers</head><person><persName>Ann</persName></person>"
        "</listPerson></particDesc></profileDesc>"
    )
    (tmp_path / "a.xml").write_text(DOCUMENT.format(title="", file="", header=header), encoding="utf-8")
    run = teitools("build", "html", "epub", "a.xml", cwd=tmp_path)
    assert (run.returncode, "EDN010" in run.stdout) == (0, False), run.stdout + run.stderr
    page = (tmp_path / "build/html/persons.html").read_text(encoding="utf-8")
    assert re.search(r'<p class="list-head"[^>]*>List of speakers</p>', page)
