"""A record in the forms that reference managers read: BibTeX, RIS and CSL-JSON, the same facts in each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teitools.facts.model import When
    from teitools.tasks.citations.records import Person, Record

__all__ = ["bibtex", "csl", "day_of", "plain", "ris"]


class _Kind(NamedTuple):
    bibtex: str
    ris: str
    csl: str


_KINDS = {
    "": _Kind("misc", "GEN", "document"),
    "article": _Kind("article", "JOUR", "article-journal"),
    "chapter": _Kind("incollection", "CHAP", "chapter"),
    "part": _Kind("misc", "GEN", "article"),
    "book": _Kind("book", "BOOK", "book"),
    "periodical": _Kind("misc", "JFULL", "periodical"),
    "manuscript": _Kind("unpublished", "MANSCPT", "manuscript"),
    "letter": _Kind("misc", "PCOMM", "personal_communication"),
}
_UNPLAIN = re.compile(r"[^A-Za-z0-9.\-]")
_DATE = re.compile(r"(-?\d{4,})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_SPECIAL = re.compile(r"[\\{}$&#_%~^]")
_ESCAPES = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def plain(id_: str) -> str:
    """An id in letters, digits, full stops, hyphens and underlines of ASCII: another for every other id."""
    return _UNPLAIN.sub(lambda match: f"_{ord(match[0]):x}_", id_)


def _date(when: When) -> list[list[int]]:
    """The first and, of an interval, the last day as numbers; empty if no year is known."""
    is_interval = "/" in (when.edtf or "")
    ends = (when.start or when.end, when.end if is_interval else "")
    found = [match for end in ends if end and (match := _DATE.match(end))]
    parts = [[int(part) for part in match.groups() if part] for match in found]
    return parts[:1] if parts[1:] == parts[:1] else parts


def day_of(when: When) -> str:
    """The first day as `2026-11-29`, or as much of it as is known; empty if no year is."""
    parts = _date(when)
    return "-".join([f"{parts[0][0]:04}", *(f"{part:02}" for part in parts[0][1:])]) if parts else ""


def _year(when: When) -> str:
    parts = _date(when)
    return str(parts[0][0]) if parts else ""


# --- CSL-JSON ---


def csl(record: Record) -> dict[str, Any]:
    """The record as an item of CSL-JSON, by the schema csl-data of version 1.0.2."""
    values = {
        "type": _KINDS[record.kind].csl,
        "id": record.id,
        "citation-key": plain(record.id),
        "title": record.title,
        "container-title": record.container,
        "collection-title": record.series,
        "author": [_csl_name(one) for one in record.authors],
        "editor": [_csl_name(one) for one in record.editors],
        "translator": [_csl_name(one) for one in record.translators],
        "publisher": record.publisher,
        "publisher-place": record.place,
        "version": record.edition,
        "issued": _csl_date(record.when),
        "volume": record.volume,
        "issue": record.issue,
        "page": record.pages,
        "language": record.language,
        "archive": record.archive,
        "archive_location": record.shelfmark,
        "DOI": record.doi,
        "ISBN": record.isbn,
        "ISSN": record.issn,
        "URL": record.url,
        "note": record.note,
    }
    return {key: value for key, value in values.items() if value}


def _csl_name(person: Person) -> dict[str, str]:
    """A name in two parts only where it is written in two: nobody can tell them apart by rule."""
    family, comma, given = person.name.partition(",")
    if comma and not person.body and given.strip():
        return {"family": family.strip(), "given": given.strip()}
    return {"literal": person.name}


def _csl_date(when: When) -> dict[str, Any]:
    parts = _date(when)
    if not parts:
        return {}
    unsure = when.approximate or when.certainty == "low" or (when.edtf or "").startswith("[")
    return {"date-parts": parts} | ({"circa": True} if unsure else {})


# --- BibTeX ---


def bibtex(record: Record) -> str:
    """The record as biblatex takes it (UTF-8, `date` in EDTF beside `year`), with an empty line behind it."""
    where = ", ".join(filter(None, (record.archive, record.shelfmark)))
    names = {"author": record.authors, "editor": record.editors, "translator": record.translators}
    values = {
        "title": record.title,
        ("journal" if record.kind == "article" else "booktitle"): record.container,
        "series": record.series,
        "publisher": record.publisher,
        "address": record.place,
        "volume": record.volume,
        "number": record.issue,
        "pages": record.pages.replace("-", "--"),
        "note": "; ".join(filter(None, (where, record.note))),
    }
    verbatim = {
        "date": record.when.edtf if _date(record.when) else "",
        "year": _year(record.when),
        "doi": record.doi,
        "version": record.edition,
        "isbn": record.isbn,
        "issn": record.issn,
        "url": record.url,
    }
    stated = [(role, " and ".join(map(_bibtex_name, people))) for role, people in names.items() if people]
    stated += [(name, _escaped(value)) for name, value in values.items() if value]
    stated += [(name, re.sub(r"[{}\\\s]", "", value)) for name, value in verbatim.items() if value]
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in stated)
    return f"@{_KINDS[record.kind].bibtex}{{{plain(record.id)},\n{lines}}}\n\n"


def _bibtex_name(person: Person) -> str:
    name = _escaped(person.name)
    return f"{{{name}}}" if person.body or re.search(r"\band\b", name) else name


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda match: _ESCAPES.get(match[0], f"\\{match[0]}"), text)


# --- RIS ---


def ris(record: Record) -> str:
    """The record in RIS, by the specification of Research Information Systems (2001); lines end with CR LF."""
    lines = (f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in _tags(record) if value)
    return f"{''.join(lines)}ER  - \r\n\r\n"


def _tags(record: Record) -> Iterator[tuple[str, str]]:
    yield "TY", _KINDS[record.kind].ris
    yield "ID", plain(record.id)
    for tag, people in (("AU", record.authors), ("ED", record.editors), ("A4", record.translators)):
        yield from ((tag, person.name) for person in people)
    yield "TI", record.title
    yield "T2", record.container
    yield "T3", record.series
    year = _year(record.when)
    yield "PY", year
    parts = _date(record.when)
    if parts and len(parts[0]) > 1:
        yield "DA", "/".join(f"{part:02}" for part in parts[0]) + "/" * (3 - len(parts[0]))
    yield "PB", record.publisher
    yield "CY", record.place
    yield "ET", record.edition
    yield "VL", record.volume
    yield "IS", record.issue
    first, _, last = record.pages.partition("-")
    yield "SP", first
    yield "EP", last
    yield "LA", record.language
    yield "AV", ", ".join(filter(None, (record.archive, record.shelfmark)))
    yield "DO", record.doi
    yield "SN", record.isbn or record.issn
    yield "UR", record.url
    yield "N1", record.note
