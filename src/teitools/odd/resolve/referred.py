"""What content and attributes refer to: the macros, datatypes and classes that a schema needs, and in which ways."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from teitools.document.names import RNG
from teitools.odd.content import ClassRef, DataRef, MacroRef, RawRelaxNG, references
from teitools.odd.patternnames import class_and_expansion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from teitools.odd.content import Content
    from teitools.odd.model import Attribute, DataSpec, MacroSpec

__all__ = ["Referred", "raw_names"]

_REF = f"{{{RNG}}}ref"


def raw_names(content: RawRelaxNG) -> Iterator[str]:
    """The names of patterns that written-out RELAX NG refers to."""
    for pattern in content.patterns:
        for reference in pattern.iter(_REF):
            yield str(reference.get("name", ""))


@dataclass
class Referred:
    """Gathers what is referred to. `expansions` are, by class, the ways in which content refers to it."""

    macros: set[str] = field(default_factory=set)
    datatypes: set[str] = field(default_factory=set)
    expansions: dict[str, set[str]] = field(default_factory=dict)

    def content(self, content: Content) -> None:
        """Take note of what a content model refers to."""
        for reference in references(content):
            if isinstance(reference, ClassRef):
                self.expansions.setdefault(reference.key, set()).add(reference.expand)
            elif isinstance(reference, MacroRef):
                self.macros.add(reference.key)
            elif isinstance(reference, DataRef):
                if reference.key is not None:
                    self.datatypes.add(reference.key)
            elif isinstance(reference, RawRelaxNG):
                for name in raw_names(reference):
                    self._name(name)

    def _name(self, name: str) -> None:
        self.macros.add(name)
        self.datatypes.add(name)
        ident, expansion = class_and_expansion(name)
        self.expansions.setdefault(ident, set()).add(expansion)

    def attributes(self, attributes: Iterable[Attribute]) -> None:
        """Take note of the datatypes of attributes."""
        for attribute in attributes:
            if attribute.datatype is not None:
                self.content(attribute.datatype.content)

    def follow(self, macros: Mapping[str, MacroSpec], datatypes: Mapping[str, DataSpec]) -> None:
        """Take note of what macros and datatypes that are referred to refer to, to the end."""
        done: set[str] = set()
        while waiting := (self.macros | self.datatypes) - done:
            for ident in waiting:
                done.add(ident)
                for spec in (macros.get(ident), datatypes.get(ident)):
                    if spec is not None:
                        self.content(spec.content)
