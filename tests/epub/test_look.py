"""The EPUB edition as a reading system shows it, which sets its colours and may change them for the night."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
from support.books import make_book
from support.html_pages import ARTICLE

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow

PAINT = """() => {
  document.body.style.color = 'rgb(1, 2, 3)';
  const shapes = [...document.querySelectorAll('.map-frame svg :is(rect, path, circle, line, text)')];
  return shapes.map(shape => {
    const {fill, stroke} = getComputedStyle(shape);
    return [shape.localName, shape.localName === 'line' ? 'none' : fill, stroke];
  });
}"""


def test_drawings_have_the_colour_of_the_text_and_no_other(browser: Browser, tmp_path: Path) -> None:
    book = make_book(ARTICLE, tmp_path)
    with zipfile.ZipFile(book.path) as container:
        container.extractall(tmp_path / "opened")
    page = browser.new_page()
    for name in ("map.xhtml", "chronology.xhtml"):
        page.goto((tmp_path / "opened" / name).as_uri())
        shapes = page.evaluate(PAINT)
        assert {kind for kind, _, _ in shapes} >= {"rect", "text"}
        assert {paint for _, *paints in shapes for paint in paints} == {"rgb(1, 2, 3)", "none"}
        assert all("rgb(1, 2, 3)" in paints for _, *paints in shapes)
