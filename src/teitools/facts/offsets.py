"""Offsets in other units than code points: those of UTF-16 (Java, JavaScript, UIMA) and the bytes of UTF-8."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["utf8_offsets", "utf16_offsets"]


def utf16_offsets(text: str, offsets: Iterable[int]) -> dict[int, int]:
    """Where offsets in code points are in UTF-16 code units. Raises IndexError for one that is not in the text."""
    return _converted(text, offsets, lambda part: len(part.encode("utf-16-le", "surrogatepass")) // 2)


def utf8_offsets(text: str, offsets: Iterable[int]) -> dict[int, int]:
    """Where offsets in code points are in the bytes of UTF-8. Raises IndexError for one that is not in the text."""
    return _converted(text, offsets, lambda part: len(part.encode("utf-8", "surrogatepass")))


def _converted(text: str, offsets: Iterable[int], length: Callable[[str], int]) -> dict[int, int]:
    """All in one pass; a text of ASCII has the same offsets in all units."""
    wanted = sorted(set(offsets))
    if wanted and not 0 <= wanted[0] <= wanted[-1] <= len(text):
        raise IndexError(f"the text has {len(text)} characters; {wanted[0]} to {wanted[-1]} are asked for")
    if text.isascii():
        return {offset: offset for offset in wanted}
    found: dict[int, int] = {}
    at = passed = 0
    for offset in wanted:
        passed += length(text[at:offset])
        at = offset
        found[offset] = passed
    return found
