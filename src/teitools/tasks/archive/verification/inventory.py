"""What is in a package, and whether it may be read: names, kinds, sizes; nothing is opened here."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from teitools.archive.checksums import SUMS
from teitools.archive.container import DamagedError, folded, is_safe
from teitools.diagnostics import Location, diagnose, phrase
from teitools.document.escape import possible

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from teitools.archive.checksums import Readable
    from teitools.archive.container import Container, Entry
    from teitools.diagnostics import Diagnostic

__all__ = ["Inventory", "take_inventory"]

_OF_FILES = ("ARC001", "ARC002", "ARC003")  # whose hint is about lists that users write themselves
_BELIEVABLE = 1 << 26  # bytes that any container may unpack to
_RATIO = 200  # how many times as large texts may be at most; Deflate makes of anything a thousandth at best
_CLUTTER = (".DS_Store", "Thumbs.db", "desktop.ini")  # as in files.manifest


@dataclass(slots=True)
class Inventory:
    """The files of a package by their paths from its top, each with the name of its entry; sizes as they are stated.

    `shown` is how findings call the package. One that is not `readable` is not looked into.
    """

    container: Container
    shown: str
    files: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)
    readable: bool = True

    def place(self, path: str, line: int | None = None) -> Location:
        """Where a finding about a file of the package is."""
        return Location(possible(f"{self.shown}/{path}" if path else self.shown), line)

    def reading(self, path: str) -> AbstractContextManager[Readable]:
        """A context in which the file at a path is read. Raises DamagedError."""
        return self.container.reading(self.files[path])

    def content(self, path: str, limit: int = 1 << 26) -> bytes:
        """The bytes of a small file. Raises DamagedError, also if it is not small."""
        if self.sizes[path] > limit:
            raise DamagedError(f"{self.sizes[path]} bytes")
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
    try:
        entries = list(container.entries())
    except DamagedError as error:
        found.tell("ARC025", reason=str(error))
        found.readable = False
        return found
    size = sum(entry.size for entry in entries)
    if container.size and size > max(_BELIEVABLE, _RATIO * container.size):
        found.tell("ARC024", size=size, packed=container.size)
        found.readable = False
        return found
    for entry in entries:
        if _is_readable(entry, found):
            found.files[entry.name] = entry.name
            found.sizes[entry.name] = entry.size
    _tell_alike(found, Counter(entry.name for entry in entries))
    _strip(found)
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


def _tell_alike(found: Inventory, counts: Counter[str]) -> None:
    """Names that are given twice, or are one name on some systems."""
    for name in sorted(name for name, count in counts.items() if count > 1):
        found.tell("ARC023", name, name=name)
    seen: dict[str, str] = {}
    for name in sorted(found.files):
        other = seen.setdefault(folded(name), name)
        if other != name:
            found.tell("ARC022", name, name=name, other=other)


def _strip(found: Inventory) -> None:
    """Name files from the folder that the package is, which containers have around it."""
    tops = {name.partition("/")[0] for name in found.files}
    marks = ("bagit.txt", "METS.xml", SUMS)
    if any(mark in found.files for mark in marks) or len(tops) != 1:
        return
    (top,) = tops
    if any(f"{top}/{mark}" in found.files for mark in marks) or found.container.size:
        start = len(top) + 1
        found.files = {name[start:]: entry for name, entry in found.files.items() if len(name) > start}
        found.sizes = {name[start:]: size for name, size in found.sizes.items() if len(name) > start}
