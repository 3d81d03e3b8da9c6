"""Content models without what is not in the schema.

References to elements, classes and macros that were deleted or never chosen are removed, even where something had to
stand (Guidelines, USE, “Making a Unified ODD”: the reference has to go, or the schema is invalid; a class that lost all
its members counts as an element that is gone). What becomes empty by that is removed in its turn.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lxml import etree

from teitools.datatypes import xsd_types
from teitools.diagnostics import Severity, phrase
from teitools.document.names import RNG
from teitools.odd.content import (
    Alternate,
    ClassRef,
    Content,
    DataRef,
    ElementRef,
    Empty,
    MacroRef,
    RawRelaxNG,
    Sequence,
    references,
)
from teitools.odd.report import attribute
from teitools.odd.resolve.datatypes import check_facets, facets_of
from teitools.odd.resolve.rawpatterns import prune_patterns

if TYPE_CHECKING:
    from teitools.document import Place
    from teitools.odd.report import Report
    from teitools.odd.resolve.inventory import Inventory

__all__ = ["Pruner"]

_KINDS = {ElementRef: "element", ClassRef: "class", MacroRef: "macro", DataRef: "data"}


@dataclass
class Pruner:
    """Prunes the content of one declaration; `by_odd`: the ODD wrote it, so its author is told what is not there."""

    inventory: Inventory
    report: Report
    owner: str
    by_odd: bool

    def prune(self, content: Content) -> Content:
        """The content with references to what there is; empty if nothing is left."""
        kept = self._node(content, required=content.minimum > 0)
        if kept is not None:
            return kept
        if not isinstance(content, Empty):
            self._tell_nothing_left(content)
        return Empty(place=content.place)

    def _tell_nothing_left(self, content: Content) -> None:
        if self.by_odd:
            self.report.add("ODD063", content.place, owner=self.owner)
            return
        named = [node for node in references(content) if isinstance(node, ElementRef | ClassRef)]
        places = (self.inventory.gone_at("element" if isinstance(n, ElementRef) else "class", n.key) for n in named)
        schema = self.inventory.editor.selection.schema
        place = next((place for place in places if place is not schema), schema)
        self.report.add("ODD063", place, related=("odd_declared_here", content.place), owner=self.owner)

    def data(self, content: Content) -> Content:
        """The content of a datatype: what it refers to has to be there."""
        kept = self._node(content, required=False)
        return kept if kept is not None else Empty(place=content.place)

    def _node(self, node: Content, *, required: bool) -> Content | None:
        if isinstance(node, Sequence):
            return self._sequence(node, required=required)
        if isinstance(node, Alternate):
            return self._alternate(node, required=required)
        if isinstance(node, ElementRef | ClassRef | MacroRef | DataRef) and self._is_external(node):
            return _external(node)
        if isinstance(node, ElementRef):
            return node if self._take("element", node.key, node.place, required=required) else None
        if isinstance(node, ClassRef):
            return self._class(node, required=required)
        if isinstance(node, MacroRef):
            return node if self._take("macro", node.key, node.place, required=False) else None
        if isinstance(node, DataRef):
            return self._data(node)
        if isinstance(node, RawRelaxNG):
            patterns = prune_patterns(node.patterns, self.inventory, node.place, self.report, by_odd=self.by_odd)
            return replace(node, patterns=patterns) if patterns else None
        return node

    def _is_external(self, node: ElementRef | ClassRef | MacroRef | DataRef) -> bool:
        """Whether a reference means a pattern of a grammar that `moduleRef/@url` brings in.

        What the schema has goes before that; so does what the source's own content means by the name and the ODD took
        away. Guidelines, TD, “Combining TEI and Non-TEI Modules”.
        """
        if node.key is None or node.key not in self.inventory.external:
            return False
        kind = _KINDS[type(node)]
        return not self.inventory.has(kind, node.key) and (self.by_odd or not self.inventory.offered(kind, node.key))

    def _sequence(self, node: Sequence, *, required: bool) -> Content | None:
        needed = required and node.minimum > 0
        members = [
            m for child in node.members if (m := self._node(child, required=needed and child.minimum > 0)) is not None
        ]
        if not members:
            return None
        return (
            node
            if len(members) == len(node.members) and _same(members, node.members)
            else replace(node, members=tuple(members))
        )

    def _alternate(self, node: Alternate, *, required: bool) -> Content | None:
        members = [m for child in node.members if (m := self._node(child, required=False)) is not None]
        if not members:
            if required and node.members:
                first = next(child for child in node.members)
                kind, key = (
                    ("element", first.key) if isinstance(first, ElementRef) else ("class", getattr(first, "key", ""))
                )
                self._miss(kind, key, node.place, _named(node))
            return None
        return (
            node
            if len(members) == len(node.members) and _same(members, node.members)
            else replace(node, members=tuple(members))
        )

    def _class(self, node: ClassRef, *, required: bool) -> Content | None:
        if not self._take("class", node.key, node.place, required=required):
            return None
        if self.inventory.class_type(node.key) == "atts":
            self.report.add("ODD055", attribute(node.place, "key"), name=node.key)
            return None
        members = self.inventory.members(node.key)
        for name, idents in (("include", node.include or ()), ("except", node.exclude)):
            for ident in idents:
                if self.by_odd and ident not in members and not self.inventory.is_below(ident, node.key):
                    self.report.unknown("ODD056", attribute(node.place, name), ident, members, owner=node.key)
        return node

    def _data(self, node: DataRef) -> Content | None:
        if node.key is None or self.inventory.take("data", node.key):
            return node
        if self.inventory.take("macro", node.key):  # datatypes were macros once
            return MacroRef(place=node.place, minimum=node.minimum, maximum=node.maximum, key=node.key)
        renamed = self.inventory.renamed_datatype(node.key)
        if renamed is not None and self.inventory.take("data", renamed):
            self.report.add("ODD068", attribute(node.place, "key"), old=node.key, new=renamed)
            return replace(node, key=renamed)
        return self._of_xml_schema(node, node.key)

    def _of_xml_schema(self, node: DataRef, key: str) -> Content | None:
        """What `@key` means that names no datatype of TEI: one of XML Schema, which `@name` should have named."""
        here, name = attribute(node.place, "key"), key.removeprefix("xsd:").removeprefix("xs:")
        if name not in xsd_types():
            self.report.unknown("ODD075", here, key, self.inventory.candidates("data"))
            return None
        self.report.add("ODD075", here, severity=Severity.WARNING, hint=phrase("odd_write_name", name=name), name=key)
        if self.by_odd:
            check_facets(name, facets_of(node.place), (), self.report)
        return replace(node, key=None, name=name)

    def _take(self, kind: str, key: str, place: Place, *, required: bool) -> bool:
        if self.inventory.take(kind, key):
            return True
        if self.by_odd:
            self._tell(kind, key, place)
        if required:
            self._miss(kind, key, place, key)
        return False

    def _miss(self, kind: str, key: str, place: Place, name: str) -> None:
        """Tell that required content is gone: in the ODD, where its source requires it."""
        known = self.inventory.offered(kind, key) or self.inventory.is_deleted(kind, key)
        if self.by_odd:
            if known:  # else it has been told that there is no such thing
                self.report.add("ODD062", place, name=name, owner=self.owner)
            return
        module = self.inventory.module_of(kind, key)
        elsewhere = not self.inventory.is_deleted(kind, key) and module not in self.inventory.editor.selection.modules
        self.report.add(
            "ODD062",
            self.inventory.gone_at(kind, key),
            severity=Severity.INFO if elsewhere else None,
            hint=phrase("odd_take_it", name=key, module=module) if elsewhere else None,
            related=("odd_required_here", place),
            name=name,
            owner=self.owner,
        )

    def _tell(self, kind: str, key: str, place: Place) -> None:
        here, what = attribute(place, "key"), phrase(f"odd_{kind}")
        if self.inventory.offered(kind, key):
            module = self.inventory.module_of(kind, key)
            hint = (
                phrase("odd_deleted_here", name=key)
                if self.inventory.is_deleted(kind, key)
                else phrase("odd_take_it", name=key, module=module)
            )
            self.report.add("ODD061", here, hint=hint, name=key, what=what)
        elif key:
            self.report.unknown("ODD060", here, key, self.inventory.candidates(kind), what=what)


def _external(node: ElementRef | ClassRef | MacroRef | DataRef) -> Content:
    """A pattern of an external grammar, so many times as the reference to it says."""
    pattern = etree.Element(f"{{{RNG}}}ref", {"name": node.key or ""}, nsmap={"rng": RNG})
    raw = RawRelaxNG(place=node.place, patterns=(pattern,))
    if (node.minimum, node.maximum) == (1, 1):
        return raw
    return Sequence(place=node.place, minimum=node.minimum, maximum=node.maximum, members=(raw,))


def _same(new: list[Content], old: tuple[Content, ...]) -> bool:
    return all(a is b for a, b in zip(new, old, strict=True))


def _named(node: Alternate) -> str:
    """The names in a choice, for a message."""
    keys = [child.key for child in node.members if isinstance(child, ElementRef | ClassRef)]
    return " | ".join(keys[:4]) + (" | …" if len(keys) > 4 else "")
