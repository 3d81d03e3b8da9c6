"""The facts of the article are those that expressions of XPath count in it, without the model."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from support.facts import TEI, facts_of_file
from support.printed import ARTICLE
from support.reading import read_edition, squeeze

from teitools.facts.model import LAYERS, OFFSET_UNIT, Reference

if TYPE_CHECKING:
    from teitools.facts.model import Document

SPACE = {"t": TEI}
REGISTER = ARTICLE.with_name("register.xml")
SIGNS = re.compile(r"[⟨⟩]|\[(?!…)|(?<!…)\]")  # around what editors add; the layer has none


@cache
def article() -> Document:
    return facts_of_file(ARTICLE)


@cache
def register() -> Document:
    return facts_of_file(REGISTER)


@cache
def tree(name: str = "kafkas-seddi.xml") -> etree._Element:
    return etree.parse(ARTICLE.with_name(name)).getroot()


def found(path: str, name: str = "kafkas-seddi.xml") -> list[etree._Element]:
    return tree(name).xpath(path, namespaces=SPACE)


def count(path: str, name: str = "kafkas-seddi.xml") -> int:
    return int(tree(name).xpath(f"count({path})", namespaces=SPACE))


NAMES = "self::t:persName or self::t:placeName or self::t:orgName or self::t:eventName or self::t:objectName"
COUNTS = {
    "mentions": f"(//t:text | //t:standOff)//*[{NAMES} or self::t:name or self::t:rs or self::t:settlement or @ref or @key]",
    "dates": "//t:text//*[self::t:date or self::t:time or @when or @notBefore or @notAfter]",
    "citations": "//t:text//t:bibl",
    "quotations": "//t:text//t:said | //t:text//t:quote",
    "notes": "//t:text//t:note | //t:standOff//t:note",
    "variants": "//t:app",
    "tokens": "//t:text//t:w",
}


@pytest.mark.parametrize("kind", COUNTS)
def test_there_are_as_many_as_xpath_counts(kind: str) -> None:
    records = getattr(article(), kind)
    assert len(records) == count(COUNTS[kind])
    marked = [record.id for record in records if not record.id.startswith("~")]
    assert sorted(marked) == sorted(
        element.get("{http://www.w3.org/XML/1998/namespace}id") for element in found(f"({COUNTS[kind]})[@xml:id]")
    )


def test_there_are_as_many_entries_as_xpath_counts() -> None:
    entries = "person | //t:personGrp | //t:place | //t:org | //t:event | //t:msDesc | //t:listBibl/t:bibl[@xml:id]"
    expected = count(f"//t:standOff//t:{entries} | //t:sourceDesc/t:bibl[@xml:id] | //t:item[@xml:id]", "register.xml")
    assert len(register().entities) == expected > 200
    assert len(register().relations) == count("//t:relation", "register.xml") == 20
    assert len(register().letters) == count("//t:correspDesc", "register.xml") == 8
    assert register().text() == ""


def test_the_reading_layer_is_the_text_that_an_independent_reader_reads() -> None:
    assert squeeze(article().text()) == squeeze(SIGNS.sub("", read_edition(ARTICLE).text))


def test_the_printed_layer_has_what_the_witness_has() -> None:
    printed, reading = article().text("printed"), article().text()
    for choice in found("//t:text//t:choice[not(ancestor::t:note)]"):
        source = squeeze("".join(choice[0].itertext()))
        assert source in squeeze(printed)
    assert "Friendly Agreement" in printed
    assert "Friendship Agreement" in reading


def test_units_are_those_that_the_header_declares_and_structure_where_it_declares_none() -> None:
    units = {unit.cite: unit for unit in article().units}
    for path, kind in (
        ("//t:text/*/t:div", "division"),
        ("//t:text/*/t:div/t:p", "paragraph"),
        ("//t:text//t:quote", "quotation"),
        ("//t:text//t:said", "speech"),
        ("//t:text//t:note[@place='foot']", "note"),
        ("//t:text//t:bibl", "citation"),
        ("//t:text//t:pb", "page"),
        ("//t:standOff/t:listAnnotation/t:note", "editorial-note"),
    ):
        named = [unit for unit in article().units if unit.declared and unit.kind == kind]
        assert len(named) >= count(path) > 0, kind
    assert units["kaf/kaf-p2"].kind == "paragraph"
    assert article().cite("kaf/fn-7").note == "fn-7"
    assert article().cite("kaf/fn-18/fn-18-b2").kind == "citation"
    assert article().cite("kaf").label == "Kafkas Seddi Meselesi" or article().cite("kaf").label
    assert article().text_of(article().cite("giris")).startswith("Giriş\n20. yüzyıl başlarında Çarlık Rusyası")
    undeclared = [unit for unit in article().units if not unit.declared]
    assert {unit.element for unit in undeclared} == {"text", "front", "body", "head"}


def test_offsets_lead_to_the_forms_in_text_and_notes() -> None:
    document = article()
    for record in (*document.mentions, *document.dates, *document.citations, *document.quotations):
        for layer in LAYERS:
            span = record.span(layer)
            if span is not None:
                text = document.holder(record.note, layer)
                assert document.text_of(record, layer) == text[span.start : span.end]
    assert OFFSET_UNIT == "code points"


def test_every_name_that_points_at_the_register_is_an_entity() -> None:
    pointing = [one for one in article().mentions if one.references]
    assert len(pointing) == len(found(f"({COUNTS['mentions']})[@ref or @key]"))
    for mention in pointing:
        for reference in mention.references:
            assert reference.entity is not None, mention
            assert article().entity(reference.entity) is not None
    (person,) = (one for one in article().entities if one.id == "register#person-arikan")
    assert (person.kind, person.name, person.names[0].language) == ("person", "Arıkan, Saffet", "tr")
    assert [date.when.edtf for date in person.dates] == ["1888", "1947-11-26"]
    (ankara,) = (one for one in article().entities if one.id == "register#place-ankara")
    assert ankara.coordinates == (39.91987, 32.85427)
    assert [one.uri for one in ankara.identifiers] == [
        "https://sws.geonames.org/323786/",
        "https://www.wikidata.org/entity/Q3640",
    ]


def test_citations_lead_to_works_and_shelfmarks() -> None:
    archival, printed = article().citations[:2]
    assert archival.references == (Reference("register.xml#item-bca-1-15-9", *["register#item-bca-1-15-9"] * 2),)
    assert [(part.unit, part.text) for part in archival.work.shelfmark] == [
        ("fonds", "30-18-1-1"),
        ("box", "1"),
        ("folder", "15"),
        ("number", "9"),
    ]
    assert [one.name for one in archival.work.repositories] == ["Başbakanlık Cumhuriyet Arşivi"]
    assert [title.text for title in printed.work.titles] == ["T.B.M.M. Gizli Celse Zabıtları"]
    assert [(scope.unit, scope.text) for scope in printed.work.scopes] == [("volume", "C. I"), ("page", "s […]")]


def test_dates_are_edtf() -> None:
    dates = {date.id: date for date in article().dates}
    assert dates["date-1"].when.edtf == "[1920-12-03..]"
    assert dates["date-3"].when.edtf == "[1901..1910]"
    assert dates["date-3"].when.approximate
    assert dates["date-4"].when.edtf == "1905"
    assert dates["date-8"].when.edtf == "1920-09-29~/1920-10-28~"
    assert dates["date-8"].when.duration == "P1M"


def test_quotations_have_speakers_and_sources() -> None:
    said = {quotation.id: quotation for quotation in article().quotations}
    assert [one.entity for one in said["said-1"].speakers] == ["register#person-cicerin"]
    assert {one.direct for one in said.values()} >= {None, False}


def test_nothing_is_told_but_what_leads_nowhere() -> None:
    assert [finding.code for finding in register().findings] == []
    assert [finding.code for finding in article().findings] == []
