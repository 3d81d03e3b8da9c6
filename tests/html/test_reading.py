"""Reading at every width: fonts, measure, contents at hand, where one arrives, and what readers set for themselves."""

from __future__ import annotations

import gzip
import mimetypes
from itertools import chain
from typing import TYPE_CHECKING, Any

import pytest
from support.html_pages import make_edition, make_foreign_edition
from support.web import Server, plain, running

from teitools.files import files_below

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page
    from support.browser import Tabs
    from support.html_pages import Edition

KIB = 1024
# Letters of scholarly transcriptions of Ottoman, Arabic and Persian, among them some that fonts compose of two.
TRANSCRIPTION = "İIıiŞşĞğ Ââ Îî Ûû Āā Īī Ūū Ḥḥ Ḫḫ Ṣṣ Ṭṭ Żż Ẓẓ Ẕẕ Ġġ Ññ Ḳḳ ẖ ē ō ʿ ʾ “ ” ‘ ’ – … ° § ₺"


def open_page(browser: Tabs, edition: Edition, width: int = 1280, name: str = "index.html", **context: Any) -> Page:
    page: Page = browser.new_page(viewport={"width": width, "height": 900}, **context)
    page.goto((edition.folder / name).as_uri())
    page.evaluate("document.fonts.ready")
    return page


