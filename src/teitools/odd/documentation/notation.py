"""Content models for reading: the notation of the compact syntax of RELAX NG, laid out, with what can be looked up.

`a , b` in this order, `a | b` one of them, `a & b` in any order; `?` once or not at all, `*` any number, `+` at least
once, `{2,5}` so often.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from teitools.document.names import RNG, clark, local_name
from teitools.odd.content import (
    Alternate,
    AnyElement,
    ClassRef,
    DataRef,
    ElementRef,
    Empty,
    MacroRef,
    NotAllowed,
    RawRelaxNG,
    Sequence,
    Text,
    Values,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml import etree

    from teitools.odd.content import Content
    from teitools.odd.documentation.relations import Relations
    from teitools.odd.model import Customization

__all__ = ["Link", "NotationWriter", "Piece"]

_WIDTH = 66
_COUNTS = {(1, 1): "", (0, 1): "?", (0, None): "*", (1, None): "+"}
_RAW_COUNTS = {"optional": "?", "zeroOrMore": "*", "oneOrMore": "+"}
_RAW_JOINTS = {"group": ",", "choice": "|", "interleave": "&"}
_RAW_WORDS = {"empty": "empty", "text": "text", "notAllowed": "notAllowed", "anyName": "*"}


@dataclass(frozen=True, slots=True)
class Link:
    """The name of an element, class, macro or datatype (`kind`), by ident, as it is called in documents (`text`)."""

    kind: str
    ident: str
    text: str


Piece: TypeAlias = str | Link


@dataclass(frozen=True, slots=True)
class _Group:
    joint: str
    parts: tuple[_Part, ...]
    count: str = ""


@dataclass(frozen=True, slots=True)
class _Atom:
    pieces: tuple[Piece, ...]
    count: str = ""


_Part: TypeAlias = _Group | _Atom


class NotationWriter:
    """Writes the content models of one customisation."""

    def __init__(self, customization: Customization, relations: Relations) -> None:
        self._customization = customization
        self._relations = relations

    def write(self, content: Content) -> list[Piece]:
        """The content model as text with links, with line breaks where it is long."""
        return list(_lay_out(self._part(content), 0, outermost=True))

    def _part(self, content: Content) -> _Part:
        count = _count(content.minimum, content.maximum)
        match content:
            case Sequence() | Alternate():
                joint = "|" if isinstance(content, Alternate) else "," if content.preserve_order else "&"
                return _group(joint, [self._part(member) for member in content.members], count)
            case ClassRef():
                return self._class(content, count)
            case RawRelaxNG():
                return _group(",", [self._raw(pattern) for pattern in content.patterns], count)
            case Values():
                return _group("|", [_Atom((f'"{item.name}"',)) for item in content.values.items], count)
            case _:
                return _Atom(tuple(self._atom(content)), count)

    def _atom(self, content: Content) -> Iterable[Piece]:
        match content:
            case Empty():
                yield "empty"
            case NotAllowed():
                yield "notAllowed"
            case Text():
                yield "text"
            case ElementRef():
                yield self._element(content.key)
            case MacroRef():
                yield Link("macro", content.key, content.key)
            case DataRef():
                yield from _data(content)
            case AnyElement():
                yield from _any(content)

    def _element(self, ident: str) -> Link:
        spec = self._customization.elements.get(ident)
        return Link("element", ident, spec.name if spec else ident)

    def _class(self, reference: ClassRef, count: str) -> _Part:
        """A class by its name; its members one by one where the way of expansion or a choice of members wants it."""
        name = _Atom((Link("class", reference.key, reference.key),), count)
        if reference.expand == "alternate" and reference.include is None:
            if not reference.exclude:
                return name
            without = _group("|", [_Atom((self._member(ident),)) for ident in reference.exclude])
            return _Atom((*name.pieces, " - ", *_inline(without)), count)
        spec = self._customization.model_classes.get(reference.key)
        chosen = [ident for ident in (spec.members if spec else ()) if ident not in reference.exclude]
        if reference.include is not None:
            chosen = [ident for ident in chosen if ident in reference.include] or list(reference.include)
        each = ("*" if "Optional" in reference.expand else "+") if "Repeatable" in reference.expand else ""
        each = each or ("?" if "Optional" in reference.expand else "")
        joint = "|" if reference.expand == "alternate" else ","
        return _group(joint, [_Atom((self._member(ident),), each) for ident in chosen], count)

    def _member(self, ident: str) -> Link:
        return self._element(ident) if ident in self._customization.elements else Link("class", ident, ident)

    def _raw(self, pattern: etree._Element) -> _Part:
        """A pattern of RELAX NG in the same notation; what has none is written with its name."""
        name = local_name(pattern.tag)
        inner = [self._raw(child) for child in pattern.iterchildren(clark(RNG, "*"))]
        if name in _RAW_COUNTS:
            return _group(",", inner, _RAW_COUNTS[name])
        if name in _RAW_JOINTS:
            return _group(_RAW_JOINTS[name], inner)
        if name == "ref":
            kind, ident = self._relations.pattern(pattern.get("name", ""))
            return _Atom((self._element(ident) if kind == "element" else Link(kind, ident, ident) if kind else ident,))
        if name == "value":
            return _Atom((f'"{(pattern.text or "").strip()}"',))
        if name == "data":
            return _Atom((f"xsd:{pattern.get('type', '')}",))
        if name in _RAW_WORDS:
            return _Atom((_RAW_WORDS[name],))
        label = f"{name} {pattern.get('name', '')}".strip()
        return _Atom((f"{label} {{ ", *_inline(_group(",", inner)), " }"))


def _count(minimum: int, maximum: int | None) -> str:
    if (known := _COUNTS.get((minimum, maximum))) is not None:
        return known
    if minimum == maximum:
        return f"{{{minimum}}}"
    return f"{{{minimum},{'' if maximum is None else maximum}}}"


def _group(joint: str, parts: list[_Part], count: str = "") -> _Part:
    """A group; one part alone needs none, unless both it and the group say how often."""
    if not parts:
        return _Atom(("empty",), count)
    if len(parts) > 1 or (count and parts[0].count):
        return _Group(joint, tuple(parts), count)
    only = parts[0]
    if isinstance(only, _Group):
        return _Group(only.joint, only.parts, count or only.count)
    return _Atom(only.pieces, count or only.count)


def _data(reference: DataRef) -> Iterable[Piece]:
    if reference.key is not None:
        yield Link("data", reference.key, reference.key)
    else:
        yield reference.name if reference.name in ("string", "token") else f"xsd:{reference.name}"
    facets = [*reference.facets, *([("pattern", reference.restriction)] if reference.restriction else [])]
    if facets:
        yield " { " + ", ".join(f'{name} = "{value}"' for name, value in facets) + " }"


def _any(content: AnyElement) -> Iterable[Piece]:
    yield "anyElement"
    if content.require:
        yield f" of {' '.join(content.require)}"
    if content.exceptions:
        names = [item if isinstance(item, str) else f"{{{item[0]}}}{item[1]}" for item in content.exceptions]
        yield f" - ( {' | '.join(names)} )"


def _inline(part: _Part, *, outermost: bool = False) -> list[Piece]:
    if isinstance(part, _Atom):
        return [*part.pieces, *([part.count] if part.count else [])]
    pieces: list[Piece] = []
    for number, inner in enumerate(part.parts):
        if number:
            pieces.append(", " if part.joint == "," else f" {part.joint} ")
        pieces += _inline(inner)
    if outermost and not part.count:
        return pieces
    return ["( ", *pieces, f" ){part.count}"]


def _lay_out(part: _Part, indent: int, *, outermost: bool = False) -> Iterable[Piece]:
    """On one line where it fits, else each part on a line of its own, two characters further in."""
    flat = _inline(part, outermost=outermost)
    if isinstance(part, _Atom) or sum(len(p if isinstance(p, str) else p.text) for p in flat) + indent <= _WIDTH:
        yield from flat
        return
    bare = outermost and not part.count
    inside = indent if bare else indent + 2
    margin = "\n" + " " * inside
    if not bare:
        yield "(" + margin
    for number, inner in enumerate(part.parts):
        if number:
            yield ("," if part.joint == "," else f" {part.joint}") + margin
        yield from _lay_out(inner, inside)
    if not bare:
        yield "\n" + " " * indent + ")" + part.count
