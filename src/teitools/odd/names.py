"""Names that the processing of an ODD needs: namespaces, elements, and the few values with a lexical form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.document.names import EXAMPLES, TEI, clark, is_ncname, local_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree


EGXML = clark(EXAMPLES, "egXML")

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


def tei(name: str) -> str:
    """The name of a TEI element as lxml writes it."""
    return clark(TEI, name)


def local(element: etree._Element) -> str:
    """The local name of an element."""
    return local_name(element.tag)


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
    return is_ncname(text)