def fonts_used(page: Page, selector: str) -> dict[str, bool]:
    """The fonts in which the text of an element is set, each with whether the pages brought it along."""
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    nodes = session.send("DOM.querySelectorAll", {"nodeId": root, "selector": f"{selector}, {selector} *"})["nodeIds"]
    used = (session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"] for node in nodes)
    return {font["familyName"]: font["isCustomFont"] for font in chain.from_iterable(used)}


def test_every_letter_is_set_in_a_font_that_the_pages_bring_along(
    browser: Tabs, edition: Edition, tmp_path: Path
) -> None:
    page = open_page(browser, edition)
    assert page.evaluate("[...document.fonts].every(font => font.status === 'loaded')")
    for selector in (".title-block", "#ozet", "#abstract", "#kaf-p2", "#editorial-notes", ".contents"):
        assert set(fonts_used(page, selector).values()) == {True}, selector
    foreign = make_foreign_edition(f"<p>{TRANSCRIPTION} <hi rend='italic'>{TRANSCRIPTION}</hi></p>", tmp_path)
    used = fonts_used(open_page(browser, foreign), ".p")
    assert set(used.values()) == {True}, used


def test_a_style_sheet_of_the_project_chooses_other_fonts_and_none_of_ours_is_asked_for(
    browser: Tabs, tmp_path: Path
) -> None:
    source = make_foreign_edition("<p>Text.</p>", tmp_path).folder.parent / "foreign.xml"
    edition = make_edition(source, tmp_path / "own", css="own.css")
    (edition.folder / "assets" / "own.css").write_text(
        ":root { --serif: serif; --sans: sans-serif; }", encoding="utf-8"
    )
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((edition.folder / "index.html").as_uri())
    page.evaluate("document.fonts.ready")
    assert [url for url in asked if "/fonts/" in url] == []
    assert set(fonts_used(page, ".p").values()) == {False}


def served(edition: Edition, server: Server) -> None:
    """Let a server have the pages, as a reader gets them who does not read from a disk."""
    server.serve(
        {
            f"/{name}": plain((edition.folder / name).read_bytes(), mimetypes.guess_type(name)[0] or "font/woff2")
            for name in files_below(edition.folder)
        }
    )


# What moved after it was seen, in parts of the window (Layout Instability API).
MOVED = """new Promise(done => new PerformanceObserver(list =>
    done(list.getEntries().reduce((sum, entry) => sum + entry.value, 0)))
  .observe({type: 'layout-shift', buffered: true}) || setTimeout(() => done(0), 300))"""


@pytest.mark.parametrize("width", [360, pytest.param(1280, marks=pytest.mark.campaign)])
def test_the_page_of_the_article_is_light_and_nothing_in_it_moves(browser: Tabs, edition: Edition, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    with running() as server:
        served(edition, server)
        page.goto(server.url("/index.html"), wait_until="networkidle")
        assert page.evaluate(MOVED) == 0
        asked = [path for path in server.paths if path != "/favicon.ico"]
    assert len(asked) == len(set(asked)) > 7
    assert sum(len(gzip.compress((edition.folder / path[1:]).read_bytes())) for path in asked) < 250 * KIB


LINES = """id => {
  const range = document.createRange(), block = document.getElementById(id), lines = new Map();
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement.closest('.sidenote, .number, sup')) continue;
    for (let at = 0; at < node.length; at++) {
      range.setStart(node, at); range.setEnd(node, at + 1);
      const box = range.getBoundingClientRect(), line = Math.round(box.bottom / 12);
      if (box.width) lines.set(line, (lines.get(line) || 0) + 1);
    } }
  return [...lines.values()]; }"""


@pytest.mark.parametrize(
    ("width", "size"), [(1280, 17), pytest.param(1920, 18, marks=pytest.mark.campaign), (3840, 22)]
)
def test_lines_have_sixty_to_seventy_five_letters_and_grow_with_the_window(
    browser: Tabs, edition: Edition, width: int, size: int
) -> None:
    page = open_page(browser, edition, width)
    lines = sorted(page.evaluate(LINES, "kaf-p1"))
    middle = lines[len(lines) // 2]
    assert 60 <= middle <= 75, lines
    assert page.evaluate("parseFloat(getComputedStyle(document.getElementById('kaf-p1')).fontSize)") >= size


# Follows every link of a register into the text and says where in the window it leads, in parts of its height.
LANDINGS = """fragments => fragments.map(fragment => {
  location.hash = fragment;
  return [fragment, document.getElementById(fragment).getClientRects()[0].top / innerHeight]; })"""


@pytest.mark.parametrize("width", [360, pytest.param(1280, marks=pytest.mark.campaign)])
def test_one_arrives_in_the_upper_third_of_the_window_and_at_once(browser: Tabs, edition: Edition, width: int) -> None:
    links = edition.page("persons.html").xpath("//a[starts-with(@href, 'index.html#')]/@href")
    calls = edition.page("index.html").xpath("//a[contains(@class, 'back')]/@href")
    fragments = sorted({link.partition("#")[2] for link in links + calls})
    assert len(fragments) > 100
    page = open_page(browser, edition, width)
    landed = page.evaluate(LANDINGS, fragments)
    above = "#ozet-p1, .title-block"  # what stands so near the beginning that the page cannot go further up
    first = page.evaluate("above => document.querySelector(above).getBoundingClientRect().top + scrollY", above)
    beyond = page.evaluate("window.scrollTo(0, 0), document.documentElement.scrollHeight - innerHeight")
    assert beyond > first
    missed = [(fragment, part) for fragment, part in landed if not 0.2 <= part <= 0.4]
    tops = page.evaluate(
        "all => all.map(id => document.getElementById(id).getClientRects()[0].top + scrollY)",
        [key for key, _ in missed],
    )
    assert all(top < 900 * 0.3 or top > beyond for top in tops), missed


def test_what_was_arrived_at_is_seen_also_in_forced_colours(browser: Tabs, edition: Edition) -> None:
    page = open_page(browser, edition, forced_colors="active")
    for target in ("kaf-p2-m38", "kaf-p1", "fn-7"):
        page.evaluate("target => { location.hash = target; }", target)
        outline = page.locator(f"[id='{target}']").evaluate("it => getComputedStyle(it).outlineStyle")
        assert outline == "solid", target


def test_contents_are_at_hand_in_a_narrow_window_and_close_when_used(browser: Tabs, edition: Edition) -> None:
    page = open_page(browser, edition, 360)
    page.evaluate("scrollTo(0, 9000)")
    contents = page.locator(".bar summary")
    assert (contents.bounding_box() or {})["y"] < 60
    contents.click()
    page.locator(".bar ol a", has_text="Sonuç").click()
    assert page.url.endswith("#sonuc")
    assert not page.locator(".bar ol >> nth=0").is_visible()
    box = page.locator("#sonuc").bounding_box()
    assert box is not None
    assert 40 <= box["y"] <= 120
    contents.press("Enter")
    page.keyboard.press("Escape")
    assert not page.locator(".bar ol >> nth=0").is_visible()
    page.locator(".up").click()
    assert page.evaluate("scrollY") < 200
    page.set_viewport_size({"width": 1280, "height": 900})
    assert not page.locator(".bar summary").is_visible()
    assert page.locator("nav.contents").is_visible()


def test_without_scripts_contents_open_and_no_setting_is_offered(browser: Tabs, edition: Edition) -> None:
    page = open_page(browser, edition, 360, java_script_enabled=False)
    page.locator(".bar summary").click()
    assert page.locator(".bar ol >> nth=0").is_visible()
    assert not page.locator(".settings").is_visible()


PAPER = "getComputedStyle(document.body).backgroundColor"


def test_settings_are_seen_as_a_whole_in_a_narrow_window(browser: Tabs, edition: Edition) -> None:
    page = open_page(browser, edition, 320)
    page.locator(".settings summary").click()
    box = page.locator(".settings > div").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_readers_choose_colours_and_every_page_remembers(browser: Tabs, edition: Edition) -> None:
    page = open_page(browser, edition, color_scheme="light")
    light = page.evaluate(PAPER)
    page.locator(".settings summary").click()
    page.locator(".settings select[name=scheme]").select_option("dark")
    dark = page.evaluate(PAPER)
    assert dark != light
    page.goto((edition.folder / "persons.html").as_uri())
    assert page.evaluate(PAPER) == dark
    page.locator(".settings summary").click()
    page.keyboard.press("Escape")
    assert not page.locator(".settings select").first.is_visible()
    page.locator(".settings summary").click()
    page.locator(".settings select[name=scheme]").select_option("contrast")
    assert page.evaluate(PAPER) == "rgb(255, 255, 255)"
    page.locator(".settings select[name=scheme]").select_option("")
    assert page.evaluate(PAPER) == light


def test_who_asks_the_system_for_more_contrast_gets_it(browser: Tabs, edition: Edition) -> None:
    assert open_page(browser, edition, contrast="more").evaluate(PAPER) == "rgb(255, 255, 255)"


def test_the_text_is_read_as_in_the_source_and_corrected_again(browser: Tabs, edition: Edition) -> None:
    page = open_page(browser, edition)
    paragraph = page.locator("#abstract-p1")
    corrected = paragraph.inner_text()
    page.locator(".settings summary").click()
    reading = page.locator(".settings select[name=reading]")
    reading.select_option("source")
    assert "Turco-Soviet Friendly Agreement" in paragraph.inner_text()
    assert "powers" not in paragraph.inner_text()
    reading.select_option("")
    assert paragraph.inner_text() == corrected
    assert "Turco-Soviet Friendship Agreement" in corrected


def test_what_the_editors_supplied_is_not_in_the_source(browser: Tabs, tmp_path: Path) -> None:
    body = "<p>a <supplied>lost</supplied> word, <choice><abbr>Dr</abbr><expan>Doctor</expan></choice> B</p>"
    page = open_page(browser, make_foreign_edition(body, tmp_path))
    page.locator(".settings summary").click()
    page.locator(".settings select[name=reading]").select_option("source")
    assert " ".join(page.locator(".p").inner_text().split()) == "1 a word, Dr B"


def test_marks_of_names_are_seen_and_can_be_silenced(browser: Tabs, edition: Edition) -> None:
    page = open_page(browser, edition)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        colours = page.locator("#kaf-p2-m38 > a").evaluate(
            "link => [getComputedStyle(link).textDecorationColor, getComputedStyle(document.body).backgroundColor]"
        )
        assert contrast(*colours) >= 3, scheme
    page.locator(".settings summary").click()
    page.locator(".settings select[name=names]").select_option("quiet")
    line = page.locator("#kaf-p2-m38 > a").evaluate("link => getComputedStyle(link).textDecorationColor")
    assert line.endswith(", 0)")


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (WCAG 2.2, relative luminance)."""

    def luminance(colour: str) -> float:
        parts = [int(part) / 255 for part in colour.removeprefix("rgb(").removesuffix(")").split(",")]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_a_long_shelfmark_widens_no_page(browser: Tabs, tmp_path: Path) -> None:
    mark = "T.C. Cumhurbaşkanlığı Devlet Arşivleri Başkanlığı 30-18-1-1/1-15-9-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    body = f"<p>See<note><bibl><idno type='shelfmark'>{mark}</idno>, <biblScope>{mark}</biblScope></bibl></note>.</p>"
    page = open_page(browser, make_foreign_edition(body, tmp_path), 320)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
