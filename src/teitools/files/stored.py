"""Documents in storage that many machines share: a folder, or an address that the library fsspec knows (`s3://…`).

Nothing but what the user named is asked for, and it is read only. What a document refers to is not looked for here.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, NamedTuple

from teitools.diagnostics import SetupError, phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Stored", "forget", "listed", "read_stored"]

_ENDING = ".xml"
_MOST = 2**31 - 1  # bytes; no reader takes more


class Stored(NamedTuple):
    """Where a document lies: the storage, the name below it, and how many bytes it had when it was listed."""

    storage: str
    name: str
    size: int


def listed(storage: str, name: str) -> Iterator[Stored]:
    """The document of this name in a storage, or the documents below a folder of this name (all, for none).

    Raises SetupError for a storage or name that is not there, and for a name that leads out of the storage.
    """
    parts = name.split("/")
    if name and (not all(parts) or {".", ".."} & set(parts)):
        raise SetupError(phrase("cluster_storage_name", name=name))
    system, root = _opened(storage)
    place = f"{root}/{name}" if name else root
    try:
        if system.isfile(place):
            yield Stored(storage, name, int(system.size(place) or 0))
            return
        found = system.find(place, detail=True)
    except Exception as error:  # whatever the library of the storage raises
        raise SetupError(phrase("cluster_storage_fails", storage=storage, reason=_reason(error))) from error
    below = {path.removeprefix(root).lstrip("/"): int(facts.get("size") or 0) for path, facts in sorted(found.items())}
    chosen = {path: size for path, size in below.items() if path.endswith(_ENDING) and "/." not in f"/{path}"}
    if not chosen:
        raise SetupError(phrase("cluster_storage_empty", storage=storage, name=name or "."))
    yield from (Stored(storage, path, size) for path, size in chosen.items())


@functools.lru_cache(maxsize=1)
def read_stored(stored: Stored) -> bytes:
    """The bytes of a document; the last one is kept, as it is wanted more than once. Raises OSError."""
    system, root = _opened(stored.storage)
    try:
        place = f"{root}/{stored.name}"
        if int(system.size(place) or 0) > _MOST:
            raise OSError(f"more than {_MOST} bytes")
        content: bytes = system.cat_file(place)
    except Exception as error:
        raise OSError(_reason(error)) from error
    return content


def forget() -> None:
    """Read again what may have changed."""
    read_stored.cache_clear()
    _opened.cache_clear()


@functools.cache
def _opened(storage: str) -> tuple[Any, str]:
    """The file system of a storage, and what the storage is called there."""
    try:
        import fsspec

        system, root = fsspec.core.url_to_fs(storage, use_listings_cache=False)
    except (ImportError, ValueError) as error:
        raise SetupError(phrase("cluster_storage_unknown", storage=storage, reason=_reason(error))) from error
    return system, root.rstrip("/")


def _reason(error: Exception) -> str:
    told = getattr(error, "strerror", None) or str(error)
    return " ".join(str(told).split()) or type(error).__name__
