"""Parts of words, which elements tear, within the words that an edition makes of them.

Of `m<choice><orig>o</orig><reg>au</reg></choice>ly` an edition may say “mauly” in the text and “moly” in a list, or
“mau” and “o”: words of the edition that are made of the part and of some of those beside it, in their order.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from teitools.tasks.editions.ledger.row import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from teitools.tasks.editions.ledger.row import Row
    from teitools.tasks.editions.ledger.stream import Stream

__all__ = ["torn_place"]

_BESIDE = 4  # parts that stand with one in a word
_TRIES = 64  # words of the edition that are looked at for one made of the same parts


def torn_place(row: Row, stream: Stream, word: int) -> int:
    """Where a word of the row is free within a longer one of the stream, made of it and of those beside it; or -1."""
    size = row.length(word, word + 1)
    for made, before in _made(row, word):
        for place in stream.occurrences(made, _TRIES):
            if stream.is_free(place + before, place + before + size):
                return place + before
    return -1


def _made(row: Row, word: int) -> Iterator[tuple[str, int]]:
    """The words that may be made of a part: each, and how much of it stands before the part. The longest come first."""
    nearest = _BESIDE + 1  # of which one may be passed over
    before = [row.string(Piece(at, at + 1)) for at in range(word - 1, max(-1, word - 1 - nearest), -1)]
    after = [row.string(Piece(at, at + 1)) for at in range(word + 1, min(word + 1 + nearest, len(row.places)))]
    part = row.string(Piece(word, word + 1))
    found = {
        ("".join(reversed(head)) + part + "".join(tail), sum(map(len, head)))
        for size in range(_BESIDE + 1)
        for head, tail in product(_nearest(before, size), _up_to(after, _BESIDE - size))
        if head or tail
    }
    yield from sorted(found, key=lambda made: (-len(made[0]), made))


def _up_to(parts: Sequence[str], most: int) -> Iterator[Sequence[str]]:
    for size in range(most + 1):
        yield from _nearest(parts, size)


def _nearest(parts: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """So many parts from the first on, all or with one passed over."""
    if len(parts) >= size:
        yield parts[:size]
    if len(parts) > size > 0:
        yield from ((*parts[:at], *parts[at + 1 : size + 1]) for at in range(size))
