"""TEI of other laboratories: no register, other elements, registers of their own, prefixes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.html_pages import Nesting, make_edition, make_foreign_edition, words_of_html
from support.running import SHARED

if TYPE_CHECKING:
    from pathlib import Path

CORPUS = SHARED / "corpus"


def text(element: object) -> str:
    return " ".join(element.text_content().split())  # type: ignore[attr-defined]


def test_a_document_without_register_has_text_and_header(tmp_path: Path) -> None:
    edition = make_foreign_edition("<div><head>One</head><p>Text.</p></div>", tmp_path)
    assert edition.names == ["about.html", "index.html"]
    assert edition.messages == ()
    assert edition.page("index.html").xpath("//article/@lang") == [""]
    assert edition.page("index.html").get("lang") == "en"


def test_no_note_is_lost(tmp_path: Path) -> None:
    body = (
        "<div><head>Head<note>in the heading</note></head>"
        "<p>a<note><p>first paragraph</p><p>second paragraph</p></note> b<note n='*' place='margin'>signed "
        "<note>note in a note</note></note> c<note place='inline'>inline</note></p>"
        "<lg><l>verse<note>on a verse</note></l></lg><table><row><cell>cell<note>in a cell</note></cell></row></table>"
        "<list><item>item<note><list><item>listed</item></list></note></item></list></div>"
    )
    edition = make_foreign_edition(body, tmp_path)
    page = edition.page("index.html")
    notes = [text(item) for item in page.xpath("//section[@role='doc-endnotes']/ol/li")]
    expected = ["in the heading", "first paragraph", "signed", "note in a note", "on a verse", "in a cell", "listed"]
    assert len(notes) == len(expected)
    for note, words in zip(notes, expected, strict=True):
        assert words in note
    assert "second paragraph" in notes[1]
    assert "inline" in text(page.xpath("//*[@class='p']")[0])
    calls = page.xpath("//a[@role='doc-noteref']/@id")
    assert sorted(calls) == sorted(href.removeprefix("#") for href in page.xpath("//a[@role='doc-backlink']/@href"))


def test_an_element_nobody_has_styled_keeps_its_text_and_is_reported_once(tmp_path: Path) -> None:
    body = "<div><p>a <zeugma>kept</zeugma> b <zeugma>too</zeugma> <catachresis>also</catachresis></p></div>"
    edition = make_foreign_edition(body, tmp_path)
    assert edition.messages == ("unstyled element: catachresis (1)", "unstyled element: zeugma (2)")
    page = edition.page("index.html")
    assert [span.text for span in page.xpath("//span[@class='zeugma']")] == ["kept", "too"]


def test_editors_notes_in_the_text_and_about_the_whole_are_called(tmp_path: Path) -> None:
    extra = (
        "<standOff><note type='editorial' target='#whole'>general</note>"
        "<note type='editorial' target='#a #b'>on two places</note></standOff>"
    )
    body = "<div><p xml:id='a'>one<note type='editorial'>at its place</note></p><p xml:id='b'>two</p></div>"
    edition = make_foreign_edition(body, tmp_path, root="xml:id='whole'", extra=extra)
    page = edition.page("index.html")
    calls = page.xpath("//a[@role='doc-noteref']")
    backs = page.xpath("//a[@role='doc-backlink']/@href")
    assert len(calls) == 4
    assert sorted(f"#{call.get('id')}" for call in calls) == sorted(backs)
    notes = [" ".join(words_of_html(item)) for item in page.xpath("//section[@id='editorial-notes']//li")]
    assert notes == ["at its place", "on two places", "general"]


def test_registers_in_the_document_itself_are_used(tmp_path: Path) -> None:
    extra = "<standOff><listPerson><person xml:id='p'><persName>Ada</persName></person></listPerson></standOff>"
    body = "<div><head>H</head><p>By <persName ref='#p'>her</persName>.</p></div>"
    edition = make_foreign_edition(body, tmp_path, extra=extra)
    assert "persons.html" in edition.names
    (link,) = edition.page("persons.html").xpath("//ul[@class='occurrences']//a/@href")
    page, _, fragment = link.partition("#")
    assert text(edition.page(page).get_element_by_id(fragment)) == "her"
    assert edition.page("index.html").xpath("//span[@class='name persName']/a/@href") == ["persons.html#p"]


def test_a_register_is_found_through_prefix_and_base(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "people.xml").write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><standOff><listPerson>'
        '<person xml:id="p1"><persName>Ada</persName></person>'
        '<person xml:id="p2"><persName>Bea</persName></person></listPerson></standOff></TEI>',
        encoding="utf-8",
    )
    header = (
        "<encodingDesc><listPrefixDef><prefixDef ident='psn' matchPattern='([a-z0-9]+)' "
        "replacementPattern='data/people.xml#$1'/></listPrefixDef></encodingDesc>"
    )
    based = "<seg xml:base='data/'><persName ref='people.xml#p2'>B</persName></seg>"
    body = f"<div><p><persName ref='psn:p1'>A</persName> {based}</p></div>"
    edition = make_foreign_edition(body, tmp_path, header=header)
    links = edition.page("index.html").xpath("//span[@class='name persName']/a/@href")
    assert links == ["persons.html#p1", "persons.html#p2"]


def test_a_pointer_to_nothing_or_to_the_web_stays_text_and_fetches_nothing(tmp_path: Path) -> None:
    body = (
        "<div><p><persName ref='missing.xml#p'>A</persName> <persName ref='https://example.org/b#p'>B</persName> "
        "<ref target='#nowhere'>C</ref> <ref target='https://example.org/'>D</ref> <ref target=':::'>E</ref></p></div>"
    )
    edition = make_foreign_edition(body, tmp_path)
    page = edition.page("index.html")
    assert text(page.xpath("//*[@class='p']")[0]).split() == ["1", "A", "B", "C", "D", "E"]
    assert page.xpath("//article//a[not(@class)]/@href") == ["https://example.org/"]


def test_a_remote_image_is_linked_and_not_shown(tmp_path: Path) -> None:
    remote = "<figure><graphic url='https://example.org/a.png'/><figDesc>A map</figDesc></figure>"
    body = f"<div>{remote}<figure><graphic url='b.png'/></figure></div>"
    page = make_foreign_edition(body, tmp_path).page("index.html")
    assert page.xpath("//img/@src") == ["b.png"]
    assert page.xpath("//figure/a/@href") == ["https://example.org/a.png"]


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ("<div><list type='ordered'><head>L</head><item>a</item></list></div>", "//ol/li"),
        ("<div><list type='gloss'><label>a</label><item>b</item></list></div>", "//dl[dt]/dd"),
        ("<div><table><head>T</head><row role='label'><cell>a</cell></row></table></div>", "//table[caption]//th"),
        ("<div><lg><l>a</l><l>b</l></lg></div>", "//div[@class='lg']/span[contains(@class, 'l')]"),
        ("<div><sp><speaker>A</speaker><p>b</p><stage>c</stage></sp></div>", "//div[@class='sp']/p[@class='speaker']"),
        ("<div><p>a <list><item>in a paragraph</item></list> b</p></div>", "//div[@class='p']//li"),
        ("<div><p>a <q><lg><l>verse</l></lg></q> b</p></div>", "//div[@class='p']//blockquote"),
        ("<div><head>a</head><div><head>b</head><p>c</p></div></div>", "//section//section/h3"),
        ("<div><p><hi rend='bold'>a</hi><hi rend='sup'>b</hi><hi>c</hi></p></div>", "//p[b][sup]/i"),
    ],
)
def test_common_structures_become_their_html_counterparts(tmp_path: Path, body: str, path: str) -> None:
    edition = make_foreign_edition(body, tmp_path)
    assert edition.page("index.html").xpath(path)
    assert edition.messages == ()
    parser = Nesting()
    parser.feed((edition.folder / "index.html").read_text(encoding="utf-8"))
    assert parser.faults == []


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of other projects is not beside this checkout")
@pytest.mark.parametrize("name", sorted(path.stem for path in CORPUS.glob("*.xml")))
def test_documents_of_other_projects_keep_their_words(tmp_path: Path, name: str) -> None:
    from lxml import etree

    source = CORPUS / f"{name}.xml"
    edition = make_edition(source, tmp_path)
    shown = text(edition.page("index.html").xpath("//main")[0])
    root = etree.parse(source, etree.XMLParser(resolve_entities=False, load_dtd=False)).getroot()
    path = "//*[local-name()='text']//*[local-name()='p' or local-name()='l' or local-name()='head']/text()"
    words = [" ".join(piece.split()) for piece in root.xpath(path) if len(piece.split()) > 3]
    assert [piece for piece in words if piece not in shown][:3] == []
    for page in edition.names:
        parser = Nesting()
        parser.feed((edition.folder / page).read_text(encoding="utf-8"))
        assert parser.faults == []
