"""Letters: the Correspondence Metadata Interchange Format (CMIF), TEI with a `correspDesc` for each.

Who sent a letter and who received it, where and when, with addresses in authority files, which services join letters
by; by the documentation and the schema of the TEI Correspondence SIG. Of actions it has these two only.
"""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from teitools.archive.writing import written
from teitools.document.names import TEI, XML_ID

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from teitools.archive.writing import Writer
    from teitools.facts.model import Action, Agent, Document, Header, Letter, When
    from teitools.tasks.export.formats import Given
    from teitools.tasks.export.formats.files import Published

__all__ = ["Correspondence"]

_FILE = "cmif.xml"
_DATE = re.compile(r"-?\d{4,}(?:-\d\d(?:-\d\d)?)?", re.ASCII)
_UNKNOWN = "Unknown"  # as the documentation wants it for who is not known
_UNSTATED = "not stated"
_BODIES = frozenset(("org", "group"))
# Authorities in the order of the documentation: for persons, for places
_AUTHORITIES = ("gnd", "viaf", "lccn", "bnf", "wikidata")
_PAGES = frozenset(("url", "uri"))  # of somebody, and of no authority
_GAZETTEERS = ("geonames", "gnd", "wikidata")


class _Party(NamedTuple):
    element: str
    name: str
    ref: str


class _Entry(NamedTuple):
    """A letter: its key, its address, the source that has it, and what was done: parties and attributes of the date."""

    key: str
    ref: str
    source: str
    actions: tuple[tuple[str, tuple[_Party, ...], tuple[tuple[str, str], ...]], ...]


class _Made(NamedTuple):
    """The letters of a document by their ids, and its header."""

    document: str
    header: Header
    letters: list[tuple[str, _Entry]]


class Correspondence:
    """See `formats.Writer`. It keeps what the file has of each letter: its head says what comes only in the end."""

    def open(self, folder: Path, _published: Published, /) -> None:
        """Nothing is written before there is a letter."""
        self._path = folder / _FILE
        self._letters: dict[str, _Entry] = {}
        self._headers: dict[str, Header] = {}

    @staticmethod
    def made(given: Given) -> _Made | None:
        """The letters that a document is or speaks of."""
        document, published = given.document, given.published
        letters = [(letter.id, _entry(document, letter, published)) for letter in document.letters]
        return _Made(document.id, document.header, letters) if letters else None

    def add(self, made: _Made | None) -> None:
        """Note letters."""
        if made is not None:
            new = {id_: entry for id_, entry in made.letters if id_ not in self._letters}
            if new:
                self._letters |= new
                self._headers[made.document] = made.header

    def close(self) -> None:
        """Write the file, if there was a letter."""
        if self._letters:
            with self._path.open("wb") as stream, written(stream, "TEI", {"": TEI}) as out:
                with out.element("teiHeader"):
                    _file_description(out, self._headers)
                    with out.element("profileDesc"):
                        for entry in self._letters.values():
                            _write(out, entry)
                with out.element("text"), out.element("body"):
                    out.empty("p")


def _file_description(out: Writer, headers: dict[str, Header]) -> None:
    known = headers.values()
    publishers = _distinct(name for header in known for name in header.publishers)
    editors = _distinct(agent.name for header in known for agent in (*header.editors, *header.authors))
    dates = [match[0] for header in known if (match := _DATE.match(header.published.end or header.published.start))]
    titles = _distinct(header.title for header in known)
    with out.element("fileDesc"):
        with out.element("titleStmt"):
            out.text("title", titles[0] if len(titles) == 1 else "Letters")
            for name in editors or publishers or [_UNSTATED]:
                out.text("editor", name)
        with out.element("publicationStmt"):
            for name in publishers or [_UNSTATED]:
                out.text("publisher", name)
            out.text("idno", _FILE, {"type": "url"})
            out.empty("date", {"when": max(dates, default="")})
            _availability(out, known)
        with out.element("sourceDesc"):
            for document, header in headers.items():
                names = "; ".join(agent.name for agent in (*header.authors, *header.editors))
                parts = (names, header.title or document, "; ".join(header.publishers), header.published.edtf or "")
                text = ". ".join(filter(None, parts))
                out.text("bibl", f"{text}.", {XML_ID: _source(document, header), "type": "online"})


