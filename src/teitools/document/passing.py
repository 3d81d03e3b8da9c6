"""Large documents that pass by: every start tag is seen once, and no tree is held.

A tree takes from 3 times the bytes of a document (mostly text) to 30 times (markup at every word), the text and what is
asked of its start tags little more than once. Only what is read without ado passes by: a text in a known encoding
without DOCTYPE, whose entities need limits, that includes nothing. All else is for `model.read`, which says what is
wrong with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from teitools.diagnostics import Diagnostic, diagnose
from teitools.document.decoding import EncodingFault, decode
from teitools.document.model import Document, may_include, parse
from teitools.document.parsing import feed
from teitools.document.positions import start_tag_end
from teitools.document.prolog import first_other, has_doctype
from teitools.document.wellformedness import DEPTH

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["Visitor", "headed", "pass_by"]


class Visitor(Protocol):
    """Who looks at the elements of a document that passes by."""

    def start(self, index: int, tag: str, attributes: Mapping[str, str]) -> None:
        """A start tag, with its number as the elements, comments and processing instructions of a tree are counted."""

    def end(self) -> None:
        """The end of the last element that has started and not ended."""


def headed(content: bytes, name: str, path: Path | None) -> tuple[Document, tuple[Diagnostic, ...]] | None:
    """A document whose tree ends with the start tag of the root, and what is wrong with its prolog; None if it may not.

    The text, and the places in it, are those of the whole document. Nobody has looked yet whether it is well-formed.
    """
    try:
        source = decode(content)
    except EncodingFault:
        return None
    data = source.data
    if may_include(data):
        return None
    start = first_other(data, 0)
    end = start_tag_end(data, start)
    if has_doctype(data) or end == start or data.endswith(b"/>", start, end):
        return None
    tag = data[start + 1 : end - 1].split(maxsplit=1)[0]
    head, faults = parse(b"%b</%b>" % (data[:end], tag), name, path)
    if head is None:
        return None
    return Document(path, name, content, head.tree, head.models, source), faults


def pass_by(document: Document, visitor: Visitor) -> tuple[Diagnostic, ...] | None:
    """Show a visitor the elements of a document from `headed`; what is wrong beyond its prolog.

    None if the document is not well-formed, or not within the limits that hold for all that pass by.
    """
    counter = _Counter(visitor)
    if not feed(document.data, counter) or counter.deepest > DEPTH:
        return None
    return tuple(diagnose("XML052", document.location_of_index(index)) for index in counter.models)


class _Counter:
    """A target of the parser, which numbers what it meets from the root on."""

    def __init__(self, visitor: Visitor) -> None:
        self._visitor = visitor
        self._next = self._depth = self.deepest = 0
        self.models: list[int] = []  # `xml-model` where it declares nothing

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """As parsers of lxml call it."""
        self._visitor.start(self._next, tag, attributes)
        self._next += 1
        self._depth += 1
        self.deepest = max(self.deepest, self._depth)

    def end(self, _tag: str) -> None:
        """As parsers of lxml call it."""
        self._depth -= 1
        self._visitor.end()

    def comment(self, _text: str) -> None:
        """As parsers of lxml call it."""
        if self._next:
            self._next += 1

    def pi(self, target: str, _text: str | None = None) -> None:
        """As parsers of lxml call it."""
        if self._next:
            if target == "xml-model":
                self.models.append(self._next)
            self._next += 1

    def close(self) -> None:
        """As parsers of lxml call it."""
