"""What a package lies in: a folder, a zip file, a tar file. Nothing in it is trusted, and nothing is unpacked here.

An entry is known by its name, as it is written. Whether a name is safe is asked before anything is read by it.
"""

from __future__ import annotations

import os
import re
import stat
import tarfile
import unicodedata
import zipfile
import zlib
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, Self

from teitools import filesystem
from teitools.diagnostics import SetupError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from teitools.archive.checksums import Readable

__all__ = ["Container", "DamagedError", "Entry", "folded", "is_safe", "opened"]

Kind = Literal["file", "link", "device", "locked"]
_DRIVE = re.compile(r"[A-Za-z]:")
_ENCRYPTED, _UNIX = 0x1, 3  # APPNOTE, 4.4.4 and 4.4.2
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ERRORS: tuple[type[Exception], ...] = (
    OSError,
    EOFError,
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    RuntimeError,
    NotImplementedError,
    ValueError,
)
with suppress(ImportError):  # a Python may be without it
    from lzma import LZMAError

    _ERRORS = (*_ERRORS, LZMAError)
_STARTS = (b"PK", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0")  # of files of zip, gzip, bzip2, xz
_ENDINGS = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".tbz2", ".xz", ".txz")
_AFTER = 1 << 26  # bytes after the last entry of a tar file; it is filled up with zeros to a multiple of 10 kB or so


class DamagedError(Exception):
    """A container, or an entry of it, cannot be read."""


class Entry(NamedTuple):
    """Something in a container: its name with `/`, how many bytes it is said to have, and what it is."""

    name: str
    size: int
    kind: Kind


class Container(Protocol):
    """Entries, and the bytes of those that are files."""

    size: int
    """How many bytes the container itself has; 0 for a folder."""

    @property
    def folder(self) -> Path | None:
        """The folder that it is, if it is one."""
        ...

    def entries(self) -> Iterable[Entry]:
        """All entries but folders. Raises DamagedError."""
        ...

    def reading(self, name: str) -> AbstractContextManager[Readable]:
        """A context in which a file of this name is read. Raises DamagedError."""
        ...


def is_safe(name: str) -> bool:
    """Whether a name stays in the folder that it is relative to, on every system."""
    parts = name.split("/")
    is_plain = not _DRIVE.match(name) and "\\" not in name and "\0" not in name
    return is_plain and bool(name) and not any(part in ("", ".", "..") for part in parts)


