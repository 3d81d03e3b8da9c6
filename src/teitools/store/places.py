"""Where a store keeps the copy of an address: in folders named after it, so that what refers to one another by relative
references finds itself there as it does on the web.
"""

from __future__ import annotations

import re
from hashlib import sha256
from posixpath import normpath
from typing import TYPE_CHECKING

from teitools.document.addresses import decoded, split

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["ENDINGS", "beside", "is_remote", "normalized", "place_of"]

ENDINGS = (".rng", ".rnc", ".sch", ".xsd", ".odd", ".xml")
"""Endings that say what a schema is; a copy whose address has none of them gets that of its content."""

# Names that every file system takes as they are. Windows has no `CON` or `aux.rng`, and cuts dots and spaces at the end
_PLAIN = re.compile(
    r"(?!(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$))[\w~][\w~+=,@.-]{0,98}(?<!\.)", re.ASCII | re.IGNORECASE
)
_ODD = re.compile(r"[^\w.-]+", re.ASCII)


def is_remote(address: str) -> bool:
    """Whether an address is one that a server answers to."""
    return address[:8].lower().startswith(("http://", "https://"))


def normalized(address: str) -> str:
    """An address as a store knows it: without spaces around it, without a fragment."""
    return str(split(address.strip())._replace(fragment=None))


def place_of(address: str, ending: str, taken: Collection[str]) -> str:
    """Where the copy of an address goes, relative to the store, with `/`; `taken` are the places of other copies.

    That is `https/HOST/PATH`, if all file systems can have it and its ending says what it is; else in a folder for it.
    """
    parts = split(address)
    host = _ODD.sub("_", (parts.authority or "").lower()) or "_"
    steps = decoded(parts.path).split("/")[1:]
    name = steps[-1] if steps else ""
    top = f"{(parts.scheme or '').lower()}/{host}"
    plain = "/".join((top, *steps))
    if parts.query is None and name.endswith(ending) and all(map(_PLAIN.fullmatch, steps)) and _is_free(plain, taken):
        return plain
    spoken = _ODD.sub("_", name)[-60:].lstrip(".") or "schema"
    own = spoken if spoken.endswith(ending) and _PLAIN.fullmatch(spoken) else f"schema-{spoken}{ending}"
    return f"{top}/{sha256(address.encode(errors='surrogatepass')).hexdigest()[:16]}/{own}"


def beside(place: str, reference: str) -> str | None:
    """The place that a relative reference leads to from a copy, as engines follow it; None if out of the store."""
    parts = split(reference)
    path = decoded(parts.path)
    if parts.scheme is not None or parts.authority is not None or not path or path.startswith("/"):
        return None
    found = normpath(f"{place.rpartition('/')[0]}/{path}")
    return None if found.startswith("..") or "\\" in found or "\0" in found else found


def _is_free(place: str, taken: Collection[str]) -> bool:
    """Whether no other copy lies there, or would be a folder above or below, also where letter case does not count."""
    folded = place.casefold()
    others = [other.casefold() for other in taken]
    return not any(
        other == folded or other.startswith(folded + "/") or folded.startswith(other + "/") for other in others
    )
