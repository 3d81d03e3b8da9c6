"""Long groups: which parts of a chain an element can begin, without looking at every part.

In a group of thousands of optional elements each start tag could fall to any part up to the first that is required.
One index serves a chain and all its ends, which are what is left of it as the parts go by.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from typing import TYPE_CHECKING

from teitools.relaxng.automaton.patterns import ELEMENT, GROUP, HAS_ELEMENT, HAS_STRING, HAS_TEXT, Pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SHORT = 12
"""Parts of a chain that are looked at one by one before an index is made."""
_MANY = 60  # names in one part of a chain; a part with more is tried for every name

MAX_ALIKE = 500
"""Parts of a chain that one start tag, or text, could all begin: a document may have to be followed in all of them."""


class Chain:
    """The parts of a chain of groups by the names of the elements that they contain."""

    __slots__ = ("by_name", "ends", "required", "wild")

    def __init__(self, first: Pattern) -> None:
        self.ends: list[Pattern] = []  # the chain from each part on
        self.by_name: dict[str, list[int]] = {}
        self.wild: list[int] = []
        self.required: list[int] = []  # parts that cannot be skipped, the last among them
        pattern = first
        while pattern.kind == GROUP:
            at = len(self.ends)
            self.ends.append(pattern)
            head, pattern = pattern.parts
            if not head.nullable:
                self.required.append(at)
            if head.flags & HAS_ELEMENT:
                self._add(at, head)
        for at, end in enumerate(self.ends):
            end.first = (self, at)

    def _add(self, at: int, head: Pattern) -> None:
        names = _names(head)
        if names is None:
            self.wild.append(at)
        else:
            for name in names:
                self.by_name.setdefault(name, []).append(at)

    def heads(self, start: int, name: str) -> Iterator[tuple[Pattern, Pattern]]:
        """The parts from `start` on that an element of this name may begin, each with the chain after it."""
        stop = self._required(start)
        found: list[int] = []
        for places in (self.by_name.get(name), self.wild):
            if places:
                found.extend(places[bisect_left(places, start) : bisect_right(places, stop)])
        for at in sorted(found):
            head, tail = self.ends[at].parts
            yield head, tail

    def _required(self, start: int) -> int:
        index = bisect_left(self.required, start)
        return self.required[index] if index < len(self.required) else len(self.ends)

    def last(self, start: int) -> Pattern | None:
        """What follows the chain, if all its parts from `start` on can be skipped."""
        return self.ends[-1].parts[1] if self._required(start) == len(self.ends) else None


def _names(head: Pattern) -> set[str] | None:
    """Names of all elements in a part; None for wildcards, or if they are many."""
    names: set[str] = set()
    todo = [head]
    seen = {head}
    while todo:
        pattern = todo.pop()
        if pattern.kind == ELEMENT:
            if pattern.payload.wildcards:
                return None
            names |= pattern.payload.names
        elif len(pattern.parts) > _MANY:
            return None
        elif pattern.flags & HAS_ELEMENT:
            todo.extend(part for part in pattern.parts if part not in seen)
            seen.update(pattern.parts)
        if len(seen) > _MANY or len(names) > _MANY:
            return None
    return names


def alike(patterns: Iterable[Pattern]) -> Iterator[Pattern]:
    """The chains in which more than MAX_ALIKE parts can begin in the same way, all before them being skipped."""
    groups = {pattern: None for pattern in patterns if pattern.kind == GROUP}
    inner = {pattern.parts[1] for pattern in groups}
    for first in groups:
        if first in inner:
            continue
        counts: Counter[str] = Counter()
        rest: Pattern | None = first
        while rest is not None:
            head, rest = rest.parts if rest.kind == GROUP else (rest, None)
            if head.flags & HAS_ELEMENT:
                counts.update(_names(head) or ("*",))
            if head.flags & (HAS_TEXT | HAS_STRING):
                counts[""] += 1
            if rest is None or not head.nullable:
                if max(counts.values(), default=0) > MAX_ALIKE:
                    yield first
                    break
                counts.clear()
