"""A document of each family of texts, and what the three editions make of it.

Each folder of families/ holds a document and what is expected of it: the article of the page, the body of the LaTeX
source, the plain text.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from support.html_pages import make_edition
from support.printed import LUALATEX, assets, edition, typeset

if TYPE_CHECKING:
    from support.golden import Golden
    from support.html_pages import Edition

pytestmark = pytest.mark.slow

FAMILIES = sorted(Path(__file__).with_name("families").iterdir(), key=lambda folder: folder.name)


def article(pages: Edition) -> str:
    """What the reading view shows, a block a line."""
    (found,) = pages.page("index.html").xpath("//article")
    source = etree.tostring(found, encoding="unicode", method="html", with_tail=False)
    return (
        re.sub(r"\s*(?=<(?:div|p|section|h\d|ul|li|dl|dt|dd|table|tr|caption|figure|header|nav)\b)", "\n", source)
        + "\n"
    )


def body(source: str) -> str:
    """The LaTeX between the preamble and what says who made the edition."""
    return source.split("\\begin{document}\n")[1].split("\\teihead{1}{About this edition}", maxsplit=1)[0]


@pytest.mark.parametrize("family", [pytest.param(folder, id=folder.name) for folder in FAMILIES])
def test_what_the_editions_make_of_it(family: Path, tmp_path: Path, golden: Golden) -> None:
    document = family / "document.xml"
    golden(family / "article.html", article(make_edition(document, tmp_path)))
    golden(family / "body.tex", body(edition("latex", document).text))
    golden(family / "text.txt", edition("text", document).text)


@pytest.mark.campaign
@pytest.mark.skipif(not LUALATEX, reason="LuaLaTeX is not installed")
@pytest.mark.parametrize("family", [pytest.param(folder, id=folder.name) for folder in FAMILIES])
def test_tex_sets_it(family: Path, tmp_path: Path) -> None:
    shutil.copytree(assets(), tmp_path, dirs_exist_ok=True)
    (tmp_path / "a.tex").write_text(edition("latex", family / "document.xml").text, encoding="utf-8")
    log, said = typeset(tmp_path, "a")
    assert "Missing character" not in log
    assert "A. Writer" in said
