"""What was made of schemas, on disk, so that a schema is read in full only when one of its files has changed.

Each entry is a file with a checksum, written in one step, so that no reader sees half of one.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from teitools.cache.places import folder_of, read_ours
from teitools.cache.sums import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

__all__ = ["Cache", "Entry", "Links"]

MAX_ENTRIES = 60
Links = list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Entry:
    """What was stored, and the names of the files that it was made from."""

    body: bytes
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cache:
    """The entries of one engine: `area` is the name of its folder, `format` changes whenever old entries do not do."""

    area: str
    format: str

    def folder(self) -> Path | None:
        """The folder of the entries, made if need be; None if there is none that is safe."""
        return folder_of(self.area)

    def fetch(
        self, key: str, read: Callable[[str], bytes], locate: Callable[[str, str], str | None] | None = None
    ) -> Entry | None:
        """What is stored under a key, if no file that it was made from has changed.

        `read` gives the bytes of a file; `locate` says which file a reference means, as it did when it was stored.
        """
        folder = self.folder()
        if folder is None:
            return None
        try:
            content = read_ours(self._path(folder, key))
            checksum, files_line, body = content.split(b"\n", 2)
            if digest(files_line + b"\n" + body).encode() != checksum:
                return None
            files, links = json.loads(files_line)
            if any(digest(read(name)) != known for name, known in files):
                return None
            if locate is not None and any(locate(href, base) != found for href, base, found in links):
                return None
            return Entry(body, tuple(name for name, _ in files))
        except (OSError, ValueError, TypeError):
            return None

    def store(
        self, key: str, contents: Mapping[str, bytes], links: Sequence[tuple[str, str, str | None]], body: bytes
    ) -> None:
        """Keep something. Failing to do so is no fault: the next run makes it again."""
        from teitools.files.writing import write_file  # who finds its entry writes none

        folder = self.folder()
        if folder is None:
            return
        files_line = json.dumps([[(name, digest(content)) for name, content in contents.items()], links]).encode()
        rest = files_line + b"\n" + body
        with contextlib.suppress(OSError):
            write_file(self._path(folder, key), digest(rest).encode() + b"\n" + rest, private=True)
            _prune(folder)

    def _path(self, folder: Path, key: str) -> Path:
        return folder / (digest(f"{self.format}\n{key}".encode(errors="surrogatepass")) + ".json")


def _prune(folder: Path) -> None:
    entries = sorted(folder.iterdir(), key=lambda one: one.stat().st_mtime)
    for old in entries[:-MAX_ENTRIES]:
        old.unlink(missing_ok=True)
