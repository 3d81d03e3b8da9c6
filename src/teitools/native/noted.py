"""Attributes that were noted when a document passed by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

__all__ = ["Name", "Noted"]


class Name(NamedTuple):
    """Of an attribute that is noted: the names of its element and its own, as lxml has them."""

    element: str
    attribute: str


@dataclass(frozen=True, slots=True)
class Noted:
    """What was noted of one document: each attribute with one value once, and where all of them stand.

    `values` has for each the number of its name in `names`, from 1, the value, and how often that is there. `places`
    are pairs in document order: a number in `values`, and the number of the element, as the elements, comments and
    processing instructions of `root.iter()` are counted.
    """

    names: Sequence[Name]
    values: list[tuple[int, str, int]]
    places: memoryview[int]

    def name(self, number: int) -> Name:
        """The names of a value."""
        return self.names[self.values[number][0] - 1]

    def where(self) -> Iterator[tuple[int, int]]:
        """The pairs."""
        return zip(self.places[::2], self.places[1::2], strict=True)

    def elements(self, numbers: Collection[int]) -> Iterator[tuple[int, str, dict[str, str]]]:
        """The elements that have values of these numbers: their own numbers, their names, and those attributes."""
        found: dict[int, tuple[str, dict[str, str]]] = {}
        for number, index in self.where():
            if number in numbers:
                element, attribute = self.name(number)
                found.setdefault(index, (element, {}))[1][attribute] = self.values[number][1]
        return ((index, element, given) for index, (element, given) in found.items())
