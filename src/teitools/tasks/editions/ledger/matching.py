"""Which words of a source are in an edition: each needs characters of its own there.

Long runs of words are looked for first, where the run before them was found, else anywhere by their first characters;
what is not found whole is halved and looked for again, so that what a layout moves, cuts or puts in between is met.
Single words come last: beside their neighbours, then anywhere. The time grows with the length of the texts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from teitools.tasks.editions.ledger.folding import is_unspaced
from teitools.tasks.editions.ledger.row import FEW, Piece, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from teitools.tasks.editions.ledger.stream import Stream

__all__ = ["match"]

_LONG, _MEDIUM = 48, 12  # characters of a run that hardly stands anywhere else, and of one that may
_SIZES = (_LONG, _MEDIUM, 8, 5, 3, 1)  # whole texts before parts of others, which may be words like theirs
_RUN = 200  # characters of a run of short texts
_NEAR, _BESIDE = 4096, 512  # how far ahead a run, and a word, is looked for
_HEAD = 3  # characters by which words are told apart
_TRIES = 16  # places at which one run is tried
_PARTS = 8  # elements that part a word
_RECENT = 4  # places at which the edition goes on, as it sets notes and tables apart


def match(texts: Sequence[Sequence[str]], stream: Stream, *, whole: bool = False) -> list[list[int]]:
    """Where the words of each text are in the stream, whose characters are taken; -1 for a word that is not there.

    With `whole`, a text is there as a whole or not at all.
    """
    row = Row(texts, whole=whole)
    _Search(row, stream).run()
    row.forget(_MEDIUM)
    return [row.places[first:last] for first, last in pairwise(row.firsts)]


class _Search:
    """The search for the words of a row in a stream."""

    def __init__(self, row: Row, stream: Stream) -> None:
        self._row = row
        self._stream = stream
        self._recent = [0]
        self._begun: dict[str, int] = {}
        self._again: dict[str, list[int]] = defaultdict(list)

    def run(self) -> None:
        """Look for everything."""
        pieces = self._row.runs(_LONG, _RUN)
        for least in _SIZES:
            if not self._stream.has_free():
                return
            pieces = self._settle(pieces, least)
        left = self._beside(pieces)
        # what stands among words that arrived goes before what stands alone
        self._anywhere(sorted(left, key=lambda piece: not self._row.has_neighbour(piece)))
        self._beside([piece for piece in left if self._row.is_missing(piece)])
        self._parted([piece for piece in left if self._row.is_missing(piece)])
        unspaced = [piece for piece in left if self._row.is_missing(piece) and is_unspaced(self._row.string(piece))]
        self._anywhere(sorted(unspaced, key=lambda piece: -self._row.length(*piece)), whole=False)

    def _settle(self, pieces: Iterable[Piece], least: int) -> list[Piece]:
        """Find what has at least so many characters, in ever smaller parts; what is left, in order."""
        left: list[Piece] = []

        def sorted_out(some: Iterable[Piece]) -> list[Piece]:
            pending: list[Piece] = []
            for piece in some:
                (pending if self._row.length(*piece) >= least else left).append(piece)
            return pending

        pending = sorted_out(pieces)
        while pending:
            failed = self._seek(self._follow(pending)) if least >= _MEDIUM else self._beside(pending)
            left += [piece for piece in failed if not self._row.halves(piece)]
            pending = sorted_out(half for piece in failed for half in self._row.halves(piece))
        return sorted(left)

    def _follow(self, pieces: Iterable[Piece]) -> list[Piece]:
        """Find pieces where their neighbours are, or where the edition went on lately; the others."""
        failed = []
        for piece in pieces:
            text = self._row.string(piece)
            place = self._row.after(piece) - len(text)
            if not self._stream.take(place, text):
                place = self._next(piece, text)
            if place < 0:
                failed.append(piece)
            else:
                self._row.found(piece, place)
        return failed

    def _next(self, piece: Piece, text: str) -> int:
        recent = self._recent
        before = self._row.before(piece)
        for start in ([before] if before >= 0 else []) + recent:
            for whole in (True, False):  # another word may begin like this one
                place = self._stream.take_within(start, start + len(text) + _NEAR, text, _TRIES, whole=whole)
                if place >= 0:
                    self._remember(start, place + len(text))
                    return place
        return -1

    def _remember(self, old: int, new: int) -> None:
        self._recent = [new, *(place for place in self._recent if place != old)][:_RECENT]

    def _seek(self, pieces: list[Piece]) -> list[Piece]:
        """Find pieces anywhere, by their first characters; the others."""
        if not pieces:
            return []
        texts = [self._row.string(piece) for piece in pieces]
        heads = self._heads(text[:_MEDIUM] for text in texts)
        failed = []
        for piece, text in zip(pieces, texts, strict=True):
            place = self._first(heads.get(text[:_MEDIUM], ()), text, self._row.before(piece))
            if place < 0:
                failed.append(piece)
            else:
                self._row.found(piece, place)
                self._remember(-1, place + len(text))
        return failed

    def _heads(self, wanted: Iterable[str]) -> dict[str, Sequence[int]]:
        """Where the first characters of runs are; known once for all runs that begin where a word does."""
        said = self._stream.text
        if not self._begun:
            places = list(self._stream.beginnings(_MEDIUM))
            heads = [said[place : place + _MEDIUM] for place in places]
            self._begun = dict(zip(reversed(heads), reversed(places), strict=True))
            for head, place in zip(heads, places, strict=True):
                if self._begun[head] != place:  # most stand once, and a list for each is slow
                    self._again[head].append(place)
        unspaced: dict[str, list[int]] = {}
        found: dict[str, Sequence[int]] = {}
        for head in wanted:
            if is_unspaced(head):
                found[head] = unspaced[head] = []
            elif head in self._begun:
                found[head] = (self._begun[head], *self._again.get(head, ()))
        if unspaced:
            for place in self._stream.beginnings(_MEDIUM, anywhere=True):
                if (there := unspaced.get(said[place : place + _MEDIUM])) is not None:
                    there.append(place)
        return found

    def _first(self, places: Sequence[int], text: str, before: int) -> int:
        """Of places where a text may be the first after another one where it is."""
        at = bisect_left(places, before)
        tried = (*places[at : at + _TRIES], *places[:_TRIES])
        there = [place for place in tried if self._stream.text.startswith(text, place)]
        for place in sorted(there, key=lambda place: not self._stream.is_whole(place, place + len(text))):
            if self._stream.take(place, text):
                return place
        return -1

    def _beside(self, pieces: Sequence[Piece]) -> list[Piece]:
        """Find short pieces between their neighbours; the others.

        First such as begin and end where words do, as a word may begin like another one that is lost; then also parts
        of words, from the last to the first, as elements may part a word.
        """
        left = [piece for piece in pieces if not self._fits(piece, whole=True)]
        cut = [piece for piece in reversed(left) if not self._fits(piece, whole=False)]
        return (
            [piece for piece in reversed(cut) if not self._fits(piece, whole=False)] if len(cut) < len(left) else left
        )

    def _fits(self, piece: Piece, *, whole: bool) -> bool:
        """Find a piece near its neighbours, or, if it need not be whole, with the word that goes on where it ends."""
        if not self._row.is_missing(piece):
            return piece.last - piece.first == 1  # it went with the word before it, but only its first word
        if self._is_beside(piece, whole=whole):
            return True
        longer = Piece(piece.first, piece.last + 1)
        return not whole and self._row.may_go_on(piece) and self._is_beside(longer, whole=True)

    def _is_beside(self, piece: Piece, *, whole: bool) -> bool:
        before, after = self._row.before(piece), self._row.after(piece)
        if not any(
            self._stream.has_free(start, start + _BESIDE)
            for start, place in ((before, before), (max(0, after - _BESIDE), after))
            if place >= 0
        ):
            return False  # as where a text was left out between others
        text = self._row.string(piece)
        size = len(text)
        place = self._stream.take_within(before, before + size, text, 1, whole=whole) if before >= 0 else -1
        if place < 0 <= after - size:
            place = self._stream.take_within(after - size, after, text, 1, whole=whole)
        if place < 0 <= before:
            end = min(after, before + _BESIDE) if after >= before else before + _BESIDE
            place = self._stream.take_within(before, end, text, _TRIES, whole=True)
        if place < 0 <= after:
            place = self._stream.take_within(max(0, after - _BESIDE), after, text, _TRIES, whole=True)
        if place >= 0:
            self._row.found(piece, place)
        return place >= 0

    def _anywhere(self, pieces: list[Piece], *, whole: bool = True) -> None:
        """Find single words wherever there is one like them that nobody has taken.

        Without `whole`, also within words, as spaces in the edition do not show where those of the source end.
        """
        if not pieces:
            return
        texts = [self._row.string(piece) for piece in pieces]
        free = self._like(texts, anywhere=not whole)
        scattered = self._scattered(pieces, texts, free)
        for piece, text in zip(pieces, texts, strict=True):
            if piece not in scattered:
                self._take_any(piece, text, free.get(text, []), whole=whole)

    def _parted(self, pieces: list[Piece]) -> None:
        """Find words that elements part, of which no part stands beside a word that was found."""
        joined = []
        for piece in pieces:
            longer = piece
            while longer.last - longer.first < _PARTS and self._row.may_go_on(longer):
                longer = Piece(longer.first, longer.last + 1)
                joined.append(longer)
        joined.sort(key=lambda piece: -self._row.length(*piece))
        free = self._like(map(self._row.string, joined), anywhere=False) if joined else {}
        for piece in joined:
            if self._row.is_untouched(piece):
                text = self._row.string(piece)
                self._take_any(piece, text, free.get(text, []), whole=True)

    def _take_any(self, piece: Piece, text: str, places: list[int], *, whole: bool) -> None:
        """Take the last of some places that is free; those before it are left for others."""
        while places:
            place = places.pop()
            if (not whole or self._stream.is_whole(place, place + len(text))) and self._stream.take(place, text):
                self._row.found(piece, place)
                break

    def _like(self, texts: Iterable[str], *, anywhere: bool) -> dict[str, list[int]]:
        """Where each of some texts may be that nobody has taken, the first place last."""
        heads: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for text in texts:
            heads[len(text[:_HEAD])][text[:_HEAD]].add(text)
        said = self._stream.text
        free: dict[str, list[int]] = defaultdict(list)
        for size, wanted in heads.items():
            places = self._stream.beginnings(1, anywhere=anywhere)
            for place in [place for place in places if said[place : place + size] in wanted]:
                for text in wanted[said[place : place + size]]:
                    if said.startswith(text, place):
                        free[text].append(place)
        for there in free.values():
            there.reverse()
        return free

    def _scattered(self, pieces: list[Piece], texts: list[str], free: dict[str, list[int]]) -> set[Piece]:
        """The words of texts of which nothing was found so far and of whose words hardly half are there: that some are
        proves nothing.
        """
        of_text: dict[int, list[int]] = defaultdict(list)
        for number, piece in enumerate(pieces):
            of_text[self._row.text_of(piece)].append(number)
        found: set[Piece] = set()
        for number, words in of_text.items():
            first, last = self._row.firsts[number], self._row.firsts[number + 1]
            if len(words) < FEW or len(words) < last - first:
                continue
            there = sum(len(texts[word]) for word in words if free.get(texts[word]))
            if there * 2 < self._row.length(first, last):
                found.update(pieces[word] for word in words)
        return found