def _availability(out: Writer, headers: Iterable[Header]) -> None:
    """The licence of the documents, if they have one: nobody else can give one to what is taken from them."""
    licences = _distinct(header.licence_uri for header in headers)
    with out.element("availability", {} if len(licences) == 1 else {"status": "unknown"}):
        if len(licences) == 1:
            out.text("licence", "The licence of the documents", {"target": _address(licences[0])})
        else:
            out.text("p", "The documents state several licences, or none")


def _source(document: str, header: Header) -> str:
    """The id of the source in the file: a UUID, as is recommended, the same as long as the source is."""
    known = "\n".join((document, header.title, *header.publishers, *(one.value for one in header.identifiers)))
    return f"uuid-{uuid.uuid5(uuid.NAMESPACE_URL, known)}"


def _distinct(names: Iterable[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if name]


def _address(uri: str) -> str:
    return quote(uri, safe="!#$%&'()*+,/:;=?@[]~")


def _entry(document: Document, letter: Letter, published: Published) -> _Entry:
    """What the file has of a letter: the document, or an entry of a register that it speaks of."""
    found = next((entity for one in letter.references if (entity := document.entity(one.entity or ""))), None)
    identifiers = found.identifiers if found is not None else () if letter.references else document.header.identifiers
    ref = next((one.uri for one in identifiers if one.uri and one.uri.startswith("http")), "")
    key = found.id if found is not None else letter.id if letter.references else document.id
    actions = [_action(document, one) for one in letter.actions if one.type in ("sent", "received")]
    done = {action[0] for action in actions}
    unknown = (_Party("persName", _UNKNOWN, ""),)
    actions += [(type_, unknown, ()) for type_ in ("sent", "received") if type_ not in done]
    actions.sort(key=lambda action: action[0] != "sent")
    return _Entry(key, _address(ref) or published.of(key), _source(document.id, document.header), tuple(actions))


def _action(document: Document, action: Action) -> tuple[str, tuple[_Party, ...], tuple[tuple[str, str], ...]]:
    parties = [_party(document, agent, "persName", _AUTHORITIES) for agent in action.agents]
    places = [_party(document, place, "placeName", _GAZETTEERS) for place in action.places if place.name]
    named = [party for party in parties if party.name] or [_Party("persName", _UNKNOWN, "")]
    return action.type, (*named, *places), tuple(_dating(action.when))


def _party(document: Document, agent: Agent, element: str, authorities: Sequence[str]) -> _Party:
    entity = next((found for one in agent.references if (found := document.entity(one.entity or ""))), None)
    if element == "persName" and (agent.role == "orgName" or (entity is not None and entity.kind in _BODIES)):
        element = "orgName"
    identifiers = (*agent.identifiers, *(entity.identifiers if entity is not None else ()))
    known = {one.type.lower(): one.uri for one in reversed(identifiers) if one.uri and one.certainty != "low"}
    addresses = [known[name] for name in authorities if name in known]
    addresses += [one.uri for one in agent.references if one.uri and one.uri.startswith("http")]
    addresses += [uri for name, uri in known.items() if name not in _PAGES and uri.startswith("http")]
    return _Party(element, agent.name, _address(addresses[0]) if addresses else "")


def _dating(when: When) -> Iterator[tuple[str, str]]:
    """The attributes of a date: a day, a month or a year, or two."""
    edtf = when.edtf or ""
    names = ("notBefore", "notAfter") if edtf.startswith("[") else ("from", "to") if "/" in edtf else ("when", "")
    for name, value in zip(names, (when.start, when.end), strict=True):
        if name and _DATE.fullmatch(value):
            yield name, value
            if when.certainty == "low":
                yield "cert", "low"  # the only value that the schema has


def _write(out: Writer, entry: _Entry) -> None:
    with out.element("correspDesc", {"key": entry.key, "ref": entry.ref, "source": f"#{entry.source}"}):
        for type_, parties, dating in entry.actions:
            with out.element("correspAction", {"type": type_}):
                for party in parties:
                    out.text(party.element, party.name, {"ref": party.ref})
                if dating:
                    out.empty("date", dict(dating))
