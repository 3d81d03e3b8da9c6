"""What a header says of its document (TEI Guidelines 2), and of letters (`correspDesc`, 2.4.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.document.names import TEI, XML_ID, XML_LANG, clark
from teitools.document.versions import all_versions, other_versions, readers_languages
from teitools.facts.dates import when_of
from teitools.facts.entities import identifiers_of
from teitools.facts.model import Action, Agent, Header, Identifier, Letter, When
from teitools.facts.separation import name_of
from teitools.facts.vocabulary import tei
from teitools.facts.walking import plain
from teitools.facts.works import agent_of, title_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from teitools.facts.references import References
    from teitools.facts.sought import Sought

__all__ = ["read_header", "read_letters"]

_HEADER = clark(TEI, "teiHeader")
_CORRESPONDENCE = tei("correspDesc")
_PERSONS = frozenset(("persName", "orgName", "name", "rs"))
_SETTLED = frozenset(("placeName", "settlement", "country", "region", "district", "geogName", "address"))


def _found(element: etree._Element | None, path: str) -> list[etree._Element]:
    """The TEI elements on a path of names; the last may be several, parted by bars."""
    at = [] if element is None else [element]
    for step in path.split("/"):
        wanted = step.split("|")
        at = [child for one in at for child in one if name_of(child) in wanted]
    return at


def _first(elements: list[etree._Element]) -> etree._Element | None:
    return elements[0] if elements else None


def read_header(root: etree._Element, references: References) -> Header:
    """The facts of the header of a document, or of a fragment that has none."""
    header = root if root.tag == _HEADER else _first(_found(root, "teiHeader"))
    statement = _first(_found(header, "fileDesc/titleStmt"))
    publication = _first(_found(header, "fileDesc/publicationStmt"))
    licence = _first(_found(publication, "availability/licence"))
    availability = _first(_found(publication, "availability"))
    created = _first(_found(header, "profileDesc/creation"))
    published = _found(publication, "date")
    edition = _first(_found(header, "fileDesc/editionStmt/edition"))
    languages = _found(header, "profileDesc/langUsage/language")
    sources = _found(header, "fileDesc/sourceDesc/" + "|".join(_SOURCES))
    hidden = _hidden(root, header)
    return Header(
        titles=tuple(title_of(one) for one in _found(statement, "title")),
        authors=tuple(agent_of(one, references) for one in _found(statement, "author")),
        editors=tuple(agent_of(one, references) for one in _found(statement, "editor|respStmt|principal")),
        publishers=tuple(plain(one) for one in _found(publication, "publisher|authority|distributor")),
        places=tuple(plain(one) for one in _found(publication, "pubPlace")),
        edition="" if edition is None else edition.get("n", ""),
        published=when_of(published[0]) if published else When(),
        created=_creation(created),
        licence="" if licence is None else _said(licence, hidden),
        licence_uri="" if licence is None else licence.get("target", ""),
        availability="" if availability is None else availability.get("status", ""),
        languages=tuple((one.get("ident", ""), plain(one)) for one in languages if one not in hidden),
        language=root.get(XML_LANG, ""),
        identifiers=_identifiers(root, publication, references),
        sources=tuple(filter(None, (_said(one, hidden) for one in sources if one not in hidden))),
        keywords=tuple(plain(one) for one in _keywords(header)),
    )


_SOURCES = ("bibl", "biblStruct", "biblFull", "listBibl", "msDesc", "p", "ab", "listWit", "recordingStmt", "scriptStmt")


def _hidden(root: etree._Element, header: etree._Element | None) -> frozenset[etree._Element]:
    """What of a header its readers read in another language: most have one, and need not be looked through for it."""
    if header is None or not all_versions(header):
        return frozenset()
    return other_versions(header, readers_languages(root, ""))


def _said(element: etree._Element, hidden: frozenset[etree._Element]) -> str:
    """The text of an element in one line, without what it says in other languages too."""
    if hidden.isdisjoint(element.iter()):
        return plain(element)
    parts = [element.text or ""]
    for child in element:
        parts += ["" if child in hidden else _said(child, hidden), child.tail or ""]
    return " ".join("".join(parts).split())


def _creation(element: etree._Element | None) -> When:
    if element is None:
        return When()
    date = next((child for child in element if name_of(child) == "date"), None)
    return when_of(element if date is None else date)


def _keywords(header: etree._Element | None) -> Iterator[etree._Element]:
    for keywords in _found(header, "profileDesc/textClass/keywords"):
        yield from (one for one in keywords.iter(*tei("term item")) if not len(one) or name_of(one) == "term")


def _identifiers(
    root: etree._Element, publication: etree._Element | None, references: References
) -> tuple[Identifier, ...]:
    own = [Identifier("xml:id", root.get(XML_ID, ""))] if root.get(XML_ID) else []
    return (*own, *(identifiers_of(publication, references) if publication is not None else ()))


def read_letters(sought: Sought, document: str, references: References) -> tuple[Letter, ...]:
    """The letters of which headers tell."""
    found = []
    for number, element in enumerate(sought.of(_CORRESPONDENCE), 1):
        actions = tuple(_action(one, references) for one in _found(element, "correspAction"))
        notes = tuple(filter(None, map(plain, _found(element, "note|p|ab"))))
        id_ = f"{document}#{element.get(XML_ID) or f'~l{number}'}"
        found.append(Letter(id_, references.of(element, "corresp", "ref", "sameAs"), actions, notes))
    return tuple(found)


def _action(element: etree._Element, references: References) -> Action:
    def agents(names: frozenset[str]) -> tuple[Agent, ...]:
        return tuple(agent_of(one, references) for one in element if name_of(one) in names)

    dates = _found(element, "date")
    return Action(element.get("type", ""), agents(_PERSONS), agents(_SETTLED), when_of(dates[0] if dates else element))
