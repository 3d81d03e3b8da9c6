"""Applying the declarations of the ODD to what was chosen: the modes add, change, replace and delete.

Guidelines, TD, “Combining Specifications” and USE, “Personalization and Customization”.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from teitools.diagnostics import Severity, phrase
from teitools.document.names import TEI
from teitools.odd.names import SPECS
from teitools.odd.report import attribute
from teitools.odd.resolve.layers import Layer, Layered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from teitools.document import Place
    from teitools.odd.library import Libraries, Library
    from teitools.odd.report import Report
    from teitools.odd.resolve.selection import Selection

__all__ = ["Editor"]


def _key(place: Place) -> tuple[str, str]:
    """Kind and ident of a declaration."""
    return SPECS[str(place.element.tag)], place.element.get("ident", "").strip()


@dataclass
class Editor:
    """Applies declarations in order. `deleted` is what the ODD deletes, by kind and ident."""

    selection: Selection
    libraries: Libraries
    report: Report
    module: str
    deleted: dict[tuple[str, str], Place] = field(default_factory=dict)
    _told: dict[tuple[str, str], tuple[str, Place]] = field(default_factory=dict)
    _to_delete: set[tuple[str, str]] = field(default_factory=set)
    _primary: dict[str, str] = field(default_factory=dict)  # namespace of what an ident of elements means first

    def apply_all(self, places: Sequence[Place]) -> None:
        """Apply declarations, in their order."""
        self._to_delete = {_key(place) for place in places if place.element.get("mode") == "delete"}
        for place in places:
            kind, ident = _key(place)
            if kind == "element" and place.element.get("mode") != "delete":
                there = self.selection.main.specs[kind].get(ident) if (kind, ident) not in self._to_delete else None
                self._primary.setdefault(ident, self._namespace(there or place))
        for place in places:
            self._apply(place)

    def _apply(self, place: Place) -> None:
        element = place.element
        (kind, ident), mode = _key(place), element.get("mode", "add")
        if kind == "element" and mode == "add" and self._primary[ident] != self._namespace(place):
            # With a prefix of its own, an element of another namespace stands beside the one that has its ident: its
            # pattern has another name, and so it has here. Without one the two cannot be told apart.
            ident = f"{element.get('prefix', '')}{ident}"
        library = self._source(place)
        if not self._first(place, kind, ident, mode):
            return
        if mode == "change":
            self._change(place, kind, ident, library)
        elif mode == "delete":
            self._delete(place, kind, ident, library)
        elif mode == "replace":
            self._replace(place, kind, ident, library)
        else:
            self._add(place, kind, ident)

    def _source(self, place: Place) -> Library:
        source = place.element.get("source")
        found = self.libraries.named(attribute(place, "source"), source) if source is not None else None
        return found or self.selection.main

    def _first(self, place: Place, kind: str, ident: str, mode: str) -> bool:
        """Report what is declared twice; two changes are applied one after the other, anything else contradicts."""
        known = self._told.get((kind, ident))
        self._told.setdefault((kind, ident), (mode, place))
        if known is None:
            return True
        together = {known[0], mode}
        if together == {"add", "delete"} and self._is_foreign(known[1] if mode == "delete" else place):
            if mode == "delete":  # what it deletes gave way to the other already
                self.deleted[kind, ident] = place
            return mode == "add"
        code = (
            "ODD031" if together <= {"change"} or together == {"delete"} or together == {"add", "change"} else "ODD030"
        )
        what = phrase(f"odd_{kind}")
        two = code == "ODD030" and kind == "element" and self._namespace(place) != self._namespace(known[1])
        hint = phrase("odd_two_namespaces", name=ident) if two else None
        self.report.add(code, place, hint=hint, related=("odd_first_here", known[1]), name=ident, what=what)
        return code == "ODD031" and mode == "change"

    def _add(self, place: Place, kind: str, ident: str) -> None:
        chosen = self.selection.chosen[kind]
        old = chosen.get(ident)
        foreign = old is not None and self._is_foreign(place)
        if old is not None and not (foreign and (kind, ident) in self._to_delete):
            explicit = place.element.get("mode") is not None
            where = attribute(place, "mode") if explicit else place
            hint = phrase("odd_two_namespaces", name=ident) if foreign else None
            what = phrase(f"odd_{kind}")
            self.report.add("ODD035", where, hint=hint, name=ident, what=what, module=old.module or "")
        self._put(place, kind, ident, old.module if old else None, old.prefix if old else None)

    def _is_foreign(self, place: Place) -> bool:
        """Whether an added element is in another namespace than that of its ident in the source, so another element."""
        kind, ident = _key(place)
        there = self.selection.main.specs[kind].get(ident)
        return kind == "element" and there is not None and self._namespace(place) != self._namespace(there)

    def _namespace(self, place: Place) -> str:
        """The namespace of an element: what its declaration says, else the schema."""
        return place.element.get("ns", self.selection.schema.element.get("ns", TEI))

    def _replace(self, place: Place, kind: str, ident: str, library: Library) -> None:
        old = self.selection.chosen[kind].get(ident)
        if old is None:
            self._missing("ODD036", place, kind, ident, library, Severity.WARNING)
        self._put(place, kind, ident, old.module if old else None, old.prefix if old else None)

    def _put(self, place: Place, kind: str, ident: str, module: str | None, prefix: str | None) -> None:
        """A declaration that stands for itself; a replacement keeps the place of what it replaces."""
        module = place.element.get("module") or module or self.module
        prefix = place.element.get("prefix", self.selection.prefix if prefix is None else prefix)
        if ident != _key(place)[1]:  # it begins with the prefix
            prefix = ""
        old = self.selection.chosen[kind].get(ident)
        layered = Layered(kind, ident, [Layer(place, "odd")], prefix, module)
        if old is not None:
            layered.include, layered.exclude = old.include, old.exclude
        self.selection.chosen[kind][ident] = layered

    def _change(self, place: Place, kind: str, ident: str, library: Library) -> None:
        old = self.selection.chosen[kind].get(ident)
        if old is not None:
            old.layers.append(Layer(place, "changed"))
            return
        if ident in library.specs[kind]:
            self._not_chosen(place, kind, ident, library)
        else:
            self._missing("ODD032", place, kind, ident, library)

    def _not_chosen(self, place: Place, kind: str, ident: str, library: Library) -> None:
        """A class, macro or datatype may be changed without its module; an element has to be chosen."""
        if place.element.get("source") is not None:  # named where to take it from: that chooses it
            layered = self.selection.take(library, kind, ident)
            if layered is not None:
                layered.layers.append(Layer(place, "changed"))
                return
        module = library.module_of(kind, ident) or ""
        hint = phrase("odd_take_it", name=ident, module=module)
        self.report.add("ODD033", attribute(place, "ident"), hint=hint, name=ident, what=phrase(f"odd_{kind}"))

    def _delete(self, place: Place, kind: str, ident: str, library: Library) -> None:
        if self.selection.chosen[kind].pop(ident, None) is None:
            if ident in library.specs[kind]:
                module = library.module_of(kind, ident) or ""
                hint = phrase("odd_not_taken", name=ident, module=module)
                self.report.add("ODD034", attribute(place, "ident"), hint=hint, name=ident, what=phrase(f"odd_{kind}"))
            else:
                self._missing("ODD034", place, kind, ident, library)
        self.deleted[kind, ident] = place

    def _missing(
        self, code: str, place: Place, kind: str, ident: str, library: Library, severity: Severity | None = None
    ) -> None:
        here, what = attribute(place, "ident"), phrase(f"odd_{kind}")
        other = library.kind_of(ident)
        if other is not None and other != kind:
            hint = phrase("odd_is_a", name=ident, what=phrase(f"odd_{other}"))
            self.report.add(code, here, hint=hint, name=ident, what=what, severity=severity)
            return
        candidates = library.specs[kind].keys() | self.selection.chosen[kind].keys()
        self.report.unknown(code, here, ident, candidates, what=what)
