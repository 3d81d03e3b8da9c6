"""Saxon's error reports, which come as prose, as values: message, code, module, line, column."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from teitools.diagnostics import TeitoolsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Fault", "SaxonError", "read_faults", "unescaped"]

# The head of a report: “Error in {foo(} at char 5 in xsl:value-of/@select on line 2 column 33 of a.xsl:”
_HEAD = re.compile(r"^(?P<kind>(?:[A-Z][a-z]+ )?[Ee]rror|Warning)\b(?P<rest>.*)$")
_PLACE = re.compile(r" on line (?P<line>\d+)(?: column (?P<column>\d+))?(?: of (?P<module>.+?))?:?\s*$")
_CHARACTER = re.compile(r" at char (?P<character>\d+)\b")
_ATTRIBUTE = re.compile(r" in (?P<instruction>[\w.:-]+)/@(?P<attribute>[\w.:-]+)")
# The line after it: two spaces, a code, two spaces, the message; further lines are indented by two spaces.
_CODE = re.compile(r"^\s+(?P<code>[\w:-]+)\s{2,}(?P<message>\S.*)$")
_TRACE = re.compile(r"^\s+(?:In (?:template|function|package|mode|global)|(?:invoked|called) (?:by|at|from))\b")
_ESCAPED = re.compile(r"(.)\[x([0-9a-f]+)\]")


@dataclass(frozen=True, slots=True)
class Fault:
    """One error in a stylesheet or of its run, as far as Saxon tells.

    `module` is what Saxon calls the stylesheet module, often only the last part of its URI; `line` and `column` are
    those of the end of the start tag that is at fault; `character` is the offset in the expression, from 0.
    """

    message: str
    code: str | None = None
    module: str | None = None
    line: int | None = None
    column: int | None = None
    attribute: str | None = None
    character: int | None = None
    warning: bool = False

    def __str__(self) -> str:
        """`module:line:column: message [CODE]`; what is not known is left out."""
        place = ":".join(str(part) for part in (self.module, self.line, self.column) if part is not None)
        code = f" [{self.code}]" if self.code else ""
        return f"{place}: {self.message}{code}" if place else f"{self.message}{code}"


class SaxonError(TeitoolsError):
    """A stylesheet does not compile or its run failed. `faults` has every error that Saxon found."""

    def __init__(self, what: str, faults: Iterable[Fault], advice: str) -> None:
        self.faults = tuple(faults)
        self._what, self._advice = what, advice
        details = "".join(f"\n  {fault}" for fault in self.faults)
        super().__init__(f"{what}:{details}\n{advice}")

    def advised(self, advice: str) -> SaxonError:
        """The same with another advice."""
        return SaxonError(self._what, self.faults, advice)

    def __reduce__(self) -> tuple[type[SaxonError], tuple[str, tuple[Fault, ...], str]]:
        return SaxonError, (self._what, self.faults, self._advice)  # it comes from another process


def read_faults(text: str) -> list[Fault]:
    """The errors and warnings in a report of Saxon, in its order; none if the text is not such a report."""
    faults = []
    for head, body in _reports(unescaped(text.strip()).splitlines()):
        code, message = _read_body(body)
        if not message:
            continue
        place = _PLACE.search(head)
        character = _CHARACTER.search(head)
        attribute = _ATTRIBUTE.search(head)
        faults.append(
            Fault(
                message=message,
                code=code,
                module=place["module"] if place else None,
                line=int(place["line"]) if place else None,
                column=int(place["column"]) if place and place["column"] else None,
                attribute=attribute["attribute"] if attribute else None,
                character=int(character["character"]) if character else None,
                warning=head.startswith("Warning"),
            )
        )
    return faults


def _reports(lines: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Each report's head and the lines below it."""
    head, body = "", list[str]()
    for line in lines:
        if _HEAD.match(line):
            if head:
                yield head, body
            head, body = line, []
        elif head:
            body.append(line)
    if head:
        yield head, body


def _read_body(lines: list[str]) -> tuple[str | None, str]:
    code, parts = None, list[str]()
    for line in lines:
        if _TRACE.match(line):
            break
        match = None if parts else _CODE.match(line)
        if match:
            code = match["code"]
        parts.append(match["message"] if match else line.strip())
    return code, " ".join(part for part in parts if part)


def unescaped(text: str) -> str:
    """Saxon writes what it takes for unprintable as the character and its number: `ı[x131]`, or `?[x131]`."""

    def restore(match: re.Match[str]) -> str:
        character = chr(int(match[2], 16)) if int(match[2], 16) <= 0x10FFFF else ""
        return character if match[1] in (character, "?") else match[0]

    return _ESCAPED.sub(restore, text)
