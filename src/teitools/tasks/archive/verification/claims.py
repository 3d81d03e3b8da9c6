"""What a package says of its files, in manifests, METS and PREMIS: each statement with the place where it is made."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from teitools.archive import bagit
from teitools.archive.checksums import SUMS
from teitools.archive.container import DamagedError, is_safe
from teitools.archive.reading import UnreadableError, read_mets, read_premis

if TYPE_CHECKING:
    from collections.abc import Callable

    from teitools.archive.checksums import Readable
    from teitools.archive.reading import MetsFacts, PremisFacts
    from teitools.tasks.archive.verification.inventory import Inventory

__all__ = ["Claim", "Claims", "collect"]

_Facts = TypeVar("_Facts")
_ALGORITHMS = {"SHA-256": "sha256", "SHA-512": "sha512", "SHA-1": "sha1", "MD5": "md5"}


class Claim(NamedTuple):
    """A statement about a file: who makes it (a file of the package, a line in it), the digest, perhaps the size."""

    source: str
    line: int
    algorithm: str
    digest: str
    size: str = ""


@dataclass(slots=True)
class Claims:
    """Statements by the paths of the files that they are about; what METS and PREMIS files say besides, by their paths.

    `lists` are the manifests that are there, and what each is about: the payload (true) or tag files.
    """

    of: dict[str, list[Claim]] = field(default_factory=dict)
    mets: dict[str, MetsFacts] = field(default_factory=dict)
    premis: dict[str, PremisFacts] = field(default_factory=dict)
    lists: dict[str, bool] = field(default_factory=dict)

    def add(self, path: str | None, claim: Claim) -> None:
        """Note a statement about a file; about none in the package there is nothing to note."""
        if path is not None:
            self.of.setdefault(path, []).append(claim)


def collect(found: Inventory) -> Claims:
    """All statements; what cannot be read, leads out, or is said twice, is a finding."""
    claims = Claims()
    for name in sorted(found.files):
        if (algorithm := _algorithm(name)) is not None:
            claims.lists[name] = not name.startswith("tag")
            _manifest(found, claims, name, algorithm)
    for name in sorted(found.files):
        base = name.rpartition("/")[2]
        if base == "METS.xml":
            _mets(found, claims, name)
        elif base == "premis.xml" and "/metadata/preservation/" in f"/{name}":
            _premis(found, claims, name)
    return claims


def _algorithm(name: str) -> str | None:
    """The algorithm of a manifest, by its name; None of other files."""
    if name == SUMS:
        return "sha256"
    for algorithm in bagit.DIGITS:
        if name in (bagit.manifest_name(algorithm), bagit.manifest_name(algorithm, tags=True)):
            return algorithm
    return None


def _manifest(found: Inventory, claims: Claims, name: str, algorithm: str) -> None:
    try:
        text = found.content(name, 1 << 30).decode("utf-8", "surrogateescape")
    except DamagedError as error:
        found.tell("ARC025", name, reason=str(error))
        return
    seen: set[str] = set()
    for line in bagit.read_manifest(text, algorithm):
        path = line.name.removeprefix("./")
        if not path:
            found.tell("ARC008", name, line.number, name=name)
        elif not is_safe(path):
            found.tell("ARC009", name, line.number, name=path)
        elif path in seen:
            found.tell("ARC012", name, line.number, name=path)
        else:
            claims.add(path, Claim(name, line.number, algorithm, line.digest))
        seen.add(path)


def _mets(found: Inventory, claims: Claims, name: str) -> None:
    facts = _read(found, name, read_mets, "ARC040")
    if facts is None:
        return
    claims.mets[name] = facts
    for item in facts.references:
        if item.checksum:
            claim = Claim(name, item.line, _ALGORITHMS.get(item.algorithm, ""), item.checksum, item.size)
            claims.add(target(name, item.path), claim)


def _premis(found: Inventory, claims: Claims, name: str) -> None:
    facts = _read(found, name, read_premis, "ARC050")
    if facts is None:
        return
    claims.premis[name] = facts
    for item in facts.files:
        if item.digest:
            claim = Claim(name, item.line, _ALGORITHMS.get(item.algorithm, ""), item.digest, item.size)
            claims.add(object_path(name, item.identifier), claim)


def _read(found: Inventory, name: str, read: Callable[[Readable], _Facts], code: str) -> _Facts | None:
    """What a file of metadata says; None, and told with a code, if it cannot be read."""
    try:
        with found.reading(name) as stream:
            return read(stream)
    except (DamagedError, UnreadableError) as error:
        found.tell(code, name, name=name, reason=str(error))
        return None


def target(name: str, reference: str | None) -> str | None:
    """The path from the top of the package that a reference in a file means; None if it leads out of it."""
    if reference is None:
        return None
    path = posixpath.normpath(posixpath.join(posixpath.dirname(name), reference))
    return path if is_safe(path) else None


def object_path(name: str, identifier: str) -> str | None:
    """The path of the file that a PREMIS of ours identifies: its identifiers are paths from the submission package."""
    home = name.partition("representations/")[0].partition("metadata/preservation/")[0]
    return f"{home}{identifier}" if is_safe(identifier) else None
