"""The unit tests of Schematron rules: which folders hold them, which schemas they test, what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from teitools.diagnostics import SetupError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from teitools.diagnostics import Diagnostic
    from teitools.project import Project
    from teitools.schematron.fixtures import Fixture
    from teitools.schematron.testing import TestedRules

__all__ = ["RuleTests", "run_rule_tests"]

_DEFAULT_FOLDER = "tests"


@dataclass(frozen=True, slots=True)
class RuleTests:
    """What testing rules gave: what is not as expected, the documents and scenario files, the number of rules."""

    findings: list[Diagnostic]
    documents: list[Path]
    rules: int


def run_rule_tests(
    paths: Sequence[Path],
    schemas: Sequence[Path],
    project: Project | None,
    *,
    phase: str = "#ALL",
    allow_read: Sequence[Path] = (),
    time_limit: float | None = None,
) -> RuleTests:
    """Run the documents and the XSpec scenarios in folders, or single `.xspec` files.

    Without paths, the folder `tests` of the project is searched; without schemas, those of the project are tested,
    while scenarios name their own. `allow_read` are folders in which rules may read, besides those of the project;
    `time_limit` is the time in seconds for the rules of one schema on one document, None that of the project. Raises
    SetupError if there is nothing to test, or a schema or expectation is broken, be it in a phase that is not tested.
    """
    from teitools.schematron import remote
    from teitools.schematron.fixtures import find_fixtures

    chosen = list(paths) or _default(project)
    scenarios = sorted({path for given in chosen for path in _scenario_files(given)})
    fixtures = [item for given in chosen if given.is_dir() for item in find_fixtures(given)]
    if not fixtures and not scenarios:
        names = ", ".join(map(str, chosen))
        raise SetupError(
            f"{names}: no tests of rules; they are documents RULE-ID/failing*.xml and RULE-ID/passing*.xml, "
            "or .xspec files"
        )
    tests = _Tests(project, phase, allow_read, time_limit)
    try:
        findings = [*tests.scenarios(scenarios), *tests.documents(fixtures, schemas, chosen)]
    finally:
        remote.stop()
    documents = [*(fixture.path for fixture in fixtures), *scenarios]
    rules = len({item.code for schema in tests.schemas for item in schema.assertions})
    return RuleTests(sorted(findings, key=lambda item: item.sort_key), documents, rules)


class _Tests:
    """One run of tests: what applies to all schemas, and the schemas whose rules must have documents."""

    def __init__(
        self, project: Project | None, phase: str, allow_read: Sequence[Path], time_limit: float | None
    ) -> None:
        self._project = project
        self._phase = phase
        self._allow_read = allow_read
        self._time_limit = project.time_limit if project and time_limit is None else time_limit
        self.schemas: list[TestedRules] = []

    def scenarios(self, paths: Sequence[Path]) -> Iterator[Diagnostic]:
        """What is not fulfilled in scenario files."""
        for path in paths:
            from teitools.schematron.xspec import check_scenarios

            yield from check_scenarios(path, lambda schema, wanted: self._load(schema, wanted or self._phase))

    def documents(
        self, fixtures: Sequence[Fixture], schemas: Sequence[Path], folders: Sequence[Path]
    ) -> Iterator[Diagnostic]:
        """What is not as expected in documents; without any, nothing."""
        from teitools.schematron.testing import check_coverage, check_fixtures, check_phases

        if fixtures:
            self.schemas = [self._load(path, self._phase) for path in _schemas(schemas, self._project)]
            whole = not any(item.path.parent.resolve() == given.resolve() for item in fixtures for given in folders)
            yield from check_fixtures(self.schemas, fixtures)
            yield from check_coverage(self.schemas, fixtures, every_rule=whole)
            check_phases(self.schemas)

    def _load(self, path: Path, phase: str) -> TestedRules:
        from teitools.catalog import Catalog
        from teitools.schematron.frames import RuleSet
        from teitools.schematron.permit import Permit
        from teitools.schematron.testing import TestedRules

        catalog = Catalog.load(self._project.catalog) if self._project and self._project.catalog else None
        permit = Permit((*(self._project.allow_read if self._project else ()), *self._allow_read))
        rules = RuleSet(path, phase, permit, catalog.resolve if catalog else None, wanted=True)
        return TestedRules(rules, self._time_limit)


def _default(project: Project | None) -> list[Path]:
    if project is None or not (project.root / _DEFAULT_FOLDER).is_dir():
        raise SetupError("no tests of rules: name a folder or an .xspec file")
    return [project.root / _DEFAULT_FOLDER]


def _scenario_files(given: Path) -> list[Path]:
    if given.is_dir():
        return list(given.rglob("*.xspec"))
    if not given.is_file():
        raise SetupError(f"{given}: no such file or folder; check the spelling and the working folder")
    if given.suffix != ".xspec":
        raise SetupError(f"{given}: neither a folder nor an .xspec file; name the folder that holds the tests")
    return [given]


def _schemas(given: Sequence[Path], project: Project | None) -> list[Path]:
    from teitools.rules import schematron_files

    found = list(schematron_files(project, given))
    if not found:
        raise SetupError("no Schematron schema to test; name one with --schema")
    return found
