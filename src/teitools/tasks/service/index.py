"""What is known of the documents of a service, on disk: so that a second start reads only what has changed.

An SQLite database in the user's cache, which nobody else can write to. It holds what can be made again, and is made
again if it is damaged, or of another version. Whoever reads sees the documents as they were at one moment.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, LifoQueue
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from teitools import filesystem
from teitools.cache import Cache, digest, is_ours, stamp
from teitools.diagnostics import SetupError
from teitools.dts.model import ROOT, identifier
from teitools.oai.history import Alive
from teitools.tasks.service.entries import compact

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from teitools.facts.citable import Kind
    from teitools.oai.history import Noted
    from teitools.tasks.service.entries import Entry, State
    from teitools.tasks.service.library import Library

__all__ = ["HERE", "Index", "read_kinds", "read_states"]

HERE = "./"
"""The collection of documents that lie right in the folder of the library, as every document is in a collection that
is in the root: clients of the protocol expect that."""
_KEPT = 20  # indexes of other libraries that stay
_BUSY = 10.0  # seconds in which somebody else who writes has to be done
_SCHEMA = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE documents (
  number INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE, id TEXT NOT NULL, folder TEXT NOT NULL, reason TEXT NOT NULL,
  title TEXT NOT NULL, metadata TEXT NOT NULL, trees TEXT NOT NULL, states TEXT NOT NULL, digest TEXT NOT NULL);
CREATE UNIQUE INDEX documents_by_id ON documents (id) WHERE reason = '';
CREATE INDEX documents_by_folder ON documents (folder, id) WHERE reason = '';
CREATE TABLE folders (
  id TEXT PRIMARY KEY, parent TEXT NOT NULL, title TEXT NOT NULL, size INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX folders_by_parent ON folders (parent, id);
CREATE TABLE records (
  id TEXT PRIMARY KEY, datestamp TEXT NOT NULL, deleted INTEGER NOT NULL, digest TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX records_by_datestamp ON records (datestamp, id);
CREATE TABLE units (
  document INTEGER NOT NULL, tree INTEGER NOT NULL, number INTEGER NOT NULL, last INTEGER NOT NULL,
  level INTEGER NOT NULL, ref TEXT NOT NULL, kind TEXT NOT NULL, parent INTEGER NOT NULL, node INTEGER NOT NULL,
  turns INTEGER NOT NULL, data TEXT NOT NULL, PRIMARY KEY (document, tree, number)) WITHOUT ROWID;
CREATE UNIQUE INDEX units_by_ref ON units (document, tree, ref);
"""


