"""Workflow commands of GitHub Actions: every finding becomes an annotation at its line.

Written after "Workflow commands for GitHub Actions" (`::error file=…,line=…::message`). A message may have several
lines: line ends are escaped, so that no part of a finding can be read as a command of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from teitools.diagnostics import Severity, catalogue, language, phrase
from teitools.reports.paint import painter
from teitools.reports.summary import summary
from teitools.reports.visible import one_line, visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teitools.diagnostics import Diagnostic, Location
    from teitools.reports import Report

__all__ = ["render"]

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(report: Report, stream: TextIO) -> None:
    """Write one command a finding, then the summary line."""
    stream.writelines(f"{_command(item)}\n" for item in report.diagnostics)
    stream.write(f"{summary(report, painter(colour=False))}\n")


def _command(item: Diagnostic) -> str:
    properties = {**_place(item.location), "title": _title(item)}
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[item.severity]} {listed}::{_data(chr(10).join(map(one_line, _message(item))))}"


def _title(item: Diagnostic) -> str:
    entry = catalogue().get(item.code)
    return one_line(f"{item.code} {entry.title[language()]}" if entry else item.code)


def _place(location: Location) -> dict[str, str]:
    """Columns only where the place lies on one line: the runner drops them, with a complaint, from several lines.

    Its end column is the last one meant, ours the one after it.
    """
    found = {"file": visible(location.file), "line": location.line, "endLine": location.end_line}
    if location.end_line in (None, location.line):
        found["col"] = location.column
        if location.column is not None and location.end_column is not None:
            found["endColumn"] = max(location.end_column - 1, location.column)
    return {name: str(value) for name, value in found.items() if value is not None}


def _message(item: Diagnostic) -> Iterator[str]:
    yield item.message
    if item.hint:
        yield f"{phrase('hint')}: {item.hint}"
    for other in item.related:
        place = f" ({other.location})" if other.location else ""
        yield f"{phrase('note')}: {other.message}{place}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
