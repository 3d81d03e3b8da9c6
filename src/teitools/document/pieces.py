"""A text that is changed in places: what was read stays as it is, byte for byte, whatever its encoding."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from teitools.document.decoding import decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from teitools.document.model import Document

__all__ = ["Pieces", "Splice"]


@dataclass(frozen=True, slots=True)
class Splice:
    """Replace the bytes from `start` up to `end` (not included) by a text; nothing is replaced where they are equal."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Kept:
    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start


class Pieces:
    """A document's text as runs of what was read and texts put between them. Offsets count bytes of UTF-8."""

    def __init__(self, content: bytes) -> None:
        """`content` is a document as read from a file; it is known to be decodable."""
        source = decode(content)
        self._content = content
        self._original = source.data
        self._encoding = source.encoding
        self._pieces: list[_Kept | bytes] = [_Kept(0, len(source.data))]

    @classmethod
    def of(cls, document: Document) -> Pieces:
        """The text of a document, nothing changed yet."""
        return cls(document.content)

    @property
    def encoding(self) -> str:
        """The encoding of the file, as Python calls it."""
        return self._encoding

    @property
    def text(self) -> bytes:
        """The text as it is now, in UTF-8."""
        return b"".join(self._original[p.start : p.end] if isinstance(p, _Kept) else p for p in self._pieces)

    def change(self, splices: Iterable[Splice]) -> None:
        """Put in changes; their offsets are those of the text as it is now. They must not overlap."""
        done: list[_Kept | bytes] = []
        rest = list(reversed(self._pieces))
        at = 0
        for splice in sorted(splices, key=lambda item: (item.start, item.end)):
            done += _take(rest, splice.start - at)
            for _ in _take(rest, splice.end - splice.start):
                pass
            if splice.text:
                done.append(splice.text.encode())
            at = splice.end
        self._pieces = done + list(reversed(rest))

    @property
    def changes(self) -> list[tuple[int, int, str]]:
        """What has been replaced so far: bytes of the text as read, and the new text."""
        found: list[tuple[int, int, str]] = []
        at, new = 0, b""
        for piece in [*self._pieces, _Kept(len(self._original), len(self._original))]:
            if isinstance(piece, bytes):
                new += piece
                continue
            if new or piece.start > at:
                found.append((at, piece.start, new.decode()))
            at, new = piece.end, b""
        return found

    def encoded(self) -> bytes | None:
        """The file's bytes with the changes; None if its encoding does not let runs of it be kept as they are.

        Such are encodings with states (ISO-2022) and files that write a character in other than the usual way.
        """
        if self._encoding == "utf-8":
            mark = self._content[: len(self._content) - len(self._original)]
            return mark + self.text
        body = self._original.decode().encode(self._encoding)
        mark = self._content[: len(self._content) - len(body)]
        if mark + body != self._content:
            return None
        cuts = [0, *sorted({place for start, end, _ in self.changes for place in (start, end)}), len(self._original)]
        runs = [self._encode(self._original[a:b]) for a, b in pairwise(cuts)]
        if b"".join(runs) != body:
            return None
        return mark + b"".join(
            self._encode(self._original[p.start : p.end] if isinstance(p, _Kept) else p) for p in self._pieces
        )

    def _encode(self, text: bytes) -> bytes:
        return text.decode().encode(self._encoding)


def _take(rest: list[_Kept | bytes], length: int) -> Iterator[_Kept | bytes]:
    """Take so many bytes off the end of a reversed list of pieces."""
    while length > 0 and rest:
        piece = rest.pop()
        if len(piece) > length:
            if isinstance(piece, _Kept):
                rest.append(_Kept(piece.start + length, piece.end))
                piece = _Kept(piece.start, piece.start + length)
            else:
                rest.append(piece[length:])
                piece = piece[:length]
        length -= len(piece)
        yield piece
