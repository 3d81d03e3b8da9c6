"""The command `teitools serve`."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["serve_command"]


@click.command("serve")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="NAME",
    help="Name or number of this machine to listen at.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    metavar="N",
    help="Port; 0: one that is free.",
)
@click.option(
    "--log",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="File that gets a line for each request; - is standard error.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Processes that read documents, and as many that make pages; without it, one a core, four at most.",
)
def serve_command(paths: tuple[str, ...], host: str, port: int, log: Path | None, jobs: int | None) -> int:
    """Serve documents to readers and programs: the editions that were built, and Distributed Text Services 1.0.

    PATH is a file or a folder (all .xml below it); without one, the documents of the project. What changes is served as
    it is now; nothing is built. It listens on this machine only, unless --host says otherwise, and needs Starlette and
    uvicorn: pip install 'teitools[serve]'. See docs/service.md.

    Exit status: 130 ended with Ctrl-C, 2 a usage or set-up fault.
    """
    from teitools.processes.signals import ended_in_order
    from teitools.service.serving import serve

    with ended_in_order():
        serve(paths, host, port, log, lambda text: click.echo(f"teitools: {text}", err=True), click.echo, jobs)
    return 0
