"""One JSON array of flat objects, for other programs.

Each object has file, line, column, xpath, severity, code, source, message, hint and related; what is not known is
null. `related` is a list of objects with message, file, line, column and xpath.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from teitools.diagnostics import Diagnostic, Location
    from teitools.reports import Report

__all__ = ["render"]


def render(report: Report, stream: TextIO) -> None:
    """Write the findings as one JSON array, an object a line, and nothing else."""
    rows = (json.dumps(_flat(item), ensure_ascii=False) for item in report.diagnostics)
    body = ",\n".join(rows)
    stream.write(f"[\n{body}\n]\n" if body else "[]\n")


def _flat(item: Diagnostic) -> dict[str, object]:
    return {
        **_place(item.location),
        "severity": item.severity.value,
        "code": item.code,
        "source": item.source,
        "message": item.message,
        "hint": item.hint,
        "related": [{"message": other.message, **_place(other.location)} for other in item.related],
    }


def _place(location: Location | None) -> dict[str, object]:
    if location is None:
        return {"file": None, "line": None, "column": None, "xpath": None}
    return {"file": location.file, "line": location.line, "column": location.column, "xpath": location.xpath}
