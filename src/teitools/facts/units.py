"""The units of a text: which there are, how they nest, what they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from teitools.document.names import XML_ID
from teitools.facts.layers import BREAK
from teitools.facts.model import Span, Unit
from teitools.facts.separation import name_of
from teitools.facts.vocabulary import HEADED, ONCE, TRANSPARENT
from teitools.facts.walking import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, KeysView, Mapping, Sequence

    from lxml import etree

    from teitools.facts.citing import Named
    from teitools.facts.layers import Layer, Mark
    from teitools.facts.model import Reference
    from teitools.facts.plain import Parts
    from teitools.facts.walking import Stream

__all__ = ["Marks", "Units", "close_all", "heading_of", "open_all"]

Marks = list[tuple[int, "Layer", "Mark"]]
"""Where something has started, in each layer that is written."""


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
    head = element.find("{*}head") if name in HEADED else None
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


class _Page(NamedTuple):
    """A page that has begun: its number, and the values of its unit but for the spans, which start at `marks`."""

    number: int
    id: str
    kind: str
    element: str
    cite: str
    n: str
    marks: Marks
    is_declared: bool
    data: tuple[tuple[str, str], ...]


_PAGE = ("pb", "", "")


def _steps(outer: str, name: str, ordinal: int) -> tuple[str, str]:
    """The citation of a unit by structure, and what stands before those of units in it; `outer` stands before it."""
    step = name if ordinal == 1 and name in ONCE else f"{name}{ordinal}"
    own = f"{outer}.{step}" if outer else step
    return own, outer if ordinal == 1 and name in TRANSPARENT else own


class Units:
    """The units so far, in their order."""

    def __init__(self, declared: Mapping[etree._Element, Named], count: int, reserved: KeysView[str]) -> None:
        self._declared = declared
        self._reserved = reserved
        """Ids of the document, which no citation by structure is the same as."""
        self._count = count
        self._found: list[Unit | None] = []
        self._elements: dict[int, etree._Element] = {}
        """Of those that were met one by one, by their numbers."""
        self._taken: list[tuple[int, Parts, int]] = []
        """The plain parts: the number of the first unit of each, and where it is from."""
        self._stack = [_Open(-1, "", (), (), [], "", {})]
        self._ids: set[str] = set()
        self._cites: set[str] = {item.cite for item in declared.values()}
        self._pages: dict[tuple[str, str, str], _Page] = {}
        self._end = self._end_innermost

    @property
    def current(self) -> str | None:
        """The id of the innermost unit."""
        return self._stack[-1].id or None

    @property
    def all(self) -> tuple[Unit, ...]:
        """All of them, when the walk has ended."""
        for page in self._pages.values():
            self._end_page(page)
        self._pages.clear()
        known: dict[str | None, Unit] = {}
        for number in self._elements:
            unit = self._found[number]
            if unit is not None:
                known[unit.id] = self._found[number] = _within(unit, known.get(unit.parent))
        return tuple(filter(None, self._found))

    def numbers(self, nodes: Iterable[etree._Element]) -> dict[str, int]:
        """Which of the nodes of the document the units are, by their ids; of those that reach further, where they
        begin.
        """
        wanted = set(self._elements.values())
        met = {node: number for number, node in enumerate(nodes) if node in wanted}
        numbers = {unit: met[element] for unit, element in self._elements.items()}
        for first, parts, number in self._taken:
            numbers.update(enumerate(parts.plain.nodes(number), first))
        return {unit.id: numbers[number] for number, unit in enumerate(self._found) if unit is not None}

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
        self._elements[number] = element
        declared = self._declared.get(element)
        id_, cite, prefix = self._named(element.get(XML_ID) if keys else None, name, declared, outer, number)
        before = (id_, declared.kind if declared else name, name, cite, outer.id or None, level)
        n, label = element.get("n", "") if keys else "", heading_of(element, name)
        after = (
            n,
            label,
            language,
            speakers,
            stream.note,
            False,
            declared is not None,
            declared.data if declared else (),
        )
        self._stack.append(_Open(number, id_, before, after, open_all(stream, active), prefix, {}))
        return self._end

    def _end_innermost(self) -> None:
        own = self._stack.pop()
        self._found[own.number] = Unit._make((*own.before, *close_all(own.marks, self._count), *own.after))

    def take(self, parts: Parts, unit: int, name: str, stream: Stream, active: Sequence[Layer]) -> bool:
        """Take a plain part of the text, which is a unit, with those in it, and write its text; False if one of them
        would be called as something else is.
        """
        start, end, own, called = parts.plain.unit(unit)
        outer, number = self._stack[-1], len(self._found)
        ordinal = outer.counts.get(name, 0) + 1
        cite, prefix = _steps(outer.prefix, name, ordinal)
        shifts = [layer.start_of_line() - start if layer in active else None for layer in stream.layers]
        place = own or f"~{number + 1}", cite, prefix, outer.id or None, len(self._stack) - 1, shifts[0], shifts[-1]
        made = parts.plain.units(unit, Unit, Span, number, *place)
        turns = parts.plain.turns(unit)
        cites = {one.cite for one in made if one is not None}
        is_clear = self._cites.isdisjoint(cites) and self._reserved.isdisjoint(cites)
        if called != name or not is_clear or len(cites) != len(made) - len(turns):
            return False
        outer.counts[name] = ordinal
        self._cites |= cites
        self._found += made
        self._taken.append((number, parts, unit))
        before = [layer.length for layer in stream.layers]
        for layer in active:
            layer.part(BREAK)
            layer.write(parts.text[start:end])
        for turn in turns:
            self._turn_within(turn, number, shifts, before, stream, start)
        for layer in active:
            layer.part(BREAK)
        return True

    def _turn_within(
        self,
        turn: tuple[int, int, str, str, int, int],
        first: int,
        shifts: Sequence[int | None],
        before: Sequence[int],
        stream: Stream,
        start: int,
    ) -> None:
        """A page that begins in a part of the text that has just been written."""
        within, _, own, n, at, passed = turn
        if (page := self._pages.pop(_PAGE, None)) is not None:
            ends = [
                None if shift is None else before[layer] if passed < start else passed + shift
                for layer, shift in enumerate(shifts)
            ]
            self._end_page(page, ends)
        marks = [
            (number, layer, layer.open() if shift is None or at < 0 else [at + shift])
            for number, (layer, shift) in enumerate(zip(stream.layers, shifts, strict=False))
        ]
        number = first + within
        id_, cite, _ = self._named(own, "page", None, self._stack[0], number)
        self._pages[_PAGE] = _Page(number, id_, "page", "pb", cite, n, marks, is_declared=False, data=())

    def _named(
        self, id_: str | None, name: str, declared: Named | None, outer: _Open, number: int
    ) -> tuple[str, str, str]:
        """The id and the citation of a unit, each given once only; what stands before the citations of those in it."""
        if not id_ or id_[0] == "~" or id_ in self._ids:
            id_ = f"~{number + 1}"
        else:
            self._ids.add(id_)
        ordinal = outer.counts[name] = outer.counts.get(name, 0) + 1
        cite, prefix = _steps(outer.prefix, name, ordinal)
        if declared is not None:
            cite = declared.cite
        while declared is None and (cite in self._cites or cite in self._reserved):
            cite += "~"
        self._cites.add(cite)
        return id_, cite, prefix

    def turn(self, element: etree._Element, name: str, stream: Stream) -> None:
        """A page, or another unit that reaches to the next of its kind, begins with an empty element."""
        kind = (name, element.get("unit", ""), element.get("ed", ""))
        if kind in self._pages:
            self._end_page(self._pages.pop(kind))
        declared = self._declared.get(element)
        number = len(self._found)
        self._found.append(None)
        self._elements[number] = element
        called = {"pb": "page"}.get(name, element.get("unit") or name)
        id_, cite, _ = self._named(element.get(XML_ID), called, declared, self._stack[0], number)
        marks = open_all(stream, stream.layers)
        shown, n = declared.kind if declared else "page", element.get("n", "")
        data = declared.data if declared else ()
        self._pages[kind] = _Page(number, id_, shown, name, cite, n, marks, declared is not None, data)

    def _end_page(self, page: _Page, ends: Sequence[int | None] = (None, None)) -> None:
        """End a page where the text ends so far, or has ended in some layers."""
        spans: list[Span | None] = [None, None]
        for layer, holder, mark in page.marks:
            end = ends[layer]
            spans[layer] = holder.close(mark) if end is None or mark[0] < 0 else Span(min(mark[0], end), end)
        reading, printed = spans[0], spans[0] if self._count == 1 else spans[1]
        self._found[page.number] = Unit(
            page.id,
            page.kind,
            page.element,
            page.cite,
            None,
            0,
            reading,
            printed,
            page.n,
            milestone=True,
            declared=page.is_declared,
            data=page.data,
        )
