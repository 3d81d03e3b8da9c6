"""The table [serve] of teitools.toml: what a service shows, under which address, and to pages of whom."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from teitools.project.tables import Tables

__all__ = ["KEYS", "ServeSettings", "serve_settings"]

KEYS = ("documents", "title", "address", "cors", "data")
_ADDRESS = re.compile(r"https?://[^\s/?#@]+(?:/[^\s?#]*)?\Z")
_ORIGIN = re.compile(r"https?://[^\s/?#@]+\Z")


@dataclass(frozen=True, slots=True)
class ServeSettings:
    """What `[serve]` says; an empty text or list is one that nobody has stated.

    `address` is where the world finds the service, with a slash at its end; `cors` are the origins whose pages may read
    answers; `data` is the folder of an export.
    """

    documents: tuple[Path, ...] = ()
    title: str = ""
    address: str = ""
    cors: tuple[str, ...] = ()
    data: Path | None = None


def serve_settings(settings: Tables) -> ServeSettings:
    """Read the table. Raises SetupError for what cannot be meant."""
    address, data = settings.text("serve", "address", ""), settings.text("serve", "data", "")
    cors = settings.texts("serve", "cors", "*")
    if address and not _ADDRESS.match(address):
        raise settings.fault("serve", "address", f"“{address}” must be an address as in https://example.org/texts/")
    for origin in cors:
        if origin != "*" and not _ORIGIN.match(origin):
            raise settings.fault("serve", "cors", f"“{origin}” must be * or an origin as in https://example.org")
    return ServeSettings(
        documents=settings.files("serve", "documents"),
        title=settings.text("serve", "title", ""),
        address=f"{address.rstrip('/')}/" if address else "",
        cors=cors,
        data=settings.root / data if data else None,
    )
