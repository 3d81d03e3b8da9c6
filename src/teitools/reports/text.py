"""Findings for people: `path:line:column: severity: message [CODE]`, the source line with a caret, a hint."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TextIO

import click

from teitools.decoding import EncodingFault, decode
from teitools.diagnostics import Severity, phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from teitools.diagnostics import Diagnostic, Location
    from teitools.reports import Report

__all__ = ["render"]

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_LINE_END = re.compile(r"\r\n|\r|\n")  # the line ends of XML 1.0, section 2.11
_GUTTER = 7  # width of the line-number column, bar included


def render(report: Report, stream: TextIO) -> None:
    """Write every finding with its source line, then one line that sums up the run."""
    sources = _Sources(report.texts)
    paint = click.style if report.colour else _plain
    stream.writelines("\n".join(_finding(item, sources, paint, report.width)) + "\n" for item in report.diagnostics)
    stream.write(_summary(report) + "\n")


class _Paint(Protocol):
    def __call__(self, text: str, *, fg: str | None = None, bold: bool | None = None) -> str: ...


def _plain(text: str, *, fg: str | None = None, bold: bool | None = None) -> str:  # noqa: ARG001
    return text


def _finding(item: Diagnostic, sources: _Sources, paint: _Paint, width: int) -> Iterator[str]:
    colour = _COLOURS[item.severity]
    severity = paint(phrase(f"severity_{item.severity.value}"), fg=colour, bold=True)
    yield f"{paint(str(item.location), bold=True)}: {severity}: {item.message} [{item.code}]"
    yield from _excerpt(item.location, sources, paint, colour, width)
    if item.hint:
        yield f"{' ' * (_GUTTER - 1)}{paint('=', fg='cyan')} {paint(phrase('hint'), bold=True)}: {item.hint}"
    for other in item.related:
        place = f" ({other.location})" if other.location else ""
        yield f"{' ' * (_GUTTER - 1)}{paint('=', fg='cyan')} {paint(phrase('note'), bold=True)}: {other.message}{place}"


def _excerpt(place: Location, sources: _Sources, paint: _Paint, colour: str, width: int) -> Iterator[str]:
    """The source line, cut around the caret where it is longer than the terminal, and the caret under it."""
    line = sources.line(place)
    if line is None or place.line is None or place.column is None:
        return
    start = place.column - 1
    end = place.end_column - 1 if place.end_column and place.end_line == place.line else start + 1
    if place.end_line and place.end_line > place.line:
        end = len(line)
    room = max(width - _GUTTER - 1, 40)
    left = max(0, min(start - room // 3, len(line) - room)) if len(line) > room else 0
    shown = line[left : left + room]
    shown = ("…" + shown[1:] if left else shown)[: room - 1] + ("…" if left + room < len(line) else shown[room - 1 :])
    indent = "".join("\t" if char == "\t" else " " * _cells(char) for char in shown[: start - left])
    marked = shown[start - left : max(end - left, start - left + 1)]
    carets = "^" + "~" * (sum(map(_cells, marked)) - 1)
    yield f"{place.line:>{_GUTTER - 2}} {paint('|', fg='cyan')} {shown.expandtabs(4)}"
    yield f"{' ' * (_GUTTER - 1)}{paint('|', fg='cyan')} {indent.expandtabs(4)}{paint(carets, fg=colour, bold=True)}"


def _cells(char: str) -> int:
    """How many terminal cells a character takes: combining marks none, East Asian wide ones two (UAX #11)."""
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


class _Sources:
    """Lines of the checked files, each file read once and only if a finding lies in it."""

    def __init__(self, texts: Mapping[str, bytes]) -> None:
        self._texts = texts
        self._lines: dict[str, list[str]] = {}

    def line(self, place: Location) -> str | None:
        lines = self._lines.get(place.file)
        if lines is None:
            lines = self._lines[place.file] = _LINE_END.split(self._text(place.file))
        return lines[place.line - 1] if place.line and place.line <= len(lines) else None

    def _text(self, name: str) -> str:
        path = Path(name)
        try:
            content = self._texts.get(name) or (path.read_bytes() if path.is_file() else b"")
            return decode(content).data.decode("utf-8", "replace")
        except (OSError, EncodingFault):
            return ""  # that the file cannot be read is the finding itself; there is no line to show


def _summary(report: Report) -> str:
    facts = {
        "documents": report.summary.documents,
        "seconds": f"{report.summary.seconds:.2f}",
        **{severity.value: report.count(severity) for severity in Severity},
    }
    return phrase("summary_findings" if report.diagnostics else "summary_clean", **facts)
