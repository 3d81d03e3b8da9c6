"""What the specification speaks of: collections, resources, citation trees, citable units; and who holds them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from teitools.facts.citable import Kind

__all__ = [
    "MEDIA_TYPES",
    "ROOT",
    "TEI_TYPE",
    "AbsentError",
    "Collection",
    "Holdings",
    "RequestError",
    "Resource",
    "Slice",
    "Tree",
    "Unit",
    "identifier",
]

ROOT = "/"
"""The identifier of the collection that has all others; those of folders end with a slash, too, and have a name."""
TEI_TYPE = "application/tei+xml"
MEDIA_TYPES = (TEI_TYPE, "text/html", "text/plain")
"""What a document, or a part of one, can be had as; the first where nobody says."""
_NOT_IN_IRIS = re.compile(r'[\x00-\x20"#%<>?\\^`{|}\x7f-\x9f\ud800-\udfff]')


class RequestError(Exception):
    """A request cannot be answered as it was made; the message says what is wrong with it."""


class AbsentError(RequestError):
    """A request names what is not there."""


def identifier(name: str) -> str:
    """A name as an identifier: what an IRI may not hold (RFC 3987, 2.2), or would end its path, is percent-encoded."""

    def encoded(match: re.Match[str]) -> str:
        return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "surrogateescape"))

    return _NOT_IN_IRIS.sub(encoded, name)


class Tree(NamedTuple):
    """A citation tree: the first of a resource is the default one and has no name."""

    name: str
    description: str
    kinds: tuple[Kind, ...]


class Unit(NamedTuple):
    """A citable unit of a tree. Units are numbered in the order of the tree; `last` is the number of the last in it.

    `parent` is the citation of the unit around it. For `node`, `turns` and `data` see `facts.citable.CitableUnit`.
    """

    number: int
    last: int
    ref: str
    kind: str
    parent: str | None
    level: int
    node: int
    turns: bool
    data: Sequence[Sequence[str]] = ()


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection: its identifier, its title, the one that it is in, and how many things are in it."""

    id: str
    title: str
    parent: str | None
    size: int


@dataclass(frozen=True, slots=True)
class Resource:
    """A document: its identifier, its title, the collection that it is in, its metadata, its trees."""

    id: str
    title: str
    collection: str
    metadata: Mapping[str, object] = field(default_factory=dict)
    trees: tuple[Tree, ...] = ()


class Slice(NamedTuple):
    """Units of a tree: those with numbers from `first` to `last`, no deeper than a level; -1: however deep."""

    first: int
    last: int
    deepest: int = -1


class Holdings(Protocol):
    """Who holds documents and knows their trees."""

    def collection(self, id_: str) -> Collection | None:
        """The collection of this identifier."""

    def resource(self, id_: str) -> Resource | None:
        """The resource of this identifier."""

    def downloads(self, resource: str) -> Sequence[str]:
        """The addresses at which files of a resource are to be had."""

    def members(self, collection: str, first: int, count: int) -> Sequence[Collection | Resource]:
        """What is in a collection: so many from that number on, collections before resources."""

    def unit(self, resource: str, tree: int, ref: str) -> Unit | None:
        """The unit of a tree that is cited so."""

    def siblings(self, resource: str, tree: int, unit: Unit, first: int, count: int) -> tuple[Sequence[Unit], int]:
        """Units with the same parent as this one: so many from that number on, and how many there are."""

    def units(self, resource: str, tree: int, wanted: Slice, first: int, count: int) -> tuple[Sequence[Unit], int]:
        """Units of a slice: so many from that number on, and how many there are."""
