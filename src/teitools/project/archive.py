"""The table [archive] of teitools.toml: what belongs to an edition besides what its documents and settings name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from teitools.project.tables import Tables

__all__ = ["KEYS", "ArchiveSettings", "archive_settings"]

KEYS = ("files",)


@dataclass(frozen=True, slots=True)
class ArchiveSettings:
    """What `[archive]` says: `files` belong to the edition besides what it names."""

    files: tuple[Path, ...] = ()


def archive_settings(settings: Tables) -> ArchiveSettings:
    """Read the table. Raises SetupError, naming file and key, for what is wrong in it."""
    return ArchiveSettings(settings.files("archive", "files"))
