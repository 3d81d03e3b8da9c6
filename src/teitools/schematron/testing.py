"""Run the unit tests of rules: each document must give what is expected of it, and each rule have both kinds.

What differs from the expectation is a Diagnostic, so that every report format can show it.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from teitools.diagnostics import Diagnostic, Location, Related, diagnose, nearest
from teitools.document import read
from teitools.schematron.fixtures import Expectation, Fixture, expectations

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from teitools.schematron.schema import Schema

__all__ = ["check_coverage", "check_fixtures"]

_PREFIX = "SCH:"


@dataclass(frozen=True, slots=True)
class _Laid:
    """A fixture where its document can be read, with its neighbours."""

    fixture: Fixture
    path: Path


def check_fixtures(schemas: Sequence[Schema], fixtures: Sequence[Fixture]) -> Iterator[Diagnostic]:
    """Check every document against the schemas and yield where the findings are not those expected.

    A document that is not well-formed is a finding of the usual kind. Raises SetupError if an expectation is not
    stated rightly, or as `Schema.validate` does.
    """
    with tempfile.TemporaryDirectory(prefix="teitools-") as scratch:
        for number, fixture in enumerate(fixtures):
            yield from _check(schemas, _lay(fixture, Path(scratch, str(number))))


def _lay(fixture: Fixture, folder: Path) -> _Laid:
    """Copy a document and what must lie beside it into a folder, unless nothing has to."""
    if not fixture.beside and not fixture.settings.get("beside"):
        return _Laid(fixture, fixture.path)
    folder.mkdir()
    for path in (*fixture.beside, fixture.path):
        shutil.copyfile(path, folder / path.name)
    return _Laid(fixture, folder / fixture.path.name)


def _check(schemas: Sequence[Schema], laid: _Laid) -> Iterator[Diagnostic]:
    document, faults = read(laid.path, laid.fixture.name)
    yield from faults
    if document is None:
        return
    missing = expectations(laid.fixture, document)
    anywhere = {item.rule for item in missing if item.line is None}
    surplus: list[Diagnostic] = []
    found = (finding for schema in schemas for finding in schema.validate(document))
    for finding in sorted(found, key=lambda item: item.sort_key):
        place = finding.location
        exact = Expectation(finding.code.removeprefix(_PREFIX), place.line, place.column)
        if exact in missing:
            missing.remove(exact)
        elif exact.rule in anywhere:
            missing = [item for item in missing if item != Expectation(exact.rule)]
        else:
            surplus.append(finding)
    start = document.location(document.root)
    for expected in missing:
        line = start if expected.line is None else Location(start.file, expected.line, expected.column)
        elsewhere = [Related(item.message, item.location) for item in surplus if item.code == _PREFIX + expected.rule]
        yield diagnose("SCH101", line, rule=expected.rule, related=elsewhere)
    told = {_PREFIX + expected.rule for expected in missing}
    for finding in surplus:
        if not finding.code.startswith(_PREFIX):
            yield finding  # a rule that cannot be evaluated says so itself
        elif finding.code not in told:
            rule = finding.code.removeprefix(_PREFIX)
            yield diagnose("SCH102", finding.location, rule=rule, message=finding.message)


def check_coverage(
    schemas: Sequence[Schema], fixtures: Sequence[Fixture], *, every_rule: bool = True
) -> Iterator[Diagnostic]:
    """Yield the rules of the schemas that no document is to break or none is to keep, and folders of unknown rules.

    `every_rule` false: only rules that have a folder are missed.
    """
    known = {item.code.removeprefix(_PREFIX): item for schema in schemas for item in schema.assertions}
    failing = {item.rule for item in fixtures if item.is_failing}
    passing = {item.rule for item in fixtures if not item.is_failing}
    for rule, assertion in known.items():
        if rule not in failing and (every_rule or rule in passing):
            yield diagnose("SCH103", assertion.place.location, rule=rule)
        if rule not in passing and (every_rule or rule in failing):
            yield diagnose("SCH104", assertion.place.location, rule=rule)
    for rule, fixture in {item.rule: item for item in reversed(fixtures) if item.rule not in known}.items():
        near = nearest(rule, known)
        place = Location(fixture.name)
        yield diagnose("SCH105", place, rule=rule, near=near or "", hint=None if near else "")
