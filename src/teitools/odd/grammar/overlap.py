"""What may stand in content directly, and whether parts of content share an element or text."""

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
from teitools.odd.hierarchy import Hierarchy

if TYPE_CHECKING:
    from teitools.odd.model import Customization

__all__ = ["TEXT", "Overlap"]

TEXT = "#text"
_ANY = "*"


class Overlap:
    """Looks into classes and content of one customisation."""

    def __init__(self, customization: Customization) -> None:
        self.customization = customization
        self.hierarchy = Hierarchy(customization)
        self._macros: dict[str, set[str]] = {}

    def names(self, content: Content) -> set[str]:
        """What may stand in content directly: idents of elements, `#text`, `*` for what nobody can tell."""
        match content:
            case Sequence(members=members) | Alternate(members=members):
                return set().union(*(self.names(member) for member in members))
            case ElementRef(key=key):
                return {key}
            case Text():
                return {TEXT}
            case AnyElement() | RawRelaxNG():
                return {_ANY}
            case ClassRef(key=key, include=include, exclude=exclude):
                inside = self.hierarchy.elements_of(key)
                return {n for n in inside if n not in exclude and (include is None or n in include)}
            case MacroRef(key=key):
                return self._macro(key)
        return set()

    def _macro(self, key: str) -> set[str]:
        """What may stand in a macro; one that contains itself adds nothing by that."""
        if key not in self._macros:
            self._macros[key] = set()
            spec = self.customization.macros.get(key)
            self._macros[key] = self.names(spec.content) if spec is not None else set()
        return set(self._macros[key])

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
