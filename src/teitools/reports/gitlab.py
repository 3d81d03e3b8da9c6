"""GitLab's Code Quality report: findings in the widget and the changes of a merge request.

Written after "Code Quality report format" of GitLab's documentation: one JSON array; each object has `description`,
`check_name`, `fingerprint`, `severity` (info, minor, major, critical, blocker), `location.path` relative to the
repository, without `./`, and `location.lines.begin`. Of findings with one fingerprint GitLab shows the first, so each
has its own.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from teitools.diagnostics import Severity
from teitools.reports.fingerprints import unique_fingerprints
from teitools.reports.json import dumped
from teitools.reports.marks import Marks

if TYPE_CHECKING:
    from teitools.diagnostics import Diagnostic
    from teitools.reports import Report

__all__ = ["render"]

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(report: Report, stream: TextIO) -> None:
    """Write the findings as one JSON array, an object a line."""
    fingerprints = unique_fingerprints(report.diagnostics, Marks(report.texts))
    rows = (dumped(_object(item, known)) for item, known in zip(report.diagnostics, fingerprints, strict=True))
    body = ",\n".join(rows)
    stream.write(f"[\n{body}\n]\n" if body else "[]\n")


def _object(item: Diagnostic, fingerprint: str) -> dict[str, object]:
    """One violation; the place that is not known is the first line, as GitLab wants one."""
    lines = {"begin": item.location.line or 1}
    if item.location.end_line is not None:
        lines["end"] = item.location.end_line
    return {
        "description": f"{item.message} ({item.hint})" if item.hint else item.message,
        "check_name": item.code,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[item.severity],
        "location": {"path": Path(item.location.file).as_posix(), "lines": lines},
    }