def folded(name: str) -> str:
    """A name as systems see it that tell letters apart neither by case nor by Unicode form."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


@contextmanager
def opened(path: Path) -> Iterator[Container]:
    """The container at a path. Raises SetupError if there is none, DamagedError if it cannot be read."""
    if filesystem.is_folder(path):
        yield _Folder(path)
        return
    filesystem.require_file(path, "no such package; check the spelling and the working folder")
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                yield _Zip(archive, filesystem.size(path) or 0)
            return
        if tarfile.is_tarfile(path):
            with tarfile.open(path) as tar:
                yield _Tar(tar, filesystem.size(path) or 0)
            return
    except zipfile.BadZipFile as error:
        raise DamagedError(str(error)) from error
    with path.open("rb") as stream:
        head = stream.read(6)
    if head.startswith(_STARTS) or path.suffix.lower() in _ENDINGS:
        raise DamagedError("it is neither a whole zip file nor a whole tar file")
    raise SetupError(f"{path}: is no package: name a folder, a zip file or a tar file")


@dataclass(slots=True)
class _Folder:
    folder: Path
    size: int = 0

    def entries(self) -> Iterator[Entry]:
        """See `Container`."""
        return _below(str(self.folder), "")

    def reading(self, name: str) -> AbstractContextManager[Readable]:
        """See `Container`."""
        return _File(f"{self.folder}/{name}")


def _below(folder: str, prefix: str) -> Iterator[Entry]:
    """What is in a folder, folder by folder; links are not followed, and what cannot be looked into is nothing."""
    with suppress(OSError), os.scandir(folder) as found:
        folders = []
        for item in sorted(found, key=lambda item: item.name):
            if item.is_dir(follow_symlinks=False):
                folders.append(item)
                continue
            status = item.stat(follow_symlinks=False)
            kind: Kind = "file" if stat.S_ISREG(status.st_mode) else "device"
            kind = "link" if stat.S_ISLNK(status.st_mode) else kind
            yield Entry(f"{prefix}{item.name}", status.st_size, kind)
        for item in folders:
            yield from _below(item.path, f"{prefix}{item.name}/")


class _File(AbstractContextManager["_File"]):
    """A file that is no link, open for reading. Packages have many thousands: `open` takes twice the time."""

    __slots__ = ("_descriptor", "_path")

    def __init__(self, path: str) -> None:
        self._path = path

    def __enter__(self) -> Self:
        try:
            self._descriptor = os.open(self._path, _FLAGS)
        except (OSError, ValueError) as error:
            raise DamagedError(filesystem.reason(error)) from error
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._descriptor)

    def read(self, size: int, /) -> bytes:
        """See `Readable`."""
        try:
            return os.read(self._descriptor, size)
        except OSError as error:
            raise DamagedError(filesystem.reason(error)) from error


@dataclass(slots=True)
class _Zip:
    archive: zipfile.ZipFile
    size: int
    folder: None = None

    def entries(self) -> Iterator[Entry]:
        """See `Container`."""
        for item in self.archive.infolist():
            if item.is_dir():
                if not is_safe(item.filename.rstrip("/")):
                    yield Entry(item.filename, 0, "file")
                continue
            mode = item.external_attr >> 16
            kind: Kind = "file"
            if item.create_system == _UNIX and stat.S_IFMT(mode) not in (0, stat.S_IFREG):
                kind = "link" if stat.S_ISLNK(mode) else "device"
            elif item.flag_bits & _ENCRYPTED or item.compress_type not in _METHODS:
                kind = "locked"
            yield Entry(item.orig_filename, item.file_size, kind)

    @contextmanager
    def reading(self, name: str) -> Iterator[Readable]:
        """See `Container`."""
        try:
            with self.archive.open(name) as stream:
                yield stream
        except KeyError as error:
            raise DamagedError(str(error)) from error
        except _ERRORS as error:
            raise DamagedError(str(error) or type(error).__name__) from error


@dataclass(slots=True)
class _Tar:
    archive: tarfile.TarFile
    size: int
    folder: None = None
    members: dict[str, tarfile.TarInfo] = field(default_factory=dict)

    def entries(self) -> Iterator[Entry]:
        """See `Container`."""
        try:
            for item in self.archive:
                if item.isdir():
                    if not is_safe(item.name):
                        yield Entry(item.name, 0, "file")
                    continue
                kind: Kind = "file" if item.isreg() else "link" if item.issym() or item.islnk() else "device"
                self.members[item.name] = item
                yield Entry(item.name, item.size, kind)
            self._read_on()
        except _ERRORS as error:
            raise DamagedError(str(error) or type(error).__name__) from error

    def _read_on(self) -> None:
        """Read what comes after the last entry: a compressed file has its checksum at the end (RFC 1952, 2.3.1)."""
        if self.archive.fileobj is not None:
            read = 0
            while block := self.archive.fileobj.read(1 << 20):
                read += len(block)
                if read > _AFTER:
                    raise DamagedError(f"{read} bytes and more after its end")

    @contextmanager
    def reading(self, name: str) -> Iterator[Readable]:
        """See `Container`."""
        try:
            stream = self.archive.extractfile(self.members[name])
            if stream is None:
                raise DamagedError(name)
            with stream:
                yield stream
        except _ERRORS as error:
            raise DamagedError(str(error) or type(error).__name__) from error
