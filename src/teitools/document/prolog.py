"""The part of a document before its root element: finding the DOCTYPE and keeping parsers from following it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from teitools.document.escape import NO_CHARACTERS

__all__ = ["ExternalId", "blank_external_id", "first_other", "has_doctype", "instructions"]

_SPACE = re.compile(rb"[ \t\r\n]*+")
_DOCTYPE = re.compile(
    rb"""<!DOCTYPE\s++[^\s\[>]++\s++((?:SYSTEM|PUBLIC\s++("[^"]*+"|'[^']*+'))\s++("[^"]*+"|'[^']*+'))"""
)
# Characters (XML 1.0, 2.2) but for line ends, and those of them that a public identifier has not (production 13).
_CHARACTER = re.compile(f"[^\n\r{NO_CHARACTERS}]")
_NOT_PUBLIC = re.compile("[^-a-zA-Z0-9 '()+,./:=?;!*#@$_%\"\r\n]")
_ALIEN = "^"  # stands nowhere in a DOCTYPE, but in literals


@dataclass(frozen=True, slots=True)
class ExternalId:
    """The external identifier of a DOCTYPE: the bytes it takes, and the system identifier in it."""

    span: tuple[int, int]
    target: str


def blank_external_id(data: bytes) -> tuple[bytes, ExternalId | None]:
    """Replace the external identifier of the DOCTYPE by as many spaces, and what it may not hold by what is an error.

    libxml2 as lxml drives it reads an external DTD as soon as internal entities are to be expanded, whatever
    `load_dtd` says; a parser that never sees the identifier cannot follow it. Line ends and all places stay;
    what is no character stays too, as a parser refuses it anywhere.
    """
    match = _DOCTYPE.match(data, _scan(data)[1])
    if match is None:
        return data, None
    start, end = match.span(1)
    first, last = match.span(2) if match[2] else (start, start)
    blank = _blanked(data[start:first]) + _blanked(data[first:last], _NOT_PUBLIC) + _blanked(data[last:end])
    return data[:start] + blank + data[end:], ExternalId((start, end), match[3][1:-1].decode("utf-8", "replace"))


def _blanked(part: bytes, wrong: re.Pattern[str] | None = None) -> bytes:
    """A space for each byte of a character, or a sign that is an error where that is `wrong`; all other bytes stay."""

    def instead(found: re.Match[str]) -> str:
        sign = _ALIEN if wrong and wrong.match(found[0]) else " "
        return sign * len(found[0].encode())

    text = part.decode("utf-8", "surrogateescape")
    return _CHARACTER.sub(instead, text).encode("utf-8", "surrogateescape")


def has_doctype(data: bytes) -> bool:
    """Whether a document has a DOCTYPE, without which it declares no entities."""
    return data.startswith(b"<!DOCTYPE", _scan(data)[1])


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
