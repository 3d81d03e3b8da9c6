"""The pages in a real browser, with JavaScript off: no sideways scrolling, keyboard, dark scheme, no requests."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from support.html_pages import make_foreign_edition

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page
    from support.browser import Tabs
    from support.html_pages import Edition

# Words that are on two lines though nothing hyphenates them; addresses and checksums may break anywhere.
BROKEN_WORDS = r"""() => {
  const found = [];
  const texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode, style = getComputedStyle(text.parentElement);
    if (style.hyphens === 'auto' || style.overflowWrap === 'anywhere' || text.parentElement.closest('svg, thead')) continue;
    for (const word of text.data.matchAll(/[\p{L}\p{M}]{2,}/gu)) {
      const range = document.createRange();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map((one) => Math.round(one.top))).size > 1) found.push(word[0]);
    }
  }
  return found;
}"""
PAGES = ["index", "persons", "places", "bodies-events", "archives-works", "glossary", "map", "chronology", "about"]


def open_page(browser: Tabs, edition: Edition, name: str, **context: object) -> Page:
    page: Page = browser.new_page(java_script_enabled=False, reduced_motion="reduce", **context)  # type: ignore[arg-type]
    page.goto((edition.folder / f"{name}.html").as_uri())
    return page


@pytest.mark.campaign
def test_no_page_scrolls_sideways_or_breaks_a_word_without_a_hyphen(browser: Tabs, site: Path) -> None:
    """The pages in both languages: a column that fits the words of one may be too narrow for those of the other."""
    page = browser.new_page()  # The content of a page without scripts can still be measured from outside.
    for path in sorted((site / "html").rglob("*.html")):
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        for width in (360, 820, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("[document.documentElement.scrollWidth, innerWidth]") == [width, width], path
            assert page.evaluate(BROKEN_WORDS) == [], (path, width)


def focused(page: Page) -> str:
    return page.locator("*:focus").last.get_attribute("id") or ""


def test_a_note_can_be_visited_and_left_by_keyboard(browser: Tabs, edition: Edition) -> None:
    page = open_page(browser, edition, "index", viewport={"width": 360, "height": 800})
    page.locator("#fn-7-call").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/index.html#fn-7")
    back = page.locator("#fn-7 .back")
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.locator("*:focus").last.get_attribute("role") == "doc-backlink":
            break
    assert page.locator("*:focus").last.get_attribute("href") == back.get_attribute("href") == "#fn-7-call"
    page.keyboard.press("Enter")
    page.wait_for_url("**/index.html#fn-7-call")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert focused(page) == "fn-7-call"


def test_tab_first_reaches_the_skip_link_which_leads_to_the_text(browser: Tabs, edition: Edition) -> None:
    page = open_page(browser, edition, "index")
    page.keyboard.press("Tab")
    skip = page.locator("*:focus")
    assert skip.get_attribute("href") == "#main"
    box = skip.bounding_box()
    assert box is not None
    assert box["y"] >= 0
    page.keyboard.press("Enter")
    page.wait_for_url("**/index.html#main")
    assert focused(page) == "main"


def test_an_occurrence_leads_from_the_register_to_the_name(browser: Tabs, edition: Edition) -> None:
    page = open_page(browser, edition, "persons")
    link = page.locator("#person-lenin .occurrences a").first
    link.click()
    page.wait_for_url("**/index.html#*")
    fragment = page.url.partition("#")[2]
    target = page.locator(f"[id='{fragment}']")
    assert "Lenin" in target.inner_text()
    box = target.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 720


def test_the_dark_scheme_has_colours_of_its_own(browser: Tabs, edition: Edition) -> None:
    page = open_page(browser, edition, "index")
    colours = "(({ backgroundColor, color }) => [backgroundColor, color])(getComputedStyle(document.body))"
    page.emulate_media(color_scheme="light")
    light = page.evaluate(colours)
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(colours)
    assert light[0] != dark[0]
    assert light[1] != dark[1]


def test_notes_stand_in_the_margin_only_where_there_is_one(browser: Tabs, edition: Edition) -> None:
    page = open_page(browser, edition, "index")
    for width, visible in ((1280, True), (800, False)):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.locator(".sidenote").first.is_visible() is visible
        assert page.locator("#fn-1").is_visible()


def test_margin_notes_do_not_overlap(browser: Tabs, edition: Edition) -> None:
    page = open_page(browser, edition, "index", viewport={"width": 1280, "height": 800})
    boxes: list[dict[str, float]] = page.locator(".sidenote").evaluate_all(
        "all => all.map(note => note.getBoundingClientRect().toJSON()).filter(box => box.height)"
    )
    assert len(boxes) > 20
    boxes.sort(key=lambda box: box["y"])
    assert all(above["y"] + above["height"] <= below["y"] for above, below in pairwise(boxes))
    text = page.locator("#kaf-p1").bounding_box()
    assert text is not None
    assert all(box["x"] >= text["x"] + text["width"] for box in boxes)
    assert all(box["x"] + box["width"] <= 1280 for box in boxes)


def test_readings_are_at_hand_by_keyboard_and_their_entry_leads_back(browser: Tabs, tmp_path: Path) -> None:
    reading = "<p>one <app><lem wit='#a'>two</lem><rdg wit='#b'>three and more words of another witness</rdg></app></p>"
    edition = make_foreign_edition(reading, tmp_path)
    page = open_page(browser, edition, "index", viewport={"width": 320, "height": 800})
    at_hand = page.locator(".readings")
    assert not at_hand.is_visible()
    page.locator(".app > a").focus()
    assert at_hand.is_visible()
    assert at_hand.text_content() == "two a] three and more words of another witness b"
    box = at_hand.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 320
    page.keyboard.press("Enter")
    page.wait_for_url("**#int-*")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**#{page.locator('.app').get_attribute('id')}")
