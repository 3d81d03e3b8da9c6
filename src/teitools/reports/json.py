"""One JSON array of flat objects, for other programs.

Each object has file, line, column, xpath, severity, code, source, message, hint and related; what is not known is
null. `related` is a list of objects with message, file, line, column and xpath.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from teitools.diagnostics import Diagnostic, Location
    from teitools.reports import Report

__all__ = ["dumped", "one_object", "render"]

# Legal in JSON, but not for a terminal or a UTF-8 stream: DEL, C1 controls, bytes of a file name that are not UTF-8.
_UNSAFE = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def render(report: Report, stream: TextIO) -> None:
    """Write the findings as one JSON array, an object a line, and nothing else."""
    rows = map(one_object, report.diagnostics)
    body = ",\n".join(rows)
    stream.write(f"[\n{body}\n]\n" if body else "[]\n")


def one_object(item: Diagnostic) -> str:
    """A finding as one line."""
    return dumped(_flat(item))


def dumped(value: object) -> str:
    """A value as one line, which is safe for terminals and streams in UTF-8."""
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(value, ensure_ascii=False))


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
