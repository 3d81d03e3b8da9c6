"""Words that are in an edition, but where others were found that have another place there.

Parts of a word in the source (`fl`, `avius`) may have been found in a whole one (`flavius`) that stands for another
text. So a word that seems missing is given the place of such others, alone or with its neighbours, if each of them has
a place of its own somewhere else. The time is bounded: where much is missing, it is lost.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from teitools.tasks.editions.ledger.row import Piece
from teitools.tasks.editions.ledger.torn import torn_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teitools.tasks.editions.ledger.row import Row
    from teitools.tasks.editions.ledger.stream import Stream

__all__ = ["exchange"]

_MOST = 300  # missing words that are tried
_TRIES = 16  # places at which one is tried
_AROUND = 3  # neighbours of a word on either side that elements may part from it
_DEEP = 2  # moves that follow from one another
_MADE = 16  # times that the edition is looked through for a part of a word, about
_SCANNED = 400_000_000  # characters of the edition that are looked at


def exchange(row: Row, stream: Stream) -> None:
    """Find missing words of a row at places in a stream that others can leave."""
    missing = [word for word, place in enumerate(row.places) if place < 0]
    if not missing or len(missing) > _MOST or not stream.has_free():
        return
    search = _Exchange(row, stream)
    for word in missing:
        if row.places[word] < 0:
            search.settle(word)


class _Exchange:
    """Who has which character, and the moves so far."""

    def __init__(self, row: Row, stream: Stream) -> None:
        self._row = row
        self._stream = stream
        self._owners = array("i", [-1]) * len(stream.text)
        self._moves: list[tuple[int, int]] = []
        self._scanned = 0
        for word, place in enumerate(row.places):
            if place >= 0:
                self._own(word, place, word)

    def settle(self, word: int, deep: int = _DEEP) -> bool:
        """Find a place for a word, if need be with its neighbours; whether there is one."""
        place = self._torn_place(word)
        if place >= 0:
            self._put(word, place)
            return True
        return any(
            self._claim(span, place, deep)
            for span in self._spans(word)
            for place in self._occurrences(self._row.string(span))
        )

    def _torn_place(self, word: int) -> int:
        self._scanned += _MADE * len(self._stream.text)
        return torn_place(self._row, self._stream, word) if self._scanned <= _SCANNED else -1

    def _spans(self, word: int) -> Iterator[Piece]:
        """The word alone, then with ever more of those beside it."""
        last = len(self._row.places)
        around = [(before, after) for before in range(_AROUND + 1) for after in range(_AROUND + 1)]
        for before, after in sorted(around, key=sum):
            if word >= before and word + after < last:
                yield Piece(word - before, word + after + 1)

    def _occurrences(self, text: str) -> list[int]:
        self._scanned += len(self._stream.text)
        return self._stream.occurrences(text, _TRIES) if self._scanned <= _SCANNED else []

    def _claim(self, span: Piece, place: int, deep: int) -> bool:
        """Let words have a place, and its owners others; whether that was possible, else nothing has changed."""
        begun = len(self._moves)
        text = self._row.string(span)
        for word in range(*span):
            self._put(word, -1)
        owners = {owner for owner in self._owners[place : place + len(text)] if owner >= 0}
        for owner in owners:
            self._put(owner, -1)
        if self._stream.is_free(place, place + len(text)):
            at = place
            for word in range(*span):
                self._put(word, at)
                at += self._row.length(word, word + 1)
            if all(self._resettle(owner, deep - 1) for owner in sorted(owners)):
                return True
        self._undo(begun)
        return False

    def _resettle(self, word: int, deep: int) -> bool:
        """Find another place for a word: one that is free, else one whose owners can move."""
        text = self._row.string(Piece(word, word + 1))
        place = self._stream.find_free(text, _TRIES * _TRIES)
        if place >= 0:
            self._put(word, place)
            return True
        return deep > 0 and self.settle(word, deep)

    def _put(self, word: int, place: int) -> None:
        """Move a word to a place, or nowhere (-1)."""
        old = self._row.places[word]
        self._moves.append((word, old))
        self._set(word, place)

    def _set(self, word: int, place: int) -> None:
        old = self._row.places[word]
        if old >= 0:
            self._own(word, old, -1)
            self._stream.give_back(old, self._row.string(Piece(word, word + 1)))
        if place >= 0:
            self._own(word, place, word)
            self._stream.take(place, self._row.string(Piece(word, word + 1)))
        self._row.places[word] = place

    def _own(self, word: int, place: int, owner: int) -> None:
        for at in range(place, place + self._row.length(word, word + 1)):
            self._owners[at] = owner

    def _undo(self, begun: int) -> None:
        """Take back all moves since the first so many, the last first."""
        while len(self._moves) > begun:
            self._set(*self._moves.pop())
