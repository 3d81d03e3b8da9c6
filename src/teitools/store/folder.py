"""One store: a folder of copies and the index of them.

Files are written before the index that names them, under a lock, and all or none; a reader that comes in between looks
once more. What is read is what was fetched: every copy that is used is compared with the hash in the index.
"""

from __future__ import annotations

import contextlib
import functools
import time
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from teitools import filesystem
from teitools.cache import is_ours
from teitools.diagnostics import SetupError, phrase
from teitools.document.addresses import join
from teitools.store.index import INDEX, Copy, read_index, written
from teitools.store.places import beside, normalized
from teitools.store.transfer import FetchError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from teitools.store.gathering import Arrived
    from teitools.store.transfer import Limits

__all__ = ["Change", "Store"]

_ATTRIBUTES, _AS_IS = ".gitattributes", b"* -text\n"  # git leaves the ends of lines as they are
_TRIES, _PAUSE = 5, 0.1  # a process that replaces a copy needs some milliseconds until the index says so


class Change(NamedTuple):
    """What became of a copy: its hash before and after, None if there was none or is none any more."""

    address: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Store:
    """The store in a folder, which need not be there. Into one of a user (`is_private`) nobody else may write."""

    folder: Path
    is_private: bool

    def copies(self) -> tuple[Copy, ...]:
        """What it holds. Raises SetupError if its index is wrong, or if others can write to a private one."""
        try:
            if self.is_private and not is_ours(self.folder.lstat()):
                raise SetupError(phrase("store_not_ours", folder=self.folder))
            status = (self.folder / INDEX).stat()
        except OSError:
            return read_index(self.folder)
        return _index(self.folder, status.st_mtime_ns, status.st_size, status.st_ino)

    def state(self) -> tuple[str, str | None, bool]:
        """By what it is known that `find` answers as before: where it is, its index, and whether it may be used."""
        try:
            is_safe = not self.is_private or is_ours(self.folder.lstat())
            return str(self.folder), sha256((self.folder / INDEX).read_bytes()).hexdigest(), is_safe
        except OSError:
            return str(self.folder), None, True

    def find(self, address: str) -> Path | None:
        """The copy of an address, None if there is none. Raises SetupError as `copies`, and if it has been altered."""
        address = normalized(address)
        for tried in range(1, _TRIES + 1):
            copies = self.copies()
            found = min((copy for copy in copies if copy.address == address), default=None)
            if found is None:
                return None
            changed = next((copy for copy in copies if (copy.is_part or copy == found) and not self._holds(copy)), None)
            if changed is None:
                return self._path(found)
            if tried < _TRIES:
                time.sleep(_PAUSE)
        assert changed is not None  # noqa: S101  # the loop returns otherwise
        raise SetupError(phrase("store_altered", path=self._path(changed), address=changed.address))

    def add(self, address: str, *, file: Path | None = None, limits: Limits | None = None) -> list[Copy]:
        """Bring a schema, with all that it refers to, into the store; what came, the schema itself first.

        With a `file` that one stands for the address. What is there already stays as it is. Raises FetchError.
        """
        from teitools.store.gathering import gather  # most runs only look up what there is

        copies = self.copies()
        if any(copy.address == normalized(address) and not copy.is_part and self._holds(copy) for copy in copies):
            return []
        taken = {copy.place: copy.address for copy in copies}
        return self._keep(gather(address, taken, file=file, limits=limits), replaces=False)

    def update(self, address: str, *, keeps: bool, limits: Limits | None = None) -> list[Change]:
        """Fetch a schema anew: what is different now, nothing if nothing is. It is taken only if it `keeps` it.

        Raises FetchError; then all is as it was.
        """
        from teitools.store.gathering import gather

        old = {copy.place: copy for copy in self.copies()}
        arrived = gather(address, {place: copy.address for place, copy in old.items()}, anew=True, limits=limits)
        known = [(old.get(item.place), item) for item in arrived]
        changes = [
            Change(item.address, copy.sha256 if copy else None, after)
            for copy, item in known
            if (after := sha256(item.content).hexdigest()) != (copy.sha256 if copy else None)
        ]
        if keeps and (changes or not all(copy and self._holds(copy) for copy, _ in known)):  # or mends what is damaged
            self._keep(arrived, replaces=True)
        return changes

    def remove(self, address: str) -> list[Copy]:
        """Take the copy of an address out, with the parts that no other schema needs; what went. Raises SetupError."""
        with self._changing() as copies:
            left = [copy for copy in copies if copy.address != normalized(address)]
            left = self._without_unneeded(left, {})
            gone = [copy for copy in copies if copy not in left]
            if gone:
                self._write({}, left)
                for copy in gone:
                    self._unlink(copy)
        return gone

    def _keep(self, arrived: Sequence[Arrived], *, replaces: bool) -> list[Copy]:
        """Write what arrived, and the index; what there is now of each. Raises FetchError."""
        from datetime import UTC, datetime

        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        with self._changing() as copies:
            known = {copy.place: copy for copy in copies}
            contents: dict[str, bytes] = {}
            kept = []
            for item in arrived:
                copy, old = _copy(item, now), known.get(item.place)
                if old is not None and old.address != item.address and old.sha256 != copy.sha256:
                    raise FetchError(phrase("store_clash", address=item.address, other=old.address, place=item.place))
                if old is not None and (old.sha256 == copy.sha256 or not replaces):  # also what another process fetched
                    copy = replace(old, is_part=old.is_part and item.is_part)
                if old is None or old.sha256 != copy.sha256 or not self._holds(copy):
                    contents[item.place] = item.content
                known[item.place] = copy
                kept.append(copy)
            left = self._without_unneeded(known.values(), contents) if replaces else list(known.values())
            self._write(contents, left)
            for copy in known.values():
                if copy not in left:
                    self._unlink(copy)
        return kept

    @contextlib.contextmanager
    def _changing(self) -> Iterator[tuple[Copy, ...]]:
        """Hold the lock, with what the store holds. Raises FetchError if the folder cannot be written."""
        try:
            if not filesystem.is_folder(self.folder):
                self.folder.mkdir(mode=0o700 if self.is_private else 0o777, parents=True, exist_ok=True)
            from teitools.files.locking import locked

            with locked(self.folder, waits=True):
                yield self.copies()
        except OSError as error:
            place = filesystem.place(error, self.folder)
            raise FetchError(phrase("store_disk", folder=place, detail=filesystem.reason(error))) from error

    def _write(self, contents: Mapping[str, bytes], copies: Iterable[Copy]) -> None:
        for place in contents:
            _refuse_links(self._path_of(place), self.folder)
        from teitools.files import write_files

        attributes = {} if self.is_private or filesystem.is_there(self.folder / _ATTRIBUTES) else {_ATTRIBUTES: _AS_IS}
        write_files(self.folder, {**attributes, **contents, INDEX: written(copies)})

    def _holds(self, copy: Copy) -> bool:
        """Whether the file of a copy is what was fetched."""
        path = self._path(copy)
        try:
            status = path.stat()
            if status.st_size != copy.size or not filesystem.is_file(path):
                return False
            return _digest(path, self.folder, status.st_mtime_ns, status.st_size, status.st_ino) == copy.sha256
        except OSError:
            return False

    def _without_unneeded(self, copies: Iterable[Copy], fresh: Mapping[str, bytes]) -> list[Copy]:
        """The copies without parts that no schema among them refers to, itself or by way of others."""
        by_place = {copy.place: copy for copy in copies}
        by_address: dict[str, list[Copy]] = {}
        for copy in by_place.values():
            by_address.setdefault(copy.address, []).append(copy)
        needed: dict[str, Copy] = {}
        open_ = [copy for copy in by_place.values() if not copy.is_part]
        while open_:
            copy = open_.pop()
            if copy.place in needed:
                continue
            needed[copy.place] = copy
            for href in self._references(copy, fresh):
                local = beside(copy.place, href)
                open_ += [by_place[local]] if local in by_place else []
                open_ += by_address.get(normalized(join(copy.origin or copy.address, href)), [])
        return [copy for copy in by_place.values() if copy.place in needed]

    def _references(self, copy: Copy, fresh: Mapping[str, bytes]) -> list[str]:
        """What a copy refers to; nothing if it is damaged: then it is no reason to keep others."""
        from teitools.store.references import references

        try:
            content = fresh.get(copy.place) or self._path(copy).read_bytes()
            return [reference.href for reference in references(content, Path(copy.place).suffix)]
        except (OSError, SyntaxError):  # such as XMLSyntaxError
            return []

    def _unlink(self, copy: Copy) -> None:
        """Remove the file of a copy, and folders that are empty by then."""
        path = self._path(copy)
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
            while (path := path.parent) != self.folder:
                path.rmdir()

    def _path(self, copy: Copy) -> Path:
        return self._path_of(copy.place)

    def _path_of(self, place: str) -> Path:
        return self.folder.joinpath(*place.split("/"))


def _copy(item: Arrived, now: str) -> Copy:
    digest = sha256(item.content).hexdigest()
    return Copy(item.address, item.place, digest, len(item.content), now, item.is_part, item.origin)


@functools.lru_cache(maxsize=8)
def _index(folder: Path, *_stamp: int) -> tuple[Copy, ...]:
    """The index, read once as long as its file stays the same."""
    return read_index(folder)


@functools.lru_cache(maxsize=4096)
def _digest(path: Path, folder: Path, *_stamp: int) -> str:
    """The hash of a file in a store, made once as long as it stays the same. Raises OSError, SetupError for a link."""
    _refuse_links(path, folder)
    with path.open("rb") as stream:
        digest = sha256()
        while piece := stream.read(2**20):
            digest.update(piece)
    return digest.hexdigest()


def _refuse_links(path: Path, folder: Path) -> None:
    """No link in a store leads out of it. Raises SetupError."""
    if not filesystem.real(path).is_relative_to(filesystem.real(folder)):
        raise SetupError(phrase("store_link", path=path))
