"""What the editors say is read in the language of the interface, and in no other; what they quote stays as it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from support.html_pages import ARTICLE, REGISTER, TEI, XML, Edition

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import lxml.html

pytestmark = pytest.mark.slow

# Where the editors speak: on all pages but that of the text, and there in their notes.
PROSE = (
    "//*[contains(@class, 'editorial-note')]//*[@class = 'note-text']",
    "//*[@class = 'about']//*[self::p or self::dd]",
    *(f"//*[contains(@class, 'field-{name}')]/dd" for name in ("note", "occupation", "country", "msContents")),
    "//p[@class = 'gloss']",
)
# Words that are spoken of, titles, and the places quoted from the text that a note is on.
QUOTED = {"mentioned", "title", "lemma"}


def other_words(page: lxml.html.HtmlElement, language: str) -> Iterator[str]:
    """The words of the editors that are marked as being in another language."""
    for path in PROSE:
        for place in page.xpath(path):
            for text in place.xpath(".//text()[normalize-space()]"):
                bearer = text.getparent().getparent() if text.is_tail else text.getparent()
                around = [bearer, *bearer.iterancestors()]
                if any(QUOTED & set(item.get("class", "").split()) for item in around):
                    continue
                if next(item.get("lang") for item in around if item.get("lang")) != language:
                    yield " ".join(text.split())


# Facts of the header, in whatever language: titles of the article, who publishes it, its identifiers.
FACTS = ("Caucasus Frontier’s Issue", "[Kafkas Seddi meselesi", "teitools contributors", "urn:", "2026")


@pytest.mark.parametrize(
    ("language", "pages", "said"),
    [("tr", "html", "Muhtemelen Tiflis"), ("en", "html/en", "Probably Great Karakilise")],
)
def test_the_editors_speak_the_language_of_the_interface(site: Path, language: str, pages: str, said: str) -> None:
    edition = Edition(site / pages, ())
    found = [word for name in edition.names for word in other_words(edition.page(name), language)]
    assert [word for word in found if not word.startswith(FACTS)] == []
    notes = edition.page("index.html").get_element_by_id("editorial-notes").text_content()
    assert said in notes
    assert len(edition.page("index.html").xpath("//li[contains(@class, 'editorial-note')]")) == 52


def facts(version: etree._Element) -> tuple[list[str], ...]:
    """What both versions must have: where they point, which words they speak of, which numbers they give."""
    said = "".join(version.itertext())
    return (
        sorted(item.get("target", "") for item in version.iter(f"{TEI}ref")),
        sorted(" ".join("".join(item.itertext()).split()) for item in version.iter(f"{TEI}mentioned")),
        sorted(re.findall(r"\d+", said)),
    )


@pytest.mark.parametrize("path", [ARTICLE, REGISTER], ids=lambda path: path.stem)
def test_both_versions_point_and_count_alike(path: Path) -> None:
    versions = [
        (item, item.getnext())
        for part in etree.parse(path).iterfind("*")
        for item in part.iter(*(f"{TEI}{name}" for name in ("note", "p", "seg")))
        if part.tag != f"{TEI}text" and item.get(f"{XML}lang") == "tr"
    ]
    assert len(versions) > 50
    for turkish, english in versions:
        assert english is not None
        assert facts(turkish) == facts(english), english.sourceline
