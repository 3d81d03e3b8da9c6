"""References: documents and what they cite, in BibTeX, in RIS, and as CSL-JSON, the same records in each."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple, TextIO

from teitools.tasks.citations.forms import bibtex, csl, ris
from teitools.tasks.citations.records import records_of

if TYPE_CHECKING:
    from pathlib import Path

    from teitools.tasks.export.formats import Given
    from teitools.tasks.export.formats.files import Published

__all__ = ["References"]


class _Written(NamedTuple):
    """A record in each form."""

    id: str
    csl: str
    bibtex: str
    ris: str


class References:
    """See `formats.Writer`."""

    def open(self, folder: Path, _published: Published, /) -> None:
        """Begin the three files."""
        self._written: set[str] = set()
        self._bibtex = _opened(folder / "references.bib")
        self._ris = _opened(folder / "references.ris")
        self._csl = _opened(folder / "references.json")

    @staticmethod
    def made(given: Given) -> list[_Written]:
        """The document and what it cites."""
        return [
            _Written(one.id, json.dumps(csl(one), ensure_ascii=False), bibtex(one), ris(one))
            for one in records_of(given.document, given.published.of(given.document.id))
        ]

    def add(self, made: list[_Written]) -> None:
        """Write the document and what it cites, as far as no document before has cited it."""
        for record in made:
            if record.id not in self._written:
                self._csl.write(",\n" if self._written else "[\n")
                self._csl.write(record.csl)
                self._written.add(record.id)
                self._bibtex.write(record.bibtex)
                self._ris.write(record.ris)

    def close(self) -> None:
        """End the files."""
        self._csl.write("\n]\n" if self._written else "[]\n")
        for file in (self._bibtex, self._ris, self._csl):
            file.close()


def _opened(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", newline="", errors="replace")
