"""Attributes that were noted when a document passed by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

__all__ = ["Attribute", "Noted"]


class Attribute(NamedTuple):
    """An attribute with its value, names as lxml has them, and how often the document has it on such an element."""

    element: str
    name: str
    value: str
    times: int


@dataclass(frozen=True, slots=True)
class Noted:
    """What was noted of one document: each attribute with one value once, and where all of them stand.

    `places` are pairs in document order: a number in `attributes`, and the number of the element, as the elements,
    comments and processing instructions of `root.iter()` are counted.
    """

    attributes: list[Attribute]
    places: memoryview[int]

    def where(self) -> Iterator[tuple[int, int]]:
        """The pairs."""
        return zip(self.places[::2], self.places[1::2], strict=True)

    def elements(self, numbers: Collection[int]) -> Iterator[tuple[int, str, dict[str, str]]]:
        """The elements that have attributes of these numbers: their own numbers, their names, and those attributes."""
        found: dict[int, tuple[str, dict[str, str]]] = {}
        for number, index in self.where():
            if number in numbers:
                element, name, value, _ = self.attributes[number]
                found.setdefault(index, (element, {}))[1][name] = value
        return ((index, element, given) for index, (element, given) in found.items())
