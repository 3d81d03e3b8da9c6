"""The commands `teitools schemas …`: parse options, call one function, say what came of it; no logic."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from teitools import filesystem
from teitools.diagnostics import SetupError, phrase

if TYPE_CHECKING:
    from collections.abc import Callable


__all__ = ["schemas_group"]

_user_option = click.option(
    "--user", is_flag=True, help="The store of the user, also where the project in teitools.toml has one of its own."
)


@click.group("schemas")
def schemas_group() -> None:
    """Keep copies of schemas and sources that have public addresses.

    A copy is fetched once and found by its address from then on, without the network, by check, fix and odd. It lies in
    the store of the project, a folder named under [project] store in teitools.toml, else in that of the user. A store
    is also an OASIS XML catalog (catalog.xml), which other tools read.

    An ADDRESS is written as documents name it, or is one of TEI's releases: tei, tei:4.9.0, tei:lite, tei:lite:4.9.0.
    """


@schemas_group.command("add")
@click.argument("addresses", nargs=-1, required=True, metavar="ADDRESS...")
@click.option(
    "--from",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="File that stands for the address, with the files that it includes; then nothing is fetched.",
)
@_user_option
def add_command(addresses: tuple[str, ...], file: Path | None, user: bool) -> int:
    """Fetch schemas, with all that they include, and keep them.

    What is there already stays as it is; update is for that.

    Exit status: 0 all are there, 2 one could not be had, or a usage or set-up fault.
    """
    from teitools.tasks.stores import address_of, store_for

    if file is not None and len(addresses) > 1:
        raise SetupError(f"--from {file}: a file stands for one address; name one")
    store = store_for(_folder(), user=user)

    def add(address: str) -> None:
        kept = store.add(address, file=file)
        click.echo(phrase("store_added" if kept else "store_there", address=address))
        for part in kept[1:]:
            click.echo(f"  {phrase('store_part', address=part.address)}")

    return _each(tuple(map(address_of, addresses)), add)


@schemas_group.command("list")
@_user_option
def list_command(user: bool) -> int:
    """List what is kept: address, SHA-256, when it was fetched, file; the parts of schemas too.

    Exit status: 0, 2 a usage or set-up fault.
    """
    from teitools.tasks.stores import store_for

    store = store_for(_folder(), user=user)
    copies = store.copies()
    if not copies:
        click.echo(phrase("store_empty", folder=store.folder))
    for copy in sorted(copies):
        click.echo(f"{copy.address}\n  {copy.sha256}  {copy.fetched}  {store.folder / copy.place}")
    return 0


@schemas_group.command("update")
@click.argument("addresses", nargs=-1, metavar="[ADDRESS]...")
@click.option("--dry-run", is_flag=True, help="Say what has changed, and take nothing.")
@_user_option
def update_command(addresses: tuple[str, ...], dry_run: bool, user: bool) -> int:
    """Fetch schemas anew, all or those named, and take what has changed; old and new SHA-256 are told.

    Exit status: 0 all are as their servers have them now, 1 something has changed (--dry-run), 2 one could not be had,
    or a usage or set-up fault.
    """
    from teitools.tasks.stores import known, store_for

    store = store_for(_folder(), user=user)
    changed = False

    def update(address: str) -> None:
        nonlocal changed
        changes = store.update(address, keeps=not dry_run)
        if not changes:
            click.echo(phrase("store_same", address=address))
        for change in changes:
            key = "store_new" if change.before is None else "store_changed"
            click.echo(phrase(key, address=change.address, before=change.before, after=change.after))
        changed = changed or bool(changes)

    status = _each(known(store, addresses), update)
    if dry_run and changed:
        click.echo(phrase("store_not_taken"), err=True)
    return status or int(dry_run and changed)


@schemas_group.command("remove")
@click.argument("addresses", nargs=-1, required=True, metavar="ADDRESS...")
@_user_option
def remove_command(addresses: tuple[str, ...], user: bool) -> int:
    """Remove copies, with the parts that no other schema needs.

    Exit status: 0 removed, 2 one is not there, or a usage or set-up fault.
    """
    from teitools.tasks.stores import known, store_for

    store = store_for(_folder(), user=user)

    def remove(address: str) -> None:
        for copy in store.remove(address):
            click.echo(phrase("store_removed", address=copy.address))

    return _each(known(store, addresses), remove)


def _each(addresses: tuple[str, ...], do: Callable[[str], None]) -> int:
    """Do something for each address; a fault of one keeps no other from its turn."""
    status = 0
    for address in addresses:
        try:
            do(address)
        except SetupError as error:
            click.echo(f"teitools: {error}", err=True)
            status = 2
    return status


def _folder() -> Path:
    return filesystem.working_folder()
