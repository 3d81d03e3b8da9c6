"""Where a token of a list stands in a source text: among references, CDATA sections, comments and instructions."""

from __future__ import annotations

import re
from bisect import bisect_right
from xml.parsers import expat

from teitools.document.structure import without_declaration

_TOKEN = re.compile(r"[^ \t\r\n]+")


def token_span(prolog: bytes, written: bytes, at: int) -> tuple[int, int] | None:
    """First byte and byte after the token number `at` (from 0) in `written`: the text of an element or an attribute.

    `prolog` is what stands before the root element of the document, with the entities that its DTD declares. A token
    that an entity brings, wholly or in part, stands where the reference does. None if there are not so many tokens, or
    if they cannot be told.
    """
    pieces = _Pieces(prolog, written)
    try:
        pieces.read()
    except expat.ExpatError:  # “]]>” may stand in an attribute, but not in the text as which it is read here
        return None
    text = "".join(pieces.texts)
    found = next((match for index, match in enumerate(_TOKEN.finditer(text)) if index == at), None)
    if found is None:
        return None
    return pieces.start(found.start()), pieces.end(found.end() - 1)


class _Pieces:
    """The character data in a text, in pieces as the parser finds them, each with its byte."""

    def __init__(self, prolog: bytes, written: bytes) -> None:
        self.written = written
        self.before = without_declaration(prolog) + b"<x>"
        self.texts: list[str] = []
        self.starts: list[int] = []  # of each piece, in characters
        self.bytes: list[int] = []
        self.referred: list[bool] = []  # whether a reference brings the piece
        self._length = 0
        self._literal = False  # in a CDATA section

    def read(self) -> None:
        """Find the pieces. Raises ExpatError."""
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = False

        def characters(text: str) -> None:
            self.texts.append(text)
            self.starts.append(self._length)
            byte = parser.CurrentByteIndex - len(self.before)
            self.bytes.append(byte)
            self.referred.append(self.written.startswith(b"&", byte) and not self._literal)
            self._length += len(text)

        def enter() -> None:
            self._literal = True

        def leave() -> None:
            self._literal = False

        parser.CharacterDataHandler = characters
        parser.StartCdataSectionHandler = enter
        parser.EndCdataSectionHandler = leave
        parser.Parse(self.before + self.written + b"</x>", True)

    def start(self, character: int) -> int:
        """The byte of a character, or of the reference that brings it."""
        piece = self._piece(character)
        return self.bytes[piece] + (0 if self.referred[piece] else self._within(piece, character))

    def end(self, character: int) -> int:
        """The byte after a character, or after the reference that brings it."""
        piece = self._piece(character)
        if self.referred[piece]:
            return self.written.find(b";", self.bytes[piece]) + 1
        return self.bytes[piece] + self._within(piece, character + 1)

    def _piece(self, character: int) -> int:
        return bisect_right(self.starts, character) - 1

    def _within(self, piece: int, character: int) -> int:
        return len(self.texts[piece][: character - self.starts[piece]].encode())
