"""A shelf: an output folder in which each of several documents has a folder of its own, replaced as a whole.

Documents come, change and go one by one; whoever looks sees of each the old folder or the new one. What the shelf holds
besides, such as an index of all, is in its own list of files.
"""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.diagnostics import SetupError
from teitools.files.folders import clean_up, put_away, refuse_foreign, replaced_folder
from teitools.files.manifest import MANIFEST, is_ours, is_signed, listed, manifest
from teitools.files.writing import write_file, write_files

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

__all__ = ["Shelf"]


class Shelf:
    """The shelf at `path`, which is made if need be; a folder of one document becomes one.

    What killed runs left is removed. Raises SetupError if it holds files that no build made, is no folder, or cannot be
    written.
    """

    def __init__(self, path: Path) -> None:
        self.path = Path(os.path.realpath(path))
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            clean_up(self.path)
            refuse_foreign(self.path)
            self.path.mkdir(exist_ok=True)
            if not is_signed(self.path):
                self._list(())
        except OSError as error:
            raise self._fault(error) from error

    @contextmanager
    def replaced(self, name: str) -> Iterator[Path]:
        """A new folder for the document of this name, as `replaced_folder` has it."""
        target = self.path / name
        for above in reversed(target.parents):
            if above != self.path and above.is_relative_to(self.path) and is_signed(above):
                self._remove(above)  # the folder of a document that was here before this one got a folder in its place
        with replaced_folder(target, beside=self.path) as folder:
            yield folder

    def names(self) -> list[str]:
        """The names of the documents that have a folder here, sorted."""
        found = []
        for parent, folders, _ in os.walk(self.path):
            place = Path(parent)
            if place != self.path and is_signed(place):
                folders.clear()
                found.append(place.relative_to(self.path).as_posix())
        return sorted(found)

    def keep_only(self, names: Collection[str]) -> list[str]:
        """Remove the folders of all documents but these; the names of those removed. Raises SetupError."""
        gone = [name for name in self.names() if name not in names]
        for name in gone:
            self._remove(self.path / name)
        return gone

    def add(self, files: Mapping[str, bytes]) -> None:
        """Write files that are to be on the shelf besides the folders. Raises SetupError."""
        try:
            self._list({*listed(self.path), *files})
            write_files(self.path, {name: content for name, content in files.items() if self._differs(name, content)})
        except OSError as error:
            raise self._fault(error) from error

    def put(self, files: Mapping[str, bytes]) -> None:
        """The same, and take away what else of ours is there besides the folders. Raises SetupError."""
        self.add(files)
        try:
            for name in (name for name in listed(self.path) if name not in files):
                self._drop(name)
            self._list(files)
        except OSError as error:
            raise self._fault(error) from error

    def _list(self, names: Iterable[str]) -> None:
        content = manifest(names)
        if self._differs(MANIFEST, content):
            write_file(self.path / MANIFEST, content)

    def _differs(self, name: str, content: bytes) -> bool:
        try:
            return (self.path / name).read_bytes() != content
        except OSError:
            return True

    def _drop(self, name: str) -> None:
        """Remove a file that the list names, if it is one of the shelf: who wrote the list is not known for sure."""
        path = self.path / name
        if not filesystem.real(path.parent).is_relative_to(self.path) or path == self.path:
            return
        if any(is_signed(above) for above in path.parents if above != self.path and above.is_relative_to(self.path)):
            return  # by now the folder of a document
        with suppress(FileNotFoundError, IsADirectoryError, PermissionError):
            path.unlink()
        self._prune(path.parent)

    def _remove(self, folder: Path) -> None:
        if not is_ours(folder):
            raise SetupError(f"{folder} holds files that no build wrote and has to go; move them away")
        try:
            put_away(folder, self.path)
        except OSError as error:
            raise self._fault(error) from error
        self._prune(folder.parent)

    def _prune(self, folder: Path) -> None:
        """Remove a folder that is empty by now, and those around it."""
        with suppress(OSError):
            while folder != self.path and folder.is_relative_to(self.path):
                folder.rmdir()
                folder = folder.parent

    def _fault(self, error: OSError) -> SetupError:
        reason = filesystem.reason(error)
        place = filesystem.place(error, self.path)
        return SetupError(f"{place}: {reason}; free the place or choose another output folder")
