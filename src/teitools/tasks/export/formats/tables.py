"""Tables: CSV (RFC 4180 with LF, UTF-8), and what tells programs of their columns and keys.

`datapackage.json` is a Tabular Data Package (Frictionless Data), `csvw-metadata.json` CSV on the Web (W3C, 2015); an
empty cell is no value in both. Where pyarrow is installed, each table is written as Parquet too.
"""

from __future__ import annotations

import hashlib
import json
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from teitools.facts.values import LAYERS, OFFSET_UNIT
from teitools.tasks.export.formats.columns import TABLES
from teitools.tasks.export.formats.lines import csv_lines
from teitools.tasks.export.formats.rows import lines_of, rows_of_entity

if TYPE_CHECKING:
    from pathlib import Path

    from teitools.tasks.export.formats import Given
    from teitools.tasks.export.formats.columns import Table
    from teitools.tasks.export.formats.files import Published

__all__ = ["Tables"]

_XSD = {"string": "string", "integer": "integer", "number": "double", "boolean": "boolean"}
_TITLE = "Facts of TEI documents"
_ABOUT = f"Offsets are in {OFFSET_UNIT} (Unicode), from 0. Layers of text: {', '.join(LAYERS)}."


class _File:
    """A CSV file that is being written, and what is known of its bytes."""

    def __init__(self, path: Path, table: Table) -> None:
        self._file: BinaryIO = path.open("wb")
        self._hash = hashlib.sha256()
        self.size = 0
        self.write(csv_lines([tuple(column.name for column in table.columns)]))

    def write(self, lines: bytes) -> None:
        """Add lines."""
        self._hash.update(lines)
        self.size += len(lines)
        self._file.write(lines)

    def close(self) -> str:
        """Its SHA-256, when all is written."""
        self._file.close()
        return self._hash.hexdigest()


class _Made(NamedTuple):
    """The lines of a document by tables; and those of each entity, by its id."""

    lines: dict[str, bytes]
    of_entities: list[tuple[str, dict[str, bytes]]]


class Tables:
    """See `formats.Writer`."""

    @staticmethod
    def made(given: Given) -> _Made:
        """The rows of a document, and of entities."""
        address = given.published.of(given.document.id)
        lines = lines_of(given.document, address)
        entities = [(one.id, {name: csv_lines(rows) for name, rows in rows_of_entity(one)}) for one in given.entities]
        return _Made(lines, entities)

    def open(self, folder: Path, published: Published, /) -> None:
        """Begin every table."""
        self._folder, self._published = folder, published
        self._files = {name: _File(folder / f"{name}.csv", table) for name, table in TABLES.items()}
        self._entities: set[str] = set()

    def add(self, made: _Made) -> None:
        """Write the rows of a document; entries of registers that several point at are written once."""
        for name, lines in made.lines.items():
            self._files[name].write(lines)
        for id_, of_entity in made.of_entities:
            if id_ not in self._entities:
                self._entities.add(id_)
                for name, lines in of_entity.items():
                    self._files[name].write(lines)

    def close(self) -> None:
        """Write what tells programs of the tables."""
        hashes = {name: file.close() for name, file in self._files.items()}
        self._write("datapackage.json", self._package(hashes))
        self._write("csvw-metadata.json", _metadata(self._published.template))
        if find_spec("pyarrow") is not None:
            from teitools.tasks.export.formats.parquet import write_parquet

            for name, table in TABLES.items():
                write_parquet(self._folder / f"{name}.csv", self._folder / f"{name}.parquet", table)

    def _write(self, name: str, content: Any) -> None:  # noqa: ANN401  # JSON
        text = json.dumps(content, ensure_ascii=False, indent=1)
        (self._folder / name).write_text(f"{text}\n", encoding="utf-8")

    def _package(self, hashes: dict[str, str]) -> dict[str, Any]:
        """The descriptor of the Tabular Data Package."""
        resources = [
            {
                "name": name,
                "path": f"{name}.csv",
                "profile": "tabular-data-resource",
                "title": table.about,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": self._files[name].size,
                "hash": f"sha256:{hashes[name]}",
                "dialect": {"lineTerminator": "\n"},
                "schema": _schema(name, table),
            }
            for name, table in TABLES.items()
        ]
        return {
            "profile": "tabular-data-package",
            "name": "tei-facts",
            "title": _TITLE,
            "description": _ABOUT,
            "resources": resources,
        }


def _schema(name: str, table: Table) -> dict[str, Any]:
    keys = [column.name for column in table.columns[: table.keys]]
    fields = []
    for column in table.columns:
        field: dict[str, Any] = {"name": column.name, "type": column.type, "description": column.about}
        if column.name in keys:
            field["constraints"] = {"required": True} | ({"unique": True} if table.keys == 1 else {})
        fields.append(field)
    foreign = [
        {
            "fields": [column.name],
            "reference": {"resource": "" if column.table == name else column.table, "fields": ["id"]},
        }
        for column in table.columns
        if column.table
    ]
    return {"fields": fields, "primaryKey": keys, "foreignKeys": foreign, "missingValues": [""]}


def _metadata(address: str) -> dict[str, Any]:
    """The description of the tables as CSV on the Web. `address` is what a row is about, as a template of its id."""
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "dc:title": _TITLE,
        "dc:description": _ABOUT,
        "tables": [
            {"url": f"{name}.csv", "dc:title": table.about, "tableSchema": _table_schema(table, address)}
            for name, table in TABLES.items()
        ],
    }


def _table_schema(table: Table, address: str) -> dict[str, Any]:
    """What CSV on the Web says of a table. Foreign keys are those of columns that are never empty: they have to lead to
    a row of the other table from every row (Metadata Vocabulary for Tabular Data, 2015, 5.5.2.1).
    """
    keys = [column.name for column in table.columns[: table.keys]]
    required = {*keys, *(column.name for column in table.columns if column.filled)}
    is_of_things = keys == ["id"] and address
    return {
        **({"aboutUrl": address} if is_of_things else {}),
        "columns": [
            {
                "name": column.name,
                "titles": column.name,
                "dc:description": column.about,
                "datatype": _XSD[column.type],
                "required": column.name in required,
            }
            for column in table.columns
        ],
        "primaryKey": keys,
        "foreignKeys": [
            {
                "columnReference": [column.name],
                "reference": {"resource": f"{column.table}.csv", "columnReference": ["id"]},
            }
            for column in table.columns
            if column.table and column.name in required
        ],
    }
