"""The exact bytes of nodes in the source text, for whoever changes a document and nothing else in it.

All offsets count bytes of the text in UTF-8 (`Document.data`). A node that is not written in the source itself, as it
comes from an entity or is an attribute's default in the DTD, has no range.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from teitools.document.paths import parse_path
from teitools.document.positions import DOCUMENT, attribute_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from teitools.document.positions import Positions

__all__ = ["Range", "Ranges", "Tag"]

_END_TAG = re.compile(rb"</[^>]*+>")
_TAG_NAME = re.compile(rb"<[^\s/>]++")
_DECLARATION = re.compile(rb"<\?xml\s[^>]*+>\s*+")


@dataclass(frozen=True, slots=True)
class Range:
    """The bytes of a node: of an element from its start tag to its end tag, of an attribute its name and value.

    `kind` is `document`, `element`, `attribute`, `text`, `comment` or `processing-instruction`; `node` numbers the
    node, or the element that has the attribute or text.
    """

    kind: str
    node: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tag:
    """A start tag: its bytes, the byte after its name, the byte after its last attribute, and whether it ends `/>`."""

    start: int
    end: int
    name_end: int
    attributes_end: int
    empty: bool


class Ranges:
    """The ranges of the nodes of one document."""

    def __init__(self, data: bytes, positions: Positions) -> None:
        self._data = data
        self._positions = positions
        self.scope = lru_cache(maxsize=256)(self._scope)

    def find(self, path: str) -> Range | None:
        """The range of the node that an `fn:path()` string names; None if it is not written in the source."""
        found = self._positions.find(parse_path(path))
        if found is None:
            return None
        node, rest = found
        if rest is None:
            return self.node(node)
        if rest.kind == "attribute":
            span = self._positions.attribute_span(node, rest.namespace or "", rest.local)
        else:
            span = self._positions.text_span(node, rest.position)
        return Range(rest.kind, node, *span) if span and self._is_written(node) else None

    def node(self, node: int) -> Range | None:
        """The range of the document, an element, a comment or a processing instruction."""
        if node == DOCUMENT:
            return Range("document", node, self._content_start(), len(self._data))
        if not self._is_written(node):
            return None
        start, end = self._positions.span(node)
        if not self._positions.is_element(node):
            return Range(
                "comment" if self._data.startswith(b"<!--", start) else "processing-instruction", node, start, end
            )
        return Range("element", node, start, self.content(node)[1] if self.tag(node).empty else self._end(node))

    def _is_written(self, node: int) -> bool:
        """Whether the node stands in the source itself, not in an entity."""
        start = self._positions.span(node)[0] if node != DOCUMENT else 0
        return node == DOCUMENT or self._data[start : start + 1] == b"<"

    def _end(self, node: int) -> int:
        match = _END_TAG.match(self._data, self._positions.close(node))
        return match.end() if match else self._positions.close(node)

    def _content_start(self) -> int:
        """Where the document's own nodes can start: after the XML declaration."""
        match = _DECLARATION.match(self._data)
        return match.end() if match else 0

    def tag(self, node: int) -> Tag:
        """The start tag of an element that is written in the source."""
        start, end = self._positions.span(node)
        name = _TAG_NAME.match(self._data, start)
        name_end = name.end() if name else start
        attributes = self._positions.attributes(node)
        last = attributes[-1][1][1] if attributes else name_end
        return Tag(start, end, name_end, last, self._data[end - 2 : end] == b"/>")

    def content(self, node: int) -> tuple[int, int]:
        """The bytes between start tag and end tag; of an empty element, the end of it twice."""
        tag = self.tag(node)
        return tag.end, tag.end if tag.empty else self._positions.close(node)

    def name(self, node: int) -> str:
        """The name of an element as its start tag has it, with prefix."""
        tag = self.tag(node)
        return self._data[tag.start + 1 : tag.name_end].decode()

    def attribute(self, node: int, namespace: str, local: str) -> Range | None:
        """The range of an attribute, or None if the start tag does not have it."""
        span = self._positions.attribute_span(node, namespace, local)
        return Range("attribute", node, *span) if span else None

    def parent(self, node: int) -> int:
        """The number of the node around this one; -1 for the document."""
        return self._positions.parent(node)

    def _scope(self, node: int) -> Mapping[str, str]:
        """The prefixes bound at a node, `` for the default namespace (Namespaces in XML 1.0, 6)."""
        if node <= DOCUMENT:
            return {}
        bound = dict(self.scope(self._positions.parent(node)))
        if self._positions.is_element(node) and self._is_written(node):
            for name, (start, end) in self._positions.attributes(node):
                prefix, colon, local = name.partition(":")
                if prefix == "xmlns":
                    bound[local if colon else ""] = attribute_value(self._data[start:end])
        return bound
