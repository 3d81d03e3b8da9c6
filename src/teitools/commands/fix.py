"""The command `teitools fix`: parse options, call one function, show what came of it, choose the exit status."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

import click

from teitools import filesystem
from teitools.commands.options import choices_of, documents_of, ignore_option, schema_choice, schema_options
from teitools.diagnostics import SetupError, phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from teitools.commands.options import SchemaOptions
    from teitools.tasks.fix import Fixed

__all__ = ["fix_command"]


@click.command("fix")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--fix",
    "fixes",
    multiple=True,
    metavar="ID",
    help="Apply only this fix: its id, or ID#N for the N-th of several that one fix makes. Repeatable; where a finding "
    "offers several of them, the first one named is applied.",
)
@click.option(
    "--set",
    "answers",
    multiple=True,
    metavar="NAME=VALUE",
    help="Value for a user entry of fixes, instead of its default. Repeatable.",
)
@click.option(
    "--write/--dry-run", "writes", default=False, help="Change the files, or (the default) only show what would change."
)
@ignore_option
@schema_options
def fix_command(
    paths: tuple[str, ...],
    fixes: tuple[str, ...],
    answers: tuple[str, ...],
    writes: bool,  # click's way
    ignored: tuple[str, ...],
    **schemas: Unpack[SchemaOptions],
) -> int:
    """Apply the quick fixes (SQF) that Schematron rules offer for what they find.

    PATH is a file, a folder (all .xml below it) or - for standard input; without PATH, the documents of the project
    in teitools.toml. For each finding the fix that is the default of its rule is applied, or the only one; where there
    are several, they are listed, and --fix chooses. Without --write, a unified diff of the changes is printed. What
    --ignore or [findings] in teitools.toml ignores is left alone.

    Every byte that no fix concerns stays as it is: encoding, line ends, entities, quotes, comments. A file is changed
    only if it is still well-formed then and the findings are gone; else it stays as it was.

    Exit status: 0 nothing is left to do: no finding has a fix, or all that have one were fixed (--write); 1 something
    is: changes that are only shown, findings whose fix is to be chosen or cannot be applied, documents that are not
    well-formed; 2 a usage or set-up fault.
    """
    from teitools.project import find_project
    from teitools.sources import find_sources
    from teitools.tasks.fix import Wish, fix

    project = find_project(filesystem.working_folder())
    sources = find_sources(paths or documents_of(project))
    if writes and any(source.path is None for source in sources):
        raise SetupError("standard input cannot be changed in place; name a file, or leave out --write for a diff")
    wish = Wish(fixes, _answers(answers), choices_of(project, ignored))
    made = fix(sources, schema_choice(project, schemas, sources), wish)
    return max(_deliver(fixed, writes=writes) for fixed in made)


def _deliver(fixed: Fixed, *, writes: bool) -> int:
    """Write or show what came of one document; its exit status."""
    from teitools.tasks.fix import write

    try:
        lost = write(fixed) if writes else []
    except SetupError as error:  # of one file; the others are fixed all the same
        click.echo(f"teitools: {error}", err=True)
        return 2
    _show(fixed, writes=writes)
    for remark in lost:
        click.echo(remark, err=True)
    return int(not (fixed.is_complete and (writes or fixed.content is None)))


def _answers(given: Sequence[str]) -> dict[str, str]:
    answers = {}
    for item in given:
        name, equals, value = item.partition("=")
        if not name or not equals:
            raise SetupError(f"--set {item}: write NAME=VALUE, the name of a user entry and its value")
        answers[name] = value
    return answers


def _show(fixed: Fixed, *, writes: bool) -> None:
    """The diff, or which file was changed, on standard output; on standard error what was done and what was not."""
    from teitools.reports.diff import unified_diff

    name = fixed.source.name
    if fixed.content is not None and not writes:
        click.echo(b"".join(unified_diff(name, fixed.text, fixed.changes)), nl=False)
    for item in fixed.faults:
        click.echo(f"{item.location}: {item.message} [{item.code}]", err=True)
    for note in fixed.notes:
        click.echo(str(note), err=True)
    if fixed.problem is not None:
        click.echo(f"{name}: {fixed.problem}", err=True)
    if fixed.ignored:
        click.echo(phrase("fix_ignored", name=name, count=fixed.ignored), err=True)
    count = sum(note.done for note in fixed.notes)
    if writes and fixed.content is not None:
        click.echo(phrase("fix_written", name=name, count=count))
