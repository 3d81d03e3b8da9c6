"""Which documents the paths of a command name."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from teitools.diagnostics import SetupError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Source", "find_sources"]

_STDIN = "-"


@dataclass(frozen=True, slots=True)
class Source:
    """One document to check: a file, or the bytes of standard input. `name` is how reports call it."""

    name: str
    path: Path | None
    content: bytes = b""


def find_sources(paths: Iterable[str]) -> list[Source]:
    """The documents that paths name, each once: files as given, folders by their `.xml` files, `-` standard input.

    Hidden folders (`.git`, `.venv`) are passed over. Raises SetupError for a path that is not there or a folder
    without XML: a run that checks nothing must not look clean.
    """
    sources: dict[str, Source] = {}
    for given in paths:
        if given == _STDIN:
            sources[_STDIN] = Source("<stdin>", None, sys.stdin.buffer.read())
            continue
        path = Path(given)
        if not os.path.lexists(path):
            raise SetupError(f"{given}: no such file or folder; check the spelling and the working folder")
        found = _xml_files(path) if path.is_dir() else [path]
        if not found:
            raise SetupError(f"{given}: no .xml file in this folder; name a folder that holds the documents")
        for file in found:
            sources.setdefault(os.path.realpath(file), Source(_shown(file), file))
    return list(sources.values())


def _xml_files(folder: Path) -> list[Path]:
    files: list[Path] = []
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files += [Path(parent, name) for name in sorted(names) if name.lower().endswith(".xml")]
    return files


def _shown(path: Path) -> str:
    """The path relative to the working folder where it lies inside it; links are shown as named, not as resolved."""
    absolute = Path(os.path.abspath(path))  # noqa: PTH100  # resolve() would follow links
    folder = Path.cwd()
    return (absolute.relative_to(folder) if absolute.is_relative_to(folder) else path).as_posix()
