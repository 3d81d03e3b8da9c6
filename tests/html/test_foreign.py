"""TEI of other laboratories: no register, other elements, registers of their own, prefixes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from support.html_pages import (
    STYLESHEETS,
    Edition,
    Nesting,
    make_edition,
    make_foreign_edition,
    pages_of,
    words_of_html,
)
from support.running import SHARED

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

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
    assert edition.messages == ()
    assert [
        (item.code, item.severity, item.location.xpath, item.message.split(": ")[-1]) for item in edition.findings
    ] == [
        ("EDN002", "info", "/TEI/text/body/div/p/zeugma[1]", "2"),
        ("EDN002", "info", "/TEI/text/body/div/p/catachresis", "1"),
    ]
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
    assert page.xpath("//*[@class='p']//a[not(@class)]/@href") == ["https://example.org/"]


def test_a_remote_image_is_linked_and_not_shown(tmp_path: Path) -> None:
    remote = "<figure><graphic url='https://example.org/a.png'/><figDesc>A map</figDesc></figure>"
    body = f"<div>{remote}<figure><graphic url='b.png'/></figure></div>"
    (tmp_path / "b.png").write_bytes(b"")
    page = make_foreign_edition(body, tmp_path).page("index.html")
    assert page.xpath("//img/@src") == ["pictures/b.png"]
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
@pytest.mark.parametrize(
    "name",
    [
        pytest.param(path.stem, marks=[pytest.mark.campaign] * (path.stat().st_size > 120_000))
        for path in sorted(CORPUS.glob("*.xml"))
    ],
)
def test_documents_of_other_projects_keep_their_words(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    from lxml import etree

    source = CORPUS / f"{name}.xml"
    edition = pages_of(source, tmp_path_factory)
    shown = text(edition.page("index.html").xpath("//main")[0])
    root = etree.parse(source, etree.XMLParser(resolve_entities=False, load_dtd=False)).getroot()
    path = "//*[local-name()='text']//*[local-name()='p' or local-name()='l' or local-name()='head']/text()"
    words = [" ".join(piece.split()) for piece in root.xpath(path) if len(piece.split()) > 3]
    assert [piece for piece in words if piece not in shown][:3] == []
    for page in edition.names:
        parser = Nesting()
        parser.feed((edition.folder / page).read_text(encoding="utf-8"))
        assert parser.faults == []


LINKS = [
    ("http://example.org/a?b=c#d", "http://example.org/a?b=c#d"),
    ("HTTPS://example.org/", "https://example.org/"),
    ("mailto:a@example.org", "mailto:a@example.org"),
    ("tel:+902120000000", "tel:+902120000000"),
    ("doi:10.1000/182", "https://doi.org/10.1000/182"),
    ("x:1", "https://example.org/1"),
    ("ht&#9;tp://example.org/t", None),  # white space parts two pointers
]
TRICKS = [
    "javascript:alert(1)",
    " JaVaScRiPt:alert(1)",
    "&#9;javascript:alert(1)",
    "javascript&#58;alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,&lt;script>alert(1)&lt;/script>",
    "file:///etc/passwd",
    "blob:https://example.org/1",
    "intent:x",
    "unknown+scheme.x-1:y",
    "evil:javascript%3Aalert(1)",
    "j:alert(1)",
    "urn:isbn:0-14-032",
]
PREFIXES = (
    "<encodingDesc><listPrefixDef><prefixDef ident='x' matchPattern='(.*)' replacementPattern='https://example.org/$1'/>"
    "<prefixDef ident='j' matchPattern='(.*)' replacementPattern='java&#10;script:$1'/></listPrefixDef></encodingDesc>"
)


def safe(edition: Edition) -> bool:
    """Whether no address on any page has a scheme but those that are known to be safe."""
    addresses = [str(at) for name in edition.names for at in edition.page(name).xpath("//@href | //@src | //@action")]
    return all(
        re.match(r"(https?|mailto|tel):|[^:]*$", re.sub(r"[\x00-\x20]", "", at), re.IGNORECASE) for at in addresses
    )


def test_addresses_that_are_safe_to_follow_become_links(tmp_path: Path) -> None:
    refs = "".join(f"<ref target='{written}'>a</ref> " for written, _ in LINKS)
    edition = make_foreign_edition(f"<div><p>{refs}</p></div>", tmp_path, header=PREFIXES)
    assert edition.page("index.html").xpath("//span[@class='ref']/a/@href") == [made for _, made in LINKS if made]
    assert edition.findings == ()


@pytest.mark.parametrize(
    ("pattern", "replacement"),
    [("([a-z]+", "#$1"), ("(?!a)", "#a"), ("(.*)", "#$"), ("(.*)", "#\\a"), ("[z-a]", "#a"), ("a{2,1}", "#a")],
)
def test_a_prefix_whose_regular_expression_is_wrong_is_a_finding_and_the_edition_is_made(
    tmp_path: Path, pattern: str, replacement: str
) -> None:
    header = (
        f"<encodingDesc><listPrefixDef><prefixDef ident='x' matchPattern='{pattern}' replacementPattern='{replacement}'/>"
        "<prefixDef ident='y' matchPattern='(.+)' replacementPattern='https://example.org/$1'/>"
        "</listPrefixDef></encodingDesc>"
    )
    body = "<div><p><ref target='x:aa'>one</ref> <ref target='x:b'>two</ref> <ref target='y:c'>three</ref></p></div>"
    edition = make_foreign_edition(body, tmp_path, header=header)
    assert edition.page("index.html").xpath("//span[@class='ref']/a/@href") == ["https://example.org/c"]
    wrong = [item for item in edition.findings if item.code == "EDN004"]
    assert [(item.location.xpath or "").endswith("/prefixDef[1]") for item in wrong] == [True]
    assert "x:" in wrong[0].message


@pytest.mark.parametrize(
    ("bearer", "attribute"),
    [
        ("<p>a <ref target='{}'>b</ref></p>", "target"),
        ("<p>a <ptr target='{}'/></p>", "target"),
        ("<p>a <note><p><ref target='{}'>b</ref></p></note></p>", "target"),
        ("<figure><graphic url='{}'/></figure>", "url"),
        ("<listBibl><bibl>a <ref target='{}'>b</ref></bibl></listBibl>", "target"),
    ],
)
def test_no_other_address_becomes_a_link_and_each_is_a_finding(tmp_path: Path, bearer: str, attribute: str) -> None:
    body = "".join(f"<div xml:id='d{number}'>{bearer.format(trick)}</div>" for number, trick in enumerate(TRICKS))
    edition = make_foreign_edition(body, tmp_path, header=PREFIXES)
    assert safe(edition)
    assert {item.code for item in edition.findings} <= {"EDN001", "EDN003"}
    assert len(edition.findings) == len(TRICKS)
    assert {re.sub(r".*/div\[(\d+)\].*/@(\w+)", r"\1 \2", item.location.xpath or "") for item in edition.findings} == {
        f"{number} {attribute}" for number in range(1, len(TRICKS) + 1)
    }


def test_a_link_to_what_no_page_shows_stays_text_and_is_told_at_its_target(tmp_path: Path) -> None:
    body = "<div><p>see <ref target='#s'>the scan</ref>, <ref target='#s'>again</ref></p></div>"
    edition = make_foreign_edition(body, tmp_path, extra="<facsimile><surface xml:id='s'/></facsimile>")
    assert edition.messages == ()
    assert [(item.code, item.location.xpath) for item in edition.findings] == [("EDN006", "/TEI/facsimile/surface")]
    page = edition.page("index.html")
    assert "see the scan, again" in text(page.xpath("//*[@class='p']")[0])
    assert page.xpath("//a[contains(@href, '#s') or ancestor::*[@class='ref']]") == []


def test_an_identifier_and_the_address_of_a_picture_cannot_hide_a_program(tmp_path: Path) -> None:
    """What is no list of pointers keeps its tabs and line ends, which browsers drop."""
    urls = ["java&#9;script:alert(1)", "&#10;java&#13;script&#10;:alert(1)", "d&#9;ata:text/html,x"]
    figures = "".join(f"<figure><graphic url='{url}'/></figure>" for url in urls)
    person = "<listPerson><person xml:id='p'><persName>P</persName>{}</person></listPerson>"
    idnos = "".join(f"<idno type='{kind}'>javascript:alert(1)</idno>" for kind in ("URL", "wikidata", "x"))
    extra = f"<standOff>{person.format(idnos)}</standOff>"
    body = f"<div><p><persName ref='#p'>P</persName></p>{figures}</div>"
    edition = make_foreign_edition(body, tmp_path, extra=extra)
    assert safe(edition)
    assert len(edition.findings) == len(urls)
    assert edition.page("index.html").xpath("//img") == []


def test_an_entry_tells_where_a_life_began_and_shows_the_site_of_an_address(tmp_path: Path) -> None:
    people = (
        "<standOff><listPerson><person xml:id='p'><persName>Ann</persName><birth when='1866'><date when='1866'>1866</date>"
        "</birth><death when='1901-02-03'><placeName>Ystad</placeName></death><idno>https://viaf.org/viaf/1/</idno></person>"
        "<person xml:id='q'><persName>Bea</persName><birth>at <placeName>Lund</placeName></birth></person>"
        "</listPerson></standOff>"
    )
    page = make_foreign_edition("<p><persName ref='#p'>Ann</persName></p>", tmp_path, extra=people).page("persons.html")
    ann, bea = page.xpath("//article[@class='entry']")
    assert [text(item) for item in ann.xpath(".//*[@class='dates'] | .//dl/div[position() < 3]")] == [
        "1866 – 3 February 1901",
        "DeathYstad",
        "Elsewhereviaf.org",
    ]
    assert text(bea.xpath(".//*[@class='dates']")[0]) == "at Lund – …"
    assert bea.xpath(".//dt[. = 'Birth']") == []


def test_a_paragraph_of_nothing_has_no_number(tmp_path: Path) -> None:
    page = make_foreign_edition("<p>One</p><p/><p> </p><p>Four</p>", tmp_path).page("index.html")
    assert [text(item) for item in page.xpath("//a[@class='number']")] == ["1", "4"]


def test_numbers_of_verses_and_of_lines_are_told_apart(tmp_path: Path) -> None:
    """The first stand at the end of a line, the second at its beginning."""
    body = "<div type='edition'><ab><lb n='1'/>one <lb n='2'/>two</ab></div><lg><l n='5'>verse</l></lg>"
    page = make_foreign_edition(body, tmp_path).page("index.html")
    numbers = {kind: page.xpath(f"//span[@class='{kind}-number']/text()") for kind in ("line", "verse")}
    assert numbers == {"line": ["1", "2"], "verse": ["5"]}


def test_the_style_sheet_lays_out_each_thing_at_one_place() -> None:
    """Two rules for one selector contradict each other sooner or later."""
    style = (STYLESHEETS / "html" / "assets" / "style.css").read_text(encoding="utf-8")
    selectors = [found.strip() for found in re.findall(r"^([^\s@/}][^{}]*)\{", style, re.MULTILINE)]
    assert len(selectors) > 200
    assert sorted({one for one in selectors if selectors.count(one) > 1}) == []


def test_the_title_block_names_authors_and_the_page_about_the_edition_identifies_them(tmp_path: Path) -> None:
    source = tmp_path / "a.xml"
    source.write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>T</title><author>Ann Lee'
        "<idno type='wikidata'>Q87176</idno></author></titleStmt><publicationStmt><p>None</p></publicationStmt><sourceDesc>"
        "<p>None</p></sourceDesc></fileDesc></teiHeader><text><body><p>Text.</p></body></text></TEI>",
        encoding="utf-8",
    )
    edition = make_edition(source, tmp_path)
    assert text(edition.page("index.html").xpath("//*[@class='authors']")[0]) == "Ann Lee"
    assert "Q87176" in text(edition.page("about.html").xpath("//main")[0])


@pytest.mark.parametrize("written", ["48.2 16.37", "48.2, 16.37", "48,2 16,37", "48,20 16,37"])
def test_coordinates_are_read_however_they_are_written(written: str, tmp_path: Path) -> None:
    edition = make_foreign_edition(f"<p><location><geo>{written}</geo></location></p>", tmp_path)
    assert "48,2" not in (said := text(edition.page("index.html").xpath("//span[@class='geo']")[0]))
    assert "48" in said
    assert "16" in said


def test_what_has_a_mark_that_is_a_link_does_not_part_the_link_of_a_name_around_it(tmp_path: Path) -> None:
    body = (
        '<standOff><listPerson><person xml:id="p"><persName>Ada</persName></person></listPerson></standOff>'
        '<ab><persName ref="#p">A<w xml:id="w">d<surplus>d</surplus></w>a</persName>, <persName ref="#p">A<unclear>d</unclear>a'
        '</persName></ab><listApp><app from="#w"><lem>d</lem><rdg>t</rdg></app></listApp>'
    )
    page = make_foreign_edition(body, tmp_path).page("index.html")
    assert not page.xpath("//a//a")
    assert [text(link) for link in page.xpath("//article//a[starts-with(@href, 'persons.html#')]")] == ["Ad{d}a", "Ada"]
    assert len(page.xpath("//a[@class='mark']")) == 3


def test_the_headings_of_a_table_are_lines_of_its_caption(tmp_path: Path) -> None:
    body = "<table><head>Rain</head><head>in millimetres</head><row><cell>1</cell></row></table>"
    (caption,) = make_foreign_edition(body, tmp_path).page("index.html").xpath("//caption")
    assert list(caption.itertext()) == ["Rain", "in millimetres"]
    assert caption.xpath("br")


def test_an_address_of_a_register_with_signs_that_addresses_may_not_have_is_a_valid_link(tmp_path: Path) -> None:
    body = (
        '<p><persName ref="#p">Ada</persName></p><listPerson><person xml:id="p"><persName>Ada</persName>'
        '<idno type="URI">https://example.org/SRP|1</idno></person></listPerson>'
    )
    links = make_foreign_edition(body, tmp_path).page("persons.html").xpath("//ul[@class='identifiers']//a/@href")
    assert links == ["https://example.org/SRP%7C1"]
