"""What datatypes are told by: whole matches, white space, and names as XML 1.0 had them before its fifth edition.

XML Schema 1.0 and RELAX NG refer to the earlier editions, whose names are of fewer characters than those of
`teitools.document.names`; expat knows them, and lets no others into a document that is validated.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["collapse", "full_match", "is_name", "is_ncname", "is_nmtoken", "preserve", "tokens"]


def full_match(pattern: str) -> Callable[[str], bool]:
    """A test for strings that match a Python expression as a whole; compiled at the first use."""
    compiled: Callable[[str], object] | None = None

    def test(text: str) -> bool:
        nonlocal compiled
        if compiled is None:
            compiled = re.compile(pattern).fullmatch
        return compiled(text) is not None

    return test


@functools.lru_cache(4096)
def _is_name_character(character: str, first: bool) -> bool:
    """Whether a character outside ASCII may be in a name, or begin it, by expat's tables."""
    try:
        expat.ParserCreate().Parse(f"<{'' if first else 'a'}{character}/>".encode(), True)
    except (expat.ExpatError, UnicodeEncodeError):
        return False
    return True


def _name_test(start: str, rest: str) -> Callable[[str], bool]:
    """A test for names: ASCII by expression, other characters one by one."""
    plain = full_match(f"[{rest}]+" if start == rest else f"[{start}][{rest}]*")
    beyond_ascii = re.compile("[^\\x00-\\x7f]+")

    def test(text: str) -> bool:
        if text.isascii():
            return plain(text)
        if not plain((text[0] if text[0].isascii() else "a") + beyond_ascii.sub("", text[1:])):
            return False
        if not text[0].isascii() and not _is_name_character(text[0], first=start != rest):
            return False
        return all(_is_name_character(character, first=False) for character in set(text[1:]) if not character.isascii())

    return test


is_name = _name_test("A-Za-z_:", "A-Za-z0-9._:\\-")
is_ncname = _name_test("A-Za-z_", "A-Za-z0-9._\\-")
is_nmtoken = _name_test("A-Za-z0-9._:\\-", "A-Za-z0-9._:\\-")

_SPACES = re.compile(r"[ \t\r\n]+")


def collapse(text: str) -> str:
    """Normalise XML white space: none at the ends, single spaces within."""
    return " ".join(tokens(text))


def tokens(text: str) -> list[str]:
    """The tokens of a list, parted by XML white space (and by nothing else that Unicode calls space)."""
    return text.split() if text.isascii() else [one for one in _SPACES.split(text) if one]


def preserve(text: str) -> str:
    """Leave white space alone."""
    return text
