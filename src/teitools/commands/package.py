"""The command `teitools package`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from teitools import filesystem
from teitools.commands.options import jobs_option
from teitools.commands.printing import print_report
from teitools.commands.progress import progress
from teitools.diagnostics import SetupError, Severity, phrase

if TYPE_CHECKING:
    from collections.abc import Mapping

    from teitools.tasks.archive.packaging import Packed
    from teitools.tasks.archive.request import Request

__all__ = ["package_command"]


@click.command("package")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR|FILE.zip",
    required=True,
    help="The package: a folder, or a zip file. A package that is there is replaced.",
)
@click.option(
    "--set",
    "stated",
    multiple=True,
    metavar="KEY=VALUE",
    help="A setting of [archive] in teitools.toml, such as organisation, that goes before the project's. Repeatable.",
)
@click.option(
    "--sip",
    "number",
    type=click.Choice(["2.2.0", "2.1.0"]),
    default="2.2.0",
    show_default=True,
    help="Version of E-ARK's specification of submission packages.",
)
@click.option(
    "--replaces",
    type=click.Path(path_type=Path),
    metavar="OLD",
    help="The package, a folder, zip or tar file, that this one takes the place of: its identifier and checksum are in "
    "the new one, with what has changed since (documentation/CHANGES.txt).",
)
@click.option("--with-findings", is_flag=True, help="Pack texts with errors too; the findings are in the package.")
@jobs_option
def package_command(
    paths: tuple[str, ...],
    output: Path,
    stated: tuple[str, ...],
    number: str,
    replaces: Path | None,
    with_findings: bool,
    jobs: int | None,
) -> int:
    """Pack an edition for an archive: a bag (BagIt 1.0) that holds an E-ARK submission package.

    PATH is a file or a folder (all .xml below it); without PATH, the documents of the project in teitools.toml are
    packed. In the package are the texts with all that they need to be checked and published, editions made of them now,
    the findings of a check, METS, PREMIS, Dublin Core, DataCite, the TEI header, EAD3 of the archives cited, and an
    RO-Crate. What the package says of itself stands under [archive] in teitools.toml.

    The same edition gives the same bytes: dates are those of the settings or the texts. A package that fails or is
    interrupted leaves an older one as it was; the same command then goes on where it was interrupted, and reads again
    what it takes over. Texts with errors are refused, unless --with-findings is given.

    Exit status: 0 packed, 1 refused because of errors, 2 a usage or set-up fault.
    """
    from teitools.processes.signals import ended_in_order
    from teitools.project import find_project
    from teitools.tasks.archive.packaging import Ways, pack
    from teitools.tasks.archive.request import request_of

    project = find_project(filesystem.working_folder())
    request = request_of(project, paths, dict(map(_pair, stated)), number, replaces)
    ways = Ways(jobs, with_findings, progress(), telling=_say)
    with ended_in_order():
        packed = pack(request, output, ways)
    return _tell(packed, request, output)


def _tell(packed: Packed, request: Request, output: Path) -> int:
    """Say what was found and what was made; the exit status."""
    from teitools.reports.summary import counted
    from teitools.sources import find_sources

    if packed.findings:
        print_report("text", packed.findings, find_sources(map(str, request.documents)), Severity.ERROR)
    if not packed.files:
        click.echo(f"teitools: {phrase('arc_refused')}", err=True)
        return 1
    missing = [key for key, value in (("base", request.package.base), ("doi", request.package.doi)) if not value]
    if missing:
        wanted = "; ".join(phrase(f"arc_unknown_{key}") for key in missing)
        click.echo(f"teitools: {phrase('arc_unknown', wanted=wanted)}", err=True)
    facts = {"files": counted("files", packed.files), "size": f"{packed.size:,}".replace(",", " ")}
    click.echo(phrase("arc_packed", name=output, **facts))
    return 0


def _say(key: str, facts: Mapping[str, object]) -> None:
    """Say what has become of an interrupted run."""
    click.echo(f"teitools: {phrase(key, **facts)}", err=True)


def _pair(stated: str) -> tuple[str, str]:
    key, mark, value = stated.partition("=")
    if not mark:
        raise SetupError(f'--set {stated}: must be KEY=VALUE, such as organisation="City Archive"')
    return key.strip(), value.strip()
