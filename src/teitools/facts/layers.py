"""One text of one layer, while it is read: characters come in, white space is settled, offsets are known.

The rule: a run of XML's white space is one space; blocks stand on lines of their own, with no space at their ends; a
new line of the source is a space unless the word goes on. Where letters are written without spaces, the end of a line
of the file is none (CSS Text 3, 4.1.3). Soft hyphens and byte order marks are no text.
"""

from __future__ import annotations

import re

from teitools.facts.model import Span

__all__ = ["BREAK", "FOLD", "JOIN", "LINE", "SPACE", "Layer", "Mark", "squeezed"]

# What stands between two pieces, until the second one comes: of several the greatest holds.
JOIN, _NONE, FOLD, SPACE, LINE, BREAK = -1, 0, 1, 2, 3, 4

_NO_CHARACTERS = {0xAD: None, 0xFEFF: None}

# Scripts that part no words by spaces, from first to last character; xslt/common/transcription.xsl has the same
_JOINING = (
    (3584, 3839),
    (3840, 4095),
    (4096, 4255),
    (6016, 6143),
    (11904, 12591),
    (12688, 12799),
    (13312, 19903),
    (19968, 40959),
    (63744, 64255),
    (65281, 65376),
    (131072, 205743),
)

# Letters and punctuation of kana and Han, and what is as wide; xslt/common/spaces.xsl has the same, and looks as well
# for one range first, of which all texts in these scripts have characters.
_WIDE = "[\u2e80-\u312f\u31a0-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\U00020000-\U0003ffff]"
_IS_WIDE = re.compile(_WIDE)
_HAS_WIDE = re.compile("[\u3001-\u9fff]")
_FOLDED = re.compile(rf"(?<={_WIDE})[ \t\r]*\n[ \t\r\n]*(?={_WIDE}|\Z)|\A[ \t\r]*\n[ \t\r\n]*(?={_WIDE})")

Mark = list[int]
"""Where something starts, or would: -1 if that is not known until a character is written."""


def squeezed(text: str) -> str:
    """The text with every run of white space as one space."""
    if not text.isascii() and ("\xad" in text or "\ufeff" in text):
        text = text.translate(_NO_CHARACTERS)
    if "\n" in text or "\t" in text or "\r" in text:
        if not text.isascii() and _HAS_WIDE.search(text):
            text = _FOLDED.sub("", text)
        text = text.replace("\n", " ").replace("\t", " ").replace("\r", " ")
    while "  " in text:  # halves runs each time: much faster than a pattern
        text = text.replace("  ", " ")
    return text


def _joins(character: str) -> bool:
    code = ord(character)
    return code >= 3584 and any(first <= code <= last for first, last in _JOINING)


class Layer:
    """The text so far, in pieces; `length` in characters."""

    __slots__ = ("_gap", "_pieces", "_waiting", "length")

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._gap = _NONE
        self._waiting: list[Mark] = []
        self.length = 0

    def write(self, text: str) -> None:
        """Add text that has been `squeezed`, and is not empty."""
        gap = self._gap
        if text[0] == " ":
            if gap in (_NONE, FOLD):
                gap = SPACE
            text = text[1:]
            if not text:
                self._gap = gap
                return
        if gap:
            if self._pieces and gap > _NONE and (between := self._between(gap, text)):
                self._pieces.append(between)
                self.length += 1
            self._gap = _NONE
        if text[-1] == " ":
            self._gap = SPACE
            text = text[:-1]
        if self._waiting:
            for mark in self._waiting:
                mark[0] = self.length
            self._waiting.clear()
        self._pieces.append(text)
        self.length += len(text)

    def _between(self, gap: int, text: str) -> str:
        if gap == LINE:
            return "" if _joins(self._pieces[-1][-1]) and _joins(text[0]) else " "
        if gap == FOLD:
            return "" if _IS_WIDE.match(self._pieces[-1][-1]) and _IS_WIDE.match(text[0]) else " "
        return "\n" if gap == BREAK else " "

    def part(self, gap: int) -> None:
        """Let one of these stand before what comes next; with JOIN, nothing."""
        if gap == JOIN:
            if self._gap < LINE:
                self._gap = JOIN
        elif gap > self._gap:
            self._gap = gap

    def open(self) -> Mark:
        """The start of something; before a new line it is known where that will be."""
        if self._gap == BREAK:
            return [self.start_of_line()]
        mark = [-1]
        self._waiting.append(mark)
        return mark

    def start_of_line(self) -> int:
        """Where the next character is if it begins a line of its own."""
        return self.length + 1 if self._pieces else 0

    def close(self, mark: Mark) -> Span:
        """The span of something that ends here; of what has no text, an empty one."""
        start, length = mark[0], self.length
        if start < 0:
            if self._waiting[-1] is mark:
                self._waiting.pop()
            else:
                self._waiting = [other for other in self._waiting if other is not mark]
            start = length
        return Span(min(start, length), length)

    def text(self) -> str:
        """All of it."""
        text = "".join(self._pieces)
        self._pieces = [text] if text else []
        return text

    def since(self, span: Span) -> str:
        """The characters of a span that ends here: the last ones, found without joining all."""
        found: list[str] = []
        left = span.end - span.start
        for piece in reversed(self._pieces):
            if left <= 0:
                break
            found.append(piece[-left:] if len(piece) > left else piece)
            left -= len(piece)
        return "".join(reversed(found))
