"""Which elements are in a class, and whether parts of content share an element or text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.odd.content import (
    Alternate,
    AnyElement,
    ClassRef,
    Content,
    ElementRef,
    MacroRef,
    RawRelaxNG,
    Sequence,
    Text,
)

if TYPE_CHECKING:
    from teitools.odd.model import Customization

__all__ = ["TEXT", "Overlap"]

TEXT = "#text"
_ANY = "*"


class Overlap:
    """Looks into classes and content of one customisation."""

    def __init__(self, customization: Customization) -> None:
        self.customization = customization
        self._elements: dict[str, frozenset[str]] = {}

    def elements_of(self, ident: str) -> frozenset[str]:
        """The elements in a model class, directly or by way of other classes."""
        known = self._elements.get(ident)
        if known is None:
            self._elements[ident] = frozenset()  # a circle has been reported; it ends here
            spec = self.customization.model_classes.get(ident)
            found: set[str] = set()
            for member in spec.members if spec is not None else ():
                found |= {member} if member in self.customization.elements else self.elements_of(member)
            known = self._elements[ident] = frozenset(found)
        return known

    def inside(self, ident: str) -> frozenset[str]:
        """The elements and classes in a model class, at any depth."""
        spec = self.customization.model_classes.get(ident)
        found: set[str] = set()
        for member in spec.members if spec is not None else ():
            found.add(member)
            if member in self.customization.model_classes:
                found |= self.inside(member)
        return frozenset(found)

    def names(self, content: Content, _within: frozenset[str] = frozenset()) -> set[str]:
        """What may stand in content directly: idents of elements, `#text`, `*` for what nobody can tell."""
        match content:
            case Sequence(members=members) | Alternate(members=members):
                return set().union(*(self.names(member, _within) for member in members))
            case ElementRef(key=key):
                return {key}
            case Text():
                return {TEXT}
            case AnyElement() | RawRelaxNG():
                return {_ANY}
            case ClassRef(key=key, include=include, exclude=exclude):
                inside = self.elements_of(key)
                return {n for n in inside if n not in exclude and (include is None or n in include)}
            case MacroRef(key=key) if key in self.customization.macros and key not in _within:
                return self.names(self.customization.macros[key].content, _within | {key})
        return set()

    def first_shared(self, members: list[Content]) -> str | None:
        """An element (or `#text`) that may stand in two of these, or None."""
        seen: set[str] = set()
        for member in members:
            names = self.names(member)
            shared = (
                seen & names
                or (names if _ANY in seen and names else None)
                or (seen if _ANY in names and seen else None)
            )
            if shared:
                return min(shared)
            seen |= names
        return None
