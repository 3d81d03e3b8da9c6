"""The outermost layer of a package: what BagIt (RFC 8493) wants, and our profile of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.archive import bagit
from teitools.archive.container import DamagedError
from teitools.diagnostics import phrase

if TYPE_CHECKING:
    from collections.abc import Collection

    from teitools.tasks.archive.verification.claims import Claims
    from teitools.tasks.archive.verification.inventory import Inventory

__all__ = ["check_bag"]

_PAYLOAD = "data/"


def check_bag(found: Inventory, claims: Claims, wrong: Collection[str]) -> dict[str, str]:
    """Tell of what is wrong with the bag; `wrong` are files that findings were about. What bag-info.txt says."""
    if "bagit.txt" not in found.files:
        if next(found.files.below(_PAYLOAD), None) or bagit.INFO in found.files:
            found.tell("ARC031", "bagit.txt", reason=phrase("arc_not_there"))
        return {}
    _check_declaration(found)
    if "fetch.txt" in found.files:
        found.tell("ARC033", "fetch.txt")
    info = _info(found)
    is_ours = bagit.PROFILE_IDENTIFIER in info.get("BagIt-Profile-Identifier", "")
    if is_ours:
        for name in bagit.REQUIRED:
            if name not in info:
                found.tell("ARC032", bagit.INFO, name=name, reason=phrase("arc_not_there"))
    for name in _lists(is_ours=is_ours, claims=claims):
        if name not in found.files:
            found.tell("ARC034", name, name=name)
    _check_size(found, info, wrong)
    return info


def _check_declaration(found: Inventory) -> None:
    try:
        content = found.content("bagit.txt", 4096)
    except DamagedError as error:
        found.tell("ARC031", "bagit.txt", reason=str(error))
        return
    if content.replace(b"\r\n", b"\n").rstrip(b"\n") != bagit.DECLARATION.rstrip(b"\n"):
        found.tell("ARC031", "bagit.txt", reason=phrase("arc_other_words"))


def _info(found: Inventory) -> dict[str, str]:
    if bagit.INFO not in found.files:
        return {}
    try:
        return dict(bagit.read_info(found.content(bagit.INFO, 1 << 20).decode("utf-8", "replace")))
    except DamagedError:
        return {}


def _lists(*, is_ours: bool, claims: Claims) -> list[str]:
    """The manifests that have to be there: all of ours, of others at least one of the payload."""
    if is_ours:
        return [bagit.manifest_name(name, tags=tags) for name in ("sha256", "sha512") for tags in (False, True)]
    return [] if True in claims.lists.values() else [bagit.manifest_name("sha512")]


def _check_size(found: Inventory, info: dict[str, str], wrong: Collection[str]) -> None:
    """Whether Payload-Oxum (2.2.2) is true; where files are damaged, it cannot be, which need not be told too."""
    stated = info.get("Payload-Oxum")
    if stated is None or any(path.startswith(_PAYLOAD) for path in wrong):
        return
    count, size = found.files.totals(_PAYLOAD)
    true = f"{size}.{count}"
    if stated != true:
        found.tell("ARC032", bagit.INFO, name="Payload-Oxum", reason=phrase("arc_is_and_is", stated=stated, found=true))
