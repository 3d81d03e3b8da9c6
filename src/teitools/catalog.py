"""OASIS XML Catalogs 1.1: which local file stands for a public address, so that nothing is fetched.

Read are `uri`, `system`, `rewriteURI`, `rewriteSystem`, `uriSuffix`, `systemSuffix`, `group` and `nextCatalog`, with
`xml:base`. A schema's address is a URI reference (section 7.2); the `system` entries, which people also write for
schemas, serve when no `uri` entry does. Public identifiers and delegation have no use here and are passed over.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from teitools.diagnostics import SetupError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

__all__ = ["Catalog"]

_NAMESPACE = "{urn:oasis:names:tc:entity:xmlns:xml:catalog}"
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
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
        if target is None:
            return None
        parts = urlsplit(target)
        return Path(unquote(parts.path)) if parts.scheme == "file" else None


def _entries(path: Path, seen: set[Path]) -> Iterator[tuple[str, str, str]]:
    """Kind, key and target of every entry; a catalog that names itself again is read once."""
    from teitools.document import read

    if path.resolve() in seen:
        return
    seen.add(path.resolve())
    if not path.is_file():
        raise SetupError(f"{path}: no such catalog; correct the path")
    document, faults = read(path)
    if document is None:
        raise SetupError(f"{faults[0].location}: {faults[0].message}; correct the catalog")
    if document.root.tag != f"{_NAMESPACE}catalog":
        raise SetupError(
            f"{path}: not an OASIS XML catalog; its root must be catalog in the namespace {_NAMESPACE[1:-1]}"
        )
    for element in document.root.iter(f"{_NAMESPACE}*"):
        yield from _entry(element, path, seen)


def _entry(element: etree._Element, path: Path, seen: set[Path]) -> Iterator[tuple[str, str, str]]:
    kind = str(element.tag).removeprefix(_NAMESPACE)
    base = path.resolve().as_uri()
    for ancestor in reversed([element, *element.iterancestors()]):
        base = urljoin(base, ancestor.get(_BASE, ""))
    if kind == "nextCatalog":
        yield from _entries(Path(unquote(urlsplit(urljoin(base, element.get("catalog", ""))).path)), seen)
        return
    names = (_EXACT[kind], "uri") if kind in _EXACT else _PREFIX.get(kind) or _SUFFIX.get(kind)
    if names is None:
        return
    key, target = element.get(names[0]), element.get(names[1])
    if key is None or target is None:
        raise SetupError(f"{path}:{element.sourceline}: {kind} needs the attributes {names[0]} and {names[1]}")
    yield kind, key, urljoin(base, target)
