"""Annotations: attributes and elements of other namespaces, in brackets; documentation after `##`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.document.names import RNG_ANNOTATIONS, XML_BASE, clark, split
from teitools.odd.compact.lexis import documentation, enclosed, is_short, literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml import etree

    from teitools.odd.compact.namespaces import Namespaces

DOCUMENTATION = clark(RNG_ANNOTATIONS, "documentation")


def before(names: Namespaces, node: etree._Element | None, foreign: Sequence[etree._Element]) -> list[str]:
    """What stands before a construct: documentation lines, then brackets with attributes and other elements."""
    rest = list(foreign)
    lines: list[str] = []
    while rest and _is_plain(rest[0]):
        lines += [""] if lines else []  # an empty line parts one documentation from the next
        lines += documentation(rest.pop(0).text or "")
    inside = [] if node is None else attributes(names, node)
    for element in rest:
        inside += annotation(names, element)
    return lines + (enclosed("", inside, "[", "]") if inside else [])


def after(names: Namespaces, foreign: Sequence[etree._Element]) -> list[list[str]]:
    """What stands behind a pattern: `>> name [ … ]` for each element."""
    found = []
    for element in foreign:
        lines = annotation(names, element)
        found.append([f">> {lines[0]}", *lines[1:]])
    return found


def _is_plain(element: etree._Element) -> bool:
    return element.tag == DOCUMENTATION and not element.attrib and not len(element) and "\r" not in (element.text or "")


def attributes(names: Namespaces, node: etree._Element) -> list[str]:
    """The attributes of a node that are in a namespace, but for `xml:base`, which references already follow."""
    return _attributes(names, node, [name for name in map(str, node.attrib) if name[:1] == "{" and name != XML_BASE])


def _attributes(names: Namespaces, node: etree._Element, wanted: Sequence[str]) -> list[str]:
    lines = []
    for name in wanted:
        uri, local = split(name)
        value = literal(str(node.get(name)))
        written = names.written(uri, local, node, "")
        lines += [f"{written} = {value[0]}", *value[1:]]
    return lines


def annotation(names: Namespaces, element: etree._Element) -> list[str]:
    """An element of another namespace with all it contains: `name [ … ]`."""
    body = _attributes(names, element, list(map(str, element.attrib)))
    body += _text(element, element.text)
    for child in element:
        if isinstance(child.tag, str):
            body += annotation(names, child)
        body += _text(element, child.tail)
    uri, local = split(element.tag)
    name = names.written(uri, local, element, "")
    if len(body) > 1 and all(is_short([line]) for line in body) and sum(map(len, body)) < 60:
        body = [" ".join(body)]
    return enclosed(name, body, "[", "]")


def _text(element: etree._Element, text: str | None) -> list[str]:
    """Text of mixed content; white space between elements is layout."""
    return [] if not text or (len(element) and not text.strip()) else literal(text)
