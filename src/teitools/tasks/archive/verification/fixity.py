"""The files of a package against what it says of them: what changed, is missing, is there too, or has another name."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from teitools.archive.checksums import SUMS, sums_of
from teitools.archive.container import DamagedError
from teitools.archive.encodings import how_encoded
from teitools.tasks.archive.abreast import abreast, threads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from teitools.archive.checksums import Sums
    from teitools.tasks.archive.verification.claims import Claim, Claims
    from teitools.tasks.archive.verification.inventory import Inventory

__all__ = ["compare", "sum_up"]


def sum_up(
    found: Inventory, claims: Claims, jobs: int | None = None, progress: Callable[[int, int, str], None] | None = None
) -> dict[str, Sums]:
    """The checksums of all files by the algorithms that are wanted of any; one that cannot be read is a finding."""
    wanted = {claim.algorithm for stated in claims.of.values() for claim in stated if claim.algorithm}
    algorithms = sorted(wanted | {"sha256"})
    sums: dict[str, Sums] = {}
    total = len(found.files)
    for done, (path, one) in enumerate(
        _summed(found, algorithms, 1 if found.container.size else threads(jobs, [*found.sizes.values()])), 1
    ):
        if isinstance(one, DamagedError):
            found.tell("ARC025", path, reason=str(one))
        else:
            sums[path] = one
        if progress:
            progress(done, total, path)
    return sums


def _summed(found: Inventory, algorithms: list[str], jobs: int) -> Iterator[tuple[str, Sums | DamagedError]]:
    def one(path: str) -> Sums | DamagedError:
        try:
            with found.reading(path) as stream:
                return sums_of(stream, algorithms)
        except DamagedError as error:
            return error

    return abreast(list(found.files), one, jobs)


def compare(found: Inventory, claims: Claims, sums: dict[str, Sums]) -> set[str]:
    """Tell of every file that is not what all statements about it say; the paths that something is wrong with."""
    wrong = {
        path: stated
        for path, stated in claims.of.items()
        if path in sums and not any(_agrees(claim, sums[path]) for claim in stated)
    }
    missing = [path for path in claims.of if path not in found.files and _is_listed(claims.of[path], claims)]
    extra = [path for path in found.files if _is_unlisted(path, claims)]
    renamed = _tell_renamed(found, claims, sums, missing, extra)
    for path in missing:
        if path not in renamed:
            found.tell("ARC002", path, list=claims.of[path][0].source)
    for path in extra:
        if path not in renamed:
            found.tell("ARC003", path, list=next(iter(claims.lists), "METS.xml"))
    owners = _owners(claims) if wrong else {}
    for path, stated in wrong.items():
        _tell_changed(found, claims, sums, path, stated, wrong, owners)
    _tell_liars(found, claims, sums, wrong)
    _tell_incomplete(found, claims)
    return {*wrong, *missing, *extra, *renamed}


def _agrees(claim: Claim, sums: Sums) -> bool:
    return sums.digests.get(claim.algorithm) == claim.digest


def _is_listed(stated: list[Claim], claims: Claims) -> bool:
    """Whether a manifest names the file; where there is no manifest, METS does."""
    return not claims.lists or any(claim.source in claims.lists for claim in stated)


def _is_unlisted(path: str, claims: Claims) -> bool:
    """Whether no list names a file that one should: all but lists that no other list is about."""
    is_payload = path.startswith("data/") or SUMS in claims.lists
    if path == SUMS or path.startswith("tagmanifest-") or is_payload not in claims.lists.values():
        return False
    return not any(claim.source in claims.lists for claim in claims.of.get(path, ()))


def _tell_renamed(
    found: Inventory, claims: Claims, sums: dict[str, Sums], missing: Iterable[str], extra: Iterable[str]
) -> set[str]:
    """Files that are there under another name: those that are not listed, and have the bytes of one that is missing."""
    told: set[str] = set()
    wanted = list(missing)
    for path in extra:
        other = next((one for one in wanted if path in sums and _agrees(claims.of[one][0], sums[path])), None)
        if other is not None:
            found.tell("ARC004", path, other=other)
            wanted.remove(other)
            told |= {path, other}
    return told


def _tell_changed(
    found: Inventory,
    claims: Claims,
    sums: dict[str, Sums],
    path: str,
    stated: list[Claim],
    wrong: dict[str, list[Claim]],
    owners: dict[str, str],
) -> None:
    """What became of a file, as precisely as it can be known."""
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
    other = next((one for one in wrong if one != path and _agrees(wrong[one][0], sums[path])), None)
    if other is not None and _agrees(stated[0], sums[other]):
        found.tell("ARC005", path, other=other)
        return
    owner = owners.get(sums[path].digests["sha256"])
    if owner is not None and sums[path].size:
        found.tell("ARC014", path, other=owner)
        return
    if (how := _re_encoded(found, path, claim)) is not None:
        found.tell("ARC007", path, how=how)
        return
    size = next((one.size for one in stated if one.size), "")
    if size.isdigit() and sums[path].size < int(size):
        found.tell("ARC006", path, found=sums[path].size, expected=int(size))
        return
    digest = sums[path].digests.get(claim.algorithm, "")
    found.tell("ARC001", path, list=source, expected=claim.digest, found=digest)


def _owners(claims: Claims) -> dict[str, str]:
    """The first file that each content belongs to, by its SHA-256."""
    owners: dict[str, str] = {}
    for path, stated in claims.of.items():
        for claim in stated:
            if claim.algorithm == "sha256":
                owners.setdefault(claim.digest, path)
    return owners


def _re_encoded(found: Inventory, path: str, claim: Claim) -> str | None:
    import hashlib

    def is_it(content: bytes) -> bool:
        return hashlib.new(claim.algorithm, content, usedforsecurity=False).hexdigest() == claim.digest

    if not claim.algorithm:
        return None
    with suppress(DamagedError):
        return how_encoded(found.content(path, 1 << 25), is_it)
    return None


def _tell_liars(found: Inventory, claims: Claims, sums: dict[str, Sums], wrong: dict[str, list[Claim]]) -> None:
    """Statements that are not true of a file which others are right about."""
    for path, stated in claims.of.items():
        if path in wrong or path not in sums:
            continue
        right = [claim for claim in stated if _agrees(claim, sums[path])]
        for claim in stated:
            name = path
            if not _agrees(claim, sums[path]):
                if claim.source in claims.lists:
                    others = ", ".join(dict.fromkeys(one.source for one in right))
                    found.tell("ARC010", claim.source, claim.line, list=claim.source, name=name, others=others)
                else:
                    code, attribute = _CODES[claim.source in claims.premis]
                    facts = {"stated": claim.digest, "found": sums[path].digests.get(claim.algorithm, "?")}
                    found.tell(code, claim.source, claim.line, attribute=attribute, name=name, **facts)
            elif claim.size and claim.size != str(sums[path].size):
                code, _ = _CODES[claim.source in claims.premis]
                facts = {"stated": claim.size, "found": str(sums[path].size)}
                found.tell(code, claim.source, claim.line, attribute="size", name=name, **facts)


_CODES = {False: ("ARC046", "CHECKSUM"), True: ("ARC053", "messageDigest")}


def _tell_incomplete(found: Inventory, claims: Claims) -> None:
    """Files that one manifest names and another one of the same kind does not."""
    for is_payload in (True, False):
        lists = [name for name, about in claims.lists.items() if about is is_payload]
        for path, stated in claims.of.items():
            by = {claim.source for claim in stated} & set(lists)
            for name in lists:
                if by and name not in by and path in found.files:
                    found.tell("ARC013", name, list=name, name=path, others=", ".join(sorted(by)))
