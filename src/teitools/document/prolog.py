"""The part of a document before its root element: finding the DOCTYPE and keeping parsers from following it."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["ExternalId", "blank_external_id", "first_other", "instructions"]

_SPACE = re.compile(rb"[ \t\r\n]*+")
_DOCTYPE = re.compile(
    rb"""<!DOCTYPE\s++[^\s\[>]++\s++((?:SYSTEM|PUBLIC\s++(?:"[^"]*+"|'[^']*+'))\s++("[^"]*+"|'[^']*+'))"""
)


@dataclass(frozen=True, slots=True)
class ExternalId:
    """The external identifier of a DOCTYPE: the bytes it takes, and the system identifier in it."""

    span: tuple[int, int]
    target: str


def blank_external_id(data: bytes) -> tuple[bytes, ExternalId | None]:
    """Replace the external identifier of the DOCTYPE by as many spaces.

    libxml2 as lxml drives it reads an external DTD as soon as internal entities are to be expanded, whatever
    `load_dtd` says; a parser that never sees the identifier cannot follow it. Line ends and all places stay.
    """
    match = _DOCTYPE.match(data, _scan(data)[1])
    if match is None:
        return data, None
    start, end = match.span(1)
    blank = re.sub(rb"[^\r\n]", b" ", match[1])
    return data[:start] + blank + data[end:], ExternalId((start, end), match[2][1:-1].decode("utf-8", "replace"))


def instructions(data: bytes) -> list[tuple[int, int]]:
    """The bytes of the processing instructions that stand before the DOCTYPE or, without one, before the root."""
    spans = _scan(data)[0]
    return spans[1:] if data.startswith(b"<?xml") and data[5:6].isspace() else spans


def first_other(data: bytes, at: int) -> int:
    """The first byte from `at` on that is not white space, comment or processing instruction."""
    return _scan(data, at)[1]


def _scan(data: bytes, at: int = 0) -> tuple[list[tuple[int, int]], int]:
    """Processing instructions, and the first byte of the DOCTYPE or the root."""
    found: list[tuple[int, int]] = []
    while True:
        at = _SPACE.match(data, at).end()  # type: ignore[union-attr]  # matches the empty string too
        closing = b"-->" if data.startswith(b"<!--", at) else b"?>" if data.startswith(b"<?", at) else None
        if closing is None or (end := data.find(closing, at)) < 0:
            return found, at
        if closing == b"?>":
            found.append((at, end + 2))
        at = end + len(closing)
