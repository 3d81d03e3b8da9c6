"""The command `teitools build`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from teitools import filesystem
from teitools.commands.options import cluster_option, jobs_option, output_option, workers_of
from teitools.commands.printing import exit_status, print_report
from teitools.diagnostics import SetupError, Severity, phrase
from teitools.tasks.editions import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from teitools.diagnostics import Diagnostic
    from teitools.tasks.editions.ledger import Account
    from teitools.tasks.editions.made import KindReport
    from teitools.tasks.editions.order import Order
    from teitools.triage import Suppressed

__all__ = ["build_command"]

_SHOWN = 20  # faults of one kind of edition that are told


@click.command("build")
@click.argument("what", nargs=-1, metavar="[KIND]... [PATH]...")
@output_option
@jobs_option
@cluster_option
@click.option("--force", is_flag=True, help="Build everything, also what has not changed since the last build.")
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="Seconds for one document in one edition; without it, the project's (600).",
)
@click.option(
    "--ledger",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write what became of every character of the documents, as JSON; beside it a page (.html). Builds everything.",
)
def build_command(
    what: tuple[str, ...],
    output: Path | None,
    jobs: int | None,
    cluster: str | None,
    force: bool,
    time_limit: float | None,
    ledger: Path | None,
) -> int:
    """Make editions of documents: HTML, LaTeX and plain text; EPUB, Markdown, PDF when asked for.

    KIND is html, latex, text, epub, markdown, pdf or odd; without one, html, latex and text are made, and without a
    project html. Where the project has an ODD ([odd] in teitools.toml), its documentation is made too: odd. Anything
    else is a PATH, a file or a folder (all .xml below it); ./html is a file of that name. Without one, the documents of
    the project.

    Each kind gets a folder of its own below the output folder; several documents have folders of their own in it, and
    HTML a page that leads to them. A folder is replaced as a whole: a build that fails or is interrupted leaves the
    previous edition as it was. What has not changed since the last build is not built again. Where SHA256SUMS lies in
    the output folder (teitools manifest DIR), it is written anew.

    What is noticed on the way, such as an address that is not safe to link, is told with its place. Text that an
    edition lacks, and that its stylesheet does not leave out on purpose, is an error (EDN010).

    Exit status: 0 everything was made, 1 a document could not be built or a finding is an error, 2 a set-up fault.
    """
    from teitools.project import find_project
    from teitools.tasks.editions.order import Limits, order_of

    kinds = [word for word in what if word in KINDS]
    paths = [word for word in what if word not in KINDS]
    project = find_project(filesystem.working_folder())
    with workers_of(cluster, jobs) as workers:
        limits = Limits(time_limit, jobs, force or ledger is not None, workers)
        order = order_of(project, kinds, paths, output, limits)
        return _build(order, _ledger_files(ledger, order))


def _build(order: Order, ledger_and_page: tuple[Path, Path] | None) -> int:
    """Build what is ordered and tell of it; the exit status."""
    from teitools.processes.signals import ended_in_order
    from teitools.tasks.archive.manifest import renew_sums
    from teitools.tasks.editions.build import build_all

    told: set[Diagnostic] = set()
    accounts: list[Account] = []
    status = 0
    with ended_in_order():
        for report in build_all(order, _progress if sys.stderr.isatty() else None):
            _tell(report, order, told)
            accounts += report.accounts
            status = max(status, _status(report))
    renew_sums(order.output)
    _write_ledger(ledger_and_page, accounts)
    return status


def _ledger_files(ledger: Path | None, order: Order) -> tuple[Path, Path] | None:
    if ledger is None:
        return None
    from teitools.tasks.editions.ledger.report import ledger_files

    return ledger_files(ledger, order.chosen, order.output)


def _write_ledger(files: tuple[Path, Path] | None, accounts: list[Account]) -> None:
    if files is None:
        return
    from teitools.tasks.editions.ledger.report import write_ledger

    write_ledger(files, accounts)
    click.echo(f"{_shown(files[0].parent)}: {', '.join(file.name for file in files)}")


def _tell(report: KindReport, order: Order, told: set[Diagnostic]) -> None:
    """Say what came of a kind; of findings, those that no kind before had."""
    for message in report.messages:
        click.echo(f"teitools: {report.kind}: {message}", err=True)
    new = sorted((item for item in report.findings if item not in told), key=lambda finding: finding.sort_key)
    ignored = tuple(item for item in report.ignored if item.finding not in told)
    _print_findings(new, ignored, [order.odd.file] if report.kind == "odd" and order.odd else order.chosen)
    told.update(new, (item.finding for item in ignored))
    faults = list(dict.fromkeys(map(str, report.faults)))
    for fault in faults[:_SHOWN]:
        click.echo(f"teitools: {report.kind}: {fault}", err=True)
    if len(faults) > _SHOWN:
        click.echo(f"teitools: {report.kind}: {phrase('build_more_faults', count=len(faults) - _SHOWN)}", err=True)
    click.echo(f"{_shown(report.folder)}: {', '.join(_counts(report))}")


def _counts(report: KindReport) -> Iterable[str]:
    from teitools.reports.summary import counted

    yield phrase("build_built", documents=counted("documents", report.built))
    counts = {"unchanged": report.unchanged, "failed": len(report.failed_sources), "removed": report.removed}
    yield from (phrase(f"build_{key}", count=count) for key, count in counts.items() if count)


def _status(report: KindReport) -> int:
    if any(isinstance(fault, SetupError) for fault in report.faults):
        return 2
    return max(int(bool(report.failed_sources)), exit_status(report.findings, Severity.ERROR))


def _print_findings(findings: list[Diagnostic], ignored: Sequence[Suppressed], documents: Iterable[Path]) -> None:
    from teitools.sources import find_sources

    if findings or ignored:
        sources = find_sources(map(str, documents))
        print_report("text", findings, sources, Severity.ERROR, suppressed=ignored, checked=False)


def _progress(kind: str, done: int, total: int) -> None:
    if total > 1:
        click.echo(f"\r{kind} {done}/{total}" if done < total else "\r\x1b[K", nl=False, err=True)


def _shown(folder: Path) -> str:
    absolute = filesystem.absolute(folder)
    here = filesystem.working_folder()
    return str(absolute.relative_to(here) if absolute.is_relative_to(here) else absolute)
