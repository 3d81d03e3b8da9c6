"""The command `teitools check`."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from teitools import filesystem
from teitools.commands.options import (
    SchemaOptions,
    TriageOptions,
    cluster_option,
    fail_on_option,
    jobs_option,
    schema_choice,
    schema_options,
    sources_of,
    storage_option,
    triage_of,
    triage_options,
    workers_of,
)
from teitools.commands.printing import exit_status, print_as_found, print_report, print_svrl
from teitools.commands.progress import progress
from teitools.diagnostics import SetupError, Severity
from teitools.reports import FORMATS, prepare

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from teitools.diagnostics import Diagnostic
    from teitools.tasks.check import How
    from teitools.tasks.schemas import SchemaChoice
    from teitools.tasks.triage import Triage

    Checked = tuple[Sequence[Diagnostic], list[str]]
    """The findings that count, and remarks to be made after the report."""

__all__ = ["check_command"]


class _Options(SchemaOptions, TriageOptions):
    """What to check against, what counts, and how to report."""

    format_: str
    output: Path | None
    shows_all: bool
    anew: bool
    jobs: int | None
    cluster: str | None
    storage: str | None
    fail_on: str


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
@triage_options
@click.option("--all", "shows_all", is_flag=True, help="Show all findings, also beyond ten of one code in a file.")
@click.option(
    "--no-cache",
    "anew",
    is_flag=True,
    help="Check all documents; without it, what was found before is taken from the user's cache as long as the "
    "document, what it includes, its schemas, what rules read, and the options are the same.",
)
@jobs_option
@cluster_option
@storage_option
@fail_on_option
def check_command(paths: tuple[str, ...], **options: Unpack[_Options]) -> int:
    """Check documents: well-formedness, schemas, rules, pointers.

    PATH is a file, a folder (all .xml below it) or - for standard input; without PATH, the documents of the project
    in teitools.toml. Schemas are those that the documents declare with <?xml-model?> or xsi:schemaLocation, else those
    of the project; one with Schematron rules is declared twice, also as Schematron. None is fetched without --fetch.

    What a document includes with xi:include is part of it: files below its own folder, that of teitools.toml and those
    of --allow-read or allow-read in teitools.toml. Findings have the places of the files.

    Rules may read only in the folders of their schema and of the document, and in those of --allow-read or allow-read
    in teitools.toml. A schema whose rules do not end in time (--time-limit, time-limit in teitools.toml) is a finding.

    Files that are not as SHA256SUMS beside them lists them (teitools manifest) are findings. What is ignored (--ignore,
    [findings] in teitools.toml), or known to a baseline, is counted but does not count: with --write-baseline FILE, all
    that is found now is known from then on, and only what is new is told.

    A report in SVRL is about one document and one schema; with several, --output names a folder, which gets
    DOCUMENT.svrl for each (DOCUMENT.SCHEMA.svrl for several schemas). Other findings go to standard error then.

    Exit status: 0 no finding at or above --fail-on, 1 findings, 2 a usage or set-up fault.
    """
    from teitools.project import find_project
    from teitools.tasks.archive.manifest import check_sums

    if options["output"] is not None and options["format_"] != "svrl":
        raise SetupError("--output is for --format svrl; redirect the standard output for other formats")
    project = find_project(filesystem.working_folder())
    sources = sources_of(paths, project, options["storage"], options["cluster"])
    choice = schema_choice(project, options, sources)
    triage = triage_of(project, options, sources, paths)
    warnings: list[str] = []
    schemas: set[Path] = set()
    run: How = {"progress": progress(), "warn": warnings.append, "met": schemas.add}
    listed = check_sums(sources, project, paths) if options["storage"] is None else ()
    with workers_of(options["cluster"], options["jobs"]) as run["workers"]:
        findings, remarks = _report(options, choice, run, triage, listed)
    for remark in (*remarks, *triage.unknown_rules(schemas, choice.context), *warnings):
        click.echo(f"teitools: {remark}", err=True)
    return 2 if warnings else exit_status(findings, Severity(options["fail_on"]))


def _report(options: _Options, choice: SchemaChoice, run: How, triage: Triage, listed: Iterable[Diagnostic]) -> Checked:
    """Check and report; what counts, and remarks. A stream (jsonl) gets what counts as soon as that is certain.

    `listed` is what lists of checksums say of files.
    """
    from itertools import chain

    from teitools.tasks.check import as_found, check_sources
    from teitools.tasks.undeclared import undeclared_once

    format_ = options["format_"]
    run |= {"jobs": options["jobs"], "anew": options["anew"]}
    if format_ == "svrl":
        return _report_in_svrl(choice, run, options["output"], triage, listed)
    run["meanwhile"] = partial(prepare, format_)
    if format_ == "jsonl" and triage.baseline is None:
        return print_as_found(chain(as_found(triage.sources, choice, **run), listed), triage), []
    found = chain(check_sources(triage.sources, choice, **run), listed)
    verdict, remarks = triage.verdict(sorted(found, key=lambda item: item.sort_key))
    counted = undeclared_once(verdict.counted)
    print_report(
        format_,
        counted,
        triage.sources,
        Severity(options["fail_on"]),
        suppressed=verdict.suppressed,
        complete=options["shows_all"],
    )
    return counted, remarks


def _report_in_svrl(
    choice: SchemaChoice, run: How, folder: Path | None, triage: Triage, listed: Iterable[Diagnostic]
) -> Checked:
    """Check and report on rules, on standard error on all else; the findings that count, and remarks.

    No document or schema is written over. Reports have what their schemas find, also what does not count here.
    """
    from teitools.reports.summary import left_out
    from teitools.tasks.svrl import check_for_svrl
    from teitools.tasks.undeclared import undeclared_once

    made = check_for_svrl(triage.sources, choice, **run)
    verdict, remarks = triage.verdict([*made.findings, *listed])
    counted = undeclared_once(verdict.counted)
    for item in replace(made, findings=counted).others:
        click.echo(f"{item.location}: {item.severity}: {item.message} [{item.code}]", err=True)
    schemas = [*(schema.path for schema in (*choice.given, *choice.fallback)), *made.schemas]
    print_svrl(made.reports, folder, [*(source.path for source in triage.sources if source.path is not None), *schemas])
    if verdict.suppressed:
        remarks = [", ".join(left_out(verdict.suppressed)), *remarks]
    return counted, remarks
