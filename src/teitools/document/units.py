"""Which bytes of the source make which characters of a text: references, CDATA sections, line ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from teitools.document.escape import PREDEFINED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Unit", "locate", "units", "value"]

_PIECE = re.compile(
    rb"(?P<section><!\[CDATA\[(?P<inside>.*?)\]\]>)|&#(?:x(?P<hex>[0-9a-fA-F]+)|(?P<decimal>\d+));"
    rb"|&(?P<entity>[^;]++);|(?P<text>[^&<]++)|(?P<other><)",
    re.DOTALL,
)
_BREAK = re.compile(rb"\r\n?")


@dataclass(frozen=True, slots=True)
class Unit:
    """A run of bytes and the characters that it stands for.

    `literal`: the bytes are the characters in UTF-8, so that the run can be cut anywhere; else it is one whole, as a
    reference is. `section`: it stands in a CDATA section.
    """

    start: int
    end: int
    text: str
    literal: bool
    section: bool = False


def units(data: bytes, start: int, end: int, entities: Mapping[str, str]) -> list[Unit] | None:
    """The units of a text between two bytes; None if it holds what is no text: markup that an entity brings.

    `entities` are the internal entities of the DTD with their replacement texts.
    """
    found: list[Unit] = []
    at = start
    while at < end:
        match = _PIECE.match(data, at, end)
        if match is None or match["other"]:
            return None
        at = match.end()
        if match["section"]:
            found += _literal(data, *match.span("inside"), section=True)
        elif match["text"]:
            found += _literal(data, *match.span())
        else:
            text = _referred(match, entities)
            if text is None:
                return None
            found.append(Unit(*match.span(), text, literal=False))
    return found


def _referred(match: re.Match[bytes], entities: Mapping[str, str]) -> str | None:
    """What a reference stands for, if that is plain text."""
    if match["hex"]:
        return chr(int(match["hex"], 16))
    if match["decimal"]:
        return chr(int(match["decimal"]))
    name = match["entity"].decode()
    text = PREDEFINED.get(name, entities.get(name))
    return None if text is None or (name not in PREDEFINED and ("<" in text or "&" in text)) else text


def _literal(data: bytes, start: int, end: int, *, section: bool = False) -> Iterator[Unit]:
    """Characters as they stand; line ends other than LF are one character each (XML 1.0, 2.11)."""
    at = start
    for match in _BREAK.finditer(data, start, end):
        if match.start() > at:
            yield Unit(at, match.start(), data[at : match.start()].decode(), literal=True, section=section)
        yield Unit(*match.span(), "\n", literal=False, section=section)
        at = match.end()
    if at < end:
        yield Unit(at, end, data[at:end].decode(), literal=True, section=section)


def value(found: list[Unit]) -> str:
    """The text that the units make."""
    return "".join(unit.text for unit in found)


def locate(found: list[Unit], first: int, last: int) -> tuple[int, int, bool] | None:
    """The bytes of the characters from `first` up to `last` (not included), and whether they start in a CDATA section.

    None if one of the ends lies within a reference that stands for several characters, or if the characters lie partly
    in a CDATA section.
    """
    start = _edge(found, first, after=True)
    end = _edge(found, last, after=False) if last > first else start
    if start is None or end is None or start[1] != end[1]:
        return None
    touched = {unit.section for unit in _between(found, first, last)}
    return None if len(touched) > 1 else (start[0], max(start[0], end[0]), start[1])


def _between(found: list[Unit], first: int, last: int) -> Iterator[Unit]:
    at = 0
    for unit in found:
        if at < last and at + len(unit.text) > first:
            yield unit
        at += len(unit.text)


def _edge(found: list[Unit], character: int, *, after: bool) -> tuple[int, bool] | None:
    """The byte between two characters; where units meet, that of the unit after it or before it."""
    at = 0
    for unit in found:
        offset = character - at
        inside = 0 <= offset < len(unit.text) if after else 0 < offset <= len(unit.text)
        if inside:
            if unit.literal:
                return unit.start + len(unit.text[:offset].encode()), unit.section
            if offset in (0, len(unit.text)):
                return (unit.start if offset == 0 else unit.end), unit.section
            return None
        at += len(unit.text)
    return (found[-1].end, found[-1].section) if found and after and character == at else None
