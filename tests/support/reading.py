"""The reading text and the notes of a TEI document, read straight from its XML: what every edition has to contain.

An independent second opinion for the editions in LaTeX and plain text: written against the encoding, in another
language than theirs, and knowing nothing of how they are made.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Reading", "read_edition", "squeeze"]

TEI = "{http://www.tei-c.org/ns/1.0}"
_SKIPPED = frozenset({"teiHeader", "standOff", "pb", "desc"})
_EDITED = frozenset({"corr", "reg", "expan"})
_BLOCKS = frozenset({"p", "head", "quote", "div", "lg", "l", "sp", "speaker", "stage", "item", "list", "cell", "row"})


@dataclass
class Reading:
    """What the document says: its running text without notes, and the notes by number."""

    text: str = ""
    notes: dict[str, str] = field(default_factory=dict)


def squeeze(text: str) -> str:
    """The text with every run of white space as one space, none at its ends."""
    return " ".join(text.split())


def read_edition(path: Path) -> Reading:
    """Read the corrected text of a document whose notes are all footnotes with numbers."""
    reading = Reading()
    root = etree.parse(path).getroot()
    pieces: list[str] = []
    for text in root.iterchildren(f"{TEI}text"):
        _collect(text, pieces, reading)
    reading.text = squeeze("".join(pieces))
    return reading


def _collect(element: etree._Element, pieces: list[str], reading: Reading) -> None:
    name = etree.QName(element).localname if isinstance(element.tag, str) else "comment"
    if name == "note":
        inside: list[str] = []
        _inside(element, inside, reading)
        reading.notes[element.get("n", "")] = squeeze("".join(inside))
    elif name == "gap":
        pieces.append("[…]")
    elif name == "supplied":
        inside = []
        _inside(element, inside, reading)
        text = "".join(inside)
        before, after = "⟨⟩" if element.get("reason") == "omitted" else "[]"
        pieces.append(f"{before}{text.rstrip()}{after}{text[len(text.rstrip()) :]}")
    elif name in _BLOCKS:
        pieces.append(" ")
        _inside(element, pieces, reading)
        pieces.append(" ")
    elif name not in _SKIPPED and name != "comment" and _is_read(element):
        _inside(element, pieces, reading)


def _inside(element: etree._Element, pieces: list[str], reading: Reading) -> None:
    pieces.append(element.text or "")
    for child in element:
        _collect(child, pieces, reading)
        pieces.append(_tail(child))


def _is_read(element: etree._Element) -> bool:
    """Of the readings of a choice the edited one, unless it is a guess; everything else is read."""
    choice = element.getparent()
    if choice is None or choice.tag != f"{TEI}choice":
        return True
    guess = any(other.get("cert") == "low" for other in choice if etree.QName(other).localname in _EDITED)
    return (etree.QName(element).localname in _EDITED) != guess


def _tail(child: etree._Element) -> str:
    parent = child.getparent()
    return "" if parent is not None and etree.QName(parent).localname == "choice" else child.tail or ""
