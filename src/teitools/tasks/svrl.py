"""Check documents and report in SVRL on each application of a schema's rules to a document."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Unpack

from teitools.diagnostics import SetupError
from teitools.tasks.check import How, check_sources

if TYPE_CHECKING:
    from collections.abc import Sequence

    from teitools.diagnostics import Diagnostic
    from teitools.schematron.results import Results
    from teitools.sources import Source
    from teitools.tasks.schemas import SchemaChoice

__all__ = ["RuleReports", "check_for_svrl"]


@dataclass(frozen=True, slots=True)
class RuleReports:
    """What checking documents gave: all findings, and the reports, each with the name that its file may have.

    `schemas` are the files of the schemas that the reports are about, also of those that documents declare.
    `others` are the findings that are no results of rules, so that no report has them: those of other schemas and of
    pointers, files that rules may not read, time that was up.
    """

    findings: Sequence[Diagnostic]
    reports: list[tuple[str, str]]
    schemas: list[Path]

    @property
    def others(self) -> list[Diagnostic]:
        """See above."""
        return [item for item in self.findings if not item.code.startswith("SCH:") and item.code != "SCH001"]


def check_for_svrl(
    sources: Sequence[Source],
    choice: SchemaChoice,
    **how: Unpack[How],
) -> RuleReports:
    """Check documents and report on their rules.

    Raises SetupError if a schema is broken that no document declares, or if nothing was found and there is no report
    either, as then no rules were checked.
    """
    from teitools.reports.svrl import svrl

    reports: list[tuple[str, str]] = []
    schemas: dict[Path, None] = {}

    def collect(source: Source, results: Sequence[Results]) -> None:
        for result in results:
            suffix = f".{Path(result.schema).name}" if len(results) > 1 else ""
            schemas[Path(result.schema)] = None
            reports.append((f"{_name(source)}{suffix}.svrl", svrl(result)))

    traced = replace(choice, traced=True)
    how["collect"] = collect
    findings = check_sources(sources, traced, **how)
    if not reports and not findings:
        raise SetupError("no Schematron rules for these documents, so no SVRL; name a schema with --schematron")
    return RuleReports(findings, reports, list(schemas))


def _name(source: Source) -> str:
    """The path of a report below its folder: that of the document, if it lies below the working folder."""
    if source.path is None:
        return "stdin"
    path = PurePosixPath(source.name)
    return path.name if path.is_absolute() or ".." in path.parts else str(path)
