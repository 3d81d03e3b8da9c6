"""Leaving out the quick fixes that do not compile, so that the rules that offer them are checked all the same."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from teitools.schematron.compile.faults import told
from teitools.schematron.reasons import Reason, fact
from teitools.schematron.results import Notice

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from teitools.diagnostics import Location
    from teitools.saxon import SaxonError
    from teitools.schematron.compile.compiler import Compiled
    from teitools.schematron.model import Pattern, SchemaModel
    from teitools.schematron.quickfix.model import Fix

__all__ = ["broken_fix", "without_broken_fixes"]

_CODE = "SCH008"


def without_broken_fixes(error: SaxonError, schema: SchemaModel, compiled: Compiled) -> SchemaModel | None:
    """The schema without the fixes in which the faults are, which are told as notices; None if one is elsewhere."""
    broken: set[int] = set()
    notices: dict[Notice, None] = {}
    for fault in error.faults:
        fix = _fix_at(fault.line or 0, compiled)
        if fix is None:
            return None
        broken.add(id(fix.place.element))
        origin = compiled.origins.get(fault.line or 0)
        place = origin.place if origin is not None else fix.place
        reason = told(fault, schema, compiled)
        notices[broken_fix(fix, place.location, place.document.path, reason)] = None
    if not broken:
        return None
    patterns = tuple(_without(pattern, broken) for pattern in schema.patterns)
    return replace(schema, patterns=patterns, notices=(*schema.notices, *notices))


def broken_fix(fix: Fix, where: Location, path: Path | None, reason: str) -> Notice:
    """What is told of a fix that is left out: the place in the schema, its file's path, and what is wrong there."""
    if f"the fix “{fix.id}”" not in reason:
        reason = Reason("sch_reason_in_fix", name=fix.id, reason=reason)
    return Notice(_CODE, str(path or where.file), where.line, where.column, (fact("reason", reason),))


def _fix_at(line: int, compiled: Compiled) -> Fix | None:
    return next((fix for first, last, fix in compiled.fixes if first <= line <= last), None)


def _without(pattern: Pattern, broken: Collection[int]) -> Pattern:
    rules = []
    for rule in pattern.rules:
        assertions = (
            replace(item, offers=tuple(fix for fix in item.offers if id(fix.place.element) not in broken))
            for item in rule.assertions
        )
        rules.append(replace(rule, assertions=tuple(assertions)))
    return replace(pattern, rules=tuple(rules))
