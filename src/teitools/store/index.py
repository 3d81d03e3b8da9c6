"""The index of a store: an OASIS catalog that says of each copy also what it is a copy of, by its hash and time.

What a catalog has no attributes for stands in a namespace of our own, which its readers pass over (OASIS XML Catalogs
1.1, section 4). Whoever writes an index by hand, or alters one, is told where it is wrong: nothing is read by guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from teitools import filesystem
from teitools.diagnostics import SetupError, phrase
from teitools.document.addresses import decoded, split
from teitools.document.escape import attribute
from teitools.document.names import CATALOG, STORE, clark
from teitools.store.places import is_remote

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from lxml import etree

__all__ = ["INDEX", "Copy", "read_index", "written"]

INDEX = "catalog.xml"
_MAX_INDEX = 16 * 2**20
_SHA256 = re.compile(r"[0-9a-f]{64}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_URI = clark(CATALOG, "uri")


@dataclass(frozen=True, slots=True, order=True)
class Copy:
    """One file of a store: what it is a copy of, where it lies (relative, with `/`), its hash and size, its time.

    `is_part`: it was not asked for itself but came with a schema that refers to it. `origin` is where it came from, if
    the server sent us on to another address.
    """

    address: str
    place: str
    sha256: str
    size: int
    fetched: str
    is_part: bool = False
    origin: str | None = None


def read_index(folder: Path) -> tuple[Copy, ...]:
    """The copies that the index of a store lists; none if there is no index. Raises SetupError if it is wrong."""
    path = folder / INDEX
    if not filesystem.is_there(path):
        return ()
    if (filesystem.size(path) or 0) > _MAX_INDEX or not filesystem.is_file(path):
        raise SetupError(phrase("store_index", path=path, detail=phrase("store_index_size")))
    from teitools.document import read

    document, faults = read(path)
    if document is None:
        raise SetupError(phrase("store_index", path=faults[0].location, detail=faults[0].message))
    if document.root.tag != clark(CATALOG, "catalog"):
        raise SetupError(phrase("store_index", path=path, detail=phrase("store_index_root")))
    return tuple(_copy(element, path) for element in document.root.iterchildren(clark(CATALOG, "*")))


def _copy(element: etree._Element, path: Path) -> Copy:
    def said(name: str) -> str:
        return element.get(clark(STORE, name), "")

    address, place = element.get("name", ""), decoded(element.get("uri", ""))
    wrong = None
    if element.tag != _URI or not is_remote(address):
        wrong = phrase("store_index_entry")
    elif not _is_inside(element.get("uri", ""), place):
        wrong = phrase("store_index_place", place=place)
    elif not (_SHA256.fullmatch(said("sha256")) and _TIME.fullmatch(said("fetched")) and said("size").isdecimal()):
        wrong = phrase("store_index_facts", address=address)
    if wrong:
        raise SetupError(phrase("store_index", path=f"{path}:{element.sourceline}", detail=wrong))
    size, origin = int(said("size")[:18]), said("origin") or None
    return Copy(address, place, said("sha256"), size, said("fetched"), said("part") == "true", origin)


def _is_inside(reference: str, place: str) -> bool:
    """Whether a reference is a plain path downwards, on every system."""
    parts = split(reference)
    steps = place.split("/")
    plain = parts.scheme is None and parts.authority is None and not any(character in place for character in "\\:\0")
    return plain and all(step not in ("", ".", "..") for step in steps)


def written(copies: Iterable[Copy]) -> bytes:
    """The index as a catalog, with the copies in the order of their addresses: the same copies, the same bytes."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<!-- Written by teitools schemas; other tools may read it as the OASIS catalog that it is. -->",
        f'<catalog xmlns="{CATALOG}" xmlns:store="{STORE}">',
        *map(_line, sorted(copies, key=lambda copy: (copy.address, copy.place))),
        "</catalog>",
    ]
    return ("\n".join(lines) + "\n").encode("utf-8", "xmlcharrefreplace")


def _line(copy: Copy) -> str:
    facts = {
        "name": copy.address,
        "uri": quote(copy.place),
        "store:sha256": copy.sha256,
        "store:size": str(copy.size),
        "store:fetched": copy.fetched,
    }
    if copy.is_part:
        facts["store:part"] = "true"
    if copy.origin:
        facts["store:origin"] = copy.origin
    return "  <uri" + "".join(attribute(name, value) for name, value in facts.items()) + "/>"
