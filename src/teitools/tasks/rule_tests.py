"""The unit tests of Schematron rules: which folders hold them, which schemas they test, what came of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.diagnostics import SetupError
from teitools.tasks.context import RuleContext

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from teitools.diagnostics import Diagnostic
    from teitools.project import Project
    from teitools.schematron.testing.fixtures import Fixture
    from teitools.schematron.testing.runner import TestedRules

__all__ = ["RuleTests", "run_rule_tests"]

_DEFAULT_FOLDER = "tests"
_NOTHING_EXPECTED = (
    "nothing to test: expected is an <x:scenario> with <x:expect-assert>, <x:expect-not-assert>, <x:expect-report>, "
    "<x:expect-not-report>, <x:expect-rule> or <x:expect-valid> that is neither pending nor only shared"
)


@dataclass(frozen=True, slots=True)
class RuleTests:
    """What testing rules gave: what is not as expected, the documents and scenario files.

    `rules` is the number of rules that had to have documents, `expectations` that of those in scenarios; each None if
    there were no documents, or no scenario files.
    """

    findings: list[Diagnostic]
    documents: list[Path]
    rules: int | None
    expectations: int | None


def run_rule_tests(
    paths: Sequence[Path],
    schemas: Sequence[Path],
    project: Project | None,
    *,
    phase: str = "#ALL",
    allow_read: Sequence[Path] = (),
    time_limit: float | None = None,
    shared_variables: bool = False,
) -> RuleTests:
    """Run the documents and the XSpec scenarios in folders, or single `.xspec` files.

    Without paths, the folder `tests` of the project is searched; without schemas, those of the project are tested,
    while scenarios name their own. `allow_read` are folders in which rules may read, besides those of the project;
    `time_limit` is the time in seconds for the rules of one schema on one document, None that of the project;
    `shared_variables`: those of one pattern are seen in all. Raises SetupError if there is nothing to test, or a schema
    or expectation is broken, be it in a phase that is not tested.
    """
    from teitools.schematron.testing.fixtures import find_fixtures

    chosen = list(paths) or _default(project)
    scenarios = sorted({path for given in chosen for path in _scenario_files(given)})
    fixtures = [item for given in chosen if filesystem.is_folder(given) for item in find_fixtures(given)]
    if not fixtures and not scenarios:
        names = ", ".join(map(str, chosen))
        raise SetupError(
            f"{names}: no tests of rules; they are documents RULE-ID/failing*.xml and RULE-ID/passing*.xml, "
            "or .xspec files"
        )
    context = RuleContext.of(
        project, phase=phase, allow_read=allow_read, time_limit=time_limit, shared_variables=shared_variables
    )
    tests = _Tests(project, context)
    findings = [*tests.scenarios(scenarios), *tests.documents(fixtures, schemas, chosen)]
    if not fixtures and not tests.expectations:
        raise SetupError(f"{', '.join(map(str, scenarios))}: {_NOTHING_EXPECTED}")
    documents = [*(fixture.path for fixture in fixtures), *scenarios]
    rules = len({item.code for schema in tests.schemas for item in schema.assertions}) if fixtures else None
    counted = tests.expectations if scenarios else None
    return RuleTests(sorted(findings, key=lambda item: item.sort_key), documents, rules, counted)


class _Tests:
    """One run of tests: what applies to all schemas, and the schemas whose rules must have documents."""

    def __init__(self, project: Project | None, context: RuleContext) -> None:
        self._project = project
        self._context = context
        self.schemas: list[TestedRules] = []
        self.expectations = 0  # of the scenarios that were run

    def scenarios(self, paths: Sequence[Path]) -> Iterator[Diagnostic]:
        """What is not fulfilled in scenario files."""
        for path in paths:
            from teitools.schematron.testing.xspec import check_scenarios

            found, expectations = check_scenarios(path, self._load)
            self.expectations += expectations
            yield from found

    def documents(
        self, fixtures: Sequence[Fixture], schemas: Sequence[Path], folders: Sequence[Path]
    ) -> Iterator[Diagnostic]:
        """What is not as expected in documents; without any, nothing."""
        from teitools.schematron.testing.runner import check_coverage, check_fixtures, check_phases

        if fixtures:
            self.schemas = [self._load(path) for path in _schemas(schemas, self._project)]
            whole = not any(
                filesystem.real(item.path.parent) == filesystem.real(given) for item in fixtures for given in folders
            )
            yield from check_fixtures(self.schemas, fixtures)
            yield from check_coverage(self.schemas, fixtures, every_rule=whole)
            check_phases(self.schemas)

    def _load(self, path: Path, phase: str | None = None) -> TestedRules:
        from teitools.schematron.testing.runner import TestedRules

        return TestedRules(replace(self._context.rule_set(path, phase), wanted=True), self._context.time_limit)


def _default(project: Project | None) -> list[Path]:
    if project is None or not filesystem.is_folder(project.root / _DEFAULT_FOLDER):
        raise SetupError("no tests of rules: name a folder or an .xspec file")
    return [project.root / _DEFAULT_FOLDER]


def _scenario_files(given: Path) -> list[Path]:
    if filesystem.is_folder(given):
        return filesystem.matching(given, "**/*.xspec")
    if not filesystem.is_file(given):
        raise SetupError(f"{given}: no such file or folder; check the spelling and the working folder")
    if given.suffix != ".xspec":
        raise SetupError(f"{given}: neither a folder nor an .xspec file; name the folder that holds the tests")
    return [given]


def _schemas(given: Sequence[Path], project: Project | None) -> list[Path]:
    from teitools.tasks.rules import schematron_files

    found = list(schematron_files(project, given))
    if not found:
        raise SetupError("no Schematron schema to test; name one with --schema")
    return found
