"""References: documents and what they cite, in BibTeX, in RIS, and as CSL-JSON, the same records in each."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TextIO

from teitools.tasks.citations.forms import bibtex, csl, ris
from teitools.tasks.citations.records import records_of

if TYPE_CHECKING:
    from pathlib import Path

    from teitools.facts.model import Document
    from teitools.tasks.export.formats.files import Published

__all__ = ["References"]


class References:
    """See `formats.Writer`."""

    def open(self, folder: Path, published: Published, /) -> None:
        """Begin the three files."""
        self._published = published
        self._written: set[str] = set()
        self._bibtex = _opened(folder / "references.bib")
        self._ris = _opened(folder / "references.ris")
        self._csl = _opened(folder / "references.json")

    def add(self, document: Document) -> None:
        """Write the document and what it cites, as far as no document before has cited it."""
        for record in records_of(document, self._published.of(document.id)):
            if record.id not in self._written:
                self._csl.write(",\n" if self._written else "[\n")
                self._csl.write(json.dumps(csl(record), ensure_ascii=False))
                self._written.add(record.id)
                self._bibtex.write(bibtex(record))
                self._ris.write(ris(record))

    def close(self) -> None:
        """End the files."""
        self._csl.write("\n]\n" if self._written else "[]\n")
        for file in (self._bibtex, self._ris, self._csl):
            file.close()


def _opened(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", newline="", errors="replace")
