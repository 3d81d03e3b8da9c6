"""The command `teitools check`."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from teitools.commands.options import documents_of, fail_on_option, schema_choice, schema_options
from teitools.commands.printing import print_report
from teitools.diagnostics import SetupError, Severity
from teitools.reports import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable

    from teitools.commands.options import SchemaOptions
    from teitools.diagnostics import Diagnostic
    from teitools.schemas import SchemaChoice
    from teitools.sources import Source

__all__ = ["check_command"]


@click.command("check")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@schema_options
@click.option(
    "--format",
    "format_",
    type=click.Choice((*FORMATS, "svrl")),
    default="text",
    show_default=True,
    help="Report format; svrl reports on the rules of one Schematron schema, with every rule that fired.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="With --format svrl: folder for the reports, one file for each document and schema.",
)
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Worker processes; without it, as many as pay.")
@fail_on_option
def check_command(
    paths: tuple[str, ...],
    format_: str,
    output: Path | None,
    jobs: int | None,
    fail_on: str,
    **schemas: Unpack[SchemaOptions],
) -> int:
    """Check documents: well-formedness, schemas, rules, pointers.

    PATH is a file, a folder (all .xml below it) or - for standard input; without PATH, the documents of the project
    in teitools.toml. Documents are checked against the schemas that they declare with <?xml-model?> or
    xsi:schemaLocation, else against those of the project. A RELAX NG schema or XML Schema that carries Schematron
    rules is declared twice: once as what it is, once as Schematron.

    Rules may read only in the folders of their schema and of the document, and in those of --allow-read or allow-read
    in teitools.toml. A schema whose rules do not end in time (--time-limit, time-limit in teitools.toml) is a finding.

    A report in SVRL is about one document and one schema; with several, --output names a folder, which gets
    DOCUMENT.svrl for each (DOCUMENT.SCHEMA.svrl for several schemas). Other findings go to standard error then.

    Exit status: 0 no finding at or above --fail-on, 1 findings, 2 a usage or set-up fault.
    """
    from teitools.project import find_project
    from teitools.sources import find_sources

    if output is not None and format_ != "svrl":
        raise SetupError("--output is for --format svrl; redirect the standard output for other formats")
    project = find_project(Path.cwd())
    sources = find_sources(paths or documents_of(project))
    threshold = Severity(fail_on)
    findings = _check(sources, schema_choice(project, schemas), jobs, format_, output, threshold)
    return int(any(item.severity.rank >= threshold.rank for item in findings))


def _check(
    sources: list[Source], choice: SchemaChoice, jobs: int | None, format_: str, output: Path | None, fail_on: Severity
) -> list[Diagnostic]:
    """Check and report; the findings."""
    started = time.perf_counter()
    progress = _progress() if sys.stderr.isatty() else None
    if format_ == "svrl":
        from teitools.svrlreports import check_for_svrl

        return check_for_svrl(sources, choice, output, jobs=jobs, progress=progress)
    from teitools.checking import check_sources

    findings = check_sources(sources, choice, jobs=jobs, progress=progress)
    print_report(format_, findings, sources, time.perf_counter() - started, fail_on)
    return findings


def _progress() -> Callable[[int, int], None]:
    def show(done: int, total: int) -> None:
        if total > 1:
            click.echo(f"\r{done}/{total}" if done < total else "\r\x1b[K", nl=False, err=True)

    return show
