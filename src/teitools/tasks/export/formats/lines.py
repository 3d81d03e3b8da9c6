"""Rows as lines of CSV (RFC 4180 with LF, UTF-8), and as the objects of a list of JSON.

Where there may be very many rows of one kind, it is said of columns where in a row they are: then `teitools.native`
writes them, where it is compiled.
"""

from __future__ import annotations

import csv
import io
import json
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from teitools.facts.records import as_record
from teitools.native import row_writer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from teitools.tasks.export.formats.rows import Row

__all__ = ["Cell", "csv_lines", "csv_lines_of", "json_objects", "json_record"]

_TRUTH = {True: "true", False: "false"}


class Cell(NamedTuple):
    """What a cell has of a row: `before`, and the value `at`, of which, with `part`, that part. Where the value is
    None, the cell is empty; with -1, it is `before` in every row.
    """

    before: str
    at: int = -1
    part: int = -1


def csv_lines(rows: Iterable[Row]) -> bytes:
    """Rows as lines."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue().encode("utf-8", "replace")


def csv_lines_of(rows: tuple[tuple[Any, ...], ...], cells: tuple[Cell, ...]) -> bytes:
    """Rows as lines of cells."""
    write = row_writer()
    if write is not None:
        try:
            return write(rows, cells, None)
        except UnicodeEncodeError:  # the path of a file has bytes that are no text
            pass
    return csv_lines(_filled(rows, cells))


def _filled(rows: Iterable[tuple[Any, ...]], cells: Sequence[Cell]) -> Iterator[Row]:
    for row in rows:
        yield tuple(_value(row, *cell) for cell in cells)


def _value(row: tuple[Any, ...], before: str, index: int, part: int) -> str | int | None:
    value = before if index < 0 else row[index]
    if value is None or index < 0:
        return value
    if part >= 0:
        value = value[part]
    value = _TRUTH.get(value, value) if isinstance(value, bool) else value
    return f"{before}{value}" if before else value


def json_objects(rows: tuple[tuple[Any, ...], ...], names: Sequence[str]) -> tuple[bytes, ...]:
    """Rows as a list of objects, with these names of their values: pieces that are to be put together."""
    write = row_writer()
    if write is not None:
        return b"[", write(rows, _keys(names), _Others().__getitem__), b"]"
    found = [dict(zip(names, map(as_record, row), strict=True)) for row in rows]
    return (json.dumps(found, ensure_ascii=False).encode(),)


def json_record(record: Mapping[str, Any]) -> bytes:
    """A record as a line of JSON; its values may be long texts."""
    write = row_writer()
    if write is not None:
        try:
            made = write((tuple(record.values()),), _keys(record), partial(json.dumps, ensure_ascii=False))
        except UnicodeEncodeError:  # the path of a file has bytes that are no text
            pass
        else:
            return b"".join((made, b"\n"))
    return f"{json.dumps(record, ensure_ascii=False)}\n".encode("utf-8", "replace")


def _keys(names: Iterable[str]) -> tuple[Cell, ...]:
    """What stands before values in an object, and which values they are."""
    return tuple(Cell(f"{', ' if number else '{'}{json.dumps(name)}: ", number) for number, name in enumerate(names))


class _Others(dict[Any, str]):
    """Other things than text and numbers, as JSON; what there is often is written once."""

    def __missing__(self, value: Any) -> str:  # noqa: ANN401  # JSON
        self[value] = found = json.dumps(as_record(value), ensure_ascii=False)
        return found
