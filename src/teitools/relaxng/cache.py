"""Compiled schemas on disk, so that a schema is read in full only when one of its files has changed.

The cache holds plain data with a checksum, never code or pickles, in a folder that belongs to the user and that
nobody else can write to; otherwise it is not used. An entry that is damaged, old or of other files is ignored and
written anew. Entries are written under another name and moved into place, so that no reader sees half of one.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from teitools.relaxng.compiled import FORMAT, Compiled

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_ENTRIES = 60
Links = list[tuple[str, str, str]]


def cache_folder() -> Path | None:
    """The folder of compiled schemas, made if need be; None if there is none that is safe."""
    place = os.environ.get("TEITOOLS_CACHE") or os.environ.get("XDG_CACHE_HOME")
    try:
        base = Path(place) if place else Path.home() / ".cache"
        folder = base / "teitools" / "relaxng"
        if not folder.is_dir():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder if _is_ours(folder.lstat()) else None
    except (OSError, RuntimeError):  # RuntimeError: there is no home folder
        return None


def _is_ours(status: os.stat_result) -> bool:
    if sys.platform == "win32":
        return True
    return status.st_uid == os.getuid() and not status.st_mode & 0o022 and not stat.S_ISLNK(status.st_mode)


def digest(content: bytes) -> str:
    """The checksum by which files are known."""
    return hashlib.sha256(content).hexdigest()


def _entry(folder: Path, file: str) -> Path:
    return folder / (digest(f"{FORMAT}\n{file}".encode()) + ".json")


def fetch(file: str, read: Callable[[str], bytes], locate: Callable[[str, str], str | None]) -> Compiled | None:
    """The compiled form of the schema `file`, if it is in the cache and no file of the schema has changed.

    `read` gives the bytes of a schema file; `locate` says which file a reference means, as it did when compiling.
    """
    folder = cache_folder()
    if folder is None:
        return None
    try:
        content = _read(_entry(folder, file))
        checksum, files_line, body = content.split(b"\n", 2)
        if digest(files_line + b"\n" + body).encode() != checksum:
            return None
        files, links = json.loads(files_line)
        if any(digest(read(name)) != known for name, known in files):
            return None
        if any(locate(href, base) != found for href, base, found in links):
            return None
        return Compiled.from_bytes(body)
    except (OSError, ValueError, TypeError):
        return None


def _read(entry: Path) -> bytes:
    descriptor = os.open(entry, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    with os.fdopen(descriptor, "rb") as stream:
        if not _is_ours(os.fstat(descriptor)):
            raise PermissionError(str(entry))
        return stream.read()


def store(file: str, contents: dict[str, bytes], links: Links, body: bytes) -> None:
    """Keep the compiled form of a schema. Failing to do so is no fault: the next run compiles again."""
    folder = cache_folder()
    if folder is None:
        return
    files_line = json.dumps([[(name, digest(content)) for name, content in contents.items()], links]).encode()
    rest = files_line + b"\n" + body
    target = _entry(folder, file)
    draft = target.with_name(f"{target.name}.{os.getpid()}.{os.urandom(4).hex()}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(digest(rest).encode() + b"\n" + rest)
        draft.replace(target)
        _prune(folder)
    except OSError:
        draft.unlink(missing_ok=True)


def _prune(folder: Path) -> None:
    entries = sorted(folder.iterdir(), key=lambda one: one.stat().st_mtime)
    for old in entries[:-MAX_ENTRIES]:
        old.unlink(missing_ok=True)
