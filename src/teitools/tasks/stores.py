"""The stores of schemas, as users name them and what is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.diagnostics import SetupError, phrase

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from teitools.store.folder import Store

__all__ = ["address_of", "known", "store_for"]


def store_for(folder: Path, *, user: bool) -> Store:
    """The store of the project that a folder is in, if it has one, else (or if asked for) that of the user.

    Raises SetupError if there is no place for one.
    """
    from teitools.project import find_project
    from teitools.store.locator import locator_of, user_store

    own = user_store()
    stores = locator_of(find_project(folder), None).stores if not user else (own,) if own else ()
    if not stores:
        raise SetupError(phrase("store_nowhere", address="schemas"))
    return stores[0]


def address_of(name: str) -> str:
    """The address that a user means: as it is written, or that of a TEI release. Raises SetupError if it is none."""
    from teitools.store.places import is_remote, normalized
    from teitools.store.releases import is_release, schema_address

    address = schema_address(name) if is_release(name) else normalized(name)
    if not is_remote(address):
        raise SetupError(phrase("store_no_address", address=name))
    return address


def known(store: Store, names: Sequence[str]) -> tuple[str, ...]:
    """The addresses of a store that a user names, or, if none, all that were asked for. Raises SetupError."""
    copies = store.copies()
    if not names:
        return tuple(dict.fromkeys(copy.address for copy in sorted(copies) if not copy.is_part))
    wanted = tuple(map(address_of, names))
    for address in wanted:
        if address not in {copy.address for copy in copies}:
            raise SetupError(phrase("store_unknown", address=address, folder=store.folder))
    return wanted
