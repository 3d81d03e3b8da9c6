"""Whether the texts of a package are valid, by the schemas that go with them: findings, and reports on rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.diagnostics import Severity
from teitools.document.addresses import file_uri
from teitools.sources import Source
from teitools.tasks.archive.settings import CATALOG_FILE
from teitools.tasks.context import RuleContext
from teitools.tasks.schemas import SchemaChoice, rules_file, schema_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from teitools.diagnostics import Diagnostic
    from teitools.project import Project
    from teitools.schematron.results import Results
    from teitools.store.locator import Locator
    from teitools.tasks.check import How

    Report = Callable[[str, str], None]
    """Is called with the name of a report on rules, and its text."""

__all__ = ["Validation", "choice_of", "validate"]


@dataclass(slots=True)
class Validation:
    """What a check found: findings that count, and how many reports on rules there are."""

    documents: int
    findings: tuple[Diagnostic, ...]
    reports: int = 0
    schemas: dict[str, None] = field(default_factory=dict)

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(item.severity is severity for item in self.findings)

    @property
    def outcome(self) -> str:
        """In a line, the same in every language: what PREMIS says of the event, and a check is compared with."""
        counts = ((self.count(severity), severity.value) for severity in Severity)
        return f"{self.documents} documents, " + ", ".join(f"{count} {name}" for count, name in counts)


def choice_of(project: Project | None, locate: Locator | None = None) -> SchemaChoice:
    """The schemas of a project's documents; nothing is fetched. Raises SetupError for a schema that is missing."""
    context = RuleContext.of(project)
    if locate is not None:
        context = RuleContext(
            locate,
            None,
            context.allow_read,
            context.time_limit,
            context.shared_variables,
            context.root,
            False,
            context.registers,
        )
    if project is None:
        return SchemaChoice(context=context)
    schemas = (*(schema_file(name, context) for name in project.schemas),)
    return SchemaChoice((), (*schemas, *(rules_file(name, context) for name in project.schematron)), context)


def validate(
    root: Path,
    documents: Iterable[Path],
    project: Project | None,
    choice: SchemaChoice,
    how: How,
    report: Report | None = None,
) -> Validation:
    """Check documents, which findings call as they are called from `root`; report on each schema's rules.

    In the reports, addresses of files below `root` are relative to it: they say the same wherever the folder lies.
    Raises SetupError if a schema is broken.
    """
    from dataclasses import replace

    from teitools.tasks.check import check_sources
    from teitools.tasks.triage import Triage

    sources = [Source(filesystem.relative(path, root), path) for path in documents]
    made = Validation(len(sources), ())
    if report is not None:
        choice = replace(choice, traced=True)
        how = {**how, "collect": _collector(made, root, report)}
    found = check_sources(sources, choice, **how)
    if project is not None:
        triage = Triage(project.findings.choices, sources, baseline=project.findings.baseline)
        found = list(triage.verdict(found)[0].counted)
    made.findings = tuple(sorted(found, key=lambda item: item.sort_key))
    return made


def _collector(made: Validation, root: Path, report: Report) -> Callable[[Source, Sequence[Results]], None]:
    from teitools.reports.svrl import svrl

    prefix = f"{file_uri(root)}/"

    def collect(source: Source, results: Sequence[Results]) -> None:
        for result in results:
            name = result.schema.rpartition("/")[2]
            made.reports += 1
            made.schemas[filesystem.relative(filesystem.absolute(_path(result.schema)), root)] = None
            report(f"{source.name}.{name}.svrl", svrl(result).replace(prefix, ""))

    return collect


def _path(name: str) -> Path:
    from pathlib import Path

    return Path(name)


def own_locator(folder: Path) -> Locator:
    """What stands for public addresses in a package: its catalog and nothing else."""
    from teitools.catalog import Catalog
    from teitools.store.locator import Locator

    file = folder / CATALOG_FILE
    return Locator(Catalog.load(file) if filesystem.is_file(file) else None)
