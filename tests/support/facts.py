"""Reads documents as data for tests."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from teitools.document import parse, read
from teitools.facts.reading import Reader

if TYPE_CHECKING:
    from teitools.facts.model import Document

__all__ = ["TEI", "facts_of", "facts_of_file"]

TEI = "http://www.tei-c.org/ns/1.0"
_FRAME = '<TEI xmlns="{}"><teiHeader>{}</teiHeader>{}<text><body>{}</body></text></TEI>'


def facts_of(body: str, header: str = "", stand_off: str = "", folder: Path = Path("/nowhere")) -> Document:
    """The facts of a small document, given by the content of its body, of its header, and what stands beside the text."""
    return facts_of_source(_FRAME.format(TEI, header, stand_off, body), folder)


def facts_of_source(source: str, folder: Path = Path("/nowhere"), name: str = "a.xml") -> Document:
    """The facts of a document."""
    document, faults = parse(source.encode(), name, folder / name)
    assert document is not None, faults
    return Reader(folder, lambda path: read(path)[0] if path.is_file() else None).read(document)


def facts_of_file(path: Path, root: Path | None = None) -> Document:
    """The facts of a file, and of the registers that it points at."""
    document, faults = read(path)
    assert document is not None, faults
    return Reader(root or path.parent, lambda other: read(other)[0]).read(document)
