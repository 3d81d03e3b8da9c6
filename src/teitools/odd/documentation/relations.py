"""Which elements may stand in which: content models with their classes and macros followed to the elements."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from teitools.document.names import RNG, clark
from teitools.odd.content import (
    Alternate,
    AnyElement,
    ClassRef,
    DataRef,
    ElementRef,
    MacroRef,
    RawRelaxNG,
    Sequence,
    Text,
    Values,
)
from teitools.odd.hierarchy import Hierarchy
from teitools.odd.patternnames import class_and_expansion

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml import etree

    from teitools.odd.content import Content
    from teitools.odd.model import Customization

__all__ = ["Allowed", "Relations"]

_RNG = clark(RNG, "")


@dataclass(frozen=True, slots=True)
class Allowed:
    """What may stand in a place: elements by ident, text (or a value), and whether any element whatever."""

    elements: frozenset[str] = frozenset()
    text: bool = False
    anything: bool = False

    def __or__(self, other: Allowed) -> Allowed:
        return Allowed(self.elements | other.elements, self.text or other.text, self.anything or other.anything)


_NOTHING, _TEXT, _ANYTHING = Allowed(), Allowed(text=True), Allowed(anything=True)


class Relations:
    """The relations of one customisation, worked out on demand and kept."""

    def __init__(self, customization: Customization) -> None:
        self._customization = customization
        self._hierarchy = Hierarchy(customization)
        self._macros: dict[str, Allowed] = {}

    @cached_property
    def children(self) -> dict[str, Allowed]:
        """What may stand in each element, directly."""
        return {ident: self.allowed(spec.content) for ident, spec in self._customization.elements.items()}

    @cached_property
    def parents(self) -> dict[str, frozenset[str]]:
        """The elements that may directly hold each element; those that may hold anything are left out."""
        found: dict[str, set[str]] = {ident: set() for ident in self._customization.elements}
        for parent, allowed in self.children.items():
            for child in allowed.elements:
                found[child].add(parent)
        return {ident: frozenset(parents) for ident, parents in found.items()}

    @cached_property
    def users(self) -> dict[tuple[str, str], list[tuple[str, str]]]:
        """Which elements and macros (kind, ident) name a class, macro or datatype (kind, ident) in their content."""
        found: dict[tuple[str, str], list[tuple[str, str]]] = {}
        contents = [("element", ident, spec.content) for ident, spec in self._customization.elements.items()]
        contents += [("macro", ident, spec.content) for ident, spec in self._customization.macros.items()]
        for kind, ident, content in contents:
            for used in dict.fromkeys(self._named(content)):
                found.setdefault(used, []).append((kind, ident))
        return found

    def members(self, ident: str) -> frozenset[str]:
        """The elements that are members of a model class, through its subclasses too."""
        return self._hierarchy.elements_of(ident)

    def _elements_of(self, idents: Iterable[str]) -> frozenset[str]:
        """The elements among idents of elements and classes, and in those classes."""
        named = frozenset(idents)
        return named.intersection(self._customization.elements).union(*map(self.members, named))

    def allowed(self, content: Content) -> Allowed:
        """What a content model allows."""
        match content:
            case Sequence() | Alternate():
                return self._either(map(self.allowed, content.members))
            case ElementRef():
                return Allowed(self._elements_of([content.key]))
            case ClassRef():
                return Allowed(self._class(content))
            case MacroRef():
                return self._macro(content.key)
            case Text() | DataRef() | Values():
                return _TEXT
            case AnyElement():
                return _ANYTHING
            case RawRelaxNG():
                return self._either(map(self._raw, content.patterns))
            case _:
                return _NOTHING

    def _either(self, parts: Iterable[Allowed]) -> Allowed:
        found = _NOTHING
        for part in parts:
            found |= part
        return found

    def _class(self, reference: ClassRef) -> frozenset[str]:
        members = self.members(reference.key)
        if reference.include is not None:
            members &= self._elements_of(reference.include)
        return members - self._elements_of(reference.exclude)

    def _macro(self, ident: str) -> Allowed:
        if ident not in self._macros:
            self._macros[ident] = _NOTHING
            spec = self._customization.macros.get(ident)
            self._macros[ident] = self.allowed(spec.content) if spec else _NOTHING
        return self._macros[ident]

    def _raw(self, pattern: etree._Element) -> Allowed:
        """What raw RELAX NG allows: the references, text and any names in it."""
        found = _NOTHING
        for node in pattern.iter(f"{_RNG}*"):
            if node.tag == f"{_RNG}ref":
                found |= self._referred(node.get("name", ""))
            elif node.tag in (f"{_RNG}text", f"{_RNG}data", f"{_RNG}value"):
                found |= _TEXT
            elif node.tag == f"{_RNG}anyName":
                found |= _ANYTHING
        return found

    def _referred(self, name: str) -> Allowed:
        kind, ident = self.pattern(name)
        if kind == "element":
            return Allowed(frozenset({ident}))
        if kind == "macro":
            return self._macro(ident)
        return Allowed(self.members(ident)) if kind == "class" else _TEXT if kind == "data" else _NOTHING

    def pattern(self, name: str) -> tuple[str, str]:
        """What the name of a RELAX NG pattern stands for, as (kind, ident); ("", name) if nothing here."""
        if found := self._patterns.get(name):
            return found
        return self._patterns.get(class_and_expansion(name)[0], ("", name))

    @cached_property
    def _patterns(self) -> dict[str, tuple[str, str]]:
        found: dict[str, tuple[str, str]] = {}
        custom = self._customization
        groups = [("data", custom.datatypes), ("macro", custom.macros), ("class", custom.model_classes)]
        for kind, specs in [*groups, ("element", custom.elements)]:
            for ident, spec in specs.items():
                found[ident] = found[spec.pattern] = (kind, ident)
        return found

    def _named(self, content: Content) -> list[tuple[str, str]]:
        match content:
            case Sequence() | Alternate():
                return [name for member in content.members for name in self._named(member)]
            case ClassRef():
                return [("class", content.key)]
            case MacroRef():
                return [("macro", content.key)]
            case DataRef(key=str(key)):
                return [("data", key)]
            case RawRelaxNG():
                names = [node.get("name", "") for part in content.patterns for node in part.iter(f"{_RNG}ref")]
                return [found for name in names if (found := self.pattern(name))[0] in ("class", "macro", "data")]
            case _:
                return []
