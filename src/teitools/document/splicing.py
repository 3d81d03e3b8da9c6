"""A text made of pieces of other texts, which knows of each of its bytes where it was written."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teitools.diagnostics import Location

__all__ = ["Origin", "Piece", "Splice"]


class Origin(Protocol):
    """A text that pieces are taken of: a `Document`, or a file of plain text."""

    @property
    def data(self) -> bytes:
        """The text in UTF-8."""
        ...

    def location_of_span(self, start: int, end: int, xpath: str | None = None) -> Location:
        """The place of a run of its bytes."""
        ...


class Piece(NamedTuple):
    """Bytes from `start` on that were written at `begin` to `end` of an origin; as they stand there, if `is_copy`."""

    start: int
    origin: Origin
    begin: int
    end: int
    is_copy: bool

    def written(self, offset: int) -> tuple[int, int]:
        """Where the byte at an offset of the splice was written: itself, or all that it was made of."""
        at = self.begin + offset - self.start
        return (at, at + 1) if self.is_copy else (self.begin, self.end)


class Splice:
    """Grows piece by piece; then `data` is the text, and `find` tells of a byte which piece it is in."""

    def __init__(self) -> None:
        self.size = 0
        self._chunks: list[bytes] = []
        self._pieces: list[Piece] = []
        self._starts: list[int] = []
        self._added: list[tuple[int, int]] = []

    def copy(self, origin: Origin, begin: int, end: int) -> None:
        """Add bytes of a text as they are."""
        if begin < end:
            self._add(origin.data[begin:end], Piece(self.size, origin, begin, end, is_copy=True))

    def put(self, made: bytes, origin: Origin, begin: int, end: int, *, is_added: bool = False) -> None:
        """Add what is made of some bytes of a text; `is_added` says that nobody has written it (see `bare`)."""
        if made:
            if is_added:
                self._added.append((self.size, self.size + len(made)))
            self._add(made, Piece(self.size, origin, begin, end, is_copy=False))

    def _add(self, chunk: bytes, piece: Piece) -> None:
        self._chunks.append(chunk)
        self._pieces.append(piece)
        self._starts.append(self.size)
        self.size += len(chunk)

    @property
    def data(self) -> bytes:
        """The text."""
        return b"".join(self._chunks)

    def bare(self, data: bytes) -> bytes:
        """The text `data`, with spaces for what nobody has written: every other byte keeps its place."""
        return b"".join(self._bare(data))

    def _bare(self, data: bytes) -> Iterator[bytes]:
        at = 0
        for start, end in self._added:
            yield data[at:start]
            yield b" " * (end - start)
            at = end
        yield data[at:]

    def find(self, offset: int) -> Piece:
        """The piece that a byte is in; the nearest one there is, if none has it."""
        return self._pieces[max(bisect_right(self._starts, offset) - 1, 0)]

    def written(self, start: int, end: int) -> tuple[Origin, int, int]:
        """Where a run of bytes was written; as far as its first piece's text goes, if it runs over several."""
        first, last = self.find(start), self.find(max(end - 1, start))
        begin, whole = first.written(start)
        if end <= start:
            return first.origin, begin, begin if first.is_copy else whole
        stop = last.written(max(end - 1, start))[1] if last.origin is first.origin else first.end
        return first.origin, begin, max(stop, begin)
