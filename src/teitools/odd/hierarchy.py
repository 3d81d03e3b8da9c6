"""Classes of a customisation: what is a member of them, by way of other classes too, and what they are members of."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from teitools.odd.model import Customization, ElementSpec

__all__ = ["Hierarchy"]


class Hierarchy:
    """Answers for one customisation; worked out on demand and kept. A class that is its own member adds nothing."""

    def __init__(self, customization: Customization) -> None:
        self._customization = customization
        self._inside: dict[str, frozenset[str]] = {}
        self._above: dict[str, frozenset[str]] = {}

    def elements_of(self, ident: str) -> frozenset[str]:
        """The elements in a model class."""
        return self.inside(ident).intersection(self._customization.elements)

    def inside(self, ident: str) -> frozenset[str]:
        """The elements and classes in a model class."""
        if ident not in self._inside:
            self._inside[ident] = frozenset()
            spec = self._customization.model_classes.get(ident)
            members = spec.members if spec is not None else ()
            self._inside[ident] = frozenset(members).union(*map(self.inside, members))
        return self._inside[ident]

    def classes_of(self, element: ElementSpec) -> frozenset[str]:
        """The classes that an element is in."""
        return frozenset().union(*map(self._and_above, element.classes))

    def _and_above(self, ident: str) -> frozenset[str]:
        """A class and those that it is in."""
        if ident not in self._above:
            self._above[ident] = frozenset({ident})
            custom = self._customization
            spec = custom.attribute_classes.get(ident) or custom.model_classes.get(ident)
            self._above[ident] |= frozenset().union(*map(self._and_above, spec.classes if spec else ()))
        return self._above[ident]
