"""Regular expressions of XML Schema (part 2, appendix F): parsed into a tree over sets of characters."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from teitools.datatypes.base import PatternError
from teitools.datatypes.lexical import is_name, is_nmtoken

if TYPE_CHECKING:
    from collections.abc import Callable

_QUANTITY = re.compile(r"\{(\d+)(?:(,)(\d*))?\}")
_QUANTIFIERS: dict[str, tuple[int, int | None]] = {"?": (0, 1), "*": (0, None), "+": (1, None)}
_MAX_DEPTH = 50  # of parentheses and classes; deeper ones would need all of Python's stack
_MAX_REPEAT = 65_535
_CATEGORIES = frozenset(
    ("L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po Z Zs Zl Zp S Sm Sc Sk So C Cc Cf Co Cn").split()  # noqa: SIM905  # a list of words
)
_SINGLE = {"n": "\n", "r": "\r", "t": "\t", **{c: c for c in "\\|.?*+(){}-[]^"}}
_SPACE = frozenset(" \t\n\r")


class Atom(NamedTuple):
    """One character of a set; the number is that of the set in `Parser.atoms`."""

    number: int


class Sequence(NamedTuple):
    """Parts one after another."""

    parts: list[Node]


class Choice(NamedTuple):
    """One of several branches."""

    branches: list[Node]


class Repeat(NamedTuple):
    """`inner` at least `least` times and at most `most` times (None: any number)."""

    inner: Node
    least: int
    most: int | None


Node = Atom | Sequence | Choice | Repeat


class Parser:
    """Recursive descent over the grammar of appendix F. Every set of characters is in `atoms` once."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.depth = 0
        self.atoms: list[Callable[[str], bool]] = []
        self.numbers: dict[str, int] = {}

    def parse(self) -> Node:
        """The expression. Raises PatternError."""
        tree = self._expression()
        if self.at < len(self.source):
            raise self._error()
        return tree

    def _error(self, back: int = 0) -> PatternError:
        """What is wrong at the next character, or so many `back`."""
        at = self.at - back
        if at >= len(self.source):
            return PatternError("pattern_end")
        return PatternError("pattern_at", at=at + 1, sign=self.source[at])

    def _peek(self) -> str:
        return self.source[self.at] if self.at < len(self.source) else ""

    def _take(self) -> str:
        if self.at >= len(self.source):
            raise self._error()
        self.at += 1
        return self.source[self.at - 1]

    def _expression(self) -> Node:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise PatternError("pattern_deep", count=_MAX_DEPTH)
        branches: list[Node] = []
        parts: list[Node] = []
        while (character := self._peek()) not in ("", ")"):
            if character == "|":
                self.at += 1
                branches.append(Sequence(parts))
                parts = []
                continue
            part = self._atom()
            quantity = self._quantifier()
            parts.append(part if quantity is None else Repeat(part, *quantity))
        self.depth -= 1
        return Choice([*branches, Sequence(parts)]) if branches else Sequence(parts)

    def _quantifier(self) -> tuple[int, int | None] | None:
        character = self._peek()
        if character in _QUANTIFIERS:
            self.at += 1
            return _QUANTIFIERS[character]
        if character != "{":
            return None
        match = _QUANTITY.match(self.source, self.at)
        if match is None:
            raise self._error()
        least, comma, most = match.groups()
        low = int(least)
        high = int(most) if most else None if comma else low
        if (high or 0) > _MAX_REPEAT or low > _MAX_REPEAT or (high is not None and high < low):
            raise self._error()
        self.at = match.end()
        return low, high

    def _atom(self) -> Node:
        start = self.at
        character = self._take()
        if character == "(":
            inner = self._expression()
            if self._take() != ")":
                raise self._error()
            return inner
        if character in "?*+{}]":
            raise self._error(1)
        if character == "[":
            chosen = self._class()
        elif character == "\\":
            chosen = self._escape()[0]
        elif character == ".":
            chosen = _not_in(frozenset("\n\r"))
        else:
            chosen = character.__eq__
        text = self.source[start : self.at]
        if text not in self.numbers:
            self.numbers[text] = len(self.atoms)
            self.atoms.append(chosen)
        return Atom(self.numbers[text])

    def _escape(self) -> tuple[Callable[[str], bool], str | None]:
        """The set that an escape stands for and, for a single character, that character."""
        letter = self._take()
        if letter in _SINGLE:
            return _SINGLE[letter].__eq__, _SINGLE[letter]
        if letter in "pP":
            if self._take() != "{" or (end := self.source.find("}", self.at)) < 0:
                raise self._error()
            name = self.source[self.at : end]
            self.at = end + 1
            chosen = self._property(name)
        else:
            chosen_or_none = _MULTIPLE.get(letter.lower())
            if chosen_or_none is None:
                raise self._error(1)
            chosen = chosen_or_none
        return (_complement(chosen) if letter.isupper() else chosen), None

    def _property(self, name: str) -> Callable[[str], bool]:
        if name in _CATEGORIES:
            return lambda character: unicodedata.category(character).startswith(name)
        if name.startswith("Is"):
            from elementpath.regex import RegexError
            from elementpath.regex.unicode_subsets import unicode_subset  # slow to import, rarely wanted

            try:
                block = unicode_subset(name)
            except RegexError:
                raise PatternError("pattern_property", name=name) from None
            return lambda character: ord(character) in block
        raise PatternError("pattern_property", name=name)

    def _class(self) -> Callable[[str], bool]:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise PatternError("pattern_deep", count=_MAX_DEPTH)
        negative = self._peek() == "^"
        self.at += negative
        sets: list[Callable[[str], bool]] = []
        without: Callable[[str], bool] | None = None
        while (character := self._take()) != "]":
            if character == "-" and self._peek() == "[" and sets:
                self.at += 1
                without = self._class()
                if self._take() != "]":
                    raise self._error(1)
                break
            sets.append(self._class_member(character, bool(sets)))
        if not sets:
            raise self._error(1)
        self.depth -= 1
        union = _union(sets)
        chosen = _complement(union) if negative else union
        return chosen if without is None else _minus(chosen, without)

    def _class_member(self, character: str, started: bool) -> Callable[[str], bool]:
        if character == "[" or (character == "-" and started and self._peek() != "]"):
            raise self._error(1)
        first: str | None = character
        chosen: Callable[[str], bool] = character.__eq__
        if character == "\\":
            chosen, first = self._escape()
        if first is None or self._peek() != "-" or self.source[self.at + 1 : self.at + 2] in ("]", "[", ""):
            return chosen
        self.at += 1
        last: str | None = self._take()
        if last == "\\":
            last = self._escape()[1]
        if last is None or last < first:
            raise self._error(1)
        low, high = first, last
        return lambda c: low <= c <= high


def _not_in(members: frozenset[str]) -> Callable[[str], bool]:
    return lambda character: character not in members


def _complement(chosen: Callable[[str], bool]) -> Callable[[str], bool]:
    return lambda character: not chosen(character)


def _union(sets: list[Callable[[str], bool]]) -> Callable[[str], bool]:
    return lambda character: any(chosen(character) for chosen in sets)


def _minus(chosen: Callable[[str], bool], without: Callable[[str], bool]) -> Callable[[str], bool]:
    return lambda character: chosen(character) and not without(character)


_MULTIPLE: dict[str, Callable[[str], bool]] = {
    "s": _SPACE.__contains__,
    "i": is_name,
    "c": is_nmtoken,
    "d": lambda character: unicodedata.category(character) == "Nd",
    "w": lambda character: unicodedata.category(character)[0] not in "PZC",
}
