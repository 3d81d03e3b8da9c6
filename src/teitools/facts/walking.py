"""One walk over the text of a document: every layer is written, in one pass and without recursion.

Of a choice or an apparatus entry each layer gets one reading, the reading layer that of the editions
(xslt/common/reading.xsl): the corrected, regularised or expanded one unless it is a guess (@cert low), the lemma. What
no layer gets is walked all the same, for what is encoded in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from teitools.facts.layers import BREAK, JOIN, LINE, SPACE, Layer, squeezed
from teitools.facts.separation import Separation, is_inline_list, name_of
from teitools.facts.vocabulary import BLOCKS, BLOCKS_HERE, CONTAINERS, IN_WORDS, RECORDS, SILENT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from lxml import etree

    Leave = Callable[[], None]

__all__ = ["GAP", "Recorder", "Stream", "Walker", "plain", "reading_text", "together"]

GAP = "[…]"
"""What stands in every layer where the source has lost something (`gap`), however much."""

_READING, _PRINTED, _BOTH = 1, 2, 3
_EDITED = frozenset(("corr", "reg", "expan", "ex", "lem"))
_GUESSES = frozenset(("corr", "reg", "expan", "ex"))
_SKIPPED = frozenset(("teiHeader", "standOff", "facsimile"))
_BREAKING = frozenset(("pb", "cb", "gb", "milestone"))
_SPECIAL = frozenset(
    """app cb choice caesura del ex gap gb item lb milestone pb restore space subst supplied surplus""".split()  # noqa: SIM905
)
_PLAIN, _BLOCK, _ASK, _TREATED, _SILENT, _KEPT = 0, 1, 2, 4, 8, 16
_ASIDE = "note"


class Stream:
    """A text of its own, of the document or of a note, in one or two layers."""

    __slots__ = ("actives", "layers", "note")

    def __init__(self, count: int, note: str | None = None) -> None:
        self.layers = tuple(Layer() for _ in range(count))
        self.note = note
        reading, printed = self.layers[:1], self.layers[1:]
        self.actives: tuple[tuple[Layer, ...], ...] = ((), reading, printed, self.layers)


class Recorder(Protocol):
    """Who is told of elements as they are entered."""

    attributes: frozenset[str]
    names: frozenset[str]

    def begin(self, element: etree._Element, name: str, keys: Sequence[str], *, is_block: bool) -> Leave | None:
        """An element in the text whose name or attributes are among those wanted; what to do at its end."""

    def note(self, element: etree._Element) -> tuple[Stream, Leave]:
        """The text of a note, and what to do at its end."""


class Walker:
    """The state of a walk: the text that is written to, and in which layers."""

    def __init__(self, count: int, *, tops: frozenset[etree._Element] = frozenset()) -> None:
        self.count = count
        self.separation = Separation()
        self.stream = Stream(count)
        self.mask = _BOTH
        self.active = self.stream.layers
        self.recorder: Recorder | None = None
        self.restored = 0
        self.detached_entries = False
        self._tops = tops
        self._kinds: dict[str, tuple[str, int]] = {}
        self._masks: dict[etree._Element, int] = {}

    def walk(self, top: etree._Element) -> None:
        """Write the text of an element, and tell the recorder what is in it."""
        entered = self._enter(top)
        if entered is None:
            return
        stack = [(top, *entered)]
        previous: etree._Element | None = None
        while stack:
            element, children, leave, name = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                if leave is not None:
                    leave()
                if stack:
                    previous = self._after(element, stack[-1][3], previous=element)
                continue
            if not isinstance(child.tag, str):
                previous = self._after(child, name, previous=previous)
                continue
            if previous is not None and self._are_apart(previous, child):
                self.part(SPACE)
            entered = self._enter(child)
            if entered is None:
                is_mark = _is_mark(child)
                previous = self._after(child, name, previous=previous if is_mark else child)
            else:
                stack.append((child, *entered))
                previous = None

    def _are_apart(self, element: etree._Element, following: etree._Element) -> bool:
        """Whether a space parts two elements between which nothing is written; none is asked for before a block, whose
        line end counts more.
        """
        _, kind = self._kinds.get(following.tag) or self._kind(following.tag, following)
        if kind & (_BLOCK | _SILENT) == _BLOCK and not self._masks:
            return False
        return not _is_mark(following) and self.separation.are_apart(element, following)

    def walk_apart(self, element: etree._Element) -> None:
        """The same of a note that stands in no text."""
        before = self.mask
        self._select(0)
        self.walk(element)
        self._select(before)

    def _after(self, element: etree._Element, around: str, previous: etree._Element | None) -> etree._Element | None:
        """Write what follows an element in its parent; what stands right before the next one, if anything does."""
        tail = element.tail
        if not tail:
            return previous
        if around in CONTAINERS:
            return None
        if tail.isspace() and around in RECORDS and element.getnext() is None:
            return None
        self.write(tail)
        return None

    def write(self, text: str) -> None:
        """Add text as the document has it."""
        text = squeezed(text)
        if text:
            for layer in self.active:
                layer.write(text)

    def part(self, gap: int) -> None:
        """Let something stand before what comes next, in the layers that are written."""
        for layer in self.active:
            layer.part(gap)

    def _kind(self, tag: str, element: etree._Element) -> tuple[str, int]:
        """The name of an element in TEI, and what is to be asked of it; the same for all of its name."""
        name = name_of(element)
        kind = _BLOCK if name in BLOCKS else _ASK if name in BLOCKS_HERE else _PLAIN
        kind |= (_TREATED if name in _SPECIAL else 0) | (_SILENT if name in SILENT else 0)
        if self.recorder is not None and name in self.recorder.names:
            kind |= _KEPT
        self._kinds[tag] = name, kind
        return name, kind

    def _enter(self, element: etree._Element) -> tuple[Iterator[etree._Element], Leave | None, str] | None:
        """Begin an element: its children, what to do at its end, its name. None if there is nothing to do."""
        tag = element.tag
        name, kind = self._kinds.get(tag) or self._kind(tag, element)
        keys: Sequence[str] = element.keys()  # type: ignore[assignment]  # text, whatever the stubs say
        leaves: list[Leave] = []
        if self._masks and (mask := self._masks.pop(element, None)) is not None:
            leaves.append(self._masked(mask))
        if kind & _SILENT:
            if name in _SKIPPED and element not in self._tops:
                return None
            leaves.append(self._masked(_BOTH if element in self._tops else 0))
        is_block = bool(kind & _BLOCK)
        if not is_block and (kind & _ASK or (keys and "rend" in keys)):
            is_block = self.separation.is_block(element, name)
        if is_block:
            self.part(BREAK)
            leaves.append(self._break)
        if not self._record(element, name, kind, keys, leaves, is_block=is_block):
            for leave in reversed(leaves):
                leave()
            return None
        if kind & _TREATED:
            leaves += self._treat(element, name)
        self._write_start(element, name)
        if not len(element) and not leaves:
            return None
        return iter(element), together(leaves), name

    def _record(
        self, element: etree._Element, name: str, kind: int, keys: Sequence[str], leaves: list[Leave], *, is_block: bool
    ) -> bool:
        """Tell the recorder of an element; whether its text is wanted, which that of a note is by a recorder only."""
        if name == _ASIDE and not is_block and element not in self._tops:
            if self.recorder is not None:
                leaves += self._aside(self.recorder, element)
            return self.recorder is not None
        recorder = self.recorder
        if recorder is not None and (kind & _KEPT or (keys and not recorder.attributes.isdisjoint(keys))):
            leave = recorder.begin(element, name, keys, is_block=is_block)
            if leave is not None:
                leaves.append(leave)
        return True

    def _write_start(self, element: etree._Element, name: str) -> None:
        text = element.text
        if text and name not in CONTAINERS and not (name in RECORDS and text.isspace()):
            self.write(text)

    def _break(self) -> None:
        self.part(BREAK)

    def _masked(self, mask: int) -> Leave:
        """Write only to some of the layers that are written, until the end."""
        before = self.mask
        self._select(before & mask)
        return lambda: self._select(before)

    def _select(self, mask: int) -> None:
        self.mask = mask
        self.active = self.stream.actives[mask]

    def _aside(self, recorder: Recorder, element: etree._Element) -> list[Leave]:
        """A note: another text, in all layers, until its end."""
        stream, mask = self.stream, self.mask
        made, leave = recorder.note(element)
        self.stream = made
        self._select(_BOTH)

        def back() -> None:
            self.stream = stream
            self._select(mask)

        return [back, leave]

    def _treat(self, element: etree._Element, name: str) -> Iterable[Leave]:
        """What is special about an element; what to do at its end."""
        if name == "choice":
            self._choose(element)
        elif name == "app":
            self._choose_reading(element)
        elif name == "subst":
            for child in element:
                self._masks[child] = {"del": _PRINTED, "add": _READING}.get(name_of(child), _BOTH)
        elif name == "restore":
            self.restored += 1
            return [self._restored]
        elif name == "del":
            return [] if self.restored or name_of(element.getparent()) == "subst" else [self._masked(_PRINTED)]
        elif name in ("supplied", "ex"):
            return [self._masked(_READING)]
        elif name == "surplus":
            return [self._masked(_PRINTED)]
        elif name == "gap":
            self.write(GAP)
            return [self._masked(0)]
        else:
            self._part_at(element, name)
        return []

    def _restored(self) -> None:
        self.restored -= 1

    def _part_at(self, element: etree._Element, name: str) -> None:
        """A new line or page, a space: where words end, or do not."""
        if name in ("lb", *_BREAKING) and element.get("break") == "no":
            self.part(JOIN)
        elif name == "lb":
            self.part(LINE)
        elif name in ("space", "caesura") or (
            name == "item" and (around := element.getparent()) is not None and is_inline_list(around)
        ):
            self.part(SPACE)

    def _choose(self, choice: etree._Element) -> None:
        """Which child of a choice each layer gets."""
        readings = [child for child in choice if isinstance(child.tag, str)]
        edited = [child for child in readings if name_of(child) in _EDITED]
        sure = [child for child in edited if not (name_of(child) in _GUESSES and child.get("cert") == "low")]
        others = [child for child in readings if child not in edited]
        shown = next(iter((*sure, *others, *readings)), None)
        source = next(iter((*others, *readings)), None)
        for child in readings:
            self._masks[child] = (_READING if child is shown else 0) | (_PRINTED if child is source else 0)

    def _choose_reading(self, app: etree._Element) -> None:
        """Which reading of an apparatus entry is in the text; none if the entry stands apart from it."""
        readings = list(readings_of(app))
        shown = None if self.is_detached(app) else shown_reading(readings)
        for reading in readings:
            self._masks[reading] = _BOTH if reading is shown else 0

    def is_detached(self, app: etree._Element) -> bool:
        """Whether an entry stands apart from the text that it is about (apparatus.xsl, tt:is-detached)."""
        if any(name_of(around) in ("listApp", "standOff") for around in app.iterancestors()):
            return True
        if self.detached_entries:
            return True
        has_lemma = any(name_of(child) == "lem" for child in app)
        return bool(app.get("from") or app.get("to") or (app.get("loc") and not has_lemma))


def readings_of(app: etree._Element) -> Iterator[etree._Element]:
    """The readings of an apparatus entry, those in groups too (TEI Guidelines 13.1.3)."""
    waiting = list(app)[::-1]
    while waiting:
        child = waiting.pop()
        name = name_of(child)
        if name in ("lem", "rdg"):
            yield child
        elif name == "rdgGrp":
            waiting += list(child)[::-1]


def shown_reading(readings: Sequence[etree._Element]) -> etree._Element | None:
    """The lemma, else the first reading."""
    return next((one for one in readings if name_of(one) == "lem"), next(iter(readings), None))


def _is_mark(element: etree._Element) -> bool:
    """Whether an element is a mark of a place and nothing to read (separation.xsl, ttp:is-mark)."""
    return not len(element) and not element.text and name_of(element) in IN_WORDS and element.get("break") != "no"


def together(leaves: list[Leave]) -> Leave | None:
    """What to do at the end of an element, the last begun first."""
    if len(leaves) < 2:
        return leaves[0] if leaves else None

    def leave() -> None:
        for one in reversed(leaves):
            one()

    return leave


def plain(element: etree._Element) -> str:
    """The text of an element in one line, as the reading layer has it, without notes: of a title, a name, a heading."""
    if not len(element):
        return squeezed(element.text or "").strip()
    return reading_text(element).replace("\n", " ")


def reading_text(element: etree._Element) -> str:
    """The same with blocks on lines of their own: of a part of a text, which may itself be a note."""
    walker = Walker(1, tops=frozenset((element,)))
    walker.walk(element)
    return walker.stream.layers[0].text()
