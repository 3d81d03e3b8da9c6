"""Where things stand in a source text: from lxml nodes, node numbers and `fn:path()` strings to bytes and characters.

libxml2 keeps only the line of the *end* of a start tag. So the source is read once more with expat, which reports the
byte at which each piece of markup starts, also for what an internal entity expands to (the place of the reference).
All text is handled as UTF-8 bytes; characters are counted only for the places that somebody asks for.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from teitools.document.escape import unescaped
from teitools.document.lines import Lines
from teitools.document.names import XML
from teitools.document.structure import DOCUMENT, SEPARATOR, Structure
from teitools.document.tokens import token_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teitools.document.paths import Step

__all__ = ["DOCUMENT", "Positions", "attribute_value", "start_tag_end"]

# Possessive quantifiers: hostile input must not make these backtrack.
_START_TAG = re.compile(rb"""<[^\s/>]++(?:[^>"']++|"[^"]*+"|'[^']*+')*+>""")
_TAG_NAME = re.compile(rb"<([^\s/>]++)")
_ATTRIBUTE = re.compile(rb"""([^\s=/>"']++)\s*+=\s*+("[^"]*+"|'[^']*+')""")
_REFERENCE = re.compile(rb"&[^;]*+;")
_BEFORE_TEXT = re.compile(
    rb"(?:[ \t\r\n]++|<!\[CDATA\[[ \t\r\n]*+\]\]>|<!--.*?-->|<\?.*?\?>)*+(<!\[CDATA\[[ \t\r\n]*+)?+", re.DOTALL
)
_LINE, _LINE_IN_SECTION = re.compile(rb"[^\r\n<]++"), re.compile(rb"(?:[^\r\n\]]++|\](?!\]>))++")


class Positions:
    """Nodes of one document and their places. Nodes are numbered in document order: 0 is the document itself, then
    every element, comment and processing instruction outside the DTD. Built by one pass over the source.
    """

    def __init__(self, data: bytes, lines: Lines | None = None) -> None:
        """`data` is a well-formed document in UTF-8 without byte order mark; its declared encoding is ignored."""
        self._data = data
        self._found = Structure(data)
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
            return start, start_tag_end(self._data, start)
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
            return XML
        while node != DOCUMENT:
            start, end = self.span(node)
            for name, (at, value_end) in self._attributes(start, end):
                if name == f"xmlns:{prefix}":
                    return attribute_value(self._data[at:value_end])
            node = self._found.parents[node]
        return None

    @cached_property
    def _texts(self) -> Structure:
        return Structure(self._data, texts=True)

    def text_span(self, node: int, position: int) -> tuple[int, int] | None:
        """First byte and byte after the n-th text node of an element; CDATA is text, entities are expanded."""
        found = self._texts
        low = bisect_left(found.text_starts, found.starts[node])
        high = bisect_right(found.text_starts, max(found.closes[node], found.starts[node]))
        own = (i for i in range(low, high) if found.text_parents[i] == node)
        index = next((i for count, i in enumerate(own, 1) if count == position), None)
        return None if index is None else (found.text_starts[index], found.text_ends[index])

    def starting(self, byte: int, depth: int) -> int:
        """The node that starts at a byte, with `depth` elements around it: an entity may bring several there."""
        starts = self._found.starts
        here = range(bisect_left(starts, byte, 1), bisect_right(starts, byte, 1))
        return next((node for node in here if self._depth(node) == depth), here.start if here else self.root)

    def around(self, byte: int, depth: int) -> int:
        """The element that is open before a byte and has `depth` elements around it; the nearest there is, if none has.

        It may end there. What an entity brings all stands at the byte of the reference, and is nothing before it.
        """
        node = self._last_before(byte)
        for _ in range(self._depth(node) - depth):
            node = self.parent(node)
        return node or self.root

    def _last_before(self, byte: int) -> int:
        """The last element that starts before a byte, or the document."""
        node = max(bisect_left(self._found.starts, byte) - 1, DOCUMENT)
        while node != DOCUMENT and not self.is_element(node):
            node -= 1
        return node

    def _depth(self, node: int) -> int:
        """How many elements are around a node."""
        depth = -1
        while node != DOCUMENT:
            node = self._found.parents[node]
            depth += 1
        return max(depth, 0)

    def end_span(self, node: int) -> tuple[int, int]:
        """First byte and byte after the end tag of an element; of its only tag, if it is empty; or of the reference."""
        start, close = self.span(node), self.close(node)
        if start[1] == close and self._data[close - 2 : close] == b"/>":
            return start
        return (close, self._data.find(b">", close) + 1) if self._data.startswith(b"</", close) else start

    def text_before(self, byte: int, node: int) -> tuple[int, int] | None:
        """The first line of the text of an element that stands between a byte and the last tag before it.

        White space around it is left out; None if there is no other text.
        """
        text = _BEFORE_TEXT.match(self._data, self._text_start(byte, node), byte)
        if text is None or text.end() >= byte:
            return None
        line = (_LINE_IN_SECTION if text[1] else _LINE).match(self._data, text.end(), byte)
        return (text.end(), text.end() + len(line[0].rstrip())) if line else None

    def _text_start(self, byte: int, node: int) -> int:
        """The byte after the last tag in an element before a byte."""
        last = self._last_before(byte)
        start = self.span(node)[1]
        while last not in (node, DOCUMENT):
            start = self.end_span(last)[1]
            last = self.parent(last)
        return start

    def token_before(self, byte: int, node: int, at: int) -> tuple[int, int] | None:
        """The token number `at` (from 0) of the text that `text_before` begins; None if it cannot be told."""
        return self._token((self._text_start(byte, node), byte), at)

    def token_of_attribute(self, span: tuple[int, int], at: int) -> tuple[int, int] | None:
        """The token number `at` (from 0) of the value of an attribute; None if it cannot be told."""
        quoted = _ATTRIBUTE.match(self._data, *span)
        return self._token((quoted.start(2) + 1, quoted.end(2) - 1), at) if quoted else None

    def _token(self, span: tuple[int, int], at: int) -> tuple[int, int] | None:
        start, end = span
        found = token_span(self._data[: self.span(self.root)[0]], self._data[start:end], at)
        return (start + found[0], start + found[1]) if found else None

    def reference(self, byte: int) -> tuple[int, int]:
        """The reference that begins at a byte; nothing there, if none does."""
        match = _REFERENCE.match(self._data, byte)
        return match.span() if match else (byte, byte)

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
    """The value of an attribute from its bytes, name and quotes included; entities of the DTD stay as written."""
    return unescaped(written.partition(b"=")[2].strip()[1:-1].decode())


def start_tag_end(data: bytes, start: int) -> int:
    """The byte after the start tag at `start`; `start` itself if there is none."""
    match = _START_TAG.match(data, start)
    return match.end() if match else start


def _prefix(name: str) -> str:
    """The prefix of a qualified name, or nothing."""
    return name.partition(":")[0] if ":" in name else ""


def _general_names(name: str) -> tuple[str, ...]:
    if name[0] == "#":
        return ()
    return ("?",) if name[0] == "?" else ("*", ":" + name.rpartition(SEPARATOR)[2])


def _shown(name: str) -> tuple[str, str]:
    if name[0] == "#":
        return name, "comment()"
    if name[0] == "?":
        return name, f"processing-instruction({name[1:]})"
    local = name.rpartition(SEPARATOR)[2]
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
    return f"{step.namespace}{SEPARATOR}{step.local}" if step.namespace else step.local
