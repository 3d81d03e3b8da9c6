"""Entries of registers, wherever they stand in a document (TEI Guidelines 14: standOff, particDesc, listPerson …)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from teitools.document.addresses import scheme_of
from teitools.document.names import XML_ID, XML_LANG
from teitools.facts.dates import DATING, when_of
from teitools.facts.model import Entity, EntityDate, Fact, Identifier, Link, Name, Relation
from teitools.facts.separation import name_of
from teitools.facts.vocabulary import ENTITIES, NAMES, tei
from teitools.facts.walking import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from teitools.facts.references import References
    from teitools.facts.sought import Sought

__all__ = ["coordinates_of", "entries", "identifiers_of", "is_entry", "read_entities", "read_relations"]

_TAGS = tei(frozenset(ENTITIES))
_RELATION = tei("relation")
_WORKS = frozenset(("bibl", "biblStruct", "biblFull", "msDesc"))
_OF_LISTS = frozenset(("standOff", "sourceDesc", "additional", "listBibl", "listObject", "listWit"))
_TERMS = frozenset(("term", "gloss", "name", "rs", "label", *NAMES))
_NAMED = frozenset(("term", "title", "label", "head", "catDesc", "form", *NAMES))
_PLACES = frozenset(("country", "settlement", "region", "district", "bloc"))
_LINKS = ("corresp", "sameAs", "where", "source")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
# What an identifier in these authorities stands for, where the document declares no scheme of that name
_AUTHORITIES = {
    "wikidata": "https://www.wikidata.org/entity/",
    "geonames": "https://sws.geonames.org/",
    "viaf": "https://viaf.org/viaf/",
    "gnd": "https://d-nb.info/gnd/",
    "pnd": "https://d-nb.info/gnd/",
    "orcid": "https://orcid.org/",
    "isni": "https://isni.org/isni/",
    "doi": "https://doi.org/",
    "lccn": "https://lccn.loc.gov/",
    "isbn": "urn:isbn:",
}


def is_entry(element: etree._Element) -> bool:
    """Whether an element is an entry that can be pointed at, or is told of as one."""
    name = name_of(element)
    if name not in ENTITIES:
        return False
    around = name_of(element.getparent())
    if name in _WORKS:
        return element.get(XML_ID) is not None and (around in _OF_LISTS or element.getparent() is None)
    if name == "item":
        return element.get(XML_ID) is not None and any(name_of(child) in _TERMS for child in element)
    if name in ("role", "interp", "category"):
        return element.get(XML_ID) is not None
    if name == "event":
        return element.get(XML_ID) is not None or around in ("listEvent", "standOff")
    return name != "nym" or around == "listNym"


def entries(sought: Sought) -> Iterator[etree._Element]:
    """The elements that are entries, in their order."""
    return filter(is_entry, sought.of(_TAGS))


def read_entities(sought: Sought, document: str, references: References) -> tuple[Entity, ...]:
    """The entities that a document declares."""
    ids: dict[etree._Element, str] = {}
    found = []
    seen: set[str] = set()
    for number, element in enumerate(entries(sought), 1):
        own = element.get(XML_ID) or f"~{number}"
        ids[element] = id_ = f"{document}#{own if own not in seen else f'~{number}'}"
        seen.add(own)
        around = next((ids[other] for other in element.iterancestors() if other in ids), None)
        found.append(_read(element, id_, document, around, references))
    return tuple(found)


def _read(element: etree._Element, id_: str, document: str, parent: str | None, references: References) -> Entity:
    names = _names(element)
    preferred = next((name.text for name in names if name.preferred), "")
    return Entity(
        id=id_,
        kind=ENTITIES[name_of(element)],
        element=name_of(element),
        document=document,
        type=element.get("type", ""),
        name=preferred or element.get("n") or element.get(XML_ID) or "",
        names=names,
        identifiers=identifiers_of(element, references),
        coordinates=coordinates_of(element),
        dates=tuple(_dates(element, references)),
        facts=tuple(_facts(element)),
        links=tuple(_links(element, references)),
        parent=parent,
        certainty=element.get("cert", ""),
    )


def _names(element: etree._Element) -> tuple[Name, ...]:
    """All names; the preferred one, the first that is no variant (entries.xsl, tt:filing-name), comes first."""
    name = name_of(element)
    if name in ("role", "witness"):
        return tuple(Name(text, _language(element), "", True) for text in filter(None, [plain(element)]))
    holders = [element.find("{*}msIdentifier")] if name == "msDesc" else [element]
    if name == "biblStruct":
        holders += [*element.iterfind("{*}analytic"), *element.iterfind("{*}monogr")]
    found = [
        (child, text)
        for holder in holders
        if holder is not None
        for child in holder
        if (name_of(child) in _NAMED or (name == "msDesc" and name_of(child) in ("idno", "msName")))
        and (text := plain(child))
    ]
    if any(name_of(child) not in _PLACES for child, _ in found):
        found = [(child, text) for child, text in found if name_of(child) not in _PLACES]
    chosen = next((child for child, _ in found if child.get("type") != "variant"), found[0][0] if found else None)
    names = [Name(text, _language(child), child.get("type", ""), child is chosen) for child, text in found]
    if not names and name in _WORKS and (text := plain(element)):
        return (Name(text, _language(element), "", True),)
    return tuple(sorted(names, key=lambda one: not one.preferred))


def _language(element: etree._Element) -> str:
    stated = (one.get(XML_LANG) for one in (element, *element.iterancestors()))
    return next((value for value in stated if value is not None), "")


def identifiers_of(element: etree._Element, references: References) -> tuple[Identifier, ...]:
    """Identifiers that stand right in an element, or in its parts that only hold such; public addresses it is said to
    be the same as.
    """
    holders = [
        element,
        *(child for child in element if name_of(child) in ("msIdentifier", "monogr", "objectIdentifier")),
    ]
    found = [
        Identifier(kind, text, _uri(kind, text, references, child), child.get("subtype", ""), child.get("cert", ""))
        for holder in holders
        for child in holder
        if name_of(child) == "idno" and (text := plain(child)) and (kind := child.get("type", "")) is not None
    ]
    same = (one for one in references.of(element, "sameAs") if one.uri and scheme_of(one.uri))
    found += [Identifier("sameAs", one.written, one.uri) for one in same]
    return tuple(dict.fromkeys(found))


def _uri(kind: str, value: str, references: References, element: etree._Element) -> str | None:
    """The address of an identifier: itself, by a scheme of the document, or that of a well-known authority."""
    if scheme_of(value) in ("http", "https", "urn", "doi", "ark", "info"):
        return value
    if not kind or any(character.isspace() for character in value):
        return None
    declared = references.scheme(element, kind, value)
    before = _AUTHORITIES.get(kind.lower())
    return declared or (before + value if before else None)


def coordinates_of(element: etree._Element) -> tuple[float, float] | None:
    """Latitude and longitude, which TEI writes in this order (Guidelines, `geo`); None where they cannot be such."""
    for holder in (element, *element.iterfind("{*}location")):
        for geo in holder.iterfind("{*}geo"):
            numbers = [float(number) for number in _NUMBER.findall(plain(geo).replace(",", " "))][:3]
            if len(numbers) >= 2 and abs(numbers[0]) <= 90 and abs(numbers[1]) <= 180:
                return numbers[0], numbers[1]
    return None


def _dates(element: etree._Element, references: References) -> Iterator[EntityDate]:
    for part in (element, *element):
        if not isinstance(part.tag, str) or not _is_dated(part):
            nested = next((child for child in part.iterfind("{*}date")), None) if name_of(part) in _LIVES else None
            if nested is None:
                continue
        else:
            nested = part
        when = when_of(nested)
        places = (
            tuple(place for name in part.iter(*_PLACED) for place in references.keyed(name))
            if part is not element
            else ()
        )
        text = "" if part is element else plain(part)
        yield EntityDate(name_of(part), when, text, places)


def _is_dated(element: etree._Element) -> bool:
    return any(element.get(name) for name in element.keys() if name in _DATING)  # noqa: SIM118  # no mapping


_DATING = frozenset((*DATING, *(f"{name}-iso" for name in DATING)))
_LIVES = frozenset(("birth", "death", "floruit", "origin", "origDate"))
_PLACED = tei("placeName settlement country region geogName")


def _facts(element: etree._Element) -> Iterator[Fact]:
    """What is said in words beside names, identifiers, dates and parts that are entries."""
    for child in element:
        name = name_of(child)
        is_other = name in ("", "idno", "location", "msIdentifier", "birth", "death", "relation") or name.startswith(
            "list"
        )
        if is_other or (name in _NAMED and name not in _PLACES) or is_entry(child):
            continue
        if text := plain(child):
            yield Fact(child.get("type") or name, text, _language(child), child.get("key") or "")


def _links(element: etree._Element, references: References) -> Iterator[Link]:
    for attribute in _LINKS:
        if element.get(attribute):
            yield from (Link(attribute, reference) for reference in references.of(element, attribute))
    for child in element:
        name = name_of(child)
        if name and not is_entry(child):
            for reference in references.of(child, "ref", "target", "corresp"):
                yield Link(name, reference)


def read_relations(sought: Sought, document: str, references: References) -> tuple[Relation, ...]:
    """The relations that a document states."""
    found = []
    for number, element in enumerate(sought.of(_RELATION), 1):
        found.append(
            Relation(
                id=f"{document}#{element.get(XML_ID) or f'~r{number}'}",
                name=element.get("name") or element.get("ref") or element.get("key") or "",
                active=references.of(element, "active"),
                passive=references.of(element, "passive"),
                mutual=references.of(element, "mutual"),
                when=when_of(element),
                sources=references.of(element, "source"),
                type=element.get("type", ""),
                text=plain(element),
                certainty=element.get("cert", ""),
            )
        )
    return tuple(found)
