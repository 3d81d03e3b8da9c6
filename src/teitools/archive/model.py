"""What the formats of a package have in common: its files, their groups, the package itself."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from teitools.archive.checksums import Sums
    from teitools.archive.formats import Format

__all__ = [
    "ALGORITHMS",
    "Item",
    "Items",
    "Package",
    "Representation",
    "Version",
    "doi_address",
    "href",
    "id_of",
    "kind_of",
    "name_of",
]

ALGORITHMS = ("sha256", "sha512")
"""What every file is summed up by: METS and PREMIS take the first, BagIt (RFC 8493, 2.4) recommends the second."""

_KINDS = (("10.", "DOI"), ("doi:", "DOI"), ("https://doi.org/", "DOI"), ("urn:", "URN"), ("http", "URL"))
_PLAIN = re.compile("[A-Za-z0-9_.~/-]+")  # needs no encoding
_UNPLAIN = re.compile(r"[^A-Za-z0-9._-]+")


class Version(NamedTuple):
    """A version of E-ARK's specification of a SIP, and the address of its METS profile."""

    number: str
    profile: str

    @classmethod
    def of(cls, number: str) -> Version:
        """The version of this number, such as 2.2.0."""
        return cls(number, f"https://earksip.dilcis.eu/profile/E-ARK-SIP-v{number.replace('.', '-')}.xml")


class Item(NamedTuple):
    """A file: its path, relative to the folder that speaks of it, what it is, and its checksums."""

    path: str
    format: Format
    sums: Sums


class Items(Protocol):
    """Files in the order of their paths, which may be very many: looked through, never held."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Item]: ...


@dataclass(slots=True)
class Representation:
    """One form of the same content, in a folder of its own: a name, a label for people, the files in `data/`.

    `derived_from` is the representation that it was made of; `by` names the event. `published` is the folder below the
    base address where these files have theirs; `unpublished` are those that are of the package alone.
    """

    name: str
    label: str
    items: Items = field(default_factory=list)
    derived_from: str = ""
    by: str = ""
    published: str = ""
    unpublished: frozenset[str] = frozenset()

    def address(self, package: Package, item: Item) -> str:
        """The address of one of the files; empty if it has none."""
        if not package.base:
            return ""
        name = item.path.removeprefix("data/")
        return "" if name in self.unpublished else package.address(f"{self.published}{name}")


@dataclass(frozen=True, slots=True)
class Package:
    """What a package is called: `name` is that of its folder and its OBJID; `identifier` what others know it by.

    `created` is its date and time, as XML Schema has it. `software` is what made it, with its version. `doi` is that of
    its depositor, such as 10.5072/x, `base` the address that those of its files are below. `replaces` identifies the
    package that it takes the place of, `replaces_fixity` is a checksum that stands for all of that, in words.
    """

    name: str
    identifier: str
    label: str
    created: str
    version: Version
    organisation: str
    organisation_identifier: str
    contact: str
    email: str
    software: Sequence[tuple[str, str]]
    replaces: str = ""
    replaces_fixity: str = ""
    retention: str = ""
    doi: str = ""
    base: str = ""

    @property
    def identifiers(self) -> tuple[str, ...]:
        """All that it is known by: the identifier, the DOI as an address, the address of the edition."""
        return tuple(dict.fromkeys(filter(None, (self.identifier, doi_address(self.doi), self.base))))

    def address(self, path: str) -> str:
        """The address of a file or a document by its path below the base; empty if there is no base."""
        return f"{self.base}{quote(path.encode('utf-8', 'surrogateescape'))}" if self.base else ""


def doi_address(doi: str) -> str:
    """A DOI as an address; nothing of none."""
    return f"https://doi.org/{doi}" if doi else ""


def kind_of(identifier: str) -> str:
    """What kind of identifier it is, in the words of DataCite (appendix 1, relatedIdentifierType), or `Other`."""
    return next((kind for start, kind in _KINDS if identifier.lower().startswith(start)), "Other")


def name_of(identifier: str) -> str:
    """An identifier as the name of a folder that every file system takes: `urn:x:y` is `urn-x-y`."""
    return _UNPLAIN.sub("-", identifier).strip("-.") or "package"


def href(path: str) -> str:
    """A path as formats refer to it: relative, percent-encoded."""
    return path if _PLAIN.fullmatch(path) else quote(path.encode("utf-8", "surrogateescape"))


def id_of(*parts: str) -> str:
    """An XML id for what has these names: the same as long as they are."""
    return f"ID-{hashlib.sha256('/'.join(parts).encode('utf-8', 'surrogateescape')).hexdigest()[:32]}"
