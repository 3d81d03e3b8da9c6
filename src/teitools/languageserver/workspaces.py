"""Which folders an editor has open, and what is checked in them: the settings of the project that a document is in."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.document.addresses import file_uri, local_path

if TYPE_CHECKING:
    from teitools.project import Project
    from teitools.tasks.editing.drafts import Setting

__all__ = ["Home", "Workspaces", "path_of", "uri_of"]

_SETTINGS = "teitools.toml"


@dataclass(frozen=True, slots=True)
class Home:
    """What a document belongs to: its project, None without one, the setting of its check, the folders to read in."""

    project: Project | None
    setting: Setting
    folders: tuple[Path, ...]

    def may_read(self, path: Path) -> bool:
        """Whether a file is in one of the folders."""
        real = filesystem.real(path)
        return any(real.is_relative_to(folder) for folder in self.folders)


class Workspaces:
    """The folders that are open. Settings are read again when their file has changed; nothing is ever fetched."""

    def __init__(self) -> None:
        self.folders: list[Path] = []
        self._projects: dict[Path, tuple[object, Project]] = {}
        self._homes: dict[Path | None, tuple[object, Home]] = {}

    def open(self, folders: list[Path]) -> None:
        """Open these folders instead of others."""
        self.folders = [filesystem.real(folder) for folder in folders]
        self._homes.clear()

    def home(self, path: Path) -> Home:
        """What a document belongs to. Raises SetupError if its settings, or what they name, are broken."""
        folder = filesystem.real(path).parent
        file = next((one for up in (folder, *folder.parents) if filesystem.is_file(one := up / _SETTINGS)), None)
        state = filesystem.state(file) if file else None
        known = self._homes.get(file or folder)
        if known is None or known[0] != state:
            known = state, self._read(file, folder)
            self._homes[file or folder] = known
        return known[1]

    def _read(self, file: Path | None, folder: Path) -> Home:
        from teitools.project import read_project
        from teitools.tasks.context import RuleContext
        from teitools.tasks.editing.drafts import Setting
        from teitools.tasks.schemas import SchemaChoice, rules_file, schema_file

        project = read_project(file) if file else None
        context = RuleContext.of(project)
        if context.fetch:
            from dataclasses import replace

            context = replace(context, fetch=False)
        fallback = (
            *(schema_file(name, context) for name in (project.schemas if project else ())),
            *(rules_file(name, context) for name in (project.schematron if project else ())),
        )
        findings = project.findings if project else None
        setting = Setting(
            SchemaChoice((), fallback, context),
            findings.choices if findings else (),
            findings.baseline if findings else None,
        )
        own = (project.root, *project.allow_read) if project else (folder,)
        around = [one for one in self.folders if folder.is_relative_to(one)]
        return Home(project, setting, (*map(filesystem.real, own), *around))


def path_of(uri: str) -> Path | None:
    """The file that a URI of the protocol names; None if it is none, as a text that was never saved."""
    path = local_path(uri)
    return None if path is None else Path(os.path.normpath(path))


def uri_of(path: Path) -> str:
    """The URI of a file."""
    return file_uri(path)
