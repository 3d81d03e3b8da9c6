"""The files of a package against what it says of them: what changed, is missing, is there too, or has another name."""

from __future__ import annotations

from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING

from teitools.archive.checksums import SUMS, Sums, sums_of
from teitools.archive.container import DamagedError
from teitools.archive.encodings import how_encoded
from teitools.archive.scratch import key_of, name_of
from teitools.tasks.archive.abreast import abreast
from teitools.tasks.archive.verification.evidence import AGREES, KNOWN, Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from teitools.tasks.archive.verification.claims import Claim, Claims
    from teitools.tasks.archive.verification.inventory import Inventory

__all__ = ["compare", "sum_up"]


def sum_up(found: Inventory, jobs: int | None = None, progress: Callable[[int, int, str], None] | None = None) -> None:
    """Sum up all files by the algorithms that are wanted of any; one that cannot be read is a finding."""
    wanted = {name for (name,) in found.data.execute("SELECT DISTINCT algorithm FROM claim") if name}
    algorithms = sorted(wanted | {"sha256"})
    columns = ", ".join(f"{name} = ?" for name in ("bytes", *algorithms))
    total = len(found.files)
    with Rows(found.data, f"UPDATE file SET {columns} WHERE path = ?") as rows:  # noqa: S608
        for done, ((path, _), one) in enumerate(_summed(found, algorithms, jobs), 1):
            if isinstance(one, DamagedError):
                found.tell("ARC025", path, reason=str(one))
            else:
                rows.add((one.size, *one.digests.values(), key_of(path)))
            if progress:
                progress(done, total, path)


def _summed(
    found: Inventory, algorithms: list[str], jobs: int | None
) -> Iterator[tuple[tuple[str, int], Sums | DamagedError]]:
    container = found.container

    def one(file: tuple[str, int, str]) -> Sums | DamagedError:
        try:
            with container.reading(file[2]) as stream:
                sums = sums_of(stream, algorithms)
        except DamagedError as error:
            return error
        if container.size and sums.size != file[1]:
            return DamagedError(f"its directory says {file[1]} bytes, but there are {sums.size}")
        return sums

    for (path, size, _), sums in abreast(_each(found), one, lambda file: file[1], 1 if container.size else jobs):
        yield (path, size), sums


def _each(found: Inventory) -> Iterator[tuple[str, int, str]]:
    """Every file by its path, with its size and the name of its entry, in the order of the container.

    They are asked for some at a time, as checksums are written down meanwhile (SQLite, “Isolation in SQLite”: what a
    query gives of rows that are changed while it runs is not defined).
    """
    last = -1
    query = "SELECT path, size, entry, place FROM file WHERE place > ? ORDER BY place LIMIT 512"
    while rows := found.data.execute(query, (last,)).fetchall():
        yield from ((name_of(path), size, name_of(entry)) for path, size, entry, _ in rows)
        last = rows[-1][3]


def compare(found: Inventory, claims: Claims) -> set[str]:
    """Tell of every file that is not what all statements about it say; the paths that something is wrong with."""
    data = found.data
    wrong = {
        name_of(path): claims.about(data, name_of(path))
        for (path,) in data.execute(
            f"""SELECT file.path FROM file JOIN claim ON claim.path = file.path WHERE bytes IS NOT NULL
            GROUP BY file.path HAVING NOT total({AGREES}) ORDER BY min(claim.rowid)"""  # noqa: S608
        )
    }
    missing = {name: claims.about(data, name) for name in _missing(found, claims)}
    extra = list(_extra(found, claims))
    renamed = _tell_renamed(found, missing, extra)
    for path, stated in missing.items():
        if path not in renamed:
            found.tell("ARC002", path, list=stated[0].source)
    for path in extra:
        if path not in renamed:
            found.tell("ARC003", path, list=next(iter(claims.lists), "METS.xml"))
    if wrong:
        data.execute("CREATE INDEX claim_digest ON claim (digest)")
    owed: dict[tuple[str, str], list[str]] = {}
    for path, stated in wrong.items():
        owed.setdefault((stated[0].algorithm, stated[0].digest), []).append(path)
    for path, stated in wrong.items():
        _tell_changed(found, claims, path, stated, owed)
    _tell_liars(found, claims, wrong)
    _tell_incomplete(found, claims)
    return {*wrong, *missing, *extra, *renamed}


