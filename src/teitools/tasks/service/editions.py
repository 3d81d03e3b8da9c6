"""What was built of documents, and where: the folders that are served, and the files of each document in them."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from teitools import filesystem
from teitools.tasks.editions import KINDS
from teitools.tasks.editions.index import principal
from teitools.tasks.editions.layout import folder_names
from teitools.tasks.editions.record import entry_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from teitools.project import Project

__all__ = ["edition_folders", "edition_links"]


def edition_folders(project: Project | None) -> dict[str, Path]:
    """The folders of the editions that there are now, by their kinds."""
    if project is None:
        return {}
    folders = {kind: project.output / kind for kind in KINDS}
    return {kind: folder for kind, folder in folders.items() if filesystem.is_folder(folder)}


def edition_links(project: Project | None, document: Path) -> dict[str, str]:
    """Where the editions of a document begin, by their kinds: `html/a/index.html`; relative addresses."""
    return dict(_links(project, document)) if project else {}


@lru_cache(maxsize=2)
def _names(documents: tuple[Path, ...]) -> dict[Path, str]:
    """What the folders of documents are called; to know that, all have to be looked at."""
    return {filesystem.normal(path): name for path, name in folder_names(documents).items()}


def _links(project: Project, document: Path) -> Iterator[tuple[str, str]]:
    names = _names(project.edition_documents)
    name = names.get(document)
    if name is None:
        return
    inner = f"{name}/" if len(names) > 1 else ""
    for kind, folder in edition_folders(project).items():
        _, files = entry_of(folder / inner)
        if kind != "odd" and (file := principal(files, kind)):
            yield kind, quote(os.fsencode(f"{kind}/{inner}{file}"))
