"""The words of an edition's files as one run of characters, in which each can be taken once."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from itertools import accumulate, chain, starmap
from typing import TYPE_CHECKING

from teitools.tasks.editions.ledger.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Stream"]

_BETWEEN = "\n"  # no folded text has it
_FREE = re.compile(rb"\0+")


class Stream:
    """The folded words of several texts without the spaces between them, and which characters are taken."""

    def __init__(self, texts: Iterable[str]) -> None:
        words: list[str] = []
        ends: list[int] = []
        for text in texts:
            words += fold(text).split()
            words.append(_BETWEEN)
            ends.append(len(words))
        self._offsets = array("q", accumulate(map(len, words), initial=0))  # as there may be millions
        self.text = "".join(words)
        self._edges = bytearray(len(self.text) + 1)
        for offset in self._offsets:
            self._edges[offset] = 1
        self._taken = bytearray(len(self.text))
        self._ends = [self._offsets[end] for end in ends]
        for end in self._ends:
            self._taken[end - 1] = 1

    def file_of(self, place: int) -> int:
        """The number of the text in which a character is."""
        return bisect_right(self._ends, place)

    def take(self, start: int, text: str) -> bool:
        """Take a text that may stand at a place; whether it does and nothing of it was taken."""
        end = start + len(text)
        if start < 0 or not self.text.startswith(text, start) or self._taken.find(1, start, end) >= 0:
            return False
        self._taken[start:end] = b"\1" * len(text)
        return True

    def give_back(self, place: int, text: str) -> None:
        """Let a text that was taken at a place be taken again."""
        self._taken[place : place + len(text)] = bytes(len(text))

    def is_free(self, start: int, end: int) -> bool:
        """Whether nobody has taken anything between two places."""
        return self._taken.find(1, start, end) < 0

    def occurrences(self, text: str, most: int) -> list[int]:
        """Where a text begins and ends as words do, the first places, whoever has taken them."""
        found: list[int] = []
        place = self.text.find(text)
        while place >= 0 and len(found) < most:
            if self._edges[place] and self._edges[place + len(text)]:
                found.append(place)
            place = self.text.find(text, place + 1)
        return found

    def find_free(self, text: str, tries: int) -> int:
        """Where such a text is that nobody has taken, as whole words; -1 if it is at none of the first places."""
        place = self.text.find(text)
        for _ in range(tries):
            if place < 0 or (self.is_whole(place, place + len(text)) and self.is_free(place, place + len(text))):
                return place
            place = self.text.find(text, place + 1)
        return -1

    def take_within(self, start: int, end: int, text: str, tries: int, *, whole: bool = False) -> int:
        """Take the first such text between two places; where it is, or -1. With `whole`, words are not cut."""
        place = self.text.find(text, start, end)
        for _ in range(tries):
            if place < 0:
                break
            if (not whole or self.is_whole(place, place + len(text))) and self.take(place, text):
                return place
            place = self.text.find(text, place + 1, end)
        return -1

    def is_whole(self, start: int, end: int) -> bool:
        """Whether a run begins and ends where a word does, or where something else was taken."""
        edges, taken = self._edges, self._taken
        return bool(edges[start] or taken[start - 1]) and bool(edges[end] or taken[end])

    def has_free(self, start: int = 0, end: int | None = None) -> bool:
        """Whether there is anything between two places, else anywhere, that nobody has taken."""
        return self._taken.find(0, start, end) >= 0

    def beginnings(self, least: int, *, anywhere: bool = False) -> Iterator[int]:
        """Where something of at least so many characters may begin that nobody has taken, in order.

        That is where a word does or a run that is free, or, if need be, anywhere.
        """
        runs = ((run.start(), run.end() - least + 1) for run in _FREE.finditer(self._taken))
        if anywhere:
            return chain.from_iterable(starmap(range, runs))
        return chain.from_iterable(self._beginnings(start, end) for start, end in runs if start < end)

    def _beginnings(self, start: int, end: int) -> array[int]:
        """A place, then those between it and another one where words begin."""
        offsets = self._offsets
        return array("q", [start]) + offsets[bisect_right(offsets, start) : bisect_left(offsets, end)]
