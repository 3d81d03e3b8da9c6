"""Texts as editors hold them: positions in lines and code units of the protocol, offsets in characters here."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from lsprotocol import types as lsp

from teitools.document.decoding import encoded

if TYPE_CHECKING:
    from pathlib import Path

    from teitools.diagnostics import Location

__all__ = ["Text", "Units"]

_LINE_END = re.compile(r"\r\n|\n|\r")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Units:
    """What columns of the protocol count: `utf-16`, `utf-8` or `utf-32` code units."""

    encoding: str = "utf-16"

    def length(self, text: str) -> int:
        """How many units a text has."""
        if text.isascii() or self.encoding == "utf-32":
            return len(text)
        if self.encoding == "utf-8":
            return len(text.encode("utf-8", "surrogatepass"))
        return len(text) + len(_ASTRAL.findall(text))

    def index(self, text: str, count: int) -> int:
        """The character at which so many units have passed; one that they end within is not passed."""
        if text.isascii() or self.encoding == "utf-32":
            return min(count, len(text))
        if self.encoding == "utf-8":
            head = text.encode("utf-8", "surrogatepass")[:count]
            return len(head.decode("utf-8", "ignore"))
        index = min(count, len(text))
        return max(index - self._beyond(text, index, count), 0)

    def _beyond(self, text: str, index: int, count: int) -> int:
        """How many characters too far an index is that takes every character for one unit."""
        low, high = 0, index
        while low < high:  # the last character such that what is before it has no more than `count` units
            middle = (low + high + 1) // 2
            if self.length(text[:middle]) <= count:
                low = middle
            else:
                high = middle - 1
        return index - low


@dataclass(frozen=True, eq=False)
class Text:
    """A text at one moment. `version` is the editor's number of it; a file that is not open has -1."""

    uri: str
    path: Path | None
    version: int
    text: str = field(repr=False)
    units: Units = field(default_factory=Units)

    @cached_property
    def content(self) -> bytes:
        """The bytes that the file would have."""
        return encoded(self.text)

    @cached_property
    def _starts(self) -> array[int]:
        starts = array("q", [0])
        starts.extend(match.end() for match in _LINE_END.finditer(self.text))
        return starts

    def line(self, number: int) -> str:
        """The text of a line (0-based) without its end; empty if there is none."""
        if not 0 <= number < len(self._starts):
            return ""
        end = self._starts[number + 1] if number + 1 < len(self._starts) else len(self.text)
        line = self.text[self._starts[number] : end]
        return line.removesuffix("\n").removesuffix("\r")

    def offset(self, place: lsp.Position) -> int:
        """The character at a position; the nearest there is, as the protocol has it for columns."""
        if place.line >= len(self._starts):
            return len(self.text)
        return self._starts[max(place.line, 0)] + self.units.index(self.line(place.line), max(place.character, 0))

    def position(self, offset: int) -> lsp.Position:
        """The position of a character."""
        offset = min(max(offset, 0), len(self.text))
        number = bisect_right(self._starts, offset) - 1
        return lsp.Position(number, self.units.length(self.text[self._starts[number] : offset]))

    def range(self, start: int, end: int) -> lsp.Range:
        """The range between two characters."""
        return lsp.Range(self.position(start), self.position(end))

    def located(self, place: Location) -> lsp.Range:
        """The range of a finding's place; what is not known of it reaches to the end of the line."""
        if place.line is None:
            return lsp.Range(lsp.Position(0, 0), lsp.Position(0, 0))
        start = self._at(place.line, place.column or 1)
        if place.end_line is None:
            end = lsp.Position(start.line, self.units.length(self.line(start.line).rstrip()))
            return lsp.Range(start, end if end.character > start.character else start)
        return lsp.Range(start, self._at(place.end_line, place.end_column or 1))

    def _at(self, line: int, column: int) -> lsp.Position:
        return lsp.Position(line - 1, self.units.length(self.line(line - 1)[: column - 1]))

    def changed(self, version: int, changes: list[lsp.TextDocumentContentChangeEvent]) -> Text:
        """The text after changes of the protocol, one after the other."""
        new = self
        for change in changes:
            text = change.text
            if isinstance(change, lsp.TextDocumentContentChangePartial):
                start, end = new.offset(change.range.start), new.offset(change.range.end)
                text = new.text[:start] + change.text + new.text[max(end, start) :]
            new = Text(self.uri, self.path, version, text, self.units)
        return new
