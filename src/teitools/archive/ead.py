"""EAD3: the archives that an edition cites, as a finding aid: repository, fonds, item.

Read are the identifiers that TEI gives manuscripts and archival items, `msIdentifier` (TEI P5, 11.4).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from teitools.archive.writing import written
from teitools.document.names import TEI

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml import etree

    from teitools.archive.checksums import Writable
    from teitools.archive.model import Package
    from teitools.archive.writing import Writer

__all__ = ["EAD", "Cited", "cited_archives", "write_ead"]

EAD = "http://ead3.archivists.org/schema/"
_T = f"{{{TEI}}}"


@dataclass(frozen=True, slots=True, order=True)
class Cited:
    """One archival item: who keeps it, in which fonds, under which shelfmark; empty where nothing is said."""

    repository: str
    collection: str
    shelfmark: str


def cited_archives(roots: Iterable[etree._Element]) -> list[Cited]:
    """The archival items that documents identify, each once, sorted."""
    return sorted({item for root in roots for item in map(_cited, root.iter(f"{_T}msIdentifier")) if item.repository})


def _cited(identifier: etree._Element) -> Cited:
    def text(*names: str) -> str:
        found = (child for name in names for child in identifier.iterfind(f"{_T}{name}"))
        return ", ".join(filter(None, (" ".join("".join(map(str, one.itertext())).split()) for one in found)))

    place = text("settlement", "country")
    keeper = text("institution", "repository")
    return Cited(", ".join(filter(None, (keeper, place))) if keeper else "", text("collection"), text("idno"))


def write_ead(stream: Writable, package: Package, cited: Sequence[Cited]) -> None:
    """Write the finding aid."""
    date = package.created[:10]
    with written(stream, "ead", {"": EAD}) as xml:
        with xml.element("control"):
            xml.text("recordid", f"{package.name}-archives-cited")
            with xml.element("filedesc"), xml.element("titlestmt"):
                xml.text("titleproper", f"Archives cited in: {package.label}")
            xml.empty("maintenancestatus", {"value": "new"})
            with xml.element("maintenanceagency"):
                xml.text("agencyname", package.organisation)
            with xml.element("maintenancehistory"), xml.element("maintenanceevent"):
                xml.empty("eventtype", {"value": "created"})
                xml.text("eventdatetime", date, {"standarddatetime": date})
                xml.empty("agenttype", {"value": "machine"})
                xml.text("agent", " ".join(package.software[0]))
        with xml.element("archdesc", {"level": "otherlevel", "otherlevel": "list of archives cited"}):
            with xml.element("did"):
                xml.text("unittitle", f"Archives cited in: {package.label}")
                xml.text("unitid", package.identifier)
            with xml.element("dsc"):
                _components(xml, cited)


def _components(xml: Writer, cited: Sequence[Cited]) -> None:
    for repository in dict.fromkeys(item.repository for item in cited):
        with xml.element("c01", {"level": "otherlevel", "otherlevel": "repository"}):
            with xml.element("did"):
                xml.text("unittitle", repository)
                with xml.element("repository"), xml.element("corpname"):
                    xml.text("part", repository)
            for collection, items in _grouped(item for item in cited if item.repository == repository):
                if not collection:
                    _items(xml, "c02", items)
                    continue
                with xml.element("c02", {"level": "fonds"}):
                    with xml.element("did"):
                        xml.text("unittitle", collection)
                    _items(xml, "c03", items)


def _grouped(cited: Iterable[Cited]) -> Iterator[tuple[str, list[Cited]]]:
    items = list(cited)
    for collection in dict.fromkeys(item.collection for item in items):
        yield collection, [item for item in items if item.collection == collection]


def _items(xml: Writer, name: str, items: Iterable[Cited]) -> None:
    for item in items:
        if item.shelfmark:
            with xml.element(name, {"level": "item"}), xml.element("did"):
                xml.text("unitid", item.shelfmark)
