"""What HTML allows, whatever the text holds: headings of phrases, tags of languages, characters, addresses, numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.html_pages import Nesting, make_edition, make_foreign_edition

if TYPE_CHECKING:
    from pathlib import Path

    from support.html_pages import Edition

pytestmark = pytest.mark.slow

IN_HEADINGS = [
    '<figure><graphic url="a.png"/><head>caption</head><figDesc>said</figDesc></figure>',
    "<table><row><cell rows='2'>a</cell><cell role='label'>b</cell></row><row><cell>c</cell></row></table>",
    "<list><item>a</item><item>b</item></list>",
    "<list><label>a</label><item>b</item></list>",
    "<quote><lg><l>a</l><l>b</l></lg></quote>",
    "<hi><q><p>a</p></q></hi>",
    '<egXML xmlns="http://www.tei-c.org/ns/Examples"><p/></egXML>',
]


def codes(edition: Edition) -> list[str]:
    return [item.code for item in edition.findings]


@pytest.mark.parametrize("content", IN_HEADINGS)
def test_a_heading_holds_nothing_but_phrases(content: str, tmp_path: Path) -> None:
    page = make_foreign_edition(f"<div><head>A {content} z</head><p>b</p></div>", tmp_path)
    (heading,) = page.page("index.html").xpath("//article//h2[starts-with(., 'A')]")
    assert {child.tag for child in heading.iterdescendants()} <= {"span", "i", "b", "img", "a", "em", "q", "br", "code"}
    parser = Nesting()
    parser.feed((page.folder / "index.html").read_text(encoding="utf-8"))
    assert parser.faults == []
    assert not page.page("index.html").xpath("//h2//@colspan | //h2//@rowspan | //h2//@role | //h2//@scope")


@pytest.mark.parametrize(
    ("written", "shown", "is_told"),
    [
        ("la", "la", False),
        ("LAT", "la", False),
        ("ota-Arab", "ota-Arab", False),
        ("ar-apc-x-damascus", "ar-apc-x-damascus", False),
        ("de-1901", "de-1901", False),
        ("x-klingon", "x-klingon", False),
        ("en_US", "en-US", True),
        ("Latin", "und", True),
        ("MP", "und", True),
        ("sp", "und", True),
        ("braj-Deva", "und-Deva", True),
        ("en-", "und", True),
        ("la grc", "und", True),
        ("", "", False),
    ],
)
def test_what_is_no_language_tag_is_not_handed_to_browsers(
    written: str, shown: str, is_told: bool, tmp_path: Path
) -> None:
    made = make_foreign_edition(f'<p>a <foreign xml:lang="{written}">b</foreign> c</p>', tmp_path, root='xml:lang="en"')
    assert made.page("index.html").xpath("string(//i/@lang)") == shown
    assert [item.message.split('"')[1] for item in made.findings if item.code == "EDN011"] == [written] * is_told


@pytest.mark.parametrize(
    ("address", "is_linked"),
    [
        ("http://example.org", True),
        ("https://user@example.org:80/a?b#c", True),
        ("http://[::1]/a", True),
        ("http://localhost/", True),
        ("http://example.org./", True),
        ("http://مثال.إختبار/", True),
        ("http://.sl", False),
        ("http://", False),
        ("https:///", False),
        ("http://a..org/", False),
    ],
)
def test_an_address_without_a_host_is_no_link(address: str, is_linked: bool, tmp_path: Path) -> None:
    made = make_foreign_edition(f'<p>see <ref target="{address}">there</ref></p>', tmp_path)
    assert bool(made.page("index.html").xpath("//a[.='there']")) is is_linked
    assert codes(made) == ["EDN012"] * (not is_linked)


def test_control_characters_are_those_that_browsers_read(tmp_path: Path) -> None:
    made = make_foreign_edition('<p>a&#x97;b&#x81;c <date when="1900">&#x80;</date></p>', tmp_path)
    written = (made.folder / "index.html").read_text(encoding="utf-8")
    assert "a—b�c" in written
    assert "€" in written


def test_a_paragraph_without_anything_to_read_has_no_number(tmp_path: Path) -> None:
    body = '<p>a</p><p><pb n="3"/><lb/></p><p/><p><milestone unit="x"/></p><p><gap/></p><p><ptr target="#x"/></p>'
    page = make_foreign_edition(body, tmp_path).page("index.html")
    assert page.xpath("//a[@class='number']/text()") == ["1", "5", "6"]


def test_an_apparatus_entry_within_the_lemma_of_another_leads_back_to_its_place(tmp_path: Path) -> None:
    inner = "<app><lem>b</lem><rdg>c</rdg></app>"
    source = tmp_path / "a.xml"
    source.write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>'
        f"<p>a <app><lem>{inner}</lem><rdg>d</rdg></app> <app><lem>e <seg>{inner}</seg></lem><rdg>d</rdg></app></p>"
        "</body></text></TEI>",
        encoding="utf-8",
    )
    made = make_edition(source, tmp_path)
    page = made.page("index.html")
    assert "EDN006" not in codes(made)
    places = page.xpath("//section[contains(@class, 'apparatus')]//a[@class='place']/@href")
    assert len(places) == 4
    assert all(len(page.xpath("//*[@id=$id]", id=place[1:])) == 1 for place in places)


def test_a_pointer_to_the_whole_document_leads_to_where_its_text_begins(tmp_path: Path) -> None:
    made = make_foreign_edition('<p><ref target="#all">here</ref></p>', tmp_path, root='xml:id="all"')
    page = made.page("index.html")
    assert codes(made) == []
    assert page.get_element_by_id(page.xpath("string(//a[.='here']/@href)")[1:]).tag == "main"


def test_what_an_example_says_of_interventions_is_none(tmp_path: Path) -> None:
    made = make_foreign_edition("<eg>an <supplied>example</supplied></eg><p>a <supplied>text</supplied></p>", tmp_path)
    assert codes(made) == []
    assert len(made.page("index.html").xpath("//section[contains(@class, 'interventions')]//tbody/tr")) == 1
