"""The entities of a file of JSON-LD, read as they come: a list of 100,000 takes no more memory than one of ten."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from teitools.archive.reading import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teitools.archive.checksums import Readable

__all__ = ["entities"]

_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}"]', re.DOTALL)
"""Whole strings (RFC 8259, 7), brackets, braces; a quotation mark by itself begins a string whose end is to come."""
_READ = 1 << 16  # bytes that are read at a time
_LARGEST = 1 << 20  # bytes of an entity
_ENTITIES = 2  # brackets around each: of the object, and of its list


def entities(stream: Readable) -> Iterator[bytes]:
    """The objects in the list `@graph` of an object, as they are written; whether they are JSON is for others to see.

    One that is larger than any description of a file is passed over. Raises UnreadableError if there is no such list,
    or no end of it.
    """
    reading = _Reading()
    while block := stream.read(max(_READ, len(reading.held))):
        yield from reading.more(block)
    if reading.depth or reading.place < len(reading.held) or not reading.was_inside:
        raise UnreadableError("no end" if reading.was_inside else "no @graph")


@dataclass(slots=True)
class _Reading:
    """How far a file has been read: `held` is of it what is still needed.

    That has been looked through up to `place`, where `depth` brackets are open; `last` is the last string outside of
    them but the first; `start` is where the entity begins that is being read, None between them.
    """

    held: bytes = b""
    place: int = 0
    depth: int = 0
    last: bytes = b""
    start: int | None = None
    is_inside: bool = False
    was_inside: bool = False
    is_large: bool = False

    def more(self, block: bytes) -> Iterator[bytes]:
        """Entities that end in what is read now."""
        cut = self.place if self.start is None or self.is_large else self.start
        self.held, self.place = self.held[cut:] + block, self.place - cut
        self.start = None if self.start is None else 0
        for token in _TOKEN.finditer(self.held, self.place):
            mark = token[0]
            if mark == b'"':
                break
            self.place = token.end()
            if mark in b"[{":
                self._open(mark, token.start())
            elif mark in b"]}":
                self.depth -= 1
                if self.depth == _ENTITIES and self.start is not None:
                    if not self.is_large:
                        yield self.held[self.start : self.place]
                    self.start = None
                self.is_inside = self.is_inside and self.depth >= _ENTITIES
            elif self.depth == 1:
                self.last = mark
        else:
            self.place = len(self.held)
        self.is_large = self.start is not None and (self.is_large or len(self.held) - self.start > _LARGEST)

    def _open(self, mark: bytes, place: int) -> None:
        if self.depth == 1 and mark == b"[" and self.last == b'"@graph"':
            self.is_inside = self.was_inside = True
        elif self.depth == _ENTITIES and mark == b"{" and self.is_inside:
            self.start, self.is_large = place, False
        self.depth += 1
