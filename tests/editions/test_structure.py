"""Documents of every structure in three editions: corpora, groups, pieces, title pages, records, and what is no TEI.

Each folder of cases/structure holds a document and what the editions make of it: of HTML the main part of the page, of
LaTeX what stands between the beginning and the end of the document, the plain text as it is. `make accept` renews them.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from support.html_pages import make_edition
from support.printed import edition

if TYPE_CHECKING:
    from support.golden import Golden

pytestmark = pytest.mark.slow

CASES = Path(__file__).resolve().parents[1] / "cases" / "structure"
TEI = "http://www.tei-c.org/ns/1.0"


def page(source: Path, folder: Path) -> str:
    """The main part of the reading view, an element a line."""
    main = make_edition(source, folder).page("index.html").xpath("//main")[0]
    for link in main.xpath("//a[@class='number']"):
        link.drop_tree()
    text = etree.tostring(main, encoding="unicode", with_tail=False)
    return (
        re.sub(
            r"\s*\n\s*", "\n", re.sub(r"(</?(?:section|div|p|h\d|ol|ul|li|header|nav|article|main)\b)", r"\n\1", text)
        )
        + "\n"
    )


@pytest.mark.parametrize("folder", sorted(CASES.iterdir()), ids=lambda folder: folder.name)
def test_case(folder: Path, tmp_path: Path, golden: Golden) -> None:
    source = folder / "input.xml"
    latex = edition("latex", source).text
    golden(folder / "page.txt", page(source, tmp_path))
    golden(folder / "latex.txt", latex.partition("\\begin{document}")[2].partition("\\end{document}")[0].strip() + "\n")
    golden(folder / "text.txt", edition("text", source).text)


def codes(kind: str, text: str, folder: Path) -> list[str]:
    source = folder / "a.xml"
    source.write_text(text, encoding="utf-8")
    if kind == "html":
        return [item.code for item in make_edition(source, folder / "pages").findings]
    return [remark.code for remark in edition(kind, source).remarks]


@pytest.mark.parametrize("kind", ["html", "latex", "text"])
@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f'<TEI xmlns="{TEI}"><teiHeader/></TEI>', "EDN008"),
        (f'<TEI xmlns="{TEI}"><teiHeader/><text><body><p> </p></body></text></TEI>', "EDN008"),
        (f'<teiCorpus xmlns="{TEI}"><teiHeader/></teiCorpus>', "EDN008"),
        ("<TEI.2><text><body><p>words</p></body></text></TEI.2>", "EDN009"),
        ('<html xmlns="http://www.w3.org/1999/xhtml"><p>words</p></html>', "EDN009"),
        (f'<TEI xmlns="{TEI}"><text><body><p>words</p></body></text></TEI>', None),
        (f'<TEI xmlns="{TEI}"><text><body><figure><graphic url="a.png"/></figure></body></text></TEI>', None),
        (f'<p xmlns="{TEI}">words</p>', None),
    ],
)
def test_a_document_without_text_or_not_tei_is_told(kind: str, text: str, code: str | None, tmp_path: Path) -> None:
    assert [item for item in codes(kind, text, tmp_path) if item in ("EDN008", "EDN009")] == [code] * (code is not None)


ROOTS = {
    "p": "<p>one <hi>two</hi> three</p>",
    "list": "<list><head>one</head><item>two</item><item>three</item></list>",
    "body": "<body><head>one</head><p>two</p><div><p>three</p></div></body>",
    "text": "<text><front><p>one</p></front><body><p>two</p></body><back><p>three</p></back></text>",
    "floatingText": "<floatingText><body><p>one</p><p>two three</p></body></floatingText>",
    "lg": "<lg><l>one</l><l>two</l><l>three</l></lg>",
    "table": "<table><row><cell>one</cell><cell>two</cell></row><row><cell>three</cell></row></table>",
    "listBibl": "<listBibl><bibl>one two</bibl><bibl>three</bibl></listBibl>",
    "standOff": "<standOff><note>one two</note><listBibl><bibl>three</bibl></listBibl></standOff>",
    "persName": "<persName>one two three</persName>",
    "persName with parts": "<persName><forename>one</forename> <surname>two</surname> three</persName>",
    "teiHeader": "<teiHeader><fileDesc><titleStmt><title>one</title></titleStmt><publicationStmt><p>two</p>"
    "</publicationStmt><sourceDesc><p>three</p></sourceDesc></fileDesc></teiHeader>",
    "titlePage": "<titlePage><docTitle><titlePart>one</titlePart></docTitle><docDate>two three</docDate></titlePage>",
    "none of TEI": '<x xmlns="urn:x">one <y>two</y> three</x>',
}


def words(text: str) -> list[str]:
    return re.findall(r"\b(?:one|two|three)\b", text)


@pytest.mark.parametrize("root", ROOTS)
def test_every_root_shows_its_words_in_their_order(root: str, tmp_path: Path) -> None:
    source = tmp_path / "a.xml"
    source.write_text(ROOTS[root].replace(">", f' xmlns="{TEI}">', "xmlns" not in ROOTS[root]), encoding="utf-8")
    made = make_edition(source, tmp_path / "pages")
    shown = " ".join(" ".join(made.page(name).xpath("//main")[0].itertext()) for name in reversed(made.names))
    assert [*dict.fromkeys(words(shown))] == ["one", "two", "three"]
    assert words(edition("text", source).text)[-3:] == ["one", "two", "three"]
    latex = edition("latex", source).text.partition("\\begin{document}")[2]
    assert [*dict.fromkeys(words(latex))] == ["one", "two", "three"]


@pytest.mark.parametrize(
    ("front", "said"),
    [
        ("<titlePage><docTitle><titlePart>Work</titlePart></docTitle></titlePage>", True),
        ("<titlePage><docAuthor>Ann Lee</docAuthor></titlePage>", False),
        ("<titlePage><byline>by nobody</byline></titlePage>", False),
        ("<div><head>Preface</head><p>text</p></div>", False),
    ],
)
def test_that_the_source_names_no_author_is_said_where_a_title_page_could(
    front: str, said: bool, tmp_path: Path
) -> None:
    header = (
        "<teiHeader><fileDesc><titleStmt><title>Stone</title></titleStmt><publicationStmt><p/></publicationStmt>"
        "<sourceDesc><p>A stone</p></sourceDesc></fileDesc></teiHeader>"
    )
    source = tmp_path / "a.xml"
    text = f'<TEI xmlns="{TEI}" xml:lang="en">{header}<text><front>{front}</front><body><p>text</p></body></text></TEI>'
    source.write_text(text, encoding="utf-8")
    shown = "".join(make_edition(source, tmp_path / "pages").page("index.html").itertext())
    for made in (shown, edition("text", source).text, edition("latex", source).text):
        assert ("The source names no author." in made) is said


def test_parts_of_an_imprint_are_kept_apart_by_what_the_source_lacks(tmp_path: Path) -> None:
    imprints = {
        "<docImprint><pubPlace>Ystad</pubPlace><publisher>Lee</publisher><docDate>1901</docDate></docImprint>": "Ystad, Lee, 1901",
        "<docImprint>\n<pubPlace>Ystad</pubPlace>\n<publisher>Lee</publisher>\n</docImprint>": "Ystad, Lee",
        "<docImprint><pubPlace>Ystad:</pubPlace><publisher>Lee</publisher></docImprint>": "Ystad: Lee",
        "<docImprint>At <pubPlace>Ystad</pubPlace> by <publisher>Lee</publisher></docImprint>": "At Ystad by Lee",
        "<docImprint><pubPlace>Ystad</pubPlace><publisher/><docDate>1901</docDate></docImprint>": "Ystad, 1901",
        "<byline><docAuthor>Ann</docAuthor><docAuthor>Bob</docAuthor></byline>": "Ann, Bob",
    }
    front = "".join(f"<titlePage>{imprint}</titlePage>" for imprint in imprints)
    source = tmp_path / "a.xml"
    source.write_text(
        f'<TEI xmlns="{TEI}"><text><front>{front}</front><body><p/></body></text></TEI>', encoding="utf-8"
    )
    lines = (
        make_edition(source, tmp_path / "pages").page("index.html").xpath("//*[@class='docImprint' or @class='byline']")
    )
    assert [" ".join("".join(line.itertext()).split()) for line in lines] == list(imprints.values())
    assert [" ".join(line.split()) for line in edition("text", source).text.splitlines() if line] == list(
        imprints.values()
    )
    assert [
        " ".join(line.split()) for line in re.findall(r"\\teicentered\{([^}]*)\}", edition("latex", source).text)
    ] == list(imprints.values())


def test_what_links_mean_is_said_where_they_stand(tmp_path: Path) -> None:
    """TEI Guidelines 17.1: desc; a link without one is for programs."""
    body = (
        "<body><p xml:id='a'>One</p><p xml:id='b'>Two</p><linkGrp><desc>Parallels</desc><link target='#a #b'/></linkGrp>"
        "<link target='#a #b'><desc>Echo</desc></link><linkGrp><link target='#a #b'/></linkGrp></body>"
    )
    source = tmp_path / "a.xml"
    source.write_text(f"<TEI xmlns='{TEI}'><text>{body}</text></TEI>", encoding="utf-8")
    main = make_edition(source, tmp_path).page("index.html").xpath("//main")[0]
    said = {kind: edition(kind, body).text for kind in ("latex", "text")} | {"html": " ".join(main.itertext())}
    for kind, text in said.items():
        assert re.findall("One|Two|Parallels|Echo", text) == ["One", "Two", "Parallels", "Echo"], kind


def test_a_text_under_another_name_is_read_all_the_same(tmp_path: Path) -> None:
    source = tmp_path / "a.xml"
    source.write_text(
        f'<TEI xmlns="{TEI}"><Kopf>Titel</Kopf><Text><Absatz>Worte.</Absatz></Text></TEI>', encoding="utf-8"
    )
    article = make_edition(source, tmp_path / "pages").page("index.html").xpath("//article")[0].text_content()
    assert "Titel" in article
    assert "Worte." in article


PARTS = {
    "liste": "<list><label>{}</label><item>b</item></list>",
    "tablo": "<table><head>a</head><row><cell>b</cell></row><trailer>{}</trailer></table>",
    "kaynakça": "<listBibl><desc>{}</desc><bibl>b</bibl></listBibl>",
    "madde": "<entry><form><orth>{}</orth></form></entry>",
    "söz": "<u>{}</u>",
    "epigraf": "<epigraph><cit>{}</cit></epigraph>",
    "tarih satırı": "<dateline>{}</dateline>",
    "hitap": "<salute>{}</salute>",
    "imza": "<signed>{}</signed>",
}


def test_interventions_name_the_part_of_the_text_in_words(tmp_path: Path) -> None:
    parts = "".join(part.format("<supplied>x</supplied>") for part in PARTS.values())
    source = tmp_path / "a.xml"
    source.write_text(f'<TEI xmlns="{TEI}"><teiHeader/><text><body>{parts}</body></text></TEI>', encoding="utf-8")
    text = edition("text", source, language="tr", interventions=True).text
    assert re.findall(r"(?m)^Metin ([^:\n]+):", text) == list(PARTS)
