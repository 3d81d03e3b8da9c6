"""Declarations as layers: what the source says, and what the ODD lays over it, before anything is resolved.

The lowest layer is a whole declaration (of the source, or of the ODD in mode add or replace); those above are changes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from teitools.document import Place
from teitools.odd.names import tei

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from teitools.odd.docs import Origin

__all__ = ["Layer", "Layered"]


@dataclass(frozen=True, slots=True)
class Layer:
    """One declaration, and where it comes from."""

    place: Place
    origin: Origin

    @property
    def element(self) -> etree._Element:
        """The declaration."""
        return self.place.element

    @property
    def by_odd(self) -> bool:
        """Whether the ODD says it, so that its author can be told of faults in it."""
        return self.origin != "source"

    def child(self, name: str) -> Place | None:
        """The first TEI child of this name."""
        found = next(self.element.iterchildren(tei(name)), None)
        return Place(self.place.document, found) if found is not None else None

    def children(self, name: str) -> Iterator[Place]:
        """The TEI children of this name."""
        for child in self.element.iterchildren(tei(name)):
            yield Place(self.place.document, child)


@dataclass(eq=False)
class Layered:
    """An element, class, macro or datatype with all that is said of it."""

    kind: str
    ident: str
    layers: list[Layer]
    prefix: str
    module: str | None = None
    include: frozenset[str] | None = None
    exclude: frozenset[str] = frozenset()
    removed: set[str] = field(default_factory=set)

    @property
    def place(self) -> Place:
        """The topmost declaration."""
        return self.layers[-1].place

    @property
    def origin(self) -> Origin:
        """`source` if the ODD does not touch it, `odd` if it is all its own, else `changed`."""
        lowest = self.layers[0].origin
        if lowest == "odd":
            return "odd"
        return "changed" if len(self.layers) > 1 else lowest

    @property
    def pattern(self) -> str:
        """The name of its RELAX NG pattern."""
        return f"{self.prefix}{self.ident}"

    def keeps(self, attribute: str) -> bool:
        """Whether a `classRef` of the `schemaSpec` leaves this attribute in the class."""
        return attribute not in self.exclude and (self.include is None or attribute in self.include)

    def attribute(self, name: str) -> str | None:
        """An attribute of the declaration: the topmost that has it decides."""
        return next((v for layer in reversed(self.layers) if (v := layer.element.get(name)) is not None), None)

    def top(self, name: str) -> tuple[Layer, Place] | None:
        """The child of this name in the topmost layer that has one, and that layer."""
        for layer in reversed(self.layers):
            found = layer.child(name)
            if found is not None:
                return layer, found
        return None
