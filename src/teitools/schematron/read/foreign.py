"""Embedded XSLT, written out so that Saxon's line numbers lead back to the schema.

Saxon names the line on which a start tag ends. So each start tag is ended on a line of its own; the line break stands
inside the tag, where it means nothing. Line breaks in text are written as references and add no lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.document import escape
from teitools.document.names import XML, XSL, local_name, namespace_of, split
from teitools.schematron.model import ForeignLine
from teitools.schematron.safe.guardxslt import guard_attribute, guard_element, guard_text
from teitools.schematron.xslt import attribute

if TYPE_CHECKING:
    from lxml import etree

    from teitools.document import Place
    from teitools.schematron.tree.nodes import Node

__all__ = ["write_element", "write_literal"]

_XSL_TEXT = f"{{{XSL}}}text"


def write_element(node: Node, **replaced: str) -> tuple[ForeignLine, ...]:
    """An element with all that is in it, as lines; `replaced` are attributes to set (`_` for `-`)."""
    places: list[Place] = []
    attributes = {key.replace("_", "-"): value for key, value in replaced.items()}
    return _lines(node, _element(node, {}, places, attributes), places)


def write_literal(node: Node) -> tuple[ForeignLine, ...]:
    """The content of an element as lines that make just that content: nothing in it is an instruction."""
    return (ForeignLine(_literal_content(node), node.place()),)


def _literal_content(node: Node) -> str:
    parts = [_literal_text(node, node.element.text)]
    for child in node.element:
        if isinstance(child.tag, str):
            parts.append(_literal(node.child(child)))
        parts.append(_literal_text(node, child.tail))
    return "".join(parts)


def _literal(node: Node) -> str:
    namespace, name = split(node.element.tag)
    values = {split(key): node.get(str(key)) or "" for key in node.element.attrib}
    content = _literal_content(node)
    if namespace != XSL and not any(uri for uri, _ in values):
        doubled = ((key, value.replace("{", "{{").replace("}", "}}")) for (_, key), value in values.items())
        attributes = "".join(f" {attribute(*item)}" for item in doubled)
        return f"<{name} {attribute('xmlns', namespace)}{attributes}>{content}</{name}>"
    made = "".join(
        f"<xsl:attribute {_named(*key)}><xsl:text>{escape.line(value)}</xsl:text></xsl:attribute>"
        for key, value in values.items()
    )
    return f"<xsl:element {_named(namespace, name)}>{made}{content}</xsl:element>"


def _named(namespace: str, name: str) -> str:
    return f"{attribute('name', name)} {attribute('namespace', namespace)}"


def _literal_text(node: Node, text: str | None) -> str:
    return escape.line(node.instantiated(text)) if text and text.strip() else ""


def _lines(node: Node, text: str, places: list[Place]) -> tuple[ForeignLine, ...]:
    # what stands before the first line break ends no start tag
    return tuple(map(ForeignLine, text.split("\n"), [node.place(), *places]))


def _element(
    node: Node, declared: dict[str | None, str], places: list[Place], replaced: dict[str, str] | None = None
) -> str:
    element = node.element
    scope = dict(element.nsmap)
    name = _qualified(element.tag, element.prefix)
    parts = [attribute(f"xmlns:{p}" if p else "xmlns", uri) for p, uri in scope.items() if declared.get(p) != uri]
    guard_element(node)
    values = {
        _qualified(key, _prefix(element, key)): guard_attribute(node, key, node.get(key) or "")
        for key in map(str, element.attrib)
    }
    parts += [attribute(key, value) for key, value in {**values, **(replaced or {})}.items()]
    places.append(node.place())
    return f"{' '.join([f'<{name}', *parts])}\n>{_content(node, scope, places)}</{name}>"


def _content(node: Node, declared: dict[str | None, str], places: list[Place]) -> str:
    element = node.element
    parts, text = [], element.text or ""
    for child in element:
        if isinstance(child.tag, str):  # comments part no text in a stylesheet (XSLT 3.0, 4.3)
            parts += [_text(node, text), _element(node.child(child), declared, places)]
            text = ""
        text += child.tail or ""
    return "".join([*parts, _text(node, text)])


def _text(node: Node, text: str) -> str:
    """White space alone is nothing in a stylesheet, except in `xsl:text`."""
    return escape.line(guard_text(node, text)) if text.strip() or node.element.tag == _XSL_TEXT else ""


def _prefix(element: etree._Element, key: str) -> str | None:
    namespace = namespace_of(key)
    if namespace == XML:
        return "xml"
    return next((prefix for prefix, uri in element.nsmap.items() if prefix and uri == namespace), None)


def _qualified(tag: str, prefix: str | None) -> str:
    local = local_name(tag)
    return f"{prefix}:{local}" if prefix else local
