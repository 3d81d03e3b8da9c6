"""Plain text, a file for each layer of a document, with what is encoded in it beside: stand-off JSON.

`documents.jsonl` has a line for each document, with all its text, as loaders of corpora take it. Every file of JSON
says in which unit its offsets are, and of which layer.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TextIO

from teitools.facts.model import LAYERS, OFFSET_UNIT
from teitools.facts.records import as_record

if TYPE_CHECKING:
    from pathlib import Path

    from teitools.facts.model import Document, LayerName

__all__ = ["Texts", "place_of"]

_PASSAGES = ("mentions", "dates", "citations", "quotations", "variants", "tokens")


def place_of(document: str) -> str:
    """The path of the files of a document in an export, without their ending: one that stays in the folder."""
    parts = (part.replace("%", "%25").replace("\\", "%5C").replace(":", "%3A") for part in document.split("/"))
    return "/".join({"": "%20", ".": "%2E", "..": "%2E%2E"}.get(part, part) for part in parts)


class Texts:
    """See `formats.Writer`."""

    def open(self, folder: Path) -> None:
        """Begin the list of documents."""
        self._folder = folder
        self._lines: TextIO = (folder / "documents.jsonl").open("w", encoding="utf-8", newline="\n", errors="replace")

    def add(self, document: Document) -> None:
        """Write the files of a document that has text; one that only has entries of a register has none."""
        if not any(document.layers.values()):
            return
        place = place_of(document.id)
        for layer in LAYERS:
            self._write(f"{layer}/{place}.txt", f"{document.text(layer)}\n")
        self._write(f"standoff/{place}.json", f"{json.dumps(_stand_off(document, place), ensure_ascii=False)}\n")
        self._lines.write(f"{json.dumps(_line(document), ensure_ascii=False)}\n")

    def close(self) -> None:
        """End the list."""
        self._lines.close()

    def _write(self, name: str, text: str) -> None:
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", errors="replace", newline="\n")


def _stand_off(document: Document, place: str) -> dict[str, Any]:
    return {
        "document": document.id,
        "offset_unit": OFFSET_UNIT,
        "layers": {layer: f"{layer}/{place}.txt" for layer in LAYERS},
        "header": as_record(document.header),
        "units": as_record(document.units),
        "notes": as_record(document.notes),
        **{name: as_record(getattr(document, name)) for name in _PASSAGES},
        "letters": as_record(document.letters),
        "entities": as_record(document.entities),
        "relations": as_record(document.relations),
    }


def _line(document: Document) -> dict[str, Any]:
    """A document for loaders of corpora: every line has the same keys, each of one type."""
    header = document.header
    return {
        "id": document.id,
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
