"""What is put into a package, file by file: found again by folder and in order, without holding it in memory."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from teitools.archive.checksums import Sums
from teitools.archive.formats import format_of
from teitools.archive.model import ALGORITHMS, Item
from teitools.archive.scratch import key_of, name_of, scratch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from teitools.archive.formats import Format

__all__ = ["Items", "Ledger", "Put", "Wanted"]

Put = tuple[str, "Path | str | bytes", "Format | None"]
"""A file to be put there: its name, where it is or what is in it, and its format if the name does not tell."""

_TABLES = """
CREATE TABLE kept (path BLOB PRIMARY KEY, format INTEGER, size INTEGER, first BLOB, second BLOB) WITHOUT ROWID;
CREATE TABLE wanted (name BLOB PRIMARY KEY, source BLOB, content BLOB, format INTEGER) WITHOUT ROWID;
"""
_BELOW = "FROM kept WHERE path > ? AND path < ?"


class Wanted(NamedTuple):
    """A file that is to be put somewhere: `status` is that of the source; where that is None, there is `content`."""

    name: str
    source: str
    content: bytes
    format: Format
    status: os.stat_result | None

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.content) if self.status is None else self.status.st_size


class Ledger:
    """Files of a package by their paths in it."""

    def __init__(self) -> None:
        self._data = scratch(_TABLES)
        self._formats: dict[Format, int] = {}

    def close(self) -> None:
        """Forget all."""
        self._data.close()

    def sorted(self, files: Iterable[Put]) -> Iterator[Wanted]:
        """Files in the order of their names, each once. Raises OSError for one that is not there."""
        self._data.executemany("INSERT OR IGNORE INTO wanted VALUES (?, ?, ?, ?)", map(self._wanted, files))
        known = [*self._formats]
        for name, source, content, number in self._data.execute("SELECT * FROM wanted ORDER BY name"):
            path = os.fsdecode(source)
            yield Wanted(name_of(name), path, content, known[number], None if content is not None else os.stat(path))  # noqa: PTH116
        self._data.execute("DELETE FROM wanted")

    def _wanted(self, put: Put) -> tuple[bytes, bytes, bytes | None, int]:
        name, held, known = put
        number = self._number(known or format_of(name))
        if isinstance(held, bytes):
            return key_of(name), b"", held, number
        return key_of(name), os.fsencode(held), None, number

    def _number(self, format_: Format) -> int:
        return self._formats.setdefault(format_, len(self._formats))

    def keep(self, path: str, format_: Format, sums: Sums) -> None:
        """Note a file that has been put there."""
        first, second = (bytes.fromhex(sums.digests[name]) for name in ALGORITHMS)
        row = (key_of(path), self._number(format_), sums.size, first, second)
        self._data.execute("INSERT INTO kept VALUES (?, ?, ?, ?, ?)", row)

    def has(self, path: str) -> bool:
        """Whether a file has been put there."""
        return self._data.execute("SELECT 1 FROM kept WHERE path = ?", (key_of(path),)).fetchone() is not None

    def totals(self, folder: str) -> tuple[int, int]:
        """How many files are below a folder, whose name ends in `/`, and how many bytes these have."""
        count, size = self._data.execute(f"SELECT count(*), total(size) {_BELOW}", _range(folder)).fetchone()
        return int(count), int(size)

    def items(self, folder: str, base: str) -> Items:
        """The files below a folder, with their paths as seen from `base`, a folder around it."""
        return Items(self, folder, base)

    def sums(self, folder: str) -> Iterator[tuple[str, Sums]]:
        """The files below a folder by their paths, with their checksums."""
        return ((item.path, item.sums) for item in self.each(folder, ""))

    def each(self, folder: str, base: str) -> Iterator[Item]:
        """The same, once."""
        formats, start = [*self._formats], len(base)
        names = ALGORITHMS
        rows = self._data.execute(f"SELECT path, format, size, first, second {_BELOW} ORDER BY path", _range(folder))
        for path, number, size, first, second in rows:
            sums = Sums(size, {names[0]: first.hex(), names[1]: second.hex()})
            yield Item(name_of(path)[start:], formats[number], sums)


def _range(folder: str) -> tuple[bytes, bytes]:
    start = key_of(folder)
    return start, start + b"\xff"


class Items:
    """Files below a folder, in the order of their paths, as often as somebody looks; see `Ledger.items`."""

    def __init__(self, ledger: Ledger, folder: str, base: str) -> None:
        self._ledger, self._folder, self._base = ledger, folder, base
        self._count, _ = ledger.totals(folder)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Item]:
        return self._ledger.each(self._folder, self._base)
