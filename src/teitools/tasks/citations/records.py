"""What there is to cite: documents, and the works and archival items that they cite, each once.

What the entry of a register says of a work comes first; what it leaves open, a citation may say.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from teitools.facts.model import NO_TIME, When

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from teitools.facts.model import Agent, Citation, Document, Entity, Identifier, Scope, Title, Work

__all__ = ["Person", "Record", "record_of", "records_of"]


@dataclass(frozen=True, slots=True)
class Person:
    """Who wrote or edited: `name` as it is written; a `body` is no person, its name has no parts.

    `uri` identifies him, her or it, where anybody has said so.
    """

    name: str
    body: bool = False
    uri: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A work. `kind` is article, chapter, part, book, periodical, manuscript, letter, or empty: anything else."""

    id: str
    kind: str = ""
    title: str = ""
    container: str = ""
    series: str = ""
    authors: tuple[Person, ...] = ()
    editors: tuple[Person, ...] = ()
    translators: tuple[Person, ...] = ()
    publisher: str = ""
    place: str = ""
    edition: str = ""
    when: When = NO_TIME
    volume: str = ""
    issue: str = ""
    pages: str = ""
    language: str = ""
    """Of the document only: the language of a title in a register or a text may be that of the text around it."""
    archive: str = ""
    shelfmark: str = ""
    doi: str = ""
    isbn: str = ""
    issn: str = ""
    url: str = ""
    note: str = ""

    def filled(self, other: Record) -> Record:
        """The record, with what another says where it says nothing."""
        names = [field.name for field in fields(self) if not getattr(self, field.name)]
        names += ["when"] if self.when == NO_TIME else []
        return replace(self, **{name: getattr(other, name) for name in names})


def records_of(document: Document, address: str) -> Iterator[Record]:
    """The document itself, if it has a text, and what it cites, as far as that has a title or a shelfmark.

    `address` is that of the document, which holds where it states none.
    """
    if not document.is_register:
        yield record_of(document, address)
    cited: dict[str, Record] = {}
    for citation in document.citations:
        record = _citation(document, citation)
        entry = next((found for one in citation.references if (found := document.entity(one.entity or ""))), None)
        if entry is not None and entry.kind in ("work", "item"):
            before = cited.get(entry.id) or _entry(entry)
            cited[entry.id] = before.filled(record)
        else:
            cited[record.id] = record
    seen: set[Record] = set()
    for record in cited.values():
        said = replace(record, id="")
        if (record.title or record.shelfmark) and said not in seen:
            seen.add(said)
            yield record if record.title else replace(record, title=record.shelfmark)


def record_of(document: Document, address: str) -> Record:
    """The document itself, as its header tells, with its `address` where the header states none."""
    header = document.header
    is_letter = any(not letter.references for letter in document.letters)
    when = header.published if header.published.edtf else header.created
    record = Record(
        id=document.id,
        kind="letter" if is_letter else "",
        title=header.title or document.id,
        authors=tuple(_person(agent, document) for agent in header.authors),
        editors=tuple(_person(agent, document) for agent in header.editors if agent.role == "editor"),
        publisher="; ".join(header.publishers),
        place="; ".join(header.places),
        edition=header.edition,
        when=when,
        language=header.language,
    )
    record = _identified(record, header.identifiers)
    return record if record.url else replace(record, url=address)


def _citation(document: Document, citation: Citation) -> Record:
    work = citation.work
    people = [(agent.role, _person(agent, document)) for agent in work.authors if agent.name]
    scopes = {scope.unit: scope for scope in reversed(work.scopes)}
    title, container = _titles(work.titles)
    record = Record(
        id=f"{document.id}#{citation.id}",
        kind=_kind(work),
        title=title.text if title else "",
        container=container,
        series=next((one.text for one in work.titles if one.level == "s" and one != title), ""),
        authors=tuple(person for role, person in people if role == "author"),
        editors=tuple(person for role, person in people if role == "editor"),
        translators=tuple(person for role, person in people if role.startswith("transl")),
        publisher="; ".join(agent.name for agent in work.publishers),
        place="; ".join(agent.name for agent in work.places),
        when=work.when,
        volume=_number(scopes.get("volume")),
        issue=_number(scopes.get("issue")),
        pages=_pages(scopes.get("page") or scopes.get("pages"))
        if _kind(work) in ("article", "chapter", "part")
        else "",
        archive="; ".join(agent.name for agent in work.repositories),
        shelfmark=", ".join(scope.text for scope in work.shelfmark),
    )
    return _identified(record, work.identifiers)


def _entry(entry: Entity) -> Record:
    def said(kind: str) -> list[str]:
        return [fact.text for fact in entry.facts if fact.kind == kind]

    is_item = entry.kind == "item"
    record = Record(
        id=entry.id,
        kind="manuscript" if is_item else "",
        title="" if is_item else entry.name,
        shelfmark=entry.name if is_item else "",
        authors=tuple(map(Person, said("author"))),
        editors=tuple(map(Person, said("editor"))),
        publisher="; ".join(said("publisher")),
        place="; ".join(said("pubPlace")),
        when=next((one.when for one in entry.dates if one.when.edtf), NO_TIME),
        note="; ".join(said("msContents")),
    )
    return _identified(record, entry.identifiers)


def _titles(titles: tuple[Title, ...]) -> tuple[Title | None, str]:
    """The title of a work, and that of what it is a part of."""
    order = {"a": 0, "u": 0, "m": 1, "": 1, "j": 2, "s": 3}
    main = [title for title in titles if title.type not in ("sub", "short", "alt")] or titles
    ranked = sorted(main, key=lambda title: order.get(title.level, 1))
    if not ranked:
        return None, ""
    around = next((title.text for title in ranked[1:] if title.level in ("m", "j")), "")
    return ranked[0], around if ranked[0].level in ("a", "u", "") else ""


def _kind(work: Work) -> str:
    if work.shelfmark or work.repositories:
        return "manuscript"
    levels = {title.level for title in work.titles}
    for level, kind in (("u", "manuscript"), ("a", "part"), ("m", "book"), ("j", "periodical")):
        if level in levels:
            if kind == "part":
                return "article" if "j" in levels else "chapter" if "m" in levels else "part"
            return kind
    return "book" if work.titles and (work.publishers or work.places) else ""


def _number(scope: Scope | None) -> str:
    return "" if scope is None else scope.start or scope.text


def _pages(scope: Scope | None) -> str:
    if scope is None:
        return ""
    return "-".join(dict.fromkeys(filter(None, (scope.start, scope.end)))) or scope.text


def _person(agent: Agent, document: Document) -> Person:
    """Who an agent is: by the name in a register, if that puts the family name first."""
    entry = next((found for one in agent.references if (found := document.entity(one.entity or ""))), None)
    body = agent.role == "orgName" or (entry is not None and entry.kind in ("org", "group"))
    known = (*agent.identifiers, *(entry.identifiers if entry is not None else ()))
    uri = next((one.uri for one in known if (one.uri or "").startswith(("http:", "https:"))), None) or ""
    return Person(entry.name if entry is not None and not body and "," in entry.name else agent.name, body, uri)


def _identified(record: Record, identifiers: Iterable[Identifier]) -> Record:
    found: dict[str, str] = {}
    for one in identifiers:
        kind = one.type.lower()
        if kind in ("doi", "isbn", "issn"):
            found.setdefault(kind, one.value)
        elif one.uri and one.uri.startswith(("http:", "https:")):
            found.setdefault("url", one.uri)
    said = found.get
    return replace(record, doi=said("doi", ""), isbn=said("isbn", ""), issn=said("issn", ""), url=said("url", ""))
