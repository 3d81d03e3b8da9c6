"""The page above several documents: what it says of each, its order, its links, and what its script does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import lxml.html
import pytest
from support.running import teitools

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

TITLES = ["Çelebi", "Cemil", "Işık", "İlim", "Iğdır", "hâlâ", "Hala"]
TURKISH_ORDER = ["Cemil", "Çelebi", "Hala", "hâlâ", "Iğdır", "Işık", "İlim"]


def document(title: str, language: str, header: str = "", body: str = "<p>x</p>") -> str:
    titles = (
        f"<titleStmt>{f'<title>{title}</title>' if title else ''}<author>Stokes <idno>Q1</idno></author></titleStmt>"
    )
    return (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc>{titles}</fileDesc>{header}</teiHeader>'
        f'<text xml:lang="{language}"><body>{body}</body></text></TEI>'
    )


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> Path:
    """Turkish documents built as HTML, then as plain text too."""
    folder = tmp_path_factory.mktemp("corpus")
    for number, title in enumerate(TITLES):
        header = f'<profileDesc><creation><date when="19{20 + number}-05"/></creation></profileDesc>'
        (folder / f"d{number}.xml").write_text(document(title, "tr", header), encoding="utf-8")
    letter = "<profileDesc><correspDesc><correspAction type='sent'><date when='1919-03-01'>1 March 1919</date></correspAction></correspDesc></profileDesc>"
    (folder / "odd name & more.xml").write_text(document("", "tr", letter), encoding="utf-8")
    for kind in ("html", "text"):
        done = teitools("build", kind, ".", "--output", "build", cwd=folder)
        assert done.returncode == 0, done.stderr
    return folder / "build" / "html"


def rows(folder: Path) -> list[list[str]]:
    page = lxml.html.document_fromstring((folder / "index.html").read_bytes())
    return [[cell.text_content() for cell in row.iter("th", "td")] for row in page.iterfind(".//tbody/tr")]


def test_each_document_has_its_title_author_date_kind_and_formats_in_turkish_order(corpus):
    found = rows(corpus)
    assert [row[0] for row in found] == [*TURKISH_ORDER[:5], *TURKISH_ORDER[5:], "odd name & more"]
    assert found[0] == ["Cemil", "Stokes", "Mayıs 1921", "düzyazı", "HTML, düz metin"]
    assert found[-1][2:4] == ["1 March 1919", "mektup"]


def test_one_document_that_is_left_of_two_is_not_counted_in_the_plural(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.xml").write_text(document("Alone", "en"), encoding="utf-8")
    (tmp_path / "in" / "b.xml").write_text("<TEI>", encoding="utf-8")
    assert teitools("build", "html", "in", cwd=tmp_path).returncode == 1
    page = lxml.html.document_fromstring((tmp_path / "build" / "html" / "index.html").read_bytes())
    assert page.xpath("string(//*[@id='count'])") == "1 document"


def test_every_link_leads_to_a_file(corpus):
    page = lxml.html.document_fromstring((corpus / "index.html").read_bytes())
    links = page.xpath("//tbody//a/@href")
    assert len(links) == 3 * 8
    from urllib.parse import unquote

    assert [link for link in links if not (corpus / unquote(link)).resolve().is_file()] == []
    own = page.xpath("//link/@href | //script/@src")
    scripts = [f"assets/{name}.js" for name in ("reading", "page", "index", "search", "corpus")]
    assert own == ["assets/first.css", "assets/style.css", "assets/index.css", *scripts]
    assert all((corpus / name).is_file() for name in own)
    assert page.xpath("//style | //script[not(@src)] | //img") == []


def test_documents_share_their_assets(corpus):
    assert [path.relative_to(corpus).as_posix() for path in corpus.rglob("style.css")] == ["assets/style.css"]
    page = lxml.html.document_fromstring((corpus / "d0" / "about.html").read_bytes())
    styles = [(corpus / "d0" / style).resolve() for style in page.xpath("//link[@rel='stylesheet']/@href")]
    assert (corpus / "assets" / "style.css").resolve() in styles
    assert {style.parent for style in styles} == {(corpus / "assets").resolve()}


def test_a_page_in_english_is_in_english_order_and_follows_what_changes(tmp_path):
    for name, title in (("a", "Zebra"), ("b", "éclair"), ("c", "Dune")):
        (tmp_path / f"{name}.xml").write_text(document(title, "en"), encoding="utf-8")
    assert teitools("build", ".", "--output", "build", cwd=tmp_path).returncode == 0
    assert [row[0] for row in rows(tmp_path / "build" / "html")] == ["Dune", "éclair", "Zebra"]
    (tmp_path / "a.xml").write_text(document("Alpha", "en"), encoding="utf-8")
    (tmp_path / "c.xml").unlink()
    assert teitools("build", ".", "--output", "build", cwd=tmp_path).returncode == 0
    assert [row[0] for row in rows(tmp_path / "build" / "html")] == ["Alpha", "éclair"]


def test_the_script_sorts_and_filters_as_turkish_does(corpus, browser):
    page = browser.new_page()
    page.goto((corpus / "index.html").as_uri())

    def titles() -> list[str]:
        return page.eval_on_selector_all("tbody tr:not([hidden]) th", "all => all.map(one => one.textContent)")

    assert titles()[0] == "Cemil"
    page.click("thead th:nth-child(3) button")
    assert titles()[:3] == ["odd name & more", "Çelebi", "Cemil"]
    page.click("thead th:nth-child(3) button")
    assert titles()[0] == "Hala"
    page.click("thead th:nth-child(1) button")
    assert titles()[:7] == TURKISH_ORDER
    for words, found in (
        ("ığdır", ["Iğdır"]),
        ("HALA stokes", ["Hala", "hâlâ"]),
        ("ilim", ["İlim"]),
        ("nobody", []),
    ):
        page.fill("#words", words)
        assert titles() == found
    assert page.text_content("#count") == "8 belgeden 0 tanesi"
    page.fill("#words", "")
    assert len(titles()) == 8
