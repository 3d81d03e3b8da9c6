"""The elements of a document that are asked for by name, wherever they stand: found in one pass over the whole."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from teitools.facts.vocabulary import ANNOTATIONS, DIVERGING, ENTITIES, tei

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["Sought"]

_TAGS = frozenset(
    tei(
        frozenset(ENTITIES)
        | {"correspDesc", "note", "prefixDef", "refsDecl", "relation", "sourceDoc", "standOff", "variantEncoding"}
    )
    + ANNOTATIONS
    + DIVERGING
)


class Sought:
    """What is asked for in a document, or in a fragment: each search of its own would go over all of it again."""

    def __init__(self, root: etree._Element) -> None:
        self._found: dict[object, list[tuple[int, etree._Element]]] = {tag: [] for tag in _TAGS}
        for place in enumerate(root.iter(*_TAGS)):
            self._found[place[1].tag].append(place)

    def of(self, tags: tuple[str, ...]) -> list[etree._Element]:
        """The elements with one of these tags, in the order of the document. Raises KeyError for tags not foreseen."""
        found = [self._found[tag] for tag in tags]
        return [element for _, element in (found[0] if len(found) == 1 else sorted(chain.from_iterable(found)))]
