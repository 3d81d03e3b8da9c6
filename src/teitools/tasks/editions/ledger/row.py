"""The words of all texts of a source in one row, and where in an edition each was found."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["FEW", "Piece", "Row"]

FEW = 3  # words of a text of which some may be missing
_FAR = 12  # words between a piece and the nearest that was found


class Piece(NamedTuple):
    """Words number `first` to before `last`."""

    first: int
    last: int


class Row:
    """Words by their numbers; `firsts` are the numbers of the first words of texts, and one after the last.

    `places` says where each word was found, -1 for one that was not. With `whole`, texts are not parted.
    """

    def __init__(self, texts: Sequence[Sequence[str]], *, whole: bool) -> None:
        words = [word for text in texts for word in text]
        self.firsts = [0, *accumulate(map(len, texts))]
        self.places = [-1] * len(words)
        self._is_found = bytearray(len(words))
        self._offsets = [0, *accumulate(map(len, words))]
        self._text = "".join(words)
        self._whole = whole

    def length(self, first: int, last: int) -> int:
        """The characters of words number `first` to before `last`."""
        return self._offsets[last] - self._offsets[first]

    def string(self, piece: Piece) -> str:
        """The words of a piece, without spaces."""
        return self._text[self._offsets[piece.first] : self._offsets[piece.last]]

    def halves(self, piece: Piece) -> tuple[Piece, ...]:
        """Two pieces, parted between texts if it has several, else between words; none if it cannot be parted."""
        first, last = piece
        if last - first < 2:
            return ()
        at = bisect_left(self._offsets, (self._offsets[first] + self._offsets[last]) // 2, first + 1, last - 1)
        between = self.firsts[bisect_right(self.firsts, first) : bisect_left(self.firsts, last)]
        if between:
            at = min(between, key=lambda text: abs(text - at))
        elif self._whole:
            return ()
        return Piece(first, at), Piece(at, last)

    def found(self, piece: Piece, place: int) -> None:
        """Note that a piece is at a place."""
        shift = place - self._offsets[piece.first]
        self.places[piece.first : piece.last] = [offset + shift for offset in self._offsets[piece.first : piece.last]]
        self._is_found[piece.first : piece.last] = b"\1" * (piece.last - piece.first)

    def before(self, piece: Piece) -> int:
        """Where the last word found before a piece ends, if it is not far; -1 if there is none."""
        word = self._is_found.rfind(1, max(0, piece.first - _FAR), piece.first)
        return self.places[word] + self.length(word, word + 1) if word >= 0 else -1

    def after(self, piece: Piece) -> int:
        """Where the next word found after a piece begins, if it is not far; -1 if there is none."""
        word = self._is_found.find(1, piece.last, piece.last + _FAR)
        return self.places[word] if word >= 0 else -1

    def has_neighbour(self, piece: Piece) -> bool:
        """Whether a word not far from a piece was found."""
        return self.before(piece) >= 0 or self.after(piece) >= 0

    def is_missing(self, piece: Piece) -> bool:
        """Whether the first word of a piece was not found."""
        return not self._is_found[piece.first]

    def is_untouched(self, piece: Piece) -> bool:
        """Whether no word of a piece was found."""
        return self._is_found.find(1, piece.first, piece.last) < 0

    def may_go_on(self, piece: Piece) -> bool:
        """Whether the word after a piece is in the next text and was not found: elements may part a word."""
        at = piece.last
        return at < len(self.places) and not self._is_found[at] and self.firsts[bisect_left(self.firsts, at)] == at

    def text_of(self, piece: Piece) -> int:
        """The number of the text in which a piece begins."""
        return bisect_right(self.firsts, piece.first) - 1

    def runs(self, long: int, most: int) -> list[Piece]:
        """Texts of `long` characters by themselves, others in runs of some `most`.

        Where every word has an element of its own, only runs are long.
        """
        pieces: list[Piece] = []
        begun = 0
        for first, last in pairwise(self.firsts):
            if self.length(first, last) >= long:
                pieces += [Piece(begun, first), Piece(first, last)]
                begun = last
            elif self.length(begun, last) >= most:
                pieces.append(Piece(begun, last))
                begun = last
        pieces.append(Piece(begun, self.firsts[-1]))
        return [piece for piece in pieces if piece.first < piece.last]

    def forget(self, proof: int) -> None:
        """Where hardly half of a text was found, and no run of `proof` characters, its words are others' words."""
        for first, last in pairwise(self.firsts):
            there = [word for word in range(first, last) if self.places[word] >= 0]
            if not there or last - first < FEW or len(there) == last - first:
                continue
            run = longest = 0
            for word in there:
                is_next = word > first and self.places[word - 1] + self.length(word - 1, word) == self.places[word]
                run = self.length(word, word + 1) + (run if is_next else 0)
                longest = max(longest, run)
            found = sum(self.length(word, word + 1) for word in there)
            if longest < proof and found * 2 < self.length(first, last):
                self.places[first:last] = [-1] * (last - first)
