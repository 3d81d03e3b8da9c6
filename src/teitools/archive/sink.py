"""Where a package goes: a folder, or a zip file. Each file is read once: it is summed up while it is copied."""

from __future__ import annotations

import contextlib
import os
import threading
import zipfile
from hashlib import sha256, sha512
from typing import TYPE_CHECKING, Protocol

from teitools.archive.checksums import BLOCK, Sums, sums_of
from teitools.archive.model import ALGORITHMS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import BinaryIO, Self

    from teitools.archive.checksums import Writable

__all__ = ["FolderSink", "Memory", "Sink", "ZipSink", "summed"]

_TIME = (1980, 1, 1, 0, 0, 0)  # the first that a zip file can bear
_BUFFER = 1 << 16  # bytes; where a size is named, nobody asks whether the file is a terminal
_MODE = 0o100644 << 16
_BINARY = getattr(os, "O_BINARY", 0)
_READ, _MAKE = os.O_RDONLY | _BINARY, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY


class Sink(Protocol):
    """Takes the files of a package, by their paths in it."""

    at_once: bool
    """Whether several threads may put files at the same time."""

    def copy(self, name: str, source: str, status: os.stat_result) -> Sums:
        """Put a copy of a file there, which had this status before anybody read it. Raises OSError."""
        ...

    def write(self, name: str, fill: Callable[[Writable], None]) -> Sums:
        """Put a file there that `fill` writes, piece by piece. Raises OSError."""
        ...


class Memory(Protocol):
    """Remembers which files have been copied, beyond the end of the program."""

    def taken(self, name: str, place: str, status: os.stat_result) -> Sums | None:
        """The checksums of a copy that is at its place already, whole, and of what is still the same file, else None.

        Then there is nothing at its place.
        """
        ...

    def note(self, name: str, sums: Sums, status: os.stat_result) -> None:
        """Remember a copy that has been made."""
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
    """A package as a folder, which is there; `memory` knows what of it is there from an earlier run."""

    at_once = True

    def __init__(self, folder: Path, memory: Memory | None = None) -> None:
        self._folder = str(folder)
        self._memory = memory
        self._made: set[str] = set()

    def copy(self, name: str, source: str, status: os.stat_result) -> Sums:
        """See `Sink`."""
        place = self._place(name)
        if self._memory is None:
            return _copied(source, place, status.st_size)
        sums = self._memory.taken(name, place, status)
        if sums is None:
            sums = _copied(source, place, status.st_size)
            self._memory.note(name, sums, status)
        return sums

    def write(self, name: str, fill: Callable[[Writable], None]) -> Sums:
        """See `Sink`."""
        with open(self._place(name), "xb", buffering=_BUFFER) as stream:  # noqa: PTH123  # texts are faster than paths
            return summed(stream, fill)

    def _place(self, name: str) -> str:
        """Where a file is to be, in a folder that is there."""
        parent = name.rpartition("/")[0]
        if parent not in self._made:
            os.makedirs(f"{self._folder}/{parent}", exist_ok=True)  # noqa: PTH103
            self._made.add(parent)
        return f"{self._folder}/{name}"


def _copied(source: str, place: str, size: int) -> Sums:
    """Copy a file of about so many bytes, and sum up what is read. Raises OSError.

    Packages have many thousands of small files: what `open` does for each of them takes longer than to read it.
    """
    first, second = sha256(usedforsecurity=False), sha512(usedforsecurity=False)
    step, total = min(BLOCK, size + 1), 0
    reading = os.open(source, _READ)
    try:
        writing = os.open(place, _MAKE, 0o666)
        try:
            while block := os.read(reading, step):
                total += len(block)
                first.update(block)
                second.update(block)
                while (done := os.write(writing, block)) < len(block):
                    block = block[done:]
        finally:
            os.close(writing)
    finally:
        os.close(reading)
    return Sums(total, dict(zip(ALGORITHMS, (first.hexdigest(), second.hexdigest()), strict=True)))


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

    def copy(self, name: str, source: str, status: os.stat_result) -> Sums:
        """See `Sink`."""
        with open(source, "rb", buffering=0) as read, self._opened(name, status.st_size) as stream:  # noqa: PTH123
            return sums_of(read, ALGORITHMS, stream)

    def write(self, name: str, fill: Callable[[Writable], None]) -> Sums:
        """See `Sink`."""
        with self._opened(name, 0) as stream:
            return summed(stream, fill)

    def __enter__(self) -> Self:
        """The sink; the directory of the zip file is written when the block ends, after an exception as far as it goes.

        A library that has not been told of the end would try that itself, later, and tell of its own failure only.
        """
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        with contextlib.suppress(*((OSError, ValueError) if kind else ())):
            self._zip.close()

    @contextlib.contextmanager
    def _opened(self, name: str, size: int) -> Iterator[Writable]:
        entry = zipfile.ZipInfo(f"{self._folder}/{name}", _TIME)
        entry.create_system, entry.external_attr = 3, _MODE
        entry.file_size = size
        with self._lock, self._zip.open(entry, "w", force_zip64=size >= 1 << 31) as stream:
            yield stream
