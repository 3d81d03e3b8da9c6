"""What a run amounts to, in one line; and a table of its codes where there are many findings."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from teitools.diagnostics import Severity, catalogue, language, phrase
from teitools.reports.visible import cells, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from teitools.diagnostics import Diagnostic
    from teitools.reports import Report
    from teitools.reports.paint import Paint
    from teitools.triage import Suppressed

__all__ = ["COLOURS", "counted", "left_out", "summary", "table", "title"]

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_KEYS = {Severity.ERROR: "errors", Severity.WARNING: "warnings", Severity.INFO: "notes"}
_WAYS = {"choice": "ignored", "baseline": "in_baseline"}
_TABLE_FROM = 21  # findings; fewer are read faster than a table of them
_ROWS = 15  # codes that fit a screen with what is around them
_PLACE, _LEAST = 36, 20  # cells at most for a place, at least for words


def counted(key: str, count: int) -> str:
    """A number with its noun: `1 document`, `2 errors`; `key` is documents, errors, warnings or notes."""
    return phrase(f"{key}_{'one' if count == 1 else 'many'}", count=count)


def summary(report: Report, paint: Paint) -> str:
    """Documents checked or read, findings of each severity, those that do not count, time taken."""
    seconds = f"{report.summary.seconds:.2f}"
    done = phrase(
        "documents_checked" if report.summary.checked else "documents_read",
        documents=counted("documents", report.summary.documents),
    )
    taken = phrase("seconds", seconds=seconds.replace(".", ",") if language() == "tr" else seconds)
    if not report.diagnostics:
        return paint(
            ", ".join((done, phrase("no_findings"), *left_out(report.suppressed), taken)), fg="green", bold=True
        )
    counts = []
    for severity, key in _KEYS.items():
        count = report.count(severity)
        shown = counted(key, count)
        counts.append(paint(shown, fg=COLOURS[severity], bold=True) if count else shown)
    return ", ".join((done, *counts, *left_out(report.suppressed), taken))


def left_out(suppressed: Iterable[Suppressed]) -> Iterator[str]:
    """How many findings do not count, by the reasons why: `3 ignored`."""
    ways = Counter[str](item.by for item in suppressed)
    yield from (phrase(key, count=ways[by]) for by, key in _WAYS.items() if ways[by])


def table(report: Report, paint: Paint) -> Iterator[str]:
    """How often each code occurs, in how many files and where first, the worst and most frequent first.

    Nothing where there are few findings; where the report is not complete, no more codes than fit a screen.
    """
    if len(report.diagnostics) < _TABLE_FROM:
        return
    rows = _rows(report.diagnostics)
    shown = rows if report.complete or len(rows) <= _ROWS + 1 else rows[:_ROWS]
    names = {row.severity: phrase(f"severity_{row.severity.value}") for row in shown}
    columns = [
        (f"{row.count:>6}", names[row.severity], one_line(row.code), row.in_files, _cut_left(row.place, _PLACE))
        for row in shown
    ]
    widths = [max(map(cells, column)) for column in zip(*columns, strict=True)]
    yield f"{phrase('findings_by_code')}:"
    for row, texts in zip(shown, columns, strict=True):
        padded = [f"{text}{' ' * (width - cells(text))}" for text, width in zip(texts, widths, strict=True)]
        padded[1] = paint(padded[1], fg=COLOURS[row.severity])
        room = max(report.width - sum(widths) - 2 * len(widths), _LEAST)
        yield f"{'  '.join(padded)}  {_cut(title(row.first), room)}".rstrip()
    if left := rows[len(shown) :]:
        yield f"        {phrase('more_codes', codes=len(left), count=sum(row.count for row in left))}"


@dataclass(frozen=True, slots=True)
class _Row:
    """What there is to say of the findings of one code and severity."""

    code: str
    severity: Severity
    count: int
    files: int
    first: Diagnostic

    @property
    def in_files(self) -> str:
        """In how many files they are."""
        return counted("files", self.files)

    @property
    def place(self) -> str:
        """Where the first is, without its column."""
        location = self.first.location
        return one_line(location.file if location.line is None else f"{location.file}:{location.line}")


def _rows(findings: Sequence[Diagnostic]) -> list[_Row]:
    counts = Counter((item.code, item.severity) for item in findings)
    files = Counter(key for key, _ in {((item.code, item.severity), item.location.file) for item in findings})
    firsts = {(item.code, item.severity): item for item in reversed(findings)}
    rows = [_Row(*key, count, files[key], firsts[key]) for key, count in counts.items()]
    return sorted(rows, key=lambda row: (-row.severity.rank, -row.count, row.code))


def title(item: Diagnostic) -> str:
    """A few words for the code of a finding: the catalogue's, or the message of the finding if it is a rule's own."""
    entry = catalogue().get(item.code)
    return entry.title[language()] if entry else one_line(item.message)


def _cut_left(text: str, room: int) -> str:
    """The end of a text, as that of a path tells more than its beginning."""
    if cells(text) <= room:
        return text
    while cells(text) > room - 1:
        text = text[-(room - 1) :] if len(text) > room else text[1:]
    return f"…{text}"


def _cut(text: str, room: int) -> str:
    if cells(text) <= room:
        return text
    while cells(text) > room - 1:
        text = text[: room - 1] if len(text) > room else text[:-1]
    return f"{text.rstrip()}…"
