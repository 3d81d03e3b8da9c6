"""An edition that is published: what its pages say of it to readers, to reference managers, and to other machines."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

import lxml.html
import pytest
from support.running import teitools

if TYPE_CHECKING:
    from pathlib import Path

    from support.browser import Tabs

pytestmark = pytest.mark.slow

BASE = "https://example.org/letters/html/"
LETTER = """<?xml version="1.0" encoding="ISO-8859-9"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="tr"><teiHeader><fileDesc>
<titleStmt><title>Ankara’dan “bir” mektup &lt;/script&gt;</title>{people}</titleStmt>
<editionStmt><edition n="2.1"><seg xml:lang="tr">İkinci baskı</seg> <seg xml:lang="en">Second edition</seg></edition></editionStmt>
<publicationStmt><publisher>Işık Evi</publisher><pubPlace>İzmir</pubPlace><date when="2024-05-01">Mayıs</date>
{identifier}<availability><licence target="https://creativecommons.org/licenses/by/4.0/"><p>CC</p></licence></availability>
</publicationStmt><sourceDesc><p>Örnek.</p></sourceDesc></fileDesc>
<profileDesc><abstract xml:lang="tr"><p>Bir özet.</p></abstract><abstract xml:lang="en"><p>An abstract.</p></abstract>
<textClass><keywords><term>mektup</term></keywords></textClass></profileDesc></teiHeader>
<text><body><div><head>Giriş</head><p xml:id="p1">Bir.</p><p xml:id="p2">İki<note place="foot" xml:id="n1">Not.</note>.</p></div>
</body></text></TEI>"""
PEOPLE = """<author><persName>Doğan, Ada</persName><idno type="ORCID">https://orcid.org/0000-0002-1825-0097</idno></author>
<editor>Lee, Ida</editor>"""


def build(
    folder: Path,
    *kinds: str,
    people: str = PEOPLE,
    identifier: str = "",
    settings: str = "",
    html: str = "",
    project: str = "",
) -> Path:
    """The pages of a letter."""
    text = LETTER.format(people=people, identifier=identifier).replace("’", "'").replace("“", '"').replace("”", '"')
    (folder / "letter.xml").write_text(text, encoding="iso-8859-9")
    (folder / "teitools.toml").write_text(
        f'{project}\n[editions]\ndocuments = ["letter.xml"]\n{settings}\n[editions.html]\n{html}\n', encoding="utf-8"
    )
    done = teitools("build", *kinds, cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder / "build" / "html"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A letter in Turkish and English, as text and as Markdown, at an address."""
    project = '[project]\nbase = "https://example.org/letters"'
    folder: Path = tmp_path_factory.mktemp("published")
    return build(folder, "html", "text", "markdown", settings='languages = ["tr", "en"]', project=project)


def page_at(path: Path) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(path.read_bytes().decode())


