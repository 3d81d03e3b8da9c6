"""The tokens of the compact syntax (ISO/IEC 19757-2, Annex C): decoding, escapes, comments, literals, names."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from teitools.document.escape import NO_CHARACTERS
from teitools.document.names import NCNAME
from teitools.relaxng.tree import NotReadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

KEYWORDS = frozenset(
    ("attribute", "default", "datatypes", "div", "element", "empty", "external", "grammar", "include", "inherit",
     "list", "mixed", "namespace", "notAllowed", "parent", "start", "string", "text", "token")
)  # fmt: skip

_LINE_FEED, _RETURN = (
    "\ufffe",
    "\uffff",
)  # written as escapes they may stand in any literal; no schema can contain these two
_TOKEN = re.compile(
    f"[ \t\n{_LINE_FEED}]+"
    f"|#(?!#)[^\n{_LINE_FEED}]*"
    f"|(?P<doc>##[^\n{_LINE_FEED}]*)"
    f"|(?P<nsname>{NCNAME}:\\*)"
    f"|(?P<cname>{NCNAME}:{NCNAME})"
    f"|(?P<name>\\\\?{NCNAME})"
    r"|(?P<literal>\"\"\"(?:\"{0,2}+[^\"])*+\"\"\"|'''(?:'{0,2}+[^'])*+''')"
    r"|(?P<unclosed>\"\"\"|''')"
    r"|(?P<line>\"[^\"\n]*\"|'[^'\n]*')"
    r"|(?P<sign>\|=|&=|>>|[=|&,?*+\-(){}\[\]~])"
    "|(?P<wrong>.)",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\x+\{(?:0*([0-9A-Fa-f]{1,6})\})?")
_NO_CHARACTER = re.compile(f"[{NO_CHARACTERS}]")


class Token(NamedTuple):
    """One token. `kind` is a keyword or a sign itself, or name, cname, nsname, literal, doc, end."""

    kind: str
    text: str
    line: int
    column: int


class _Places:
    """Line and column, in the file, of an offset in the text whose escapes have been replaced."""

    def __init__(self, text: str) -> None:
        self.lines = [0, *(found.end() for found in re.finditer("\n", text))]
        self.offsets = [0]  # behind each escape, in the replaced text
        self.shifts = [0]  # how many characters the escapes up to there have lost

    def at(self, offset: int) -> tuple[int, int]:
        offset += self.shifts[bisect_right(self.offsets, offset) - 1]
        return self.of_original(offset)

    def of_original(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self.lines, offset)
        return line, offset - self.lines[line - 1] + 1


def _decode(content: bytes) -> str:
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = 1 if wide else content.count(b"\n", 0, error.start) + 1
        before = b"" if wide else content[content.rfind(b"\n", 0, error.start) + 1 : error.start]
        column = len(before.decode("utf-8-sig", "replace")) + 1
        raise NotReadableError("syntax_compact_encoding", line, column) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _unescape(text: str, places: _Places) -> str:
    r"""Replace `\x{…}` everywhere, as the first thing of all: an escape can be part of any token."""
    pieces: list[str] = []
    end = length = 0
    for found in _ESCAPE.finditer(text):
        code = int(found[1] or "0", 16)
        character = chr(code) if code <= 0x10FFFF else "\0"
        if _NO_CHARACTER.match(character):
            raise NotReadableError("syntax_compact_escape", *places.of_original(found.start()), escape=found[0][:20])
        character = {"\n": _LINE_FEED, "\r": _RETURN}.get(character, character)
        pieces += (text[end : found.start()], character)
        length += found.start() - end + 1
        end = found.end()
        places.offsets.append(length)
        places.shifts.append(end - length)
    return "".join(pieces) + text[end:]


def _value(raw: str) -> str:
    marks = 3 if len(raw) > 5 and raw[:3] in ('"""', "'''") else 1
    return raw[marks:-marks].replace(_LINE_FEED, "\n").replace(_RETURN, "\r")


def tokens(content: bytes) -> Iterator[Token]:
    """The tokens of a schema, comments left out, with an `end` after the last.

    Raises NotReadableError for bytes that are no text and characters that belong to no token.
    """
    text = _decode(content)
    places = _Places(text)
    wrong = _NO_CHARACTER.search(text)
    if wrong is not None:
        code = f"U+{ord(wrong[0]):04X}"
        raise NotReadableError("syntax_compact_character", *places.of_original(wrong.start()), character=code)
    text = _unescape(text, places)
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup
        if kind is None:
            continue
        raw = found[0]
        line, column = places.at(found.start())
        if kind == "wrong":
            key = "syntax_compact_literal" if raw in "\"'" else "syntax_compact_character"
            raise NotReadableError(key, line, column, character="U+000D" if raw == _RETURN else raw)
        if kind == "unclosed":
            raise NotReadableError("syntax_compact_unclosed", line, column, character=raw)
        if kind == "line":
            kind = "literal"
        if kind == "sign" or raw in KEYWORDS:
            kind = raw
        elif kind == "literal":
            raw = _value(raw)
        elif raw[0] == "\\":
            raw = raw[1:]
        yield Token(kind, raw, line, column)
    yield Token("end", "", *places.at(len(text)))
