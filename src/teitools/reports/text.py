"""Findings for people: `path:line:column: severity: message [CODE]`, the source line with a caret, a hint.

On a terminal there is air between findings, a heading for each file, and prose is wrapped; in a pipe every finding
is as compact as a compiler's. Everything that comes from a document is made safe to show.
"""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, TextIO

from teitools.diagnostics import Severity, phrase
from teitools.reports.excerpt import GUTTER, excerpt
from teitools.reports.lines import Lines
from teitools.reports.paint import painter, wrapped
from teitools.reports.summary import COLOURS, counted, summary, table
from teitools.reports.visible import cells, one_line, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from teitools.diagnostics import Diagnostic, Related
    from teitools.reports import Report
    from teitools.reports.paint import Paint

__all__ = ["render"]

_ALIKE = 10  # findings of one code and severity in a file, after which the others are counted
_LEAST = 30  # cells of prose a line, however narrow the terminal


def render(report: Report, stream: TextIO) -> None:
    """Write every finding with its source line, then one line that sums up the run."""
    writer = _Writer(report)
    stream.writelines(f"{line}\n" for line in writer.lines())


class _Writer:
    """One report being written."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.sources = Lines(report.texts)
        self.paint: Paint = painter(report.colour)

    def lines(self) -> Iterator[str]:
        files = [(name, list(items)) for name, items in groupby(self.report.diagnostics, lambda it: it.location.file)]
        for name, items in files:
            if self.report.terminal and len(files) > 1:
                yield self._heading(name, items)
                yield ""
            shown, more = (items, []) if self.report.complete else _like_ones(items)
            for item in shown:
                yield from self._finding(item)
                if self.report.terminal:
                    yield ""
            for item, count in more:
                yield self._more(item, count)
            if more and self.report.terminal:
                yield ""
        rows = list(table(self.report, self.paint))
        yield from rows
        if rows and self.report.terminal:
            yield ""
        yield summary(self.report, self.paint)

    def _more(self, item: Diagnostic, count: int) -> str:
        """How many more findings like one there are in its file."""
        severity = self.paint(phrase(f"severity_{item.severity.value}"), fg=COLOURS[item.severity], bold=True)
        file, code = one_line(item.location.file), one_line(item.code)
        return phrase("more_alike", file=self.paint(file, bold=True), severity=severity, count=count, code=code)

    def _heading(self, name: str, items: Sequence[Diagnostic]) -> str:
        """`── tei/article.xml · 2 errors ───`, as wide as the terminal."""
        parts = {Severity.ERROR: "errors", Severity.WARNING: "warnings", Severity.INFO: "notes"}
        found = {severity: sum(item.severity is severity for item in items) for severity in parts}
        counts = ", ".join(counted(key, found[severity]) for severity, key in parts.items() if found[severity])
        shown = one_line(name)
        rule = "─" * max(3, self.report.width - 7 - cells(shown) - cells(counts))
        paint = self.paint
        return f"{paint('──', dim=True)} {paint(shown, bold=True)} {paint(f'· {counts} {rule}', dim=True)}"

    def _finding(self, item: Diagnostic) -> Iterator[str]:
        colour = COLOURS[item.severity]
        yield from self._statement(item, colour)
        line = self.sources.line(item.location)
        if line is not None:
            yield from excerpt(line, item.location, self.paint, colour, self.report.width)
        if item.hint:
            yield from self._remark(phrase("hint"), "green", item.hint)
        for other in item.related:
            yield from self._related(item, other)

    def _statement(self, item: Diagnostic, colour: str) -> Iterator[str]:
        """`path:line:column: severity: message [CODE]`; one line, which on a terminal is wrapped."""
        place, severity = visible(str(item.location)), phrase(f"severity_{item.severity.value}")
        message, code = one_line(item.message), f"[{one_line(item.code)}]"
        lead = f"{self.paint(place, bold=True)}: {self.paint(severity, fg=colour, bold=True)}: "
        lines = [message]
        if self.report.terminal:
            used = cells(place) + cells(severity) + 4 - GUTTER  # the other lines are indented by the gutter
            lines = list(wrapped(f"{message} {code}", max(self.report.width - GUTTER, _LEAST), used))
            lines[-1] = lines[-1].removesuffix(code).rstrip()
        for line in lines[:-1]:
            yield lead + line
            lead = " " * GUTTER
        yield f"{lead}{lines[-1]}{' ' if lines[-1] else ''}{self.paint(code, fg=colour)}"

    def _related(self, item: Diagnostic, other: Related) -> Iterator[str]:
        """What a second place explains; its source line only where it is another than the finding's own."""
        place = other.location
        yield from self._remark(phrase("note"), "cyan", f"{other.message} ({place})" if place else other.message)
        line = self.sources.line(place) if place else None
        if (
            line is None
            or place is None
            or (place.file, place.line, place.column)
            == (
                item.location.file,
                item.location.line,
                item.location.column,
            )
        ):
            return
        yield from excerpt(line, place, self.paint, "cyan", self.report.width)

    def _remark(self, label: str, colour: str, text: str) -> Iterator[str]:
        """`= hint: …`, on a terminal wrapped under its own beginning."""
        lead = f"{' ' * (GUTTER - 1)}{self.paint('=', fg='blue')} {self.paint(label, fg=colour, bold=True)}: "
        indent = GUTTER - 1 + 2 + cells(label) + 2
        shown = one_line(text)
        if not self.report.terminal:
            yield lead + shown
            return
        first, *rest = wrapped(shown, max(self.report.width - indent, _LEAST))
        yield lead + first
        yield from (" " * indent + line for line in rest)


def _like_ones(items: Sequence[Diagnostic]) -> tuple[list[Diagnostic], list[tuple[Diagnostic, int]]]:
    """Of the findings of a file those that are shown, and how many more there are like one of them.

    One that would be counted alone is shown: that takes no more room.
    """
    totals = Counter((item.code, item.severity) for item in items)
    seen: Counter[tuple[str, Severity]] = Counter()
    shown, last = [], {}
    for item in items:
        key = item.code, item.severity
        seen[key] += 1
        if seen[key] <= _ALIKE or totals[key] == _ALIKE + 1:
            shown.append(item)
            last[key] = item
    return shown, [(last[key], count - _ALIKE) for key, count in totals.items() if count > _ALIKE + 1]
