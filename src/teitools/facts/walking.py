"""One walk over the text of a document: every layer is written, in one pass and without recursion.

Of a choice or an apparatus entry each layer gets one reading, the reading layer that of the editions
(xslt/common/reading.xsl): the corrected, regularised or expanded one unless it is a guess (@cert low), the lemma. What
no layer gets is walked all the same, for what is encoded in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from teitools.facts.layers import BREAK, FOLD, JOIN, LINE, SPACE, Layer, squeezed
from teitools.facts.separation import Separation, is_inline_list, name_of, name_of_tag
from teitools.facts.vocabulary import BLOCKS, BLOCKS_HERE, CONTAINERS, IN_WORDS, NOT_READ, RECORDS, SILENT, SPECIAL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from lxml import etree

    from teitools.facts.plain import Parts

    Leave = Callable[[], None]

__all__ = ["GAP", "Recorder", "Stream", "Walker", "plain", "reading_text"]

GAP = "[…]"
"""What stands in every layer where the source has lost something (`gap`), however much."""

_READING, _PRINTED, _BOTH = 1, 2, 3
_EDITED = frozenset(("corr", "reg", "expan", "ex", "lem"))
_GUESSES = frozenset(("corr", "reg", "expan", "ex"))
_BREAKING = frozenset(("pb", "cb", "gb", "milestone"))
_BLOCK, _ASK, _TREATED, _SILENT, _KEPT, _CONTAINER, _RECORD, _ASIDE = (1 << bit for bit in range(8))
_REMEMBERED = 10_000


class _Kinds(dict[str, tuple[str, int]]):
    """Of tags the name in TEI, and what is to be asked of all elements of that name; `kept` are those recorded."""

    def __init__(self, kept: frozenset[str] = frozenset()) -> None:
        self._kept = kept

    def __missing__(self, tag: str) -> tuple[str, int]:
        if len(self) >= _REMEMBERED:  # names of documents are few: only hostile ones come to this
            self.clear()
        name = name_of_tag(tag)
        kind = _BLOCK if name in BLOCKS else _ASK if name in BLOCKS_HERE else 0
        for bit, names in _KINDS:
            kind |= bit if name in names else 0
        self[tag] = name, kind | (_KEPT if name in self._kept else 0)
        return self[tag]


_KINDS = ((_TREATED, SPECIAL), (_SILENT, SILENT), (_CONTAINER, CONTAINERS), (_RECORD, RECORDS), (_ASIDE, {"note"}))
_UNRECORDED = _Kinds()


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

    def begin(
        self, element: etree._Element, name: str, keys: Sequence[str], leaves: list[Leave], *, is_block: bool
    ) -> None:
        """An element in the text whose name or attributes are among those wanted; adds what to do at its end."""

    def note(self, element: etree._Element) -> tuple[Stream, Leave]:
        """The text of a note, and what to do at its end."""

    def take(self, parts: Parts, unit: int, name: str) -> bool:
        """A plain part of the text, of this name, with what is in it; whether it can be taken as a whole."""


class Walker:
    """The state of a walk: the text that is written to, and in which layers."""

    def __init__(self, count: int, *, tops: frozenset[etree._Element] = frozenset()) -> None:
        self.count = count
        self.separation = Separation()
        self.stream = Stream(count)
        self.mask = _BOTH
        self.active = self.stream.layers
        self.restored = 0
        self.detached_entries = False
        self._recorder: Recorder | None = None
        self._tops = tops
        self._parts: Parts | None = None
        self._kinds = _UNRECORDED
        self._masks: dict[etree._Element, int] = {}

    def record(self, recorder: Recorder, parts: Parts | None = None) -> None:
        """Tell somebody of what is walked over from now on; of what is plain in it, as a whole."""
        self._recorder = recorder
        self._parts = parts
        self._kinds = _Kinds(recorder.names)

    def walk(self, top: etree._Element) -> None:
        """Write the text of an element, and tell the recorder what is in it."""
        leaves: list[Leave] = []
        parts = self._parts
        number = parts.number(top) + 1 if parts else 0
        if not self._enter(top, *self._kinds[top.tag], leaves):
            return
        stack = [(top, iter(top), leaves, self._kinds[top.tag][1])]
        previous: etree._Element | None = None
        while stack:
            element, children, at_end, around = stack[-1]
            for child in children:
                tag, own = child.tag, number
                number += 1
                if not isinstance(tag, str):
                    previous = self._after(child, around, previous)
                    continue
                name, kind = self._kinds[tag]
                if parts is not None and parts.units[own] >= 0 and self._take(parts.units[own], name):
                    number = own + parts.sizes[own]
                    previous = self._after(child, around, child)
                    continue
                if previous is not None and self._are_apart(previous, child, kind):
                    self.part(SPACE)
                leaves = []
                is_wanted = self._enter(child, name, kind, leaves)
                if is_wanted and len(child):
                    stack.append((child, iter(child), leaves, kind))
                    previous = None
                    break
                number = own + 1 if is_wanted or parts is None else own + parts.sizes[own]
                previous = child if leaves or not is_wanted or not _is_mark(child, name) else previous
                _end(leaves)
                previous = self._after(child, around, previous)
            else:
                stack.pop()
                _end(at_end)
                if stack:
                    previous = self._after(element, stack[-1][3], element)

    def _are_apart(self, element: etree._Element, following: etree._Element, kind: int) -> bool:
        """Whether a space parts two elements between which nothing is written; none is asked for before a block, whose
        line end counts more.
        """
        if kind & (_BLOCK | _SILENT) == _BLOCK and not self._masks:
            return False
        return not _is_mark(following, name_of(following)) and self.separation.are_apart(element, following)

    def _take(self, unit: int, name: str) -> bool:
        """Take a plain part of the text as a whole, if nothing is special where it stands."""
        if self._masks or self.stream.note is not None or self._recorder is None or self._parts is None:
            return False
        return not self.active or self._recorder.take(self._parts, unit, name)

    def walk_apart(self, element: etree._Element) -> None:
        """The same of a note that stands in no text."""
        before, self._parts = self.mask, None
        self._select(0)
        self.walk(element)
        self._select(before)

    def _after(self, element: etree._Element, around: int, previous: etree._Element | None) -> etree._Element | None:
        """Write what follows an element in its parent; what stands right before the next one, if anything does."""
        tail = element.tail
        if not tail:
            return previous
        if around & (_CONTAINER | _RECORD) and (
            around & _CONTAINER or (tail.isspace() and element.getnext() is None)  # the last of a record
        ):
            return None
        self.write(tail)
        return None

    def write(self, text: str) -> None:
        """Add text as the document has it."""
        if not self.active or not (written := squeezed(text)):
            return
        if written == " " and "\n" in text:
            self.part(FOLD)
            return
        for layer in self.active:
            layer.write(written)

    def part(self, gap: int) -> None:
        """Let something stand before what comes next, in the layers that are written."""
        for layer in self.active:
            layer.part(gap)

    def _enter(self, element: etree._Element, name: str, kind: int, leaves: list[Leave]) -> bool:
        """Begin an element, and note what to do at its end, in that order backwards. Whether its content is wanted."""
        keys: Sequence[str] = element.keys()  # type: ignore[assignment]  # text, whatever the stubs say
        if self._masks and (mask := self._masks.pop(element, None)) is not None:
            leaves.append(self._masked(mask))
        if kind & _SILENT and not self._silence(element, name, leaves):
            return False
        is_block = bool(kind & _BLOCK)
        if not is_block and (kind & _ASK or (keys and "rend" in keys)):
            is_block = self.separation.is_block(element, name)
        if is_block:
            self._break()
            leaves.append(self._break)
        recorder = self._recorder
        if kind & _ASIDE and not is_block and element not in self._tops:
            if not self._aside(element, leaves):
                return False
        elif recorder is not None and (kind & _KEPT or (keys and not recorder.attributes.isdisjoint(keys))):
            recorder.begin(element, name, keys, leaves, is_block=is_block)
        if kind & _TREATED:
            leaves += self._treat(element, name)
        text = element.text
        if text and not (kind & (_CONTAINER | _RECORD) and (kind & _CONTAINER or text.isspace())):
            self.write(text)
        return True

    def _silence(self, element: etree._Element, name: str, leaves: list[Leave]) -> bool:
        """Begin what no layer has; whether it is looked into all the same."""
        if name in NOT_READ and element not in self._tops:
            _end(leaves)
            return False
        leaves.append(self._masked(_BOTH if element in self._tops else 0))
        return True

    def _break(self) -> None:
        for layer in self.active:
            layer.part(BREAK)

    def _masked(self, mask: int) -> Leave:
        """Write only to some of the layers that are written, until the end."""
        before = self.mask
        self._select(before & mask)
        return lambda: self._select(before)

    def _select(self, mask: int) -> None:
        self.mask = mask
        self.active = self.stream.actives[mask]

    def _aside(self, element: etree._Element, leaves: list[Leave]) -> bool:
        """A note: another text, in all layers, until its end. It is wanted where there is a recorder."""
        if self._recorder is None:
            _end(leaves)
            return False
        stream, mask = self.stream, self.mask
        made, leave = self._recorder.note(element)
        self.stream = made
        self._select(_BOTH)

        def back() -> None:
            self.stream = stream
            self._select(mask)

        leaves += (back, leave)
        return True

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


def _end(leaves: list[Leave]) -> None:
    """Do what is to be done at the end of an element, for what has begun last first."""
    while leaves:
        leaves.pop()()


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


def _is_mark(element: etree._Element, name: str) -> bool:
    """Whether an element is a mark of a place and nothing to read (separation.xsl, ttp:is-mark)."""
    return name in IN_WORDS and not len(element) and not element.text and element.get("break") != "no"


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
