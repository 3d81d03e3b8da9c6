"""What formats have of a document: made in the process that reads it, so that no document has to travel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from teitools.tasks.export.formats import Given, writer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from teitools.diagnostics import Diagnostic
    from teitools.facts.model import Header
    from teitools.tasks.export.formats.files import Published
    from teitools.tasks.facts import Facts

__all__ = ["Made", "Maker"]


class Made(NamedTuple):
    """What came of a document: its name; its id, header and registers, and what each format has of it, unless it could
    not be read; and what there is to tell.
    """

    name: str
    id: str | None
    header: Header | None
    registers: tuple[str, ...]
    findings: tuple[Diagnostic, ...]
    parts: tuple[Any, ...]


class Maker:
    """Makes what formats have of documents.

    It gives each entity to them once: documents of an edition share their registers. In a worker process it lives for
    the documents of a chunk, so that whoever writes meets entities again, and takes the first.
    """

    def __init__(self, formats: Sequence[str], published: Published) -> None:
        self._formats, self._published = tuple(formats), published
        self._brought: set[str] = set()

    def __call__(self, facts: Facts) -> Made:
        """What is made of the facts of a document."""
        document = facts.document
        if document is None:
            return Made(facts.name, None, None, (), facts.findings, ())
        new = [one for one in document.entities if one.id not in self._brought]
        self._brought.update(one.id for one in new)
        given = Given(document, new, self._published)
        parts = tuple(writer(name).made(given) for name in self._formats)
        return Made(facts.name, document.id, document.header, document.registers, facts.findings, parts)
