"""Lines and columns of a text in UTF-8."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate

__all__ = ["Lines"]

_BLOCK = 4096
_CONTINUATION = bytes(range(0x80, 0xC0))  # bytes of UTF-8 that do not start a character


class Lines:
    """Lines and columns of a text in UTF-8; both are 1-based, columns count characters."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    @cached_property
    def _starts(self) -> array[int]:
        lines = self._data.splitlines(keepends=True)  # of bytes: at LF, CR and CR LF, as XML 1.0, 2.11, has it
        starts = array("q", [0])
        starts.extend(accumulate(map(len, lines)))
        if lines and not lines[-1].endswith((b"\n", b"\r")):
            starts.pop()  # the text ends within its last line
        return starts

    @cached_property
    def _characters(self) -> array[int] | None:
        """The number of characters before each block, so that a very long line costs no more than a short one."""
        data = self._data
        if data.isascii():
            return None
        total, counts = 0, array("q", [0])
        for start in range(0, len(data), _BLOCK):
            total += len(data[start : start + _BLOCK].translate(None, _CONTINUATION))
            counts.append(total)
        return counts

    def _characters_before(self, offset: int) -> int:
        if self._characters is None:
            return offset
        block = offset // _BLOCK
        return self._characters[block] + len(self._data[block * _BLOCK : offset].translate(None, _CONTINUATION))

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of a byte."""
        offset = min(max(offset, 0), len(self._data))
        number = bisect_right(self._starts, offset)
        return number, self._characters_before(offset) - self._characters_before(self._starts[number - 1]) + 1

    def offset(self, line: int, column: int = 1) -> int:
        """The byte of a line and column; the nearest one there is if the text has no such place."""
        if line > len(self._starts):
            return len(self._data)
        start = self._starts[max(line, 1) - 1]
        return min(start + len(self.line(line)[: max(column, 1) - 1].encode()), len(self._data))

    def line(self, number: int) -> str:
        """The text of a line without its line end; empty if there is no such line."""
        if not 1 <= number <= len(self._starts):
            return ""
        start = self._starts[number - 1]
        end = self._starts[number] if number < len(self._starts) else len(self._data)
        return self._data[start:end].decode("utf-8", "replace").removesuffix("\n").removesuffix("\r")
