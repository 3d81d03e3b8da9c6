"""The changes that fixes make together, as runs of bytes none of which lies in another.

What a replacement takes over from the text that it replaces is taken over with the changes inside of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from teitools.document.pieces import Splice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from teitools.document.markup import Part, Quote

__all__ = ["Edit", "splices"]


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the bytes from `start` up to `end` (not included) by these parts.

    `key` tells edits that cannot both be done: of the same attribute, of the inside of the same empty element.
    `last`: for the inside of an empty element, after what else is put there.
    """

    start: int
    end: int
    parts: tuple[Part, ...]
    key: object = None
    closing: str | None = None  # the end tag that an empty element gets
    last: bool = False


def splices(data: bytes, found: Sequence[Edit]) -> list[Splice]:
    """The changes of the text as a whole, none inside of another, in the order of the text."""
    ordered = sorted(found, key=lambda edit: (edit.start, edit.end > edit.start, -edit.end))
    return [Splice(edit.start, edit.end, _text(data, edit, ordered, ())) for edit in _outer(ordered)]


def _outer(ordered: Iterable[Edit]) -> Iterator[Edit]:
    """The edits that lie in no other."""
    at = -1
    for edit in ordered:
        if edit.start >= at:
            yield edit
            at = max(at, edit.end)


def _text(data: bytes, edit: Edit, ordered: Sequence[Edit], around: tuple[Edit, ...]) -> str:
    """The new text of an edit; `around` are those that it lies in."""
    return "".join(
        part if isinstance(part, str) else _quoted(data, part, edit, ordered, (*around, edit)) for part in edit.parts
    )


def _quoted(data: bytes, quote: Quote, edit: Edit, ordered: Sequence[Edit], around: tuple[Edit, ...]) -> str:
    """A run of the source; if it is taken over from what the edit replaces, with the changes inside of it."""
    if not edit.start <= quote.start <= quote.end <= edit.end:
        return data[quote.start : quote.end].decode()
    inside = [
        item
        for item in ordered
        if item not in around
        and quote.start <= item.start <= item.end <= quote.end
        and (item.end > item.start or quote.start < item.start < quote.end)
    ]
    done, at = [], quote.start
    for item in _outer(inside):
        done += [data[at : item.start].decode(), _text(data, item, ordered, around)]
        at = item.end
    return "".join([*done, data[at : quote.end].decode()])
