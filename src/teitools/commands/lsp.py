"""The command `teitools lsp`."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["lsp_command"]


@click.command("lsp")
@click.option(
    "--log", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="File that gets what happens."
)
def lsp_command(log: Path | None) -> int:
    """Serve an editor by the Language Server Protocol, on standard input and output.

    Findings while somebody writes, completion, hover, definitions, renaming, quick fixes: see docs/editors.md for how
    editors start it. It needs pygls: pip install 'teitools[lsp]'.

    Exit status: 0 the editor said goodbye, 1 it left without a word, 2 a usage or set-up fault.
    """
    from teitools.languageserver.serving import serve

    return serve(log)
