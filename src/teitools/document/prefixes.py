"""Private URI schemes: `prefixDef` with its regular expression (TEI P5, 17.2.3, "Using Abbreviated Pointers").

Patterns come with the text, and a regular expression can be made to run for ever. So a pattern is tried only if its
shape keeps the work small: no repetition inside a repetition, and few repetitions for long values.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Costly", "PrefixDefinition", "compile_pattern", "defined", "expanded", "is_costly"]

_BUDGET = 2_000_000  # steps that one match may take at the worst
_BEYOND_PYTHON = re.compile(r"\\[pPicIC]|-\[")  # of XML Schema's expressions, what Python's do not know
_COUNT = re.compile(r"\{(\d{0,9})(,?)(\d{0,9})\}")
_GROUP = re.compile(r"\\(.)|\$(\d)")
_ALTERNATIVES = 100  # definitions of one scheme that are tried


class Costly(Exception):  # noqa: N818  # an answer, not an error
    """The pattern could take too long for this value; it was not tried."""


@dataclass(frozen=True, slots=True)
class PrefixDefinition:
    """One `prefixDef`: its place (number in document order), scheme, pattern and replacement."""

    index: int
    ident: str
    pattern: re.Pattern[str]
    replacement: str
    repetitions: int

    def expand(self, rest: str) -> str | None:
        """What stands for `ident:rest`, or None if the pattern does not match. Raises Costly."""
        if len(rest) ** self.repetitions > _BUDGET:
            raise Costly
        match = self.pattern.search(rest)
        if match is None:
            return None
        expansion = _GROUP.sub(lambda group: group[1] or match[int(group[2])] or "", self.replacement)
        return rest[: match.start()] + expansion + rest[match.end() :]  # as fn:replace() does

    def missing_group(self) -> str | None:
        """A `$n` of the replacement for which the pattern has no group, or None."""
        found = (match[2] for match in _GROUP.finditer(self.replacement) if match[2])
        return next((f"${number}" for number in found if int(number) > self.pattern.groups), None)


def defined(index: int, ident: str, pattern: str, replacement: str) -> PrefixDefinition:
    """The definition that attributes of a `prefixDef` make. Raises Costly, and ValueError as `compile_pattern`."""
    nested, repetitions = is_costly(pattern)
    if nested:
        raise Costly
    return PrefixDefinition(index, ident, compile_pattern(pattern), replacement, repetitions)


def expanded(definitions: Sequence[PrefixDefinition], rest: str) -> str | None:
    """What stands for a reference by the first definition that matches what follows its scheme; None if none does.

    Definitions of one scheme are alternatives, tried in document order. Raises Costly.
    """
    found = (definition.expand(rest) for definition in definitions[:_ALTERNATIVES])
    return next((expansion for expansion in found if expansion is not None), None)


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Compile a regular expression of XPath. Raises ValueError, with the reason, if it is not one."""
    try:
        if _BEYOND_PYTHON.search(pattern):
            from elementpath.regex import translate_pattern

            pattern = translate_pattern(pattern, anchors=True)
        return re.compile(pattern)
    except (re.error, ValueError, OverflowError, RecursionError) as error:
        raise ValueError(str(error)) from error
    except Exception as error:  # elementpath has an error class of its own, which is not public
        if type(error).__module__.startswith("elementpath"):
            raise ValueError(str(error)) from error
        raise


def is_costly(pattern: str) -> tuple[bool, int]:
    """Whether a repetition stands inside a repetition, and how many unbounded repetitions there are."""
    inside = [False]  # for every open group: does it hold a repetition or an alternative?
    closed = False  # what the group that was closed just before held
    count, nested, at = 0, False, 0
    while at < len(pattern):
        character = pattern[at]
        repeats = character in "*+" or (character == "{" and _is_long(pattern, at))
        if repeats:
            count, nested = count + 1, nested or closed
            inside[-1] = True
        elif character == "(":
            inside.append(False)
        elif character == ")" and len(inside) > 1:
            closed = inside.pop()
            inside[-1] = inside[-1] or closed
        elif character == "|":
            inside[-1] = True
        if character != ")":
            closed = False
        at = _next(pattern, at)
    return nested, count


def _is_long(pattern: str, at: int) -> bool:
    match = _COUNT.match(pattern, at)
    if match is None:
        return False
    return (int(match[3] or 1000) if match[2] else int(match[1] or 0)) > 16


def _next(pattern: str, at: int) -> int:
    """The index after an escape, a character class, or one character."""
    if pattern[at] == "\\":
        return at + 2
    if pattern[at] != "[":
        return at + 1
    at += 2  # a closing bracket may come first
    while at < len(pattern) and pattern[at] != "]":
        at += 2 if pattern[at] == "\\" else 1
    return at + 1
