"""What a build keeps of each document for the next one, so that only what changed is built again.

The record lies in the folder of the edition, and so takes its place with it. It is believed as far as it can be proved:
it names what was read with checksums, and files that are to be there. Who changes it can bring about a build more or
less of this edition, no more: nothing outside of the readable folders is looked at for it.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from teitools import filesystem
from teitools.cache import Sums
from teitools.diagnostics import language
from teitools.files import RECORD
from teitools.tasks.editions.made import Build
from teitools.tasks.plain import finding_of, plain_finding

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Records", "entry_of"]

_FORMAT = 2
_LONGEST = 50_000_000  # bytes of a record


@dataclass(slots=True)
class Records:
    """The records of a build: what is kept in new folders, and what is known of old ones.

    `readable` are the folders that records may speak of. Each file is looked at once, so that one that changes
    meanwhile is found to have changed by the next build.
    """

    readable: tuple[Path, ...]
    _sums: Sums = field(default_factory=Sums)

    def keep(self, folder: Path, source: Path, key: str | None, made: Build) -> None:
        """Write the record of what was built in a folder, by `key`; None: nobody can say when it is out of date."""
        base = filesystem.normal(source).parent
        paths = sorted({filesystem.normal(path) for path in (source, *made.read) if self._is_readable(path)})
        certain = key is not None and not any(map(self._sums.is_moving, paths))
        content = {
            "format": _FORMAT,
            "key": key if certain else None,
            "read": [(filesystem.relative(path, base), self._sums.of(path)) for path in paths],
            "files": [(name, filesystem.size(folder / name)) for name in made.files],
            "language": language() if made.findings else None,
            "messages": made.messages,
            "findings": [plain_finding(finding, partial(_from_there, base)) for finding in made.findings],
            "entry": dict(made.entry),
        }
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        (folder / RECORD).write_text(text + "\n", encoding="utf-8", errors="surrogateescape", newline="")

    def is_of(self, folder: Path, source: Path) -> bool:
        """Whether what lies in a folder was made of a document as it is now."""
        try:
            base, path = filesystem.normal(source).parent, filesystem.normal(source)
            known: dict[Path, str | None] = {
                filesystem.normal(base / name): value for name, value in _read(folder)["read"]
            }
            return path in known and known[path] == self._sums.of(path)
        except (KeyError, TypeError, ValueError):
            return False

    def recall(self, folder: Path, source: Path, key: str | None) -> Build | None:
        """What was built of a document, if building it again would give the same."""
        content = _read(folder)
        try:
            if (
                key is None
                or not isinstance(content["entry"], dict)
                or content["key"] != key
                or content["language"] not in (None, language())
            ):
                return None
            base = filesystem.normal(source).parent
            read = [(filesystem.normal(base / name), known) for name, known in content["read"]]
            if filesystem.normal(source) not in [path for path, _ in read]:
                return None
            if not all(self._is_readable(path) and self._sums.of(path) == known for path, known in read):
                return None
            files = [(str(name), size) for name, size in content["files"]]
            if not files or not all(filesystem.size(folder / name) == size for name, size in files):
                return None
            findings = tuple(finding_of(item, partial(_from_here, source.parent)) for item in content["findings"])
            names = tuple(name for name, _ in files)
            return Build(folder, names, tuple(map(str, content["messages"])), findings, entry=_entry(content))
        except (KeyError, TypeError, ValueError, OSError):  # another format, damaged, or closed to us
            return None

    def _is_readable(self, path: Path) -> bool:
        place = filesystem.real(path)
        return any(place.is_relative_to(folder) for folder in self.readable)


def entry_of(folder: Path) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """What an index says of the document whose edition lies in a folder, and the names of its files."""
    content = _read(folder)
    try:
        return _entry(content), tuple(str(name) for name, _ in content["files"])
    except (AttributeError, KeyError, TypeError, ValueError):
        return {}, ()


def _entry(content: Mapping[str, Any]) -> Mapping[str, str]:
    return {str(name): str(value) for name, value in content["entry"].items()}


def _read(folder: Path) -> dict[str, Any]:
    path = folder / RECORD
    try:
        if (filesystem.size(path) or 0) > _LONGEST:
            return {}
        content = json.loads(path.read_bytes().decode("utf-8", "surrogateescape"))
    except (OSError, ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) and content.get("format") == _FORMAT else {}


def _from_there(base: Path, file: str) -> str:
    """A file as seen from the document: where the command is run may be another folder next time."""
    return filesystem.relative(filesystem.normal(Path(file)), base)


def _from_here(base: Path, file: str) -> str:
    from teitools.document import display_name

    return display_name(Path(os.path.normpath(base / file)))