class Index:
    """The index at `path`, or in a folder of its own for as long as this object is used, if there is no cache.

    One thread may write (`put`, `drop`), any may read (`reading`).
    """

    def __init__(self, path: Path | None) -> None:
        self._temporary = None if path else Path(mkdtemp(prefix="teitools-"))
        self.path = path or Path(str(self._temporary), "index.sqlite")
        self._idle: LifoQueue[sqlite3.Connection] = LifoQueue()
        self._all: list[sqlite3.Connection] = []
        self._key = _version()
        try:
            self._writer = self._opened()
            self.states()  # all documents, which may be damaged
        except sqlite3.DatabaseError:
            self._close()
            self.give_up()
            self._writer = self._opened()

    @classmethod
    def of(cls, library: Library) -> Index:
        """The index of a library, as former runs have left it."""
        folder = Cache("service", "").folder()
        if folder is None:
            return cls(None)
        name = digest(os.fsencode("\0".join((str(library.root), *library.paths))))[:32]
        _prune(folder, name)
        return cls(folder / f"{name}.sqlite")

    def _opened(self) -> sqlite3.Connection:
        """The connection that writes, to an index of this version."""
        with contextlib.suppress(FileNotFoundError):
            if not is_ours(self.path.lstat()):
                self.give_up()
        connection = self._connected()
        known = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'about'").fetchone()[0]
        if known and connection.execute("SELECT value FROM about WHERE key = 'version'").fetchone() == (self._key,):
            return connection
        if known or connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            self._close()
            self.give_up()
            connection = self._connected()
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(f"BEGIN;{_SCHEMA}COMMIT;")
        with self._transaction(connection):
            connection.execute("INSERT INTO about VALUES ('version', ?)", (self._key,))
        return connection

    def _connected(self) -> sqlite3.Connection:
        self.path.touch(mode=0o600)
        connection = sqlite3.connect(self.path, timeout=_BUSY, isolation_level=None, check_same_thread=False)
        self._all.append(connection)
        for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "synchronous = NORMAL"):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    def give_up(self) -> None:
        """Remove the file, so that the next start makes it anew."""
        for ending in ("", "-wal", "-shm", "-journal"):
            Path(f"{self.path}{ending}").unlink(missing_ok=True)

    def _close(self) -> None:
        for connection in self._all:
            connection.close()
        self._all.clear()

    def close(self) -> None:
        """End all connections; nobody may read any more."""
        self._close()
        if self._temporary is not None:
            shutil.rmtree(self._temporary, ignore_errors=True)

    @contextmanager
    def _transaction(self, connection: sqlite3.Connection) -> Iterator[None]:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection on which everything is as it was at one moment."""
        try:
            connection = self._idle.get_nowait()
        except Empty:
            connection = self._connected()
            connection.execute("PRAGMA query_only = ON")
        connection.execute("BEGIN")
        try:
            yield connection
        finally:
            connection.execute("COMMIT")
            self._idle.put(connection)

    def states(self) -> dict[str, tuple[State, ...]]:
        """The files that each document was read from, by the path of the document."""
        rows = self._writer.execute("SELECT path, states FROM documents")
        return {os.fsdecode(path): read_states(states) for path, states in rows}

    def drop(self, paths: Collection[str]) -> None:
        """Forget documents."""
        with self._transaction(self._writer):
            for path in paths:
                self._forget(path)
            self._renew_folders()

    def put(self, entries: Sequence[Entry]) -> list[Entry]:
        """Keep what is known of documents; those that are not served, with the reason."""
        refused = []
        with self._transaction(self._writer):
            for entry in entries:
                self._forget(entry.path)
                reason = entry.reason or self._clash(entry)
                refused += [(entry, reason)] if reason else []
                self._keep(entry, reason)
            self._renew_folders()
        return [_refused(entry, reason) for entry, reason in refused]

    def alive(self, moment: Callable[[float], str]) -> dict[str, Alive]:
        """The documents that are served, by their identifiers; `moment` writes a number of seconds as a date."""
        rows = self._writer.execute("SELECT id, digest, states FROM documents WHERE reason = ''")
        return {
            id_: Alive(digest_, moment(max((changed for _, changed, _ in read_states(states)), default=0) / 1e9))
            for id_, digest_, states in rows
        }

    def put_records(self, history: Mapping[str, Noted]) -> None:
        """Keep the records of a history instead of those before."""
        rows = [(id_, noted.datestamp, int(noted.is_deleted), noted.digest) for id_, noted in history.items()]
        with self._transaction(self._writer):
            self._writer.execute("DELETE FROM records")
            self._writer.executemany("INSERT INTO records VALUES (?, ?, ?, ?)", rows)

    def _clash(self, entry: Entry) -> str:
        query = "SELECT path FROM documents WHERE id = ? AND reason = ''"
        row = self._writer.execute(query, (identifier(entry.name),)).fetchone()
        return f"{os.fsdecode(row[0])} has the same name; rename one of them" if row else ""

    def _forget(self, path: str) -> None:
        row = self._writer.execute("SELECT number FROM documents WHERE path = ?", (os.fsencode(path),)).fetchone()
        if row is not None:
            self._writer.execute("DELETE FROM units WHERE document = ?", row)
            self._writer.execute("DELETE FROM documents WHERE number = ?", row)

    def _keep(self, entry: Entry, reason: str) -> None:
        id_ = identifier(entry.name)
        values = (
            os.fsencode(entry.path),
            id_,
            _folder(id_),
            reason,
            entry.title,
            compact(entry.metadata or {}),
            compact([(tree.name, tree.description, tree.kinds) for tree in entry.trees]),
            json.dumps(entry.states),
            entry.digest,
        )
        columns = "path, id, folder, reason, title, metadata, trees, states, digest"
        cursor = self._writer.execute(f"INSERT INTO documents ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)  # noqa: S608  # ours
        if not reason:
            for number, tree in enumerate(entry.trees):
                place = f"{cursor.lastrowid:d}, {number:d}"
                units = f"INSERT OR IGNORE INTO units VALUES ({place}, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608  # ours
                self._writer.executemany(units, tree.rows)

    def _renew_folders(self) -> None:
        """The collections that documents are in now, and how much is in each."""
        sizes: dict[str, int] = dict(
            self._writer.execute("SELECT folder, count(*) FROM documents WHERE reason = '' GROUP BY folder").fetchall()
        )
        found: dict[str, tuple[str, int]] = {}
        for folder in sizes:
            at = folder
            while at not in found:
                found[at] = (_folder(at.rstrip("/"), ROOT), 0)
                if found[at][0] == ROOT:
                    break
                at = found[at][0]
        inner: dict[str, int] = {}
        for parent, _ in found.values():
            inner[parent] = inner.get(parent, 0) + 1
        rows = [
            (id_, parent, id_.rstrip("/").rpartition("/")[2], sizes.get(id_, 0) + inner.get(id_, 0))
            for id_, (parent, _) in found.items()
        ]
        self._writer.execute("DELETE FROM folders")
        self._writer.executemany("INSERT INTO folders VALUES (?, ?, ?, ?)", rows)


def _refused(entry: Entry, reason: str) -> Entry:
    from dataclasses import replace

    return replace(entry, reason=reason, metadata=None, trees=())


def _folder(id_: str, none: str = HERE) -> str:
    """The collection that a document, or with `none` another collection, is in."""
    above = id_.rpartition("/")[0]
    return f"{above}/" if above else none


def read_states(text: str) -> tuple[State, ...]:
    """The states of files as they were kept."""
    return tuple((path, changed, size) for path, changed, size in json.loads(text))


def read_kinds(rows: Iterable[Any]) -> tuple[Kind, ...]:
    """The outline of a tree as it was kept."""
    from teitools.facts.citable import Kind

    return tuple(Kind(name, read_kinds(inner)) for name, inner in rows)


def _version() -> str:
    """What makes an index useless when it changes: the code that reads documents, and this."""
    import teitools

    package = Path(teitools.__file__).parent
    folders = (package / name for name in ("facts", "document", "dts"))
    return f"{stamp(*folders)} {stamp(Path(__file__).parent)}"


def _prune(folder: Path, own: str) -> None:
    """Remove the indexes that have not been used for longest, if there are many."""
    with contextlib.suppress(OSError, SetupError):
        others = [file for file in filesystem.entries(folder) if not file.name.startswith(own)]
        databases = sorted((file for file in others if file.suffix == ".sqlite"), key=lambda one: one.stat().st_mtime)
        for old in databases[:-_KEPT]:
            for file in (old, Path(f"{old}-wal"), Path(f"{old}-shm")):
                file.unlink(missing_ok=True)
