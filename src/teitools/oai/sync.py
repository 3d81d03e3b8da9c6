"""Lists of what is at which address, for search engines (https://www.sitemaps.org/protocol.html) and for those who keep
copies: ResourceSync 1.1 (ANSI/NISO Z39.99-2017), whose lists are sitemaps with some words more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from teitools.document.names import clark

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["LARGEST", "Listed", "listed", "lists"]

LARGEST = 50_000
"""As many addresses a list may have."""
_SITEMAP, _SYNC = "http://www.sitemaps.org/schemas/sitemap/0.9", "http://www.openarchives.org/rs/terms/"


class Listed(NamedTuple):
    """An address: when what is there changed last, and what is to be said of it in `rs:md`."""

    address: str
    changed: str = ""
    said: Mapping[str, str] | None = None


def listed(entries: Iterable[Listed], said: Mapping[str, str] | None = None, up: str = "") -> bytes:
    """A list of addresses; one of ResourceSync, if there is something to be said of it, leads to what is above it."""
    return _written("urlset", "url", entries, said, up)


def lists(entries: Iterable[Listed], said: Mapping[str, str] | None = None, up: str = "") -> bytes:
    """A list of lists, where there is too much for one."""
    return _written("sitemapindex", "sitemap", entries, said, up)


def _written(name: str, inner: str, entries: Iterable[Listed], said: Mapping[str, str] | None, up: str) -> bytes:
    names: dict[str | None, str] = {None: _SITEMAP, **({"rs": _SYNC} if said else {})}
    root = etree.Element(clark(_SITEMAP, name), nsmap=names)  # type: ignore[arg-type]  # the stubs lack None
    if up:
        etree.SubElement(root, clark(_SYNC, "ln"), {"rel": "up", "href": up})
    if said:
        etree.SubElement(root, clark(_SYNC, "md"), dict(said))
    for entry in entries:
        element = etree.SubElement(root, clark(_SITEMAP, inner))
        etree.SubElement(element, clark(_SITEMAP, "loc")).text = entry.address
        if entry.changed:
            etree.SubElement(element, clark(_SITEMAP, "lastmod")).text = entry.changed
        if said and entry.said:
            etree.SubElement(element, clark(_SYNC, "md"), dict(entry.said))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"
