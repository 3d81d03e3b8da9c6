"""Regular expressions of XML Schema (part 2, appendix F) on Python's `re`.

Every atom of an expression (a character, an escape, a class) is a set of characters. Characters that belong to the same
atoms cannot be told apart by the expression, so each such kind of character gets one stand-in, a value is spelled in
stand-ins, and `re` matches over a handful of letters. Unicode categories and blocks therefore cost nothing at start-up,
where a translation into explicit ranges has thousands of them.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_LENGTH = 10_000
_FIRST_STAND_IN = 0x100000  # plane 16, private use
_QUANTITY = re.compile(r"\{(\d+)(?:(,)(\d*))?\}")
_MAX_REPEAT = 65_535
_CATEGORIES = frozenset(
    ("L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po Z Zs Zl Zp S Sm Sc Sk So C Cc Cf Co Cn").split()  # noqa: SIM905  # a list of words
)
_SINGLE = {"n": "\n", "r": "\r", "t": "\t", **{c: c for c in "\\|.?*+(){}-[]^"}}
_SPACE = frozenset(" \t\n\r")


class PatternError(ValueError):
    """Not a regular expression of XML Schema."""


def compile_pattern(source: str) -> Callable[[str], bool]:
    """A function that says whether a string as a whole matches. Raises PatternError."""
    if len(source) > MAX_LENGTH:
        raise PatternError(source[:40])
    parser = _Parser(source)
    template = parser.parse()
    return _Matcher(template, parser.atoms).matches


class _Matcher:
    """A template of `re` syntax and atom numbers, compiled anew when a new kind of character turns up."""

    def __init__(self, template: list[str | int], atoms: list[Callable[[str], bool]]) -> None:
        self.template = template
        self.atoms = atoms
        self.kinds: dict[tuple[bool, ...], int] = {}
        self.stand_ins: dict[int, int] = {}
        self.compiled: re.Pattern[str] | None = None

    def matches(self, value: str) -> bool:
        known = self.stand_ins
        spelled = []
        for character in value:
            code = ord(character)
            spelled.append(known[code] if code in known else self._learn(code, character))
        compiled = self.compiled or self._compile()
        return compiled.fullmatch("".join(map(chr, spelled))) is not None

    def _learn(self, code: int, character: str) -> int:
        kind = tuple(atom(character) for atom in self.atoms)
        stand_in = self.kinds.get(kind)
        if stand_in is None:
            stand_in = self.kinds[kind] = _FIRST_STAND_IN + len(self.kinds)
            self.compiled = None
        if len(self.stand_ins) > 5_000:  # bounded, whatever the text
            self.stand_ins = {}
        self.stand_ins[code] = stand_in
        return stand_in

    def _compile(self) -> re.Pattern[str]:
        classes = []
        for index in range(len(self.atoms)):
            members = [chr(stand_in) for kind, stand_in in self.kinds.items() if kind[index]]
            classes.append(f"[{''.join(members)}]" if members else "(?!)")
        source = "".join(classes[part] if isinstance(part, int) else part for part in self.template)
        try:
            compiled = self.compiled = re.compile(source)
        except (re.error, RecursionError, OverflowError) as error:
            raise PatternError(str(error)) from None
        return compiled


class _Parser:
    """Recursive descent over the grammar of appendix F."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.depth = 0
        self.atoms: list[Callable[[str], bool]] = []
        self.numbers: dict[str, int] = {}

    def parse(self) -> list[str | int]:
        template = self._expression()
        if self.at < len(self.source):
            raise self._error()
        return template

    def _error(self) -> PatternError:
        return PatternError(f"{self.source!r}, character {self.at + 1}")

    def _peek(self) -> str:
        return self.source[self.at] if self.at < len(self.source) else ""

    def _take(self) -> str:
        if self.at >= len(self.source):
            raise self._error()
        self.at += 1
        return self.source[self.at - 1]

    def _expression(self) -> list[str | int]:
        self.depth += 1
        if self.depth > 50:
            raise self._error()
        out: list[str | int] = ["(?:"]
        while (character := self._peek()) not in ("", ")"):
            if character == "|":
                self.at += 1
                out.append("|")
                continue
            out.extend(self._atom())
            out.append(self._quantifier())
        out.append(")")
        self.depth -= 1
        return out

    def _quantifier(self) -> str:
        character = self._peek()
        if character and character in "?*+":
            self.at += 1
            return character
        if character != "{":
            return ""
        match = _QUANTITY.match(self.source, self.at)
        if match is None:
            raise self._error()
        least, comma, most = match.groups()
        if int(most or least) < int(least) or int(most or least) > _MAX_REPEAT:
            raise self._error()
        self.at = match.end()
        return f"{{{least}{comma or ''}{most or ''}}}"

    def _atom(self) -> list[str | int]:
        start = self.at
        character = self._take()
        if character == "(":
            inner = self._expression()
            if self._take() != ")":
                raise self._error()
            return inner
        if character in "?*+{}]":
            self.at -= 1
            raise self._error()
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
        return [self.numbers[text]]

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
                raise self._error()
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
                raise self._error() from None
            return lambda character: ord(character) in block
        raise self._error()

    def _class(self) -> Callable[[str], bool]:
        self.depth += 1
        if self.depth > 50:
            raise self._error()
        negative = self._peek() == "^"
        self.at += negative
        sets: list[Callable[[str], bool]] = []
        without: Callable[[str], bool] | None = None
        while (character := self._take()) != "]":
            if character == "-" and self._peek() == "[" and sets:
                self.at += 1
                without = self._class()
                if self._take() != "]":
                    raise self._error()
                break
            sets.append(self._class_member(character, bool(sets)))
        if not sets:
            raise self._error()
        self.depth -= 1
        union = _union(sets)
        chosen = _complement(union) if negative else union
        return chosen if without is None else _minus(chosen, without)

    def _class_member(self, character: str, started: bool) -> Callable[[str], bool]:
        if character == "[" or (character == "-" and started and self._peek() != "]"):
            raise self._error()
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
            raise self._error()
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


def _is_initial(character: str) -> bool:
    from teitools.relaxng.datatypes import NAME

    return bool(NAME(character))


def _is_name_character(character: str) -> bool:
    from teitools.relaxng.datatypes import NMTOKEN

    return bool(NMTOKEN(character))


_MULTIPLE: dict[str, Callable[[str], bool]] = {
    "s": _SPACE.__contains__,
    "i": _is_initial,
    "c": _is_name_character,
    "d": lambda character: unicodedata.category(character) == "Nd",
    "w": lambda character: unicodedata.category(character)[0] not in "PZC",
}
