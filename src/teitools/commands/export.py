"""The command `teitools export`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from teitools import filesystem
from teitools.commands.options import cluster_option, jobs_option, sources_of, storage_option, workers_of
from teitools.commands.printing import exit_status, print_report
from teitools.commands.progress import progress
from teitools.diagnostics import SetupError, Severity, phrase
from teitools.tasks.export.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from teitools.sources import Source
    from teitools.tasks.export.run import Exported, How

__all__ = ["export_command"]


_FORMATS = "\n".join(f"  {name:<14}  {format_.about}" for name, format_ in FORMATS.items())
_HELP = f"""Write documents as data: texts with offsets, tables of names, dates, entities, citations.

FORMAT is one of these; without one, all are written, each in a folder of its own below DIR:

\b
{_FORMATS}

Anything else is a PATH, a file or a folder (all .xml below it); ./text is a file of that name. Without one, the
documents of the project.

Registers that the documents point at are exported with them. A document that cannot be read is told and passed
over. DIR is replaced as a whole: an export that fails or is interrupted leaves it as it was.

Exit status: 0 everything was exported, 1 a document could not be read, 2 a set-up fault.
"""


@click.command("export", help=_HELP)
@click.argument("what", nargs=-1, metavar="[FORMAT]... [PATH]...")
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Folder for the export, replaced as a whole. Needed.",
)
@jobs_option
@cluster_option
@storage_option
@click.option(
    "--allow-read",
    multiple=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Folder from which documents may include files and point at registers, besides their own and those of the "
    "project. Repeatable.",
)
def export_command(
    what: tuple[str, ...],
    output: Path | None,
    jobs: int | None,
    cluster: str | None,
    storage: str | None,
    allow_read: tuple[Path, ...],
) -> int:
    """The command."""
    from teitools.processes.signals import ended_in_order
    from teitools.project import find_project
    from teitools.tasks.export.run import export_documents

    if output is None:
        raise SetupError("an export needs a folder of its own; add --output DIR")
    formats = [word for word in what if word in FORMATS]
    paths = [word for word in what if word not in FORMATS]
    project = find_project(filesystem.working_folder())
    sources = sources_of(paths, project, storage, cluster)
    warnings: list[str] = []
    with ended_in_order(), workers_of(cluster, jobs) as workers:
        how: How = {"jobs": jobs, "workers": workers, "progress": progress("export"), "warn": warnings.append}
        exported = export_documents(formats, sources, output, project, allow_read, **how)
    for warning in warnings:
        click.echo(f"teitools: {warning}", err=True)
    return _tell(exported, sources)


def _tell(exported: Exported, sources: Sequence[Source]) -> int:
    """Say what came of it; the exit status."""
    from teitools.reports.summary import counted

    if exported.findings:
        print_report("text", exported.findings, sources, Severity.ERROR, checked=False)
    done = phrase("export_written", documents=counted("documents", exported.documents))
    parts, written = [done], [name for name in exported.formats if name not in exported.empty]
    if exported.registers:
        parts.append(phrase("export_registers", count=exported.registers))
    if exported.failed:
        parts.append(phrase("export_failed", count=len(exported.failed)))
    click.echo(f"{exported.folder}: {', '.join(parts)} ({', '.join(written)})")
    if exported.empty:
        click.echo(f"teitools: {phrase('export_empty', formats=', '.join(exported.empty))}", err=True)
    return max(exit_status(exported.findings, Severity.ERROR), int(bool(exported.failed)))
