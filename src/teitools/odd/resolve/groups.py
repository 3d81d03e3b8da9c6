"""Attribute lists of elements and classes: own attributes, those of classes, and what changes them.

The order of the Guidelines (TD, “Attribute List Specification”; USE, “Making a Unified ODD”): an attribute is as its
class declares it, then as classes below change it, then as the element does. If the class, or the attribute in it, is
gone, so is what others say of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from teitools.document import Place
from teitools.odd.model import Attribute, AttributeGroup, ClassAttributes
from teitools.odd.names import elements, tei
from teitools.odd.report import attribute

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from teitools.odd.model import AttributeNode
    from teitools.odd.report import Report
    from teitools.odd.resolve.attributes import AttributeReader
    from teitools.odd.resolve.constraints import Owner
    from teitools.odd.resolve.layers import Layer, Layered

__all__ = ["GroupReader"]

_DEF, _LIST, _REF = tei("attDef"), tei("attList"), tei("attRef")
_EMPTY = AttributeGroup()
_Name: TypeAlias = "tuple[str | None, str]"


@dataclass
class _Own:
    """An attribute in the list of its owner, in the making."""

    attribute: Attribute | None
    layer: Layer
    place: Place


@dataclass
class _List:
    """A list in the making."""

    org: Literal["group", "choice"]
    members: list[_Own | _List | ClassAttributes] = field(default_factory=list)


@dataclass
class _Draft:
    """The list of one owner in the making: its tree, its attributes, and what it says of inherited ones."""

    tree: _List
    own: dict[str, _Own] = field(default_factory=dict)
    overrides: dict[str, list[tuple[Layer, Place]]] = field(default_factory=dict)


@dataclass
class GroupReader:
    """Builds the attribute lists. `class_of` gives the finished list of an attribute class, None if there is none."""

    report: Report
    reader: AttributeReader
    class_of: Callable[[str], AttributeGroup | None]
    _known_names: dict[int, dict[_Name, str]] = field(default_factory=dict, init=False, repr=False)
    _kept: list[AttributeGroup] = field(default_factory=list, init=False, repr=False)

    def build(self, owner: Layered, whose: Owner, classes: Iterable[str]) -> AttributeGroup:
        """The whole list of an element or class that is a member of these attribute classes."""
        draft = _Draft(_List("group"))
        for layer in owner.layers:
            for listed in layer.children("attList"):
                self._read(layer, listed, draft, draft.tree, whose)
        inherited = [(ident, group) for ident in classes if (group := self.class_of(ident)) is not None]
        if not draft.own and not draft.overrides and not draft.tree.members:
            return self._join([ClassAttributes(i, g, intact=True) for i, g in inherited], owner)
        known = {a.ident for _, group in inherited for a in group.attributes()}
        self._settle(draft, known, owner, whose)
        parts = [self._override(ident, group, draft, whose) for ident, group in inherited]
        own = self._finish(draft.tree, owner)
        return self._join((*parts, *own), owner)

    # Reading the layers

    def _read(self, layer: Layer, listed: Place, draft: _Draft, into: _List, whose: Owner) -> None:
        org = listed.element.get("org", "group")
        if org == "choice":
            inner = _List("choice")
            into.members.append(inner)
            into = inner
        for child in elements(listed.element):
            place = Place(listed.document, child)
            if child.tag == _DEF:
                self._define(layer, place, draft, into, whose)
            elif child.tag == _LIST:
                inner = _List("group")
                into.members.append(inner)
                self._read(layer, place, draft, inner, whose)
            elif child.tag == _REF:
                self._refer(layer, place, into)

    def _define(self, layer: Layer, place: Place, draft: _Draft, into: _List, whose: Owner) -> None:
        ident = place.element.get("ident", "").strip()
        if not ident:
            self.report.add("ODD006", place, element="attDef")
            return
        if ident.startswith("xmlns"):  # a namespace declaration is no attribute
            return
        mode = place.element.get("mode", "add")
        old = draft.own.get(ident)
        there = old is not None and old.attribute is not None
        if mode == "add":
            if old is not None and there:
                if layer.by_odd:
                    self.report.add(
                        "ODD042",
                        attribute(place, "ident"),
                        related=("odd_first_here", old.place),
                        name=ident,
                        owner=whose.ident,
                    )
                old.attribute, old.layer, old.place = self.reader.make(place, whose, layer.origin), layer, place
                return
            draft.own[ident] = _Own(self.reader.make(place, whose, layer.origin), layer, place)
            into.members.append(draft.own[ident])
        elif old is not None and there:
            self._redefine(old, mode, layer, place, whose)
            if mode == "delete":
                draft.overrides.setdefault(ident, []).append((layer, place))
        else:
            draft.overrides.setdefault(ident, []).append((layer, place))

    def _redefine(self, old: _Own, mode: str, layer: Layer, place: Place, whose: Owner) -> None:
        if mode == "delete":
            old.attribute = None
        elif mode == "replace":
            old.attribute = self.reader.make(place, whose, layer.origin)
        elif old.attribute is not None:
            old.attribute = self.reader.change(old.attribute, place, whose, layer.origin)
        old.layer, old.place = layer, place

    def _refer(self, layer: Layer, place: Place, into: _List) -> None:
        """`attRef`: one attribute of a class, or all of them."""
        key, name = place.element.get("class"), place.element.get("name", "")
        if key is None:  # as older schemas wrote it: the name of a pattern
            key, _, name = name.partition(".attribute.")
        group = self.class_of(key)
        if group is None:
            if layer.by_odd:
                self.report.add("ODD045", place, name=key)
            return
        if not name:
            into.members.append(ClassAttributes(key, group, intact=True))
            return
        found = [a for a in group.attributes() if a.ident == name or a.ident.replace(":", "") == name]
        if found:
            into.members.append(
                ClassAttributes(key, AttributeGroup((found[0],)), intact=False, attribute=found[0].ident)
            )
        elif layer.by_odd:
            self.report.unknown("ODD047", place, name, (a.ident for a in group.attributes()), owner=key)

    # What is said of attributes that come from elsewhere

    def _settle(self, draft: _Draft, known: set[str], owner: Layered, whose: Owner) -> None:
        """Report what is said of attributes that are not there; a replacement of such a one stands for itself."""
        for ident, edits in list(draft.overrides.items()):
            if ident in known or ident in draft.own:
                continue
            layer, place = edits[-1]
            mode = place.element.get("mode")
            candidates = known | set(draft.own)
            if not layer.by_odd or ident in owner.removed:
                continue
            if mode == "replace":
                self.report.unknown("ODD043", attribute(place, "ident"), ident, candidates, owner=whose.ident)
                draft.own[ident] = _Own(self.reader.make(place, whose, layer.origin), layer, place)
                draft.tree.members.append(draft.own[ident])
            else:
                code = "ODD041" if mode == "delete" else "ODD040"
                self.report.unknown(code, attribute(place, "ident"), ident, candidates, owner=whose.ident)
        for ident, own in draft.own.items():
            if (
                ident in known
                and own.attribute is not None
                and own.layer.by_odd
                and own.place.element.get("mode") == "add"
            ):
                self.report.add("ODD048", attribute(own.place, "ident"), name=ident, owner=whose.ident)

    def _override(self, ident: str, group: AttributeGroup, draft: _Draft, whose: Owner) -> ClassAttributes:
        """The attributes of a class as this owner has them."""
        touched = draft.overrides.keys() | draft.own.keys()
        names = {a.ident for a in group.attributes()}
        if not touched & names:
            return ClassAttributes(ident, group, intact=True)
        removed: list[str] = []
        members = [m for node in group.members if (m := self._node(node, draft, whose, removed)) is not None]
        return ClassAttributes(ident, AttributeGroup(tuple(members), group.org), intact=False, removed=tuple(removed))

    def _node(self, node: AttributeNode, draft: _Draft, whose: Owner, removed: list[str]) -> AttributeNode | None:
        if isinstance(node, ClassAttributes):
            inner = self._override(node.ident, node.group, draft, whose)
            if node.attribute is not None:
                return (
                    ClassAttributes(node.ident, inner.group, intact=False, attribute=node.attribute)
                    if inner.group.members
                    else None
                )
            kept = inner.removed if not inner.intact else node.removed
            return ClassAttributes(node.ident, inner.group, intact=node.intact and inner.intact, removed=kept)
        if isinstance(node, AttributeGroup):
            members = [m for child in node.members if (m := self._node(child, draft, whose, removed)) is not None]
            return AttributeGroup(tuple(members), node.org) if members else None
        if node.ident in draft.own:  # declared anew: that takes its place
            return None
        current: Attribute | None = node
        for layer, place in draft.overrides.get(node.ident, ()):
            mode = place.element.get("mode")
            if mode == "delete":
                current = None
            elif mode == "replace" or current is None:
                current = self.reader.make(place, whose, layer.origin)
            else:
                current = self.reader.change(current, place, whose, layer.origin)
        if current is None:
            removed.append(node.ident)
        return current

    # Putting it together

    def _finish(self, tree: _List, owner: Layered) -> list[AttributeNode]:
        found: list[AttributeNode] = []
        for member in tree.members:
            if isinstance(member, ClassAttributes):
                found.append(member)
            elif isinstance(member, _List):
                inner = self._finish(member, owner)
                if inner:
                    found.append(AttributeGroup(tuple(inner), member.org))
            elif member.attribute is not None and owner.keeps(member.attribute.ident):
                found.append(member.attribute)
        return found

    def _join(self, parts: Iterable[AttributeNode], owner: Layered) -> AttributeGroup:
        """The parts together; an attribute that comes by two ways, or from two classes, stands once."""
        seen: dict[_Name, str] = {}
        members: list[AttributeNode] = []
        for part in parts:
            names = self._names(part)
            double = seen.keys() & names.keys()
            kept = self._without(part, double) if double else part
            if double:
                self._tell(part, seen, double, owner)
            if kept is not None:
                members.append(kept)
            seen.update(names)
        return AttributeGroup(tuple(members)) if members else _EMPTY

    def _names(self, node: AttributeNode) -> dict[_Name, str]:
        """The names of all attributes in it, and which class or element declares each."""
        if isinstance(node, Attribute):
            return {(node.namespace, node.name): node.declared_in}
        group = node.group if isinstance(node, ClassAttributes) else node
        known = self._known_names.get(id(group))
        if known is None:
            known = {(a.namespace, a.name): a.declared_in for a in group.attributes()}
            self._known_names[id(group)] = known
            self._kept.append(group)  # its id stays its own
        return known

    def _without(self, node: AttributeNode, names: set[_Name]) -> AttributeNode | None:
        if isinstance(node, Attribute):
            return None if (node.namespace, node.name) in names else node
        if not names & self._names(node).keys():
            return node
        group = node.group if isinstance(node, ClassAttributes) else node
        members = [m for child in group.members if (m := self._without(child, names)) is not None]
        if not members:
            return None
        kept = AttributeGroup(tuple(members), group.org)
        if isinstance(node, ClassAttributes):
            return ClassAttributes(node.ident, kept, intact=False, removed=node.removed, attribute=node.attribute)
        return kept

    def _tell(self, part: AttributeNode, seen: dict[_Name, str], double: set[_Name], owner: Layered) -> None:
        """Two ways to the same declaration are nobody's fault; two declarations of one name are."""
        names = self._names(part)
        for name in double:
            if seen[name] != names[name] and owner.origin != "source":
                first, second = seen[name], names[name]
                self.report.add("ODD044", owner.place, name=name[1], owner=owner.ident, first=first, second=second)
