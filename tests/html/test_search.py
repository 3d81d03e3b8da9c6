"""The search of the pages in a real browser: from a disk, in Turkish and in English, by keyboard, without dead controls."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from support.html_pages import make_foreign_edition

if TYPE_CHECKING:
    from pathlib import Path

    from support.browser import Tabs
    from support.html_pages import Edition

# What is asked, and the addresses of results: all of the first are there, none of the second.
QUERIES = {
    "Ankara": (["places.html#place-ankara", "index.html#giris-p2", "index.html#fn-3"], []),
    "Ankara’nın": (["places.html#place-ankara", "index.html#giris-p2"], []),
    "ankara'da": (["places.html#place-ankara", "index.html#giris-p2"], []),
    "İNGİLTERE": (["places.html#place-ingiltere", "index.html#giris-p2"], []),
    "INGILTERE": (["places.html#place-ingiltere", "index.html#giris-p2"], []),
    "ingiltere": (["places.html#place-ingiltere", "index.html#giris-p2"], []),
    "ıngiltere": ([], ["places.html#place-ingiltere", "index.html#giris-p2"]),
    "KAZIM": (["persons.html#person-karabekir", "index.html#fn-2"], []),
    "kâzım": (["persons.html#person-karabekir", "index.html#fn-2"], []),
    "kazim karabekir": (["persons.html#person-karabekir", "index.html#fn-2"], []),
    "alem": (["places.html#place-islam-alemi"], []),
    "Vrangel": (["persons.html#person-vrangel", "index.html#kaf-p2"], []),
    "Wrangel": (["persons.html#person-vrangel", "index.html#kaf-p2"], []),  # whom the text never calls so
    "Atatürk": (["persons.html#person-ataturk", "index.html#giris-p2", "index.html#sonuc-p1"], []),
    '"Ankara Hükümeti"': (["bodies-events.html#org-ankara-hukumeti"], ["places.html#place-kars"]),
    '"Hükümeti Ankara"': ([], ["bodies-events.html#org-ankara-hukumeti"]),
    "TBMM": (["bodies-events.html#org-bmm", "index.html#fn-1"], []),
    "harp": (["index.html#fn-24"], []),  # “harbi”
    "fırka": (["glossary.html#term-firka"], []),
    "nkara": ([], ["places.html#place-ankara"]),
}
ALL = """([index, queries]) => queries.map(
  (query) => Object.values(teitoolsSearch(index, query).results).flat().map((result) => result.href))"""


def index_of(edition: Edition) -> Any:
    text = (edition.folder / "search-index.js").read_text(encoding="utf-8")
    return json.loads(text.removeprefix("globalThis.teitoolsIndex = ").removesuffix(";\n"))


@pytest.mark.parametrize("locale", ["tr-TR", pytest.param("en-US", marks=pytest.mark.campaign)])
def test_queries_find_what_a_reader_means_in_a_browser_of_either_language(
    browser: Tabs, edition: Edition, locale: str
) -> None:
    page = browser.new_page(locale=locale)
    page.goto((edition.folder / "persons.html").as_uri())
    addresses = page.evaluate(ALL, [index_of(edition), list(QUERIES)])
    found = {query: set(all_of) for query, all_of in zip(QUERIES, addresses, strict=True)}
    assert {query: missing for query, (all_of, _) in QUERIES.items() if (missing := set(all_of) - found[query])} == {}
    assert {query: wrong for query, (_, none_of) in QUERIES.items() if (wrong := set(none_of) & found[query])} == {}
    assert found["INGILTERE"] == found["ingiltere"] == found["İNGİLTERE"]
    assert found["Ankara"] == found["Ankara’nın"] == found["ankara'da"]


def test_the_index_is_small_and_has_every_paragraph_note_and_entry(edition: Edition) -> None:
    assert (edition.folder / "search-index.js").stat().st_size <= 100_000
    index = index_of(edition)
    page = edition.page("index.html")
    known = {passage[0] for passage in index["passages"]}
    assert known >= set(page.xpath("//section[@role='doc-endnotes' or @id='editorial-notes']//li/@id"))
    assert known >= set(page.xpath("//article//*[self::p or self::div][contains(@class, 'p')][a[@class='number']]/@id"))
    assert known <= set(page.xpath("//@id"))
    entries = {f"{entry[0]}#{entry[1]}" for entry in index["entries"]}
    shown = {f"{name}#{one}" for name in edition.names for one in edition.page(name).xpath("//article[@id]/@id")}
    assert entries == shown


def test_a_result_opens_at_the_word_and_marks_it(browser: Tabs, edition: Edition) -> None:
    page = browser.new_page(reduced_motion="reduce", viewport={"width": 1280, "height": 900})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((edition.folder / "places.html").as_uri())
    assert not [url for url in asked if "index" in url]  # it is loaded when a reader asks
    field = page.get_by_role("searchbox", name="Bu yayında ara")
    field.fill("Wrangel")
    result = page.locator("#search-results ul[aria-label='Metin'] a").first
    assert "Vrangel" in result.inner_text()
    assert result.locator("mark").first.inner_text() == "Vrangel"
    result.click()
    page.wait_for_url("**/index.html?q=Wrangel#*")
    page.wait_for_function("CSS.highlights.has('found')")
    words = page.evaluate("[...CSS.highlights.get('found')].map(String)")
    assert "Vrangel" in words
    target = page.url.partition("#")[2]
    top = page.evaluate(
        "(id) => [...CSS.highlights.get('found')].find((range) => document.getElementById(id).contains(range.startContainer))"
        ".getBoundingClientRect().top",
        target,
    )
    assert 0.2 * 900 < top < 0.45 * 900
    assert all(url.startswith("file:") for url in asked)


def test_the_search_can_be_used_by_keyboard_and_tells_how_much_it_found(browser: Tabs, edition: Edition) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto((edition.folder / "index.html").as_uri())
    field = page.get_by_role("searchbox")
    field.focus()
    page.keyboard.type("lenin")
    status = page.get_by_role("status")
    status.filter(has_text="sonuç").wait_for()
    count = int(status.inner_text().split()[0])
    assert count == page.locator("#search-results li").count() > 3
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('li') !== null")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "search-field"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "search-field"
    assert not page.locator("#search-results").is_visible()
    field.fill("xyzzy")
    status.filter(has_text="“xyzzy” bulunamadı").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_without_scripts_there_is_no_control_that_does_nothing(browser: Tabs, edition: Edition) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto((edition.folder / "index.html").as_uri())
    assert page.locator("input, button:not([popovertarget]), form").count() == 0  # HTML itself moves popovers


def test_what_stands_beside_the_text_is_not_searched_and_markup_is_no_markup(browser: Tabs, tmp_path: Path) -> None:
    body = (
        "<div><head>First &lt;i>words&lt;/i></head><p>A <choice><sic>teh</sic><corr>the</corr></choice> word"
        "<note place='foot'>In a note</note>s here &lt;b>bold&lt;/b>; l’empire, the Cafés of ΟΔΟΣ</p><p>An ïdea.</p></div>"
    )
    edition = make_foreign_edition(body, tmp_path)
    page = browser.new_page()
    page.goto((edition.folder / "index.html").as_uri())

    def found(query: str) -> list[str]:
        return [
            result["text"]
            for kind in page.evaluate(
                "([i, q]) => Object.values(teitoolsSearch(i, q).results)", [index_of(edition), query]
            )
            for result in kind
        ]

    assert found("words") == ["First <i>words</i>", "A the words here <b>bold</b>; l’empire, the Cafés of ΟΔΟΣ"]
    assert found("empire") == found("cafe") == found("οδοσ") == found("words")[1:]
    assert found("idea") == ["An ïdea."]
    assert found("note") == ["In a note"]
    assert found("teh") == found("…") == found("'") == []
    page.get_by_role("searchbox").fill("bold")
    page.locator("#search-results a").first.wait_for()
    assert page.locator("#search-results b").count() == 0


def test_a_passage_has_its_words_in_the_order_of_the_text(tmp_path: Path) -> None:
    """Whatever blocks they stand in: verses of speeches have no address of their own, prose has."""
    body = (
        "<div><head>Scene</head>"
        "<sp><speaker>ANNA</speaker><l>First verse</l><stage>(aside)</stage><l>second verse</l></sp>"
        "<sp><speaker>BERTA</speaker><p>Prose of hers.</p></sp>"
        "<sp><speaker>ANNA</speaker><ab>Third words</ab></sp></div>"
    )
    edition = make_foreign_edition(body, tmp_path)
    _title, *passages = [words for *_, words in index_of(edition)["passages"]]
    assert any("ANNA First verse (aside) second verse BERTA ANNA" in words for words in passages), passages
    read = edition.page("index.html").xpath("//article//section//text()[not(ancestor::a[@class = 'number'])]")
    assert sorted(" ".join(passages).split()) == sorted(" ".join(read).split())
