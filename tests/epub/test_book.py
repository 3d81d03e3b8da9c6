"""The EPUB edition: what is in the container, how the text is divided, where links and notes lead."""

from __future__ import annotations

import zipfile
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from support.books import Book, make_book, make_small_book
from support.html_pages import ARTICLE, pages_of

if TYPE_CHECKING:
    from pathlib import Path

    from lxml import etree

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def article(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return make_book(ARTICLE, tmp_path_factory.mktemp("article"))


def values(book: Book, path: str) -> list[str]:
    return ["".join(element.itertext()) for element in book.find("package.opf", path)]


def test_the_container_says_first_what_it_is_and_bears_no_time(article: Book) -> None:
    with zipfile.ZipFile(article.path) as container:
        entries = container.infolist()
    assert [entry.filename for entry in entries[:3]] == ["mimetype", "META-INF/container.xml", "package.opf"]
    assert article.parts["mimetype"] == b"application/epub+zip"
    assert entries[0].compress_type == zipfile.ZIP_STORED
    assert not entries[0].extra
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    names = [entry.filename for entry in entries[3:]]
    assert names == sorted(names)


def test_the_manifest_lists_every_file_once(article: Book) -> None:
    listed = [item.get("href") for item in article.find("package.opf", "//opf:item")]
    assert sorted(listed) == sorted({*article.parts} - {"mimetype", "META-INF/container.xml", "package.opf"})
    assert [item.get("href") for item in article.find("package.opf", "//opf:item[@properties='nav']")] == ["nav.xhtml"]


def test_reading_order_and_nested_contents(article: Book) -> None:
    assert article.spine[:3] == ["title.xhtml", "nav.xhtml", "text-1.xhtml"]
    assert article.spine[-8:] == [f"{name}.xhtml" for name in (
        "persons", "places", "bodies-events", "archives-works", "glossary", "map", "chronology",
        "about")]  # fmt: skip
    toc = [(link.text, link.get("href")) for link in article.find("nav.xhtml", "//h:nav[@epub:type='toc']//h:a")]
    assert [name for name, _ in toc[1:7]] == [
        "Özet",
        "Abstract",
        "Giriş",
        "Kafkas Seddi Meselesi",
        "Sonuç",
        "Metne yapılan müdahaleler",
    ]
    order = [article.spine.index(href.partition("#")[0]) for _, href in toc]
    assert order == sorted(order)


def test_every_link_leads_somewhere(article: Book) -> None:
    assert article.dead_links() == []


def test_notes_stand_in_the_file_that_calls_them(article: Book) -> None:
    calls = [(name, call) for name in article.spine for call in article.find(name, "//h:a[@epub:type='noteref']")]
    assert len({call.get("href") for _, call in calls}) > 50
    for name, call in calls:
        file, _, part = call.get("href").partition("#")
        note = article.find(file or name, f"//h:aside[@epub:type='footnote'][@role='doc-footnote'][@id='{part}']")
        assert note, (name, call.get("href"))
        assert call.get("role") == "doc-noteref"
    own = [name for name, call in calls if call.get("href").startswith("#")]
    assert len(own) >= len(calls) - 1  # one note is called from two chapters at most
    notes = [note.get("id") for name in article.spine for note in article.find(name, "//h:aside")]
    assert len(notes) == len(set(notes))


def test_pages_of_the_source_are_listed_and_marked(article: Book) -> None:
    pages = article.find("nav.xhtml", "//h:nav[@epub:type='page-list']//h:a")
    assert [page.text for page in pages] == [f"[{number}]" for number in range(1, 12)]
    marks = [mark for name in article.spine for mark in article.find(name, "//h:span[@epub:type='pagebreak']")]
    assert [mark.get("role") for mark in marks] == ["doc-pagebreak"] * len(pages)


def test_what_the_header_says_and_what_readers_must_know(article: Book) -> None:
    assert values(article, "//dc:title")[0].startswith("Caucasus Frontier’s Issue")
    assert values(article, "//dc:language") == ["tr", "en"]
    titles = article.find("package.opf", "//dc:title/@xml:lang")
    assert titles == ["en", "tr"]
    assert values(article, "//dc:subject[@xml:lang='tr']")[0] == "Kafkas Seddi"
    assert values(article, "//dc:subject[@xml:lang='en']")[0] == "Caucasus Barrier"
    assert values(article, "//dc:description[@xml:lang='en']")[0].startswith("The Soviet government was")
    assert values(article, "//dc:description[@xml:lang='tr']")[0].startswith("Milli Mücadele sürecinde")
    assert values(article, "//opf:meta[@property='pageBreakSource']")[0].startswith(
        "UTF-8 kodlamalı bir düz metin dosyası;"
    )
    assert values(article, "//opf:meta[@property='dcterms:modified']")[0].endswith("T00:00:00Z")
    said = {item.get("property"): item.text for item in article.find("package.opf", "//opf:meta")}
    assert said["schema:accessModeSufficient"] == "textual"
    assert said["schema:accessibilityHazard"] == "none"
    features = values(article, "//opf:meta[@property='schema:accessibilityFeature']")
    assert {"tableOfContents", "structuralNavigation", "pageNavigation"} <= set(features)
    assert values(article, "//opf:meta[@property='schema:accessibilitySummary']")


def texts(root: etree._Element) -> Counter[str]:
    """The texts of a tree, each with how often it is there; not what HTML hides or only a web page needs."""
    unseen = "ancestor::*[local-name() = 'nav' or local-name() = 'head' or @hidden or contains(@class, 'sidenote')]"
    path = f"//text()[not({unseen})]"
    return Counter(filter(None, (" ".join(text.split()) for text in root.xpath(path))))


def test_the_book_has_every_text_of_the_pages_once(article: Book, tmp_path_factory: pytest.TempPathFactory) -> None:
    page = pages_of(ARTICLE, tmp_path_factory).page("index.html")
    for outside in page.xpath(
        "//header[@class='site'] | //footer | //a[@class='skip'] | //*[@class='layout']/div | //p[@class='formats']"
    ):
        outside.drop_tree()
    expected = texts(page)
    found = sum((texts(article.tree(name)) for name in article.spine if name.startswith(("title", "text-"))), Counter())
    headings = ["Dipnotlar", "Yayıma hazırlayanların notları"]  # of lists: the notes are where they are called
    assert list((expected - found).elements()) == headings
    assert list((found - expected).elements()) == []


@pytest.mark.campaign
def test_the_same_document_gives_the_same_bytes(article: Book, tmp_path: Path) -> None:
    assert make_book(ARTICLE, tmp_path).path.read_bytes() == article.path.read_bytes()


def test_a_note_goes_with_its_first_call_also_where_a_note_calls_it(tmp_path: Path) -> None:
    book = make_small_book(
        "<body><div><head>A</head><p>a<note n='1'>one, see<note n='2'>two</note></note></p></div>"
        "<div><head>B</head><p>b<note n='3'>three</note></p></div></body>",
        tmp_path,
    )
    notes = {
        name: ["".join(note.itertext()).split()[0] for note in book.find(name, "//h:aside")] for name in book.spine
    }
    assert {name: numbers for name, numbers in notes.items() if numbers} == {
        "text-1.xhtml": ["1one,", "2two"],
        "text-2.xhtml": ["3three"],
    }
    assert book.dead_links() == []


def test_a_long_division_is_divided_at_its_divisions(tmp_path: Path) -> None:
    chapter = (
        "<div xml:id='c{0}'><head>Chapter {0}</head><p>" + "word " * 12_000 + "<ref target='#top'>up</ref></p></div>"
    )
    body = "".join(chapter.format(number) for number in (1, 2))
    book = make_small_book(f"<body><div xml:id='top'><head>Part</head><p>Lead.</p>{body}</div></body>", tmp_path)
    files = [name for name in book.spine if name.startswith("text-")]
    assert [[head.text for head in book.find(name, "//h:h2 | //h:h3")] for name in files] == [
        ["Part"],
        ["Chapter 1"],
        ["Chapter 2"],
    ]
    assert [book.find(name, "count(//*[@id='top'])") for name in files] == [1, 0, 0]
    nested = book.find("nav.xhtml", "//h:nav[@epub:type='toc']/h:ol/h:li[h:ol]")[0]
    assert [link.get("href") for link in nested.iter("{*}a")] == [
        "text-1.xhtml#top",
        "text-2.xhtml#c1",
        "text-3.xhtml#c2",
    ]
    assert book.dead_links() == []


def test_a_text_without_headings_has_contents_too(tmp_path: Path) -> None:
    book = make_small_book("<body><p>Only this.</p></body>", tmp_path)
    links = book.find("nav.xhtml", "//h:nav[@epub:type='toc']//h:a")
    assert [link.get("href") for link in links] == ["title.xhtml", "text-1.xhtml", "about.xhtml"]
    assert not book.find("nav.xhtml", "//h:nav[@epub:type='page-list']")


@pytest.mark.parametrize(
    ("language", "direction"),
    [
        ("ar", "rtl"),
        ("yi", "rtl"),
        ("syr-Syre", "rtl"),
        ("az-Arab", "rtl"),
        ("ar-Latn", None),
        ("en", None),
        ("", None),
    ],
)
def test_pages_turn_the_way_the_language_is_written(tmp_path: Path, language: str, direction: str | None) -> None:
    book = make_small_book("<body><p>1</p></body>", tmp_path, root=f"xml:lang='{language}'" if language else "")
    assert book.find("package.opf", "//opf:spine")[0].get("page-progression-direction") == direction
    assert values(book, "//dc:language") == [language or "und"]


def test_identifiers_and_people_of_the_header(tmp_path: Path) -> None:
    title = "<author>A. Author<idno>12</idno></author><editor>E. Editor</editor>"
    publication = (
        "<publisher>A lab</publisher><idno>local</idno><idno type='DOI'>10.1234/x</idno><date when='2020-02-03'/>"
        "<date when='2019'/>"
    )
    book = make_small_book("<body><p>x</p></body>", tmp_path, title=title, publication=publication)
    assert values(book, "//dc:identifier") == ["doi:10.1234/x"]
    assert values(book, "//dc:creator") == ["A. Author"]
    assert values(book, "//dc:contributor") == ["E. Editor"]
    assert values(book, "//dc:publisher") == ["A lab"]
    assert values(book, "//dc:date") == ["2020-02-03"]
    assert values(book, "//opf:meta[@property='dcterms:modified']") == ["2020-02-03T00:00:00Z"]


def test_a_document_without_an_identifier_gets_one_that_stays(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    first = make_small_book("<body><p>x</p></body>", tmp_path)
    second = make_small_book("<body><p>y</p></body>", tmp_path / "other")
    assert values(first, "//dc:identifier") == values(second, "//dc:identifier")
    assert values(first, "//dc:identifier")[0].startswith("urn:uuid:")


def test_ids_are_names_of_xml_and_languages_are_tags(tmp_path: Path) -> None:
    book = make_small_book(
        "<body><div xml:id='a'><head xml:id='a-h' xml:lang='not a tag'>A</head><p><ref target='#a-h'>x</ref></p></div></body>",
        tmp_path,
    )
    ids = [item for name in book.spine for item in book.tree(name).xpath("//@id")]
    assert not [item for item in ids if "~" in item or ":" in item]
    assert not [tag for name in book.spine for tag in book.tree(name).xpath("//@lang") if " " in tag]
    assert book.dead_links() == []


def test_pictures_lie_in_the_book(tmp_path: Path) -> None:
    picture = b"\x89PNG\r\n\x1a\n"
    (tmp_path / "a.png").write_bytes(picture)
    (tmp_path / "b.avif").write_bytes(b"x")
    book = make_small_book(
        "<body><figure><graphic url='a.png'/><figDesc>A house</figDesc></figure><figure><graphic url='b.avif'/></figure></body>",
        tmp_path,
    )
    assert book.parts["pictures/a.png"] == picture
    assert [item.code for item in book.findings] == ["EDN005"]  # no core media type (EPUB 3.3, 3.2)
    item = book.find("package.opf", "//opf:item[@href='pictures/a.png']")[0]
    assert item.get("media-type") == "image/png"
    assert values(book, "//opf:meta[@property='schema:accessMode']") == ["textual", "visual"]
    assert "alternativeText" in values(book, "//opf:meta[@property='schema:accessibilityFeature']")
