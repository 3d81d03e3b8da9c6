"""The documents that contexts of XSpec hold or name.

In those that they hold every attribute is a value template, and text is one where `expand-text` says so.
That is said by `@expand-text` on elements of XSpec and `@x:expand-text` on others; the nearest one counts. `x:text`
stands for its text. The expressions have no context and no variables, and must not read documents.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from lxml import etree

from teitools import filesystem
from teitools.document import parse
from teitools.document.names import XML_SPACE, XSL, XSPEC, clark
from teitools.schematron.testing.xspecfile import fault, read_document, referenced_file
from teitools.schematron.xpath import split_template
from teitools.schematron.xslt import attribute

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from teitools.document import Document
    from teitools.schematron.testing.xspecfile import Element

__all__ = ["context_document"]

_EXPAND, _TEXT = clark(XSPEC, "expand-text"), clark(XSPEC, "text")
_SAID = {**dict.fromkeys(("yes", "true", "1"), True), **dict.fromkeys(("no", "false", "0"), False)}
_Parts = list[tuple[bool, str]]
_Slot = tuple["Callable[[str], None]", _Parts, dict[str, str]]


def context_document(context: Element) -> Document:
    """The document of an `x:context`: the one that it names, or that in it. Raises SetupError if there is none."""
    if context.element.get("select"):
        fault(context, "@select of x:context is not supported; put the document into the context or name it by @href")
    href = context.element.get("href")
    return read_document(referenced_file(context, href)) if href else _inline(context)


def _inline(context: Element) -> Document:
    """The document inside of a context, as XSpec sees it: without text nodes of white space alone."""
    elements = list(context.element.iterchildren(tag=etree.Element))
    if len(elements) != 1:
        fault(context, "x:context must hold one element, or name a document with @href")
    root = copy.deepcopy(elements[0])
    root.tail = None
    for element in root.iter():
        if element.tag == _TEXT:
            continue  # its white space is meant
        if not _keeps_space(element) and not (element.text or "").strip():
            element.text = None
        if not _keeps_space(element.getparent()) and not (element.tail or "").strip():
            element.tail = None
    _expand(context, root)
    content = etree.tostring(root, encoding="utf-8")
    document, faults = parse(content, context.document.name, context.document.path)
    if document is None:
        fault(context, f"x:context is no document: {faults[0].message}")
    return document


def _keeps_space(element: etree._Element | None) -> bool:
    """Whether the nearest `xml:space` says so."""
    around = () if element is None else (element, *element.iterancestors())
    return next((item.get(XML_SPACE) for item in around if item.get(XML_SPACE)), "") == "preserve"


def _expand(context: Element, root: etree._Element) -> None:
    """Put the values of its templates into a copy of the content of `x:context`. Raises SetupError for wrong ones."""
    around = (holder.get("expand-text") for holder in (context.element, *context.element.iterancestors()))
    outer = next((_said(context, value) for value in around if value is not None), False)
    slots = list(_slots(context, root, outer))
    has_values = any(is_expression for _, parts, _ in slots for is_expression, _ in parts)
    values = iter(_values(context, slots) if has_values else ())
    for put, parts, _ in slots:
        put("".join(next(values) if is_expression else _unescaped(text) for is_expression, text in parts))
    for element in list(root.iter(_TEXT)):
        _unwrap(context, element)
    for element in root.iter(etree.Element):
        if _EXPAND in element.attrib:
            del element.attrib[_EXPAND]


def _slots(context: Element, element: etree._Element, outer: bool) -> Iterator[_Slot]:
    """The templates in an element: where their values go, their parts, the prefixes that they may use."""
    own = element.get("expand-text" if element.tag == _TEXT else _EXPAND)
    inside = outer if own is None else _said(context, own)
    prefixes = {prefix: uri for prefix, uri in element.nsmap.items() if prefix}
    for key, value in element.attrib.items():
        if key != _EXPAND and _is_template(value):
            yield (lambda text, key=key: element.set(key, text)), split_template(str(value)), prefixes  # type: ignore[misc]
    if inside and _is_template(element.text):
        yield (lambda text: setattr(element, "text", text)), split_template(element.text or ""), prefixes
    for child in element:
        if isinstance(child.tag, str):
            yield from _slots(context, child, inside)
        if inside and _is_template(child.tail):
            yield (lambda text, child=child: setattr(child, "tail", text)), split_template(child.tail or ""), prefixes  # type: ignore[misc]


def _is_template(text: object) -> bool:
    return isinstance(text, str) and ("{" in text or "}" in text)


def _said(context: Element, value: str) -> bool:
    if value.strip() not in _SAID:
        fault(context, f"expand-text is “yes” or “no”, not “{value}”")
    return _SAID[value.strip()]


def _unescaped(text: str) -> str:
    return text.replace("{{", "{").replace("}}", "}")


def _values(context: Element, slots: list[_Slot]) -> list[str]:
    """The values of the expressions, in their order."""
    from teitools.saxon import Input, SaxonError, compile_text
    from teitools.schematron.safe.guard import guarded

    lines, expressions = [], []
    for _, parts, prefixes in slots:
        declared = " ".join(attribute(f"xmlns:{prefix}", uri) for prefix, uri in prefixes.items() if prefix != "xsl")
        for expression in (text for is_expression, text in parts if is_expression):
            if guarded(expression, prefixes, context.place) != expression:
                fault(context, f"the expression {{{expression}}} must not read documents")
            lines.append(f"<v><xsl:value-of {declared} {attribute('select', expression)}/></v>")
            expressions.append(expression)
    text = (
        f'<xsl:stylesheet version="3.0" xmlns:xsl="{XSL}" exclude-result-prefixes="#all">'
        '<xsl:template match="/"><xsl:for-each select="true()"><vs>\n' + "\n".join(lines) + "</vs></xsl:for-each>"
        "</xsl:template></xsl:stylesheet>"
    )
    base = filesystem.real(context.document.path).as_uri() if context.document.path else "file:///stdin"
    try:
        result = compile_text(text, base, context.document.name).transform(Input("<none/>", base))
    except SaxonError as error:
        wrong = error.faults[0]
        at = (wrong.line or 0) - 2  # the first expression stands in the second line
        which = f" {{{expressions[at]}}}" if 0 <= at < len(expressions) else ""
        fault(context, f"the value template{which} cannot be evaluated: {wrong.message}")
    return [item.text or "" for item in etree.fromstring(result.text.encode()).iter("v")]


def _unwrap(context: Element, element: etree._Element) -> None:
    """Put the text of `x:text` in its place."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None or len(element):
        fault(context, "x:text holds text only, and stands in an element")
    text = (element.text or "") + (element.tail or "")
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    parent.remove(element)
