"""Elements as text: laid out anew where only white space stands between them, as written elsewhere.

Written with the prefixes of the file they go into. Content in other namespaces, such as XSLT, may hold expressions, so
it takes with it whatever prefixes were in scope where it stood.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.document import escape
from teitools.document.names import OF_RULES, SCH, SCH_OLD, SQF, XML, split
from teitools.odd.references import relocated

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from lxml import etree

INDENT = "  "
_INVISIBLE = (
    0xA0,
    0xAD,
    *range(0x200B, 0x2010),
    0x2028,
    0x2029,
    0x2060,
    0xFEFF,
)  # a reader shall see that they are there
_SHOWN = str.maketrans({chr(code): f"&#x{code:X};" for code in _INVISIBLE})


def escaped(text: str) -> str:
    """Text as it stands in markup."""
    return escape.text(text).translate(_SHOWN)


def attribute(name: str, value: str) -> str:
    """An attribute with the space before it."""
    return escape.attribute(name, value).translate(_SHOWN)


class Markup:
    """Writes elements; `prefix` is that of Schematron, empty where it is the default namespace.

    References to other files are made to hold from `folder`, where the text is to lie; without it they stay.
    """

    def __init__(self, prefix: str = "", declared: Mapping[str, str] | None = None, folder: Path | None = None) -> None:
        self.prefix = prefix
        self.folder = folder
        self.declared = {"xml": XML, **(declared or {})}
        if prefix:
            self.declared[prefix] = SCH

    def tag(self, name: str) -> str:
        """The name of an element of Schematron."""
        return f"{self.prefix}:{name}" if self.prefix else name

    def lines(self, element: etree._Element, extra: Mapping[str, str] | None = None) -> list[str]:
        """An element, with attributes that replace or join its own."""
        return self._lines(element, SCH if not self.prefix else "", self.declared, extra or {})

    def block(self, name: str, attributes: Mapping[str, str | None], inner: Iterable[str]) -> list[str]:
        """An element of Schematron around lines."""
        head = self.tag(name) + "".join(attribute(key, value) for key, value in attributes.items() if value is not None)
        return [f"<{head}>", *(f"{INDENT}{line}" for line in inner), f"</{self.tag(name)}>"]

    def _lines(
        self, element: etree._Element, default: str, declared: Mapping[str, str], extra: Mapping[str, str]
    ) -> list[str]:
        start, name, default, declared = self._start(element, default, declared, extra)
        children = list(element)
        if not children:
            text = escaped(element.text or "")
            return [f"<{start}>{text}</{name}>" if text else f"<{start}/>"]
        if not _is_layout(element):
            inner = self._inline(element, default, declared)
            return [f"<{start}>{inner}</{name}>"]
        lines = [f"<{start}>"]
        for child in children:
            if isinstance(child.tag, str):
                lines += [f"{INDENT}{line}" for line in self._lines(child, default, declared, {})]
            elif str(child).startswith("<!--"):
                lines.append(f"{INDENT}<!--{child.text}-->")
        return [*lines, f"</{name}>"]

    def _inline(self, element: etree._Element, default: str, declared: Mapping[str, str]) -> str:
        """Mixed content, to the letter."""
        text = escaped(element.text or "")
        for child in element:
            if isinstance(child.tag, str):
                start, name, inner_default, inner_declared = self._start(child, default, declared, {})
                inner = self._inline(child, inner_default, inner_declared)
                text += f"<{start}>{inner}</{name}>" if inner else f"<{start}/>"
            text += escaped(child.tail or "")
        return text

    def _start(
        self, element: etree._Element, default: str, declared: Mapping[str, str], extra: Mapping[str, str]
    ) -> tuple[str, str, str, Mapping[str, str]]:
        """The inside of a start tag, the name, and the namespaces that are then in scope."""
        uri, local = split(element.tag)
        uri = SCH if uri == SCH_OLD else uri
        needed: dict[str, str] = {}
        if uri == SCH and self.prefix:
            name = self.tag(local)
        elif uri == default:
            name = local
        elif element.prefix and uri:
            name, needed[element.prefix] = f"{element.prefix}:{local}", uri
        else:
            name, default, needed[""] = local, uri, uri
        if uri != SCH:
            needed |= {prefix: bound for prefix, bound in element.nsmap.items() if prefix and bound != XML}
        if uri == SQF and element.get("node-type") in ("element", "keep"):  # names in `target` depend on it
            around = element.nsmap.get(None, "")
            if around not in {*OF_RULES, "", default}:
                default = needed[""] = around
        attributes = ""
        written = {str(key): str(value) for key, value in element.attrib.items()} | dict(extra)
        if (href := relocated(element, self.folder)) is not None:
            written["href"] = href
        for key, value in written.items():
            attributes += attribute(self._attribute_name(element, key, needed), value)
        new = {prefix: bound for prefix, bound in needed.items() if prefix == "" or declared.get(prefix) != bound}
        declarations = "".join(attribute(f"xmlns:{prefix}".rstrip(":"), bound) for prefix, bound in sorted(new.items()))
        in_scope = {**declared, **{prefix: bound for prefix, bound in new.items() if prefix}} if new else declared
        return f"{name}{declarations}{attributes}", name, default, in_scope

    def _attribute_name(self, element: etree._Element, key: str, needed: dict[str, str]) -> str:
        uri, local = split(key)
        if not uri:
            return local
        prefix = next((one for one, bound in element.nsmap.items() if one and bound == uri), None)
        prefix = prefix or ("xml" if uri == XML else "ns")
        if prefix != "xml":
            needed[prefix] = uri
        return f"{prefix}:{local}"


def _is_layout(element: etree._Element) -> bool:
    """Whether only white space stands between the children."""
    texts = [element.text, *(child.tail for child in element)]
    return not any(text and text.strip() for text in texts)
