"""One reading of a source text with expat: at which byte each node starts and ends, and what is around it."""

from __future__ import annotations

import re
from array import array
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["DOCUMENT", "SEPARATOR", "Structure", "blocks", "without_declaration"]

SEPARATOR = "\x0c"  # between namespace and name: no character of XML, so in no namespace either, as a space may be

DOCUMENT = 0  # the number of the document node
_BLOCK = 1 << 16


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
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
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
        del self._parser, self._open, self._ids

    def _listen(self) -> None:
        self._parser.CommentHandler = self._comment
        self._parser.ProcessingInstructionHandler = self._instruction

    def _enter_doctype(self, *_: Any) -> None:  # noqa: ANN401  # expat's signature; comments of the DTD are no nodes
        self._parser.CommentHandler = None
        self._parser.ProcessingInstructionHandler = None

    def _add(self, name: str) -> None:
        starts = self.starts
        self._close_text()
        number = self._ids.get(name)
        if number is None:
            number = self._ids[name] = len(self.names)
            self.names.append(name)
        starts.append(self._parser.CurrentByteIndex)
        self.parents.append(self._open[-1])
        self.name_ids.append(number)
        self.closes.append(-1)
        self.nexts.append(len(starts))

    def _start(self, name: str, _attributes: object) -> None:
        self._add(name)
        self._open.append(len(self.starts) - 1)

    def _end(self, _name: str) -> None:
        self._close_text()
        number = self._open.pop()
        self.closes[number] = self._parser.CurrentByteIndex
        self.nexts[number] = len(self.starts)

    def _comment(self, _text: str) -> None:
        self._add("#comment")

    def _instruction(self, target: str, _text: str) -> None:
        self._add(f"?{target}")

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
