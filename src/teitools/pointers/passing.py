"""What `collecting` does, of documents that pass by without a tree: element by element, or of what was noted there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.document.names import XML_BASE, local_name
from teitools.pointers.collecting import Collector, Setting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from teitools.document import Document
    from teitools.native.noted import Noted
    from teitools.pointers.facts import Facts

__all__ = ["Passing", "settle"]


class Passing:
    """Gathers identifiers and pointers as a visitor of the elements (`document.passing`)."""

    def __init__(self, document: Document) -> None:
        self._collector = Collector(document)
        self._depth = 0
        self._settings: list[tuple[int, Setting]] = []  # those around, with their depths

    def start(self, index: int, tag: str, attributes: Mapping[str, str]) -> None:
        """See `document.passing.Visitor`."""
        self._depth += 1
        if attributes:
            if attributes.get(XML_BASE):
                self._settings.append((self._depth, Setting(index, local_name(tag), attributes[XML_BASE])))
            self._collector.visit(index, tag, attributes, attributes, [setting for _, setting in self._settings])

    def end(self) -> None:
        """See `document.passing.Visitor`."""
        if self._settings and self._settings[-1][0] == self._depth:
            self._settings.pop()
        self._depth -= 1

    def facts(self) -> Facts:
        """What has been gathered, when the document has passed."""
        return self._collector.facts(self._collector.where)


def settle(document: Document, noted: Noted) -> Facts | None:
    """The same for a document of which was noted what `is_noted`.

    None if it sets a base: then it matters which elements a pointer is in.
    """
    bases = {number for number, names in enumerate(noted.names, 1) if names.attribute == XML_BASE}
    if bases and any(note in bases and value for note, value, _ in noted.values):
        return None
    collector = Collector(document)
    collector.take(noted)
    return collector.facts(noted.where())
