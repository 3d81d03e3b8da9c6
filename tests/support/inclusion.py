"""Proves that a RELAX NG grammar allows no more than another one: element by element, by derivatives.

The other grammar must give each element name one content model (TEI's schemas do). For each element pattern of the
first grammar the child sequences that it allows are followed step by step in both grammars (Brzozowski derivatives);
when a sequence may end in the first, it must be able to end in the second, and what may come next in the first must
be possible in the second. Character data of any kind counts as one symbol, so datatypes are not compared; attributes
are compared by name, by being required, and by their closed lists of values.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Grammar", "Model"]

RNG = "{http://relaxng.org/ns/structure/1.0}"
TEXT = "#text"
Pattern: TypeAlias = "tuple[object, ...]"

EMPTY: Pattern = ("empty",)
NOTHING: Pattern = ("nothing",)
_WORDS = {"text": ("many", ("symbol", TEXT)), "data": ("word",), "value": ("word",), "list": ("word",)}


@dataclass
class Model:
    """What one element pattern allows: a pattern of children, and its attributes."""

    content: Pattern = EMPTY
    required: set[str] = field(default_factory=set)
    attributes: dict[str, set[str] | None] = field(default_factory=dict)  # closed list of values, or None


class Grammar:
    """A RELAX NG grammar in the XML syntax, without includes and nested grammars."""

    def __init__(self, path: Path) -> None:
        self.root = etree.parse(path).getroot()
        self.defines: dict[str, list[etree._Element]] = {}
        for define in self.root.iter(f"{RNG}define"):
            self.defines.setdefault(define.get("name", ""), []).append(define)
        self._bodies: dict[str, Pattern] = {}

    def models(self) -> Iterator[tuple[str, Model]]:
        """Every element pattern with a name, in document order."""
        for element in self.root.iter(f"{RNG}element"):
            if element.get("name"):
                model = Model(self._all("group", [self.pattern(child) for child in _patterns(element)]))
                self._attributes(_patterns(element), required=True, model=model)
                yield element.get("name", ""), model

    def pattern(self, node: etree._Element) -> Pattern:
        """The pattern that an element of the schema states, attributes left out."""
        kind = etree.QName(node).localname
        if kind in _WORDS:
            return _WORDS[kind]
        if kind == "element":
            return ("symbol", node.get("name", "*"))
        if kind == "ref":
            return self._body(node.get("name", ""))
        if kind in {"empty", "attribute"}:
            return EMPTY
        if kind == "notAllowed":
            return NOTHING
        inner = [self.pattern(child) for child in _patterns(node)]
        if kind in {"choice", "interleave"}:
            return self._all(kind, inner)
        group = self._all("group", inner)
        return {
            "optional": lambda: choice(group, EMPTY),
            "zeroOrMore": lambda: many(group),
            "oneOrMore": lambda: join(group, many(group)),
            "mixed": lambda: merge(group, _WORDS["text"]),
        }.get(kind, lambda: group)()

    def _body(self, name: str) -> Pattern:
        if name not in self._bodies:
            bodies = [
                self._all("group", [self.pattern(child) for child in _patterns(define)])
                for define in self.defines.get(name, [])
            ]
            combine = next(
                (d.get("combine", "choice") for d in self.defines.get(name, []) if d.get("combine")), "choice"
            )
            self._bodies[name] = self._all(combine, bodies) if bodies else NOTHING
        return self._bodies[name]

    @staticmethod
    def _all(kind: str, patterns: list[Pattern]) -> Pattern:
        if not patterns:
            return EMPTY
        connect = {"choice": choice, "interleave": merge, "group": join}[kind]
        result = patterns[0]
        for pattern in patterns[1:]:
            result = connect(result, pattern)
        return result

    def _attributes(self, nodes: list[etree._Element], *, required: bool, model: Model) -> None:
        for node in nodes:
            kind = etree.QName(node).localname
            if kind == "attribute":
                name = node.get("name") or "*"
                values = self._values(node)
                known = model.attributes.get(name, set())
                model.attributes[name] = None if values is None or known is None else known | values
                if required:
                    model.required.add(name)
            elif kind == "ref":
                for define in self.defines.get(node.get("name", ""), []):
                    self._attributes(_patterns(define), required=required, model=model)
            elif kind != "element":
                certain = required and kind in {"group", "interleave", "oneOrMore", "mixed"}
                self._attributes(_patterns(node), required=certain, model=model)

    def _values(self, node: etree._Element) -> set[str] | None:
        """The closed list of values below an attribute; None if anything else is possible."""
        found: set[str] = set()
        for child in _patterns(node):
            kind = etree.QName(child).localname
            if kind == "value":
                found.add((child.text or "").strip())
            elif kind == "choice":
                inner = self._values(child)
                if inner is None:
                    return None
                found |= inner
            elif kind == "ref":
                for define in self.defines[child.get("name", "")]:
                    inner = self._values(define)
                    if inner is None:
                        return None
                    found |= inner
            else:
                return None
        return found or None


def _patterns(node: etree._Element) -> list[etree._Element]:
    return [
        child
        for child in node.iterchildren(tag=etree.Element)
        if isinstance(child.tag, str) and child.tag.startswith(RNG) and child.tag != f"{RNG}name"
    ]


def join(first: Pattern, second: Pattern) -> Pattern:
    """First, then second."""
    if NOTHING in (first, second):
        return NOTHING
    if first == EMPTY:
        return second
    return first if second == EMPTY else ("join", first, second)


def merge(first: Pattern, second: Pattern) -> Pattern:
    """Both, interleaved."""
    if NOTHING in (first, second):
        return NOTHING
    if first == EMPTY:
        return second
    return first if second == EMPTY else ("merge", first, second)


def choice(first: Pattern, second: Pattern) -> Pattern:
    """One of them; equal alternatives are one."""
    options = _options(first) | _options(second)
    options.discard(NOTHING)
    if not options:
        return NOTHING
    return next(iter(options)) if len(options) == 1 else ("choice", frozenset(options))


def _options(pattern: Pattern) -> set[Pattern]:
    return set(pattern[1]) if pattern[0] == "choice" else {pattern}  # type: ignore[call-overload]


def many(pattern: Pattern) -> Pattern:
    """Any number of them."""
    if pattern in (EMPTY, NOTHING) or pattern[0] == "many":
        return EMPTY if pattern == NOTHING else pattern
    return ("many", pattern)


@cache
def may_end(pattern: Pattern) -> bool:
    """Whether nothing at all matches."""
    kind, *rest = pattern
    if kind in {"empty", "many", "word"}:  # a word may be empty
        return True
    if kind == "choice":
        return any(map(may_end, rest[0]))  # type: ignore[call-overload]
    return kind in {"join", "merge"} and all(map(may_end, rest))  # type: ignore[arg-type]


@cache
def first_symbols(pattern: Pattern) -> frozenset[str]:
    """What can come first."""
    kind, *rest = pattern
    if kind == "symbol":
        return frozenset({str(rest[0])})
    if kind == "word":
        return frozenset({TEXT})
    if kind == "choice":
        return frozenset().union(*map(first_symbols, rest[0]))  # type: ignore[call-overload]
    if kind == "join":
        own = first_symbols(rest[0])  # type: ignore[arg-type]
        return own | first_symbols(rest[1]) if may_end(rest[0]) else own  # type: ignore[arg-type]
    return frozenset().union(*map(first_symbols, rest)) if kind in {"merge", "many"} else frozenset()  # type: ignore[arg-type]


@cache
def after(pattern: Pattern, symbol: str) -> Pattern:
    """What must follow once the symbol has come: the derivative."""
    kind, *rest = pattern
    if kind == "symbol":
        return EMPTY if rest[0] == symbol else NOTHING
    if kind == "word":
        return EMPTY if symbol == TEXT else NOTHING
    if kind == "choice":
        result = NOTHING
        for option in rest[0]:  # type: ignore[attr-defined]
            result = choice(result, after(option, symbol))
        return result
    if kind == "many":
        return join(after(rest[0], symbol), pattern)  # type: ignore[arg-type]
    if kind == "join":
        first, second = rest
        later = after(second, symbol) if may_end(first) else NOTHING  # type: ignore[arg-type]
        return choice(join(after(first, symbol), second), later)  # type: ignore[arg-type]
    if kind == "merge":
        first, second = rest
        return choice(merge(after(first, symbol), second), merge(first, after(second, symbol)))  # type: ignore[arg-type]
    return NOTHING


def excess(narrow: Pattern, wide: Pattern) -> list[str] | None:
    """The shortest sequence of children that `narrow` allows and `wide` does not; None if there is none.

    White space between elements is no text: a text symbol that `wide` forbids counts only where `narrow` has text.
    """
    seen = {(narrow, wide)}
    queue: deque[tuple[Pattern, Pattern, list[str]]] = deque([(narrow, wide, [])])
    while queue:
        inner, outer, path = queue.popleft()
        if may_end(inner) and not may_end(outer):
            return path
        for symbol in sorted(first_symbols(inner)):
            pair = after(inner, symbol), after(outer, symbol)
            if pair[1] == NOTHING:
                return [*path, symbol]
            if pair not in seen:
                seen.add(pair)
                queue.append((*pair, [*path, symbol]))
    return None
