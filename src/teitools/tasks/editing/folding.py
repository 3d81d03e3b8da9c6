"""Names as people look for them: without regard to case, accents, and the letters that Turkish writes otherwise."""

from __future__ import annotations

import functools
import unicodedata

__all__ = ["folded", "matches", "sort_key"]

# Turkish has no q, w and x of its own: names of others are met in both spellings
_LETTERS = str.maketrans(
    {"ı": "i", "I": "i", "İ": "i", "w": "v", "W": "v", "q": "k", "Q": "k", "x": "ks", "ø": "o", "ł": "l", "đ": "d"}
)
_ALPHABET = {letter: number for number, letter in enumerate("abcçdefgğhıijklmnoöpqrsştuüvwxyz")}
_CIRCUMFLEX = str.maketrans("âîûÂÎÛ", "aiuAİU")


@functools.lru_cache(maxsize=50_000)
def folded(text: str) -> str:
    """A text for comparison: `Çakmak` and `cakmak`, `IŞIK` and `ışık`, `Wrangel` and `Vrangel` come to the same."""
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(one for one in plain.casefold() if not unicodedata.combining(one)).translate(_LETTERS)


def matches(wanted: str, name: str) -> bool:
    """Whether all words of what is wanted begin a word of a name, or one stands within it if it is long enough."""
    within = folded(name)
    words = within.replace("-", " ").replace("’", " ").split()
    return all(
        any(word.startswith(one) for word in words) or (len(one) > 2 and one in within)
        for one in folded(wanted).split()
    )


def sort_key(text: str) -> tuple[list[int], str]:
    """A key that puts texts into the order of Turkish dictionaries; what is not a letter of it comes after."""
    small = text.translate(_CIRCUMFLEX).replace("I", "ı").replace("İ", "i").lower()
    plain = unicodedata.normalize("NFC", small)
    return [_ALPHABET.get(one, 100 + ord(one)) for one in plain if one.isalnum() or one == " "], text
