"""Class membership: which classes a declaration is a member of, after the changes of the ODD.

Guidelines, TD, “Element Specifications” and USE, “Class Modification”: `classes` replaces what was there unless its
mode is change; then each `memberOf` adds or deletes one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from teitools.diagnostics import phrase
from teitools.document import Place
from teitools.odd.names import UNBOUNDED, elements, tei
from teitools.odd.report import attribute

if TYPE_CHECKING:
    from teitools.odd.report import Report
    from teitools.odd.resolve.editing import Editor
    from teitools.odd.resolve.layers import Layer, Layered

__all__ = ["Membership", "Memberships"]

_MEMBER = tei("memberOf")


@dataclass(frozen=True, slots=True)
class Membership:
    """One membership; `bounds` are `@min` and `@max`, for classes that are referred to as sequences."""

    key: str
    place: Place
    by_odd: bool
    bounds: tuple[int, int | None] = (1, 1)


@dataclass
class Memberships:
    """Works out memberships, and tells of those in classes that are not there."""

    editor: Editor
    report: Report
    known: dict[str, list[Membership]] = field(default_factory=dict)

    def of(self, layered: Layered) -> list[Membership]:
        """The classes of a declaration that are in the schema, in order."""
        found: dict[str, Membership] = {}
        for layer in layered.layers:
            classes = layer.child("classes")
            if classes is not None:
                self._apply(found, layer, classes, layered)
        chosen = self.editor.selection.chosen["class"]
        kept = []
        for membership in found.values():
            if membership.key in chosen:
                kept.append(membership)
            elif membership.by_odd:
                self._tell(membership)
        return kept

    def _apply(self, found: dict[str, Membership], layer: Layer, classes: Place, layered: Layered) -> None:
        if layer is layered.layers[0] or classes.element.get("mode", "replace") != "change":
            if layer.by_odd and classes.element.get("mode") is None:
                self._tell_lost(found, classes, layered)
            found.clear()
        for element in elements(classes.element):
            if element.tag != _MEMBER:
                continue
            place = Place(classes.document, element)
            key = element.get("key", "").strip()
            if element.get("mode") == "delete":
                if found.pop(key, None) is None and layer.by_odd and layer is not layered.layers[0]:
                    self.report.unknown("ODD053", attribute(place, "key"), key, found, owner=layered.ident)
                continue
            found[key] = Membership(key, place, layer.by_odd, _bounds(element.get("min"), element.get("max")))

    def _tell_lost(self, found: dict[str, Membership], classes: Place, layered: Layered) -> None:
        """Tell which memberships go when the author may have meant to add some."""
        named = {element.get("key", "").strip() for element in elements(classes.element)}
        lost = [key for key in found if key not in named]
        if lost:
            self.report.add("ODD057", classes, owner=layered.ident, names=", ".join(lost))

    def _tell(self, membership: Membership) -> None:
        here, key = attribute(membership.place, "key"), membership.key
        library = self.editor.selection.main
        if ("class", key) in self.editor.deleted:
            hint = phrase("odd_deleted_here", name=key)
            self.report.add("ODD051", here, hint=hint, name=key)
        elif key in library.specs["class"]:
            module = library.module_of("class", key) or ""
            self.report.add("ODD051", here, hint=phrase("odd_take_it", name=key, module=module), name=key)
        else:
            candidates = library.specs["class"].keys() | self.editor.selection.chosen["class"].keys()
            self.report.unknown("ODD050", here, key, candidates)


def _bounds(low: str | None, high: str | None) -> tuple[int, int | None]:
    minimum = int(low) if low is not None and low.strip().isdecimal() else 1
    if high is not None and high.strip() == UNBOUNDED:
        return minimum, None
    maximum = int(high) if high is not None and high.strip().isdecimal() else 1
    return minimum, max(minimum, maximum)
