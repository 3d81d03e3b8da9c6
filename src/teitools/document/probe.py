"""Where expat stops in a text that is not well-formed, and what kind of fault stands there."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from typing import Any
from xml.parsers import expat

from teitools.document.prolog import first_other
from teitools.document.structure import SEPARATOR, without_declaration

__all__ = ["Fault", "Probe", "depth", "probe"]


class Fault(Enum):
    """Kinds of faults; the value is the code of the finding."""

    OTHER = "XML001"
    MISMATCH = "XML002"
    UNCLOSED = "XML003"
    BARE_AMPERSAND = "XML004"
    BARE_LESS_THAN = "XML005"
    UNDEFINED_ENTITY = "XML006"
    UNQUOTED = "XML007"
    DUPLICATE_ATTRIBUTE = "XML008"
    AFTER_ROOT = "XML009"
    CONTROL = "XML016"
    PREFIX = "XML017"
    ATTRIBUTE_TEXT = "XML018"
    MALFORMED_TAG = "XML019"
    LATE_DECLARATION = "XML020"
    UNFINISHED = "XML021"
    CHARACTER_REFERENCE = "XML023"
    CDATA_END = "XML024"
    BEFORE_ROOT = "XML025"
    COMMENT_HYPHENS = "XML026"
    STRAY_END = "XML027"
    EXTERNAL_ENTITY = "XML040"
    ENTITY_LOOP = "XML042"
    DOCTYPE = "XML046"


@dataclass(slots=True)
class Probe:
    """What expat saw before it stopped: the fault and its byte, the start tags still open, and more for some faults."""

    fault: Fault | None = None
    offset: int = 0
    tag: int = 0  # of the tag around the fault
    attribute: int = 0  # the attribute around it
    pair: tuple[int, int] | None = None  # an attribute and its second occurrence
    open: list[int] = field(default_factory=list)
    entities: set[bytes] = field(default_factory=set)
    target: str = ""  # of an external entity


_CODES = {
    2: Fault.BEFORE_ROOT,
    3: Fault.UNCLOSED,
    5: Fault.UNFINISHED,
    7: Fault.MISMATCH,
    8: Fault.DUPLICATE_ATTRIBUTE,
    9: Fault.AFTER_ROOT,
    11: Fault.UNDEFINED_ENTITY,
    12: Fault.ENTITY_LOOP,
    14: Fault.CHARACTER_REFERENCE,
    16: Fault.EXTERNAL_ENTITY,
    17: Fault.LATE_DECLARATION,
    20: Fault.UNFINISHED,
    21: Fault.EXTERNAL_ENTITY,
    27: Fault.PREFIX,
    43: Fault.ENTITY_LOOP,
}
_NOT_WELL_FORMED = 4

_COMPLETE_TAG = re.compile(rb"""<[^\s/>"'<=]++(?:[^>"'<]++|"[^"<]*+"|'[^'<]*+')*+>""")
_ATTRIBUTE = re.compile(rb"""\s++([^\s=/>"'<]++)\s*+=\s*+(?:"[^"<]*+"|'[^'<]*+')""")
_ATTRIBUTE_START = re.compile(rb"""\s*+([^\s=/>"'<]++)\s*+(=\s*+)?(["'])?""")
_BARE_AMPERSAND = re.compile(rb"&[^\s<>&;\"']*+")
_TAG_NAME = re.compile(rb"<([^\s/>\"'<=]*+)")
_CLOSINGS = ((b"<!--", b"-->"), (b"<![CDATA[", b"]]>"), (b"<?", b"?>"))


def probe(data: bytes) -> Probe:
    """Run expat over a text in UTF-8 until it stops. `fault` is None if it finds nothing wrong."""
    return _Run(data).found


def depth(data: bytes) -> int:
    """How many elements at most stand in one another in a text in UTF-8, as far as it is well-formed."""
    deepest = current = 0

    def enter(*_: object) -> None:
        nonlocal deepest, current
        current += 1
        deepest = max(deepest, current)

    def leave(_name: str) -> None:
        nonlocal current
        current -= 1

    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler, parser.EndElementHandler = enter, leave
    with suppress(expat.ExpatError):
        parser.Parse(without_declaration(data), True)
    return deepest


class _Run:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.found = Probe()
        self.last = 0  # the byte of the last piece of markup that was complete
        self.seen_root = False
        self.doctype_end = 0
        self.parser = parser = expat.ParserCreate("utf-8", SEPARATOR)
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_ALWAYS)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CommentHandler = parser.ProcessingInstructionHandler = self._mark
        parser.EndDoctypeDeclHandler = self._end_doctype
        parser.EntityDeclHandler = self._entity
        parser.ExternalEntityRefHandler = self._external
        try:
            parser.Parse(without_declaration(data), True)
        except expat.ExpatError as error:
            self._classify(error.code, parser.ErrorByteIndex)

    def _mark(self, *_: Any) -> None:  # noqa: ANN401  # handlers of several signatures
        self.last = self.parser.CurrentByteIndex

    def _end_doctype(self) -> None:
        self.doctype_end = self.data.find(b">", self.parser.CurrentByteIndex) + 1

    def _start(self, *_: object) -> None:
        self.last = self.parser.CurrentByteIndex
        self.seen_root = True
        self.found.open.append(self.last)

    def _end(self, _name: str) -> None:
        self.last = self.parser.CurrentByteIndex
        self.found.open.pop()

    def _entity(self, name: str, *_: Any) -> None:  # noqa: ANN401  # expat's signature
        self.found.entities.add(name.encode())

    def _external(self, _context: str, _base: str | None, system: str | None, public: str | None) -> int:
        self.found.target = system or public or ""
        return 0

    def _classify(self, code: int, offset: int) -> None:
        found = self.found
        found.offset, found.tag = offset, offset
        found.fault = _CODES.get(code, Fault.OTHER)
        if code == _NOT_WELL_FORMED:
            self._classify_token(offset)
        elif found.fault is Fault.UNFINISHED:
            self._classify_unfinished(offset)
        elif found.fault is Fault.BEFORE_ROOT:
            self._classify_before_root()
        elif found.fault in (Fault.DUPLICATE_ATTRIBUTE, Fault.PREFIX):
            self._inspect_tag(offset)

    def _classify_before_root(self) -> None:
        """Text before the root, which expat reads to its end, or a fault inside the DOCTYPE."""
        other = first_other(self.data, self.doctype_end)
        if self.data[other : other + 1] != b"<":
            self.found.offset = other
        elif not self.doctype_end:
            self.found.fault = Fault.DOCTYPE

    def _classify_unfinished(self, offset: int) -> None:
        if self.data[offset : offset + 1] == b"&":
            self.found.fault = Fault.BARE_AMPERSAND
        elif self.data[offset : offset + 1] != b"<":  # expat gives the end of the text for a CDATA section
            self.found.offset = self._construct(offset)[1]

    def _construct(self, offset: int) -> tuple[str, int]:
        """What the byte stands in and where that starts: comment, cdata, pi, doctype, end, start, or text."""
        data, at = self.data, self.last
        while at < offset:
            if data[at : at + 1] != b"<":
                markup = data.find(b"<", at)
                if markup < 0 or markup >= offset:
                    return "text", at
                at = markup
                continue
            kind, end = self._markup(at)
            if end < 0 or end > offset:
                return kind, at
            at = end
        return ("text", at) if data[at : at + 1] != b"<" else (self._markup(at)[0], at)

    def _markup(self, at: int) -> tuple[str, int]:
        """The kind of the markup at a `<` and the byte after it, or -1 if it does not end."""
        data = self.data
        for opening, closing in _CLOSINGS:
            if data.startswith(opening, at):
                end = data.find(closing, at + len(opening))
                return opening.decode(), end + len(closing) if end >= 0 else -1
        if data.startswith(b"<!DOCTYPE", at) and not self.seen_root:
            return "doctype", self.doctype_end if self.doctype_end > at else -1
        if data.startswith(b"</", at):
            end = data.find(b">", at)
            return "end", end + 1 if end >= 0 else -1
        match = _COMPLETE_TAG.match(data, at)
        return "start", match.end() if match else -1

    def _classify_token(self, offset: int) -> None:
        found, data = self.found, self.data
        kind, start = self._construct(offset)
        found.tag = start
        character = data[offset : offset + 3]
        if (character[:1] < b" " and character[:1] not in (b"\t", b"\n", b"\r", b"")) or character in (
            b"\xef\xbf\xbe",
            b"\xef\xbf\xbf",
        ):
            found.fault = Fault.CONTROL
        elif kind == "text":
            self._classify_text(start, offset)
        elif kind == "start":
            self._classify_start_tag(start, offset)
        elif kind == "<!--":
            found.fault, found.offset = Fault.COMMENT_HYPHENS, offset - 2
        elif kind == "doctype":
            found.fault = Fault.DOCTYPE
        elif kind == "end":
            found.fault, found.offset = Fault.MALFORMED_TAG, start
            if not found.open:
                found.fault = Fault.STRAY_END
        else:
            found.fault = Fault.OTHER

    def _ampersand(self, start: int, offset: int) -> bool:
        """Whether a `&` that starts no reference is what stopped expat; notes it if so."""
        at = self.data.rfind(b"&", start, offset + 1)
        if at < 0 or (match := _BARE_AMPERSAND.match(self.data, at)) is None or match.end() < offset:
            return False
        reference = self.data.startswith(b"&#", at)
        self.found.fault = Fault.CHARACTER_REFERENCE if reference else Fault.BARE_AMPERSAND
        self.found.offset = at
        return True

    def _classify_text(self, start: int, offset: int) -> None:
        if self._ampersand(start, offset):
            return
        if self.data[offset - 2 : offset] == b"]]":
            self.found.fault, self.found.offset = Fault.CDATA_END, offset - 2
        elif not self.found.open:
            self.found.fault = Fault.AFTER_ROOT if self.seen_root else Fault.BEFORE_ROOT
            if not self.seen_root:
                self._classify_before_root()

    def _classify_start_tag(self, start: int, offset: int) -> None:
        found, data = self.found, self.data
        name = _TAG_NAME.match(data, start)
        at = name.end() if name else start + 1
        if offset == start + 1:
            found.fault, found.offset = Fault.BARE_LESS_THAN, start
            return
        while (match := _ATTRIBUTE.match(data, at)) and match.end() <= offset:
            at = match.end()
        attribute = _ATTRIBUTE_START.match(data, at)
        found.fault = Fault.MALFORMED_TAG
        if attribute is None or attribute.start(1) >= offset:
            if data[offset : offset + 1] == b"<":
                found.fault, found.offset = Fault.UNFINISHED, start
            return
        found.attribute = attribute.start(1)
        if attribute[3] is not None and offset >= attribute.end():
            if not self._ampersand(attribute.end(), offset):
                found.fault = Fault.ATTRIBUTE_TEXT
        elif attribute[2] is not None:
            found.fault = Fault.UNQUOTED

    def _inspect_tag(self, offset: int) -> None:
        """Find the attribute that is there twice, or the name whose prefix is not bound, in the tag around a byte."""
        found, data = self.found, self.data
        start = offset if data[offset : offset + 1] == b"<" else self._construct(offset)[1]
        found.tag = start
        name = _TAG_NAME.match(data, start)
        if name is None:
            return
        names = [(name[1], name.start(1))]
        at = name.end()
        while match := _ATTRIBUTE.match(data, at):
            names.append((match[1], match.start(1)))
            at = match.end()
        if found.fault is Fault.PREFIX:
            self._find_prefix(names)
        else:
            self._find_pair(names[1:])

    def _find_pair(self, names: list[tuple[bytes, int]]) -> None:
        by_name: dict[bytes, int] = {}
        local: dict[bytes, int] = {}
        for name, at in names:
            if name in by_name:
                self.found.pair = (by_name[name], at)
                return
            by_name[name] = at
        for name, at in names:
            if b":" in name and not name.startswith(b"xmlns:"):
                key = name.partition(b":")[2]
                if key in local:
                    self.found.pair = (local[key], at)
                    return
                local[key] = at

    def _find_prefix(self, names: list[tuple[bytes, int]]) -> None:
        bound = {b"xml", b"xmlns"}
        for tag in [*self.found.open, self.found.tag]:
            match = _TAG_NAME.match(self.data, tag)
            at = match.end() if match else tag
            while attribute := _ATTRIBUTE.match(self.data, at):
                if attribute[1].startswith(b"xmlns:"):
                    bound.add(attribute[1][6:])
                at = attribute.end()
        for name, at in names:
            if b":" in name and name.partition(b":")[0] not in bound:
                self.found.offset = at
                return
