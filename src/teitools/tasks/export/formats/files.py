"""The files of text that the export of texts writes and that other formats point into; addresses of what is in them.

A document has one file for each layer, and one for its notes in that layer, the text of a note after that of another.
Addresses of files are relative: they hold wherever an export lies. Those of documents and of what is in them are too,
where nobody has said at which address the edition is published.
"""

from __future__ import annotations

import json
import posixpath
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from teitools.document.addresses import scheme_of
from teitools.facts.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from teitools.facts.model import Document, LayerName, Passage, Reference, Target

__all__ = [
    "FileByFile",
    "TextFile",
    "address_of",
    "iri",
    "iri_of",
    "json_line",
    "place_of",
    "text_files",
    "write_bytes",
    "write_text",
]

_BETWEEN_NOTES = "\n"
_OF_IRIS = "!#$%&'()*+,/:;=?@[]~"
"""What an IRI is written with besides letters and digits (RFC 3987); what is none of it is escaped."""


class Published(NamedTuple):
    """Where documents have their addresses: below `base`, as they lie in the project, `folder` being that of the run.

    See docs/configuration.md, “Addresses of what is published”. An empty base is one that nobody has stated. `title` is
    what all of it is called, `email` whom to ask, `history` the file that knows when records changed last.
    """

    base: str = ""
    folder: str = ""
    title: str = ""
    email: str = ""
    history: Path | None = None

    @property
    def template(self) -> str:
        """The address of what has the `id` of a row (RFC 6570)."""
        return f"{self.of('-').removesuffix('-')}{{+id}}" if self.base else ""

    def of(self, fact: str) -> str:
        """The address of a document, or of what is in it, by its id; empty if it has none: it is not of the project."""
        document, hash_, own = fact.partition("#")
        path = self.path(document)
        if not self.base or path.startswith(("../", "/")):
            return ""
        return f"{self.base}{quote(path)}{hash_}{quote(own, safe='/~')}"

    def path(self, document: str) -> str:
        """The path of a document below the folder of the project, without its ending."""
        return posixpath.normpath(posixpath.join(self.folder, document))


class At(NamedTuple):
    """Where an address is written: in a file of the export, by its path in it."""

    file: str
    published: Published


class TextFile(NamedTuple):
    """A file of text: its path below the folder `text` of an export, its text, and where in it the text of the
    document (None) or of each of its notes begins. The file ends with a newline that is not part of the text.
    """

    path: str
    text: str
    starts: Mapping[str | None, int]

    def address(self, from_file: str) -> str:
        """Its relative address, as another file of the export names it."""
        return address_of(f"text/{self.path}", from_file)

    def spot(self, what: Passage | Target, layer: LayerName) -> Span | None:
        """Where a passage is in this file; None if it is in another, or not in this layer."""
        span = what.span(layer)
        start = self.starts.get(what.note)
        return None if span is None or start is None else Span(start + span.start, start + span.end)


def place_of(document: str) -> str:
    """The path of the files of a document in an export, without their ending: one that stays in the folder."""
    parts = (part.replace("%", "%25").replace("\\", "%5C").replace(":", "%3A") for part in document.split("/"))
    return "/".join({"": "%20", ".": "%2E", "..": "%2E%2E"}.get(part, part) for part in parts)


def text_files(document: Document, layer: LayerName) -> list[TextFile]:
    """The files of a document in a layer: its text; that of its notes, if it has any. None of a register; one that has
    no text but notes or an apparatus has an empty file.
    """
    if document.is_register:
        return []
    place = place_of(document.id)
    files = [TextFile(f"{layer}/{place}.txt", document.text(layer), {None: 0})]
    if document.notes:
        texts = [note.text(layer) for note in document.notes]
        starts: dict[str | None, int] = {}
        at = 0
        for note, text in zip(document.notes, texts, strict=True):
            starts[note.id] = at
            at += len(text) + len(_BETWEEN_NOTES)
        files.append(TextFile(f"notes/{layer}/{place}.txt", _BETWEEN_NOTES.join(texts), starts))
    return files


def address_of(path: str, from_file: str) -> str:
    """The relative address of a file of the export as another names it; both paths are below its folder."""
    return f"{'../' * from_file.count('/')}{quote(path, safe='/~')}"


def iri(fact: str, at: At) -> str:
    """The address of an entity or a document by its id; relative if it has no other."""
    if address := at.published.of(fact):
        return address
    document, hash_, own = fact.partition("#")
    return f"{address_of(place_of(document), at.file)}{hash_}{quote(own, safe='/~')}"


def iri_of(reference: Reference, at: At) -> str | None:
    """The address that a reference leads to: of an entry, or the one that it has; None of a mere key."""
    if reference.entity is not None:
        return iri(reference.entity, at)
    if reference.uri is None:
        return None
    if scheme_of(reference.uri):
        return quote(reference.uri, safe=_OF_IRIS)
    return iri(reference.uri, at)


class FileByFile:
    """A writer whose format has files of each document and nothing else (see `formats.Writer`)."""

    def open(self, folder: Path, _published: Published, /) -> None:
        """Nothing is written before there is a text."""
        self._folder = folder

    def add(self, made: Iterable[tuple[str, str]]) -> None:
        """Write files, given by their paths and texts."""
        for path, text in made:
            write_text(self._folder, path, text)

    def close(self) -> None:
        """Nothing is left to write."""


def write_text(folder: Path, path: str, text: str) -> None:
    """Write a file of text below a folder."""
    write_bytes(folder, path, text.encode("utf-8", "replace"))


def write_bytes(folder: Path, path: str, *pieces: bytes) -> None:
    """Write a file below a folder, of pieces that are put together on the way."""
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as opened:
        opened.writelines(pieces)


def json_line(content: Any) -> str:  # noqa: ANN401  # JSON
    """A value as JSON, in a line."""
    return f"{json.dumps(content, ensure_ascii=False)}\n"
