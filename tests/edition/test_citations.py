"""Every unit that the edition lets one cite is reached by its citation, and a citation reaches one unit."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import elementpath
from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

ARTICLE = Path(__file__).resolve().parents[2] / "tei" / "kafkas-seddi.xml"
NAMESPACES = {"": "http://www.tei-c.org/ns/1.0", "xml": "http://www.w3.org/XML/1998/namespace"}
TEI = f"{{{NAMESPACES['']}}}"
ID = f"{{{NAMESPACES['xml']}}}id"
# The units that a scholar may want to cite.
CITABLE = (
    "/TEI/text//(div | p | quote | said | pb) | /TEI/text//note[@place = 'foot']"
    " | /TEI/text//note//bibl | /TEI/standOff//note"
)


@cache
def article() -> etree._Element:
    return etree.parse(ARTICLE).getroot()


def select(path: str, context: Any) -> list[Any]:
    """What an XPath 2.0 finds from an element; the names are TEI's, as the Guidelines (3.11.4) want it of citeStructure."""
    found = elementpath.select(article(), path, NAMESPACES, item=context)
    return found if isinstance(found, list) else [found]


def cited(structure: etree._Element, within: Any = None, before: str = "") -> Iterator[tuple[str, Any, etree._Element]]:
    """Citation, element and structure of every unit below a declaration."""
    for unit in select(structure.get("match", ""), within):
        (value,) = select(structure.get("use", ""), unit)
        citation = before + structure.get("delim", "") + str(value)
        yield citation, unit, structure
        for inner in structure.iterchildren(f"{TEI}citeStructure"):
            yield from cited(inner, unit, citation)


@cache
def units() -> tuple[tuple[str, Any, etree._Element], ...]:
    declared = article().iterfind(f".//{TEI}refsDecl/{TEI}citeStructure")
    return tuple(unit for structure in declared for unit in cited(structure))


def test_every_citable_unit_has_a_citation() -> None:
    reached = {unit.get(ID) for _, unit, _ in units()}
    assert {unit.get(ID) for unit in select(CITABLE, None)} == reached
    assert None not in reached


def test_a_citation_means_one_unit() -> None:
    counted = Counter(citation for citation, _, _ in units())
    assert [citation for citation, count in counted.items() if count > 1] == []
    assert len(counted) > 150


def test_a_citation_ends_with_the_identifier_of_its_unit() -> None:
    for citation, unit, structure in units():
        assert citation.split("/")[-1] == unit.get(ID), structure.get("unit")


def test_a_unit_has_one_title_at_most() -> None:
    titles = 0
    for citation, unit, structure in units():
        for data in structure.iterchildren(f"{TEI}citeData"):
            found = select(data.get("use", ""), unit)
            assert len(found) == 1, citation
            titles += 1
    assert titles == 5
