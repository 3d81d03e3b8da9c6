"""Changes of a text as a unified diff, from the changes themselves: the text need not be compared with the new one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["unified_diff"]

_CONTEXT = 3
_NO_NEWLINE = b"\n\\ No newline at end of file\n"


@dataclass(frozen=True, slots=True)
class _Region:
    """Lines that change: their bytes, and what they become."""

    start: int
    end: int
    new: bytes


def unified_diff(name: str, data: bytes, changes: Iterable[tuple[int, int, str]]) -> Iterator[bytes]:
    """The lines of a diff, in UTF-8; none without changes.

    `changes` are runs of bytes of `data` and what replaces them, in the order of the text. Lines end with LF, as for
    the programs that read diffs; what else ends a line for XML stays a character.
    """
    regions = _regions(data, changes)
    if not regions:
        return
    old, new = (name, name) if name.startswith("/") else (f"a/{name}", f"b/{name}")
    yield f"--- {old}\n+++ {new}\n".encode()
    number, at, shift = 1, 0, 0
    for group in _hunks(data, regions):
        start = _back(data, group[0].start)
        number += data.count(b"\n", at, start)
        at = start
        lines, before, after = _lines(data, start, group)
        yield f"@@ -{_range(number, before)} +{_range(number + shift, after)} @@\n".encode()
        yield from lines
        shift += after - before


def _regions(data: bytes, changes: Iterable[tuple[int, int, str]]) -> list[_Region]:
    """The lines that change; those with several changes once."""
    groups: list[list[tuple[int, int, str]]] = []
    end = -1  # of the last line that changes
    for change in changes:
        if change[0] < end or change[0] == end == len(data):
            groups[-1].append(change)
        else:
            groups.append([change])
        end = data.find(b"\n", change[1]) + 1 or len(data)
    return [_region(data, group) for group in groups]


def _region(data: bytes, changes: Sequence[tuple[int, int, str]]) -> _Region:
    """The lines around changes, without those that stay the same in the end."""
    start = at = data.rfind(b"\n", 0, changes[0][0]) + 1
    end = data.find(b"\n", changes[-1][1]) + 1 or len(data)
    new = b""
    for first, last, text in changes:
        new += data[at:first] + text.encode()
        at = last
    old, made = data[start:end].split(b"\n"), (new + data[at:end]).split(b"\n")
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old[:-1], made[:-1], strict=False)))
    start += sum(len(line) + 1 for line in old[:same])
    old, made = old[same:], made[same:]
    if old[-1] == made[-1] == b"":  # both end with a line end, so whole lines can be left out before it
        pairs = zip(reversed(old[:-1]), reversed(made[:-1]), strict=False)
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        end -= sum(len(line) + 1 for line in old[len(old) - 1 - same : -1])
        made = [*made[: len(made) - 1 - same], b""]
    return _Region(start, end, b"\n".join(made))


def _hunks(data: bytes, regions: Sequence[_Region]) -> Iterator[list[_Region]]:
    """Regions that are so near that their context meets belong together."""
    group = [regions[0]]
    for region in regions[1:]:
        if data.count(b"\n", group[-1].end, region.start) > 2 * _CONTEXT:
            yield group
            group = []
        group.append(region)
    yield group


def _back(data: bytes, at: int) -> int:
    """The start of the line that is so many lines before the one that starts here."""
    for _ in range(_CONTEXT):
        if at > 0:
            at = data.rfind(b"\n", 0, at - 1) + 1
    return at


def _lines(data: bytes, start: int, group: Sequence[_Region]) -> tuple[list[bytes], int, int]:
    """The lines of a hunk, and how many of the old and the new text they hold."""
    found: list[bytes] = []
    at = start
    for region in group:
        found += _marked(b" ", data[at : region.start])
        found += _marked(b"-", data[region.start : region.end])
        found += _marked(b"+", region.new)
        at = region.end
    end = at
    for _ in range(_CONTEXT):
        end = data.find(b"\n", end) + 1 or len(data)
    found += _marked(b" ", data[at:end])
    counts = {sign: sum(line[:1] == sign for line in found) for sign in (b" ", b"-", b"+")}
    return found, counts[b" "] + counts[b"-"], counts[b" "] + counts[b"+"]


def _marked(sign: bytes, text: bytes) -> list[bytes]:
    *lines, last = text.split(b"\n")
    marked = [sign + line + b"\n" for line in lines]
    return [*marked, sign + last + _NO_NEWLINE] if last else marked


def _range(number: int, count: int) -> str:
    return f"{number - 1 if count == 0 else number},{count}" if count != 1 else str(number)
