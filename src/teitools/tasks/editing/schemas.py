"""The schemas of texts that are open: kept compiled, and read again when a file beside them has changed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from teitools.tasks.schemas import load

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from teitools.tasks.schemas import SchemaFile

__all__ = ["WatchedSchemas"]

_ENDINGS = (".rng", ".rnc", ".xsd", ".sch", ".odd")
_Look = frozenset[tuple[str, int, int]]


class WatchedSchemas:
    """Sees when schemas change, or what lies beside them, as what they include mostly does."""

    def __init__(self) -> None:
        self._looks: dict[Path, _Look] = {}

    def see(self, schemas: Iterable[SchemaFile]) -> None:
        """Look after these from now on."""
        for schema in schemas:
            if schema.path.parent not in self._looks:
                self._looks[schema.path.parent] = _look(schema.path.parent)

    def forget_changed(self) -> None:
        """Let all schemas be loaded anew if one may have changed."""
        now = {folder: _look(folder) for folder in self._looks}
        if now != self._looks:
            self._looks = now
            load.cache_clear()


def _look(folder: Path) -> _Look:
    found = set()
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(_ENDINGS):
                    status = entry.stat()
                    found.add((entry.name, status.st_mtime_ns, status.st_size))
    except OSError:  # gone meanwhile, or closed to us
        return frozenset()
    return frozenset(found)
