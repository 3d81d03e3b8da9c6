"""The command `teitools watch`."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Unpack

import click

from teitools import filesystem
from teitools.commands.options import (
    choices_of,
    documents_of,
    ignore_option,
    output_option,
    schema_choice,
    schema_options,
)
from teitools.commands.printing import print_report
from teitools.diagnostics import Severity, phrase

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from teitools.commands.options import SchemaOptions
    from teitools.tasks.watch.session import Plan, Round

__all__ = ["watch_command"]


@click.command("watch")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@output_option
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="Port; without it, one that is free."
)
@ignore_option
@schema_options
def watch_command(
    paths: tuple[str, ...], output: Path | None, port: int, ignored: tuple[str, ...], **schemas: Unpack[SchemaOptions]
) -> int:
    """Check documents and build their pages (HTML) whenever something changes, and show them in a browser.

    PATH is a file or a folder; without one, the documents of the project. The pages are served at the address that is
    printed, to this machine only; they reload when they are built, and show what was found. Ctrl-C ends it.

    Exit status: 130 ended with Ctrl-C, 2 a usage or set-up fault.
    """
    from teitools.processes.signals import ended_in_order
    from teitools.tasks.watch.server import serving
    from teitools.tasks.watch.session import Session
    from teitools.tasks.watch.state import State

    plan = _planner(paths, output, ignored, schemas)
    state = State()
    with ended_in_order(), serving(plan().order.output / "html", state, port) as address:
        click.echo(phrase("watch_address", address=address))
        Session(plan, state, _tell).run()
    return 0


def _planner(
    paths: tuple[str, ...], output: Path | None, ignored: tuple[str, ...], schemas: SchemaOptions
) -> Callable[[], Plan]:
    from teitools.project import find_project
    from teitools.sources import find_sources
    from teitools.tasks.editions.order import Limits, order_of
    from teitools.tasks.triage import Triage
    from teitools.tasks.watch.session import Plan

    def plan() -> Plan:
        project = find_project(filesystem.working_folder())
        order = order_of(project, ["html"], paths, output, Limits(jobs=1))
        sources = find_sources(
            paths or (documents_of(project) if project and project.documents else map(str, order.chosen))
        )
        known = project.findings.baseline if project else None
        triage = Triage(choices_of(project, ignored), sources, paths, known)
        return Plan(order, schema_choice(project, schemas, sources), triage)

    return plan


def _tell(done: Round) -> None:
    """Print what came of a round; its report says how long that took, not how long the watch has been on."""
    click.get_current_context().find_root().obj = time.perf_counter() - done.seconds
    for fault in done.faults:
        click.echo(f"teitools: {fault}", err=True)
    if done.findings or done.ignored:
        print_report("text", done.findings, done.sources, Severity.ERROR, suppressed=done.ignored)
    click.echo(phrase("watch_done", built=f"{done.built_in:.2f}", seconds=f"{done.seconds:.2f}"))
