"""Which file of a folder the path of an address names, for servers: none outside of it, and no hidden one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.document.addresses import decoded

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["public_file"]


def public_file(folder: Path, path: str) -> Path | None:
    """The file that a path (percent-encoded) names in a folder, of a folder its `index.html`.

    None if there is none, if it is hidden, or if links lead elsewhere.
    """
    parts = decoded(path).split("/")
    if any(part.startswith(".") or "\\" in part or "\0" in part for part in parts):
        return None
    root = filesystem.real(folder)
    file = filesystem.real(root.joinpath(*filter(None, parts)))
    if filesystem.is_folder(file):
        file = filesystem.real(file / "index.html")
    return file if file.is_relative_to(root) and filesystem.is_file(file) else None
