"""Classes: their lists of attributes, their members, and which of them the schema needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from teitools.odd.model import AttributeClass, ModelClass
from teitools.odd.resolve.constraints import Owner, apply_constraints
from teitools.odd.resolve.documentation import overlay, read_docs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from teitools.odd.docs import Docs
    from teitools.odd.model import AttributeGroup, ConstraintSpec, ElementSpec
    from teitools.odd.report import Report
    from teitools.odd.resolve.groups import GroupReader
    from teitools.odd.resolve.inventory import Inventory
    from teitools.odd.resolve.layers import Layered

__all__ = ["Classes", "break_circles", "common"]


def common(layered: Layered, owner: Owner, report: Report) -> tuple[Docs, tuple[ConstraintSpec, ...]]:
    """Documentation and constraints of a declaration, all layers applied."""
    docs = read_docs(layered.layers[0].element)
    constraints: tuple[ConstraintSpec, ...] = ()
    for number, layer in enumerate(layered.layers):
        if number:
            docs = overlay(docs, layer.element)
        constraints = apply_constraints(constraints, layer.place, owner, layer.origin, report)
    return docs, constraints


def break_circles(inventory: Inventory, report: Report) -> None:
    """Report classes that are members of themselves by way of others, and drop what closes the circle."""
    done: set[str] = set()
    for start in inventory.chosen["class"]:
        path: list[str] = []

        def visit(ident: str, path: list[str] = path) -> None:
            path.append(ident)
            memberships = inventory.memberships.get(("class", ident), [])
            for membership in list(memberships):
                if membership.key in path:
                    circle = " → ".join((*path[path.index(membership.key) :], membership.key))
                    report.add("ODD052", membership.place, name=ident, circle=circle)
                    memberships.remove(membership)
                    inventory.members(membership.key).remove(ident)
                elif membership.key not in done:
                    visit(membership.key)
            path.pop()
            done.add(ident)

        if start not in done:
            visit(start)


@dataclass
class Classes:
    """Makes the classes of the customisation."""

    inventory: Inventory
    report: Report
    groups: GroupReader = field(init=False)
    _lists: dict[str, AttributeGroup] = field(default_factory=dict)

    def list_of(self, ident: str) -> AttributeGroup | None:
        """The attributes of an attribute class of the schema, or None if there is no such class."""
        known = self._lists.get(ident)
        if known is not None:
            return known
        layered = self.inventory.chosen["class"].get(ident)
        if layered is None or self.inventory.class_type(ident) != "atts":
            return None
        classes = self.attribute_classes("class", ident)
        made = self.groups.build(layered, Owner("class", ident), classes)
        self._lists[ident] = made
        return made

    def attribute_classes(self, kind: str, ident: str) -> list[str]:
        """The attribute classes that something is a direct member of."""
        memberships = self.inventory.memberships.get((kind, ident), [])
        return [m.key for m in memberships if self.inventory.class_type(m.key) == "atts"]

    def attributes(self, elements: Iterable[ElementSpec]) -> dict[str, AttributeClass]:
        """The attribute classes that some element takes attributes from, in order."""
        used: set[str] = set()
        for element in elements:
            for ident in element.classes:
                self._use(ident, used)
            _within(element.attributes, used)
        for ident in list(used):
            made = self.list_of(ident)
            if made is not None:
                _within(made, used)
        return {
            ident: self._attribute_class(ident, layered)
            for ident, layered in self.inventory.chosen["class"].items()
            if ident in used and self.inventory.class_type(ident) == "atts"
        }

    def _use(self, ident: str, used: set[str]) -> None:
        if ident not in used:
            used.add(ident)
            for above in self.attribute_classes("class", ident):
                self._use(above, used)

    def _attribute_class(self, ident: str, layered: Layered) -> AttributeClass:
        docs, constraints = common(layered, Owner("class", ident), self.report)
        group = self.list_of(ident)
        assert group is not None  # noqa: S101  # only attribute classes of the schema come here
        return AttributeClass(
            ident=ident,
            pattern=layered.pattern,
            module=layered.module,
            docs=docs,
            constraints=constraints,
            place=layered.place,
            element=layered.place.element,
            origin=layered.origin,
            classes=tuple(self.attribute_classes("class", ident)),
            attributes=group,
            members=tuple(self.inventory.members(ident)),
        )

    def models(self, used: Mapping[str, set[str]]) -> dict[str, ModelClass]:
        """The model classes that content refers to (and in which ways), and those within them, in order."""
        expansions: dict[str, set[str]] = {}
        for ident, ways in used.items():
            for way in sorted(ways):
                self._expand(ident, way, expansions)
        return {
            ident: self._model_class(ident, layered, expansions[ident])
            for ident, layered in self.inventory.chosen["class"].items()
            if ident in expansions and self.inventory.class_type(ident) == "model"
        }

    def _expand(self, ident: str, expansion: str, expansions: dict[str, set[str]]) -> None:
        known = expansions.setdefault(ident, set())
        if expansion in known:
            return
        known.add(expansion)
        for member in self.inventory.members(ident):
            if member in self.inventory.chosen["class"]:
                self._expand(member, expansion, expansions)

    def _model_class(self, ident: str, layered: Layered, expansions: set[str]) -> ModelClass:
        docs, constraints = common(layered, Owner("class", ident), self.report)
        return ModelClass(
            ident=ident,
            pattern=layered.pattern,
            module=layered.module,
            docs=docs,
            constraints=constraints,
            place=layered.place,
            element=layered.place.element,
            origin=layered.origin,
            classes=tuple(m.key for m in self.inventory.memberships.get(("class", ident), ())),
            members=tuple(self.inventory.members(ident)),
            expansions=tuple(sorted(expansions)),
            bounds=self.inventory.bounds.get(ident, {}),
        )


def _within(group: AttributeGroup, used: set[str]) -> None:
    """Every class that a list names, at any depth."""
    for taken in group.classes():
        if taken.ident not in used or not taken.intact:
            used.add(taken.ident)
            _within(taken.group, used)
