"""The unit tests of Schematron rules: which folders hold them, which schemas they test, what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from teitools.diagnostics import SetupError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from teitools.diagnostics import Diagnostic
    from teitools.project import Project
    from teitools.schematron import Schema

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
) -> RuleTests:
    """Run the documents and the XSpec scenarios in folders, or single `.xspec` files.

    Without paths, the folder `tests` of the project is searched; without schemas, those of the project are tested,
    while scenarios name their own. `allow_read` are folders in which rules may read, besides those of the project.
    Raises SetupError if there is nothing to test, or a schema or expectation is broken.
    """
    from teitools.schematron.fixtures import find_fixtures
    from teitools.schematron.testing import check_coverage, check_fixtures

    chosen = list(paths) or _default(project)
    scenarios = sorted({path for given in chosen for path in _scenario_files(given)})
    fixtures = [item for given in chosen if given.is_dir() for item in find_fixtures(given)]
    if not fixtures and not scenarios:
        names = ", ".join(map(str, chosen))
        raise SetupError(
            f"{names}: no tests of rules; they are documents RULE-ID/failing*.xml and RULE-ID/passing*.xml, "
            "or .xspec files"
        )
    loaded = [_load(path, phase, project, allow_read) for path in _schemas(schemas, project)] if fixtures else []
    findings: list[Diagnostic] = []
    for path in scenarios:
        from teitools.schematron.xspec import check_scenarios

        findings += check_scenarios(path, lambda schema, wanted: _load(schema, wanted or phase, project, allow_read))
    if fixtures:
        whole = not any(fixture.path.parent.resolve() == given.resolve() for fixture in fixtures for given in chosen)
        findings += check_fixtures(loaded, fixtures)
        findings += check_coverage(loaded, fixtures, every_rule=whole)
    documents = [*(fixture.path for fixture in fixtures), *scenarios]
    rules = len({item.code for schema in loaded for item in schema.assertions})
    return RuleTests(sorted(findings, key=lambda item: item.sort_key), documents, rules)


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


def _load(path: Path, phase: str, project: Project | None, allow_read: Sequence[Path]) -> Schema:
    from teitools.catalog import Catalog
    from teitools.schematron import Schema
    from teitools.schematron.permit import Permit

    catalog = Catalog.load(project.catalog) if project and project.catalog else None
    permit = Permit((*(project.allow_read if project else ()), *allow_read))
    return Schema.load(path, phase, resolve=catalog.resolve if catalog else None, permit=permit)
