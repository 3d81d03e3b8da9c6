"""Names that the processing of an ODD needs: namespaces, elements, and the few values with a lexical form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

TEI = "http://www.tei-c.org/ns/1.0"
EXAMPLES = "http://www.tei-c.org/ns/Examples"
RNG = "http://relaxng.org/ns/structure/1.0"
XML = "http://www.w3.org/XML/1998/namespace"
XI = "http://www.w3.org/2001/XInclude"

XML_ID = f"{{{XML}}}id"
XML_LANG = f"{{{XML}}}lang"
XI_INCLUDE = f"{{{XI}}}include"
XI_FALLBACK = f"{{{XI}}}fallback"
EGXML = f"{{{EXAMPLES}}}egXML"

SPECS = {
    f"{{{TEI}}}elementSpec": "element",
    f"{{{TEI}}}classSpec": "class",
    f"{{{TEI}}}macroSpec": "macro",
    f"{{{TEI}}}dataSpec": "data",
}
"""The declarations that a source offers and an ODD changes, and what they declare."""

REFERENCES = {
    f"{{{TEI}}}elementRef": "element",
    f"{{{TEI}}}classRef": "class",
    f"{{{TEI}}}macroRef": "macro",
    f"{{{TEI}}}dataRef": "data",
}

UNBOUNDED = "unbounded"
_NAME = re.compile(r"[^\W\d][\w.\-·]*")


def tei(name: str) -> str:
    """The name of a TEI element as lxml writes it."""
    return f"{{{TEI}}}{name}"


def local(element: etree._Element) -> str:
    """The local name of an element."""
    return str(element.tag).rpartition("}")[2]


def words(value: str | None) -> tuple[str, ...]:
    """The parts of an attribute that is a list."""
    return tuple((value or "").split())


def collapse(text: str | None) -> str:
    """A text with every run of white space as one space, none at its ends."""
    return " ".join((text or "").split())


def whole_text(element: etree._Element) -> str:
    """The text of an element and all within it, white space collapsed."""
    return collapse("".join(map(str, element.itertext())))


def elements(parent: etree._Element) -> Iterator[etree._Element]:
    """The child elements: no comments, no processing instructions."""
    return parent.iterchildren("*")


def is_name(text: str) -> bool:
    """Whether a text can be a name without a prefix (Namespaces in XML, NCName)."""
    return _NAME.fullmatch(text) is not None


def child_text(parent: etree._Element, name: str) -> str | None:
    """The text of the first TEI child of this name, or None if there is none or it is empty."""
    found = next(parent.iterchildren(tei(name)), None)
    return (whole_text(found) or None) if found is not None else None


def language(element: etree._Element) -> str:
    """The language in force at an element: the nearest `xml:lang`, English if nobody says."""
    current: etree._Element | None = element
    while current is not None:
        declared = current.get(XML_LANG)
        if declared:
            return declared
        current = current.getparent()
    return "en"
