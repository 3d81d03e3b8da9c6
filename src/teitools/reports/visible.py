"""Text that is safe to show: what a hostile document or file name contains must not command a terminal or a viewer."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["cells", "one_line", "visible"]

# C0 and C1 controls (ECMA-48 escape sequences start with them), line and paragraph separators, marks that turn the
# direction of text around (UAX #9; they can make a line read as another), tags, surrogates that stand for bytes of a
# file name which are not UTF-8 (PEP 383), and noncharacters.
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_SPACE = re.compile(r"[ \t\r\n]+")


def visible(text: str) -> str:
    """The text with every hidden or commanding character replaced by a sign for it; nothing else changes.

    Controls below U+0020 become their pictures (ESC is ␛), the others their number: `<U+202E>`.
    """
    return _HIDDEN.sub(_sign, text)


def one_line(text: str) -> str:
    """The text on one line, safe to show: space with line ends or tabs becomes one space, the rest as in `visible`."""
    return visible(_SPACE.sub(lambda match: match[0] if not set(match[0]) & set("\t\r\n") else " ", text))


def _sign(match: re.Match[str]) -> str:
    number = ord(match[0])
    if number < 0x20:
        return chr(0x2400 + number)
    return "␡" if number == 0x7F else f"<U+{number:04X}>"


def cells(text: str) -> int:
    """How many terminal cells a text takes: combining and zero-width marks none, East Asian wide ones two (UAX #11)."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def _cells(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me") or char in "\u200c\u200d":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