def _sums(found: Inventory, path: str) -> Sums | None:
    """What a file was found to be; None if it is not there, or could not be read."""
    row = found.data.execute(
        f"SELECT bytes, {', '.join(KNOWN)} FROM file WHERE path = ? AND bytes IS NOT NULL",  # noqa: S608
        (key_of(path),),
    ).fetchone()
    if row is None:
        return None
    size, *digests = row
    return Sums(size, {name: digest for name, digest in zip(KNOWN, digests, strict=True) if digest})


def _agrees(claim: Claim, sums: Sums) -> bool:
    return sums.digests.get(claim.algorithm) == claim.digest


def _missing(found: Inventory, claims: Claims) -> Iterator[str]:
    """Files that are not there and that a manifest names; where there is no manifest, METS does."""
    listed = "HAVING max(listed)" if claims.lists else ""
    rows = found.data.execute(
        f"""SELECT path FROM claim WHERE NOT EXISTS (SELECT 1 FROM file WHERE file.path = claim.path)
        GROUP BY path {listed} ORDER BY min(rowid)"""  # noqa: S608
    )
    return (name_of(path) for (path,) in rows)


def _extra(found: Inventory, claims: Claims) -> Iterator[str]:
    """Files that no list names though one should: all but lists that no other list is about."""
    is_whole = SUMS in claims.lists
    rows = found.data.execute(
        """SELECT path FROM file
        WHERE NOT EXISTS (SELECT 1 FROM claim WHERE claim.path = file.path AND listed) ORDER BY path"""
    )
    for path in (name_of(key) for (key,) in rows):
        is_payload = path.startswith("data/") or is_whole
        if path != SUMS and not path.startswith("tagmanifest-") and is_payload in claims.lists.values():
            yield path


def _tell_renamed(found: Inventory, missing: Mapping[str, list[Claim]], extra: Iterable[str]) -> set[str]:
    """Files that are there under another name: those that are not listed, and have the bytes of one that is missing."""
    told: set[str] = set()
    wanted: dict[tuple[str, str], deque[str]] = {}
    for path, stated in missing.items():
        wanted.setdefault((stated[0].algorithm, stated[0].digest), deque()).append(path)
    for path in extra if wanted else ():
        sums = _sums(found, path)
        others = next((held for key in (sums.digests.items() if sums else ()) if (held := wanted.get(key))), None)
        if others:
            other = others.popleft()
            found.tell("ARC004", path, other=other)
            told |= {path, other}
    return told


def _tell_changed(
    found: Inventory, claims: Claims, path: str, stated: list[Claim], owed: Mapping[tuple[str, str], list[str]]
) -> None:
    """What became of a file, as precisely as it can be known; `owed` are all that are wrong, by what they should be."""
    claim = next((one for one in stated if one.algorithm == "sha256"), stated[0])
    base, source = path.rpartition("/")[2], claim.source
    if path in claims.lists:
        found.tell("ARC011", path, list=source)
        return
    if base == "METS.xml" and path.startswith("data/"):
        found.tell("ARC041", path, list=source)
        return
    if base == "premis.xml" and "metadata/preservation/" in path:
        found.tell("ARC051", path, list=source)
        return
    sums = _sums(found, path)
    assert sums is not None  # noqa: S101  # else nobody could say that it is wrong
    if (other := _exchanged(found, path, stated, sums, owed)) is not None:
        found.tell("ARC005", path, other=other)
        return
    owner = _owner(found, sums)
    if owner is not None and sums.size:
        found.tell("ARC014", path, other=owner)
        return
    if (how := _re_encoded(found, path, claim)) is not None:
        found.tell("ARC007", path, how=how)
        return
    size = next((one.size for one in stated if one.size), "")
    if size.isdigit() and sums.size < int(size):
        found.tell("ARC006", path, found=sums.size, expected=int(size))
        return
    digest = sums.digests.get(claim.algorithm, "")
    found.tell("ARC001", path, list=source, expected=claim.digest, found=digest)


