"""What is in the schema, for everybody who follows references."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from teitools.odd.patternnames import class_and_expansion, owner_and_attribute

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teitools.document import Place
    from teitools.odd.resolve.editing import Editor
    from teitools.odd.resolve.layers import Layered
    from teitools.odd.resolve.membership import Membership

__all__ = ["Inventory"]

KINDS = ("element", "class", "macro", "data")


@dataclass(eq=False)
class Inventory:
    """Answers what there is; `take` brings macros and datatypes from the source when something needs them.

    `memberships` are by kind and ident; `external` are the names of patterns of external grammars.
    """

    editor: Editor
    memberships: dict[tuple[str, str], list[Membership]]
    external: frozenset[str] = frozenset()
    bounds: dict[str, dict[str, tuple[int, int | None]]] = field(default_factory=dict)
    _members: dict[str, list[str]] = field(default_factory=dict)
    _elements: dict[str, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for (_, ident), memberships in self.memberships.items():
            for membership in memberships:
                self._members.setdefault(membership.key, []).append(ident)
                if membership.bounds != (1, 1):
                    self.bounds.setdefault(membership.key, {})[ident] = membership.bounds

    @property
    def chosen(self) -> dict[str, dict[str, Layered]]:
        """Everything in the schema, by kind and ident."""
        return self.editor.selection.chosen

    def has(self, kind: str, key: str) -> bool:
        """Whether the schema has it, or can have it when needed: macros and datatypes of the source."""
        if key in self.chosen[kind]:
            return True
        return kind in ("macro", "data") and not self.is_deleted(kind, key) and self.offered(kind, key)

    def take(self, kind: str, key: str) -> bool:
        """Have it in the schema, as something refers to it; false if the schema cannot have it."""
        if not self.has(kind, key):
            return False
        self.editor.selection.take(self.editor.selection.main, kind, key)
        return True

    def offered(self, kind: str, key: str) -> bool:
        """Whether the source has it."""
        return key in self.editor.selection.main.specs[kind]

    def is_deleted(self, kind: str, key: str) -> bool:
        """Whether the ODD deletes it."""
        return (kind, key) in self.editor.deleted

    def gone_at(self, kind: str, key: str) -> Place:
        """Where the ODD deletes what is not there, else the `schemaSpec` that does not choose it."""
        return self.editor.deleted.get((kind, key), self.editor.selection.schema)

    def module_of(self, kind: str, key: str) -> str:
        """The module that the source has it in."""
        return self.editor.selection.main.module_of(kind, key) or ""

    def candidates(self, kind: str) -> Iterable[str]:
        """Names of this kind, for hints."""
        return self.chosen[kind].keys() | self.editor.selection.main.specs[kind].keys()

    def renamed_datatype(self, name: str) -> str | None:
        """What a datatype of the first years is called now (`data.word` is `teidata.word`), if there is such a one."""
        if not name.startswith("data."):
            return None
        current = f"tei{name}"
        return current if self.has("data", current) else None

    # Classes

    def class_type(self, ident: str) -> str:
        """`atts` or `model`."""
        layered = self.chosen["class"].get(ident)
        declared = layered.attribute("type") if layered is not None else None
        return declared or ("atts" if ident.startswith("att.") else "model")

    def members(self, ident: str) -> list[str]:
        """The direct members of a class."""
        return self._members.get(ident, [])

    def elements_of(self, ident: str, _within: frozenset[str] = frozenset()) -> frozenset[str]:
        """The elements that are members of a class, directly or by way of other classes."""
        known = self._elements.get(ident)
        if known is not None:
            return known
        found: set[str] = set()
        for member in self.members(ident):
            if member in self.chosen["element"]:
                found.add(member)
            elif member in self.chosen["class"] and member not in _within:
                found |= self.elements_of(member, _within | {ident})
        result = frozenset(found)
        if not _within:
            self._elements[ident] = result
        return result

    def is_below(self, ident: str, above: str) -> bool:
        """Whether an element is in a class, or a class has all its elements in another."""
        inside = self.elements_of(above)
        return ident in inside or bool(self.members(ident) and self.elements_of(ident) & inside)

    # Names of patterns

    def take_pattern(self, name: str) -> bool:
        """Have in the schema what a RELAX NG reference by this name means; false if it leads nowhere."""
        if name in self.external or any(self.take(kind, name) for kind in KINDS):
            return True
        meant = owner_and_attribute(name)
        return (meant[0] if meant else class_and_expansion(name)[0]) in self.chosen["class"]

    def offers_pattern(self, name: str) -> bool:
        """Whether the source has something by this name that the schema leaves out."""
        meant = owner_and_attribute(name)
        idents = (name, class_and_expansion(name)[0], *(meant[:1] if meant else ()))
        return any(self.editor.selection.main.kind_of(ident) is not None for ident in idents)

    def pattern_names(self) -> Iterable[str]:
        """Names that a reference may have, for hints."""
        return {ident for group in self.chosen.values() for ident in group} | self.external
