"""The commands `teitools schematron …`."""

from __future__ import annotations

import time
from pathlib import Path

import click

from teitools.commands.options import format_option
from teitools.commands.printing import print_report
from teitools.diagnostics import Severity

__all__ = ["schematron_group"]


@click.group("schematron")
def schematron_group() -> None:
    """Work on rules in Schematron."""


@schematron_group.command("test")
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path), metavar="[FOLDER]...")
@click.option(
    "--schema",
    "schemas",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Schema whose rules to test (.sch, or .rng, .xsd, .odd with rules), instead of the project's. Repeatable.",
)
@click.option("--phase", metavar="NAME", default="#ALL", show_default=True, help="Phase of the schemas to test.")
@click.option(
    "--allow-read",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Folder in which the rules may read, besides those of the schema and the document. Repeatable.",
)
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="Time for the rules of one schema on one document; without it, 60.",
)
@format_option
def schematron_test_command(
    folders: tuple[Path, ...],
    schemas: tuple[Path, ...],
    phase: str,
    allow_read: tuple[Path, ...],
    time_limit: float | None,
    format_: str,
) -> int:
    """Test rules on documents that break and keep them, and on XSpec scenarios.

    FOLDER holds a folder for each rule, named by its id: failing*.xml break the rule and no other, passing*.xml break
    none. Without FOLDER, the folder tests of the project is searched. A rule without both is reported, and so is what
    is wrong in the other phases of the schemas.

    \b
    note-has-idno/failing.xml     breaks the rule; where, says an instruction before the element:
                                  <?expect?>  <?expect @ref?>  <?expect 12:5?>  <?expect other-rule @ref?>
    note-has-idno/passing.xml     keeps all rules
    note-has-idno/expected.json   {"line": 12, "column": 5} instead of an instruction
    beside/register.xml           lies beside each document when the rules run

    XSpec files (*.xspec in FOLDER, or one named instead of it) name their schema themselves.

    Exit status: 0 all as expected, 1 not, 2 a usage or set-up fault, also if there is nothing to test.
    """  # noqa: D301  # click wants the character itself
    from teitools.project import find_project
    from teitools.ruletests import run_rule_tests
    from teitools.sources import find_sources

    started = time.perf_counter()
    project = find_project(Path.cwd())
    made = run_rule_tests(folders, schemas, project, phase=phase, allow_read=allow_read, time_limit=time_limit)
    sources = find_sources(map(str, made.documents))
    print_report(format_, made.findings, sources, time.perf_counter() - started, Severity.ERROR)
    click.echo(f"{made.rules} rules tested", err=True)
    return int(any(item.severity is Severity.ERROR for item in made.findings))
