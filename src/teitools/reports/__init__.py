"""Reports: one renderer a file, each turning Diagnostics into text on a stream."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, TextIO, cast

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from teitools.diagnostics import Diagnostic, Severity

__all__ = ["FORMATS", "Report", "Summary", "renderer"]

FORMATS = ("text", "json")


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run amounts to: documents checked, and how long it took in seconds."""

    documents: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a renderer may show.

    `texts` holds the bytes, by displayed name, of documents that are not files (standard input).
    """

    diagnostics: Sequence[Diagnostic]
    summary: Summary
    texts: Mapping[str, bytes]
    colour: bool = False
    width: int = 100

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(1 for item in self.diagnostics if item.severity is severity)


class Renderer(Protocol):
    """Writes one report to a stream of text."""

    def __call__(self, report: Report, stream: TextIO) -> None: ...


def renderer(name: str) -> Renderer:
    """The renderer of a format in FORMATS; its module is loaded only now."""
    return cast("Renderer", import_module(f"teitools.reports.{name}").render)
