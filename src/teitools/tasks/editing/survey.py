"""What a text has that others may point at, and what it points at: found by its tags alone, well-formed or not."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from teitools.document.escape import unescaped
from teitools.document.unfinished import attributes, tags
from teitools.pointers.attributes import is_pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teitools.document.unfinished import Tag

__all__ = ["Anchor", "Entry", "Reference", "Survey", "plain", "survey"]

_ENTRIES = """
    person personGrp persona org place event object nym bibl biblStruct biblFull msDesc item category taxonomy witness
    interp char glyph handNote role respStmt
"""
ENTRIES = frozenset(_ENTRIES.split())
"""Elements that registers and lists consist of, and that pointers are meant to name."""

_CALLED = """
    persName placeName orgName eventName objectName geogName country region settlement title name label head form
    catDesc gloss term desc resp idno author
"""
_NAMES = frozenset(_CALLED.split())


class Anchor(NamedTuple):
    """An element with an `xml:id`: its tag's first character and the element's end, the first and last of the id."""

    id: str
    element: str
    start: int
    end: int
    id_start: int
    id_end: int


class Reference(NamedTuple):
    """One pointer of an attribute: its element and attribute, where it stands, and whether in a note."""

    value: str
    element: str
    attribute: str
    start: int
    end: int
    in_note: bool


class Prefix(NamedTuple):
    """A private scheme, as `prefixDef` declares it."""

    ident: str
    pattern: str
    replacement: str


class Entry(NamedTuple):
    """An entry of a register for people: what it is called, its other names, and what else is said of it."""

    anchor: Anchor
    label: str
    others: tuple[str, ...]
    details: tuple[tuple[str, str], ...]


@dataclass(frozen=True, eq=False)
class Survey:
    """The anchors, references and private schemes of a text, in its order."""

    anchors: dict[str, Anchor]
    references: tuple[Reference, ...]
    prefixes: tuple[Prefix, ...]
    entries: dict[str, Entry]

    def entry(self, ident: str) -> Entry | None:
        """What is said of an anchor; None if it is no entry."""
        return self.entries.get(ident)


def survey(text: str) -> Survey:
    """Survey a text."""
    found: dict[str, Anchor] = {}
    references: list[Reference] = []
    prefixes: list[Prefix] = []
    opened: list[tuple[str, Anchor | None]] = []
    notes = 0
    for tag in tags(text):
        if tag.kind == "end":
            notes -= sum(name.endswith("note") for name in _close(tag, opened, found))
        elif tag.kind != "other" and tag.name:
            anchor = None
            if tag.end - tag.start > len(tag.name) + 3:
                anchor = _read(text, tag, references, prefixes, in_note=notes > 0)
            if anchor is not None:
                found.setdefault(anchor.id, anchor)
            if tag.kind == "start" and tag.whole:
                opened.append((tag.name, anchor))
                notes += tag.name.endswith("note")
    entries = {anchor.id: _entry(text, anchor) for anchor in found.values() if _local(anchor.element) in ENTRIES}
    return Survey(found, tuple(references), tuple(prefixes), entries)


def _close(tag: Tag, opened: list[tuple[str, Anchor | None]], found: dict[str, Anchor]) -> Iterator[str]:
    """Note where elements end that an end tag closes; their names."""
    if not any(name == tag.name for name, _ in opened[-200:]):
        return
    while opened:
        name, anchor = opened.pop()
        yield name
        if anchor is not None and found.get(anchor.id) is anchor:
            found[anchor.id] = anchor._replace(end=tag.end)
        if name == tag.name:
            return


def _read(text: str, tag: Tag, references: list[Reference], prefixes: list[Prefix], *, in_note: bool) -> Anchor | None:
    anchor = None
    local = _local(tag.name)
    given: dict[str, str] = {}
    for item in attributes(text, tag):
        if not item.whole:
            continue
        if item.name == "xml:id":
            start = item.value_start
            ident = sys.intern(item.value)
            anchor = Anchor(ident, sys.intern(tag.name), tag.start, tag.end, start, start + len(item.value))
        elif is_pointer(local, item.name):
            references += _pointers(text, tag, item.name, item.value_start, in_note=in_note)
        elif local == "prefixDef":
            given[item.name] = item.value
    if local == "prefixDef" and given.get("ident"):
        prefixes.append(Prefix(given["ident"], given.get("matchPattern", ""), given.get("replacementPattern", "")))
    return anchor


_TOKEN = re.compile(r"[^\s\"'<]+")


def _pointers(text: str, tag: Tag, name: str, start: int, *, in_note: bool) -> Iterator[Reference]:
    """The pointers of an attribute, each with its place."""
    end = text.find(text[start - 1], start, tag.end)
    for match in _TOKEN.finditer(text, start, end if end >= 0 else tag.end):
        value = unescaped(match[0]) if "&" in match[0] else match[0]
        yield Reference(sys.intern(value), sys.intern(tag.name), sys.intern(name), *match.span(), in_note)


def _entry(text: str, anchor: Anchor) -> Entry:
    """What an entry says of itself by its children."""
    names: list[str] = []
    details: list[tuple[str, str]] = []
    for local, start, end, tag in _children(text, anchor):
        said = plain(text[start:end])
        if not said:
            continue
        if local in _NAMES and (not names or local not in ("idno", "desc", "author", "resp")):
            names.append(said)
        elif local == "idno":
            kind = next((item.value for item in attributes(text, tag) if item.name == "type"), "idno")
            details.append((kind, said))
        elif local in (
            "birth",
            "death",
            "floruit",
            "occupation",
            "date",
            "location",
            "note",
            "desc",
            "author",
            "pubPlace",
        ):
            details.append((local, said))
    names = list(dict.fromkeys(names))
    if not names:
        names = [plain(text[anchor.start : anchor.end])[:80] or anchor.id]
    return Entry(anchor, names[0], tuple(names[1:]), tuple(details))


def _children(text: str, anchor: Anchor) -> Iterator[tuple[str, int, int, Tag]]:
    """The children of an element: local name, first and last character of the content, start tag."""
    depth = 0
    begun: Tag | None = None
    for tag in tags(text, anchor.start):
        if tag.start >= anchor.end:
            return
        if tag.kind == "start" and tag.whole:
            depth += 1
            if depth == 2:
                begun = tag
        elif tag.kind == "end":
            depth -= 1
            if depth == 1 and begun is not None:
                yield _local(begun.name), begun.end, tag.start, begun
                begun = None


_MARKUP = re.compile(r"<!--.*?-->|<\?.*?\?>|<[^>]*>", re.DOTALL)


def plain(markup: str) -> str:
    """Text without markup, on one line."""
    text = _MARKUP.sub("", markup) if "<" in markup else markup
    return " ".join((unescaped(text) if "&" in text else text).split())


def _local(name: str) -> str:
    return name.rpartition(":")[2]
