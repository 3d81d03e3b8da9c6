"""Value lists: reading them, and applying changes of lists and of single values.

Guidelines, TD, “Attribute List Specification” and “Modifying Attribute and Attribute Value Lists”.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from teitools.document import Place
from teitools.odd.content import ValueItem, ValueList
from teitools.odd.names import elements, tei
from teitools.odd.report import Report, attribute
from teitools.odd.resolve.documentation import overlay, read_docs

if TYPE_CHECKING:
    from teitools.odd.content import ListKind
    from teitools.odd.docs import Origin
    from teitools.odd.resolve.altidents import AltIdents

__all__ = ["ValueLists"]

_KINDS = ("closed", "semi", "open")


@dataclass(frozen=True, slots=True)
class ValueLists:
    """Reads and changes value lists in layers of one origin."""

    report: Report
    names: AltIdents
    origin: Origin

    def make(self, place: Place) -> ValueList:
        """A list as it is written, whatever its mode; values that are to be deleted are not in it."""
        items: dict[str, ValueItem] = {}
        for item in self._items(place):
            if item.element.get("mode") == "delete":
                continue
            value = self._item(item)
            if value.ident in items:
                self._duplicate(item, items[value.ident])
                continue
            items[value.ident] = value
        return ValueList(self._kind(place, "open"), tuple(items.values()), read_docs(place.element), place)

    def change(self, old: ValueList | None, place: Place) -> ValueList | None:
        """What a list becomes by another one on top of it, in the mode of that; None if there is none any more."""
        mode = place.element.get("mode", "add")
        if mode == "delete":
            if old is None:
                self.report.add("ODD086", place)
            return None
        if mode != "change" or old is None:
            return self.make(place)
        items = {item.ident: item for item in old.items}
        touched: dict[str, ValueItem] = {}
        for item in self._items(place):
            ident = item.element.get("ident", "")
            if ident in touched:
                self._duplicate(item, touched[ident])
                continue
            self._apply(items, item, ident)
            if ident in items:
                touched[ident] = items[ident]
        docs = overlay(old.docs, place.element)
        return ValueList(self._kind(place, old.kind), tuple(items.values()), docs, place)

    def _apply(self, items: dict[str, ValueItem], item: Place, ident: str) -> None:
        mode = item.element.get("mode", "add" if ident not in items else "change")
        known = ident in items
        if mode == "delete":
            if items.pop(ident, None) is None:
                self.report.unknown("ODD082", attribute(item, "ident"), ident, items)
        elif mode == "change" and known:
            old = items[ident]
            name = self.names.of(item.element) or old.name
            items[ident] = replace(
                old, name=name, docs=overlay(old.docs, item.element), place=item, origin=self._changed()
            )
        elif mode == "change":
            self.report.unknown("ODD082", attribute(item, "ident"), ident, items)
            items[ident] = self._item(item)
        elif mode == "add" and known:
            self._duplicate(item, items[ident])
        else:
            items.pop(ident, None)
            items[ident] = self._item(item)

    def _items(self, place: Place) -> list[Place]:
        return [Place(place.document, child) for child in elements(place.element) if child.tag == tei("valItem")]

    def _item(self, place: Place) -> ValueItem:
        ident = place.element.get("ident", "")
        name = self.names.of(place.element) or ident
        return ValueItem(ident, name, read_docs(place.element), place, self.origin)

    def _kind(self, place: Place, default: ListKind) -> ListKind:
        kind = place.element.get("type", default).strip()
        if kind not in _KINDS:
            self.report.unknown("ODD085", attribute(place, "type"), kind, _KINDS)
            return default
        return cast("ListKind", kind)

    def _changed(self) -> Origin:
        return "source" if self.origin == "source" else "changed"

    def _duplicate(self, item: Place, first: ValueItem) -> None:
        self.report.add("ODD080", attribute(item, "ident"), related=("odd_first_here", first.place), name=first.ident)
