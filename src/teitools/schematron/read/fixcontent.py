"""The content of an operation of a quick fix, as XSLT: literal elements, XSLT, and a few elements of other languages.

`sch:let`, `sch:value-of` and `sch:name` become the instructions of XSLT that they stand for. Nodes of the document
that the content copies (`sqf:copy-of`, `xsl:copy-of`, `xsl:apply-templates`, `xsl:sequence`) are quoted wherever the
copy goes straight to the result: what is inserted is then their source text, not a new serialisation of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from teitools.document import escape
from teitools.document.names import SCH, SQF, XML, XML_SPACE, XSL, local_name, split
from teitools.schematron.model import ForeignLine
from teitools.schematron.quickfix.model import quoted
from teitools.schematron.reasons import Reason
from teitools.schematron.safe.guard import guarded
from teitools.schematron.safe.guardxslt import guard_attribute, guard_element, guard_text
from teitools.schematron.tree.files import fault
from teitools.schematron.xslt import attribute

if TYPE_CHECKING:
    from lxml import etree

    from teitools.document import Place
    from teitools.schematron.tree.nodes import Node

__all__ = ["write_content"]

_GROUP = re.compile(r"\$(\d)")
# Instructions whose result goes to the result of their parent as it is.
_TRANSPARENT = frozenset(
    f"{{{XSL}}}{name}"
    for name in (
        *("analyze-string", "catch", "choose", "copy", "element", "fallback", "for-each", "for-each-group", "if"),
        *("matching-substring", "non-matching-substring", "on-empty", "on-non-empty", "otherwise", "sequence", "try"),
        *("when", "where-populated"),
    )
)
_COPYING = {
    f"{{{SQF}}}copy-of": "node()",
    f"{{{SQF}}}keep": "node()",  # as the first draft of the specification called it
    f"{{{XSL}}}copy-of": None,
    f"{{{XSL}}}sequence": None,
    f"{{{XSL}}}apply-templates": "node()",
}


def write_content(
    node: Node, *, whole: bool = False, quoting: bool = True, groups: bool = False
) -> tuple[ForeignLine, ...]:
    """The content of an element (or the `whole` element) as lines, each start tag ending on a line of its own.

    `quoting` says whether nodes of the document may be quoted, `groups` whether `$1` in a plain text means what the
    first group of the regular expression matched. Raises SetupError for what does not belong there.
    """
    writer = _ContentWriter(node, quoting=quoting and not whole)
    if groups and not len(node.element) and _has_groups(node):
        text = writer.groups(node.element.text or "")
    else:
        text = writer.element(node, {}) if whole else writer.content(node, {})
    return tuple(map(ForeignLine, text.split("\n"), [node.place(), *writer.places]))


def _has_groups(node: Node) -> bool:
    """Whether a regular expression, as far as it is known beforehand, captures anything."""
    return re.search(r"(?<!\\)\((?!\?)", node.element.get("regex", "")) is not None


class _ContentWriter:
    def __init__(self, top: Node, *, quoting: bool) -> None:
        self.top = top.element
        self.quoting = quoting
        self.places: list[Place] = []

    def groups(self, text: str) -> str:
        """Text in which `$1` stands for a group, as fn:replace has it and existing fixes rely on."""
        parts = _GROUP.split(text)
        for index in range(1, len(parts), 2):
            parts[index] = f'<xsl:value-of select="regex-group({parts[index]})"/>'
        parts[::2] = [f"<xsl:text>{escape.line(part)}</xsl:text>" if part else "" for part in parts[::2]]
        return "".join(parts)

    def content(self, node: Node, declared: dict[str | None, str]) -> str:
        """What is inside an element."""
        parts = [self._text(node, node.element.text)]
        for child in node.element:
            if isinstance(child.tag, str):
                parts.append(self.element(node.child(child), declared))
            parts.append(self._text(node, child.tail))
        return "".join(parts)

    def _text(self, node: Node, text: str | None) -> str:
        """Text, marked so that the line ends of the stylesheet around it are no part of it."""
        if not text:
            return ""
        if node.element.tag == f"{{{XSL}}}text":
            return escape.line(guard_text(node, text))
        if text.strip() or _preserves(node.element):
            return f"<xsl:text>{escape.line(guard_text(node, text))}</xsl:text>"
        return ""

    def element(self, node: Node, declared: dict[str | None, str]) -> str:
        """One element, translated if it is not for XSLT to understand."""
        namespace, name = split(node.element.tag)
        if node.element.tag in _COPYING and (namespace == SQF or self._copies_straight(node)):
            return self._copy(node, _COPYING[node.element.tag])
        if namespace == SCH:
            return self._schematron(node, name, declared)
        if namespace == SQF:
            fault(node.place(), Reason("sch_reason_content_element", name=name))
        guard_element(node)
        scope = dict(node.element.nsmap)
        parts = [attribute(f"xmlns:{p}" if p else "xmlns", uri) for p, uri in scope.items() if declared.get(p) != uri]
        parts += ['xmlns=""'] if None in declared and None not in scope else []
        for key in map(str, node.element.attrib):
            value = guard_attribute(node, key, node.get(key) or "")
            parts.append(attribute(_qualified(node.element, key), value))
        return self._written(node, _name(node.element), parts, scope)

    def _written(self, node: Node, name: str, parts: list[str], declared: dict[str | None, str]) -> str:
        self.places.append(node.place())
        return f"{' '.join([f'<{name}', *parts])}\n>{self.content(node, declared)}</{name}>"

    def _copies_straight(self, node: Node) -> bool:
        """Whether a copying instruction of XSLT does just that, and its result is not looked at by another one."""
        return self._is_straight(node.element) and set(node.element.attrib) <= {"select"} and not len(node.element)

    def _is_straight(self, element: etree._Element) -> bool:
        for holder in element.iterancestors():
            if holder is self.top:
                return self.quoting
            if holder.tag.startswith(f"{{{XSL}}}") and holder.tag not in _TRANSPARENT:
                return False
        return False

    def _copy(self, node: Node, default: str | None) -> str:
        expression = node.get("select") or default
        if expression is None:
            fault(node.place(), Reason("sch_reason_attribute", name=_name(node.element), attribute="select"))
        expression = self._guarded(node, "select", expression)
        self.places.append(node.place("select" if node.get("select") else None))
        if self._is_straight(node.element):
            return f"<xsl:sequence {attribute('select', quoted(expression))}\n/>"
        return f"<xsl:copy-of {attribute('select', expression)}\n/>"

    def _guarded(self, node: Node, key: str, expression: str) -> str:
        namespaces = {prefix: uri for prefix, uri in node.element.nsmap.items() if prefix}
        return guarded(expression, namespaces, node.place(key))

    def _schematron(self, node: Node, name: str, declared: dict[str | None, str]) -> str:
        if name == "let":
            parts = [attribute("name", node.require("name"))]
            parts += [attribute("as", node.get("as") or "")] if node.get("as") else []
            if node.get("value") is not None:
                parts.append(attribute("select", self._guarded(node, "value", node.require("value"))))
            return self._written(node, "xsl:variable", parts, declared)
        if name not in ("value-of", "name"):
            fault(node.place(), Reason("sch_reason_content_schematron", name=name))
        key = "select" if name == "value-of" else "path"
        expression = self._guarded(node, key, node.require("select") if key == "select" else node.get("path") or ".")
        self.places.append(node.place(key if node.get(key) else None))
        expression = expression if key == "select" else f"({expression}\n) ! name()"
        return f"<xsl:value-of {attribute('select', expression)}\n/>"


def _preserves(element: etree._Element) -> bool:
    """Whether white space counts: the nearest `xml:space` says so."""
    values = (holder.get(XML_SPACE) for holder in (element, *element.iterancestors()))
    return next((value == "preserve" for value in values if value is not None), False)


def _name(element: etree._Element) -> str:
    local = local_name(element.tag)
    return f"{element.prefix}:{local}" if element.prefix else local


def _qualified(element: etree._Element, key: str) -> str:
    if not key.startswith("{"):
        return key
    namespace, local = split(key)
    if namespace == XML:
        return f"xml:{local}"
    prefix = next(prefix for prefix, uri in element.nsmap.items() if prefix and uri == namespace)
    return f"{prefix}:{local}"
