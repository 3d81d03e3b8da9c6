"""Many small things in one file, by their keys: those that were wanted last, and no more than there is room for.

The file is a database (SQLite), so that several runs at once read and write it, each change as a whole. What is wrong
with it is no fault of a run: a file that is damaged, or holds something else, is removed and made anew.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from teitools.cache.places import folder_of, is_ours
from teitools.cache.sums import digest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Self

__all__ = ["Table"]

_TABLE = "CREATE TABLE kept (key TEXT PRIMARY KEY, day INTEGER NOT NULL, sum TEXT NOT NULL, body BLOB NOT NULL)"
_INDEX = "CREATE INDEX kept_day ON kept (day)"
_SHAPE = [("index", _INDEX), ("index", None), ("table", _TABLE)]
_PATIENCE = 5.0  # seconds to wait for another run that writes; a change takes some hundredths
_DAY = 86_400


@dataclass(slots=True)
class Table:
    """A table of the user's, open as long as its block lasts; empty and without memory where there is no safe place.

    `most` is how many bytes the file may have, `days` how long something is kept that nobody wants.
    """

    area: str
    most: int = 512 * 2**20
    days: int = 60
    _data: sqlite3.Connection | None = field(default=None, init=False)
    _path: Path | None = field(default=None, init=False)
    _wanted: set[str] = field(default_factory=set, init=False)
    _today: int = field(default_factory=lambda: int(time.time()) // _DAY, init=False)

    name: ClassVar[str] = "table.sqlite"

    def __enter__(self) -> Self:
        with contextlib.suppress(OSError), _Forgiving(self):
            folder = folder_of(self.area)
            if folder is not None:
                self._open(folder / self.name)
        return self

    def __exit__(self, *_: object) -> None:
        with _Forgiving(self):
            if self._data is not None and self._wanted:
                with self._data:
                    self._data.execute("BEGIN IMMEDIATE")
                    self._note_wanted(self._data)
        self._close()

    @property
    def is_open(self) -> bool:
        """Whether anything can be there."""
        return self._data is not None

    def fetch(self, key: str) -> bytes | None:
        """What is kept under a key, as it was given."""
        if self._data is None:
            return None
        with _Forgiving(self):
            row = self._data.execute("SELECT day, sum, body FROM kept WHERE key = ?", (key,)).fetchone()
            if row is None or not isinstance(row[2], bytes) or digest(row[2]) != row[1]:
                return None
            if row[0] != self._today:
                self._wanted.add(key)
            body: bytes = row[2]
            return body
        return None

    def store(self, items: Mapping[str, bytes]) -> None:
        """Keep things, all or none. Failing to do so is no fault: the next run makes them again."""
        if self._data is None:
            return
        with _Forgiving(self), self._data:
            self._data.execute("BEGIN IMMEDIATE")
            if not self._has_room(self._data):
                return
            rows = [(key, self._today, digest(body), body) for key, body in items.items()]
            self._data.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)", rows)

    def _open(self, path: Path) -> None:
        """Open the file, made if need be. Raises OSError, and what SQLite raises."""
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        try:
            if not is_ours(os.fstat(descriptor)):
                return
        finally:
            os.close(descriptor)
        self._path = path
        self._data = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
        for setting in ("trusted_schema = OFF", "cell_size_check = ON", "synchronous = OFF"):  # sums tell what was lost
            self._data.execute(f"PRAGMA {setting}")
        if not self._shape(self._data):
            with self._data:
                self._data.execute("BEGIN IMMEDIATE")
                if not self._shape(self._data):  # another run may have been faster
                    self._data.execute(_TABLE)
                    self._data.execute(_INDEX)

    @staticmethod
    def _shape(data: sqlite3.Connection) -> bool:
        """Whether the tables are there, and nothing else. Raises DatabaseError if something else is."""
        found = data.execute("SELECT type, sql FROM sqlite_master ORDER BY type, sql IS NULL, sql").fetchall()
        if found and found != _SHAPE:
            raise sqlite3.DatabaseError
        return bool(found)

    def _has_room(self, data: sqlite3.Connection) -> bool:
        """Whether more may be kept; what nobody has wanted for long makes room, then what was not wanted today."""
        data.execute("DELETE FROM kept WHERE day < ? OR day > ?", (self._today - self.days, self._today + 1))
        if self._used(data) < self.most:
            return True
        self._note_wanted(data)
        days = data.execute("SELECT DISTINCT day FROM kept WHERE day < ? ORDER BY day", (self._today,)).fetchall()
        for day in days:
            data.execute("DELETE FROM kept WHERE day = ?", day)
            if self._used(data) < self.most * 3 // 4:
                return True
        return self._used(data) < self.most

    def _note_wanted(self, data: sqlite3.Connection) -> None:
        rows = [(self._today, key) for key in sorted(self._wanted)]
        data.executemany("UPDATE kept SET day = ? WHERE key = ?", rows)
        self._wanted.clear()

    @staticmethod
    def _used(data: sqlite3.Connection) -> int:
        """The bytes of the file that hold something."""
        names = ("page_size", "page_count", "freelist_count")
        size, count, free = (int(data.execute(f"PRAGMA {name}").fetchone()[0]) for name in names)
        return size * (count - free)

    def _close(self) -> None:
        data, self._data = self._data, None
        if data is not None:
            with contextlib.suppress(sqlite3.Error):
                data.close()

    def give_up(self, *, is_spoilt: bool) -> None:
        """Do without the file from now on; a spoilt one makes room for another."""
        self._close()
        if is_spoilt and self._path is not None:
            with contextlib.suppress(OSError):
                self._path.unlink()


class _Forgiving(contextlib.AbstractContextManager[None]):
    """What goes wrong with the file inside the block is no fault of whoever asks."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> bool:
        if isinstance(error, sqlite3.Error):
            passes = isinstance(error, (sqlite3.OperationalError, sqlite3.ProgrammingError))  # locked, full, read-only
            self._table.give_up(is_spoilt=isinstance(error, sqlite3.DatabaseError) and not passes)
            return True
        return False
