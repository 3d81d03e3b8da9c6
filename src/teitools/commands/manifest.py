"""The command `teitools manifest`."""

from __future__ import annotations

from pathlib import Path

import click

from teitools import filesystem
from teitools.diagnostics import SetupError, phrase

__all__ = ["manifest_command"]


@click.command("manifest")
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path), metavar="[FOLDER]...")
def manifest_command(folders: tuple[Path, ...]) -> int:
    """List files with their checksums in SHA256SUMS, so that no change goes unseen.

    Without FOLDER, the list is about the edition of the project and lies beside its teitools.toml: the documents, what
    they include and point to, registers, schemas with all that they include, ODD, stylesheets, and files of [archive]
    in teitools.toml. In a FOLDER it is about all files below it.

    "teitools check" compares the files with the list from then on; sha256sum --check does, too. A change that is meant
    is followed by "teitools manifest" again: nothing else writes the list of an edition. A list in the output folder of
    a project is written anew by "teitools build", as its files are.

    Exit status: 0 written, 2 a set-up fault.
    """
    from teitools.project import find_project
    from teitools.tasks.archive.manifest import write_sums, write_sums_of_project

    if folders:
        written = [write_sums(folder) for folder in folders]
    else:
        project = find_project(filesystem.working_folder())
        if project is None:
            raise SetupError("no project here: name a folder, or run this in one with a teitools.toml, or below")
        written = [write_sums_of_project(project)]
    from teitools.document import display_name

    for file, count in written:
        click.echo(phrase("arc_manifest_written", name=display_name(file), count=count))
    return 0
