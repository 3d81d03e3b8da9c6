"""What the texts of a workspace have and point at: each surveyed once, and again when it has changed."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.document.decoding import EncodingFault, decode
from teitools.tasks.editing.links import target_of
from teitools.tasks.editing.survey import Survey, survey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from teitools.tasks.editing.survey import Reference

__all__ = ["Index"]

_LARGEST = 1 << 25  # bytes of a file that is surveyed
_SLOW = 1 << 20  # characters of a text that is not surveyed at every key
_EMPTY = Survey({}, (), (), {})


class Index:
    """Surveys of files. `opened` gives the text of one that is open, with something that tells it from others."""

    def __init__(self, opened: Callable[[Path], tuple[object, str] | None]) -> None:
        self._opened = opened
        self._known: dict[Path, tuple[object, Survey]] = {}
        self._lock = threading.Lock()
        self.files: tuple[Path, ...] = ()
        """Those of the workspace, which are looked into for references."""

    def survey(self, path: Path) -> Survey:
        """What a file has and points at; nothing, if it cannot be read."""
        text = self._opened(path)
        state: object = text[0] if text else filesystem.state(path)
        known = self._known.get(path)
        if known is not None and known[0] == state:
            return known[1]
        if text is None:
            read = self.read(path)
            found = _EMPTY if read is None else survey(read)
        else:
            found = survey(text[1])
        with self._lock:
            self._known[path] = state, found
        return found

    def recent(self, path: Path) -> Survey:
        """The same, but of a large text what it had a moment ago, places apart: surveying it takes long.

        Whoever has time surveys it when it has changed.
        """
        known = self._known.get(path)
        text = self._opened(path) if known is not None else None
        if known is not None and text is not None and len(text[1]) > _SLOW:
            return known[1]
        return self.survey(path)

    def read(self, path: Path) -> str | None:
        """The text of a file, as an editor would have it; None if it cannot be read."""
        text = self._opened(path)
        if text is not None:
            return text[1]
        if not filesystem.is_file(path) or (filesystem.size(path) or 0) > _LARGEST:
            return None
        try:
            return decode(path.read_bytes()).data.decode()
        except (OSError, ValueError, EncodingFault):
            return None

    def keep_only(self, files: Iterable[Path]) -> None:
        """Forget files that are not of the workspace any more."""
        self.files = tuple(dict.fromkeys(files))
        wanted = set(self.files)
        with self._lock:
            self._known = {path: found for path, found in self._known.items() if path in wanted}

    def registers_of(self, registers: Iterable[Path]) -> Callable[[str], Path | None]:
        """A function that says which of the registers has an id."""
        listed = [(path, self.survey(path)) for path in registers]
        return lambda ident: next((path for path, one in listed if ident in one.anchors), None)

    def references(
        self, path: Path, ident: str, registers: Iterable[Path], others: Iterable[Path] = ()
    ) -> Iterator[tuple[Path, Reference]]:
        """All pointers to an id of a file, of the workspace's files and of others."""
        find = self.registers_of(registers)
        for file in dict.fromkeys((*self.files, *others, path)):
            found = self.survey(file)
            for one in found.references:
                if not one.value.endswith(ident):
                    continue
                target = target_of(one.value, file, found.prefixes, found, find)
                if target is not None and target.id == ident and (target.path or file) == path:
                    yield file, one
