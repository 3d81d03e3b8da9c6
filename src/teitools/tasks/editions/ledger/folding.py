"""What of a text counts when a source and its edition are compared: its letters, digits, marks and symbols.

Layouts break lines, hyphenate, set quotation marks and brackets, write small capitals as capitals: so spaces,
punctuation and the case of letters say nothing of a loss. Combining marks do. Texts are decomposed (Unicode's NFD), so
that a mark counts alike wherever elements part it from its letter.
"""

from __future__ import annotations

import unicodedata

__all__ = ["APART", "count", "fold", "is_unspaced", "words_of"]

APART = "\0"
"""What no document has; it keeps texts apart that are folded together."""

_DOTTED, _PLAIN = "i\u0307", "i"  # what is left of the Turkish capital İ, and of ı
_INVISIBLE = ("Cc", "Cf", "Cs")  # soft hyphens, joiners, marks of direction: layouts add and drop them
_NO_TEXT = ("P", "Z", "Sk", "Sm")
_LONGEST, _UNSPACED = 24, "\u0e00"  # beyond them a word is a sentence: Thai and what comes after has no spaces


class _Table(dict[int, str]):
    """What stands for a character, worked out when it first occurs: nothing, a space where words end, or itself."""

    def __missing__(self, code: int) -> str:
        found = self[code] = _counted(chr(code))
        return found


def _counted(character: str) -> str:
    category = unicodedata.category(character)
    if character in "\t\n\r":
        return " "
    if category in _INVISIBLE:
        return ""
    if category.startswith(_NO_TEXT):
        return " "
    return _PLAIN if character == "ı" else character.casefold()


_TABLE = _Table({0: APART})


def fold(text: str) -> str:
    """The text as it is compared: lower case, decomposed, with spaces between its words; `APART` is kept."""
    counted = unicodedata.normalize("NFD", text).translate(_TABLE)
    # once more, as what is dropped, such as a soft hyphen, may have kept marks from being put in order
    return unicodedata.normalize("NFD", counted).replace(_DOTTED, _PLAIN)


def words_of(folded: str) -> list[str]:
    """The words of a folded text; what is written without spaces is cut, so that a part of it can be found too."""
    words = folded.split()
    if max(map(len, words), default=0) <= _LONGEST:
        return words
    return [part for word in words for part in _parts(word)]


def _parts(word: str) -> list[str]:
    if len(word) <= _LONGEST or not is_unspaced(word):
        return [word]
    half = _LONGEST // 2
    return [word[at : at + half] for at in range(0, len(word), half)]


def is_unspaced(text: str) -> bool:
    """Whether a text may be in a script whose words have no spaces between them."""
    return any(item >= _UNSPACED and item.isalpha() for item in text)


def count(folded: str) -> int:
    """How many characters a folded text has; a mark counts with its letter."""
    return len(folded) if folded.isascii() else len(unicodedata.normalize("NFC", folded))
