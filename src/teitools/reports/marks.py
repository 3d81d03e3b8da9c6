"""What a finding is recognised by when it has moved: what it marks in the text, and what is around that.

No line and no wording is part of it, so it is the same in every language, and after changes elsewhere in the file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from teitools.reports.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from teitools.diagnostics import Location

__all__ = ["Mark", "Marks"]

_TEXT, _OPEN, _BEFORE = 80, 30, 40  # characters: of what is marked, of what has no known end, of what is before it
_POSITIONS = re.compile(r"\[\d+\]")


class Mark(NamedTuple):
    """The names on the path to a node, the end of what is before it in its line, the beginning of what is marked."""

    path: str
    before: str
    text: str


class Marks:
    """What is at places; `texts` are the bytes, by displayed name, of documents that no file holds so."""

    def __init__(self, texts: Mapping[str, bytes]) -> None:
        self._lines = Lines(texts)

    def at(self, place: Location) -> Mark:
        """The mark of a place; as much of it as is known."""
        path = _POSITIONS.sub("", place.xpath or "")
        line = self._lines.line(place)
        if line is None:
            return Mark(path, "", "")
        start = (place.column or 1) - 1
        if place.end_column is None:
            end = start + _OPEN
        else:
            end = place.end_column - 1 if place.end_line in (None, place.line) else len(line)
        before = line[max(start - _BEFORE, 0) : start].lstrip()
        return Mark(path, before, line[start : min(end, start + _TEXT)].rstrip())
