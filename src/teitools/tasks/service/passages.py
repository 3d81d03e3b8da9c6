"""Documents and parts of them as TEI, text and pages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from teitools.document.names import TEI, clark
from teitools.dts.fragments import excerpt, excerpt_of_notes, is_note, node_at, whole
from teitools.dts.model import Slice
from teitools.sources import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from teitools.document import Document
    from teitools.dts.answers import Selection
    from teitools.dts.fragments import Excerpt
    from teitools.dts.model import Unit
    from teitools.tasks.service.holdings import File, IndexHoldings
    from teitools.tasks.service.library import Library

__all__ = ["Passage", "opened", "passage"]

_MOST_NOTES = 1000  # in a range of notes
_TEI = clark(TEI, "TEI")


@dataclass(frozen=True, slots=True)
class Passage:
    """What of a document is asked for, with all that it takes to find it: its file and the units that name it.

    All methods raise LookupError if the document is not the one that has these units.
    """

    selection: Selection
    file: File
    units: tuple[Unit, ...]

    def open(self, library: Library) -> Document:
        """The document, with what it includes."""
        return opened(Path(self.file.path), library)

    @property
    def is_whole(self) -> bool:
        """Whether it is the document as a whole."""
        return self.selection.start is None

    def _excerpt(self, root: etree._Element) -> tuple[Excerpt, bool]:
        """The part, and whether it consists of notes."""
        start, end = self.selection.start, self.selection.end
        assert start is not None  # noqa: S101  # who asks has looked
        assert end is not None  # noqa: S101  # the same
        are_notes = not start.turns and all(is_note(node_at(root, unit.node)) for unit in (start, end))
        if are_notes and start is not end:
            return excerpt_of_notes(root, self.units), True
        return excerpt(root, start, end), are_notes

    def tei(self, document: Document, base: str) -> bytes:
        """As TEI; the document as a whole is as somebody wrote it, unless it is put together of several files."""
        root = document.root
        if not self.is_whole:
            return self._excerpt(root)[0].tei(base)
        if root.tag != _TEI:
            return whole(root)
        if document.is_assembled:
            return etree.tostring(document.tree, xml_declaration=True, encoding="UTF-8") + b"\n"
        return document.content

    def text(self, document: Document) -> str:
        """As plain text, in the reading layer: blocks are lines; of notes only those that are asked for."""
        from teitools.facts.reading import running_text
        from teitools.facts.walking import reading_text

        if self.is_whole:
            return f"{running_text(document.root)}\n"
        made, are_notes = self._excerpt(document.root)
        parts = list(made.wrapper) if are_notes else [made.wrapper]
        return "".join(f"{reading_text(part)}\n" for part in parts)

    def readable(self, document: Document) -> str:
        """As a TEI document that a stylesheet for whole documents takes."""
        return document.text if self.is_whole else self._excerpt(document.root)[0].readable()


def opened(path: Path, library: Library) -> Document:
    """The document of a file, with what it includes. Raises LookupError if it is not there, or no document any more."""
    document, _ = Source(path.name, path).open_whole(library.ground.readable)
    if document is None:
        raise LookupError(path)
    return document


def passage(held: IndexHoldings, selection: Selection) -> Passage | None:
    """What is asked for, where it lies; None if the document has gone."""
    file = held.file(selection.resource.id)
    units: Sequence[Unit] = ()
    if selection.start and selection.end and selection.start is not selection.end:
        wanted = Slice(selection.start.number, selection.end.last)
        units, _ = held.units(selection.resource.id, selection.tree, wanted, 0, _MOST_NOTES)
    return Passage(selection, file, tuple(units)) if file else None
