"""The units of a text: which there are, how they nest, what they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from teitools.document.names import XML_ID
from teitools.facts.model import Span, Unit
from teitools.facts.separation import name_of
from teitools.facts.vocabulary import DIVISIONS
from teitools.facts.walking import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping, Sequence

    from lxml import etree

    from teitools.facts.layers import Layer, Mark
    from teitools.facts.model import Reference
    from teitools.facts.walking import Stream

__all__ = ["Declared", "Marks", "Units", "close_all", "heading_of", "open_all"]

Marks = list[tuple[int, "Layer", "Mark"]]
"""Where something has started, in each layer that is written."""

_HEADED = DIVISIONS | frozenset(("text", "body", "front", "back", "group", "list", "lg", "table", "figure", "castList"))
_TRANSPARENT = frozenset(("text", "body"))
_ONCE = frozenset(("front", "back"))


class Declared(NamedTuple):
    """What a `citeStructure` says of an element: its kind of unit, and its citation."""

    kind: str
    cite: str


def open_all(stream: Stream, active: Sequence[Layer]) -> Marks:
    """The start of something in the layers that are written."""
    if len(active) == 1:
        return [(0 if active[0] is stream.layers[0] else 1, active[0], active[0].open())]
    return [(number, layer, layer.open()) for number, layer in enumerate(stream.layers) if layer in active]


def close_all(marks: Marks, count: int) -> tuple[Span | None, Span | None]:
    """The spans of something that ends, in reading and as printed; where there is one layer, it is both."""
    if count == 1:
        span = marks[0][1].close(marks[0][2]) if marks else None
        return span, span
    spans: list[Span | None] = [None, None]
    for number, layer, mark in marks:
        spans[number] = layer.close(mark)
    return spans[0], spans[1]


def heading_of(element: etree._Element, name: str) -> str:
    """The heading of an element of this name; empty if it has none, or names of this kind are not headed."""
    head = element.find("{*}head") if name in _HEADED else None
    return "" if head is None or not name_of(head) else plain(head)


def _within(unit: Unit, around: Unit | None) -> Unit:
    """The unit; one without text that was met before the first word of the unit around it begins where that does."""
    if around is None or around.note != unit.note or unit.milestone:
        return unit
    reading, printed = unit.reading, unit.printed
    if reading and around.reading and reading.start < around.reading.start:
        reading = Span(around.reading.start, around.reading.start)
    if printed and around.printed and printed.start < around.printed.start:
        printed = Span(around.printed.start, around.printed.start)
    if reading is unit.reading and printed is unit.printed:
        return unit
    return unit._replace(reading=reading, printed=printed)


class _Open(NamedTuple):
    """A unit that has begun: its number, its id, and the values of a Unit on both sides of its spans, which start at
    `marks`. `prefix` stands before the citations of units in it, `counts` has how many of them have which name.
    """

    number: int
    id: str
    before: tuple[str | int | None, ...]
    after: tuple[Any, ...]
    marks: Marks
    prefix: str
    counts: dict[str, int]


class Units:
    """The units so far, in their order."""

    def __init__(self, declared: Mapping[etree._Element, Declared], count: int, reserved: Container[str]) -> None:
        self._declared = declared
        self._reserved = reserved
        """Ids of the document, which no citation by structure is the same as."""
        self._count = count
        self._found: list[Unit | None] = []
        self._elements: list[etree._Element] = []
        self._stack = [_Open(-1, "", (), (), [], "", {})]
        self._ids: set[str] = set()
        self._cites: set[str] = {item.cite for item in declared.values()}
        self._pages: dict[tuple[str, str, str], Callable[[], None]] = {}
        self._end = self._end_innermost

    @property
    def current(self) -> str | None:
        """The id of the innermost unit."""
        return self._stack[-1].id or None

    @property
    def all(self) -> tuple[Unit, ...]:
        """All of them, when the walk has ended."""
        for end in self._pages.values():
            end()
        self._pages.clear()
        known: dict[str | None, Unit] = {}
        for unit in filter(None, self._found):
            known[unit.id] = _within(unit, known.get(unit.parent))
        return tuple(known.values())

    @property
    def elements(self) -> dict[str, etree._Element]:
        """The elements of the units, by their ids; of those that reach further, where they begin."""
        pairs = zip(self._found, self._elements, strict=True)
        return {unit.id: element for unit, element in pairs if unit is not None}

    def is_declared(self, element: etree._Element) -> bool:
        """Whether a `citeStructure` names the element."""
        return element in self._declared

    def begin(
        self,
        element: etree._Element,
        name: str,
        keys: Sequence[str],
        stream: Stream,
        active: Sequence[Layer],
        language: str,
        speakers: tuple[Reference, ...],
    ) -> Callable[[], None]:
        """Begin a unit; what to do at its end, when all that have begun after it have ended."""
        outer = self._stack[-1]
        number, level = len(self._found), len(self._stack) - 1
        self._found.append(None)
        self._elements.append(element)
        declared = self._declared.get(element)
        id_, cite, prefix = self._named(element.get(XML_ID) if keys else None, name, declared, outer, number)
        before = (id_, declared.kind if declared else name, name, cite, outer.id or None, level)
        n, label = element.get("n", "") if keys else "", heading_of(element, name)
        after = (n, label, language, speakers, stream.note, False, declared is not None)
        self._stack.append(_Open(number, id_, before, after, open_all(stream, active), prefix, {}))
        return self._end

    def _end_innermost(self) -> None:
        own = self._stack.pop()
        self._found[own.number] = Unit._make((*own.before, *close_all(own.marks, self._count), *own.after))

    def _named(
        self, id_: str | None, name: str, declared: Declared | None, outer: _Open, number: int
    ) -> tuple[str, str, str]:
        """The id and the citation of a unit, each given once only; what stands before the citations of those in it."""
        if not id_ or id_[0] == "~" or id_ in self._ids:
            id_ = f"~{number + 1}"
        else:
            self._ids.add(id_)
        ordinal = outer.counts[name] = outer.counts.get(name, 0) + 1
        is_silent = ordinal == 1 and name in _TRANSPARENT
        step = name if ordinal == 1 and name in _ONCE else f"{name}{ordinal}"
        own = f"{outer.prefix}.{step}" if outer.prefix else step
        cite = own if declared is None else declared.cite
        while declared is None and (cite in self._cites or cite in self._reserved):
            cite += "~"
        self._cites.add(cite)
        return id_, cite, outer.prefix if is_silent else own

    def turn(self, element: etree._Element, name: str, stream: Stream) -> None:
        """A page, or another unit that reaches to the next of its kind, begins with an empty element."""
        kind = (name, element.get("unit", ""), element.get("ed", ""))
        if kind in self._pages:
            self._pages.pop(kind)()
        declared = self._declared.get(element)
        number = len(self._found)
        self._found.append(None)
        self._elements.append(element)
        called = {"pb": "page"}.get(name, element.get("unit") or name)
        id_, cite, _ = self._named(element.get(XML_ID), called, declared, self._stack[0], number)
        marks = open_all(stream, stream.layers)

        def end() -> None:
            spans = close_all(marks, self._count)
            shown, n = declared.kind if declared else "page", element.get("n", "")
            is_declared = declared is not None
            self._found[number] = Unit(id_, shown, name, cite, None, 0, *spans, n, milestone=True, declared=is_declared)

        self._pages[kind] = end
