"""What the roles and severities of Schematron mean for a finding; the table is in the documentation of the package."""

from __future__ import annotations

from teitools.diagnostics import Severity

__all__ = ["severity"]

_WORDS = {
    **dict.fromkeys(("fatal", "error", "critical"), Severity.ERROR),
    **dict.fromkeys(("warning", "warn"), Severity.WARNING),
    **dict.fromkeys(("information", "info", "hint", "note", "notice", "debug", "trace"), Severity.INFO),
}


def severity(*words: str | None) -> Severity:
    """The severity that the first word with a meaning gives; without one it is an error."""
    found = (_WORDS.get(word.strip().lower()) for word in words if word)
    return next((item for item in found if item), Severity.ERROR)
