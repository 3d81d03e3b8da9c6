"""The parameters that a stylesheet declares (Saxon itself ignores unknown ones without a word)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Declaration", "Modules", "read_modules"]

_XSL = "{http://www.w3.org/1999/XSL/Transform}"
# Packages are not read, so they are taken for what they may be; xsl:evaluate cannot write.
_WRITERS = (f"{_XSL}result-document", f"{_XSL}use-package")
_XSD = "http://www.w3.org/2001/XMLSchema"


class Declaration(NamedTuple):
    """A global `xsl:param`: its declared type (`item()*` if none), and the XSD type that it is or None."""

    type: str
    atomic: str | None


class Modules(NamedTuple):
    """What was found: parameters by name (Clark notation), every module by URI, and whether any may write files."""

    parameters: dict[str, Declaration]
    uris: tuple[str, ...]
    writes: bool


def read_modules(text: str, base_uri: str) -> Modules:
    """Read a stylesheet and what it includes and imports. Modules that cannot be read are Saxon's to report."""
    parameters: dict[str, Declaration] = {}
    writes = False
    seen = [base_uri]
    pending = [_parse(text.encode(), base_uri)]
    while pending:
        root = pending.pop(0)
        if root is None:
            continue
        for element in root.iterchildren(f"{_XSL}param"):
            # the importing module is read first and has the higher precedence
            parameters.setdefault(_expand(element, element.get("name", "")), _declaration(element))
        writes = writes or next(root.iter(*_WRITERS), None) is not None
        for uri in _links(root):
            if uri not in seen:
                seen.append(uri)
                pending.append(_load(uri))
    return Modules(parameters, tuple(seen), writes)


def _links(root: etree._Element) -> Iterator[str]:
    for element in root.iterchildren(f"{_XSL}include", f"{_XSL}import"):
        yield urljoin(element.base or "", element.get("href", ""))


def _load(uri: str) -> etree._Element | None:
    parts = urlsplit(uri)
    path = Path(unquote(parts.path))
    return _parse(path.read_bytes(), uri) if parts.scheme == "file" and path.is_file() else None


def _parse(content: bytes, uri: str) -> etree._Element | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(content, parser, base_url=uri)
    except etree.XMLSyntaxError:
        return None


def _expand(element: etree._Element, name: str) -> str:
    prefix, colon, local = name.strip().rpartition(":")
    return f"{{{element.nsmap.get(prefix, '')}}}{local}" if colon else local


def _declaration(element: etree._Element) -> Declaration:
    declared = " ".join(element.get("as", "item()*").split())
    prefix, colon, local = declared.rstrip("?*+ ").rpartition(":")
    is_atomic = colon and local.isalnum() and element.nsmap.get(prefix) == _XSD
    return Declaration(declared, local if is_atomic else None)
