"""Plain text, a file for each layer of a document and one for its notes, and beside what is encoded: stand-off JSON.

`documents.jsonl` has a line for each document, with all its text, as loaders of corpora take it. Every file of JSON
says in which unit its offsets are, and of which layer.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from teitools.facts.model import LAYERS, OFFSET_UNIT, PASSAGES, Unit
from teitools.facts.records import as_record
from teitools.tasks.export.formats.files import json_line, place_of, text_files, write_bytes
from teitools.tasks.export.formats.lines import json_objects, json_record

if TYPE_CHECKING:
    from pathlib import Path

    from teitools.facts.model import Document, LayerName
    from teitools.tasks.export.formats import Given
    from teitools.tasks.export.formats.files import Published, TextFile

__all__ = ["Texts"]


class _Made(NamedTuple):
    """The files of a document, and what the list of documents has of it."""

    files: list[tuple[str, tuple[bytes, ...]]]
    line: bytes


class Texts:
    """See `formats.Writer`."""

    @staticmethod
    def made(given: Given) -> _Made:
        """The files of a document; a register has none."""
        document, published = given.document, given.published
        files = {layer: text_files(document, layer) for layer in LAYERS}
        if not any(files.values()):
            return _Made([], b"")
        line = json_record(_line(document, published))  # first: Python keeps the bytes of texts that it has encoded
        made: list[tuple[str, tuple[bytes, ...]]] = [
            (file.path, (_encoded(file.text), b"\n")) for file in chain.from_iterable(files.values())
        ]
        made.append((f"standoff/{place_of(document.id)}.json", _stand_off(document, files, published)))
        return _Made(made, line)

    def open(self, folder: Path, _published: Published, /) -> None:
        """Begin the list of documents."""
        self._folder = folder
        self._lines: BinaryIO = (folder / "documents.jsonl").open("wb")

    def add(self, made: _Made) -> None:
        """Write the files of a document, and its line."""
        for path, content in made.files:
            write_bytes(self._folder, path, *content)
        self._lines.write(made.line)

    def close(self) -> None:
        """End the list."""
        self._lines.close()


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _stand_off(document: Document, files: dict[LayerName, list[TextFile]], published: Published) -> tuple[bytes, ...]:
    """A line of JSON; units, of which there may be very many, are written apart."""
    before = {
        "document": document.id,
        "uri": published.of(document.id),
        "offset_unit": OFFSET_UNIT,
        "layers": {layer: own.path for layer, (own, *_) in files.items()},
        "notes_in": {layer: _notes_in(notes[0]) for layer, (_, *notes) in files.items() if notes},
        "header": as_record(document.header),
    }
    after = {
        "notes": as_record(document.notes),
        **{name: as_record(getattr(document, name)) for name in PASSAGES},
        "letters": as_record(document.letters),
        "entities": as_record(document.entities),
        "relations": as_record(document.relations),
    }
    start, end = f'{json_line(before)[:-2]}, "units": ', f", {json_line(after)[1:]}"
    return _encoded(start), *json_objects(document.units, Unit._fields), _encoded(end)


def _notes_in(file: TextFile) -> dict[str, Any]:
    return {"file": file.path, "starts": file.starts}


def _line(document: Document, published: Published) -> dict[str, Any]:
    """A document for loaders of corpora: every line has the same keys, each of one type."""
    header = document.header
    return {
        "id": document.id,
        "uri": published.of(document.id),
        "title": header.title,
        "authors": [agent.name for agent in header.authors],
        "language": header.language,
        "date": header.created.edtf or header.published.edtf or "",
        "licence": header.licence_uri or header.licence,
        "offset_unit": OFFSET_UNIT,
        **{layer: document.text(layer) for layer in LAYERS},
        "mentions": {layer: _spans(document, layer) for layer in LAYERS},
    }


def _spans(document: Document, layer: LayerName) -> list[dict[str, Any]]:
    return [
        {
            "start": span.start,
            "end": span.end,
            "kind": one.kind,
            "entity": next((reference.entity or reference.uri or "" for reference in one.references), ""),
        }
        for one in document.mentions
        if one.note is None and (span := one.span(layer)) is not None
    ]
