"""Pages on paper: each in its language, with notes where they are called, marks beside what they mark, the key open."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from support.browser import Tabs
    from support.html_pages import Edition

pytestmark = pytest.mark.slow

SECTIONS = "article > section:not(.notes):not(.interventions)"


def test_notes_stand_at_the_foot_of_the_part_that_calls_them_and_go_back(browser: Tabs, edition: Edition) -> None:
    page = browser.new_page()
    page.goto((edition.folder / "index.html").as_uri())
    whole = page.evaluate("document.querySelector('main').innerHTML")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    rows = page.evaluate(
        """(parts) => [...document.querySelectorAll(parts)].map((part) => ({
          calls: [...part.querySelectorAll('a[role=doc-noteref]')].map((call) => call.hash.slice(1)),
          notes: [...part.querySelectorAll('ol.foot > li')].map((note) => note.id) }))""",
        SECTIONS,
    )
    assert sum(len(row["notes"]) for row in rows) > 60
    for row in rows:
        assert set(row["notes"]) == set(row["calls"])
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate("document.querySelector('main').innerHTML") == whole


def test_the_key_is_open_on_paper_and_what_only_a_screen_needs_is_away(browser: Tabs, edition: Edition) -> None:
    page = browser.new_page()
    page.goto((edition.folder / "index.html").as_uri())
    shown = "(name) => document.querySelector(name).checkVisibility({ contentVisibilityAuto: true })"
    assert page.evaluate(shown, "details.key li") is False
    page.emulate_media(media="print")
    page.wait_for_function(shown, arg="details.key li")
    assert page.evaluate(shown, "section.cite .citation") is True
    for name in ("nav.pages", "p.formats", ".skip"):
        assert page.evaluate(shown, name) is False, name


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs pdftotext (poppler-utils)")
def test_no_mark_of_a_page_is_parted_from_what_it_marks(browser: Tabs, edition: Edition, tmp_path: Path) -> None:
    page = browser.new_page()
    page.goto((edition.folder / "index.html").as_uri())
    page.pdf(path=tmp_path / "index.pdf", format="A4")
    done = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "index.pdf", "-"], capture_output=True, encoding="utf-8", check=True
    )
    sheets = [[line.strip() for line in sheet.splitlines() if line.strip()] for sheet in done.stdout.split("\f")]
    sheets = [lines for lines in sheets if lines]
    assert len(sheets) > 5
    headings = {"Özet", "Abstract", "Giriş", "Kafkas Seddi Meselesi", "Sonuç"}
    for lines in sheets:
        assert lines[-1] not in headings
        assert not (lines[-1].startswith("[") and lines[-1].endswith("]")), lines[-1]
    (sheet,) = (number for number, lines in enumerate(sheets) if "Sonuç" in lines)
    notes = next(
        number for number, lines in enumerate(sheets) if any("Başbakanlık Cumhuriyet Arşivi" in line for line in lines)
    )
    assert notes < sheet  # the first note is not at the end
