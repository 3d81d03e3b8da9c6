"""The command `teitools explain`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from teitools import filesystem
from teitools.commands.printing import use_utf8

__all__ = ["explain_command"]


@click.command("explain")
@click.argument("code", required=False, metavar="[CODE]")
@click.option(
    "--schema",
    "schemas",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Schematron schema that has the rule, instead of those of the project. Repeatable.",
)
def explain_command(code: str | None, schemas: tuple[Path, ...]) -> int:
    """Explain the CODE of a finding: what is wanted, why, how to mend it. Without CODE, list all codes.

    Codes such as SCH:some-rule are rules of Schematron schemas: they are looked up in those that the project or its
    documents name.

    Exit status: 0 explained, 2 there is no such code, or a schema is broken.
    """
    import shutil

    from teitools.project import find_project
    from teitools.reports.paint import colour_wanted
    from teitools.tasks.explain import explain, overview

    terminal = sys.stdout.isatty()
    colour = colour_wanted(terminal, os.environ)
    project = find_project(filesystem.working_folder())
    if code is None:
        lines = overview(project, schemas, colour=colour)
    else:
        width = min(shutil.get_terminal_size().columns, 100) if terminal else 100
        lines = explain(code, project, schemas, colour=colour, width=width)
    use_utf8(sys.stdout)
    sys.stdout.writelines(f"{line}\n" for line in lines)
    sys.stdout.flush()
    return 0