def _exchanged(
    found: Inventory, path: str, stated: list[Claim], sums: Sums, owed: Mapping[tuple[str, str], list[str]]
) -> str | None:
    """The other of two files that have changed places."""
    other = next((one for key in sums.digests.items() for one in owed.get(key, ()) if one != path), None)
    own = _sums(found, other) if other is not None else None
    return other if own is not None and _agrees(stated[0], own) else None


def _owner(found: Inventory, sums: Sums) -> str | None:
    """The first file that this content belongs to, by its SHA-256."""
    row = found.data.execute(
        "SELECT path FROM claim WHERE algorithm = 'sha256' AND digest = ? ORDER BY rowid LIMIT 1",
        (sums.digests["sha256"],),
    ).fetchone()
    return None if row is None else name_of(row[0])


def _re_encoded(found: Inventory, path: str, claim: Claim) -> str | None:
    import hashlib

    def is_it(content: bytes) -> bool:
        return hashlib.new(claim.algorithm, content, usedforsecurity=False).hexdigest() == claim.digest

    if not claim.algorithm:
        return None
    with suppress(DamagedError):
        return how_encoded(found.content(path, 1 << 25), is_it)
    return None


def _tell_liars(found: Inventory, claims: Claims, wrong: Mapping[str, list[Claim]]) -> None:
    """Statements that are not true of a file which others are right about."""
    rows = found.data.execute(
        f"""SELECT DISTINCT file.path FROM claim JOIN file ON claim.path = file.path WHERE bytes IS NOT NULL
        AND (NOT ifnull({AGREES}, 0) OR (claim.size != '' AND claim.size != CAST(bytes AS TEXT))) ORDER BY file.path"""  # noqa: S608
    )
    for path in (name_of(key) for (key,) in rows):
        sums = _sums(found, path)
        if path in wrong or sums is None:
            continue
        stated = claims.about(found.data, path)
        right = [claim for claim in stated if _agrees(claim, sums)]
        for claim in stated:
            _tell_lie(found, claims, path, claim, sums, right)


def _tell_lie(found: Inventory, claims: Claims, path: str, claim: Claim, sums: Sums, right: Iterable[Claim]) -> None:
    code, attribute = _CODES[claim.source in claims.premis]
    if not _agrees(claim, sums):
        if claim.source in claims.lists:
            others = ", ".join(dict.fromkeys(one.source for one in right))
            found.tell("ARC010", claim.source, claim.line, list=claim.source, name=path, others=others)
        else:
            facts = {"stated": claim.digest, "found": sums.digests.get(claim.algorithm, "?")}
            found.tell(code, claim.source, claim.line, attribute=attribute, name=path, **facts)
    elif claim.size and claim.size != str(sums.size):
        facts = {"stated": claim.size, "found": str(sums.size)}
        found.tell(code, claim.source, claim.line, attribute="size", name=path, **facts)


_CODES = {False: ("ARC046", "CHECKSUM"), True: ("ARC053", "messageDigest")}


def _tell_incomplete(found: Inventory, claims: Claims) -> None:
    """Files that one manifest names and another one of the same kind does not."""
    for is_payload in (True, False):
        lists = {claims.number(name): name for name, about in claims.lists.items() if about is is_payload}
        numbers = ", ".join(map(str, lists))
        rows = found.data.execute(
            f"""SELECT path, group_concat(source) FROM claim WHERE source IN ({numbers}) AND EXISTS
            (SELECT 1 FROM file WHERE file.path = claim.path) GROUP BY path HAVING count(DISTINCT source) < ?""",  # noqa: S608
            (len(lists),),
        )
        for path, sources in rows:
            by = {lists[int(number)] for number in sources.split(",")}
            for name in lists.values():
                if name not in by:
                    found.tell("ARC013", name, list=name, name=name_of(path), others=", ".join(sorted(by)))
