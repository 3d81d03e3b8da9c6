"""Where the caches of the user lie, and whether nobody else can write there."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

from teitools import filesystem

__all__ = ["folder_of", "is_ours", "read_ours"]


def folder_of(area: str) -> Path | None:
    """The folder of a cache, made if need be; None if there is none that is safe."""
    place = os.environ.get("TEITOOLS_CACHE") or os.environ.get("XDG_CACHE_HOME")
    try:
        base = Path(place) if place else Path.home() / ".cache"
        folder = base / "teitools" / area
        if not filesystem.is_folder(folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder if is_ours(folder.lstat()) else None
    except (OSError, RuntimeError):  # RuntimeError: there is no home folder
        return None


def is_ours(status: os.stat_result) -> bool:
    """Whether a file or folder belongs to the user, is no link, and nobody else can write to it."""
    if sys.platform == "win32":
        return True
    return status.st_uid == os.getuid() and not status.st_mode & 0o022 and not stat.S_ISLNK(status.st_mode)


def read_ours(path: Path) -> bytes:
    """What a file holds. Raises OSError, also if somebody else can write to it."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    with os.fdopen(descriptor, "rb") as stream:
        if not is_ours(os.fstat(descriptor)):
            raise PermissionError(str(path))
        return stream.read()
