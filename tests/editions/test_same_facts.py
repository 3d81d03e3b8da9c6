"""One foreign document in five editions: each lays it out in its own way, and all say the same of it.

Each edition is read back by its own means (HTML and EPUB as trees, LaTeX by its commands, plain text and Markdown by
their lines) into the facts that a reader finds in it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from support.books import Book, make_book
from support.html_pages import Edition as Pages
from support.html_pages import make_edition
from support.markdown import footnotes, metadata
from support.printed import edition
from support.tex import read_document, read_text

if TYPE_CHECKING:
    from collections.abc import Iterable

FOREIGN = Path(__file__).parent / "foreign.xml"
HEADINGS = [(1, "First part"), (2, "Second part"), (1, "Third part")]
ITEMS = ["alder", "birch", "cedar", "daisy", "elder", "flax", "hazel", "ivy", "juniper"]
LABELS = ["1.", "5.", "6.", "", "b)", "bullet", "gorse", "1", ""]
NOTES = {"7": "As was usual.", "2": "Unnumbered."}
PERSONS = ["Dr. Nâzım", "Fuat, Ali", "García Márquez, Gabriel", "Woolf, Virginia"]
PLACES = ["Aras", "Kars"]
INTERVENTIONS = [
    ("First part ¶2", "–", "never"),
    ("First part ¶2", "always", "–"),
    ("First part ¶2", "went", "whent"),
    ("First part ¶2", "perhaps", "perhaps"),
    ("First part ¶2", "[…]", "–"),
    ("First part ¶2", "Mister", "Mr"),
]
VARIANTS = [
    ("First part ¶1", "stone A", "wall of brick [mortar A] high B"),
    ("First part ¶1", "grey A", "gray B – colour"),
    ("First part ¶2", "there Mister", "om. B"),
]
UNSTYLED = ["unstyled element: catachresis (1)", "unstyled element: zeugma (1)"]


def line(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    return make_edition(FOREIGN, tmp_path_factory.mktemp("html"))


@pytest.fixture(scope="module")
def latex() -> str:
    return edition("latex", FOREIGN).text


@pytest.fixture(scope="module")
def plain() -> str:
    return edition("text", FOREIGN, width=0, interventions=True).text


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return make_book(FOREIGN, tmp_path_factory.mktemp("epub"))


@pytest.fixture(scope="module")
def markdown() -> str:
    return edition("markdown", FOREIGN).text


def in_text(book: Book, path: str) -> list[Any]:
    """What an XPath finds in the files of the text."""
    return [found for name in book.spine if name.startswith(("title", "text-")) for found in book.find(name, path)]


def words(element: Any) -> str:
    """What the element says, without calls, numbers and labels."""
    path = (
        ".//text()[not(ancestor::*[local-name() = 'sup' or @hidden or contains(@class, 'sidenote') or @class = 'number'"
        " or @class = 'item-label' or @class = 'back'])]"
    )
    return line("".join(element.xpath(path)))


def test_titles(pages: Pages, latex: str, plain: str, book: Book, markdown: str) -> None:
    page = pages.page("index.html")
    assert [page.xpath("string(//h1)"), *page.xpath("//p[@class='other-title']/text()")] == [
        "Then Stone Fell",
        "A Sample",
    ]
    assert page.xpath("//p[@class='authors']") == []
    assert re.findall(r"\\tei(?:sub)?title(?:remark)?\{([^}]*)\}", latex) == ["Then Stone Fell", "A Sample"]
    assert [text for text in plain.splitlines()[:9] if text][:3] == ["Then Stone Fell", "A Sample", "Under the title"]
    title = book.find("title.xhtml", "//h:h1 | //h:p[@class='other-title' or @class='authors']")
    assert list(map(words, title)) == ["Then Stone Fell", "A Sample"]
    assert [item.text for item in book.find("package.opf", "//dc:title")] == ["Then Stone Fell", "A Sample"]
    assert metadata(markdown)["title"] == "Then Stone Fell"
    assert [text for text in markdown.split("---\n")[2].splitlines() if text][:2] == ["A Sample", "Under the title"]


def test_headings_and_their_depth(pages: Pages, latex: str, plain: str, book: Book, markdown: str) -> None:
    heads = pages.page("index.html").xpath("//section[contains(@class, 'division')]/*[starts-with(name(), 'h')]")
    assert [(int(head.tag[1]) - 1, words(head)) for head in heads] == HEADINGS
    found = re.findall(
        r"\\teihead\{(\d)\}\{([^}]*)\}", latex.split("\\teihead{1}{Editorial interventions}", maxsplit=1)[0]
    )
    assert [(int(level), name) for level, name in found] == HEADINGS
    assert [text for text in plain.splitlines() if text in dict(map(reversed, HEADINGS))] == [
        name for _, name in HEADINGS
    ]
    heads = in_text(book, "//h:section[contains(@class, 'division')]/*[self::h:h2 or self::h:h3]")
    assert [(int(head.tag[-1]) - 1, words(head)) for head in heads] == HEADINGS
    found = re.findall(r"^(#+) ([^{\n]*)$", markdown, re.MULTILINE)
    assert [(len(level), name) for level, name in found] == HEADINGS


def html_label(item: Any) -> str:
    own = item.xpath("string(span[@class='item-label'])") or item.xpath("string(preceding-sibling::*[1][self::dt])")
    if own or item.tag in ("dd", "span"):
        return line(own)
    if item.getparent().tag == "ul":
        return "" if "simple" in item.xpath("string(../../@class)").split() else "bullet"
    before = [item, *reversed(item.xpath("preceding-sibling::li"))]
    numbered = [distance for distance, one in enumerate(before) if one.get("value")]
    return f"{int(before[numbered[0]].get('value')) + numbered[0] if numbered else len(before)}."


def test_labels_of_lists(pages: Pages, latex: str, plain: str) -> None:
    items = pages.page("index.html").xpath("//*[contains(@class, 'item')][not(@class='item-label')]")
    assert [words(item).rstrip(",") for item in items] == ITEMS
    assert [html_label(item) for item in items] == LABELS
    drawn = ["–" if label == "bullet" else label for label in LABELS]
    commands = re.findall(r"\\tei(?:label)?item\{([^}]*)\}\{(\w+)\}", latex)
    assert commands == list(zip(drawn, ITEMS, strict=True))[:7]
    assert "In a line: 1 ivy, juniper." in line(latex)
    flat = line(plain)
    for label, item in zip(drawn, ITEMS, strict=True):
        assert f" {label} {item}".replace("  ", " ") in flat
    assert "– daisy" not in flat
    assert "In a line: 1 ivy, juniper." in flat
    assert "In a line: 1 ivy, juniper." in line(pages.page("index.html").text_content())


def test_notes_and_their_numbers(pages: Pages, latex: str, plain: str, book: Book, markdown: str) -> None:
    notes = pages.page("index.html").xpath("//section[@role='doc-endnotes']//li")
    shown = {note.xpath("string(span)"): words(note.xpath("div")[0]).rstrip(" ↑") for note in notes}
    assert shown == NOTES
    assert {
        number: line(text) for number, text in re.findall(r"\\teinote\{(\d+)\}\{note-\d\}\{([^}]*)\}", latex)
    } == NOTES
    assert dict(re.findall(r"^\[(\d+)\] +(.*)$", plain, flags=re.MULTILINE)) == NOTES
    asides = [note for note in in_text(book, "//h:aside") if note[0].text.isdigit()]  # others are of the apparatus
    assert {note[0].text: words(note[1]).rstrip(" ↑") for note in asides} == NOTES
    assert {sign: text for sign, text in footnotes(markdown).items() if sign.isdigit()} == NOTES


def test_the_running_text_has_one_reading_of_each_place(
    pages: Pages, latex: str, plain: str, book: Book, markdown: str
) -> None:
    sentence = "Then stone fell on grey dust"
    assert sentence in words(pages.page("index.html").xpath("//*[@class='p']")[0])
    tex = read_document(latex, "Editorial interventions").text
    assert sentence in tex
    assert sentence in re.sub(r"\[°\d\]", "", plain)
    assert sentence in words(in_text(book, "//h:p[@class='p']")[0])
    assert sentence in re.sub(r"\[\^[^\]]*\]", "", markdown)
    running = re.split(r"^(?:\[\^|# Editorial)", markdown, maxsplit=1, flags=re.MULTILINE)[0]
    for text in (tex, plain.split("Variant readings", maxsplit=1)[0], running):
        assert not re.search("wall|mortar|gray|whent|colour", text)


def triples(rows: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return [tuple(line(cell) for cell in row) for row in rows]


def test_interventions_in_the_same_order(pages: Pages, latex: str, plain: str, book: Book, markdown: str) -> None:
    rows = pages.page("index.html").xpath("//section[@id='interventions']//tbody/tr")
    cells = [(row.xpath("string(th)"), row.xpath("string(td[2])"), row.xpath("string(td[1])")) for row in rows]
    assert triples(cells) == INTERVENTIONS
    rows = in_text(book, "//h:section[@id='interventions']//h:tbody/h:tr")
    assert triples([tuple("".join(row[column].itertext()) for column in (0, 2, 1)) for row in rows]) == INTERVENTIONS
    grid = [re.split(r" *\| *", line.replace("\\", "")) for line in markdown.splitlines() if line.startswith("| ")]
    assert [(row[1], row[3], row[2]) for row in grid if row[1].strip("-")][1:] == INTERVENTIONS
    remarks = r"(?: \((?:illegible|probable)\))?"
    entry = rf"\\teiintervention\{{iv-\d\}}\{{(.*)\}}\{{\\textit\{{(.*)\}}\{{\]\}} (.*?){remarks}\}}"
    source = line(latex).replace("\\teiintervention", "\n\\teiintervention").replace("\\end{teiapparatus}", "\n")
    assert (
        triples(tuple(map(read_text, found)) for found in re.findall(rf"^{entry} ?$", source, re.MULTILINE))
        == INTERVENTIONS
    )
    listed = plain.split("Editorial interventions")[1]
    assert triples(re.findall(rf"^([^:]*): (.*?)\] (.*?){remarks}$", listed, re.MULTILINE)) == INTERVENTIONS


def test_the_apparatus_is_called_by_numbers_of_its_own(pages: Pages, latex: str, plain: str) -> None:
    page = pages.page("index.html")
    entries = page.xpath("//section[@id='apparatus']/ol/li")
    assert [words(entry) for entry in entries] == [
        " ".join((place, f"{lemma}]", rest)) for place, lemma, rest in VARIANTS
    ]
    calls = page.xpath("//span[contains(@class, 'app')]/a/@href")
    assert calls == [f"#{entry.get('id')}" for entry in entries]
    assert entries[0].xpath("a/@href") == [f"#{page.xpath('//span[@class=$c]/@id', c='app')[0]}"]

    variants = read_document(latex, "Editorial interventions").variants
    assert variants == {str(i): f"{lemma}] {rest}" for i, (_, lemma, rest) in enumerate(VARIANTS, 1)}

    assert "stone[°1] fell on grey[°2] dust[7]" in plain
    listed = re.findall(r"^\[(°\d)\] (.*)$", plain, flags=re.MULTILINE)
    assert listed == [(f"°{i}", f"{place}: {lemma}] {rest}") for i, (place, lemma, rest) in enumerate(VARIANTS, 1)]


def test_without_the_list_plain_text_still_has_the_apparatus() -> None:
    bare = edition("text", FOREIGN, width=0).text
    assert "Editorial interventions" not in bare
    assert "[°1] First part ¶1: stone A]" in bare.split("Variant readings")[1]


def test_names_of_entries(pages: Pages, latex: str) -> None:
    for page, kind, names in (("persons", "persons", PERSONS), ("places", "places", PLACES)):
        heads = pages.page(f"{page}.html").xpath("//article/header/*[1]")
        assert [line(head.text_content()) for head in heads] == names
        assert re.findall(rf"\\teiregister\{{\w+\}}\{{{kind}\}}\{{([^}}]*)\}}", latex) == names
    assert re.findall(r"\\teiname\{(\w+)\}", latex) == ["p1", "p2", "p3", "p4", "l1", "l2"]
    for name in ("p1", "p2", "p3", "p4"):
        assert len(pages.page("persons.html").get_element_by_id(name).xpath(".//ul[@class='occurrences']//a")) == 1


def test_unstyled_elements() -> None:
    assert list(edition("markdown", FOREIGN).messages) == UNSTYLED
    assert list(edition("latex", FOREIGN).messages) == UNSTYLED
    assert list(edition("text", FOREIGN).messages) == UNSTYLED


def test_unstyled_elements_in_html(pages: Pages) -> None:
    assert sorted(item.message.split(">")[0].removeprefix("<") for item in pages.findings) == ["catachresis", "zeugma"]
    assert {item.code for item in pages.findings} == {"EDN002"}


def test_labels_of_lists_in_markdown(markdown: str) -> None:
    labels = re.findall(r"^(?:(\d+\.|-)   ?(?:(b\\\)) )?|(gorse)\n\n:   )(\w+)$", markdown, re.MULTILINE)
    assert [item for *_, item in labels] == ITEMS[:7]
    shown = [(own or term or sign).replace("\\", "") for sign, own, term, _ in labels]
    assert shown == ["-" if label in ("", "bullet") else label for label in LABELS[:7]]
    assert "In a line: 1 ivy, juniper." in markdown
