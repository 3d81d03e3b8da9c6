"""DataCite Metadata Schema 4.6, ready to register; nothing is sent.

Where TEI names no author, DataCite's own value for it stands (appendix 3, “Standard values for unknown information”).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.archive.model import doi_address, kind_of
from teitools.archive.writing import written
from teitools.document.names import XML_LANG

if TYPE_CHECKING:
    from collections.abc import Sequence

    from teitools.archive.checksums import Writable
    from teitools.archive.description import Text, Titled
    from teitools.archive.model import Package
    from teitools.archive.writing import Writer

__all__ = ["DATACITE", "write_datacite"]

DATACITE = "http://datacite.org/schema/kernel-4"
_SCHEMA = f"{DATACITE} https://schema.datacite.org/meta/kernel-4.6/metadata.xsd"
_UNKNOWN = "(:unkn)"


def write_datacite(stream: Writable, package: Package, described: Titled, size: int) -> None:
    """Write the description of a package of so many bytes."""
    with written(stream, "resource", {"": DATACITE}, schema=_SCHEMA) as xml:
        identifier = package.doi or package.identifier
        xml.text("identifier", identifier, {"identifierType": kind_of(identifier)})
        with xml.element("creators"):
            for creator in described.creators or ():
                with xml.element("creator"):
                    xml.text("creatorName", creator.name)
            if not described.creators:
                with xml.element("creator"):
                    xml.text("creatorName", _UNKNOWN)
        with xml.element("titles"):
            for title in described.titles or ():
                xml.text("title", title.text, {XML_LANG: title.language})
            if not described.titles:
                xml.text("title", package.label)
        xml.text("publisher", next(iter(described.publishers), package.organisation))
        xml.text("publicationYear", described.year or package.created[:4])
        xml.text("resourceType", "TEI edition", {"resourceTypeGeneral": "Text"})
        _more(xml, package, described, size)


def _more(xml: Writer, package: Package, described: Titled, size: int) -> None:
    """What is recommended or optional."""
    _texts(xml, "subjects", "subject", described.subjects)
    if described.contributors:
        with xml.element("contributors"):
            for one in described.contributors:
                with xml.element("contributor", {"contributorType": "Editor"}):
                    xml.text("contributorName", one.name)
    with xml.element("dates"):
        xml.text("date", package.created[:10], {"dateType": "Issued"})
    if described.languages:
        xml.text("language", described.languages[0])
    _identifiers(xml, package, described)
    with xml.element("sizes"):
        xml.text("size", f"{size} bytes")
    with xml.element("formats"):
        xml.text("format", "application/tei+xml")
    if described.rights or described.licences:
        with xml.element("rightsList"):
            for right in described.rights:
                xml.text("rights", right.text, {XML_LANG: right.language})
            for licence in described.licences:
                xml.empty("rights", {"rightsURI": licence})
    _texts(xml, "descriptions", "description", described.abstracts, descriptionType="Abstract")


def _texts(xml: Writer, group: str, name: str, texts: Sequence[Text], **stated: str) -> None:
    if texts:
        with xml.element(group):
            for item in texts:
                xml.text(name, item.text, {**stated, XML_LANG: item.language})


def _identifiers(xml: Writer, package: Package, described: Titled) -> None:
    own = {package.doi or package.identifier, doi_address(package.doi)}
    stated = {item: kind_of(item) for item in package.identifiers if item not in own}
    stated = {**{item: "idno" for item in described.identifiers if item not in own}, **stated}
    if stated:
        with xml.element("alternateIdentifiers"):
            for item, kind in stated.items():
                xml.text("alternateIdentifier", item, {"alternateIdentifierType": kind})
    if package.replaces not in ("", *package.identifiers):
        with xml.element("relatedIdentifiers"):
            kind = kind_of(package.replaces)
            kinds = {"relatedIdentifierType": "URN" if kind == "Other" else kind, "relationType": "IsNewVersionOf"}
            xml.text("relatedIdentifier", package.replaces, kinds)
