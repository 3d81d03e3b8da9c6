"""The list of files in an output folder, `.teitools`, by which it is known to be ours.

A folder of ours may hold others, each with a list of its own, which then says what is ours in it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "MANIFEST",
    "RECORD",
    "begin",
    "files_below",
    "foreign",
    "is_ours",
    "is_signed",
    "listed",
    "manifest",
    "write_manifest",
]

MANIFEST = ".teitools"
RECORD = ".teitools.json"
"""What a build keeps for the next one, in a folder that it made; no file of the edition either."""

_HEAD = "# Written by teitools, with these files; a folder that holds any other file is never replaced.\n"
_UNFINISHED = "# Being written by teitools; what a killed build leaves is removed by the next.\n"
_CLUTTER = {".DS_Store", "Thumbs.db", "desktop.ini"}  # made by file managers, wanted by nobody


def begin(folder: Path) -> None:
    """Sign a new folder, whatever will be in it."""
    (folder / MANIFEST).write_text(_UNFINISHED, encoding="utf-8")


def write_manifest(folder: Path) -> None:
    """List all files that are below a folder now, before it takes its place."""
    (folder / MANIFEST).write_bytes(manifest(files_below(folder)))


def manifest(names: Iterable[str]) -> bytes:
    """The list of these files."""
    lines = "".join(f"{_escaped(name)}\n" for name in sorted(names))
    return (_HEAD + lines).encode("utf-8", "surrogateescape")


def files_below(folder: Path) -> list[str]:
    """The relative paths of all files (and links) below a folder, sorted, without the list and the record in it."""
    found = []
    for parent, folders, names in os.walk(folder):
        links = [name for name in folders if Path(parent, name).is_symlink()]
        found += [Path(parent, name).relative_to(folder).as_posix() for name in [*names, *links]]
    return sorted(name for name in found if name not in (MANIFEST, RECORD))


def listed(folder: Path) -> list[str]:
    """The files that the list in a folder names; none if there is no list, or one that is no list of ours."""
    head, *names = _lines(folder) or [""]
    return [_plain(name) for name in names if name] if head == _HEAD[:-1] else []


def is_signed(folder: Path) -> bool:
    """Whether a build has begun or ended to write the folder, whoever put what into it since."""
    return (_lines(folder) or [""])[0] in (_HEAD[:-1], _UNFINISHED[:-1])


def foreign(folder: Path) -> list[str]:
    """The files below a folder that no build wrote."""
    return [name for name in _foreign(folder) if Path(name).name not in _CLUTTER]


def _foreign(folder: Path) -> Iterator[str]:
    lines = _lines(folder) or [""]
    if lines[0] == _UNFINISHED[:-1]:
        return
    own = set(lines)
    for parent, folders, names in os.walk(folder):
        place = Path(parent)
        below = place.relative_to(folder).as_posix()
        if place != folder and is_signed(place):
            folders.clear()
            yield from (f"{below}/{name}" for name in _foreign(place))
            continue
        links = [name for name in folders if (place / name).is_symlink()]
        shown = [name if place == folder else f"{below}/{name}" for name in [*names, *links]]
        yield from sorted(name for name in shown if name not in (MANIFEST, RECORD) and _escaped(name) not in own)


def is_ours(folder: Path) -> bool:
    """Whether a build made the folder, whatever its name is, and nobody put anything into it since."""
    return not folder.is_symlink() and is_signed(folder) and not foreign(folder)


def _escaped(name: str) -> str:
    """A name on one line of the list."""
    return name.replace("\\", "\\\\").replace("\n", "\\n")


def _plain(line: str) -> str:
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] == "n" else match[1], line)


def _lines(folder: Path) -> list[str] | None:
    """The lines of the list in a folder; None if there is none."""
    try:
        text = (folder / MANIFEST).read_bytes().decode("utf-8", "surrogateescape")
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    return text.split("\n")
