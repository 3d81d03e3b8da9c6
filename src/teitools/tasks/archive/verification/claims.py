"""What a package says of its files, in manifests, METS and PREMIS: each statement with the place where it is made."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from teitools.archive import bagit
from teitools.archive.checksums import SUMS, lines_of
from teitools.archive.container import DamagedError, is_safe
from teitools.archive.reading import UnreadableError, read_mets, read_premis
from teitools.archive.scratch import key_of, name_of
from teitools.tasks.archive.verification.evidence import Rows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping

    from teitools.archive.checksums import Readable
    from teitools.archive.reading import MetsFacts, PremisFacts, PremisObject, Reference
    from teitools.tasks.archive.verification.inventory import Inventory

__all__ = ["Claim", "Claims", "collect"]

_Facts = TypeVar("_Facts")
_Told = TypeVar("_Told", "_OfMets", "_OfPremis")
_LISTS = {
    SUMS: "sha256",
    **{bagit.manifest_name(name, tags=tags): name for name in bagit.DIGITS for tags in (False, True)},
}
"""The manifests that a package can have, with their algorithms."""
_CLAIMED = "INSERT INTO claim VALUES (?, ?, ?, ?, ?, ?, ?)"
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
    """What METS and PREMIS files say of themselves, by their paths; what all say of files is in the `evidence`.

    `lists` are the manifests that are there, and what each is about: the payload (true) or tag files. `sources` are all
    files that say something, in an order by which the evidence calls them.
    """

    mets: dict[str, MetsFacts] = field(default_factory=dict)
    premis: dict[str, PremisFacts] = field(default_factory=dict)
    lists: dict[str, bool] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)

    def number(self, source: str) -> int:
        """By which number the evidence calls a file that says something."""
        number = self._numbers.setdefault(source, len(self.sources))
        if number == len(self.sources):
            self.sources.append(source)
        return number

    def about(self, data: sqlite3.Connection, path: str) -> list[Claim]:
        """The statements about a file, in the order in which they were read."""
        rows = data.execute(
            "SELECT source, line, algorithm, digest, size FROM claim WHERE path = ? ORDER BY rowid", (key_of(path),)
        )
        return [Claim(self.sources[number], *rest) for number, *rest in rows]


def collect(found: Inventory) -> Claims:
    """All statements; what cannot be read, leads out, or is said twice, is a finding."""
    claims = Claims()
    for name in sorted(_LISTS):
        if name in found.files:
            claims.lists[name] = not name.startswith("tag")
            _manifest(found, claims, name, _LISTS[name])
    for name in found.files.called("METS.xml"):
        if (mets := _read(found, name, read_mets, _OfMets(found, name, claims.number(name)), "ARC040")) is not None:
            claims.mets[name] = mets
    for name in found.files.called("premis.xml"):
        if "/metadata/preservation/" in f"/{name}":
            premis = _read(found, name, read_premis, _OfPremis(found, name, claims.number(name)), "ARC050")
            if premis is not None:
                claims.premis[name] = premis
    for table, column in (("claim", "path"), ("reference", "path"), ("content", "path"), ("identity", "value")):
        found.data.execute(f"CREATE INDEX {table}_{column} ON {table} ({column})")
    found.data.execute("CREATE INDEX object_identifier ON object (identifier)")
    _tell_repeated(found, claims)
    return claims


def _manifest(found: Inventory, claims: Claims, name: str, algorithm: str) -> None:
    source = claims.number(name)
    try:
        with found.reading(name) as stream, Rows(found.data, _CLAIMED) as rows:
            for line in bagit.read_manifest(lines_of(stream), algorithm):
                path = line.name.removeprefix("./")
                if not path:
                    found.tell("ARC008", name, line.number, name=name)
                elif not is_safe(path):
                    found.tell("ARC009", name, line.number, name=path)
                else:
                    rows.add((key_of(path), source, line.number, algorithm, line.digest, "", 1))
    except DamagedError as error:
        found.tell("ARC025", name, reason=str(error))


def _tell_repeated(found: Inventory, claims: Claims) -> None:
    """Tell of files that a manifest names again; what it says first counts."""
    repeated = """FROM claim WHERE listed AND EXISTS (SELECT 1 FROM claim AS other WHERE other.path = claim.path
    AND other.source = claim.source AND other.rowid < claim.rowid)"""
    for path, source, line in found.data.execute(f"SELECT path, source, line {repeated}"):
        name = claims.sources[source]
        found.tell("ARC012", name, line, name=name_of(path))
    found.data.execute(f"DELETE {repeated}")


class _Notes:
    """What a file of metadata says, noted in tables by their names."""

    def __init__(self, found: Inventory, name: str, source: int, tables: Mapping[str, int]) -> None:
        self._name, self._source, self._data = name, source, found.data
        self._rows = {
            table: Rows(found.data, f"INSERT INTO {table} VALUES ({', '.join('?' * columns)})")  # noqa: S608
            for table, columns in tables.items()
        }

    def _claim(self, key: bytes | None, algorithm: str, digest: str, size: str, line: int) -> None:
        if digest and key is not None:
            self._rows["claim"].add((key, self._source, line, _ALGORITHMS.get(algorithm, ""), digest, size, 0))

    def flush(self) -> None:
        """Note what is not noted yet."""
        for rows in self._rows.values():
            rows.flush()

    def forget(self) -> None:
        """Note nothing of it after all."""
        self.flush()
        for table in self._rows:
            self._data.execute(f"DELETE FROM {table} WHERE source = ?", (self._source,))  # noqa: S608


class _OfMets(_Notes):
    """Notes what a METS says; see `reading.OfMets`."""

    def __init__(self, found: Inventory, name: str, source: int) -> None:
        super().__init__(found, name, source, {"claim": 7, "reference": 6, "identity": 3, "pointer": 4})

    def reference(self, item: Reference) -> None:
        """See `reading.OfMets`."""
        path = target(self._name, item.path)
        key = None if path is None else key_of(path)
        wanted = (("size", item.size), ("checksum", item.checksum), ("media_type", item.media_type))
        missing = "" if item.is_pointer else ", ".join(name for name, value in wanted if not value)
        self._rows["reference"].add((self._source, key, item.href, item.line, missing, item.is_pointer))
        self._claim(key, item.algorithm, item.checksum, item.size, item.line)

    def identity(self, value: str, line: int) -> None:
        """See `reading.OfMets`."""
        self._rows["identity"].add((self._source, value, line))

    def pointer(self, attribute: str, value: str, line: int) -> None:
        """See `reading.OfMets`."""
        self._rows["pointer"].add((self._source, attribute, value, line))


class _OfPremis(_Notes):
    """Notes what a PREMIS tells; see `reading.OfPremis`."""

    def __init__(self, found: Inventory, name: str, source: int) -> None:
        super().__init__(found, name, source, {"claim": 7, "content": 4, "object": 2, "link": 4})

    def file(self, item: PremisObject) -> None:
        """See `reading.OfPremis`."""
        path = object_path(self._name, item.identifier)
        key = None if path is None else key_of(path)
        self._rows["content"].add((self._source, key, item.identifier, item.line))
        self._claim(key, item.algorithm, item.digest, item.size, item.line)

    def object(self, identifier: str) -> None:
        """See `reading.OfPremis`."""
        self._rows["object"].add((self._source, identifier))

    def link(self, kind: str, value: str, line: int) -> None:
        """See `reading.OfPremis`."""
        self._rows["link"].add((self._source, kind, value, line))


def _read(
    found: Inventory, name: str, read: Callable[[Readable, _Told], _Facts], notes: _Told, code: str
) -> _Facts | None:
    """What a file of metadata says of itself; None, and told with a code, if it cannot be read: then it is silent."""
    try:
        with found.reading(name) as stream:
            facts = read(stream, notes)
    except (DamagedError, UnreadableError) as error:
        found.tell(code, name, name=name, reason=str(error))
        notes.forget()
        return None
    notes.flush()
    return facts


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
