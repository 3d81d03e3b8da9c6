"""A repository as one file, for a plain web server (https://www.openarchives.org/OAI/2.0/guidelines-static-repository.htm).

A gateway answers requests from it. Dates are days, there are no sets, and nothing is said of documents that are gone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from lxml import etree

from teitools.document.names import XSI, clark
from teitools.oai.formats import FORMATS
from teitools.oai.identifiers import Naming
from teitools.oai.responses import OAI, text_below

if TYPE_CHECKING:
    from collections.abc import Sequence

    from teitools.oai.model import Header, Identity, Item

__all__ = ["STATIC", "write_static"]

STATIC = f"{OAI}static-repository"
_PREFIXES = ("oai_dc", "mets")  # TEI lies beside it anyway


def write_static(stream: BinaryIO, identity: Identity, records: Sequence[tuple[Header, Item]]) -> None:
    """Write the file of a repository that has these records; `identity.address` is its address at a gateway."""
    naming = Naming.below(identity.base)
    names = {None: STATIC, "oai": OAI, "xsi": XSI}
    location = f"{STATIC} {STATIC}.xsd {OAI} {OAI}OAI-PMH.xsd"
    with etree.xmlfile(stream, encoding="UTF-8") as xml:
        xml.write_declaration()
        with xml.element(clark(STATIC, "Repository"), {clark(XSI, "schemaLocation"): location}, nsmap=names):
            xml.write(_identify(identity, [header.datestamp[:10] for header, _ in records]))
            xml.write(_formats())
            for prefix in _PREFIXES:
                with xml.element(clark(STATIC, "ListRecords"), {"metadataPrefix": prefix}):
                    for header, item in records:
                        xml.write(_record(naming, header, item, prefix))
        xml.flush()


def _identify(identity: Identity, days: Sequence[str]) -> etree._Element:
    element = etree.Element(clark(STATIC, "Identify"))
    text_below(element, "repositoryName", identity.name)
    text_below(element, "baseURL", identity.address)
    text_below(element, "protocolVersion", "2.0")
    text_below(element, "adminEmail", identity.email)
    text_below(element, "earliestDatestamp", min(days))
    text_below(element, "deletedRecord", "no")
    text_below(element, "granularity", "YYYY-MM-DD")
    return element


def _formats() -> etree._Element:
    element = etree.Element(clark(STATIC, "ListMetadataFormats"))
    for prefix in _PREFIXES:
        one = etree.SubElement(element, clark(OAI, "metadataFormat"))
        text_below(one, "metadataPrefix", prefix)
        text_below(one, "schema", FORMATS[prefix].schema)
        text_below(one, "metadataNamespace", FORMATS[prefix].namespace)
    return element


def _record(naming: Naming, header: Header, item: Item, prefix: str) -> etree._Element:
    element = etree.Element(clark(OAI, "record"))
    above = etree.SubElement(element, clark(OAI, "header"))
    text_below(above, "identifier", naming.identifier(header.name))
    text_below(above, "datestamp", header.datestamp[:10])
    etree.SubElement(element, clark(OAI, "metadata")).append(FORMATS[prefix].made(item))
    return element
