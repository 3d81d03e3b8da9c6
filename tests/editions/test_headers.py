"""What headers say, also such as no schema allows: told in each edition, or left out by a rule."""

from __future__ import annotations

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
    pytest.param({"title": "<respStmt><name>Somebody</name><resp/></respStmt>"}, "Somebody.", id="no-task"),
    pytest.param({"file": "<bibl>A book of its own</bibl>"}, "", id="unknown-part-of-the-description-of-the-file"),
    pytest.param({"header": "<metDecl><metSym>long syllable</metSym></metDecl>"}, "", id="unknown-part"),
    pytest.param({"header": "<change><date>2019</date> converted</change>"}, "", id="change-without-its-list"),
]


@pytest.mark.parametrize(("parts", "printed"), HEADERS)
def test_nothing_of_it_is_lost(parts: dict[str, str], printed: str, tmp_path: Path) -> None:
    text = DOCUMENT.format(**{"title": "", "file": "", "header": "", **parts})
    (tmp_path / "a.xml").write_text(text, encoding="utf-8")
    run = teitools("build", "html", "latex", "text", "a.xml", cwd=tmp_path)
    assert (run.returncode, "EDN010" in run.stdout) == (0, False), run.stdout + run.stderr
    assert printed in (tmp_path / "build/latex/a.tex").read_text(encoding="utf-8")
