"""What was made of schemas, on disk, so that a schema is read in full only when one of its files has changed.

The cache holds plain data with a checksum, never code or pickles, in a folder that belongs to the user and that
nobody else can write to; otherwise it is not used. An entry that is damaged, old or of other files is ignored and
written anew. Entries are written in one step, so that no reader sees half of one.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from teitools import filesystem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

__all__ = ["Cache", "Entry", "Links", "digest", "is_ours", "stamp"]

MAX_ENTRIES = 60
Links = list[tuple[str, str, str]]


def digest(content: bytes) -> str:
    """The checksum by which files are known."""
    return hashlib.sha256(content).hexdigest()


def stamp(*folders: Path) -> str:
    """A checksum of the names, sizes and times of all Python modules below folders.

    An engine makes it part of its `Cache.format`, so that any change of its code makes old entries useless.
    """
    return digest(json.dumps(sorted(row for folder in folders for row in _modules(str(folder)))).encode())


def _modules(folder: str) -> Iterator[tuple[str, int, int]]:
    """Every module below a folder (`os.scandir`: a third of the time of `Path.rglob`)."""
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            yield from _modules(entry.path)
        elif entry.name.endswith(".py"):
            status = entry.stat()
            yield entry.path, status.st_size, status.st_mtime_ns


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
        place = os.environ.get("TEITOOLS_CACHE") or os.environ.get("XDG_CACHE_HOME")
        try:
            base = Path(place) if place else Path.home() / ".cache"
            folder = base / "teitools" / self.area
            if not filesystem.is_folder(folder):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            return folder if is_ours(folder.lstat()) else None
        except (OSError, RuntimeError):  # RuntimeError: there is no home folder
            return None

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
            content = _read(self._path(folder, key))
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


def is_ours(status: os.stat_result) -> bool:
    """Whether a file or folder belongs to the user, is no link, and nobody else can write to it."""
    if sys.platform == "win32":
        return True
    return status.st_uid == os.getuid() and not status.st_mode & 0o022 and not stat.S_ISLNK(status.st_mode)


def _read(entry: Path) -> bytes:
    descriptor = os.open(entry, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    with os.fdopen(descriptor, "rb") as stream:
        if not is_ours(os.fstat(descriptor)):
            raise PermissionError(str(entry))
        return stream.read()


def _prune(folder: Path) -> None:
    entries = sorted(folder.iterdir(), key=lambda one: one.stat().st_mtime)
    for old in entries[:-MAX_ENTRIES]:
        old.unlink(missing_ok=True)
