"""Schemas that documents lack: one finding for all of a run, as what helps is the same for all of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from teitools.diagnostics import Related, diagnose, phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from teitools.diagnostics import Diagnostic

__all__ = ["LACKING", "undeclared_once"]

_UNDECLARED, _UNASKED = "XML060", "XML062"
LACKING = (_UNDECLARED, _UNASKED)
"""The codes of what is told once: that documents name no schema, or one that could be fetched and was not."""
_SHOWN = 3


def undeclared_once(findings: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The findings, in their order, with one for all documents without a schema, and one for each schema not fetched.

    It is at the first of the documents. Its message is the same however many they are, so that it can be recognised
    from run to run; a note has their number and the first names. To be asked for what counts, as a choice may be about
    some of the documents only.
    """
    alike: dict[str, list[Diagnostic]] = {}
    for item in findings:
        if item.code in LACKING:
            alike.setdefault(item.message, []).append(item)
    told = {id(items[0]): _one(items) for items in alike.values()}
    return [told.get(id(item), item) for item in findings if item.code not in LACKING or id(item) in told]


def _one(items: Sequence[Diagnostic]) -> Diagnostic:
    first = items[0]
    names = list(dict.fromkeys(item.location.file for item in items))
    if len(names) < 2:
        return first
    shown = ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")
    if first.code == _UNDECLARED:
        note = Related(phrase("no_schema_which", count=len(names), names=shown))
        who = phrase("no_schema_many")
        return diagnose(_UNDECLARED, first.location, severity=first.severity, related=[note], who=who)
    return replace(first, related=(Related(phrase("remote_schema_which", count=len(names), names=shown)),))
