"""The table [serve] of teitools.toml: what a service shows, and to pages of whom."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from teitools.project.tables import Tables

__all__ = ["KEYS", "ServeSettings", "serve_settings"]

KEYS = ("documents", "title", "cors", "data", "history")
_ORIGIN = re.compile(r"https?://[^\s/?#@]+\Z")


@dataclass(frozen=True, slots=True)
class ServeSettings:
    """What `[serve]` says; an empty text or list is one that nobody has stated.

    `cors` are the origins whose pages may read answers; `data` is the folder of an export,
    `history` the file that knows when records of documents changed last.
    """

    documents: tuple[Path, ...] = ()
    title: str = ""
    cors: tuple[str, ...] = ()
    data: Path | None = None
    history: Path | None = None


def serve_settings(settings: Tables) -> ServeSettings:
    """Read the table. Raises SetupError for what cannot be meant."""
    data, history = settings.text("serve", "data", ""), settings.text("serve", "history", "")
    cors = settings.texts("serve", "cors", "*")
    for origin in cors:
        if origin != "*" and not _ORIGIN.match(origin):
            raise settings.fault("serve", "cors", f"“{origin}” must be * or an origin as in https://example.org")
    return ServeSettings(
        documents=settings.files("serve", "documents"),
        title=settings.text("serve", "title", ""),
        cors=cors,
        data=settings.root / data if data else None,
        history=settings.root / history if history else None,
    )
