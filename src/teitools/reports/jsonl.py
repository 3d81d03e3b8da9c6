"""JSON Lines: the objects of the format `json`, one a line and nothing around them, for programs that read a stream."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from teitools.reports.json import one_object

if TYPE_CHECKING:
    from teitools.reports import Report

__all__ = ["render"]


def render(report: Report, stream: TextIO) -> None:
    """Write each finding as one line; nothing without findings."""
    stream.writelines(f"{one_object(item)}\n" for item in report.diagnostics)
