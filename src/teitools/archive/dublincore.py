"""Simple Dublin Core (Dublin Core Metadata Element Set 1.1) in the form that OAI-PMH gives it, `oai_dc`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.archive.writing import written
from teitools.document.names import XML_LANG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teitools.archive.checksums import Writable
    from teitools.archive.description import Titled
    from teitools.archive.model import Package

__all__ = ["DC", "write_dublin_core"]

DC = "http://purl.org/dc/elements/1.1/"
_OAI = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"


def write_dublin_core(stream: Writable, package: Package, described: Titled) -> None:
    """Write what headers say of an edition."""
    with written(stream, f"{{{_OAI}}}dc", {"oai_dc": _OAI, "dc": DC}, schema=f"{_OAI} {_SCHEMA}") as xml:
        for name, value, language in _elements(package, described):
            xml.text(f"{{{DC}}}{name}", value, {XML_LANG: language})


def _elements(package: Package, described: Titled) -> Iterator[tuple[str, str, str]]:
    """Name, value and language, in the order of the element set."""
    yield from (("title", item.text, item.language) for item in described.titles or [])
    if not described.titles:
        yield "title", package.label, ""
    yield from (("creator", item.name, "") for item in described.creators)
    yield from (("subject", item.text, item.language) for item in described.subjects)
    yield from (("description", item.text, item.language) for item in described.abstracts)
    yield from (("publisher", item, "") for item in described.publishers)
    yield from (("contributor", item.name, "") for item in described.contributors)
    yield from (("date", item, "") for item in dict.fromkeys((package.created[:10], *described.dates)))
    yield "type", "Text", ""
    yield "format", "application/tei+xml", ""
    yield from (("identifier", item, "") for item in dict.fromkeys((*package.identifiers, *described.identifiers)))
    yield from (("source", item, "") for item in described.sources)
    yield from (("language", item, "") for item in described.languages)
    if package.replaces not in ("", *package.identifiers):
        yield "relation", package.replaces, ""
    yield from (("rights", item.text, item.language) for item in described.rights)
    yield from (("rights", item, "") for item in described.licences)
