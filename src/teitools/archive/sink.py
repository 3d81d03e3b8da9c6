"""Where a package goes: a folder, or a zip file. Each file is read once: it is summed up while it is copied."""

from __future__ import annotations

import contextlib
import threading
import zipfile
from typing import TYPE_CHECKING, Protocol

from teitools.archive.checksums import Sums, sums_of
from teitools.archive.model import ALGORITHMS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import BinaryIO

    from teitools.archive.checksums import Writable

__all__ = ["FolderSink", "Sink", "ZipSink", "summed"]

_TIME = (1980, 1, 1, 0, 0, 0)  # the first that a zip file can bear
_BUFFER = 1 << 16  # bytes; where a size is named, nobody asks whether the file is a terminal
_MODE = 0o100644 << 16


class Sink(Protocol):
    """Takes the files of a package, by their paths in it."""

    at_once: bool
    """Whether several threads may put files at the same time."""

    def copy(self, name: str, source: Path) -> Sums:
        """Put a file there that another one is a copy of. Raises OSError."""
        ...

    def write(self, name: str, fill: Callable[[Writable], None]) -> Sums:
        """Put a file there that `fill` writes, piece by piece. Raises OSError."""
        ...


class _Summing:
    """Passes on what is written, and sums it up."""

    def __init__(self, stream: Writable) -> None:
        import hashlib

        self._stream, self._size = stream, 0
        self._hashes = {name: hashlib.new(name, usedforsecurity=False) for name in ALGORITHMS}

    def write(self, content: bytes, /) -> int:
        self._stream.write(content)
        self._size += len(content)
        for one in self._hashes.values():
            one.update(content)
        return len(content)

    def sums(self) -> Sums:
        return Sums(self._size, {name: one.hexdigest() for name, one in self._hashes.items()})


def summed(stream: Writable, fill: Callable[[Writable], None]) -> Sums:
    """Let a stream be filled, and sum up what was written."""
    summing = _Summing(stream)
    fill(summing)
    return summing.sums()


class FolderSink:
    """A package as a folder, which is there."""

    at_once = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: set[str] = set()

    def copy(self, name: str, source: Path) -> Sums:
        """See `Sink`."""
        with source.open("rb", buffering=0) as read, self._opened(name) as stream:
            return sums_of(read, ALGORITHMS, stream)

    def write(self, name: str, fill: Callable[[Writable], None]) -> Sums:
        """See `Sink`."""
        with self._opened(name) as stream:
            return summed(stream, fill)

    def _opened(self, name: str) -> BinaryIO:
        parent = name.rpartition("/")[0]
        if parent not in self._made:
            (self._folder / parent).mkdir(parents=True, exist_ok=True)
            self._made.add(parent)
        return open(f"{self._folder}/{name}", "xb", buffering=_BUFFER)  # noqa: PTH123  # 100,000 of them: a path takes its time


class ZipSink:
    """A package as a zip file: its entries lie in one folder of its name, are stored, and bear no time of ours.

    They are not compressed, as what a library for that makes of the same bytes changes with its version, and the same
    package is to be the same file.
    """

    at_once = False

    def __init__(self, stream: BinaryIO, folder: str) -> None:
        self._zip = zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED, allowZip64=True, strict_timestamps=True)
        self._folder = folder
        self._lock = threading.Lock()

    def copy(self, name: str, source: Path) -> Sums:
        """See `Sink`."""
        with source.open("rb", buffering=0) as read, self._opened(name, source.stat().st_size) as stream:
            return sums_of(read, ALGORITHMS, stream)

    def write(self, name: str, fill: Callable[[Writable], None]) -> Sums:
        """See `Sink`."""
        with self._opened(name, 0) as stream:
            return summed(stream, fill)

    def close(self) -> None:
        """Write the directory of the zip file."""
        self._zip.close()

    @contextlib.contextmanager
    def _opened(self, name: str, size: int) -> Iterator[Writable]:
        entry = zipfile.ZipInfo(f"{self._folder}/{name}", _TIME)
        entry.create_system, entry.external_attr = 3, _MODE
        entry.file_size = size
        with self._lock, self._zip.open(entry, "w", force_zip64=size >= 1 << 31) as stream:
            yield stream
