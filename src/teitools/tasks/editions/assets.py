"""Files that go along with an edition: assets beside the stylesheet, ours if it imports ours, what the project adds."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.diagnostics import SetupError
from teitools.files import files_below
from teitools.resources import resource
from teitools.saxon.own import imports_ours

if TYPE_CHECKING:
    from pathlib import Path

    from teitools.project import EditionSettings

__all__ = ["copy_assets", "shared_assets_of"]

_ASSETS = "assets"


def copy_assets(edition: EditionSettings, target: Path) -> None:
    """Copy what the pages of an edition need beside them into a folder. Raises SetupError as `_assets` does."""
    for name, path in _assets(edition).items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copyfile(path, target / name)
        except OSError as error:
            raise SetupError(f"{path}: {filesystem.reason(error)}; an asset of the edition must be readable") from error


def shared_assets_of(edition: EditionSettings) -> dict[str, bytes]:
    """The same as contents, by their names."""
    return {name: path.read_bytes() for name, path in _assets(edition).items()}


def _assets(edition: EditionSettings) -> dict[str, Path]:
    """The files by their names among the assets; of two of a name beside stylesheets, that of the project.

    Raises SetupError if a file that the project adds would take the place of another.
    """
    ours = resource(f"xslt/{edition.kind}")
    folders = [ours] if imports_ours(_text(edition.stylesheet), ours) else []
    found = {
        name: folder / _ASSETS / name
        for folder in (*folders, edition.stylesheet.parent)
        if filesystem.is_folder(folder / _ASSETS)
        for name in files_below(folder / _ASSETS)
    }
    for path in edition.added:
        if path.name in found:
            raise SetupError(f"{path}: the edition has a file of this name already; rename yours")
        found[path.name] = path
    return found


def _text(stylesheet: Path) -> str:
    try:
        return stylesheet.read_text(encoding="utf-8", errors="replace")
    except OSError:  # compiling it will say so
        return ""
