"""The words in a grammar: documentation of elements, attributes and values, for editors to show.

Guidelines, USE, “Names and Documentation in Generated Schemas”: the gloss in brackets, then the description.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.document import escape
from teitools.odd.names import collapse, local

if TYPE_CHECKING:
    from lxml import etree

    from teitools.odd.docs import Docs
    from teitools.odd.model import Attribute

__all__ = ["Wording", "plain"]

_QUOTED = {
    "gi": ("<", ">"),
    "tag": ("<", ">"),
    "att": ("@", ""),
    "val": ('"', '"'),
    "q": ("“", "”"),
    "soCalled": ("“", "”"),
}


def plain(element: etree._Element) -> str:
    """The text of a description, with element and attribute names marked as people write them."""
    return collapse("".join(_pieces(element)))


def _pieces(element: etree._Element) -> list[str]:
    pieces = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            before, after = _QUOTED.get(local(child), ("", ""))
            pieces += (before, *_pieces(child), after)
        pieces.append(child.tail or "")
    return pieces


class Wording:
    """Writes `a:documentation` in one language; nothing at all if the language is None."""

    def __init__(self, language: str | None) -> None:
        self.language = language
        self._values: dict[int, str] = {}

    def of(self, docs: Docs, extra: str = "") -> str:
        """The documentation of a declaration."""
        if self.language is None or not (docs.elements or extra):
            return ""
        text = self.text(docs)
        full = f"{text}\n{extra}" if extra and text else text or extra
        return f"<a:documentation>{escape.text(full)}</a:documentation>" if full else ""

    def text(self, docs: Docs) -> str:
        """Gloss and description as one text."""
        if self.language is None or not docs.elements:
            return ""
        gloss, desc = docs.best("gloss", self.language), docs.best("desc", self.language)
        glossed = plain(gloss) if gloss is not None else ""
        described = plain(desc) if desc is not None else ""
        if glossed and described:
            return f"({glossed}) {described}"
        return f"({glossed})" if glossed else described

    def of_attribute(self, attribute: Attribute) -> str:
        """The documentation of an attribute, with the values that are only suggested."""
        values = attribute.values
        if self.language is None:
            return ""
        extra = ""
        if values is not None and values.kind != "closed" and values.items:
            listed = "; ".join(
                f"{number}] {item.name}{self._gloss(item.docs)}" for number, item in enumerate(values.items, 1)
            )
            start = "Suggested values include: " if values.kind == "semi" else "Sample values include: "
            extra = start + listed
        return self.of(attribute.docs, extra)

    def _gloss(self, docs: Docs) -> str:
        gloss = docs.best("gloss", self.language or "en") if docs.elements else None
        text = plain(gloss) if gloss is not None else ""
        return f" ({text})" if text else ""
