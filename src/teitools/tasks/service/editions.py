"""What was built of documents, and where: the folders that are served, and the files of each document in them."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from teitools import filesystem
from teitools.document.addresses import decoded
from teitools.tasks.editions import KINDS
from teitools.tasks.editions.index import begin
from teitools.tasks.editions.layout import folder_names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from teitools.project import Project

__all__ = ["EDITION_TYPES", "address_of", "edition_folders", "edition_links", "page_of", "source_of"]


EDITION_TYPES = {
    "html": "text/html",
    "epub": "application/epub+zip",
    "pdf": "application/pdf",
    "text": "text/plain",
    "markdown": "text/markdown",
    "latex": "application/x-tex",
}
"""The media types of what editions begin with."""


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
        if kind != "odd" and (file := begin(kind, folder / inner)):
            yield kind, quote(os.fsencode(f"{kind}/{inner}{file.name}"))


def page_of(project: Project | None, document: Path) -> str | None:
    """Where the pages of a document begin, as far as one look tells; relative."""
    names = _names(project.edition_documents) if project else {}
    name = names.get(document)
    if project is None or name is None:
        return None
    page = f"html/{name}/index.html" if len(names) > 1 else "html/index.html"
    return quote(os.fsencode(page)) if filesystem.is_file(project.output / page) else None


def source_of(base: str, id_: str) -> str:
    """The address of the file of a document."""
    return f"{address_of(base, id_)}.xml"


def address_of(base: str, id_: str) -> str:
    """The address of a document, which does not say in which form it is wanted (docs/configuration.md)."""
    return f"{base}{quote(os.fsencode(decoded(id_)))}"
