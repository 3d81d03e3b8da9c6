"""A package whose making was interrupted is gone on with: what is there is read again and compared, never believed.

Beside the package that is being made lies a journal. It says which copies have been made, of what, with which sums, and
what was made of the texts before. Each line is signed (BLAKE2, RFC 7693, with a key), with a key that lies in the cache
of the user, for these settings; one that is not is passed over. What a journal says is a reason to look: to edit it, or
what it is about, costs time and changes nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from teitools.archive.checksums import Sums, sums_of
from teitools.archive.model import ALGORITHMS
from teitools.archive.scratch import key_of, scratch
from teitools.cache.places import folder_of, is_ours, read_ours
from teitools.files import MADE
from teitools.filesystem import files_below

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

__all__ = ["Journal"]

_FILE = "journal"
_AREA, _KEY, _BYTES = "packages", "key", 32
_FLAGS = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_RESTING = 2_000_000_000  # nanoseconds, within which file systems may give two changes of a file one time
_LINES = 512  # that are looked at together


def _key() -> bytes | None:
    """The key of the user, made if need be; None if there is no safe place for one."""
    folder = folder_of(_AREA)
    if folder is None:
        return None
    path = folder / _KEY
    with suppress(OSError):
        if not path.exists():
            draft = folder / f"{_KEY}-{os.getpid()}-{os.urandom(4).hex()}"
            draft.touch(0o600, exist_ok=False)
            draft.write_bytes(os.urandom(_BYTES))
            with suppress(FileExistsError):
                os.link(draft, path)  # never half a key, and the first one stays
            draft.unlink()
        key = read_ours(path)
        return key if len(key) == _BYTES else None
    return None


@dataclass(slots=True)
class Journal:
    """The journal of a package with certain settings, which `settings` stand for.

    `told` is called with the key of a phrase and its facts: what becomes of interrupted runs. Without a safe place for
    a key nothing is remembered.
    """

    settings: str
    told: Callable[[str, dict[str, Any]], None] = lambda _key, _facts: None
    taken_over: int = 0
    _signs: Any = None
    _stream: int | None = None
    _known: sqlite3.Connection | None = None
    _steps: dict[str, list[Any]] = field(default_factory=dict)
    _again: list[str] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        key = _key()
        if key is not None:
            self._signs = hashlib.blake2b(self.settings.encode("utf-8", "surrogatepass"), key=key, digest_size=16)

    # What interrupted runs left; see `files.folders.Left`.

    def goes_on(self, folder: Path) -> bool:
        """Whether a folder was left by a run with the same settings, and has nothing in it that leads out of it."""
        if not (folder / _FILE).exists():  # it was interrupted before it did anything
            return False
        first = next(_lines(folder / _FILE), b"")
        goes_on = self._read(first) == ["begun"] and _is_plain(folder)
        if goes_on:
            self._recall(folder)
        else:
            self.told("arc_left", {"folder": folder})
        return goes_on

    def stays(self, folder: Path) -> bool:
        """Whether a folder is of use to the next run."""
        if self._stream is not None:
            self.told("arc_interrupted", {"folder": folder})
        return self._stream is not None

    def begin(self, folder: Path) -> None:
        """Write the journal of a folder on, or a new one. Raises OSError."""
        if self._signs is None:
            return
        is_new = not (folder / _FILE).exists()
        self._stream = os.open(folder / _FILE, _FLAGS, 0o600)
        if is_new:
            self._write(["begun"])
        else:
            os.write(self._stream, b"\n")  # the last line may have no end
            self._clear(folder / MADE)

    def close(self) -> None:
        """Write nothing any more."""
        if self._stream is not None:
            os.close(self._stream)
        if self._known is not None:
            self._known.close()
        self._stream = self._known = None

    # Copies; see `archive.sink.Memory`.

    def taken(self, name: str, place: str, status: os.stat_result) -> Sums | None:
        """See `Memory`."""
        row = self._row(name)
        if row is None:
            return None
        size, mark, *digests = row
        with suppress(OSError):
            there = os.lstat(place)
            if mark == _mark(status) and there.st_size == size and stat.S_ISREG(there.st_mode) and there.st_nlink == 1:
                with open(place, "rb", buffering=0) as stream:  # noqa: PTH123  # of many thousands
                    sums = sums_of(stream, ALGORITHMS)
                if sums == Sums(size, dict(zip(ALGORITHMS, digests, strict=True))):
                    with self._lock:
                        self.taken_over += 1
                    return sums
            os.unlink(place)  # noqa: PTH108
        return None

    def note(self, name: str, sums: Sums, status: os.stat_result) -> None:
        """See `Memory`. A file that was changed a moment ago is not remembered: it may change again unseen."""
        if self._stream is not None and time.time_ns() - status.st_mtime_ns > _RESTING:
            self._write(["file", name, sums.size, _mark(status), *(sums.digests[one] for one in ALGORITHMS)])

    # What is made of the texts.

    def step(self, name: str, inputs: str, folder: Path, make: Callable[[], Any]) -> Any:  # noqa: ANN401  # of JSON
        """What `make` gives, which JSON knows, with the files that it makes in a folder.

        Both are as they were made before, if that was of the same inputs, and the files are still as they were made.
        """
        known = self._steps.get(name)
        if known is not None and known[:2] == [inputs, _sum_of(folder)]:
            self._again.append(name)
            return known[2]
        import shutil

        shutil.rmtree(folder, ignore_errors=True)
        made = make()
        if self._stream is not None:
            self._write(["step", name, inputs, _sum_of(folder), made])
        return made

    def _row(self, name: str) -> tuple[Any, ...] | None:
        if self._known is None:
            return None
        with self._lock:
            row: tuple[Any, ...] | None = self._known.execute(
                "SELECT size, mark, first, second FROM copy WHERE name = ?", (key_of(name),)
            ).fetchone()
        return row

    def _recall(self, folder: Path) -> None:
        """Read what an interrupted run noted; the last word on a thing counts."""
        self._known = scratch(
            "CREATE TABLE copy (name BLOB PRIMARY KEY, size INTEGER, mark TEXT, first TEXT, second TEXT) WITHOUT ROWID",
            threads=True,
        )
        for line in _lines(folder / _FILE):
            said = self._read(line)
            if said is None:
                continue
            if said[0] == "step":
                self._steps[said[1]] = said[2:]
            elif said[0] == "file":
                self._known.execute("INSERT OR REPLACE INTO copy VALUES (?, ?, ?, ?, ?)", (key_of(said[1]), *said[2:]))

    def _clear(self, made: Path) -> None:
        """Remove what an interrupted run had begun to make, but for whole copies that it noted."""
        for parent, _, names in os.walk(made):
            place = Path(parent).relative_to(made).as_posix()
            for name in names:
                if self._row(name if place == "." else f"{place}/{name}") is None:
                    os.unlink(f"{parent}/{name}")  # noqa: PTH108
        if made.is_file():
            made.unlink()

    def finish(self, made: Path, has: Callable[[str], bool]) -> None:
        """Remove copies that the package is not to have any more, and folders that are empty without them."""
        if self._known is None:
            return
        self.told("arc_resumed", {"count": self.taken_over, "steps": ", ".join(self._again) or "–"})
        for (key,) in self._known.execute("SELECT name FROM copy"):
            name = key.decode("utf-8", "surrogatepass")
            if not has(name):
                with suppress(OSError):
                    (made / name).unlink()
                    for parent in (made / name).relative_to(made).parents:
                        (made / parent).rmdir()

    def _write(self, said: list[Any]) -> None:
        """Write a line."""
        body = json.dumps(said, separators=(",", ":")).encode()
        if self._stream is not None:
            os.write(self._stream, self._sign(body) + b" " + body + b"\n")

    def _sign(self, body: bytes) -> bytes:
        sign = self._signs.copy()
        sign.update(body)
        return bytes(sign.hexdigest(), "ascii")

    def _read(self, line: bytes) -> list[Any] | None:
        """What a line says; None if it is none of ours."""
        from hmac import compare_digest

        sign, _, body = line.partition(b" ")
        if self._signs is None or not compare_digest(sign, self._sign(body)):
            return None
        said: list[Any] = json.loads(body)
        return said


def _lines(path: Path) -> Iterator[bytes]:
    """The lines of a journal; none of what is no file."""
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        with os.fdopen(descriptor, "rb") as stream:
            if is_ours(os.fstat(descriptor)) and stat.S_ISREG(os.fstat(descriptor).st_mode):
                yield from (line.removesuffix(b"\n") for line in stream)


def _mark(status: os.stat_result) -> str:
    """By what a file is known to be the same one, not written to since."""
    return f"{status.st_dev} {status.st_ino} {status.st_size} {status.st_mtime_ns}"


def _is_plain(folder: Path) -> bool:
    """Whether there are only files and folders in a folder."""
    with os.scandir(folder) as found:
        return all(
            _is_plain(Path(item.path)) if item.is_dir(follow_symlinks=False) else item.is_file(follow_symlinks=False)
            for item in found
        )


def _sum_of(folder: Path) -> str:
    """A checksum of the names and bytes of all files below a folder."""
    total = hashlib.sha256()
    if not folder.is_dir():
        return ""
    for path in files_below(folder, ""):
        with path.open("rb", buffering=0) as stream:
            digest = sums_of(stream, ("sha256",)).digests["sha256"]
        total.update(os.fsencode(path.relative_to(folder).as_posix()) + b"\0" + digest.encode())
    return total.hexdigest()
