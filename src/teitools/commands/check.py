"""The command `teitools check`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from teitools import filesystem
from teitools.commands.options import documents_of, fail_on_option, jobs_option, schema_choice, schema_options
from teitools.commands.printing import exit_status, print_report, print_svrl
from teitools.diagnostics import SetupError, Severity
from teitools.reports import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from teitools.commands.options import SchemaOptions
    from teitools.diagnostics import Diagnostic
    from teitools.sources import Source
    from teitools.tasks.schemas import SchemaChoice

    Progress = Callable[[int, int], None]

__all__ = ["check_command"]


class _Run(TypedDict):
    """How documents are checked, whatever is made of the findings."""

    jobs: int | None
    progress: Progress | None
    warn: Callable[[str], None]


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
@jobs_option
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
    in teitools.toml. Schemas are those that the documents declare with <?xml-model?> or xsi:schemaLocation, else those
    of the project; one with Schematron rules is declared twice, also as Schematron. None is fetched without --fetch.

    What a document includes with xi:include is part of it: files below its own folder, that of teitools.toml and those
    of --allow-read or allow-read in teitools.toml. Findings have the places of the files.

    Rules may read only in the folders of their schema and of the document, and in those of --allow-read or allow-read
    in teitools.toml. A schema whose rules do not end in time (--time-limit, time-limit in teitools.toml) is a finding.

    A report in SVRL is about one document and one schema; with several, --output names a folder, which gets
    DOCUMENT.svrl for each (DOCUMENT.SCHEMA.svrl for several schemas). Other findings go to standard error then.

    Exit status: 0 no finding at or above --fail-on, 1 findings, 2 a usage or set-up fault.
    """
    from teitools.project import find_project
    from teitools.sources import find_sources
    from teitools.tasks.check import check_sources

    if output is not None and format_ != "svrl":
        raise SetupError("--output is for --format svrl; redirect the standard output for other formats")
    project, threshold = find_project(filesystem.working_folder()), Severity(fail_on)
    sources = find_sources(paths or documents_of(project))
    choice = schema_choice(project, schemas, sources)
    if format_ == "svrl":
        return _report(lambda run: _report_in_svrl(sources, choice, run, output), jobs, threshold)

    def check(run: _Run) -> list[Diagnostic]:
        findings = check_sources(sources, choice, **run)
        print_report(format_, findings, sources, threshold)
        return findings

    return _report(check, jobs, threshold)


def _report(check: Callable[[_Run], list[Diagnostic]], jobs: int | None, threshold: Severity) -> int:
    """Let something check and report; the exit status, after what went wrong on the way is said."""
    warnings: list[str] = []
    findings = check({"jobs": jobs, "progress": _progress() if sys.stderr.isatty() else None, "warn": warnings.append})
    for warning in warnings:
        click.echo(f"teitools: {warning}", err=True)
    return 2 if warnings else exit_status(findings, threshold)


def _report_in_svrl(
    sources: Sequence[Source], choice: SchemaChoice, run: _Run, folder: Path | None
) -> list[Diagnostic]:
    """Check and report on rules, on standard error on all else; the findings. No document or schema is written over."""
    from teitools.tasks.svrl import check_for_svrl

    made = check_for_svrl(sources, choice, **run)
    for item in made.others:
        click.echo(f"{item.location}: {item.severity}: {item.message} [{item.code}]", err=True)
    schemas = [*(schema.path for schema in (*choice.given, *choice.fallback)), *made.schemas]
    print_svrl(made.reports, folder, [*(source.path for source in sources if source.path is not None), *schemas])
    return made.findings


def _progress() -> Progress:
    def show(done: int, total: int) -> None:
        if total > 1:
            click.echo(f"\r{done}/{total}" if done < total else "\r\x1b[K", nl=False, err=True)

    return show
