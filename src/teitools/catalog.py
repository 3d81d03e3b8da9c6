"""OASIS XML Catalogs 1.1: which local file stands for a public address, so that nothing is fetched.

Read are `uri`, `system`, `rewriteURI`, `rewriteSystem`, `uriSuffix`, `systemSuffix`, `group` and `nextCatalog`, with
`xml:base`. A schema's address is a URI reference (section 7.2); the `system` entries, which people also write for
schemas, serve when no `uri` entry does. Public identifiers and delegation have no use here and are passed over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.diagnostics import SetupError
from teitools.document.addresses import file_uri, join, local_path
from teitools.document.names import CATALOG, XML_BASE, clark, split

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml import etree

__all__ = ["Catalog"]

_EXACT = {"uri": "name", "system": "systemId"}
_PREFIX = {"rewriteURI": ("uriStartString", "rewritePrefix"), "rewriteSystem": ("systemIdStartString", "rewritePrefix")}
_SUFFIX = {"uriSuffix": ("uriSuffix", "uri"), "systemSuffix": ("systemIdSuffix", "uri")}


@dataclass(frozen=True, slots=True)
class Catalog:
    """Entries of a catalog and of those it names, in their order; targets are absolute URIs."""

    exact: tuple[tuple[str, str], ...]
    prefixes: tuple[tuple[str, str], ...]
    suffixes: tuple[tuple[str, str], ...]

    @classmethod
    def load(cls, path: Path) -> Catalog:
        """Read a catalog file. Raises SetupError, with the place, if it or one that it names is missing or wrong."""
        exact: list[tuple[str, str]] = []
        prefixes: list[tuple[str, str]] = []
        suffixes: list[tuple[str, str]] = []
        for kind, key, target in _entries(path, set()):
            chosen = exact if kind in _EXACT else prefixes if kind in _PREFIX else suffixes
            chosen.append((key, target))
        return cls(tuple(exact), tuple(prefixes), tuple(suffixes))

    def resolve(self, uri: str) -> Path | None:
        """The local file that stands for an absolute URI, or None. Exact entries first, then the longest match."""
        target = next((target for name, target in self.exact if name == uri), None)
        if target is None:
            starts = [
                (len(start), prefix + uri[len(start) :]) for start, prefix in self.prefixes if uri.startswith(start)
            ]
            ends = [(len(end), target) for end, target in self.suffixes if uri.endswith(end)]
            target = max(starts or ends, default=(0, None), key=lambda match: match[0])[1]
        return None if target is None else local_path(target)


def _entries(path: Path, seen: set[Path]) -> Iterator[tuple[str, str, str]]:
    """Kind, key and target of every entry; a catalog that names itself again is read once."""
    from teitools.document import read

    if filesystem.real(path) in seen:
        return
    seen.add(filesystem.real(path))
    filesystem.require_file(path, "no such catalog; correct the path")
    document, faults = read(path)
    if document is None:
        raise SetupError(f"{faults[0].location}: {faults[0].message}; correct the catalog")
    if document.root.tag != clark(CATALOG, "catalog"):
        raise SetupError(f"{path}: not an OASIS XML catalog; its root must be catalog in the namespace {CATALOG}")
    for element in document.root.iter(clark(CATALOG, "*")):
        yield from _entry(element, path, seen)


def _entry(element: etree._Element, path: Path, seen: set[Path]) -> Iterator[tuple[str, str, str]]:
    _, kind = split(element.tag)
    base = file_uri(filesystem.real(path))
    for ancestor in reversed([element, *element.iterancestors()]):
        base = join(base, ancestor.get(XML_BASE, ""))
    if kind == "nextCatalog":
        named = element.get("catalog", "")
        other = local_path(join(base, named))
        if other is None:
            raise SetupError(
                f"{path}:{element.sourceline}: {named} is not a local file, and the network is not used; keep a copy"
            )
        yield from _entries(other, seen)
        return
    names = (_EXACT[kind], "uri") if kind in _EXACT else _PREFIX.get(kind) or _SUFFIX.get(kind)
    if names is None:
        return
    key, target = element.get(names[0]), element.get(names[1])
    if key is None or target is None:
        raise SetupError(f"{path}:{element.sourceline}: {kind} needs the attributes {names[0]} and {names[1]}")
    yield kind, key, join(base, target)
