"""What is in a package, and whether it may be read: names, kinds, sizes; nothing is opened here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from teitools.archive.checksums import SUMS
from teitools.archive.container import DamagedError, folded, is_safe
from teitools.archive.scratch import key_of, name_of
from teitools.diagnostics import Location, diagnose, phrase
from teitools.document.escape import possible
from teitools.tasks.archive.verification.evidence import Rows, evidence

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from teitools.archive.checksums import Readable
    from teitools.archive.container import Container, Entry
    from teitools.diagnostics import Diagnostic

__all__ = ["Files", "Inventory", "take_inventory"]

_OF_FILES = ("ARC001", "ARC002", "ARC003")  # whose hint is about lists that users write themselves
_BELIEVABLE = 1 << 26  # bytes that any container may unpack to
_RATIO = 200  # how many times as large texts may be at most; Deflate makes of anything a thousandth at best
_CLUTTER = (".DS_Store", "Thumbs.db", "desktop.ini")  # as in files.manifest
_NOTED = """INSERT INTO file (path, entry, size, place, folded, may) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (path) DO UPDATE SET times = times + 1, may = max(may, excluded.may), size = excluded.size,
place = excluded.place"""


class Files:
    """The files of a package by their paths from its top, in their order."""

    def __init__(self, data: sqlite3.Connection) -> None:
        self._data = data

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and self._row(path) is not None

    def __len__(self) -> int:
        (count,) = self._data.execute("SELECT count(*) FROM file").fetchone()
        return int(count)

    def __iter__(self) -> Iterator[str]:
        return self.below("")

    def below(self, folder: str) -> Iterator[str]:
        """Those whose paths begin so."""
        start = key_of(folder)
        rows = self._data.execute(
            "SELECT path FROM file WHERE path >= ? AND path < ? ORDER BY path", (start, start + b"\xff")
        )
        return (name_of(path) for (path,) in rows)

    def stored(self, folder: str) -> Iterator[str]:
        """The same in the order of the container: one that is compressed can only be read from its beginning."""
        start = key_of(folder)
        rows = self._data.execute(
            "SELECT path FROM file WHERE path >= ? AND path < ? ORDER BY place", (start, start + b"\xff")
        )
        return (name_of(path) for (path,) in rows)

    def called(self, name: str) -> list[str]:
        """Those that have this name in any folder."""
        ending = key_of(f"/{name}")
        rows = self._data.execute(
            "SELECT path FROM file WHERE substr(path, ?) = ? OR path = ? ORDER BY path",
            (-len(ending), ending, ending[1:]),
        )
        return [name_of(path) for (path,) in rows]

    def totals(self, folder: str = "") -> tuple[int, int]:
        """How many there are whose paths begin so, and how many bytes were read of them."""
        start = key_of(folder)
        query = "SELECT count(*), total(bytes) FROM file WHERE path >= ? AND path < ?"
        count, size = self._data.execute(query, (start, start + b"\xff")).fetchone()
        return int(count), int(size)

    def read(self) -> tuple[int, int]:
        """How many were read, and how many bytes."""
        count, size = self._data.execute("SELECT count(bytes), total(bytes) FROM file").fetchone()
        return int(count), int(size)

    def size(self, path: str) -> int:
        """How many bytes a file is said to have. Raises KeyError if there is none."""
        return self._known(path)[1]

    def entry(self, path: str) -> str:
        """The name of its entry. Raises KeyError if there is none."""
        return name_of(self._known(path)[0])

    def _known(self, path: str) -> tuple[bytes, int]:
        row = self._row(path)
        if row is None:
            raise KeyError(path)
        return row

    def _row(self, path: str) -> tuple[bytes, int] | None:
        row: tuple[bytes, int] | None = self._data.execute(
            "SELECT entry, size FROM file WHERE path = ?", (key_of(path),)
        ).fetchone()
        return row


@dataclass(slots=True)
class Inventory:
    """The files of a package, and all that is noted of them in `data`; see `evidence`.

    `shown` is how findings call the package. One that is not `readable` is not looked into. Of one that is `plain`, a
    folder without links, what is in it may be read where it lies.
    """

    container: Container
    shown: str
    data: sqlite3.Connection = field(default_factory=evidence)
    findings: list[Diagnostic] = field(default_factory=list)
    readable: bool = True
    plain: bool = False

    @property
    def files(self) -> Files:
        """The files that may be read."""
        return Files(self.data)

    def place(self, path: str, line: int | None = None) -> Location:
        """Where a finding about a file of the package is."""
        return Location(possible(f"{self.shown}/{path}" if path else self.shown), line)

    def reading(self, path: str) -> AbstractContextManager[Readable]:
        """A context in which the file at a path is read. Raises DamagedError."""
        return self.container.reading(self.files.entry(path))

    def content(self, path: str, limit: int = 1 << 26) -> bytes:
        """The bytes of a small file. Raises DamagedError, also if it is not small."""
        if (size := self.files.size(path)) > limit:
            raise DamagedError(f"{size} bytes")
        with self.reading(path) as stream:
            parts = []
            while block := stream.read(1 << 20):
                parts.append(block)
            return b"".join(parts)

    def tell(self, code: str, path: str = "", line: int | None = None, **facts: object) -> None:
        """Note a finding about a file, or about the package."""
        shown: dict[str, Any] = {name: possible(str(value)) for name, value in facts.items()}
        is_listed_by_hand = facts.get("list", SUMS) == SUMS
        hint = None if is_listed_by_hand or code not in _OF_FILES else phrase("arc_ask_depositor")
        self.findings.append(diagnose(code, self.place(path, line), hint=hint, **shown))


def take_inventory(container: Container, shown: str) -> Inventory:
    """Look through a container. What may not be read is a finding, and not among the files."""
    found = Inventory(container, shown)
    size, most = 0, max(_BELIEVABLE, _RATIO * container.size)
    try:
        with Rows(found.data, _NOTED) as rows:
            for place, entry in enumerate(container.entries()):
                size += entry.size
                if container.size and size > most:  # before what is compressed is read any further
                    return _given_up(found, "ARC024", size=size, packed=container.size)
                key, other = key_of(entry.name), folded(entry.name)
                alike = None if other == entry.name else key_of(other)
                rows.add((key, key, entry.size, place, alike, _is_readable(entry, found)))
    except DamagedError as error:
        return _given_up(found, "ARC025", reason=str(error))
    _tell_alike(found)
    found.data.execute("DELETE FROM file WHERE NOT may")
    found.plain = container.folder is not None and not found.findings
    _strip(found)
    return found


def _given_up(found: Inventory, code: str, **facts: object) -> Inventory:
    """A package that is not looked into, and why."""
    found.findings.clear()
    found.tell(code, "", None, **facts)
    found.readable = False
    return found


def _is_readable(entry: Entry, found: Inventory) -> bool:
    if not is_safe(entry.name):
        found.tell("ARC020", name=entry.name)
    elif entry.kind == "locked":
        found.tell("ARC026", entry.name, name=entry.name)
    elif entry.kind != "file":
        found.tell("ARC021", entry.name, name=entry.name, kind=phrase(f"arc_kind_{entry.kind}"))
    else:
        return entry.name.rpartition("/")[2] not in _CLUTTER or bool(found.container.size)
    return False


def _tell_alike(found: Inventory) -> None:
    """Names that are given twice, or are one name on some systems."""
    for (path,) in found.data.execute("SELECT path FROM file WHERE times > 1 ORDER BY path"):
        name = name_of(path)
        found.tell("ARC023", name, name=name)
    alike: dict[str, set[str]] = {}
    found.data.execute("CREATE INDEX file_folded ON file (folded) WHERE folded IS NOT NULL")
    pairs = """SELECT file.folded, file.path, other.path FROM file JOIN file AS other ON other.folded = file.folded
    WHERE file.folded IS NOT NULL AND other.path != file.path AND file.may AND other.may UNION ALL
    SELECT file.folded, file.path, other.path FROM file JOIN file AS other ON other.path = file.folded
    WHERE file.folded IS NOT NULL AND other.folded IS NULL AND file.may AND other.may"""
    for fold, *paths in found.data.execute(pairs):
        alike.setdefault(name_of(fold), set()).update(map(name_of, paths))
    for names in alike.values():
        first, *others = sorted(names)
        for name in others:
            found.tell("ARC022", name, name=name, other=first)


def _strip(found: Inventory) -> None:
    """Name files from the folder that the package is, which containers have around it."""
    files = found.files
    first = next(iter(files), None)
    marks = ("bagit.txt", "METS.xml", SUMS)
    if first is None or any(mark in files for mark in marks):
        return
    top, mark, _ = first.partition("/")
    start = f"{top}/"
    if not mark or sum(1 for _ in files.below(start)) != len(files):
        return
    if any(f"{start}{mark}" in files for mark in marks) or found.container.size:
        found.data.execute("UPDATE file SET path = substr(path, ?)", (len(key_of(start)) + 1,))
