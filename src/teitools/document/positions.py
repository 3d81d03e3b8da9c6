"""Where things stand in a source text: from lxml nodes, node numbers and `fn:path()` strings to bytes and characters.

libxml2 keeps only the line of the *end* of a start tag. So the source is read once more with expat, which reports the
byte at which each piece of markup starts, also for what an internal entity expands to (the place of the reference).
All text is handled as UTF-8 bytes; characters are counted only for the places that somebody asks for.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from teitools.document.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teitools.document.paths import Step

__all__ = ["Positions", "attribute_value", "without_declaration"]

XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace"
DOCUMENT = 0  # the number of the document node

# Possessive quantifiers: hostile input must not make these backtrack.
_START_TAG = re.compile(rb"""<[^\s/>]++(?:[^>"']++|"[^"]*+"|'[^']*+')*+>""")
_TAG_NAME = re.compile(rb"<([^\s/>]++)")
_ATTRIBUTE = re.compile(rb"""([^\s=/>"']++)\s*+=\s*+("[^"]*+"|'[^']*+')""")
_REFERENCE = re.compile(rb"&[^;]*+;")
_PREDEFINED = (("&quot;", '"'), ("&apos;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


class _Structure:
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
        self._parser = parser = expat.ParserCreate("utf-8", " ")
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
        with suppress(expat.ExpatError):  # libxml2 took the document: what was found up to there still helps
            parser.Parse(without_declaration(data), True)
        self._close_text()
        self.nexts[DOCUMENT] = len(self.starts)
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


def without_declaration(data: bytes) -> bytes:
    """Blank the XML declaration, so that expat minds neither its encoding nor its version; bytes keep their places."""
    if data.startswith(b"<?xml") and data[5:6].isspace() and (end := data.find(b"?>")) > 0:
        return re.sub(rb"[^\r\n]", b" ", data[: end + 2]) + data[end + 2 :]
    return data


class Positions:
    """Nodes of one document and their places. Nodes are numbered in document order: 0 is the document itself, then
    every element, comment and processing instruction outside the DTD. Built by one pass over the source.
    """

    def __init__(self, data: bytes, lines: Lines | None = None) -> None:
        """`data` is a well-formed document in UTF-8 without byte order mark; its declared encoding is ignored."""
        self._data = data
        self._found = _Structure(data)
        self._children: dict[int, dict[str, list[int]]] = {}
        self.lines = lines or Lines(data)

    def __len__(self) -> int:
        return len(self._found.starts)

    @cached_property
    def root(self) -> int:
        """The number of the document element."""
        return next((node for node in self._walk_children(DOCUMENT) if self._name(node)[0] not in "#?"), DOCUMENT)

    def _walk_children(self, node: int) -> Iterator[int]:
        nexts = self._found.nexts
        child, end = node + 1, nexts[node]
        while child < end:
            yield child
            child = nexts[child]

    def _name(self, node: int) -> str:
        return self._found.names[self._found.name_ids[node]]

    def _groups(self, node: int) -> dict[str, list[int]]:
        """The children of a node by what a step may call them: name, `*` (elements), `:local`, `` (all), `?` (PIs)."""
        groups = self._children.get(node)
        if groups is None:
            groups = {"": []}
            for child in self._walk_children(node):
                name = self._name(child)
                groups[""].append(child)
                for key in (name, *_general_names(name)):
                    groups.setdefault(key, []).append(child)
            self._children[node] = groups
        return groups

    def child(self, node: int, index: int) -> int | None:
        """The child at a 0-based index among elements, comments and processing instructions."""
        children = self._groups(node)[""]
        return children[index] if index < len(children) else None

    def resolve(self, steps: list[Step]) -> tuple[int, Step | None]:
        """The node that the steps lead to, and a last step to an attribute or a text. Ends early where a step fails."""
        return self._follow(steps)[:2]

    def find(self, steps: list[Step]) -> tuple[int, Step | None] | None:
        """The same, but None where a step fails."""
        node, rest, complete = self._follow(steps)
        return (node, rest) if complete else None

    def _follow(self, steps: list[Step]) -> tuple[int, Step | None, bool]:
        node = DOCUMENT
        for step in steps:
            if step.kind in ("attribute", "text"):
                return node, step, step is steps[-1]
            candidates = self._groups(node).get(_key(step), [])
            if not 1 <= step.position <= len(candidates):
                return node, None, False
            node = candidates[step.position - 1]
        return node, None, True

    def parent(self, node: int) -> int:
        """The number of the node around this one; -1 for the document."""
        return self._found.parents[node]

    def is_element(self, node: int) -> bool:
        """Whether the node is an element."""
        return self._name(node)[0] not in "#?"

    def close(self, node: int) -> int:
        """The byte at which the end tag of an element starts, or the byte after an empty element."""
        return self._found.closes[node]

    def attributes(self, node: int) -> list[tuple[str, tuple[int, int]]]:
        """The attributes in a start tag, namespace declarations among them: names as written, and their bytes."""
        return list(self._attributes(*self.span(node)))

    def span(self, node: int) -> tuple[int, int]:
        """First byte and byte after the start tag, comment or processing instruction; or of the entity reference."""
        if node == DOCUMENT:
            return self.span(self.root) if self.root else (0, 0)
        start = self._found.starts[node]
        name = self._name(node)
        if self._data[start : start + 1] == b"&":
            match = _REFERENCE.match(self._data, start)
            return start, match.end() if match else start + 1
        closing = {"#": b"-->", "?": b"?>"}.get(name[0])
        if closing is None:
            return start, _start_tag_end(self._data, start)
        end = self._data.find(closing, start)
        return start, end + len(closing) if end >= 0 else start

    def attribute_span(self, node: int, namespace: str, local: str) -> tuple[int, int] | None:
        """First byte of the attribute's name and the byte after its value; None if the start tag does not have it."""
        start, end = self.span(node)
        found = [(name, span) for name, span in self._attributes(start, end) if name.rpartition(":")[2] == local]
        for name, span in found:
            prefix = _prefix(name)
            if self._namespace(node, prefix) == namespace if prefix else not namespace:
                return span
        return None

    def _attributes(self, start: int, end: int) -> Iterator[tuple[str, tuple[int, int]]]:
        name = _TAG_NAME.match(self._data, start)
        for match in _ATTRIBUTE.finditer(self._data, name.end(), end) if name else ():
            yield match[1].decode(), match.span()

    def _namespace(self, node: int, prefix: str) -> str | None:
        """The namespace that a prefix is bound to at an element (Namespaces in XML 1.0, 6.1)."""
        if prefix == "xml":
            return XML_NAMESPACE
        while node != DOCUMENT:
            start, end = self.span(node)
            for name, (at, value_end) in self._attributes(start, end):
                if name == f"xmlns:{prefix}":
                    return attribute_value(self._data[at:value_end])
            node = self._found.parents[node]
        return None

    @cached_property
    def _texts(self) -> _Structure:
        return _Structure(self._data, texts=True)

    def text_span(self, node: int, position: int) -> tuple[int, int] | None:
        """First byte and byte after the n-th text node of an element; CDATA is text, entities are expanded."""
        found = self._texts
        low = bisect_left(found.text_starts, found.starts[node])
        high = bisect_right(found.text_starts, max(found.closes[node], found.starts[node]))
        own = (i for i in range(low, high) if found.text_parents[i] == node)
        index = next((i for count, i in enumerate(own, 1) if count == position), None)
        return None if index is None else (found.text_starts[index], found.text_ends[index])

    def xpath(self, node: int) -> str:
        """The path for people: local names, and a position where siblings share the name."""
        steps = []
        while node != DOCUMENT:
            parent = self._found.parents[node]
            name = self._name(node)
            key, shown = _shown(name)
            same = self._groups(parent)[key]
            steps.append(shown if len(same) == 1 else f"{shown}[{bisect_left(same, node) + 1}]")
            node = parent
        return "/" + "/".join(reversed(steps))


def attribute_value(written: bytes) -> str:
    """The value of an attribute from its bytes, name and quotes included; only predefined references are resolved."""
    value = written.partition(b"=")[2].strip()[1:-1].decode()
    for reference, character in _PREDEFINED:
        value = value.replace(reference, character)
    return value


def _start_tag_end(data: bytes, start: int) -> int:
    """The byte after the start tag at `start`; `start` itself if there is none."""
    match = _START_TAG.match(data, start)
    return match.end() if match else start


def _prefix(name: str) -> str:
    """The prefix of a qualified name, or nothing."""
    return name.partition(":")[0] if ":" in name else ""


def _general_names(name: str) -> tuple[str, ...]:
    if name[0] == "#":
        return ()
    return ("?",) if name[0] == "?" else ("*", ":" + name.rpartition(" ")[2])


def _shown(name: str) -> tuple[str, str]:
    if name[0] == "#":
        return name, "comment()"
    if name[0] == "?":
        return name, f"processing-instruction({name[1:]})"
    local = name.rpartition(" ")[2]
    return ":" + local, local


def _key(step: Step) -> str:
    if step.kind == "comment":
        return "#comment"
    if step.kind == "processing-instruction":
        return "?" if step.local == "*" else f"?{step.local}"
    if step.local == "*":
        return "*"
    if step.namespace is None:
        return f":{step.local}"
    return f"{step.namespace} {step.local}" if step.namespace else step.local
