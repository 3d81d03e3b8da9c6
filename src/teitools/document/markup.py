"""Write nodes as source text that fits the place where it is to stand: its namespaces, its encoding, its line ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from teitools.document import escape
from teitools.document.names import XML, split

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

__all__ = ["Part", "Quote", "Style", "Unwritable", "attribute_name", "write_nodes"]


class Unwritable(Exception):  # noqa: N818  # not an error of the program: the text asks for what its encoding lacks
    """A name, comment or processing instruction has a character that the encoding lacks; only text can say it else."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A run of bytes of the source that stands for itself."""

    start: int
    end: int


Part = str | Quote


@dataclass(frozen=True, slots=True)
class Style:
    """How a document is written: its encoding, as Python calls it, and its line ends."""

    encoding: str
    newline: str

    @classmethod
    def of(cls, data: bytes, encoding: str) -> Style:
        """The style of a text in UTF-8 that was read in this encoding; the most frequent line end is its own."""
        pairs = data.count(b"\r\n")
        ends = {"\r\n": pairs, "\n": data.count(b"\n") - pairs, "\r": data.count(b"\r") - pairs}
        return cls(encoding, max(("\n", "\r\n", "\r"), key=lambda end: ends[end]))

    def text(self, value: str) -> str:
        """Character data."""
        return self._referred(escape.lean_text(value).replace("\n", self.newline))

    def value(self, value: str, quote: str = '"') -> str:
        """The value of an attribute, without its quotes."""
        return self._referred(escape.lean_value(value, quote))

    def section(self, value: str) -> str | None:
        """Text for the inside of a CDATA section, or None if it cannot stand there."""
        return self.plain(value) if "]]>" not in value and "\r" not in value and self._fits(value) else None

    def plain(self, value: str) -> str:
        """Text in which there are no references. Raises Unwritable if the encoding lacks a character of it."""
        if not self._fits(value):
            raise Unwritable(value)
        return value.replace("\n", self.newline)

    def _fits(self, value: str) -> bool:
        try:
            value.encode(self.encoding)
        except UnicodeEncodeError:
            return False
        return True

    def _referred(self, value: str) -> str:
        """Character references for what the encoding lacks."""
        if self._fits(value):
            return value
        return "".join(c if self._fits(c) else f"&#x{ord(c):X};" for c in value)


def attribute_name(name: str, scope: Mapping[str, str], preferred: str | None) -> tuple[str, tuple[str, str] | None]:
    """How an attribute (named as lxml does) is called where these prefixes are bound, and the declaration it needs."""
    namespace, local = split(name)
    if not namespace:
        return local, None
    if namespace == XML:
        return f"xml:{local}", None
    bound = sorted(prefix for prefix, uri in scope.items() if prefix and uri == namespace)
    if bound:
        return f"{preferred if preferred in bound else bound[0]}:{local}", None
    prefix = preferred or "ns"
    number = 0
    while prefix in scope:
        number += 1
        prefix = f"{preferred or 'ns'}{number}"
    return f"{prefix}:{local}", (prefix, namespace)


def write_nodes(
    holder: etree._Element,
    scope: Mapping[str, str],
    style: Style,
    mark: str,
    quote: Callable[[etree._Element, Mapping[str, str]], list[Part]],
) -> list[Part]:
    """The content of an element as source text for a place where these prefixes are bound.

    Elements called `mark` stand for parts of the source; `quote` says which, for what is bound there. Raises
    Unwritable.
    """
    return _joined(_Writer(style, mark, quote).content(holder, scope))


class _Writer:
    def __init__(
        self, style: Style, mark: str, quote: Callable[[etree._Element, Mapping[str, str]], list[Part]]
    ) -> None:
        self.style = style
        self.mark = mark
        self.quote = quote

    def content(self, holder: etree._Element, scope: Mapping[str, str]) -> Iterator[Part]:
        yield self.style.text(holder.text or "")
        for child in holder:
            yield from self._node(child, scope)
            yield self.style.text(child.tail or "")

    def _node(self, node: etree._Element, scope: Mapping[str, str]) -> Iterator[Part]:
        if isinstance(node, etree._Comment):
            yield f"<!--{self.style.plain(node.text or '')}-->"
        elif isinstance(node, etree._ProcessingInstruction):
            text = f" {node.text}" if node.text else ""
            yield self.style.plain(f"<?{node.target!s}{text}?>")
        elif node.tag == self.mark:
            yield from self.quote(node, scope)
        else:
            yield from self._element(node, scope)

    def _element(self, element: etree._Element, scope: Mapping[str, str]) -> Iterator[Part]:
        name, declared = _element_name(element, scope)
        bound = {**scope, **declared}
        attributes = []
        for key, value in element.attrib.items():
            qualified, needed = attribute_name(str(key), bound, _prefix(element, str(key)))
            if needed is not None:
                declared[needed[0]] = bound[needed[0]] = needed[1]
            attributes.append(f' {self.style.plain(qualified)}="{self.style.value(str(value))}"')
        namespaces = (
            f' xmlns{":" if prefix else ""}{self.style.plain(prefix)}="{self.style.value(uri)}"'
            for prefix, uri in declared.items()
        )
        tag = self.style.plain(name) + "".join(namespaces) + "".join(attributes)
        if not len(element) and not element.text:
            yield f"<{tag}/>"
            return
        yield f"<{tag}>"
        yield from self.content(element, bound)
        yield f"</{name}>"


def _element_name(element: etree._Element, scope: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """How an element is called where these prefixes are bound, and what must be declared for it."""
    namespace, local = split(element.tag)
    own = element.prefix or ""
    bound = sorted(prefix for prefix, uri in scope.items() if uri == namespace)
    if scope.get("", "") == namespace:
        return local, {}
    if namespace and bound:
        prefix = own if own in bound else bound[0]
        return f"{prefix}:{local}", {}
    return (f"{own}:{local}" if own else local), {own: namespace}


def _prefix(element: etree._Element, key: str) -> str | None:
    namespace, _ = split(key)
    return next((prefix for prefix, uri in element.nsmap.items() if prefix and uri == namespace), None)


def _joined(parts: Iterator[Part]) -> list[Part]:
    """Neighbours put together: texts, and runs of the source that touch."""
    found: list[Part] = []
    for part in parts:
        last = found[-1] if found else None
        if part == "":
            continue
        if isinstance(part, str) and isinstance(last, str):
            found[-1] = last + part
        elif isinstance(part, Quote) and isinstance(last, Quote) and last.end == part.start:
            found[-1] = Quote(last.start, part.end)
        else:
            found.append(part)
    return found
