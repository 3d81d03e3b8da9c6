"""The witness of the article, parsed from its lines alone, after the normalisations that the edition's header declares."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = [
    "NORMALISATIONS",
    "PARSED",
    "SHA256",
    "WITNESS",
    "Anchor",
    "Running",
    "in_context",
    "normalise",
    "witness_notes",
    "witness_pages",
    "witness_running",
]

WITNESS = Path(__file__).resolve().parents[2] / "tei" / "source" / "000_3ff7db10c743b764.txt"
SHA256 = "5762dee1b086602d0df29cb7c06228d056c9c7fe18eb179e745cf1d8f9a224c2"

NOTE_RULE = " " * 49
NUMBER_LINE = re.compile(r" ?(\d{1,2}) *")
ANCHOR = re.compile(r"(?<=[^\W\d_]|[.”])(\d{1,2})(?=[\s.]|$)")


# ---- Declared normalisations of text; "Page layout" and "Note numbers" are the parser below. ----

NORMALISATIONS: dict[str, Callable[[str], str]] = {
    "Broken shelfmark": lambda text: text.replace("A-\n3-7-B", "A-3-7-B"),
    "Line ends": lambda text: re.sub(r" *\n ?", " ", text).strip(),
    "Double spaces": lambda text: text.replace("  ", " "),
    "Spaced hyphens": lambda text: text.replace("Sarıkamış- Laloğlu", "Sarıkamış-Laloğlu").replace(
        "İngiliz- Fransız", "İngiliz-Fransız"
    ),
    "Space before a full stop": lambda text: text.replace("s. 30-31 .", "s. 30-31."),
    "Missing space": lambda text: text.replace("s.848-849", "s. 848-849"),
}
PARSED = ("Page layout", "Note numbers")


def normalise(text: str) -> str:
    """The text, lines joined by line feeds, after every declared normalisation."""
    for apply in NORMALISATIONS.values():
        text = apply(text)
    return text


# ---- The witness ----


@dataclass(frozen=True)
class Anchor:
    """A note number in the running text, with the words on both sides."""

    number: int
    before: str
    after: str


@dataclass(frozen=True)
class Running:
    """Running text without notes: its letters, its anchors, and the offsets where its blocks begin."""

    text: str
    anchors: tuple[Anchor, ...]
    starts: frozenset[int]


def split_pages(lines: list[str]) -> Iterator[list[str]]:
    """Pages: one begins where a line that opens with exactly one space follows a line of text."""
    page: list[str] = []
    previous = ""
    for line in lines:
        opens = re.match(r" \S", line) and not NUMBER_LINE.fullmatch(line)
        if opens and previous.strip() and not NUMBER_LINE.fullmatch(previous):
            yield page
            page = []
        page.append(line)
        previous = line
    yield page


@cache
def witness_pages() -> tuple[tuple[list[str], list[str]], ...]:
    """For each page the lines of its text and the lines of its notes, which follow the rule of 49 spaces."""
    pages = []
    for lines in split_pages(WITNESS.read_text(encoding="utf-8").split("\n")):
        foot = lines.index(NOTE_RULE) if NOTE_RULE in lines else len(lines)
        pages.append((lines[:foot], lines[foot + 1 :]))
    return tuple(pages)


def witness_notes() -> list[tuple[int | None, str]]:
    """Numbers and texts of the notes as they stand; the one without a number opens with two spaces."""
    notes: list[tuple[int | None, list[str]]] = []
    for _, lines in witness_pages():
        for line in lines:
            number = NUMBER_LINE.fullmatch(line)
            if number:
                notes.append((int(number[1]), []))
            elif line.startswith("  ") and notes[-1][1]:
                notes.append((None, [line]))
            elif line.strip():
                notes[-1][1].append(line)
    return [(number, normalise("\n".join(lines))) for number, lines in notes]


def witness_blocks() -> Iterator[tuple[str, bool]]:
    """Stretches of text between blank lines and page beginnings; True if a blank line stands before it."""
    for lines, _ in witness_pages():
        for index, block in enumerate(re.split(r"\n\s*\n", "\n".join(lines).rstrip())):
            yield normalise(block), index > 0


def witness_running() -> tuple[Running, frozenset[int]]:
    """Running text of the witness, the digits of its anchors cut out, and the offsets of page beginnings."""
    text = ""
    anchors: list[tuple[int, int]] = []
    starts: set[int] = set()
    pages: set[int] = set()
    for block, after_blank_line in witness_blocks():
        text += " " if text else ""
        (starts if after_blank_line else pages).add(len(text))
        end = 0
        for match in ANCHOR.finditer(block):
            text += block[end : match.start()]
            anchors.append((int(match[1]), len(text)))
            end = match.end()
        text += block[end:]
    return Running(text, in_context(text, anchors), frozenset(starts)), frozenset(pages)


def in_context(text: str, anchors: Iterable[tuple[int, int]]) -> tuple[Anchor, ...]:
    """Anchors with 40 characters before and 15 after them."""
    return tuple(Anchor(n, text[max(0, at - 40) : at], text[at : at + 15]) for n, at in anchors)
