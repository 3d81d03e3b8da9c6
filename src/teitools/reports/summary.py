"""What a run amounts to, in one line; and a table of its codes where there are many findings."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from teitools.diagnostics import Severity, catalogue, language, phrase
from teitools.reports.visible import cells, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teitools.diagnostics import Diagnostic
    from teitools.reports import Report
    from teitools.reports.paint import Paint

__all__ = ["COLOURS", "counted", "summary", "table", "title"]

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_KEYS = {Severity.ERROR: "errors", Severity.WARNING: "warnings", Severity.INFO: "notes"}
_TABLE_FROM = 21  # findings; fewer are read faster than a table of them


def counted(key: str, count: int) -> str:
    """A number with its noun: `1 document`, `2 errors`; `key` is documents, errors, warnings or notes."""
    return phrase(f"{key}_{'one' if count == 1 else 'many'}", count=count)


def summary(report: Report, paint: Paint) -> str:
    """Documents checked or read, findings of each severity, time taken."""
    seconds = f"{report.summary.seconds:.2f}"
    facts = {
        "documents": phrase(
            "documents_checked" if report.summary.checked else "documents_read",
            documents=counted("documents", report.summary.documents),
        ),
        "seconds": seconds.replace(".", ",") if language() == "tr" else seconds,
    }
    if not report.diagnostics:
        return paint(phrase("summary_clean", **facts), fg="green", bold=True)
    for severity, key in _KEYS.items():
        count = report.count(severity)
        facts[key] = counted(key, count)
        if count:
            facts[key] = paint(facts[key], fg=COLOURS[severity], bold=True)
    return phrase("summary_findings", **facts)


def table(report: Report, paint: Paint) -> Iterator[str]:
    """How often each code occurs, the most frequent first; nothing where there are few findings."""
    if len(report.diagnostics) < _TABLE_FROM:
        return
    counts = Counter((item.code, item.severity) for item in report.diagnostics)
    firsts = {item.code: item for item in reversed(report.diagnostics)}
    codes = max(cells(one_line(code)) for code, _ in counts)
    names = {severity: phrase(f"severity_{severity.value}") for severity in Severity}
    names_width = max(len(names[severity]) for _, severity in counts)
    yield f"{phrase('findings_by_code')}:"
    for (code, severity), count in sorted(counts.items(), key=lambda item: (-item[0][1].rank, -item[1], item[0][0])):
        shown = one_line(code)
        left = f"{count:>6}  {paint(f'{names[severity]:<{names_width}}', fg=COLOURS[severity])}"
        room = max(report.width - 6 - 2 - names_width - 2 - codes - 2, 20)
        yield f"{left}  {shown}{' ' * (codes - cells(shown))}  {_cut(title(firsts[code]), room)}".rstrip()


def title(item: Diagnostic) -> str:
    """A few words for the code of a finding: the catalogue's, or the message of the finding if it is a rule's own."""
    entry = catalogue().get(item.code)
    return entry.title[language()] if entry else one_line(item.message)


def _cut(text: str, room: int) -> str:
    if cells(text) <= room:
        return text
    while cells(text) > room - 1:
        text = text[: room - 1] if len(text) > room else text[:-1]
    return f"{text.rstrip()}…"
