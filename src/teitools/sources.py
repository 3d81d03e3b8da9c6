"""Which documents the paths of a command name."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.diagnostics import SetupError

if TYPE_CHECKING:
    from teitools.diagnostics import Diagnostic
    from teitools.document import Document
    from teitools.files.stored import Stored

    Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]
    """One path or several."""

__all__ = ["Source", "find_sources", "find_stored", "listed", "shown"]

_STDIN = "-"


@dataclass(frozen=True, slots=True)
class Source:
    """One document to read: a file, a text without a file (standard input), or both.

    `name` is how findings call it. With `content`, that is the text, whatever the file at `path` holds: an editor has
    not saved it yet. `path` says then what the text's references are relative to; nothing need be there. The same holds
    for what is `stored` elsewhere, and read from there by whoever wants it.
    """

    name: str
    path: Path | None
    content: bytes | None = None
    stored: Stored | None = None

    def __post_init__(self) -> None:
        if self.path is None and self.content is None:
            raise ValueError(self.name)

    def open(self) -> tuple[Document | None, tuple[Diagnostic, ...]]:
        """Read and parse it: the document with findings about its prolog, or None and why there is none."""
        from teitools.diagnostics import Location, diagnose
        from teitools.document import parse, read

        try:
            content = self._given()
        except OSError as error:
            return None, (diagnose("XML030", Location(self.name), reason=filesystem.reason(error)),)
        if content is not None:
            return parse(content, self.name, self.path)
        assert self.path is not None  # noqa: S101  # see __post_init__
        return read(self.path, self.name)

    def open_whole(self, folders: Iterable[Path]) -> tuple[Document | None, tuple[Diagnostic, ...]]:
        """The same, with what it includes from its own folder, from `folders` and below (`document.inclusions`)."""
        document, faults = self.open()
        if document is None:
            return None, faults
        from teitools.document.model import may_include

        if not may_include(document.data):
            return document, faults
        from teitools.document.inclusions import assembled

        whole, missing = assembled(document, folders)
        return whole, (*faults, *missing)

    def open_passing(self) -> tuple[Document, tuple[Diagnostic, ...]] | None:
        """The document as far as its root's start tag, with findings about its prolog, for who needs no tree.

        None if it cannot pass by, or cannot be read, which `open` says.
        """
        from teitools.document.passing import headed

        try:
            content = self._given()
        except OSError:
            return None
        if content is not None:
            return headed(content, self.name, self.path)
        if self.path is None or not filesystem.is_file(self.path):  # opening a pipe or a device could wait for ever
            return None
        try:
            return headed(self.path.read_bytes(), self.name, self.path)
        except OSError:
            return None

    def head(self, size: int) -> bytes:
        """The first bytes; none if the file cannot be read, which `open` says."""
        with contextlib.suppress(OSError):
            content = self._given()
            if content is not None:
                return content[:size]
        if self.path is None or not filesystem.is_file(self.path):  # opening a pipe or a device could wait for ever
            return b""
        with contextlib.suppress(OSError), self.path.open("rb") as file:
            return file.read(size)
        return b""

    def _given(self) -> bytes | None:
        """The text, if it is not that of the file at `path`. Raises OSError for what is stored and cannot be read."""
        if self.stored is None:
            return self.content
        from teitools.files.stored import read_stored

        return read_stored(self.stored)

    @property
    def size(self) -> int:
        """How many bytes it has; 0 if the file cannot be read."""
        if self.content is not None:
            return len(self.content)
        if self.stored is not None:
            return self.stored.size
        return (filesystem.size(self.path) or 0) if self.path else 0


def find_sources(paths: Iterable[str]) -> list[Source]:
    """The documents that paths name, each once: files as given, folders by their `.xml` files, `-` standard input.

    Hidden folders (`.git`, `.venv`) are passed over. Raises SetupError for a path that is not there or a folder
    without XML: a run that checks nothing must not look clean.
    """
    sources: dict[str, Source] = {}
    for given in paths:
        if given == _STDIN:
            try:
                sources[_STDIN] = Source("<stdin>", None, sys.stdin.buffer.read())
            except OSError as error:
                raise SetupError(f"standard input: {filesystem.reason(error)}; name a file") from error
            continue
        path = Path(given)
        if not given:
            raise SetupError("an empty path names nothing; if it comes from a variable, that is not set")
        if not filesystem.is_there(path):
            raise SetupError(f"{given}: no such file or folder; check the spelling and the working folder")
        found = filesystem.files_below(path, ".xml", hidden=False) if filesystem.is_folder(path) else [path]
        if not found:
            raise SetupError(f"{given}: no .xml file in this folder; name a folder that holds the documents")
        for file in found:
            sources.setdefault(str(filesystem.real(file)), Source(shown(file), file))
    return list(sources.values())


def find_stored(storage: str, names: Iterable[str]) -> list[Source]:
    """The documents of these names in a storage (`files.stored`), of folders all `.xml` below; without names, all.

    They are called as if they lay so below the working folder. Raises SetupError for what is not there.
    """
    from teitools.files.stored import listed as listed_in

    folder = filesystem.working_folder()
    found = (stored for name in [*names] or [""] for stored in listed_in(storage, name.strip("/")))
    return [Source(stored.name, folder / stored.name, stored=stored) for stored in dict.fromkeys(found)]


def shown(path: Path) -> str:
    """How findings call a document: relative to the working folder where it lies inside it, links as named."""
    folder = filesystem.working_folder()
    absolute = filesystem.normal(path)
    return (absolute.relative_to(folder) if absolute.is_relative_to(folder) else path).as_posix()


def listed(name: str, given: Paths) -> list[str]:
    """The paths of a parameter: one, or several. Raises TypeError for what is none."""
    wanted = "must be a path (str or pathlib.Path) or several of them"
    if isinstance(given, (str, os.PathLike)):
        given = [given]
    if isinstance(given, (bytes, bytearray)) or not isinstance(given, Iterable):
        raise TypeError(f"{name} {wanted}, not {type(given).__name__}")
    listed = []
    for item in given:
        path = os.fspath(item) if isinstance(item, (str, os.PathLike)) else item
        if not isinstance(path, str):
            raise TypeError(f"{name} {wanted}; there is a {type(item).__name__} among them")
        listed.append(path)
    return listed
