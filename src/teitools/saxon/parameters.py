"""The parameters that a stylesheet declares (Saxon itself ignores unknown ones without a word)."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from teitools.document.addresses import is_file, join, local_path
from teitools.document.names import XSD, XSL, clark, split
from teitools.saxon.own import with_our_addresses

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Declaration", "Modules", "read_modules"]

# Packages are not read, so they are taken for what they may be; xsl:evaluate cannot write.
_LITERAL = re.compile(r"""\s*(?:'([^']*)'|"([^"]*)"|(-?\d+)|(true|false)\(\))\s*$""")
_WRITERS = (clark(XSL, "result-document"), clark(XSL, "use-package"))


class Declaration(NamedTuple):
    """A global `xsl:param`: its declared type (`item()*` if none), the XSD type that it is or None, the default.

    `default` is what a literal in its `select` says, a text, a number or a truth value; None if that is anything else.
    """

    type: str
    atomic: str | None
    default: str | None = None


class Modules(NamedTuple):
    """What was found: parameters by name (Clark notation), every module by URI, and whether any may write files.

    `data` are the top-level elements that are not XSLT's (XSLT 3.0, 3.7.3), which say something to others than Saxon.
    """

    parameters: dict[str, Declaration]
    uris: tuple[str, ...]
    writes: bool
    data: tuple[etree._Element, ...] = ()


def read_modules(text: str | bytes, base_uri: str) -> Modules:
    """Read a stylesheet and what it includes and imports. Modules that cannot be read are Saxon's to report."""
    parameters: dict[str, Declaration] = {}
    data: list[etree._Element] = []
    writes = False
    seen = [base_uri]
    content = text.encode() if isinstance(text, str) else text
    content = with_our_addresses(content.decode("latin-1")).encode("latin-1")  # ASCII in whatever encoding
    pending = [_parse(content, base_uri)]
    while pending:
        root = pending.pop(0)
        if root is None:
            continue
        for element in root.iterchildren(clark(XSL, "param")):
            # the importing module is read first and has the higher precedence
            parameters.setdefault(_expand(element, element.get("name", "")), _declaration(element))
        data += (element for element in root if split(element.tag)[0] not in ("", XSL))
        writes = writes or next(root.iter(*_WRITERS), None) is not None
        for uri in _links(root):
            if uri not in seen:
                seen.append(uri)
                pending.append(_load(uri))
    return Modules(parameters, tuple(seen), writes, tuple(data))


def _links(root: etree._Element) -> Iterator[str]:
    for element in root.iterchildren(clark(XSL, "include"), clark(XSL, "import")):
        yield join(element.base or "", element.get("href", ""))


def _load(uri: str) -> etree._Element | None:
    path = local_path(uri)
    try:
        status = path.stat() if path and is_file(path) else None
        return _loaded(path, uri, status.st_mtime_ns, status.st_size) if path and status else None
    except OSError:  # as when it lies where nobody may read
        return None


@functools.lru_cache(maxsize=512)
def _loaded(path: Path, uri: str, _changed: int, _size: int) -> etree._Element | None:
    """The module as it is since it was changed: a build reads the same hundred for several questions."""
    return _parse(path.read_bytes(), uri)


def _parse(content: bytes, uri: str) -> etree._Element | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, collect_ids=False)
    try:
        return etree.fromstring(content, parser, base_url=uri)
    except etree.XMLSyntaxError:
        return None


def _expand(element: etree._Element, name: str) -> str:
    prefix, colon, local = name.strip().rpartition(":")
    return clark(element.nsmap.get(prefix, ""), local) if colon else local


def _declaration(element: etree._Element) -> Declaration:
    declared = " ".join(element.get("as", "item()*").split())
    prefix, colon, local = declared.rstrip("?*+ ").rpartition(":")
    is_atomic = colon and local.isalnum() and element.nsmap.get(prefix) == XSD
    literal = _LITERAL.match(element.get("select", ""))
    default = next(filter(None, literal.groups()), "") if literal else None
    return Declaration(declared, local if is_atomic else None, default)
