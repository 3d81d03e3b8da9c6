"""Records as metadata: simple Dublin Core, the TEI itself, and METS, which joins both with the files."""

from __future__ import annotations

import hashlib
from copy import deepcopy
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from teitools.document.escape import possible
from teitools.document.names import TEI, XML_LANG, XSI, clark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from teitools.oai.model import Item

__all__ = ["FORMATS", "Format"]

_DC, _OAI_DC = "http://purl.org/dc/elements/1.1/", "http://www.openarchives.org/OAI/2.0/oai_dc/"
_METS, _XLINK = "http://www.loc.gov/METS/", "http://www.w3.org/1999/xlink"
_LOCATION = clark(XSI, "schemaLocation")
_TEI_TYPE = "application/tei+xml"
# Terms of Dublin Core as elements of the set of 1.1, in its order
_ELEMENTS = {
    "title": ("title",),
    "creator": ("creator",),
    "subject": ("subject",),
    "publisher": ("publisher",),
    "contributor": ("contributor",),
    "date": ("issued", "created"),
    "source": ("source",),
    "language": ("language",),
    "rights": ("rights", "license"),
}


class Format(NamedTuple):
    """A format of metadata: its schema, its namespace, what it makes of a document, how many go into an answer."""

    schema: str
    namespace: str
    made: Callable[[Item], etree._Element]
    at_once: int


def _dublin_core(item: Item) -> etree._Element:
    root = etree.Element(clark(_OAI_DC, "dc"), nsmap={"oai_dc": _OAI_DC, "dc": _DC, "xsi": XSI})
    root.set(_LOCATION, f"{_OAI_DC} {FORMATS['oai_dc'].schema}")
    for name, text, language in _statements(item):
        element = etree.SubElement(root, clark(_DC, name))
        element.text = possible(text)
        if language:
            element.set(XML_LANG, language)
    return root


def _statements(item: Item) -> Iterator[tuple[str, str, str]]:
    """Elements of Dublin Core with their languages; every record has a title."""
    if not item.metadata.get("title"):
        yield "title", item.title, ""
    for name, terms in _ELEMENTS.items():
        for term in terms:
            yield from ((name, *_text(value)) for value in _values(item.metadata, term))
        if name == "date":
            yield "type", "Text", ""
            yield "format", _TEI_TYPE, ""
            own = [text for text, _ in map(_text, _values(item.metadata, "identifier"))]
            yield from (("identifier", text, "") for text in dict.fromkeys((item.address, *own)))


def _values(metadata: Mapping[str, object], term: str) -> list[object]:
    found = metadata.get(term, [])
    return found if isinstance(found, list) else [found]


def _text(value: object) -> tuple[str, str]:
    if isinstance(value, dict):
        return str(value.get("value", "")), str(value.get("lang", ""))
    return str(value), ""


def _tei(item: Item) -> etree._Element:
    return deepcopy(item.root())


def _mets(item: Item) -> etree._Element:
    """METS 1.12: the document, described in Dublin Core, its files, and that they are one thing.

    An answer has many records and is one document of XML, in which an ID stands once: theirs begin with what is of the
    document alone.
    """
    own = f"d{hashlib.sha256(item.address.encode()).hexdigest()[:16]}"
    root = etree.Element(clark(_METS, "mets"), nsmap={"mets": _METS, "xlink": _XLINK, "xsi": XSI})
    root.set(_LOCATION, f"{_METS} {FORMATS['mets'].schema}")
    root.set("OBJID", item.address)
    root.set("LABEL", possible(item.title))
    described = _below(_below(root, "dmdSec", ID=f"{own}-dc"), "mdWrap", MDTYPE="DC")
    _below(described, "xmlData").append(_dublin_core(item))
    group = _below(_below(root, "fileSec"), "fileGrp")
    structure = _below(_below(root, "structMap", TYPE="LOGICAL"), "div", DMDID=f"{own}-dc", LABEL=possible(item.title))
    for number, (address, media_type) in enumerate(item.files, 1):
        file = _below(group, "file", ID=f"{own}-file-{number}", MIMETYPE=media_type)
        place = _below(file, "FLocat", LOCTYPE="URL")
        place.set(clark(_XLINK, "href"), address)
        _below(structure, "fptr", FILEID=f"{own}-file-{number}")
    return root


def _below(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, clark(_METS, name), attributes)


FORMATS = {
    "oai_dc": Format("http://www.openarchives.org/OAI/2.0/oai_dc.xsd", _OAI_DC, _dublin_core, 100),
    "tei": Format("https://www.tei-c.org/release/xml/tei/custom/schema/xsd/tei_all.xsd", TEI, _tei, 20),
    "mets": Format("http://www.loc.gov/standards/mets/mets.xsd", _METS, _mets, 100),
}
"""The formats by their prefixes."""
