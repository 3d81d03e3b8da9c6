"""Compiled schemas on disk (see `teitools.cache`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.cache import Cache
from teitools.relaxng.compiled import FORMAT, Compiled

if TYPE_CHECKING:
    from collections.abc import Callable

    from teitools.cache import Links

__all__ = ["fetch", "store"]

_CACHE = Cache("relaxng", str(FORMAT))


def fetch(file: str, read: Callable[[str], bytes], locate: Callable[[str, str], str | None]) -> Compiled | None:
    """The compiled form of the schema `file`, if it is in the cache and no file of the schema has changed.

    `read` gives the bytes of a schema file; `locate` says which file a reference means, as it did when compiling.
    """
    entry = _CACHE.fetch(file, read, locate)
    try:
        return None if entry is None else Compiled.from_bytes(entry.body)
    except (ValueError, TypeError):
        return None


def store(file: str, contents: dict[str, bytes], links: Links, body: bytes) -> None:
    """Keep the compiled form of a schema."""
    _CACHE.store(file, contents, links, body)
