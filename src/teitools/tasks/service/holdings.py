"""The documents of an index as the protocol speaks of them, at one moment."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from teitools.dts.model import ROOT, Collection, Resource, Tree, Unit
from teitools.tasks.service.index import HERE, read_kinds, read_states

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence

    from teitools.dts.model import Slice
    from teitools.tasks.service.entries import State
    from teitools.tasks.service.index import Index

__all__ = ["File", "IndexHoldings", "holdings"]

_UNITS = """SELECT one.number, one.last, one.ref, one.kind, outer_.ref, one.level, one.node, one.turns, one.data
  FROM units AS one LEFT JOIN units AS outer_
  ON outer_.document = one.document AND outer_.tree = one.tree AND outer_.number = one.parent
  WHERE one.document = ? AND one.tree = ? AND """
_DOCUMENT = "id, title, folder, metadata, trees"
_ALL = 1 << 62  # more than there are of anything


class File(NamedTuple):
    """Where a document lies, and the files that it was read from."""

    path: str
    states: tuple[State, ...]


@contextmanager
def holdings(index: Index, title: str, had_at: Callable[[str, str], Sequence[str]]) -> Iterator[IndexHoldings]:
    """The documents as they are known now, in a library of this title.

    `had_at` says for the identifier and the path of a document where it is to be had.
    """
    with index.reading() as connection:
        yield IndexHoldings(connection, title, had_at)


@dataclass(frozen=True, slots=True)
class IndexHoldings:
    """See `dts.model.Holdings`."""

    connection: sqlite3.Connection
    title: str
    had_at: Callable[[str, str], Sequence[str]]

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        try:
            return self.connection.execute(query, values).fetchall()
        except UnicodeEncodeError:  # bytes that are no text name nothing
            return []

    def collection(self, id_: str) -> Collection | None:
        """See Holdings."""
        if id_ == ROOT:
            (size,) = self._rows("SELECT count(*) FROM folders WHERE parent = ?", ROOT)[0]
            return Collection(ROOT, self.title, None, size)
        found = self._rows("SELECT id, title, parent, size FROM folders WHERE id = ?", id_)
        return self._collection(found[0]) if found else None

    def _collection(self, row: tuple[Any, ...]) -> Collection:
        id_, title, parent, size = row
        return Collection(id_, self.title if id_ == HERE else title, parent, size)

    def resource(self, id_: str) -> Resource | None:
        """See Holdings."""
        found = self._rows(f"SELECT {_DOCUMENT} FROM documents WHERE id = ? AND reason = ''", id_)  # noqa: S608  # ours
        return self._resource(found[0]) if found else None

    def _resource(self, row: tuple[Any, ...]) -> Resource:
        id_, title, folder, metadata, trees = row
        kinds = tuple(Tree(name, words, read_kinds(rows)) for name, words, rows in json.loads(trees))
        return Resource(id_, title, folder, json.loads(metadata), kinds)

    def downloads(self, resource: str) -> Sequence[str]:
        """See Holdings."""
        file = self.file(resource)
        return self.had_at(resource, file.path) if file else ()

    def file(self, id_: str) -> File | None:
        """Where the document of this identifier lies."""
        found = self._rows("SELECT path, states FROM documents WHERE id = ? AND reason = ''", id_)
        return File(os.fsdecode(found[0][0]), read_states(found[0][1])) if found else None

    def members(self, collection: str, first: int, count: int) -> Sequence[Collection | Resource]:
        """See Holdings."""
        inner = self._rows(
            "SELECT id, title, parent, size FROM folders WHERE parent = ? ORDER BY id LIMIT ? OFFSET ?",
            *(collection, count, first),
        )
        found: list[Collection | Resource] = [self._collection(row) for row in inner]
        if len(found) < count:
            (before,) = self._rows("SELECT count(*) FROM folders WHERE parent = ?", collection)[0]
            rows = self._rows(
                f"SELECT {_DOCUMENT} FROM documents WHERE folder = ? AND reason = '' ORDER BY id LIMIT ? OFFSET ?",  # noqa: S608  # ours
                *(collection, count - len(found), max(0, first - before)),
            )
            found += [self._resource(row) for row in rows]
        return found

    def listed(self, first: int, count: int) -> tuple[list[tuple[str, str, str]], int]:
        """Documents in the order of their identifiers: these, their titles, their paths; and how many there are."""
        query = "SELECT id, title, path FROM documents WHERE reason = '' ORDER BY id LIMIT ? OFFSET ?"
        rows = [(id_, title, os.fsdecode(path)) for id_, title, path in self._rows(query, count, first)]
        return rows, self._rows("SELECT count(*) FROM documents WHERE reason = ''")[0][0]

    def dated(self, first: int, count: int) -> tuple[list[tuple[str, str, tuple[State, ...], str]], int]:
        """The same, with the states of their files and when their records changed last."""
        rows = self._rows(
            "SELECT d.id, d.path, d.states, r.datestamp FROM documents AS d LEFT JOIN records AS r ON r.id = d.id "
            "WHERE d.reason = '' ORDER BY d.id LIMIT ? OFFSET ?",
            *(count, first),
        )
        found = [(id_, os.fsdecode(path), read_states(states), stamp or "") for id_, path, states, stamp in rows]
        return found, self._rows("SELECT count(*) FROM documents WHERE reason = ''")[0][0]

    def _number(self, resource: str) -> int:
        found = self._rows("SELECT number FROM documents WHERE id = ? AND reason = ''", resource)
        return int(found[0][0]) if found else -1

    def unit(self, resource: str, tree: int, ref: str) -> Unit | None:
        """See Holdings."""
        found = self._rows(
            f"{_UNITS} one.ref = ?",
            *(self._number(resource), tree, ref),
        )
        return _unit(found[0]) if found else None

    def siblings(self, resource: str, tree: int, unit: Unit, first: int, count: int) -> tuple[Sequence[Unit], int]:
        """See Holdings."""
        document = self._number(resource)
        around = self.unit(resource, tree, unit.parent) if unit.parent is not None else None
        begin, end = (around.number, around.last) if around else (0, _ALL)
        condition = "one.number BETWEEN ? AND ? AND one.level = ?"
        return self._some(condition, (document, tree, begin, end, unit.level), first, count)

    def units(self, resource: str, tree: int, wanted: Slice, first: int, count: int) -> tuple[Sequence[Unit], int]:
        """See Holdings."""
        last = wanted.last if wanted.last >= 0 else _ALL
        deepest = wanted.deepest if wanted.deepest >= 0 else _ALL
        given = (self._number(resource), tree, wanted.first, last, deepest)
        return self._some("one.number BETWEEN ? AND ? AND one.level <= ?", given, first, count)

    def _some(self, condition: str, given: tuple[object, ...], first: int, count: int) -> tuple[Sequence[Unit], int]:
        """Units of a tree for which a condition holds, and how many there are."""
        rows = self._rows(f"{_UNITS} {condition} ORDER BY one.number LIMIT ? OFFSET ?", *given, count, first)
        if not first and len(rows) < count:
            return [_unit(row) for row in rows], len(rows)
        where = f"FROM units AS one WHERE one.document = ? AND one.tree = ? AND {condition}"
        (total,) = self._rows(f"SELECT count(*) {where}", *given)[0]
        return [_unit(row) for row in rows], total


def _unit(row: tuple[Any, ...]) -> Unit:
    number, last, ref, kind, parent, level, node, turns, data = row
    return Unit(number, last, ref, kind, parent, level, node, bool(turns), json.loads(data) if data else ())
