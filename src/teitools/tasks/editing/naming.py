"""Which entries of registers a pointer may name, by what they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from teitools.tasks.editing.folding import folded, matches, sort_key
from teitools.tasks.editing.links import pointer_to

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from teitools.tasks.editing.survey import Entry, Survey

__all__ = ["Candidate", "Library", "candidates", "kinds_for"]

_PERSONS = frozenset(("person", "personGrp", "persona", "role"))
_WORKS = frozenset(("bibl", "biblStruct", "biblFull", "msDesc", "object"))
# Which elements entries of are meant by those that name things; others may name anything
_OF_ELEMENTS = {
    **dict.fromkeys(("persName", "author", "editor", "surname", "forename", "roleName"), _PERSONS),
    **dict.fromkeys(
        ("placeName", "settlement", "region", "country", "geogName", "district", "bloc"), frozenset(("place",))
    ),
    **dict.fromkeys(("orgName", "publisher", "repository"), frozenset(("org",))),
    "eventName": frozenset(("event",)),
    "objectName": frozenset(("object", "bibl", "msDesc")),
    "title": _WORKS,
    "term": frozenset(("item", "category", "nym", "object")),
    "g": frozenset(("char", "glyph")),
}
_OF_ATTRIBUTES = {
    **dict.fromkeys(("who", "toWhom"), _PERSONS),
    "wit": frozenset(("witness",)),
    "ana": frozenset(("category", "interp", "item")),
    "hand": frozenset(("handNote",)),
    "resp": _PERSONS | {"respStmt", "org"},
    "source": _WORKS | {"witness"},
    "scheme": frozenset(("taxonomy",)),
}


class Candidate(NamedTuple):
    """An entry, and the pointer that names it from a text."""

    entry: Entry
    pointer: str


class Library(Protocol):
    """Where entries are looked for: a text, and the texts around it."""

    @property
    def recent(self) -> Survey:
        """What the text has, or had a moment ago."""
        ...

    @property
    def neighbours(self) -> list[tuple[Path, Survey]]:
        """The texts whose entries may be named, the own one apart."""
        ...

    @property
    def own_path(self) -> Path | None:
        """The file of the text."""
        ...

    def is_shared(self, path: Path) -> bool:
        """Whether a file is a register whose ids are everybody's."""
        ...


def kinds_for(element: str, attribute: str) -> frozenset[str] | None:
    """The elements that a pointer may name; None for all."""
    return _OF_ATTRIBUTES.get(attribute) or (
        _OF_ELEMENTS.get(element) if attribute in ("ref", "key", "nymRef") else None
    )


def candidates(library: Library, element: str, attribute: str, typed: str, most: int) -> Iterator[Candidate]:
    """Entries that a pointer may name and that are called, or point, as was typed; in Turkish order of their names."""
    kinds = kinds_for(element, attribute)
    found: list[tuple[int, Entry, str]] = []
    wanted = folded(typed)
    own = (library.own_path, library.recent)
    for path, survey in (own, *library.neighbours):
        for entry in survey.entries.values():
            if kinds is not None and entry.anchor.element.rpartition(":")[2] not in kinds:
                continue
            names = (entry.label, *entry.others)
            pointer = pointer_to(
                entry.anchor.id,
                path,
                library.own_path,
                library.recent.prefixes,
                shared=path is not None and library.is_shared(path),
            )
            if not typed or folded(pointer).startswith(wanted):
                rank = 1
            elif any(matches(typed, name) for name in names):
                rank = 0
            elif matches(typed.rpartition("#")[2] or typed, entry.anchor.id.replace("-", " ")):
                rank = 2
            else:
                continue
            found.append((rank, entry, pointer))
    found.sort(key=lambda one: (one[0], sort_key(one[1].label)))
    yield from (Candidate(entry, pointer) for _, entry, pointer in found[:most])
