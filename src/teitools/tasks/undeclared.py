"""Documents that name no schema: one finding for all of a run, as what helps is the same for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.diagnostics import Related, diagnose, phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from teitools.diagnostics import Diagnostic

__all__ = ["UNDECLARED", "undeclared_once"]

UNDECLARED = "XML060"
_SHOWN = 3


def undeclared_once(findings: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The findings, in their order, with one for all documents without a schema, at the first of them.

    Its message is the same however many they are, so that it can be recognised from run to run; a note has their
    number and the first names. To be asked for what counts, as a choice may be about some of the documents only.
    """
    without = [item for item in findings if item.code == UNDECLARED]
    if len(without) < 2:
        return list(findings)
    first = without[0]
    names = [item.location.file for item in without]
    shown = ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")
    note = Related(phrase("no_schema_which", count=len(names), names=shown))
    one = diagnose(UNDECLARED, first.location, severity=first.severity, related=[note], who=phrase("no_schema_many"))
    return [one if item is first else item for item in findings if item is first or item.code != UNDECLARED]
