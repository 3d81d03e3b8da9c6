"""Findings on standard output, in the format asked for, as every command reports them."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from teitools.diagnostics import Diagnostic, Severity
    from teitools.sources import Source

__all__ = ["print_report", "use_utf8"]


def print_report(
    format_: str,
    findings: Sequence[Diagnostic],
    sources: Sequence[Source],
    seconds: float,
    fail_on: Severity,
    stream: TextIO | None = None,
) -> None:
    """Write a report; coloured and wrapped where a person reads it, always in UTF-8."""
    import shutil

    from teitools.reports import Report, Summary, renderer
    from teitools.reports.paint import colour_wanted

    stream = stream or sys.stdout
    terminal = stream.isatty()
    report = Report(
        findings,
        Summary(len(sources), seconds),
        texts={source.name: source.content for source in sources if source.path is None},
        colour=colour_wanted(terminal, os.environ),
        width=shutil.get_terminal_size().columns if terminal else 120,
        documents=[source.name for source in sources],
        fail_on=fail_on,
        terminal=terminal,
    )
    use_utf8(stream)
    renderer(format_)(report, stream)
    stream.flush()


def use_utf8(stream: TextIO) -> None:
    """Reports are UTF-8 whatever the locale."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
