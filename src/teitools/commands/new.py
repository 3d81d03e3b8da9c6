"""The command `teitools new`."""

from __future__ import annotations

from pathlib import Path

import click

from teitools.diagnostics import phrase
from teitools.tasks.skeleton import SKELETONS, make_project

__all__ = ["new_command"]


@click.command("new")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option(
    "--from",
    "skeleton",
    type=click.Choice(SKELETONS),
    default=SKELETONS[0],
    show_default=True,
    help="What kind of text the edition is of.",
)
def new_command(folder: Path, skeleton: str) -> int:
    """Begin an edition: a TEI document, its rules (ODD and schema), settings, and what checks and builds them.

    DIR must be new or empty. What is written checks and builds at once; texts that begin with "Write here" say what
    is to be written.

    Exit status: 0 written, 2 the folder is not empty or cannot be written.
    """
    files = make_project(folder, skeleton)
    click.echo(phrase("new_written", count=len(files), folder=folder))
    return 0
