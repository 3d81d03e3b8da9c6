"""A package that takes the place of an older one: which one that is, and what has changed since, for people."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from teitools.archive import bagit
from teitools.archive.checksums import SUMS, sums_of
from teitools.archive.container import DamagedError, opened
from teitools.archive.reading import UnreadableError, read_mets
from teitools.diagnostics import LANGUAGES, SetupError, catalogue, phrase, speaking
from teitools.document import display_name
from teitools.tasks.archive.verification.inventory import take_inventory
from teitools.tasks.archive.verification.structure import home_of
from teitools.tasks.archive.verification.versions import Packed, changes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from teitools.archive.model import Item, Package
    from teitools.tasks.archive.verification.inventory import Inventory
    from teitools.tasks.archive.verification.versions import Change

__all__ = ["CHANGES", "Old", "changes_since", "old_package"]

CHANGES = "CHANGES.txt"
_WHOLE = ("tagmanifest-sha512.txt", "tagmanifest-sha256.txt", "manifest-sha512.txt", "manifest-sha256.txt", SUMS)
"""Files that a whole package follows from, the best first: their checksum stands for all of it, in any container."""


@dataclass(frozen=True, slots=True)
class Old:
    """The older package: what it is known by, its day, and a checksum that stands for all of it, in words.

    Identifier and day are empty where it says neither.
    """

    path: Path
    identifier: str
    date: str
    fixity: str


def old_package(path: Path) -> Old:
    """What an older package says of itself. Raises SetupError if it is none, or cannot be read."""
    with _inventory(path) as found:
        home = home_of(found)
        names = [*_WHOLE, *([f"{home}METS.xml"] if home is not None else [])]
        whole = next((name for name in names if name in found.files), None)
        if whole is None:
            raise SetupError(f"{path}: has neither a manifest nor METS; name a package with --replaces")
        info = dict(bagit.read_info(_text(found, bagit.INFO)))
        identifier, date = info.get("External-Identifier", ""), info.get("Bagging-Date", "")
        if home is not None and not (identifier and date):
            with found.reading(f"{home}METS.xml") as stream:
                facts = read_mets(stream)
            identifier, date = identifier or facts.objid, date or facts.created[:10]
        with found.reading(whole) as stream:
            digest = sums_of(stream, ("sha512",)).digests["sha512"]
    return Old(path, identifier, date, f"SHA-512 {digest} {whole}")


def changes_since(
    old: Old, package: Package, items: Mapping[str, Item], content: Mapping[str, Path | str | bytes]
) -> bytes:
    """What has changed in the texts since the older package, by file and unit, in every language of the messages.

    `items` are the files of the texts by their names, already summed up; `content` says where they are, or what is in
    them. Raises SetupError if the older package cannot be read.
    """
    with _inventory(old.path) as found:
        told = list(changes(_Texts(items, content), Packed(found)))
    return "\n".join(_page(language, old, package, told) for language in LANGUAGES).encode("utf-8", "replace")


@contextmanager
def _inventory(path: Path) -> Iterator[Inventory]:
    """What is in an older package."""
    try:
        with opened(path) as container:
            found = take_inventory(container, display_name(path))
            if not found.readable:
                raise SetupError(f"{path}: cannot be read without harm; see what “teitools verify” says of it")
            yield found
    except (DamagedError, UnreadableError) as error:
        raise SetupError(f"{path}: {error}; see what “teitools verify” says of it") from error


def _text(found: Inventory, name: str) -> str:
    return found.content(name, 1 << 20).decode("utf-8", "replace") if name in found.files else ""


class _Texts:
    """The texts of the package that is being made; see `Side`."""

    def __init__(self, items: Mapping[str, Item], content: Mapping[str, Path | str | bytes]) -> None:
        self._items, self._content = items, content

    def names(self) -> Mapping[str, Item]:
        """See `Side`."""
        return self._items

    def digest(self, name: str) -> str:
        """See `Side`."""
        return self._items[name].sums.digests["sha256"]

    def content(self, name: str) -> bytes | None:
        """See `Side`."""
        held = self._content[name]
        return held if isinstance(held, bytes) else Path(held).read_bytes()


def _page(language: str, old: Old, package: Package, told: list[Change]) -> str:
    """All changes in one language."""
    with speaking(language):
        title = phrase("arc_changes_title", name=package.label)
        date = old.date or phrase("arc_changes_no_date")
        since = phrase("arc_changes_since", identifier=package.replaces, date=date, fixity=old.fixity)
        lines = [title, "=" * len(title), "", since]
        if not told:
            lines += ["", phrase("arc_changes_none")]
        name = ""
        for change in told:
            lines += ["", change.name] if change.name != name else []
            name = change.name
            facts: dict[str, object] = dict(change.facts)
            message = catalogue()[change.code].message[language].format(**facts)
            where = f"{phrase('arc_changes_line', line=change.line)}: " if change.line else ""
            lines.append(f"  {where}{message}")
    return "".join(f"{line}\n" for line in lines)
