"""Run the unit tests of rules: each document must give what is expected of it, and each rule have both kinds.

What differs from the expectation is a Diagnostic, so that every report format can show it. Rules run in a process of
their own, as in a check (see `remote`), so that one that does not end is stopped.
"""

from __future__ import annotations

import functools
import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from teitools.diagnostics import Diagnostic, Location, Related, diagnose, nearest
from teitools.document import parse, read
from teitools.schematron import OF_SCHEMAS
from teitools.schematron.process import remote
from teitools.schematron.testing.fixtures import Expectation, Fixture, expectations

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from teitools.document import Document
    from teitools.schematron.model import Assertion, SchemaModel
    from teitools.schematron.process.frames import Found
    from teitools.schematron.ruleset import RuleSet

__all__ = ["TestedRules", "check_coverage", "check_fixtures", "check_phases"]

_PREFIX = "SCH:"
_STOPPED = "SCH002"


class TestedRules:
    """The rules of a schema in a phase, and the time that they have for a document (see `remote.begin`)."""

    def __init__(self, rules: RuleSet, limit: float | None) -> None:
        self.rules = rules
        self._limit = limit

    @functools.cached_property
    def model(self) -> SchemaModel:
        """The schema as read. Raises SetupError if it is missing or wrong."""
        return self.rules.read()

    @functools.cached_property
    def assertions(self) -> tuple[Assertion, ...]:
        """The assertions of the active patterns. Raises SetupError as `model`, and if there is no such phase."""
        from teitools.schematron.compile.phases import active_parts

        patterns, _ = active_parts(self.model, self.rules.phase)
        return tuple(item for pattern in patterns for rule in pattern.rules for item in rule.assertions)

    def check(self, document: Document, *, traced: bool = False, phase: str | None = None) -> Found:
        """What the rules find in a document; with `traced`, its results have all that fired; `phase`: in another one.

        Rules that were stopped are a finding (SCH002), without results. Raises SetupError if the schema is wrong.
        """
        rules = replace(self.rules, traced=traced, phase=phase or self.rules.phase)
        (found,) = remote.begin(document, [rules], self._limit).answers()
        return found


@dataclass(frozen=True, slots=True)
class _Laid:
    """A fixture where its document can be read, with its neighbours."""

    fixture: Fixture
    path: Path


def check_phases(schemas: Sequence[TestedRules]) -> None:
    """Raise SetupError for what is wrong in phases other than the one that is tested, which no document would show."""
    document, _ = parse(b"<none/>", "none.xml", None)
    assert document is not None  # noqa: S101  # it is well-formed
    for schema in schemas:
        phases = schema.model.phases
        chosen = ["#ANY"] if any(phase.when for phase in phases.values()) else []
        for phase in (*phases, *chosen):
            schema.check(document, phase=phase)


def check_fixtures(schemas: Sequence[TestedRules], fixtures: Sequence[Fixture]) -> Iterator[Diagnostic]:
    """Check every document against the schemas and yield where the findings are not those expected.

    A document that is not well-formed is a finding of the usual kind, and so are rules that were stopped (SCH002).
    Raises SetupError if an expectation is not stated rightly, or a schema is wrong.
    """
    told: set[Diagnostic] = set()  # of the schemas themselves
    with tempfile.TemporaryDirectory(prefix="teitools-") as scratch:
        for number, fixture in enumerate(fixtures):
            for finding in _check(schemas, _lay(fixture, Path(scratch, str(number)))):
                if finding not in told:
                    yield finding
                if finding.code in OF_SCHEMAS:
                    told.add(finding)


def _lay(fixture: Fixture, folder: Path) -> _Laid:
    """Copy a document and what must lie beside it into a folder, unless nothing has to."""
    if not fixture.beside and not fixture.settings.get("beside"):
        return _Laid(fixture, fixture.path)
    folder.mkdir()
    for path in (*fixture.beside, fixture.path):
        shutil.copyfile(path, folder / path.name)
    return _Laid(fixture, folder / fixture.path.name)


def _check(schemas: Sequence[TestedRules], laid: _Laid) -> Iterator[Diagnostic]:
    document, faults = read(laid.path, laid.fixture.name)
    yield from faults
    if document is None:
        return
    missing = expectations(laid.fixture, document)
    found = [finding for schema in schemas for finding in schema.check(document).diagnostics]
    stopped = [finding for finding in found if finding.code == _STOPPED]
    if stopped:  # nobody knows what the rules would have found
        yield from stopped
        return
    anywhere = {item.rule for item in missing if item.line is None}
    surplus: list[Diagnostic] = []
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
    schemas: Sequence[TestedRules], fixtures: Sequence[Fixture], *, every_rule: bool = True
) -> Iterator[Diagnostic]:
    """Yield the rules of the schemas that no document is to break or none is to keep, and folders of unknown rules.

    `every_rule` false: only rules that have a folder are missed. Ids that several assertions have are told too: the
    grammar of Schematron forbids them (they are of the type ID), many schemas have them, and tests cannot tell such
    rules apart.
    """
    for schema in schemas:
        yield from _shared_ids(schema)
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


def _shared_ids(schema: TestedRules) -> Iterator[Diagnostic]:
    """The assertions whose id an earlier one has; instances of one abstract pattern share theirs rightly."""
    first: dict[str, Assertion] = {}
    for assertion in schema.assertions:
        if assertion.id is not None:
            earlier = first.setdefault(assertion.id, assertion)
            if earlier.place.element is not assertion.place.element:
                other = Related(earlier.test.text, earlier.place.location)
                yield diagnose("SCH107", assertion.place.location, rule=assertion.id, related=(other,))
