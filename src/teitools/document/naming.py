"""How findings call files; for that nothing need be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.diagnostics import SetupError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["display_name"]


def display_name(path: Path) -> str:
    """How findings call a file: relative to the working folder if it lies below it, else as given."""
    try:
        return filesystem.real(path).relative_to(filesystem.working_folder()).as_posix()
    except (SetupError, ValueError):
        return str(path)
