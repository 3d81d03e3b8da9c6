"""The Markdown edition: headings, notes, lists, tables, verse, links; and the article's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.markdown import PANDOC, body, footnotes, metadata, pandoc, pandoc_text
from support.printed import ARTICLE, edition

if TYPE_CHECKING:
    from support.golden import Golden

GOLDEN = Path(__file__).parent / "golden" / "kafkas-seddi.md"
needs_pandoc = pytest.mark.skipif(not PANDOC, reason="pandoc is not installed: apt-get install pandoc")


def blocks(text: str, **parameters: str | int | bool) -> list[str]:
    """The blocks of a small document after its metadata."""
    return body(edition("markdown", text, **parameters).text).strip("\n").split("\n\n")


@pytest.fixture(scope="module")
def article() -> str:
    return edition("markdown", ARTICLE).text


def test_the_edition_of_the_article_is_the_golden_one(golden: Golden, article: str) -> None:
    golden(GOLDEN, article)


def test_metadata_is_quoted() -> None:
    made = edition("markdown", "<body><p>x</p></body>", title="It's *a*: title", lang="tr").text
    assert metadata(made) == {"title": r"It\'s \*a\*: title", "lang": "tr"}
    assert "title: 'It\\''s" in made


def test_headings_have_the_ids_of_their_sections_and_languages_of_their_own() -> None:
    assert blocks(
        "<body><div xml:id='one'><head>One</head><div xml:lang='fr'><head>Deux #</head></div></div>"
        "<div><head>Three</head><p>see <ref target='#one'>the first</ref></p></div></body>"
    ) == ["# One {#one}", "## Deux \\# {lang=fr}", "# Three", "see [the first](#one)"]


def test_what_is_linked_has_a_place_and_nothing_else_has() -> None:
    assert blocks(
        "<body><p xml:id='a'>A</p><p xml:id='b'>B <name xml:id='n'>N</name></p>"
        "<p><ref target='#b'>to b</ref>, <ref target='#n'>to n</ref>, <ref target='http://x.y/(z)'>out</ref></p></body>"
    ) == ["A", "[]{#b}B []{#n}N", "[to b](#b), [to n](#n), [out](<http://x.y/(z)>)"]


def test_notes_are_footnotes_with_their_numbers() -> None:
    made = blocks(
        "<body><p>a<note n='7'>seven</note> b<note n='*'>star</note> c<note n='7'>again</note>"
        "<note><p>two</p><p>paragraphs<note n='9'>in a note</note></p></note></p></body>"
    )
    assert made[0] == "a[^7] b[^note-2] c[^7-note-3][^4]"
    assert made[-5:] == [
        "[^7]: seven",
        "[^note-2]: star",
        "[^7-note-3]: again",
        "[^4]: two",
        "    paragraphs\\[9\\]",
    ]
    assert made[1:3] == ["# Notes {#notes}", "\\[9\\] in a note"]  # pandoc knows no note in a note


def test_entries_of_an_apparatus_are_notes_of_their_own() -> None:
    made = blocks("<body><p>a<note n='1'>one</note> <app><lem wit='#A'>b</lem><rdg wit='#B'>c</rdg></app> d</p></body>")
    assert made[0] == "a[^1] b[^app1] d"
    assert made[-1].startswith("[^app1]: ")
    assert "c B" in made[-1]


def test_lists() -> None:
    assert blocks(
        "<body><list rend='numbered'><item>a</item><item n='5'>b</item></list><list rend='numbered'><item>c<list><item>d</item></list></item></list>"
        "<list type='gloss'><label>term</label><item>what it means</item></list></body>"
    ) == [
        "1.  a",
        "<!-- -->",
        "5.  b",
        "<!-- -->",
        "1.  c",
        "    -   d",
        "term",
        ":   what it means",
    ]


def test_verse_is_a_line_block_and_speech_has_its_speaker() -> None:
    assert blocks(
        "<body><sp><speaker>ANNA</speaker><stage>softly</stage><lg><l>One,</l><l part='F'>two | three.</l></lg><p>Prose.</p></sp></body>"
    ) == ["**ANNA**", "*softly*", "| One,\n|                 two \\| three.", "Prose."]


def test_quotations_set_off() -> None:
    assert blocks("<body><p>a</p><quote><p>b</p><p>c</p></quote></body>") == ["a", "> b\n>\n> c"]


def test_a_table_of_lines_with_cells_that_span() -> None:
    text = (
        "<body><table><head>Title</head><row role='label'><cell>A</cell><cell>B</cell><cell>C</cell></row>"
        "<row><cell cols='2'>a|b</cell><cell>wide</cell></row><row><cell rows='2'>tall</cell><cell>1</cell></row>"
        "<row><cell>2</cell></row></table></body>"
    )
    assert blocks(text) == [
        "| A | B | C |\n| ---- | --- | ---- |\n| a\\|b |  | wide |\n| tall | 1 |  |\n|  | 2 |  |",
        ": Title",
    ]


def test_a_table_with_paragraphs_is_a_grid() -> None:
    made = blocks("<body><table><row><cell><p>a</p><p>日本</p></cell><cell>b</cell></row></table></body>")
    assert "\n\n".join(made) == ("+------+-----+\n| a    | b   |\n|      |     |\n| 日本 |     |\n+------+-----+")


def test_code_keeps_its_lines() -> None:
    assert blocks("<body><eg>a *b*\n```\n  c</eg></body>") == ["````\na *b*\n```\n  c\n````"]


def test_pages_of_the_source_on_demand() -> None:
    text = "<body><p>a<pb n='2'/>b</p></body>"
    assert blocks(text) == ["ab"]
    assert blocks(text, page_beginnings=True) == ["a\\|2\\| b"]


def test_a_picture_is_no_caption() -> None:
    made = blocks(
        "<body><figure><graphic url='a.png'/><head>A head</head><figDesc>What is seen</figDesc></figure></body>"
    )
    assert made == ["![What is seen](a.png)\\", "A head"]


@needs_pandoc
def test_pandoc_reads_the_article_whole(article: str) -> None:
    tree = pandoc(article)
    kinds = [block["t"] for block in tree]
    assert {"Para", "Header", "BlockQuote", "Table"} == set(kinds)
    notes = str(tree).count("'t': 'Note'")
    assert notes >= len(footnotes(article))
    texts = [pandoc_text(block) for block in tree]
    assert not [text for text in texts if "[^" in text or "{#" in text or ":::" in text]


def test_the_description_of_the_source_follows_the_text(tmp_path: Path) -> None:
    source = tmp_path / "a.xml"
    source.write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><teiHeader><fileDesc><titleStmt><title>T</title></titleStmt>'
        "<publicationStmt><p>None</p></publicationStmt><sourceDesc><msDesc><msIdentifier><settlement>Ystad</settlement>"
        "<idno>MS 7</idno></msIdentifier><physDesc><p>On vellum.</p></physDesc></msDesc></sourceDesc></fileDesc></teiHeader>"
        "<text><body><p>Text.</p></body></text></TEI>",
        encoding="utf-8",
    )
    made = body(edition("markdown", source).text).split()
    assert " ".join(made) == "Text. # The source Ystad, MS 7 Physical description : On vellum."
