"""Automata over patterns, built lazily: a state is made when a document first needs it and kept.

A state is a dictionary from element name to `Frame`, a frame one from the outcome of the element to the next state. In
the steady state an element costs one look-up of each kind; only `__missing__` ever computes. Where several element
patterns fit one name, the state inside holds all of them side by side, and the frame sorts out at the end tag which of
them were completed: ambiguity is decided exactly, without backtracking.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from teitools.relaxng.automaton.derive import Deriver
from teitools.relaxng.automaton.patterns import DATA, HAS_STRING, TEXT, Element, Pattern, Pool

if TYPE_CHECKING:
    from teitools.datatypes import Context

Patterns = tuple[Pattern, ...]
MIXED, ELEMENTS, TEXT_MOVES, STRINGS = range(4)  # what text does in a state: nothing, harm, moves it on, is a value

MAX_STATES = 60_000
MAX_VALUES = 500
_LONG_VALUE = 120


class Rejected(Exception):  # noqa: N818  # it is control flow, like StopIteration
    """No transition: the document is not valid here (or the value must be judged in its context)."""


class State(dict[str, "Frame"]):
    """Where an element's content stands: for each element pattern that the element may be, what must still come.

    `accept` has bit i set if component i may end here; 0 means that something is missing.
    """

    __slots__ = ("accept", "kind", "machine", "patterns", "texted")

    def __init__(self, machine: Machine, patterns: Patterns) -> None:
        super().__init__()
        self.machine = machine
        self.patterns = patterns
        self.accept = sum(1 << i for i, pattern in enumerate(patterns) if pattern.nullable)
        self.texted: State | None = None
        flags = 0
        for pattern in patterns:
            flags |= pattern.flags
        if flags & HAS_STRING:  # never the steady state: the session looks at the string first
            self.kind = STRINGS
            self.accept = 0
            return
        after = tuple(map(machine.deriver.after_text, patterns))
        if after == patterns:
            self.kind = MIXED
        elif all(pattern is machine.pool.not_allowed for pattern in after):
            self.kind = ELEMENTS
        else:
            self.kind = TEXT_MOVES

    def __missing__(self, name: str) -> Frame:
        if self.kind == STRINGS:
            raise Rejected
        frame = self.open(name)
        if len(self) < MAX_STATES:
            self[name] = frame
        return frame

    def open(self, name: str) -> Frame:
        """The frame of an element that is next. Raises Rejected."""
        machine = self.machine
        not_allowed = machine.pool.not_allowed
        found: dict[Element, list[Pattern]] = {}
        for position, pattern in enumerate(self.patterns):
            for element, rest in machine.deriver.openings(pattern, name):
                rests = found.setdefault(element, [not_allowed] * len(self.patterns))
                rests[position] = machine.pool.choice(rests[position], rest)
        if not found:
            raise Rejected
        return Frame(self, name, tuple(found), tuple(map(tuple, found.values())))

    def after_text(self) -> State:
        """The state after text that is not white space. Raises Rejected."""
        if self.texted is None:
            after = tuple(map(self.machine.deriver.after_text, self.patterns))
            if all(pattern is self.machine.pool.not_allowed for pattern in after):
                raise Rejected
            self.texted = self.machine.state(after)
        return self.texted

    def after_value(self, text: str, context: Context | None) -> State:
        """The state after a string that an element follows. Raises Rejected."""
        deriver = self.machine.deriver
        after = tuple(deriver.after_value(pattern, text, context) for pattern in self.patterns)
        if all(pattern is self.machine.pool.not_allowed for pattern in after):
            raise Rejected
        return self.machine.state(after)

    def accepts(self, text: str, context: Context | None) -> int:
        """Like `accept`, for an element whose whole content is this string."""
        matches = self.machine.deriver.matches
        return sum(1 << i for i, pattern in enumerate(self.patterns) if matches(pattern, text, context))


class Frame(dict[int, State]):
    """An element inside a state: where its attributes begin, its content when it has none, and the state after it."""

    __slots__ = ("attributes", "content", "elements", "name", "parent", "rests")

    def __init__(self, parent: State, name: str, elements: tuple[Element, ...], rests: tuple[Patterns, ...]) -> None:
        super().__init__()
        self.parent = parent
        self.name = name
        self.elements = elements
        self.rests = rests
        self.attributes = parent.machine.attributes(tuple(element.content for element in elements))
        self.content = self.attributes.content

    def __missing__(self, accept: int) -> State:
        if not accept:
            raise Rejected
        machine = self.parent.machine
        chosen = [rests for position, rests in enumerate(self.rests) if accept >> position & 1]
        state = self[accept] = machine.state(
            tuple(machine.pool.choice(*column) for column in zip(*chosen, strict=True))
        )
        return state


class Attributes(dict[str, "dict[str, Attributes]"]):
    """Where a start tag stands: a dictionary from attribute name to one from value to the next such place.

    `content` is the state in which the content begins if no further attribute comes, None if a required one is missing.
    """

    __slots__ = ("content", "machine", "patterns")

    def __init__(self, machine: Machine, patterns: Patterns) -> None:
        super().__init__()
        self.machine = machine
        self.patterns = patterns
        not_allowed = machine.pool.not_allowed
        closed = tuple(machine.deriver.closed(pattern, not_allowed) for pattern in patterns)
        self.content = None if all(one is not_allowed for one in closed) else machine.state(closed)

    def __missing__(self, name: str) -> dict[str, Attributes]:
        deriver = self.machine.deriver
        wanted = {attribute.parts[0]: None for one in self.patterns for attribute in deriver.attributes(one, name)}
        if not wanted:
            raise Rejected
        if all(map(_takes_all, wanted)):
            values: dict[str, Attributes] = AnyValue(self.after(name, frozenset(wanted)))
        else:
            values = Values(self, name, tuple(wanted))
        if len(self) < MAX_VALUES:
            self[name] = values
        return values

    def after(self, name: str, good: frozenset[Pattern]) -> Attributes:
        """The place after an attribute whose value matches these value patterns. Raises Rejected."""
        deriver = self.machine.deriver
        after = tuple(deriver.after_attribute(pattern, name, good) for pattern in self.patterns)
        if all(pattern is self.machine.pool.not_allowed for pattern in after):
            raise Rejected
        return self.machine.attributes(after)

    def lenient(self) -> State:
        """The state of the content as if no required attribute were missing."""
        pool = self.machine.pool
        return self.machine.state(tuple(self.machine.deriver.closed(pattern, pool.empty) for pattern in self.patterns))


def _takes_all(pattern: Pattern) -> bool:
    return pattern.kind == TEXT or (pattern.kind == DATA and pattern.payload.accepts_all and not pattern.parts)


class AnyValue(dict[str, Attributes]):
    """Every value leads to one place."""

    __slots__ = ("next",)

    def __init__(self, following: Attributes) -> None:
        super().__init__()
        self.next = following

    def __missing__(self, value: str) -> Attributes:
        return self.next


class Values(dict[str, Attributes]):
    """Values of one attribute seen so far, up to a bound, and where they lead."""

    __slots__ = ("contextual", "name", "nexts", "place", "wanted")

    def __init__(self, place: Attributes, name: str, wanted: Patterns) -> None:
        super().__init__()
        self.place = place
        self.name = name
        self.wanted = wanted
        self.contextual = any(map(is_contextual, wanted))
        self.nexts: dict[frozenset[Pattern], Attributes] = {}

    def __missing__(self, value: str) -> Attributes:
        if self.contextual:
            raise Rejected
        following = self.judge(value, None)
        if len(value) < _LONG_VALUE:
            if len(self) >= MAX_VALUES:
                self.clear()
            self[value] = following
        return following

    def judge(self, value: str, context: Context | None) -> Attributes:
        """Where a value leads. Raises Rejected if it is not one of those wanted."""
        matches = self.place.machine.deriver.matches
        good = frozenset(one for one in self.wanted if matches(one, value, context))
        if not good:
            raise Rejected
        following = self.nexts.get(good)
        if following is None:
            following = self.nexts[good] = self.place.after(self.name, good)
        return following


def is_contextual(pattern: Pattern) -> bool:
    """Whether a value pattern depends on namespace prefixes or entities in scope."""
    payload = pattern.payload
    datatype = payload[0] if isinstance(payload, tuple) else payload
    return bool(getattr(datatype, "contextual", None)) or any(map(is_contextual, pattern.parts))


class Machine:
    """The automata of one schema."""

    def __init__(self, pool: Pool, start: Pattern) -> None:
        self.pool = pool
        self.start = start
        self.deriver = Deriver(pool)
        self._states: dict[Patterns, State] = {}
        self._attributes: dict[Patterns, Attributes] = {}

    def initial(self) -> State:
        """The state before the root element."""
        return self.state((self.start,))

    def state(self, patterns: Patterns) -> State:
        """The state for these components."""
        found = self._states.get(patterns)
        if found is None:
            if len(self._states) >= MAX_STATES:
                self._shrink()
            found = self._states.setdefault(patterns, State(self, patterns))
        return found

    def attributes(self, patterns: Patterns) -> Attributes:
        """The place in a start tag where these components remain."""
        found = self._attributes.get(patterns)
        if found is None:
            if len(self._attributes) >= MAX_STATES:
                self._shrink()
            found = self._attributes.setdefault(patterns, Attributes(self, patterns))
        return found

    def _shrink(self) -> None:
        """Forget all transitions; what a running validation still holds is computed again."""
        for state in self._states.values():
            state.clear()
            state.texted = None
        for place in self._attributes.values():
            place.clear()
        self._states = {}
        self._attributes = {}

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Machine is not pickled; pickle the Schema")
