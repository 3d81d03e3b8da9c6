"""Which files change: their times and sizes are looked at again and again, which every system and file share allows."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Watched"]

_PAUSE = 0.1  # seconds between two looks
_SHARE = 5  # a look may take one part in so many of the time
_IDLE, _IDLE_SHARE = 60.0, 25  # the same when nothing has changed for so many seconds: nobody is writing
_SETTLED = 0.03  # seconds without a change after which a file is taken to be written

Snapshot = dict[str, tuple[int, int]]


@dataclass(slots=True)
class Watched:
    """The files in `folders` and below, but for hidden folders and `apart`, where editions are written."""

    folders: tuple[Path, ...]
    apart: Path
    _seen: Snapshot = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._seen = self._look()

    def wait(self) -> None:
        """Return when a file has come, changed or gone since the last time."""
        begun = time.monotonic()
        while True:
            started = time.monotonic()
            now = self._look()
            if now != self._seen:
                break
            share = _SHARE if started - begun < _IDLE else _IDLE_SHARE
            time.sleep(max(_PAUSE, (time.monotonic() - started) * share))
        while now != self._seen:
            self._seen = now
            time.sleep(_SETTLED)
            now = self._look()

    def _look(self) -> Snapshot:
        found: Snapshot = {}
        for folder in self.folders:
            for entry in _files(str(folder), str(self.apart)):
                try:
                    status = entry.stat()
                except OSError:  # gone meanwhile, or a link that leads nowhere
                    continue
                found[entry.path] = status.st_mtime_ns, status.st_size
        return found


def _files(folder: str, apart: str) -> Iterator[os.DirEntry[str]]:
    try:
        entries = list(os.scandir(folder))
    except OSError:  # gone meanwhile, or closed to us
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if not entry.name.startswith(".") and entry.path != apart:
                yield from _files(entry.path, apart)
        elif not entry.name.startswith(".") or entry.is_symlink():
            yield entry
