"""The structure of a text as editors show it: an outline, what can be folded, which tags belong together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from teitools.document.unfinished import attributes, tags
from teitools.tasks.editing.survey import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teitools.document.unfinished import Tag

__all__ = ["Element", "Pair", "elements", "outline", "pair_at"]

_PARTS = """
    TEI teiCorpus teiHeader fileDesc encodingDesc profileDesc revisionDesc standOff text front body back group
    floatingText div div1 div2 div3 div4 div5 div6 div7 listPerson listPlace listOrg listEvent listBibl listObject
    list listWit listNym taxonomy facsimile sourceDoc surface
"""
_SHOWN = frozenset(_PARTS.split())
_HEADS = frozenset(("head", "title"))
_CUT = 60


class Pair(NamedTuple):
    """An element's start tag and its end tag; of one that has no end the same twice."""

    start: Tag
    end: Tag


@dataclass
class Element:
    """An element of the outline: what it is called for people, its range, and those inside it."""

    name: str
    detail: str
    start: int
    end: int
    name_start: int
    name_end: int
    inner: list[Element] = field(default_factory=list)


def elements(text: str) -> Iterator[Pair]:
    """The elements of a text whose end is there, as they end."""
    opened: list[Tag] = []
    for tag in tags(text):
        if tag.kind == "start" and tag.whole and tag.name:
            opened.append(tag)
        elif tag.kind == "end" and any(one.name == tag.name for one in opened):
            while (last := opened.pop()).name != tag.name:
                pass
            yield Pair(last, tag)


def outline(text: str) -> list[Element]:
    """The parts of a text, its lists, and what has an `xml:id`, in one another."""
    roots: list[Element] = []
    opened: list[tuple[Tag, Element | None]] = []
    for tag in tags(text):
        if tag.kind == "end":
            _end(text, tag, opened)
        elif tag.kind != "other" and tag.name:
            shown = _shown(text, tag)
            if shown is not None:
                around = next((one for _, one in reversed(opened) if one is not None), None)
                (roots if around is None else around.inner).append(shown)
            if tag.kind == "start" and tag.whole:
                opened.append((tag, shown))
    for _, shown in opened:
        if shown is not None:
            shown.end = len(text)
    return roots


def _shown(text: str, tag: Tag) -> Element | None:
    local = tag.name.rpartition(":")[2]
    ident = next((item.value for item in attributes(text, tag) if item.name == "xml:id" and item.whole), "")
    if not ident and local not in _SHOWN:
        return None
    start = tag.start + 1
    return Element(f"{local} {ident}".rstrip(), "", tag.start, tag.end, start, start + len(tag.name))


def _end(text: str, tag: Tag, opened: list[tuple[Tag, Element | None]]) -> None:
    """Close what an end tag closes; a heading tells what it is about."""
    if not any(one.name == tag.name for one, _ in opened):
        return
    while opened:
        start, shown = opened.pop()
        if shown is not None:
            shown.end = tag.end
        if start.name == tag.name:
            around = opened[-1][1] if opened else None
            if around is not None and not around.detail and _names(start.name, around.name):
                around.detail = plain(text[start.end : tag.start])[:_CUT]
            return


def _names(inner: str, outer: str) -> bool:
    """Whether the content of an element says what the one around it is about."""
    local = inner.rpartition(":")[2]
    return local in _HEADS or (local.endswith("Name") and not outer.startswith(("div", "p ", "note")))


def pair_at(text: str, offset: int) -> Pair | None:
    """The tags of the element in whose name, in either of them, an offset is."""
    opened: list[Tag] = []
    wanted: Tag | None = None
    for tag in tags(text):
        if wanted is None and tag.start > offset:
            return None
        if tag.kind == "start" and tag.whole and tag.name:
            opened.append(tag)
            if tag.start < offset <= tag.start + 1 + len(tag.name):
                wanted = tag
        elif tag.kind == "end" and any(one.name == tag.name for one in opened):
            last = opened.pop()
            while last.name != tag.name:
                if last is wanted:
                    return None
                last = opened.pop()
            is_here = tag.start + 1 < offset <= tag.start + 2 + len(tag.name)
            if last is wanted or is_here:
                return Pair(last, tag)
    return None
