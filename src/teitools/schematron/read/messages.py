"""Read what a finding says: the content of assertions, diagnostics and properties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.document.names import SCH, XML_SPACE, XSL, local_name, split
from teitools.schematron.model import Copy, Expression, Markup, Message, Name
from teitools.schematron.read.foreign import write_element
from teitools.schematron.results import Rich
from teitools.schematron.tree.elements import misplaced
from teitools.schematron.tree.files import fault
from teitools.schematron.xpath import split_template
from teitools.schematron.xslt import attribute

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from teitools.schematron.tree.nodes import Node

__all__ = ["read_message", "read_rich"]

_INLINE = ("emph", "span", "dir")
_Part = str | Expression | Name | Markup | Copy


def read_message(node: Node) -> Message:
    """The wording that an element holds. Raises SetupError for an element of Schematron that does not belong there."""
    rich = read_rich(node)
    identifier = node.get("id") if node.name in ("diagnostic", "property") else None
    return Message(tuple(_joined(_parts(node))), rich.language, node.place(), identifier, rich, node.get("scheme"))


def read_rich(node: Node) -> Rich:
    """The attributes that most elements may have."""
    space = next((found for found in map(_space, (node.element, *node.element.iterancestors())) if found), None)
    role, flag, see, icon, fpi = (node.get(name) for name in ("role", "flag", "see", "icon", "fpi"))
    return Rich(role, flag, see, icon, fpi, node.language, space)


def _space(element: etree._Element) -> str | None:
    return element.get(XML_SPACE)


def _joined(parts: Iterator[_Part]) -> Iterator[_Part]:
    """The same with adjacent texts joined and empty ones left out."""
    text = ""
    for part in parts:
        if isinstance(part, str):
            text += part
            continue
        if text:
            yield text
        text = ""
        yield part
    if text:
        yield text


def _parts(node: Node) -> Iterator[_Part]:
    yield from _text(node, node.element.text)
    for item in map(node.child, node.element.iterchildren()):
        if isinstance(item.element.tag, str):
            yield from _element(node, item)
        yield from _text(node, item.element.tail)


def _element(node: Node, item: Node) -> Iterator[_Part]:
    item.check()
    if item.name == "value-of":
        yield item.expression("select", "the value in the text")
    elif item.name == "name":
        yield Name(item.optional_expression("path", "the path of the name"), item.place())
    elif item.is_xslt:
        yield Copy(write_element(item), item.place())
    elif item.name in ("", *_INLINE):
        yield Markup(_start(item))
        yield from _parts(item)
        yield Markup(f"</{local_name(item.element.tag)}>")
    else:
        fault(
            item.place(),
            misplaced(item.name, node.name or local_name(node.element.tag), (*_INLINE, "name", "value-of")),
        )


def _start(node: Node) -> str:
    """The start tag of an element in a wording; its own namespace is all it needs."""
    namespace, name = split(node.element.tag)
    attributes = [f"<{name}", attribute("xmlns", namespace)]
    attributes += [attribute(key, node.get(key) or "") for key in map(str, node.element.attrib) if key[0] != "{"]
    return f"{' '.join(attributes)}>"


def _text(node: Node, text: str | None) -> Iterator[str | Expression]:
    """Text, with its expressions where `xsl:expand-text` is in force (XSLT 3.0, 5.6.2)."""
    if not text:
        return
    text = node.instantiated(text)
    if "{" not in text or not _expands(node.element):
        yield text
        return
    for is_expression, part in split_template(text):
        if is_expression:
            yield Expression(part, node.place(), "the value in the text", node.namespaces, node.instance)
        else:
            yield part.replace("{{", "{").replace("}}", "}")


def _expands(element: etree._Element) -> bool:
    values = (item.get(f"{{{XSL}}}expand-text") for item in (element, *element.iterancestors(f"{{{SCH}}}*")))
    return next((value.strip() in ("yes", "true", "1") for value in values if value is not None), False)
