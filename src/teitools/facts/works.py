"""What a reference says of the work or the archival item that it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.document.names import XML_LANG
from teitools.facts.dates import when_of
from teitools.facts.entities import identifiers_of
from teitools.facts.model import Agent, Identifier, Scope, Title, When, Work
from teitools.facts.separation import name_of
from teitools.facts.vocabulary import CITATIONS, tei
from teitools.facts.walking import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from teitools.facts.references import References

__all__ = ["agent_of", "read_work", "title_of"]

_NAMES = tei("persName orgName name placeName")
_AGENTS = frozenset(("author", "editor", "respStmt", "funder", "sponsor", "principal", "meeting"))
_REPOSITORIES = frozenset(("repository", "institution"))
_ARCHIVES = frozenset(("orgName", "placeName", "rs"))
_IDENTIFIERS = frozenset(
    ("doi", "isbn", "issn", "url", "uri", "urn", "wikidata", "viaf", "gnd", "lccn", "ark", "handle", "pid")
)
_SCOPES = frozenset(("biblScope", "citedRange", "locus"))


def read_work(element: etree._Element, references: References) -> Work:
    """What is encoded right in a reference, and in those of its parts that are no references themselves."""
    parts: dict[str, list[etree._Element]] = {}
    for part in _parts(element):
        parts.setdefault(name_of(part), []).append(part)

    def agents(*names: str) -> tuple[Agent, ...]:
        return tuple(agent_of(part, references) for name in names for part in parts.get(name, ()))

    identifiers, shelfmark = _numbers(element, parts.get("idno", []), references)
    archives = agents(*sorted(_REPOSITORIES))
    if not archives and shelfmark:
        archives = agents(*sorted(_ARCHIVES))[:1]
    dates = parts.get("date", [])
    return Work(
        authors=agents(*sorted(_AGENTS)),
        titles=tuple(title_of(part) for part in parts.get("title", ())),
        publishers=agents("publisher", "distributor"),
        places=agents("pubPlace"),
        when=when_of(dates[0]) if dates else When(),
        repositories=archives,
        collections=agents("collection", "name"),
        shelfmark=shelfmark,
        scopes=tuple(_scope(part) for name in sorted(_SCOPES) for part in parts.get(name, ())),
        identifiers=identifiers,
    )


def _parts(element: etree._Element) -> Iterator[etree._Element]:
    """The parts of a reference, in their order: not those of references in it, nor parts of parts."""
    waiting = list(element)[::-1]
    while waiting:
        part = waiting.pop()
        name = name_of(part)
        if name in CITATIONS or name in ("note", "listBibl", ""):
            continue
        if name in _HOLDERS:
            waiting += list(part)[::-1]
        else:
            yield part


_HOLDERS = frozenset(
    """analytic monogr imprint series msIdentifier titleStmt publicationStmt fileDesc editionStmt seriesStmt
    hi seg choice corr reg expan ref""".split()  # noqa: SIM905
)


def agent_of(element: etree._Element, references: References) -> Agent:
    """Who an element names: with the references of it, or of the names in it."""
    found = references.keyed(element)
    names = list(element.iter(*_NAMES))
    if not found:
        found = tuple(dict.fromkeys(reference for name in names for reference in references.keyed(name)))
    role = name_of(element)
    text = plain(element)
    if role == "respStmt":
        role = "; ".join(plain(part) for part in element.iterfind("{*}resp")) or role
        text = "; ".join(plain(part) for part in names)
    elif any(name_of(child) == "idno" for child in element):
        text = "; ".join(plain(part) for part in names if part is not element) or (element.text or "").strip()
    identifiers = tuple(one for holder in (element, *names) for one in identifiers_of(holder, references))
    return Agent(text, element.get("role") or role, found, tuple(dict.fromkeys(identifiers)))


def title_of(element: etree._Element) -> Title:
    """A title with its level and language."""
    stated = (one.get(XML_LANG) for one in (element, *element.iterancestors()))
    language = next((value for value in stated if value is not None), "")
    return Title(plain(element), element.get("type", ""), element.get("level", ""), language)


def _scope(element: etree._Element) -> Scope:
    return Scope(element.get("unit", name_of(element)), plain(element), element.get("from", ""), element.get("to", ""))


def _numbers(
    element: etree._Element, numbers: list[etree._Element], references: References
) -> tuple[tuple[Identifier, ...], tuple[Scope, ...]]:
    """Identifiers in authorities, and the parts of a shelfmark: each `idno` in `idno`, from the fonds to the item."""
    known = identifiers_of(element, references)
    identifiers = tuple(one for one in known if one.type.lower() in _IDENTIFIERS or one.type == "sameAs")
    shelfmark: list[Scope] = []
    for number in numbers:
        if number.get("type", "").lower() in _IDENTIFIERS:
            continue
        inner = [part for part in number.iter(number.tag) if part is not number and part.find(number.tag) is None]
        shelfmark += [Scope(part.get("type", ""), plain(part)) for part in (inner or [number])]
    return identifiers, tuple(shelfmark)
