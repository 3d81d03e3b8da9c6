"""Where in the pages of an edition an element is, for an editor whose preview goes along with its cursor."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from teitools import filesystem

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["page_with"]


def page_with(folder: Path, path: str) -> str | None:
    """The page that has an id, as a path from the folder; None if no page has it.

    `path` ends with the id; before it stands the folder of the page that asks ("en/kaf-p1"): pages of that folder come
    first, and each folder's `index.html` before its others.
    """
    beside, _, ident = path.rpartition("/")
    mark = f' id="{ident}"'.encode(errors="surrogateescape")

    def order(page: Path) -> tuple[bool, bool, str]:
        name = page.relative_to(folder)
        return name.parent.as_posix() != (beside or "."), name.name != "index.html", name.as_posix()

    for page in sorted(filesystem.files_below(folder, ".html", hidden=False), key=order):
        with suppress(OSError):  # gone meanwhile
            if mark in page.read_bytes():
                return page.relative_to(folder).as_posix()
    return None
