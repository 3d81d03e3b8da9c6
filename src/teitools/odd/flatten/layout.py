"""Line breaks where only elements stand, and attributes that do not go with a copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.odd.flatten.content import T

if TYPE_CHECKING:
    from lxml import etree

_LAID_OUT = frozenset(
    f"{T}{name}"
    for name in ("TEI", "text", "body", "schemaSpec", "moduleSpec", "elementSpec", "classSpec", "macroSpec", "dataSpec",
                 "attList", "attDef", "valList", "valItem", "content", "sequence", "alternate", "datatype", "classes")
)  # fmt: skip


def lay_out(element: etree._Element, margin: str) -> None:
    """One line a child where only elements stand; text is left as it is, as white space in it may matter."""
    if element.tag not in _LAID_OUT or not len(element):
        return
    element.text = margin + "  "
    for child in element:
        lay_out(child, margin + "  ")
        child.tail = margin + "  "
    element[-1].tail = margin


def drop(node: etree._Element, name: str) -> None:
    """Take an attribute away, if it is there."""
    if node.get(name) is not None:
        del node.attrib[name]
