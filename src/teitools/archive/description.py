"""What TEI headers say of an edition, in the terms that catalogues have: Dublin Core, DataCite."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from teitools.document.names import TEI, XML_LANG, clark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml import etree

__all__ = ["Name", "Text", "Titled", "describe", "merged"]

_T = f"{{{TEI}}}"
_YEAR = re.compile(r"\d{4}")
_ISO = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?\Z")


@dataclass(frozen=True, slots=True)
class Text:
    """A text in a language, by its tag; empty where nobody says which."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """Somebody who had a part in the edition, with what they did; empty for an author."""

    name: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Titled:
    """What headers say; each list is without repetitions, in the order of the documents."""

    titles: tuple[Text, ...] = ()
    creators: tuple[Name, ...] = ()
    contributors: tuple[Name, ...] = ()
    publishers: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    subjects: tuple[Text, ...] = ()
    abstracts: tuple[Text, ...] = ()
    sources: tuple[str, ...] = ()
    rights: tuple[Text, ...] = ()
    licences: tuple[str, ...] = ()

    @property
    def year(self) -> str:
        """The year of the latest date; empty if there is none."""
        years = [match[0] for date in self.dates if (match := _YEAR.match(date))]
        return max(years, default="")


def describe(root: etree._Element) -> Titled:
    """What the header of a TEI document says; of a corpus, its own header."""
    header = root.find(f"{_T}teiHeader")
    if header is None:
        return Titled()
    statement = header.find(f"{_T}fileDesc/{_T}titleStmt")
    publication = header.find(f"{_T}fileDesc/{_T}publicationStmt")
    return Titled(
        titles=_texts(statement, f"{_T}title"),
        creators=tuple(_names(statement)),
        contributors=tuple(_responsible(header)),
        publishers=_strings(publication, (f"{_T}publisher", f"{_T}authority", f"{_T}distributor")),
        identifiers=_strings(publication, (f"{_T}idno",)),
        dates=tuple(_dates(header)),
        languages=tuple(_languages(root, header)),
        subjects=tuple(
            dict.fromkeys(
                _text(term) for term in header.iterfind(f"{_T}profileDesc/{_T}textClass/{_T}keywords//{_T}term")
            )
        ),
        abstracts=_texts(header.find(f"{_T}profileDesc"), f"{_T}abstract"),
        sources=_strings(header.find(f"{_T}fileDesc/{_T}sourceDesc"), (f"{_T}bibl", f"{_T}biblFull", f"{_T}listWit")),
        rights=_texts(publication, f"{_T}availability"),
        licences=tuple(
            dict.fromkeys(
                target
                for item in header.iterfind(f"{_T}fileDesc/{_T}publicationStmt/{_T}availability/{_T}licence")
                if (target := item.get("target", "").strip())
            )
        ),
    )


def merged(described: Sequence[Titled], title: str) -> Titled:
    """What several headers say together; the titles are those of the only one, or the one that is given."""
    names = [name for name in Titled.__slots__ if name != "titles"]
    together = {name: tuple(dict.fromkeys(item for one in described for item in getattr(one, name))) for name in names}
    titles = (Text(title),) if title else described[0].titles if len(described) == 1 else ()
    return replace(Titled(titles), **together)


def _plain(element: etree._Element) -> str:
    """The text of an element with single spaces, as a catalogue has it."""
    return " ".join("".join(map(str, element.itertext())).split())


def _text(element: etree._Element) -> Text:
    language = next((held for one in (element, *element.iterancestors()) if (held := one.get(XML_LANG))), "")
    return Text(_plain(element), language)


def _texts(parent: etree._Element | None, path: str) -> tuple[Text, ...]:
    found = parent.iterfind(path) if parent is not None else ()
    return tuple(dict.fromkeys(text for text in map(_text, found) if text.text))


def _strings(parent: etree._Element | None, paths: Iterable[str]) -> tuple[str, ...]:
    found = [_plain(item) for path in paths for item in parent.iterfind(path)] if parent is not None else []
    return tuple(dict.fromkeys(filter(None, found)))


def _names(statement: etree._Element | None) -> Iterator[Name]:
    found = statement.iterfind(f"{_T}author") if statement is not None else ()
    yield from (Name(text) for item in found if (text := _plain(item)))


def _responsible(header: etree._Element) -> Iterator[Name]:
    """Editors and others with a responsibility, each once."""
    seen: dict[Name, None] = {}
    for part in ("titleStmt", "editionStmt"):
        for item in header.iterfind(f"{_T}fileDesc/{_T}{part}/{_T}editor"):
            seen[Name(_plain(item), item.get("role", "editor"))] = None
        for item in header.iterfind(f"{_T}fileDesc/{_T}{part}/{_T}respStmt"):
            roles = "; ".join(_plain(resp) for resp in item.iterfind(f"{_T}resp"))
            for tag in ("name", "persName", "orgName"):
                seen.update(dict.fromkeys(Name(_plain(name), roles) for name in item.iterfind(f"{_T}{tag}")))
    yield from (name for name in seen if name.name)


def _dates(header: etree._Element) -> Iterator[str]:
    for place in ("publicationStmt", "editionStmt"):
        part = header.find(f"{_T}fileDesc/{_T}{place}")
        for item in part.iter(clark(TEI, "date")) if part is not None else ():
            when = (item.get("when") or _plain(item)).strip()
            if _ISO.match(when):
                yield when


def _languages(root: etree._Element, header: etree._Element) -> Iterator[str]:
    stated = [item.get("ident", "") for item in header.iterfind(f"{_T}profileDesc/{_T}langUsage/{_T}language")]
    text = root.find(f"{_T}text")
    own = (text.get(XML_LANG) if text is not None else None) or root.get(XML_LANG, "")
    yield from dict.fromkeys(tag for tag in (own, *stated) if tag)
