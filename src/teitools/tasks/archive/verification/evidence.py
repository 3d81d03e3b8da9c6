"""What is known of the files of a package, in a database: what is there, what it was found to be, what is said of it.

Paths are those from the top of the package, as `scratch.key_of` keeps them; sources are the files that say something,
by their numbers (`Claims`).
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Self

from teitools.archive.scratch import scratch

if TYPE_CHECKING:
    import sqlite3

__all__ = ["AGREES", "KNOWN", "Rows", "evidence"]

_TABLES = """
-- What is there: at which `place` of the container, `may` it be read, how many `times` is it there, which name is it on
-- systems that tell fewer apart?
-- How many bytes were read of it, with which checksums?
CREATE TABLE file (path BLOB PRIMARY KEY, entry BLOB, size INTEGER, place INTEGER, folded BLOB, may INTEGER,
    times INTEGER DEFAULT 1, bytes INTEGER, md5 TEXT, sha1 TEXT, sha256 TEXT, sha512 TEXT) WITHOUT ROWID;
CREATE INDEX file_place ON file (place);
-- What manifests (`listed`), METS and PREMIS say of the bytes of files.
CREATE TABLE claim (path BLOB, source INTEGER, line INTEGER, algorithm TEXT, digest TEXT, size TEXT, listed INTEGER);
-- Files that METS refers to; where a reference means no path in the package, that is NULL.
CREATE TABLE reference (source INTEGER, path BLOB, href TEXT, line INTEGER, missing TEXT, pointer INTEGER);
CREATE TABLE identity (source INTEGER, value TEXT, line INTEGER);
CREATE TABLE pointer (source INTEGER, attribute TEXT, value TEXT, line INTEGER);
-- What PREMIS tells of: every identifier of an object; the files among these; links to events, agents, objects.
CREATE TABLE object (source INTEGER, identifier TEXT);
CREATE TABLE content (source INTEGER, path BLOB, identifier TEXT, line INTEGER);
CREATE TABLE link (source INTEGER, kind TEXT, value TEXT, line INTEGER);
-- Files that the RO-Crate describes, and how it calls them.
CREATE TABLE described (path BLOB PRIMARY KEY, shown BLOB) WITHOUT ROWID;
"""
KNOWN = ("sha256", "sha512", "sha1", "md5")
"""The algorithms by which files are summed up, if somebody says what comes of it."""
AGREES = f"claim.digest = CASE claim.algorithm {' '.join(f'WHEN {name!r} THEN file.{name}' for name in KNOWN)} END"
"""Whether a claim is true of a file."""
_TOGETHER = 512  # rows that are written at a time


def evidence() -> sqlite3.Connection:
    """A database in which nothing is known yet."""
    return scratch(_TABLES)


class Rows(AbstractContextManager["Rows"]):
    """Rows that are written some at a time, at the latest when the block ends."""

    def __init__(self, data: sqlite3.Connection, statement: str) -> None:
        self._data, self._statement = data, statement
        self._waiting: list[tuple[object, ...]] = []

    def add(self, row: tuple[object, ...]) -> None:
        """Write a row."""
        self._waiting.append(row)
        if len(self._waiting) >= _TOGETHER:
            self.flush()

    def flush(self) -> None:
        """Write those that wait."""
        self._data.executemany(self._statement, self._waiting)
        self._waiting.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.flush()
