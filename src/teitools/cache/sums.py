"""By what files are known again: checksums of what is in them, and a stamp of this program's own."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from teitools import filesystem

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Sums", "digest", "stamp"]

_CODE = (".py", ".toml", ".so", ".pyd")


def digest(content: bytes) -> str:
    """The checksum by which files are known."""
    return hashlib.sha256(content).hexdigest()


def stamp(*folders: Path) -> str:
    """A checksum of the names, sizes and times of all modules, and tables of wordings, below folders.

    An engine makes it part of its `Cache.format`, so that any change of its code makes old entries useless.
    """
    return digest(json.dumps(sorted(row for folder in folders for row in _modules(str(folder)))).encode())


def _modules(folder: str) -> Iterator[tuple[str, int, int]]:
    """Every module below a folder (`os.scandir`: a third of the time of `Path.rglob`)."""
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            yield from _modules(entry.path)
        elif entry.name.endswith(_CODE):
            status = entry.stat()
            yield entry.path, status.st_size, status.st_mtime_ns


@dataclass(slots=True)
class Sums:
    """Checksums of files. Each is looked at once, so that one that changes meanwhile has changed the next time."""

    _started: int = field(default_factory=time.time_ns)
    _known: dict[str, str | None] = field(default_factory=dict)
    _folders: dict[str, str] = field(default_factory=dict)

    def of(self, path: Path | str) -> str | None:
        """The checksum of what is in a file; None if there is no such file. Raises OSError if it cannot be read."""
        name = str(path)
        if name not in self._known:
            self._known[name] = _sum(name) if filesystem.is_file(Path(name)) else None
        return self._known[name]

    def place(self, path: str) -> str:
        """Where a file lies, symbolic links followed; the folders that many files are in are looked at once."""
        folder, name = os.path.split(path)
        if folder not in self._folders:
            self._folders[folder] = os.path.realpath(folder)
        real = os.path.join(self._folders[folder], name)  # noqa: PTH118  # hot code
        return os.path.realpath(real) if os.path.islink(real) else real  # noqa: PTH114

    def is_moving(self, path: Path | str) -> bool:
        """Whether a file was written while it was read, as far as its time tells."""
        try:
            return self._started <= os.stat(path).st_mtime_ns <= time.time_ns()  # noqa: PTH116  # hot code
        except (OSError, ValueError):
            return False


def _sum(name: str) -> str:
    """The checksum of a file, of which no more than a piece is in memory."""
    with open(name, "rb") as stream:  # noqa: PTH123  # hot code
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise OSError(name)
        return hashlib.file_digest(stream, "sha256").hexdigest()
