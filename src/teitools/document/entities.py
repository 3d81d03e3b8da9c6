"""Writing out the entities of a document, for who takes a part of it to where they are not declared."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from teitools.document.escape import PREDEFINED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from teitools.document.model import Document

__all__ = ["expanded_pieces"]

# What a reference may stand in, and what looks like one and is none. Possessive: hostile input must not backtrack.
_MARKUP = re.compile(
    rb"""<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|(?P<tag><(?:[^>"']++|"[^"]*+"|'[^']*+')*+>)|&(?P<name>[^;#&\s]++);""",
    re.DOTALL,
)
_REFERENCE = re.compile(rb"""&(?P<name>[^;#&\s]++);""")
_QUOTE = re.compile(rb"""["']""")
_ESCAPED = {b'"': b"&#34;", b"'": b"&#39;"}
_SPECIAL = re.compile(r"&(?:#[^;]*;|([^;#&\s]++);)")


def expanded_pieces(
    document: Document, start: int, end: int, *, in_tag: bool = False
) -> Iterator[tuple[int, int, bytes | None]]:
    """The bytes of a document between two places, in pieces: from, to, and what stands for them; None for themselves.

    Both places are in one tag (`in_tag`), or in none. The document was parsed, within the parser's limits for entities.
    """
    entities, data = _Entities(document.entities), document.data
    at = start
    for begin, stop, made in (
        _in_values(data, start, end, entities.value) if in_tag else _references(data, start, end, entities)
    ):
        if at < begin:
            yield at, begin, None
        yield begin, stop, made
        at = stop
    if at < end:
        yield at, end, None


def _references(data: bytes, start: int, end: int, entities: _Entities) -> Iterator[tuple[int, int, bytes]]:
    at = start
    while match := _MARKUP.search(data, at, end):
        at = match.end()
        if match["name"] is not None:
            if (made := entities.text(match["name"])) is not None:
                yield *match.span(), made
        elif match["tag"] is not None:
            yield from _in_values(data, *match.span(), entities.value)


def _in_values(
    data: bytes, start: int, end: int, value: Callable[[bytes], bytes | None]
) -> Iterator[tuple[int, int, bytes]]:
    for match in _REFERENCE.finditer(data, start, end):
        if (made := value(match["name"])) is not None:
            yield *match.span(), made


class _Entities:
    """What the entities of a document come to, each worked out once."""

    def __init__(self, declared: Mapping[str, str]) -> None:
        self._declared = declared
        self._known: dict[str, str] = {}

    def text(self, name: bytes) -> bytes | None:
        """What a reference in text comes to; None of one that every document knows."""
        key = name.decode()
        return self._expanded(key).encode() if key in self._declared and key not in PREDEFINED else None

    def value(self, name: bytes) -> bytes | None:
        """What a reference in the value of an attribute comes to: quotes in it end no value (XML 1.0, 4.4.5)."""
        made = self.text(name)
        return None if made is None else _QUOTE.sub(lambda match: _ESCAPED[match[0]], made)

    def _expanded(self, name: str) -> str:
        if name not in self._known:
            self._known[name] = ""  # a circle, which no parser lets pass
            self._known[name] = _SPECIAL.sub(self._within, self._declared[name])
        return self._known[name]

    def _within(self, match: re.Match[str]) -> str:
        name = match[1]
        return match[0] if name is None or name in PREDEFINED or name not in self._declared else self._expanded(name)
