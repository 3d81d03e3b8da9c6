"""The command `teitools verify`."""

from __future__ import annotations

from pathlib import Path

import click

from teitools.commands.options import fail_on_option, format_option, jobs_option
from teitools.commands.printing import exit_status, print_report
from teitools.commands.progress import progress
from teitools.diagnostics import Severity

__all__ = ["verify_command"]


@click.command("verify")
@click.argument("package", type=click.Path(path_type=Path), metavar="PACKAGE")
@click.option("--rebuild", "rebuilds", is_flag=True, help="Make the editions again and compare them byte for byte.")
@click.option(
    "--against",
    type=click.Path(path_type=Path),
    metavar="OLD",
    help="Tell what has changed since an older package: by unit of the texts, and by file.",
)
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.html",
    help="Write a page that can be filed: what was asked, and what came of it.",
)
@format_option
@jobs_option
@fail_on_option
def verify_command(
    package: Path,
    rebuilds: bool,
    against: Path | None,
    report: Path | None,
    format_: str,
    jobs: int | None,
    fail_on: str,
) -> int:
    """Verify a package for archives, or any folder with SHA256SUMS: whether it is what it says.

    PACKAGE is a folder, a zip file or a tar file. It is not trusted: a name that leads out of it, a link, a container
    that unpacks to more than is believable is a finding, and nothing is read by it.

    Asked is whether every file is there and has its bytes (each change is told by its kind), whether the bag, METS,
    PREMIS and the descriptions agree with each other and with the files, and whether the texts are valid by the schemas
    inside of the package, as PREMIS says. With --rebuild, editions are made again from the texts; with --against, notes
    say what has changed since an older package, by paragraph, note or entry.

    Exit status: 0 no finding at or above --fail-on, 1 findings, 2 a usage or set-up fault.
    """
    from teitools.processes.signals import ended_in_order
    from teitools.sources import Source
    from teitools.tasks.archive.verifying import verify

    with ended_in_order():
        made = verify(package, rebuilds=rebuilds, against=against, jobs=jobs, progress=progress())
    print_report(format_, made.findings, [Source(made.name, package)], Severity(fail_on))
    if report is not None:
        from teitools.tasks.archive.verification.page import write_page

        write_page(report, made)
    return exit_status(made.findings, Severity(fail_on))
