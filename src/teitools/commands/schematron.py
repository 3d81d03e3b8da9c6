"""The commands `teitools schematron …`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from teitools import filesystem
from teitools.commands.options import choices_of, format_option, limit_options
from teitools.commands.printing import exit_status, print_report
from teitools.diagnostics import Severity, phrase

if TYPE_CHECKING:
    from teitools.commands.options import LimitOptions

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
@limit_options
@format_option
def schematron_test_command(
    folders: tuple[Path, ...],
    schemas: tuple[Path, ...],
    phase: str,
    format_: str,
    **limits: Unpack[LimitOptions],
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
    from teitools.sources import find_sources
    from teitools.tasks.rule_tests import run_rule_tests
    from teitools.triage import Chooser

    project = find_project(filesystem.working_folder())
    made = run_rule_tests(folders, schemas, project, phase=phase, **limits)
    sources = find_sources(map(str, made.documents))
    verdict = Chooser(choices_of(project, ())).verdict(made.findings)
    print_report(format_, verdict.counted, sources, Severity.ERROR, suppressed=verdict.suppressed)
    for kind, count in (("rules", made.rules), ("expectations", made.expectations)):
        if count is not None:
            click.echo(phrase(f"sch_tested_{kind}{'_one' if count == 1 else ''}", count=count), err=True)
    return exit_status(verdict.counted, Severity.ERROR)
