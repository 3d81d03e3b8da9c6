"""The command `teitools build`."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from teitools.commands.printing import print_report
from teitools.diagnostics import SetupError, Severity

if TYPE_CHECKING:
    from teitools.project import Project

__all__ = ["build_command"]

_WITHOUT_TEX = ("html", "latex", "text")
_EDITIONS = (*_WITHOUT_TEX, "pdf", "odd")


@click.command("build")
@click.argument("editions", nargs=-1, type=click.Choice(_EDITIONS), metavar="[html|latex|text|pdf|odd]...")
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Folder for the editions; without it, the project's (build).",
)
def build_command(editions: tuple[str, ...], output: Path | None) -> int:
    """Make editions of the project's documents: HTML, LaTeX and plain text; PDF (through LaTeX) when asked for.

    Where the project has an ODD ([odd] in teitools.toml), its documentation is made too: odd.

    Each edition gets a folder of its own below the output folder, replaced as a whole: a build that fails or is
    interrupted leaves the previous edition as it was.

    Exit status: 0 everything was made, 1 a document is not well-formed, 2 a usage or set-up fault.
    """
    from teitools.project import find_project

    project = find_project(Path.cwd())
    if project is None:
        raise SetupError("nothing to build: run this in a folder with a teitools.toml, or below one")
    target = output or project.output
    wanted = dict.fromkeys(editions or (*_WITHOUT_TEX, *(["odd"] if project.odd else [])))
    if "odd" in wanted and project.odd is None:
        raise SetupError("the project has no ODD; name it in teitools.toml: [odd] file = …")
    if "pdf" in wanted:
        wanted = dict.fromkeys([*(kind for kind in wanted if kind not in ("latex", "pdf")), "latex", "pdf"])
    for kind in wanted:
        # a document that is not well-formed fails every edition alike, so the first to fail is the last
        if status := _make(kind, project, target):
            return status
    return 0


def _make(kind: str, project: Project, target: Path) -> int:
    """Make one edition and say what was written; the exit status."""
    from teitools import editions

    started = time.perf_counter()
    if kind == "pdf":
        from teitools.pdf import latest_epoch, typeset

        made = typeset(target / "latex", target / "pdf", latest_epoch(project.edition_documents))
    elif kind == "odd" and project.odd:
        from teitools.documenting import build_documentation

        made = build_documentation(project.odd, target / "odd")
    else:
        made = editions.build(project.editions[kind], project.edition_documents, target / kind)
    for message in made.messages:
        click.echo(f"teitools: {kind}: {message}", err=True)
    if made.findings:
        from teitools.sources import find_sources

        read = [project.odd.file] if kind == "odd" and project.odd else project.edition_documents
        sources = find_sources(map(str, read))
        print_report("text", list(made.findings), sources, time.perf_counter() - started, Severity.ERROR)
    if not made.files:
        return 1
    click.echo(f"{_shown(made.folder)}: {', '.join(made.files)}")
    return 0


def _shown(folder: Path) -> str:
    absolute = folder.absolute()
    return str(absolute.relative_to(Path.cwd()) if absolute.is_relative_to(Path.cwd()) else absolute)
