"""The restrictions of section 7, on simplified patterns that the start pattern reaches.

What a pattern contains is known from its flags, so most rules are one look at each pattern.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.relaxng.automaton.chains import MAX_ALIKE, alike
from teitools.relaxng.automaton.patterns import (
    ATTRIBUTE,
    ATTRIBUTES,
    CHOICE,
    DATA,
    ELEMENT,
    EMPTY,
    GROUP,
    HAS_ATTRIBUTE,
    HAS_DATA,
    HAS_ELEMENT,
    HAS_EMPTY,
    HAS_GROUP,
    HAS_GROUPED_ATTRIBUTE,
    HAS_INTERLEAVE,
    HAS_LIST,
    HAS_MORE,
    HAS_OPEN_ATTRIBUTE,
    HAS_TEXT,
    HAS_VALUE,
    INTERLEAVE,
    LIST,
    NOT_ALLOWED,
    ONE_OR_MORE,
    TEXT,
    VALUE,
    Element,
    Pattern,
)
from teitools.relaxng.names import NameClass, split_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from teitools.relaxng.schema.faults import Faults
    from teitools.relaxng.tree import Node

_FORBIDDEN = {  # sections 7.1.1, 7.1.3, 7.1.4, 7.1.5: what may not be inside, by kind of pattern
    ATTRIBUTE: ("rule_attribute", HAS_ATTRIBUTE | HAS_ELEMENT),
    LIST: ("rule_list", HAS_LIST | HAS_ELEMENT | HAS_ATTRIBUTE | HAS_TEXT | HAS_INTERLEAVE),
    DATA: (
        "rule_data_except",
        HAS_ATTRIBUTE | HAS_ELEMENT | HAS_LIST | HAS_TEXT | HAS_EMPTY | HAS_GROUP | HAS_INTERLEAVE | HAS_MORE,
    ),
    ONE_OR_MORE: ("rule_repeated_attributes", HAS_GROUPED_ATTRIBUTE),
}
_START_FORBIDDEN = (
    HAS_ATTRIBUTE | HAS_DATA | HAS_VALUE | HAS_TEXT | HAS_LIST | HAS_GROUP | HAS_INTERLEAVE | HAS_MORE | HAS_EMPTY
)
_NAMES = {
    HAS_ATTRIBUTE: "attribute", HAS_ELEMENT: "element", HAS_LIST: "list", HAS_TEXT: "text", HAS_EMPTY: "empty",
    HAS_GROUP: "group", HAS_INTERLEAVE: "interleave", HAS_MORE: "oneOrMore", HAS_DATA: "data", HAS_VALUE: "value",
    HAS_GROUPED_ATTRIBUTE: "attribute",
}  # fmt: skip

_MAX_INTERLEAVED = 2_000  # what is left of an interleave is as long as itself, for each element that has come

_NO_CONTENT, _COMPLEX, _SIMPLE, _BROKEN = 0, 1, 2, 3  # content types of section 7.2


class _Checker:
    def __init__(self, faults: Faults, places: dict[Pattern, Node], root: Node) -> None:
        self.faults = faults
        self.places = places
        self.root = root
        self.types: dict[Pattern, int] = {}
        self.broken: set[Pattern] = set()  # where section 7.2 is broken, unless inside a list

    def place(self, pattern: Pattern, *others: Pattern) -> Node:
        return next((self.places[one] for one in (pattern, *others) if one in self.places), self.root)

    def rule(self, key: str, pattern: Pattern, *others: Pattern, **facts: object) -> None:
        self.faults.rule(key, self.place(pattern, *others), **facts)

    def contained(self, pattern: Pattern) -> None:
        """Sections 7.1.1 to 7.1.4."""
        if pattern.kind in _FORBIDDEN and pattern.parts:
            key, mask = _FORBIDDEN[pattern.kind]
            found = pattern.parts[0].flags & mask
            if found:
                self.rule(key, pattern, pattern.parts[0], inner=_name(found))

    def content_type(self, pattern: Pattern) -> int:
        """Section 7.2; the parts of a pattern have been judged before it."""
        kind = pattern.kind
        inner = [self.types[part] for part in pattern.parts]
        if kind in (EMPTY, NOT_ALLOWED):
            return _NO_CONTENT
        if kind in (TEXT, ELEMENT):
            return _COMPLEX
        if kind in (DATA, VALUE, LIST):
            return _SIMPLE
        if kind == ATTRIBUTE:
            return _NO_CONTENT
        if kind == CHOICE:
            return max(inner)
        filled = [one for one in inner * (2 if kind == ONE_OR_MORE else 1) if one != _NO_CONTENT]
        if len(filled) > 1 and _SIMPLE in filled and _BROKEN not in filled:
            self.broken.add(pattern)
            return _BROKEN
        return max(filled, default=_NO_CONTENT)

    def grouped(self, content: Pattern) -> None:
        """Section 7.2 for the content of an element or attribute."""
        if self.types[content] == _BROKEN:
            while content not in self.broken:
                content = next(part for part in content.parts if self.types[part] == _BROKEN)
            self.rule("rule_string", content, *content.parts)

    def exclusive(self, pattern: Pattern, flag: int, key: str) -> None:
        """Sections 7.3 and 7.4: the names of attributes or elements in the parts of a pattern may not overlap."""
        parts = [part for part in pattern.parts if part.flags & flag]
        if len(parts) < 2:
            return
        names: set[str] = set()
        wild: list[NameClass] = []
        for part in parts:
            found = _names_below(part, ATTRIBUTE if flag == HAS_ATTRIBUTE else ELEMENT)
            both = {name for one in found for name in one.names if name in names}
            if both or any(_clash(one, names, wild) for one in found):
                self.rule(key, pattern, part, name=split_name(min(both))[1] if both else "*")
                return
            names.update(name for one in found for name in one.names)
            wild.extend(one for one in found if one.wildcards)

    def interleaved(self, pattern: Pattern) -> None:
        """Section 7.4: text in at most one branch."""
        if sum(bool(part.flags & HAS_TEXT) for part in pattern.parts) > 1:
            self.rule("rule_interleaved_text", pattern, *pattern.parts)

    def judge(self, pattern: Pattern) -> None:
        """Everything about one pattern, its parts having been judged."""
        self.contained(pattern)
        self.types[pattern] = self.content_type(pattern)
        if pattern.kind in (GROUP, ATTRIBUTES, INTERLEAVE) and pattern.flags & HAS_ATTRIBUTE:
            self.exclusive(pattern, HAS_ATTRIBUTE, "rule_attribute_twice")
        if pattern.kind == INTERLEAVE and len(pattern.parts) > _MAX_INTERLEAVED:
            self.rule("limit_interleave", pattern, limit=_MAX_INTERLEAVED)
        if pattern.kind == INTERLEAVE and pattern.flags & HAS_ELEMENT:
            self.exclusive(pattern, HAS_ELEMENT, "rule_interleaved_element")
        if pattern.kind == INTERLEAVE and pattern.flags & HAS_TEXT:
            self.interleaved(pattern)


def _names_below(pattern: Pattern, kind: int) -> list[NameClass]:
    """The name classes of the attributes, or elements, in a pattern."""
    found = []
    todo = [pattern]
    seen = {pattern}
    while todo:
        one = todo.pop()
        if one.kind == kind:
            found.append(one.payload)
        elif one.kind not in (ATTRIBUTE, ELEMENT):
            todo.extend(part for part in one.parts if part not in seen)
            seen.update(one.parts)
    return found


def _clash(found: NameClass, names: set[str], wild: list[NameClass]) -> bool:
    if any(found.overlaps(other) for other in wild):
        return True
    return bool(found.wildcards) and any(name in found for name in names)


def _name(flags: int) -> str:
    return next(name for flag, name in _NAMES.items() if flags & flag)


def reachable(start: Pattern) -> list[Pattern]:
    """Every pattern that the start pattern leads to, parts before wholes."""
    seen: set[Pattern] = {start}
    todo = [start]
    while todo:
        pattern = todo.pop()
        inner: Iterable[Pattern] = (pattern.content,) if isinstance(pattern, Element) else pattern.parts
        for part in inner:
            if part not in seen:
                seen.add(part)
                todo.append(part)
    number: Callable[[Pattern], int] = lambda pattern: pattern.number  # noqa: E731
    return sorted(seen, key=number)


def check_restrictions(
    start: Pattern, patterns: list[Pattern], places: dict[Pattern, Node], root: Node, faults: Faults
) -> None:
    """Report every breach of section 7 in the `reachable` patterns, each at the schema element that breaks it."""
    if not patterns:
        return
    checker = _Checker(faults, places, root)
    if start.flags & _START_FORBIDDEN:
        checker.rule("rule_start", start, inner=_name(start.flags & _START_FORBIDDEN))
    for pattern in patterns:
        checker.judge(pattern)
    for pattern in alike(patterns):
        checker.rule("limit_alike", pattern, limit=MAX_ALIKE)
    for pattern in patterns:
        if isinstance(pattern, Element) and pattern.content.flags & HAS_OPEN_ATTRIBUTE:
            checker.rule("rule_open_attribute", _open_attribute(pattern.content), pattern)
        if isinstance(pattern, Element):
            checker.grouped(pattern.content)
        elif pattern.kind == ATTRIBUTE:
            checker.grouped(pattern.parts[0])


def _open_attribute(pattern: Pattern) -> Pattern:
    while pattern.kind != ATTRIBUTE:
        pattern = next(part for part in pattern.parts if part.flags & HAS_OPEN_ATTRIBUTE)
    return pattern
