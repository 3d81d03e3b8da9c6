"""What changed between two versions of a package, for people: unit by unit of the texts, file by file of the rest.

A unit is what is read at a time: a paragraph, a heading, a verse, a note, an entry. One that has an `xml:id` is known
by it; others are aligned by their words (`difflib`, after Ratcliff and Obershelp), so that a new one shifts nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple, Protocol

from lxml import etree

from teitools.archive.checksums import sums_of
from teitools.archive.container import DamagedError
from teitools.document.names import TEI, XML_ID, clark, local_name
from teitools.tasks.archive.verification.structure import home_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from teitools.document import Document
    from teitools.tasks.archive.verification.inventory import Inventory

__all__ = ["Change", "Packed", "Side", "changes", "tell_changes"]

_UNITS = frozenset(
    (
        "p",
        "ab",
        "head",
        "l",
        "note",
        "item",
        "cell",
        "bibl",
        "biblStruct",
        "msDesc",
        "entry",
        "person",
        "personGrp",
        "place",
        "org",
        "event",
        "u",
        "sp",
        "stage",
        "lem",
        "rdg",
        "byline",
        "dateline",
        "salute",
        "signed",
        "closer",
        "opener",
        "trailer",
        "epigraph",
        "change",
        "category",
        "relation",
    )
)
_TEXTS = "representations/rep1/data/"
_WORDS = 70  # characters of a unit that are shown


@dataclass(frozen=True, slots=True)
class _Unit:
    """A unit: how it is called, its words with single spaces, its markup as canonical XML, its place."""

    key: str
    is_named: bool
    words: str
    markup: bytes
    line: int

    @property
    def sign(self) -> str:
        """What it is aligned by."""
        return self.key if self.is_named else self.words


class Change(NamedTuple):
    """One thing that is otherwise: its code, the file by its name among the texts, the line in the new one, facts."""

    code: str
    name: str
    line: int | None
    facts: dict[str, str]


class Side(Protocol):
    """The texts of one of two versions."""

    def names(self) -> Iterable[str]:
        """The files, by their names among the texts."""
        ...

    def digest(self, name: str) -> str:
        """The SHA-256 of a file; empty if it cannot be read."""
        ...

    def content(self, name: str) -> bytes | None:
        """The bytes of a file; None if they cannot be read."""
        ...


class Packed:
    """The texts in a package; of what is no submission package, all files."""

    def __init__(self, found: Inventory) -> None:
        self._found = found
        home = home_of(found)
        start = "" if home is None else f"{home}{_TEXTS}"
        self.paths = {path.removeprefix(start): path for path in found.files.below(start)}

    def names(self) -> Iterable[str]:
        """See `Side`."""
        return self.paths

    def digest(self, name: str) -> str:
        """See `Side`."""
        try:
            with self._found.reading(self.paths[name]) as stream:
                return sums_of(stream, ("sha256",)).digests["sha256"]
        except DamagedError:
            return ""

    def content(self, name: str) -> bytes | None:
        """See `Side`."""
        try:
            return self._found.content(self.paths[name])
        except DamagedError:
            return None


def tell_changes(new: Inventory, old: Inventory) -> None:
    """Note what is otherwise in the new package than in the old one; these findings are notes and fail nothing."""
    now = Packed(new)
    for change in changes(now, Packed(old)):
        new.tell(change.code, now.paths.get(change.name, change.name), change.line, **change.facts)


def changes(new: Side, old: Side) -> Iterator[Change]:
    """What is otherwise in the new version than in the old one, file by file, unit by unit."""
    now, before = set(new.names()), set(old.names())
    for name in sorted(now | before):
        if name not in now or name not in before:
            yield Change("ARC094" if name in now else "ARC095", name, None, {"name": name})
        elif new.digest(name) != old.digest(name):
            first, second = (_document(side, name) for side in (old, new))
            if first is None or second is None:
                yield Change("ARC096", name, None, {"name": name})
            else:
                yield from _of_units(name, list(_units(first)), list(_units(second)))


def _document(side: Side, name: str) -> Document | None:
    """A file as a TEI document; None of others."""
    from teitools.document import parse

    if not name.lower().endswith((".xml", ".tei", ".odd")):
        return None
    content = side.content(name)
    if content is None:
        return None
    document = parse(content, name, None)[0]
    return document if document is not None and next(document.root.iter(f"{{{TEI}}}*"), None) is not None else None


def _units(document: Document) -> Iterator[_Unit]:
    """The units of a document in its order; what is in one unit inside another belongs to the inner one alone."""
    for element in document.root.iter(f"{{{TEI}}}*"):
        if local_name(element.tag) not in _UNITS:
            continue
        own = _without_inner(element)
        words = " ".join("".join(map(str, own.itertext())).split())
        name = element.get(XML_ID)
        key = f"#{name}" if name else _shown(element)
        markup: bytes = etree.tostring(own, method="c14n2", strip_text=True)  # type: ignore[call-overload]  # stubs
        yield _Unit(key, name is not None, words, markup, _line(element))


def _without_inner(element: etree._Element) -> etree._Element:
    """A copy without the units inside, of which a stub stays."""
    import copy

    own = copy.deepcopy(element)
    own.tail = None
    for inner in [one for one in own.iterdescendants(f"{{{TEI}}}*") if local_name(one.tag) in _UNITS]:
        tail = inner.tail
        inner.clear()
        inner.tail = tail
    return own


def _shown(element: etree._Element) -> str:
    """How a unit without an id is called: from the nearest element with one, as in `#kaf p 3`."""
    names: list[str] = []
    for one in (element, *element.iterancestors()):
        if one.get(XML_ID):
            return " ".join([f"#{one.get(XML_ID)}", *reversed(names)])
        number = 1 + sum(1 for _ in one.itersiblings(one.tag, preceding=True))
        names.append(f"{local_name(one.tag)} {number}")
        if one.tag == clark(TEI, "TEI"):
            break
    return " ".join(reversed(names[:-1]))


def _line(element: etree._Element) -> int:
    return int(str(element.sourceline or 1))


def _of_units(name: str, old: list[_Unit], new: list[_Unit]) -> Iterator[Change]:
    matcher = SequenceMatcher(None, [unit.sign for unit in old], [unit.sign for unit in new], autojunk=False)
    changed = False
    for kind, first, last, start, end in matcher.get_opcodes():
        pairs = min(last - first, end - start)
        for one, other in zip(old[first : first + pairs], new[start : start + pairs], strict=True):
            if change := _of_pair(name, one, other):
                changed = True
                yield change
        for unit in new[start + pairs : end]:
            yield Change("ARC091", name, unit.line, {"unit": unit.key, "words": _cut(unit.words)})
        for unit in old[first + pairs : last]:
            yield Change("ARC092", name, None, {"unit": unit.key, "words": _cut(unit.words)})
        changed |= kind != "equal"
    if not changed:
        yield Change("ARC096", name, None, {"name": name.rpartition("/")[2]})


def _of_pair(name: str, old: _Unit, new: _Unit) -> Change | None:
    """What has become of a unit; None if it is the same."""
    if old.words != new.words:
        before, after = _difference(old.words, new.words)
        return Change("ARC090", name, new.line, {"unit": new.key, "before": before, "after": after})
    if old.markup != new.markup:
        return Change("ARC093", name, new.line, {"unit": new.key, "words": _cut(new.words)})
    return None


def _difference(old: str, new: str) -> tuple[str, str]:
    """The words around what two texts differ in."""
    pairs = enumerate(zip(old, new, strict=False))
    start = next((number for number, (one, other) in pairs if one != other), min(len(old), len(new)))
    start = max(0, old.rfind(" ", 0, max(0, start - 15)) + 1)
    return _cut(old[start:]), _cut(new[start:])


def _cut(words: str) -> str:
    return words if len(words) <= _WORDS else f"{words[:_WORDS]}…"
