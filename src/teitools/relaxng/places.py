"""Exact places in the document that a running session is reading: tags, attributes, text.

expat knows where the present event begins; what lies around it is read from the bytes at hand. All of this happens
only where something is wrong.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from teitools.diagnostics import Location
from teitools.relaxng.names import XML_NS, split_name

if TYPE_CHECKING:
    from teitools.relaxng.validator import Session

_TAG = re.compile(rb"""</?[^\s/>]+(?:\s+[^\s=/>]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>""")
_ATTRIBUTE = re.compile(r"""\s([^\s=/>]+)\s*=\s*("[^"]*"|'[^']*')""")
_NEWLINE = re.compile(r"\r\n?|\n")
_LOOK_BACK = 4096


class Spot(NamedTuple):
    """A place: the location to show, the byte at which the event began, and what the XPath ends with."""

    location: Location
    byte: int
    suffix: str = ""
    inside: bool = False  # the place is in the element around the event, not in the event's own


class Places:
    """Makes locations for one session."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def _here(self) -> tuple[int, int, int]:
        parser = self.session.parser
        return parser.CurrentByteIndex, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1

    def _decode(self, raw: bytes) -> str:
        """Characters of raw markup; in an 8-bit encoding only their number matters here."""
        return raw.decode(self.session.encoding, "replace")

    def _location(self, line: int, column: int, before: str = "", what: str = "") -> Location:
        """The extent of `what`, which stands after `before`, which stands at line and column."""
        line, column = _advance(line, column, before)
        end = _advance(line, column, what) if what else (None, None)
        return Location(self.session.name, line, column, *end)

    def tag(self) -> Spot:
        """The tag that is the present event."""
        byte, line, column = self._here()
        return Spot(self._location(line, column, "", self._tag()), byte)

    def _tag(self) -> str:
        """The tag that is the present event, as it is written; nothing if it comes from an entity."""
        match = _TAG.match(self.session.parser.GetInputContext() or b"")
        return self._decode(match.group()) if match else ""

    def attribute(self, name: str) -> Spot:
        """An attribute of the present start tag, by expanded name; the tag if it is not written there (a default)."""
        byte, line, column = self._here()
        uri, local = split_name(name)
        suffix = "/@xml:" + local if uri == XML_NS else "/@" + local
        tag = self._tag()
        for found in _ATTRIBUTE.finditer(tag):
            prefix, _, written = found.group(1).rpartition(":")
            if written == local and bool(prefix) == bool(uri) and (prefix == "xml") == (uri == XML_NS):
                start = found.start(1)
                return Spot(self._location(line, column, tag[:start], tag[start : found.end()]), byte, suffix)
        return Spot(self._location(line, column, "", tag), byte, suffix)

    def text(self, text: str, at_end: bool) -> Spot:
        """Text that stands before the present event or, `at_end`, before the end of the bytes read so far."""
        session = self.session
        byte, line, column = self._here()
        window = session.before + session.chunk
        base = session.fed - len(session.before)
        anchor = min(max(byte - base, 0), len(window))
        stop = len(window) if at_end else anchor
        start = _text_start(window, stop)
        if start is None:
            return Spot(self._location(line, column), byte, inside=True)
        if start <= anchor:
            line, column = self._rewind(window, start, anchor, line, column)
        else:
            line, column = _advance(line, column, self._decode(window[anchor:start]))
        first = _NEWLINE.split(text.strip(" \t\r\n"), maxsplit=1)[0]
        return Spot(self._location(line, column, "", first), byte, inside=True)

    def _rewind(self, window: bytes, start: int, anchor: int, line: int, column: int) -> tuple[int, int]:
        between = self._decode(window[start:anchor])
        newlines = len(_NEWLINE.findall(between))
        if not newlines:
            return line, column - len(between)
        last = max(window.rfind(b"\n", 0, start), window.rfind(b"\r", 0, start))
        return line - newlines, len(self._decode(window[last + 1 : start])) + 1


def _advance(line: int, column: int, text: str) -> tuple[int, int]:
    pieces = _NEWLINE.split(text)
    return (line, column + len(text)) if len(pieces) == 1 else (line + len(pieces) - 1, len(pieces[-1]) + 1)


def _text_start(window: bytes, stop: int) -> int | None:
    """Where the first character that is not white space stands after the last markup before `stop`."""
    at = window.rfind(b"<", 0, stop)
    while at >= 0:
        if window.startswith((b"<!--", b"<?", b"<![CDATA["), at):
            closing = b"-->" if window.startswith(b"<!--", at) else b"?>" if window.startswith(b"<?", at) else b"]]>"
            if closing == b"]]>":
                start = _first_character(window, at + 9, window.find(b"]]>", at) if b"]]>" in window[at:] else stop)
                if start is not None:
                    return start
            end = window.find(closing, at, stop)
            end = end + len(closing) if end >= 0 else -1
        else:
            comment = window.rfind(b"<!--", max(0, at - _LOOK_BACK), at)
            if comment >= 0 and window.find(b"-->", comment, at) < 0:
                at = comment
                continue
            match = re.compile(rb"""<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""").match(window, at, stop)
            end = match.end() if match else -1
            if end < 0:
                stop = at
                at = window.rfind(b"<", 0, at)
                continue
        start = _first_character(window, end, stop) if end >= 0 else None
        if start is not None:
            return start
        stop = at
        at = window.rfind(b"<", 0, at)
    return _first_character(window, 0, stop)


def _first_character(window: bytes, start: int, stop: int) -> int | None:
    match = re.compile(rb"[^ \t\r\n]").search(window, start, stop)
    return match.start() if match else None
