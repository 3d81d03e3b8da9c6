"""Which documents are served, where they lie, and what the settings of the project say about it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.diagnostics import SetupError
from teitools.sources import Source, find_sources
from teitools.tasks.facts import Ground

if TYPE_CHECKING:
    from collections.abc import Sequence

    from teitools.project import Project

__all__ = ["Library"]


@dataclass(slots=True)
class Library:
    """The documents that `paths` name, else those of the project, whose settings are read anew when that is asked for.

    Documents have their names below `root`: the folder of the project if all are in it, else the one that holds all
    that is named. So a name stays when other documents come.
    """

    paths: tuple[str, ...]
    project: Project | None
    root: Path = field(init=False)

    def __post_init__(self) -> None:
        self.root = self._root(self.sources())

    @classmethod
    def of(cls, paths: Sequence[str]) -> Library:
        """The library of these paths in the working folder. Raises SetupError if there are no documents to be found."""
        from teitools.project import find_project

        if "-" in paths:
            raise SetupError("-: a service takes files, which it reads again when they change; name a file or a folder")
        return cls(tuple(paths), find_project(filesystem.working_folder()))

    def sources(self) -> list[Source]:
        """The documents that there are now. Raises SetupError if there are none."""
        project = self.project
        listed = map(str, (project.serve.documents or project.documents) if project else ())
        paths = self.paths or tuple(listed)
        if not paths:
            raise SetupError("nothing to serve: name a file or folder, or list documents in teitools.toml")
        return find_sources(paths)

    def renew(self) -> None:
        """Read the settings of the project again. Raises SetupError if they are broken."""
        from teitools.project import FILE_NAME, read_project

        if self.project is not None:
            self.project = read_project(self.project.root / FILE_NAME)

    def _root(self, sources: Sequence[Source]) -> Path:
        folders = {filesystem.normal(source.path).parent for source in sources if source.path is not None}
        own = filesystem.normal(self.project.root) if self.project else None
        if own is not None and all(folder.is_relative_to(own) for folder in folders):
            return own
        named = [filesystem.normal(Path(path)) for path in self.paths]
        places = {path if filesystem.is_folder(path) else path.parent for path in named} or folders
        try:
            return Path(os.path.commonpath(places))
        except ValueError as error:  # on several drives
            raise SetupError("the documents lie on several drives; serve those of one") from error

    @property
    def title(self) -> str:
        """What all of it is called."""
        own = (self.project.serve.title or self.project.archive.title) if self.project else ""
        return own or self.root.name or str(self.root)

    @property
    def ground(self) -> Ground:
        """What documents are read from, besides themselves."""
        project = self.project
        own = (project.root, *project.allow_read) if project else ()
        return Ground(self.root, (self.root, *own), project.registers if project else ())