def metas(page: lxml.html.HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meta in page.xpath("//head/meta[@name]"):
        found.setdefault(meta.get("name"), []).append(meta.get("content"))
    return found


def links(page: lxml.html.HtmlElement, rel: str) -> list[tuple[str, str | None]]:
    found = page.xpath("//head/link[contains(concat(' ', @rel, ' '), $rel)][not(@hreflang)]", rel=f" {rel} ")
    return [(link.get("href"), link.get("type")) for link in found]


def linked_data(page: lxml.html.HtmlElement) -> dict[str, Any]:
    (script,) = page.xpath("//head/script[@type='application/ld+json']")
    data: dict[str, Any] = json.loads(script.text)
    return data


TITLE = 'Ankara\'dan "bir" mektup </script>'


def test_reference_managers_are_told_each_fact(published: Path) -> None:
    said = metas(page_at(published / "index.html"))
    assert {name: value for name, value in said.items() if name.startswith("citation_")} == {
        "citation_title": [TITLE],
        "citation_author": ["Doğan, Ada"],
        "citation_editor": ["Lee, Ida"],
        "citation_publication_date": ["2024/05/01"],
        "citation_publisher": ["Işık Evi"],
        "citation_language": ["tr"],
        "citation_keywords": ["mektup"],
        "citation_abstract": ["Bir özet."],
        "citation_public_url": [f"{BASE}index.html"],
        "citation_fulltext_html_url": [f"{BASE}index.html"],
    }
    assert {name: value for name, value in said.items() if name.startswith("DC.")} == {
        "DC.title": [TITLE],
        "DC.creator": ["Doğan, Ada"],
        "DC.contributor": ["Lee, Ida"],
        "DC.publisher": ["Işık Evi"],
        "DC.date": ["2024-05-01"],
        "DC.language": ["tr"],
        "DC.identifier": [f"{BASE}index.html"],
        "DC.rights": ["https://creativecommons.org/licenses/by/4.0/"],
        "DC.type": ["Text"],
        "DC.format": ["text/html"],
    }
    assert said["description"] == ["Bir özet."]
    english = metas(page_at(published / "en" / "index.html"))
    assert (english["description"], english["citation_language"]) == (["An abstract."], ["tr"])


def test_bibtex_ris_and_csl_agree_with_each_other_and_with_the_page(published: Path) -> None:
    bibtex = dict(
        re.findall(r"^  (\w+) = \{(.*)\},$", (published / "citation.bib").read_text(encoding="utf-8"), re.MULTILINE)
    )
    ris = dict(re.findall(r"^(\w\w)  - (.*)$", (published / "citation.ris").read_text(encoding="utf-8"), re.MULTILINE))
    (csl,) = json.loads((published / "citation.json").read_text(encoding="utf-8"))
    said = metas(page_at(published / "index.html"))
    rows = {
        TITLE: (bibtex["title"], ris["TI"], csl["title"], said["citation_title"][0]),
        "Işık Evi": (bibtex["publisher"], ris["PB"], csl["publisher"], said["citation_publisher"][0]),
        "İzmir": (bibtex["address"], ris["CY"], csl["publisher-place"]),
        "Doğan, Ada": (bibtex["author"], ris["AU"], ", ".join(csl["author"][0].values()), said["citation_author"][0]),
        "Lee, Ida": (bibtex["editor"], ris["ED"], ", ".join(csl["editor"][0].values()), said["citation_editor"][0]),
        "2024-05-01": (
            bibtex["date"],
            ris["DA"].replace("/", "-"),
            "-".join(f"{part:02}" for part in csl["issued"]["date-parts"][0]),
            said["DC.date"][0],
        ),
        "2.1": (bibtex["version"], ris["ET"], csl["version"]),
        f"{BASE}index.html": (bibtex["url"], ris["UR"], csl["URL"], said["citation_public_url"][0]),
    }
    assert {fact: set(values) for fact, values in rows.items()} == {fact: {fact} for fact in rows}


def test_linked_data_says_the_same_and_cannot_break_out_of_its_element(published: Path) -> None:
    for page, code, path in (("index.html", "tr", ""), ("en/about.html", "en", "en/")):
        data = linked_data(page_at(published / page))
        assert data["@context"] == "https://schema.org"
        assert (data["inLanguage"], data["@id"]) == (code, f"{BASE}{page}")
        work = data["mainEntity" if not path else "isPartOf"]
        assert (work["name"], work["version"], work["datePublished"]) == (TITLE, "2.1", "2024-05-01")
        assert work["author"] == [
            {"@type": "Person", "@id": "https://orcid.org/0000-0002-1825-0097", "name": "Doğan, Ada"}
        ]
        assert work["publisher"] == {"@type": "Organization", "name": "Işık Evi"}
        tei = next(one for one in work["encoding"] if one["encodingFormat"] == "application/tei+xml")
        assert tei["sha256"] == hashlib.sha256((published / "letter.tei").read_bytes()).hexdigest()
        assert tei["contentUrl"] == f"{BASE}letter.tei"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of what rdflib itself does
def test_linked_data_is_read_as_it_is_meant(published: Path) -> None:
    rdflib = pytest.importorskip("rdflib")
    data = linked_data(page_at(published / "index.html"))
    addresses = {name: {"@type": "@id"} for name in ("url", "license", "contentUrl")}
    data["@context"] = {"@vocab": "https://schema.org/", **addresses}  # what schema.org says of these terms
    graph = rdflib.Dataset(default_union=True).parse(data=json.dumps(data), format="json-ld")
    schema = rdflib.Namespace("https://schema.org/")
    (work,) = graph.objects(None, schema.mainEntity)
    assert (work, rdflib.RDF.type, schema.CreativeWork) in graph
    assert [str(name) for name in graph.objects(work, schema.name)] == [TITLE]
    assert list(graph.objects(work, schema.license)) == [rdflib.URIRef("https://creativecommons.org/licenses/by/4.0/")]
    assert len(list(graph.objects(work, schema.encoding))) == 3


def test_links_say_what_belongs_together(published: Path) -> None:
    for name in ("index.html", "en/index.html", "en/about.html"):
        page = page_at(published / name)
        assert links(page, "canonical") == [(f"{BASE}{name}", None)]
        assert links(page, "cite-as") == [(f"{BASE}index.html", None)]
        assert links(page, "license") == [("https://creativecommons.org/licenses/by/4.0/", None)]
        assert links(page, "author") == [("https://orcid.org/0000-0002-1825-0097", None)]
        assert links(page, "describedby") == [
            (f"{BASE}citation.bib", "application/x-bibtex"),
            (f"{BASE}citation.ris", "application/x-research-info-systems"),
            (f"{BASE}citation.json", "application/vnd.citationstyles.csl+json"),
        ]
        assert links(page, "item") == [
            ("https://example.org/letters/text/letter.txt", "text/plain"),
            ("https://example.org/letters/markdown/letter.md", "text/markdown"),
            (f"{BASE}letter.tei", "application/tei+xml"),
        ]
        alternates = page.xpath("//head/link[@rel='alternate'][@hreflang]/@href")
        own = name.rpartition("/")[2]
        assert alternates == [f"{BASE}{own}", f"{BASE}en/{own}", f"{BASE}{own}"]


def test_readers_find_the_citation_the_version_and_every_format(published: Path) -> None:
    for name, version in (("index.html", "İkinci baskı"), ("en/index.html", "Second edition")):
        page = page_at(published / name)
        (cite,) = page.xpath("//footer//section[@id='cite']")
        (citation,) = cite.xpath(".//p[@class='citation']")
        words = " ".join(citation.text_content().split())
        assert words.startswith(f"Doğan, Ada: {TITLE}. {version}. Işık Evi, ")
        assert words.endswith(f"{BASE}{name}")
        assert hashlib.sha256((published.parent.parent / "letter.xml").read_bytes()).hexdigest() in cite.text_content()
        files = page.xpath("//p[@class='formats']/a[@type]/@href")
        assert len(files) == 3
        for href in (*files, *cite.xpath(".//a/@href")):
            assert ((published / name).parent / href).resolve().is_file(), href
    assert page.xpath("//p[@class='formats']/a/@download") == ["letter.xml"]
    assert (published / "letter.tei").read_bytes() == (published.parent.parent / "letter.xml").read_bytes()


def test_nobody_is_made_an_author_and_nothing_is_said_twice(tmp_path: Path) -> None:
    doi = '<idno type="DOI">10.5555/12345678</idno>'
    folder = build(
        tmp_path,
        "html",
        people="<respStmt><resp>TEI</resp><name>A lab</name></respStmt>",
        identifier=doi,
        html='tei = "omit"',
    )
    page = page_at(folder / "index.html")
    said = metas(page)
    assert said.keys().isdisjoint(("citation_author", "DC.creator", "citation_editor", "citation_public_url"))
    assert "author" not in linked_data(page)["mainEntity"]
    assert said["citation_doi"] == ["10.5555/12345678"]
    assert links(page, "cite-as") == [("https://doi.org/10.5555/12345678", None)]
    assert (links(page, "canonical"), links(page, "item")) == ([], [])
    assert sorted(path.name for path in folder.iterdir() if path.suffix in (".tei", ".xml")) == []
    assert page.xpath("//p[@class='citation']")[0].text_content().count("10.5555/12345678") == 1
    assert "author" not in (folder / "citation.bib").read_text(encoding="utf-8")


def test_pages_lead_to_what_was_made_of_the_same_text_and_to_nothing_else(tmp_path: Path) -> None:
    folder = build(tmp_path, "html")
    assert [href for href, _ in links(page_at(folder / "index.html"), "item")] == ["letter.tei"]
    assert teitools("build", "text", "html", cwd=tmp_path).stdout.endswith("build/html: 1 document built\n")
    assert [href for href, _ in links(page_at(folder / "index.html"), "item")] == ["../text/letter.txt", "letter.tei"]
    assert teitools("build", "text", "html", cwd=tmp_path).stdout.endswith("0 documents built, 1 unchanged\n")
    source = tmp_path / "letter.xml"
    source.write_bytes(source.read_bytes().replace(b"Bir.", b"Birinci."))
    assert teitools("build", "html", cwd=tmp_path).returncode == 0
    assert [href for href, _ in links(page_at(folder / "index.html"), "item")] == ["letter.tei"]


def test_the_citation_is_that_of_the_paragraph_or_note_one_is_at(browser: Tabs, published: Path) -> None:
    page = browser.new_page()
    page.goto((published / "index.html").as_uri())
    citation = page.locator(".citation")
    assert citation.inner_text().endswith(f"{BASE}index.html")
    page.locator("#p2 .number").click()
    assert citation.inner_text().endswith(f"Giriş ¶2. {BASE}index.html#p2")
    page.evaluate("location.hash = 'n1'")
    page.wait_for_url("**#n1")
    assert citation.inner_text().endswith(f"dn. 1. {BASE}index.html#n1")
    page.goto((published / "en" / "index.html").as_uri() + "#n1")
    assert page.locator(".citation").inner_text().endswith(f"n. 1. {BASE}en/index.html#n1")
    page.goto((published / "en" / "index.html").as_uri() + "#main")
    assert page.locator(".citation").inner_text().endswith(f"{BASE}en/index.html")
