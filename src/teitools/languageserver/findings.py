"""Findings as the protocol has them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from lsprotocol import types as lsp

from teitools import filesystem
from teitools.languageserver.workspaces import uri_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from teitools.diagnostics import Diagnostic, Location, Related
    from teitools.languageserver.texts import Text

__all__ = ["by_file", "converted", "is_of_rules"]

_SEVERITIES = {
    "error": lsp.DiagnosticSeverity.Error,
    "warning": lsp.DiagnosticSeverity.Warning,
    "info": lsp.DiagnosticSeverity.Information,
}
_NOWHERE = lsp.Range(lsp.Position(0, 0), lsp.Position(0, 0))


def is_of_rules(item: lsp.Diagnostic) -> bool:
    """Whether Schematron rules found it, whose findings come later than the others."""
    return isinstance(item.data, dict) and item.data.get("engine") == "schematron"


def by_file(
    findings: Iterable[Diagnostic], own: Text, name: str, other: Callable[[Path], Text | None]
) -> dict[str, list[lsp.Diagnostic]]:
    """Findings by the URI of the file that they are in; those of the text itself, which findings call `name`, too.

    `other` gives the text of another file, None if it is not to be read.
    """
    found: dict[str, list[lsp.Diagnostic]] = {own.uri: []}

    def text(file: str) -> tuple[str, Text | None]:
        if file == name:
            return own.uri, own
        path = filesystem.normal(Path(file))
        return uri_of(path), other(path)

    for item in findings:
        found.setdefault(text(item.location.file)[0], []).append(converted(item, text))
    return found


def converted(item: Diagnostic, text: Callable[[str], tuple[str, Text | None]]) -> lsp.Diagnostic:
    """One finding. `text` gives the URI of a file, as findings call it, and its text, if that is known."""
    said = [item.message, *([item.hint] if item.hint else [])]
    said += [related.message for related in item.related if related.location is None]
    data: dict[str, Any] = {"engine": item.source, "message": item.message, "hint": item.hint}
    if item.location.xpath:
        data["xpath"] = item.location.xpath
    places = [_related(one, one.location, text) for one in item.related if one.location is not None]
    return lsp.Diagnostic(
        range=_range(item.location, text),
        severity=_SEVERITIES[item.severity.value],
        code=item.code,
        source="teitools",
        message="\n".join(said),
        related_information=places or None,
        data=data,
    )


def _related(
    one: Related, place: Location, text: Callable[[str], tuple[str, Text | None]]
) -> lsp.DiagnosticRelatedInformation:
    return lsp.DiagnosticRelatedInformation(lsp.Location(text(place.file)[0], _range(place, text)), one.message)


def _range(place: Location, text: Callable[[str], tuple[str, Text | None]]) -> lsp.Range:
    known = text(place.file)[1]
    if known is not None:
        return known.located(place)
    if place.line is None:
        return _NOWHERE
    start = lsp.Position(place.line - 1, (place.column or 1) - 1)
    if place.end_line is None:
        return lsp.Range(start, start)
    return lsp.Range(start, lsp.Position(place.end_line - 1, (place.end_column or 1) - 1))
