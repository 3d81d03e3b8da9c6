"""The texts of a source that an edition has to account for, and how a person finds them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from teitools.document.names import TEI, clark, split
from teitools.tasks.editions.ledger.folding import APART, count, fold, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml import etree

    from teitools.diagnostics import Location
    from teitools.document import Document

__all__ = ["Text", "read_texts"]

_FORMULA = clark(TEI, "formula")


class Text(NamedTuple):
    """A text node: the element that it is in, the node that it follows there (None: it comes first), its words.

    `characters` says how many count.
    """

    element: etree._Element
    after: etree._Element | None
    text: str
    words: tuple[str, ...]
    characters: int

    def location(self, document: Document) -> Location:
        """Its place in a document."""
        return document.location_of_path(f"{_path(self.element)}/text()[{self._position()}]")

    def _position(self) -> int:
        """Its number among the text nodes of its element (XPath 3.1, 3.3.2.2: comments part them)."""
        if self.after is None:
            return 1
        before = (node for node in self.after.itersiblings(preceding=True) if node.tail)
        return 1 + bool(self.element.text) + sum(1 for _ in before)

    def said(self, lost: Iterable[bool]) -> str:
        """As it is written, of its words only the lost ones."""
        flags = list(lost)
        if all(flags):
            return " ".join(self.text.split())
        written = self.text.split()
        sizes = [len("".join(fold(word).split())) for word in written]
        gone = [flag for word, flag in zip(self.words, flags, strict=True) for _ in word]  # one for each character
        ends = [0]
        for size in sizes:
            ends.append(ends[-1] + size)
        return " ".join(
            word for word, (start, end) in zip(written, pairwise(ends), strict=True) if any(gone[start:end])
        )


def read_texts(root: etree._Element) -> list[Text]:
    """The text nodes below an element that have a letter, a digit or a sign, in order."""
    found = []
    nodes: list[etree._ElementUnicodeResult] = root.xpath("descendant::text()[normalize-space()]")  # type: ignore[assignment] # texts
    said = [_said(node) for node in nodes]
    folded = fold(APART.join(said)).split(APART) if nodes else []
    for node, text, words in zip(nodes, said, map(words_of, folded), strict=True):
        bearer = node.getparent()
        if words and bearer is not None:
            element = bearer.getparent() if node.is_tail else bearer
            if element is not None:
                found.append(Text(element, bearer if node.is_tail else None, text, tuple(words), count("".join(words))))
    return found


def _said(node: etree._ElementUnicodeResult) -> str:
    """The text of a node; of a formula without TeX's signs that begin and end mathematics, which no edition shows."""
    bearer = node.getparent()
    if bearer is not None and bearer.tag == _FORMULA and not node.is_tail:
        return str(node).strip("$ \t\n")
    return str(node)


def _path(element: etree._Element) -> str:
    """The path of an element as `fn:path()` writes it."""
    steps = []
    current: etree._Element | None = element
    while current is not None:
        namespace, local = split(current.tag)
        number = 1 + sum(1 for _ in current.itersiblings(current.tag, preceding=True))
        steps.append(f"Q{{{namespace}}}{local}[{number}]")
        current = current.getparent()
    return "/" + "/".join(reversed(steps))
