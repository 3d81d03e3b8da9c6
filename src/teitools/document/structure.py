"""One reading of a source text with expat: at which byte each node starts and ends, and what is around it."""

from __future__ import annotations

import re
from array import array
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["DOCUMENT", "SEPARATOR", "Structure", "blocks", "without_declaration"]

SEPARATOR = "\x0c"  # between namespace and name: no character of XML, so in no namespace either, as a space may be

DOCUMENT = 0  # the number of the document node
_BLOCK = 1 << 16


class _Starter(Protocol):
    def __call__(self, name: str, attributes: object, /, *, is_element: bool = True) -> None: ...


class Structure:
    """What one pass of expat finds: for every element, comment and processing instruction, in document order,
    its first byte, its parent, its name, the byte of its end tag, and the number of the node after its last descendant.
    """

    def __init__(self, data: bytes, *, texts: bool = False) -> None:
        self.starts, self.parents, self.name_ids = array("q", [0]), array("l", [-1]), array("l", [0])
        self.closes, self.nexts = array("q", [len(data)]), array("l", [1])
        self.names = ["#document"]
        self.text_starts, self.text_ends, self.text_parents = array("q"), array("q"), array("l")
        self._open = [DOCUMENT]
        self._ids = {"#document": 0}
        self._parser = parser = expat.ParserCreate("utf-8", SEPARATOR)
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_ALWAYS)  # of the internal subset
        self._has_texts = texts
        self._start, parser.EndElementHandler = self._handlers(parser)
        parser.StartElementHandler = self._start
        self._listen()
        parser.StartDoctypeDeclHandler = self._enter_doctype
        parser.EndDoctypeDeclHandler = self._listen
        if texts:
            self._section = -1  # the byte of the CDATA section around, before its first character
            parser.CharacterDataHandler = self._characters
            parser.StartCdataSectionHandler = self._enter_section
            parser.EndCdataSectionHandler = self._leave_section
        with suppress(expat.ExpatError):  # what was found up to the fault still helps
            for block in blocks(without_declaration(data)):
                parser.Parse(block)
            parser.Parse(b"", True)
        self._close_text()
        for node in self._open:  # the document, and what a fault has left open
            self.nexts[node] = len(self.starts)
        del self._parser, self._open, self._ids, self._start

    def _listen(self) -> None:
        self._parser.CommentHandler = self._comment
        self._parser.ProcessingInstructionHandler = self._instruction

    def _enter_doctype(self, *_: Any) -> None:  # noqa: ANN401  # expat's signature; comments of the DTD are no nodes
        self._parser.CommentHandler = None
        self._parser.ProcessingInstructionHandler = None

    def _handlers(self, parser: expat.XMLParserType) -> tuple[_Starter, Callable[[str], None]]:
        """What is called at every start and end tag: in variables, not attributes, is all that it needs."""
        starts, parents, name_ids, closes, nexts = self.starts, self.parents, self.name_ids, self.closes, self.nexts
        around, ids, names, close_text = self._open, self._ids, self.names, self._close_text
        add_start, add_parent, add_name = starts.append, parents.append, name_ids.append
        add_close, add_next = closes.append, nexts.append
        has_texts = self._has_texts

        def start(name: str, _attributes: object, *, is_element: bool = True) -> None:
            if has_texts:
                close_text()
            number = ids.get(name)
            if number is None:
                number = ids[name] = len(names)
                names.append(name)
            add_parent(around[-1])
            if is_element:
                around.append(len(starts))
            add_start(parser.CurrentByteIndex)
            add_name(number)
            add_close(-1)
            add_next(len(starts))

        def end(_name: str) -> None:
            if has_texts:
                close_text()
            number = around.pop()
            closes[number] = parser.CurrentByteIndex
            nexts[number] = len(starts)

        return start, end

    def _comment(self, _text: str) -> None:
        self._start("#comment", None, is_element=False)

    def _instruction(self, target: str, _text: str) -> None:
        self._start(f"?{target}", None, is_element=False)

    def _enter_section(self) -> None:
        self._section = self._parser.CurrentByteIndex

    def _leave_section(self) -> None:
        self._section = -1

    def _characters(self, _text: str) -> None:
        if len(self.text_ends) == len(self.text_starts):
            self.text_starts.append(self._parser.CurrentByteIndex if self._section < 0 else self._section)
            self.text_parents.append(self._open[-1])

    def _close_text(self) -> None:
        if len(self.text_ends) < len(self.text_starts):
            self.text_ends.append(self._parser.CurrentByteIndex)


def blocks(data: bytes) -> Iterator[memoryview]:
    """A text in blocks for expat, which takes half as long again if it is given much at once."""
    view = memoryview(data)
    for start in range(0, len(data), _BLOCK):
        yield view[start : start + _BLOCK]


def without_declaration(data: bytes) -> bytes:
    """Blank the XML declaration, so that expat minds neither its encoding nor its version; bytes keep their places."""
    if data.startswith(b"<?xml") and data[5:6].isspace() and (end := data.find(b"?>")) > 0:
        return re.sub(rb"[^\r\n]", b" ", data[: end + 2]) + data[end + 2 :]
    return data
