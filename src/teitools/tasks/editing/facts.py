"""What pointers into other files must know of these: of texts that are open what these say, else of the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools import filesystem, pointers
from teitools.document import display_name
from teitools.document.model import lacks_parts
from teitools.sources import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

__all__ = ["KnownFacts"]

_MOST = 2_000  # files; each has its ids and unsettled pointers


class KnownFacts:
    """The facts of files, each read again only when it has changed. `opened` gives the text of a file that is open."""

    def __init__(self, opened: Callable[[Path], tuple[int, bytes] | None]) -> None:
        self._opened = opened
        self._known: dict[Path, tuple[object, pointers.Facts | None]] = {}

    def of(self, path: Path, readable: Callable[[Path], bool], folders: Sequence[Path]) -> pointers.Facts | None:
        """What is known of a file; None if it is not well-formed.

        One that is not `readable` is left alone: whatever points into it is taken to be right. `folders` are those that
        documents may include files from.
        """
        text = self._opened(path)
        if text is None and not readable(path):
            return pointers.Facts(
                display_name(path),
                str(path),
                tei=False,
                ids=frozenset(),
                prefixes=frozenset(),
                pointers=(),
                findings=(),
            )
        state: object = ("text", text[0]) if text else filesystem.state(path)
        known = self._known.get(path)
        if known is None or known[0] != state:
            source = Source(display_name(path), path, text[1] if text else None)
            document, faults = source.open_whole(folders)
            facts = pointers.collect(document, lacks_parts=lacks_parts(faults)) if document else None
            known = state, facts
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[path] = known
        return known[1]
