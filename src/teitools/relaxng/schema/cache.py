"""Compiled schemas on disk (see `teitools.cache`)."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

from teitools import datatypes, document, relaxng
from teitools.cache import Cache, stamp

if TYPE_CHECKING:
    from collections.abc import Callable

    from teitools.cache import Links
    from teitools.relaxng.schema.compiled import Compiled

__all__ = ["fetch", "is_known", "store"]

ENGINE = tuple(Path(package.__path__[0]) for package in (relaxng, datatypes, document))
"""All code that makes the compiled form: what is read of documents (names, addresses, encodings) as well."""


@functools.cache
def _cache() -> Cache:
    """The cache of this version of the engine: any change of its modules makes old entries useless."""
    return Cache("relaxng", stamp(*ENGINE))


def fetch(file: str, read: Callable[[str], bytes], locate: Callable[[str, str], str | None]) -> Compiled | None:
    """The compiled form of the schema `file`, if it is in the cache and no file of the schema has changed.

    `read` gives the bytes of a schema file; `locate` says which file a reference means, as it did when compiling.
    """
    entry = _cache().fetch(file, read, locate)
    from teitools.relaxng.schema.compiled import Compiled

    try:
        return None if entry is None else Compiled.from_bytes(entry.body)
    except (ValueError, TypeError):
        return None


def is_known(file: str, read: Callable[[str], bytes], locate: Callable[[str, str], str | None]) -> bool:
    """Whether `fetch` would find what is stored."""
    return _cache().fetch(file, read, locate) is not None


def store(file: str, contents: dict[str, bytes], links: Links, body: bytes) -> None:
    """Keep the compiled form of a schema."""
    _cache().store(file, contents, links, body)
