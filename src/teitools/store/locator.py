"""Which local file stands for a public address: what a catalog says, else what has been fetched."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from teitools.diagnostics import phrase
from teitools.store.folder import Store
from teitools.store.places import is_remote, normalized
from teitools.store.transfer import FetchError, UnaskedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from teitools.catalog import Catalog
    from teitools.project import Project

__all__ = ["Locator", "locator_of", "user_store"]


@dataclass(frozen=True, slots=True)
class Locator:
    """Answers for one run: a catalog goes before the stores, of those each before the next.

    It is small, and equal to others of the same settings, so that it can go to other processes and be a key there.
    `failures` are addresses that were asked for in vain, and why.
    """

    catalog: Catalog | None = None
    stores: tuple[Store, ...] = ()
    failures: tuple[tuple[str, str], ...] = ()

    def __call__(self, address: str) -> Path | None:
        """The file that stands for an address. Raises SetupError if a store is damaged."""
        found = self.catalog.resolve(address) if self.catalog else None
        if found is not None or not is_remote(address):
            return found
        return next((path for store in self.stores if (path := store.find(address)) is not None), None)

    def failure(self, address: str) -> str | None:
        """Why an address could not be fetched; None if nobody tried."""
        return next((reason for failed, reason in self.failures if failed == normalized(address)), None)

    def bring(self, address: str, *, allowed: bool) -> Path:
        """The file that stands for an address, fetched into the first store if it is `allowed` and need be.

        Raises UnaskedError if it is not, FetchError if it cannot be fetched.
        """
        found = self(address)
        if found is not None:
            return found
        if not allowed:
            raise UnaskedError(phrase("store_unasked", address=address))
        if not self.stores:
            raise FetchError(phrase("store_nowhere", address=address))
        self.stores[0].add(address)
        found = self(address)
        if found is None:  # another process has removed it again
            raise FetchError(phrase("store_unasked", address=address))
        return found


def locator_of(project: Project | None, catalog: Catalog | None, failures: Mapping[str, str] | None = None) -> Locator:
    """The locator of a project, or of none: its store goes before that of the user."""
    stores = [Store(project.store, is_private=False)] if project and project.store else []
    if (own := user_store()) is not None:
        stores.append(own)
    return Locator(catalog, tuple(stores), tuple((failures or {}).items()))


def user_store() -> Store | None:
    """The store of the user; None if there is no home folder. (XDG Base Directory Specification, section 3.)"""
    named = os.environ.get("XDG_DATA_HOME", "")
    try:
        base = Path(named) if Path(named).is_absolute() else Path.home() / ".local" / "share"
    except RuntimeError:
        return None
    return Store(base / "teitools" / "schemas", is_private=True)
