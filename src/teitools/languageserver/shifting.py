"""Where places in a text are after it was changed, for findings that are still to be made again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types as lsp

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teitools.languageserver.texts import Units

__all__ = ["shifted"]


def shifted(
    findings: Iterable[lsp.Diagnostic], changes: Iterable[lsp.TextDocumentContentChangeEvent], units: Units
) -> list[lsp.Diagnostic]:
    """Findings at the places that they have after changes; those whose text was changed are left out."""
    kept = list(findings)
    for change in changes:
        if not isinstance(change, lsp.TextDocumentContentChangePartial):
            return []
        lines = change.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        added = len(lines) - 1, units.length(lines[-1])
        kept = [one for item in kept if (one := _moved(item, change.range, added)) is not None]
    return kept


def _moved(item: lsp.Diagnostic, gone: lsp.Range, added: tuple[int, int]) -> lsp.Diagnostic | None:
    start, end = _place(item.range.start, gone, added, 1), _place(item.range.end, gone, added, 0)
    if start is None or end is None:
        return None
    return lsp.Diagnostic(
        range=lsp.Range(start, end), message=item.message, severity=item.severity, code=item.code,
        code_description=item.code_description, source=item.source, tags=item.tags,
        related_information=item.related_information, data=item.data,
    )  # fmt: skip


def _place(place: lsp.Position, gone: lsp.Range, added: tuple[int, int], is_start: int) -> lsp.Position | None:
    """A position after the change; None within what is gone. What is written right before a start moves it."""
    at, first, last = _pair(place), _pair(gone.start), _pair(gone.end)
    if at < first or (at == first and not is_start):
        return place
    if at < last:
        return None
    line = place.line - gone.end.line + gone.start.line + added[0]
    if place.line != gone.end.line:
        return lsp.Position(line, place.character)
    before = added[1] + (gone.start.character if added[0] == 0 else 0)
    return lsp.Position(line, place.character - gone.end.character + before)


def _pair(place: lsp.Position) -> tuple[int, int]:
    return place.line, place.character
