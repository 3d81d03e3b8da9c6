"""The quick fixes that rules offer for what they found in a text, as changes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from teitools.document.markup import Style
from teitools.document.pieces import Pieces
from teitools.schematron.quickfix.edits import Refused, edits
from teitools.schematron.quickfix.splices import splices
from teitools.tasks.editing.mending import Mend

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from teitools.document import Document
    from teitools.schematron.results import Finding

__all__ = ["Offered", "offered"]


@dataclass(frozen=True, slots=True)
class Offered:
    """A fix for a finding of rules: its code and line (from 1), what it changes, and whether it is what to do first."""

    code: str
    line: int
    mend: Mend
    is_first: bool


def offered(document: Document, findings: Sequence[Finding]) -> Iterator[Offered]:
    """The fixes that can be applied by themselves; those that ask the user for something without a default are not."""
    style = Style.of(document.data, Pieces.of(document).encoding)
    for finding in findings:
        for offer in finding.offers:
            if any(not entry.has_default for entry in offer.entries) or finding.location.file != document.name:
                continue
            try:
                made = splices(document.data, edits(document, offer.edits, style))
            except Refused:
                continue
            if made:
                changes = tuple((_at(document, one.start), _at(document, one.end), one.text) for one in made)
                first = len(finding.offers) == 1 or offer.id == finding.default_fix
                yield Offered(finding.code, finding.location.line or 1, Mend(offer.title, changes), first)


def _at(document: Document, byte: int) -> int:
    """The character that begins at a byte."""
    return len(document.data[:byte].decode("utf-8"))
