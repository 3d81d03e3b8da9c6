"""A paragraph is its sentences: for those who listen and for those who copy, with notes in the margin or without."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from support.html_pages import ARTICLE, STYLESHEETS, make_foreign_edition, runner

from teitools.project import EditionSettings
from teitools.tasks.editions.edition import build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page
    from support.browser import Tabs
    from support.html_pages import Edition

SELECTED = """() => [...document.querySelectorAll('article .division .p')].map(paragraph => {
  const range = document.createRange(), selection = getSelection();
  range.selectNodeContents(paragraph); selection.removeAllRanges(); selection.addRange(range);
  return [paragraph.id, selection.toString()]; })"""
# What leads away from the text is a link of its own in the tree: a call, a mark, the number of the paragraph.
APART = "a:is(.call, .mark, .number), [role='doc-pagebreak']"


@pytest.fixture(scope="module")
def text_edition(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The text edition of the article without its calls, in one line."""
    settings = EditionSettings("text", STYLESHEETS / "text" / "edition.xsl", {"width": "0"})
    made = build(settings, ARTICLE, tmp_path_factory.mktemp("text"), runner())
    text = (made.folder / f"{ARTICLE.stem}.txt").read_text(encoding="utf-8")
    return squeeze(re.sub(r"\[(\d+|[a-z]{1,2})\]", "", text))


def squeeze(text: str) -> str:
    """One space between words, none before a sign or an ending, whose call was taken away."""
    return re.sub(r" ([.,;:”’])", r"\1", " ".join(text.split()))


def heard(page: Page, selector: str) -> Iterator[tuple[str, str]]:
    """The id of each element and its text in the accessibility tree, as a screen reader gets it, without what is apart."""
    session = page.context.new_cdp_session(page)
    nodes: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}
    by_element = {node.get("backendDOMNodeId"): node for node in nodes}
    root = session.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]

    def elements(chosen: str) -> Iterator[dict[str, Any]]:
        for found in session.send("DOM.querySelectorAll", {"nodeId": root, "selector": chosen})["nodeIds"]:
            yield session.send("DOM.describeNode", {"nodeId": found})["node"]

    apart = {element["backendNodeId"] for element in elements(APART)}

    def text(node: dict[str, Any]) -> str:
        if node.get("backendDOMNodeId") in apart:
            return " "
        if node["role"]["value"] in ("StaticText", "LineBreak"):
            return str(node.get("name", {}).get("value", "")) or " "
        return "".join(text(by_id[child]) for child in node.get("childIds", []))

    for element in elements(selector):
        attributes = element["attributes"]
        yield attributes[attributes.index("id") + 1], text(by_element[element["backendNodeId"]])


@pytest.mark.parametrize("width", [pytest.param(360, marks=pytest.mark.campaign), 1920])
def test_what_is_heard_and_what_is_copied_is_what_is_written(
    browser: Tabs, edition: Edition, text_edition: str, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto((edition.folder / "index.html").as_uri())
    assert page.locator(".sidenote").first.is_visible() is (width > 1216)
    copied = {key: squeeze(text) for key, text in page.evaluate(SELECTED)}
    assert len(copied) > 15
    assert [key for key, text in copied.items() if text not in text_edition] == []
    spoken = {key: squeeze(text) for key, text in heard(page, "article .division .p")}
    assert spoken == copied


REGISTER = '<standOff><listPerson><person xml:id="yer"><persName>Yerasimos</persName></person></listPerson></standOff>'


def test_a_name_with_a_correction_in_it_is_one_link(tmp_path: Path) -> None:
    body = (
        '<p>by <persName ref="#yer">Stefanos <choice><sic>Yaresimos</sic><corr>Yerasimos</corr></choice>, <supplied>'
        "historian</supplied></persName>, too</p>"
    )
    page = make_foreign_edition(body, tmp_path, extra=REGISTER).page("index.html")
    (name,) = page.xpath("//span[contains(@class, 'persName')]")
    link, *marks = name.xpath("./a")
    assert link.text_content() == "Stefanos Yerasimos, [historian]"
    assert [mark.get("class") for mark in marks] == ["mark", "mark"]
    places = name.xpath(".//*[contains(@class, 'intervention')]/@id")
    rows = page.xpath("//section[@id='interventions']//tr[@id]")
    assert [mark.get("href") for mark in marks] == [f"#{row.get('id')}" for row in rows]
    assert [row.xpath("string(th/a/@href)") for row in rows] == [f"#{place}" for place in places]


def test_a_note_within_a_name_is_called_there_and_an_editors_note_behind_it(tmp_path: Path) -> None:
    body = (
        '<p>by <persName ref="#yer">Stefanos<note>So.</note> <hi xml:id="h">Yer</hi>asimos</persName>nin</p>'
        '<note type="editorial" target="#h">Thus.</note>'
    )
    page = make_foreign_edition(body, tmp_path, extra=REGISTER).page("index.html")
    (name,) = page.xpath("//span[contains(@class, 'persName')]")
    assert [(link.text_content().strip(), link.get("class")) for link in name.xpath("./a")] == [
        ("Stefanos", None),
        ("1", "call"),
        ("Yerasimos", None),
        ("a", "call editorial"),
    ]


def test_what_a_short_reference_stands_for_is_said_in_the_list_and_in_the_margin(edition: Edition) -> None:
    page = edition.page("index.html")
    listed = [found.text_content() for found in page.xpath("//section[@role='doc-endnotes']//*[@class='resolved']")]
    beside = [found.text_content() for found in page.xpath("//*[contains(@class, 'sidenote')]//*[@class='resolved']")]
    assert len(listed) == 4
    assert beside == listed
    assert all(re.fullmatch(r" \[dn\. \d+: .+\d{4}\]", text) for text in listed)


def test_copies_in_the_margin_are_nothing_for_those_who_listen(edition: Edition) -> None:
    page = edition.page("index.html")
    copies = page.xpath("//*[contains(@class, 'sidenote ') or @class='sidenote']")
    calls = page.xpath("//a[@role='doc-noteref'][not(ancestor::section[@role='doc-endnotes'])]")
    assert len(copies) == len(calls) > 50
    for copy in copies:
        assert copy.get("aria-hidden") == "true"
        assert copy.xpath(".//a[not(@tabindex='-1')] | .//@id") == []
