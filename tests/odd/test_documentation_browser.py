"""The documentation in a real browser: search by keyboard, deep links, narrow screens, dark scheme, no scripts."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from support.barriers import barriers
from support.odd_pages import P5, page
from support.running import SHARED

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page
    from support.browser import Tabs

VNU = os.environ.get("VNU", "")  # vnu.jar, which is not part of the project


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("odd-pages")
    for language in ("en", "tr"):
        (folder / f"small.{language}.html").write_text(page(language).text, encoding="utf-8")
    return folder


def with_large(pages: Path, name: str) -> Path:
    """A page, which is made now if it is the large one."""
    path = pages / f"{name}.html"
    if name == "tei_jtei.en" and not path.exists():
        if not P5.is_file():
            pytest.skip("TEI's own ODDs are not beside this checkout")
        path.write_text(page("en", SHARED / "tei" / "tei_jtei.odd").text, encoding="utf-8")
    return path


def opened(browser: Tabs, path: Path, fragment: str = "", **context: object) -> Page:
    made: Page = browser.new_page(reduced_motion="reduce", **context)  # type: ignore[arg-type]
    made.goto(path.as_uri() + (f"#{fragment}" if fragment else ""))
    return made


def search(browser: Tabs, pages: Path, query: str, name: str = "small.en") -> Page:
    made = opened(browser, pages / f"{name}.html")
    made.keyboard.press("/")
    made.keyboard.type(query)
    return made


def results(made: Page) -> list[str]:
    return [" ".join(option.split()) for option in made.locator("[role=option]").all_inner_texts()]


@pytest.mark.campaign
@pytest.mark.parametrize("name", ["small.tr", "tei_jtei.en"])
def test_the_page_does_not_scroll_sideways(browser: Tabs, pages: Path, name: str) -> None:
    made = opened(browser, with_large(pages, name))
    made.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    made.evaluate(  # the policy of the page forbids style elements of others
        """const added = new CSSStyleSheet(); added.replaceSync(".spec { content-visibility: visible !important }");
        document.adoptedStyleSheets = [added]"""
    )
    for width in (320, 768, 1280):
        made.set_viewport_size({"width": width, "height": 800})
        assert made.evaluate("[document.documentElement.scrollWidth, innerWidth]") == [width, width]


def test_the_page_asks_for_nothing_but_itself(browser: Tabs, pages: Path) -> None:
    made = browser.new_page()
    asked: list[str] = []
    made.on("request", lambda request: asked.append(request.url))
    made.goto((pages / "small.en.html").as_uri())
    made.wait_for_load_state("load")
    assert asked == [(pages / "small.en.html").as_uri()]


def test_without_scripts_only_the_search_is_missing(browser: Tabs, pages: Path) -> None:
    made = opened(browser, pages / "small.en.html", java_script_enabled=False)
    assert not made.locator("#search").is_visible()
    for identifier in ("names", "element-name", "att-global--n", "element-name--type--person", "attribute--type"):
        assert made.locator(f"[id='{identifier}']").is_visible(), identifier


def test_everything_is_found_by_name_or_by_words_of_its_description(browser: Tabs, pages: Path) -> None:
    first_of = {
        "name": "<name> element",
        "@rend": "@rend attribute",
        "<head": "<head> element",
        "att.global": "att.global class",
        "pers": "person value <name> @type",
        "lists": "Lists section",
        "heading": "<head> element",
        "teidata.w": "teidata.word datatype",
        "zzz": None,
    }
    made = opened(browser, pages / "small.en.html")
    for query, first in first_of.items():
        made.locator("#search-box").fill(query)
        found = results(made)
        assert bool(found) is (first is not None), query
        assert first is None or found[0].startswith(first), query


def test_letters_of_turkish_are_found_however_they_are_written(browser: Tabs, pages: Path) -> None:
    made = opened(browser, pages / "small.tr.html")
    for query in ("Iğdır", "IĞDIR", "ığdır", "igdir", "İĞDİR", "iğdir"):
        made.locator("#search-box").fill(query)
        assert results(made) == ["Adlar ve Iğdır bölüm"], query


def test_the_search_says_how_much_it_found(browser: Tabs, pages: Path) -> None:
    made = search(browser, pages, "name")
    count = len(results(made))
    assert made.locator("#search-status").inner_text() == f"{count} found"
    assert search(browser, pages, "zzz").locator("#search-status").inner_text() == "Nothing found"
    assert search(browser, pages, "zzz", "small.tr").locator("#search-status").inner_text() == "Sonuç yok"


def test_a_result_is_chosen_and_visited_by_keyboard(browser: Tabs, pages: Path) -> None:
    made = search(browser, pages, "name")
    box = made.locator("#search-box")
    assert box.get_attribute("aria-expanded") == "true"
    made.keyboard.press("ArrowDown")
    made.keyboard.press("ArrowDown")
    chosen = made.locator("[role=option][aria-selected=true]")
    assert chosen.count() == 1
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id") == "search-result-1"
    target = chosen.get_attribute("data-to")
    made.keyboard.press("Enter")
    assert made.url.endswith(f"#{target}")
    assert made.evaluate("document.activeElement.id") == target
    assert not made.locator("#search-results").is_visible()
    box_of_target = made.locator(f"[id='{target}']").bounding_box()
    assert box_of_target is not None
    assert 40 <= box_of_target["y"] < 720


def test_escape_closes_the_list_and_then_empties_the_box(browser: Tabs, pages: Path) -> None:
    made = search(browser, pages, "name")
    made.keyboard.press("Escape")
    assert not made.locator("#search-results").is_visible()
    assert made.locator("#search-box").input_value() == "name"
    made.keyboard.press("Escape")
    assert made.locator("#search-box").input_value() == ""


def test_a_click_leads_to_the_result(browser: Tabs, pages: Path) -> None:
    made = search(browser, pages, "person")
    made.locator("[role=option]").first.click()
    assert made.url.endswith("#element-name--type--person")


def test_what_is_searched_is_text_and_never_markup(browser: Tabs, pages: Path) -> None:
    made = search(browser, pages, "place&<1>")
    assert [found.split(" value")[0] for found in results(made)] == ["place&<1>"]
    assert made.locator("#search-results script").count() == 0


def test_a_deep_link_shows_its_target_below_the_frame(browser: Tabs, pages: Path) -> None:
    for identifier in ("element-para", "att-global", "element-name--type"):
        made = opened(browser, pages / "small.en.html", identifier)
        made.evaluate("new Promise(shown => requestAnimationFrame(() => requestAnimationFrame(shown)))")
        box = made.locator(f"[id='{identifier}']").bounding_box()
        assert box is not None
        assert 30 <= box["y"] < 700, identifier


def test_a_deep_link_jumps_as_a_long_page_moves_while_it_scrolls(browser: Tabs, pages: Path) -> None:
    made = browser.new_page()  # as a reader without a wish for less motion has it
    made.goto((pages / "small.en.html").as_uri())
    assert made.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_tab_first_reaches_the_skip_link(browser: Tabs, pages: Path) -> None:
    made = opened(browser, pages / "small.en.html")
    made.keyboard.press("Tab")
    assert made.locator("*:focus").get_attribute("href") == "#main"


def test_the_dark_scheme_has_colours_of_its_own(browser: Tabs, pages: Path) -> None:
    colours = []
    made = opened(browser, pages / "small.en.html")
    for scheme in ("light", "dark"):
        made.emulate_media(color_scheme=scheme)
        colours.append(made.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert colours[0] != colours[1]


@pytest.mark.campaign
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
@pytest.mark.parametrize("name", ["small.tr", "tei_jtei.en"])
def test_axe_finds_no_barrier(browser: Tabs, pages: Path, name: str, width: int, scheme: str) -> None:
    made = opened(browser, with_large(pages, name), viewport={"width": width, "height": 800}, color_scheme=scheme)
    made.keyboard.press("/")
    made.keyboard.type("a")
    assert barriers(made) == []


@pytest.mark.skipif(not VNU, reason="the Nu checker is not part of the project: set VNU to the path of vnu.jar")
def test_the_nu_checker_finds_no_error(pages: Path) -> None:
    import subprocess

    command = ["java", "-Xss4m", "-jar", VNU, "--errors-only", *map(str, sorted(pages.glob("*.html")))]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.stderr == ""
