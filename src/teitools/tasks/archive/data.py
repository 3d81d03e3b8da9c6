"""The data of a package: its texts exported, as `teitools export` does, in all formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.diagnostics import TeitoolsError
from teitools.sources import Source

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from teitools.project import Project

__all__ = ["DATA", "build_data"]

DATA = "data"
"""What `representations` in `[archive]` calls it."""


def build_data(project: Project | None, root: Path, documents: Iterable[Path], folder: Path, jobs: int | None) -> Path:
    """Export documents to a folder, which is made. Raises SetupError and TeitoolsError if one cannot be exported."""
    from teitools.tasks.export.run import export_documents

    sources = [Source(filesystem.relative(path, root), path) for path in documents]
    exported = export_documents((), sources, folder, project, jobs=jobs)
    if exported.failed:
        raise TeitoolsError(f"data: {exported.failed[0]}; see what “teitools export” says, and mend it first")
    return folder
