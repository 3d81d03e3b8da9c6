"""No page of the article keeps anybody out, in narrow windows and wide ones, light and dark."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.barriers import barriers

if TYPE_CHECKING:
    from support.browser import Tabs
    from support.html_pages import Edition

PAGES = ["index", "persons", "places", "bodies-events", "archives-works", "glossary", "map", "chronology", "about"]

pytestmark = [pytest.mark.slow, pytest.mark.campaign]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_barrier(browser: Tabs, edition: Edition, name: str, width: int, scheme: str) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto((edition.folder / f"{name}.html").as_uri())
    page.wait_for_function("'ready' in document.documentElement.dataset")
    assert barriers(page) == []


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_no_barrier_in_what_opens(browser: Tabs, edition: Edition, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto((edition.folder / "index.html").as_uri())
    page.locator("details.settings summary").click()
    assert barriers(page) == []
    page.keyboard.press("Escape")
    page.locator("#fn-6-call").click()
    page.locator("[popover]:popover-open").wait_for()
    assert barriers(page) == []
