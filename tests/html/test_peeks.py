"""What a link leads to opens in place: with mouse, keyboard and finger, at every width; without scripts it leads there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.html_pages import make_foreign_edition

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page
    from support.browser import Tabs
    from support.html_pages import Edition

# A link of each kind, with what is to be read in its place.
GOALS = {
    "#fn-7-call": "Cumhuriyet Müzesi Arşivi",
    "#ed-10-call": "Kafkas Seddi",
    "#kaf-p2-m38 a": "20 Ağustos 1957",
    "#choice-mahv > a": "teitools contributors",
    ".name.term a >> nth=0": "metinde",
}
SCROLLED = "Math.round(scrollY)"


def open_page(browser: Tabs, edition: Edition, width: int = 360, **context: object) -> Page:
    page: Page = browser.new_page(viewport={"width": width, "height": 800}, **context)  # type: ignore[arg-type]
    page.goto((edition.folder / "index.html").as_uri())
    return page


def is_within_the_window(page: Page) -> bool:
    box = page.locator(".peek").bounding_box()
    size = page.viewport_size
    assert box is not None
    assert size is not None
    inside = box["x"] >= 0 and box["x"] + box["width"] <= size["width"]
    return inside and box["y"] >= 0 and box["y"] + box["height"] <= size["height"]


@pytest.mark.parametrize("width", [360, pytest.param(1280, marks=pytest.mark.campaign)])
def test_each_kind_of_link_opens_in_place_and_closes_to_where_one_was(
    browser: Tabs, edition: Edition, width: int
) -> None:
    page = open_page(browser, edition, width)
    peek = page.locator(".peek")
    for selector, words in GOALS.items():
        link = page.locator(selector).first
        link.scroll_into_view_if_needed()
        link.focus()
        before, address = page.evaluate(SCROLLED), page.url
        for by_mouse in (True, False):
            link.click() if by_mouse else link.press("Enter")
            assert peek.is_visible(), selector
            assert words in peek.inner_text()
            assert is_within_the_window(page), selector
            assert page.evaluate("document.activeElement.className") == "peek"
            page.keyboard.press("Escape")
            assert not peek.is_visible()
            assert link.evaluate("link => link === document.activeElement"), selector
        assert (page.evaluate(SCROLLED), page.url) == (before, address), selector


def test_a_finger_opens_it_and_closes_it_beside(browser: Tabs, edition: Edition) -> None:
    page = open_page(browser, edition, has_touch=True)
    link = page.locator("#fn-1-call")
    link.scroll_into_view_if_needed()
    before = page.evaluate(SCROLLED)
    link.tap()
    assert page.locator(".peek").is_visible()
    page.touchscreen.tap(2, 2)
    assert not page.locator(".peek").is_visible()
    assert page.evaluate(SCROLLED) == before


def test_a_card_leads_to_the_register_and_a_note_to_its_list(browser: Tabs, edition: Edition) -> None:
    page = open_page(browser, edition)
    page.locator("#fn-7-call").click()
    page.locator(".peek-go a").click()
    assert page.url.endswith("#fn-7")
    assert not page.locator(".peek").is_visible()
    page.locator("#kaf-p2-m38 a").click()
    page.locator(".peek .card-go a").click()
    page.wait_for_url("**/persons.html#person-halil-kut")


def test_from_what_is_open_one_goes_on_in_place(browser: Tabs, edition: Edition) -> None:
    page = open_page(browser, edition)
    page.locator("#fn-6-call").click()
    name = page.locator(".peek .persName a").first
    name.click()
    assert "Yerasimos" in page.locator(".peek .card-name").inner_text()
    assert page.url.endswith("index.html")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "fn-6-call"


def test_a_link_that_is_to_open_elsewhere_is_left_alone(browser: Tabs, edition: Edition) -> None:
    page = open_page(browser, edition)
    with page.context.expect_page() as opened:
        page.locator("#kaf-p2-m38 a").click(modifiers=["ControlOrMeta"])
    opened.value.wait_for_url("**/persons.html#person-halil-kut")
    assert not page.locator(".peek").is_visible()


def test_without_scripts_a_link_leads_there_and_a_note_is_read_at_its_call(browser: Tabs, edition: Edition) -> None:
    page = open_page(browser, edition, java_script_enabled=False)
    note = page.locator("#fn-7-call + .sidenote")
    assert not note.is_visible()
    page.locator("#fn-7-call").hover()
    assert note.is_visible()
    page.locator("#fn-7-call").click()
    page.wait_for_url("**/index.html#fn-7")
    page.locator("#kaf-p2-m38 a").click()
    page.wait_for_url("**/persons.html#person-halil-kut")


def test_there_is_one_card_for_each_entry_that_the_text_names(edition: Edition) -> None:
    page = edition.page("index.html")
    cards = {card.get("data-of"): card for card in page.xpath("//div[@class='card']")}
    assert len(cards) == len(page.xpath("//div[@class='card']")) > 150
    named = set(page.xpath("//article//*[contains(@class, 'name ') or @class='name']/a[not(@class)]/@href"))
    assert named - cards.keys() == set()
    for address, card in cards.items():
        register, _, identifier = address.partition("#")
        (entry,) = edition.page(register).xpath("//article[@id=$id]", id=identifier)
        count = entry.xpath("string(.//span[@class='count'])")
        assert f"metinde {count} yerde" in card.xpath("string(p[@class='card-go'])")


def test_a_reading_of_another_witness_opens_in_place(browser: Tabs, tmp_path: Path) -> None:
    reading = "<p>one <app><lem wit='#a'>two</lem><rdg wit='#b'>three</rdg></app></p>"
    page = open_page(browser, make_foreign_edition(reading, tmp_path), 320)
    page.locator(".app > a").click()
    assert "three" in page.locator(".peek").inner_text()
