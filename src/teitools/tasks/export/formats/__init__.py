"""The formats of exports, a module each with one class that writes it.

A writer is made without arguments. It is opened with a folder of its own, which is there and empty; it gets the
documents of the run one by one, in their order, and after them the registers that they point at, each as a document of
its own; then it is closed. It keeps no document: a run has thousands. It writes only into its folder, the same bytes
for the same documents. Faults of texts have been told before; what it cannot write it leaves out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from teitools.facts.model import Document

__all__ = ["FORMATS", "Writer", "writer"]


class Writer(Protocol):
    """Who writes one format."""

    def open(self, folder: Path) -> None:
        """Begin. Raises SetupError if something that the format needs is not installed."""

    def add(self, document: Document) -> None:
        """Write what is in a document."""

    def close(self) -> None:
        """Write what can be said only in the end."""


FORMATS: dict[str, str] = {
    "tables": "teitools.tasks.export.formats.tables:Tables",
    "text": "teitools.tasks.export.formats.text:Texts",
    "annotations": "teitools.tasks.export.formats.annotations:Annotations",
    "places": "teitools.tasks.export.formats.places:Places",
    "graph": "teitools.tasks.export.formats.graph:Graphs",
    "references": "teitools.tasks.export.formats.references:References",
    "correspondence": "teitools.tasks.export.formats.correspondence:Correspondence",
}
"""The formats by their names, which are those of their folders too, and the class of each."""


def writer(name: str) -> Writer:
    """The writer of a format. Raises KeyError if there is no such format."""
    from importlib import import_module

    module, _, own = FORMATS[name].partition(":")
    made: Writer = getattr(import_module(module), own)()
    return made
