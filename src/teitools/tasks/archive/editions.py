"""The editions of a package: built anew from its texts into a folder, as `teitools build` does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.diagnostics import Severity, TeitoolsError
from teitools.tasks.editions import KINDS

if TYPE_CHECKING:
    from pathlib import Path

    from teitools.project import Project
    from teitools.tasks.archive.request import Request

__all__ = ["build_editions", "build_kinds", "settings_of"]


def build_editions(request: Request, folder: Path, jobs: int | None) -> dict[str, Path]:
    """Build the editions that a package is to have, and the guidelines of its ODD; the folder of each kind.

    Raises SetupError and TeitoolsError if one cannot be made.
    """
    from teitools.project import default_project

    project = request.project or default_project(request.root)
    kinds = [kind for kind in KINDS if kind in request.settings.representations]
    if not request.editions:
        kinds = []
    if project.odd is not None:
        kinds.append("odd")
    return build_kinds(project, kinds, request.editions, folder, jobs)


def build_kinds(
    project: Project, kinds: list[str], documents: tuple[Path, ...], folder: Path, jobs: int | None
) -> dict[str, Path]:
    """Build these kinds of editions of documents below a folder. Raises as `build_editions`."""
    from dataclasses import replace

    from teitools.tasks.editions.build import build_all
    from teitools.tasks.editions.order import Limits, order_of

    if not kinds:
        return {}
    chosen = replace(project, edition_documents=documents)
    order = order_of(chosen, kinds, (), folder, Limits(jobs=jobs, force=True))
    order = replace(order, linked=tuple(kind for kind in order.linked if kind in kinds))
    made: dict[str, Path] = {}
    for report in build_all(order):
        faults = [str(fault) for fault in report.faults]
        faults += [f"{item.location}: {item.message}" for item in report.findings if item.severity is Severity.ERROR]
        if report.failed_sources or faults:
            what = faults[0] if faults else next(iter(report.failed_sources))
            raise TeitoolsError(
                f"{report.kind}: {what}; see what “teitools build {report.kind}” says, and mend it first"
            )
        made[report.kind] = report.folder
    return {kind: path for kind, path in made.items() if kind in kinds}


def settings_of(request: Request, kind: str) -> str:
    """The parameters that editions of a kind are made with, in words."""
    project = request.project
    edition = project.editions.get(kind) if project else None
    return ", ".join(f"{name}={value}" for name, value in sorted(edition.parameters.items())) if edition else ""
