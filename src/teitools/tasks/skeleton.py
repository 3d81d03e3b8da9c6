"""A new project: files that check and build at once, with words that say what is to be written where."""

from __future__ import annotations

from pathlib import Path

from teitools import filesystem
from teitools.diagnostics import SetupError

__all__ = ["SKELETONS", "make_project"]

SKELETONS = ("article", "letters", "inscription", "play")
_HOME = Path(__file__).parent.parent / "skeletons"
_HIDDEN = "dot-"  # what hides a file in a project, and would hide it from tools in ours


def make_project(folder: Path, skeleton: str) -> list[Path]:
    """Write the files of a skeleton (one of `SKELETONS`) into a folder that is new or empty; their paths, sorted.

    Raises SetupError if anything lies in the folder, or it cannot be written; then nothing was.
    """
    from teitools.files import write_files  # not for --help

    if filesystem.is_there(folder) and not filesystem.is_folder(folder):
        raise SetupError(f"{folder} is a file; name a folder")
    if filesystem.is_folder(folder) and filesystem.entries(folder):
        raise SetupError(f"{folder} is not empty; name a folder that is new or empty")
    files = {**_files(_HOME / "common"), **_files(_HOME / skeleton)}
    if skeleton == "play":
        del files["tei/register.xml"]  # its persons are the roles
    try:
        return sorted(write_files(folder, files))
    except OSError as error:
        place, reason = filesystem.place(error, folder), filesystem.reason(error)
        raise SetupError(f"{place}: {reason}; choose another folder") from error


def _files(home: Path) -> dict[str, bytes]:
    """The files of a skeleton by their paths in a project."""
    paths = (path.relative_to(home) for path in filesystem.files_below(home, ""))
    return {Path(*map(_shown, path.parts)).as_posix(): (home / path).read_bytes() for path in paths}


def _shown(name: str) -> str:
    return f".{name.removeprefix(_HIDDEN)}" if name.startswith(_HIDDEN) else name
