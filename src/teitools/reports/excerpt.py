"""A line of a source with the place meant underlined, as compilers show it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from teitools.reports.visible import cells, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from teitools.diagnostics import Location
    from teitools.reports.paint import Paint

__all__ = ["GUTTER", "excerpt"]

GUTTER = 7  # width of the line-number column, bar included
_TAB = 4
_LEAST_ROOM = 30
_REACH = 8


@dataclass(frozen=True, slots=True)
class _Shown:
    """A line as cells: its text before, within and after the place, and how far the place is indented and reaches."""

    before: str
    meant: str
    after: str
    indent: int
    length: int


def excerpt(line: str, place: Location, paint: Paint, colour: str, width: int) -> Iterator[str]:
    """The line, cut around the place where it is longer than `width`, and under it a caret and the extent."""
    if place.line is None or place.column is None:
        return
    start = min(place.column - 1, len(line))
    shown = _fit(line, start, max(_end(line, place), start + 1), max(width - GUTTER - 1, _LEAST_ROOM))
    bar = paint("|", fg="blue")
    number = paint(f"{place.line:>{GUTTER - 2}}", fg="blue")
    carets = paint("^" + "~" * (shown.length - 1), fg=colour, bold=True)
    yield f"{number} {bar} {shown.before}{paint(shown.meant, fg=colour, bold=True)}{shown.after}".rstrip()
    yield f"{' ' * (GUTTER - 1)}{bar} {' ' * shown.indent}{carets}"


def _end(line: str, place: Location) -> int:
    """The offset after the last character meant on this line; a place of several lines reaches to the line's end."""
    if place.end_line is not None and place.line is not None and place.end_line > place.line:
        return len(line.rstrip())
    if place.end_column is not None and place.end_line in (None, place.line):
        return min(place.end_column - 1, len(line))
    return 0


def _fit(line: str, start: int, end: int, room: int) -> _Shown:
    far = _REACH * room  # what lies further from the place is never shown: a line may have millions of characters
    skipped = max(start - far, 0)
    line, start, end = line[skipped : start + far], start - skipped, min(end - skipped, start - skipped + far)
    glyphs = list(_glyphs(line))
    edges = list(accumulate(map(cells, glyphs), initial=0))
    first, last = _window(edges, start, min(end, len(glyphs)), room)
    start, end = max(start, first), min(end, max(last, start))
    head, tail = "…" * (first > 0), "…" * (last < len(glyphs))
    return _Shown(
        before=head + "".join(glyphs[first:start]),
        meant="".join(glyphs[start:end]),
        after="".join(glyphs[end:last]) + tail,
        indent=len(head) + edges[start] - edges[first],
        length=max(edges[min(end, len(glyphs))] - edges[start], 1),
    )


def _glyphs(line: str) -> Iterator[str]:
    """What is shown for each character: tabs as spaces, control characters as signs, the rest as it is."""
    column = 0
    for char in line:
        glyph = " " * (_TAB - column % _TAB) if char == "\t" else visible(char)
        column += cells(glyph)
        yield glyph


def _window(edges: Sequence[int], start: int, end: int, room: int) -> tuple[int, int]:
    """Which characters to show, as first and one past the last, so that they and the signs of a cut take `room` cells.

    The place is shown whole if it fits, with more of the line before it than behind only where the line ends there;
    of a longer place its beginning is shown.
    """
    count = len(edges) - 1
    if edges[-1] <= room:
        return 0, count
    room -= 2  # for a sign at either end
    spare = max(room - (edges[end] - edges[start]), room // 4)
    left = max(0, min(edges[start] - spare // 2, edges[-1] - room))
    first = next(index for index in range(count + 1) if edges[index] >= left)
    last = next((index for index in range(count, first, -1) if edges[index] - edges[first] <= room), first)
    return min(first, start), last
