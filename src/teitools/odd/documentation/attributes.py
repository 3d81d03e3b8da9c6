"""The attributes of elements and classes as facts.

In `attributes`: an `attribute` for each that is declared here, or inherited and changed here (then `class` has the
link to where it comes from), within `choice` where only one of several may stand; `inherited` for each class, with a
link to it and to each attribute that is as the class has it, and `without` for each that was taken away.

An `attribute` has its identifier, name, usage, origin and default, TEI's gloss, desc and so on, then `datatype` (text
with links; `min` and `max` where it is a list), `values` (with `kind` and a `value` for each) and `constraint`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from teitools.odd.content import references
from teitools.odd.documentation.constraints import add_constraints
from teitools.odd.documentation.identifiers import sort_key
from teitools.odd.documentation.notation import Link
from teitools.odd.model import Attribute, AttributeGroup, ClassAttributes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from teitools.odd.content import ValueList
    from teitools.odd.documentation.identifiers import Identifiers
    from teitools.odd.documentation.notation import NotationWriter, Piece
    from teitools.odd.documentation.wording import Wording
    from teitools.odd.model import AttributeClass, AttributeNode, Customization, ElementSpec

__all__ = ["AttributeFacts"]

_F = "{urn:teitools:odd:facts}"


class AttributeFacts:
    """Writes attributes, and remembers where each name and each datatype was met."""

    def __init__(
        self, customization: Customization, wording: Wording, ids: Identifiers, writer: NotationWriter
    ) -> None:
        self._customization = customization
        self._wording = wording
        self._ids = ids
        self._writer = writer
        self._others = {
            "class": customization.attribute_classes.keys() | customization.model_classes.keys(),
            "macro": customization.macros.keys(),
            "data": customization.datatypes.keys(),
        }
        self._names: dict[str, list[tuple[str, str, etree._Element]]] = {}
        self._users: dict[str, list[tuple[str, str, str]]] = {}

    def add(self, node: etree._Element, owner: ElementSpec | AttributeClass) -> None:
        """The attributes of an element or class, under its node."""
        place = etree.SubElement(node, f"{_F}attributes")
        for member in owner.attributes.members:
            self._node(place, node, member)
        for inherited in owner.attributes.classes():
            self._inherited(place, node, owner.ident, inherited)
        if not len(place):
            node.remove(place)

    def _node(self, place: etree._Element, node: etree._Element, member: AttributeNode) -> None:
        if isinstance(member, Attribute):
            self._attribute(place, node, member)
        elif isinstance(member, AttributeGroup):
            inner = etree.SubElement(place, f"{_F}choice") if member.org == "choice" else place
            for part in member.members:
                self._node(inner, node, part)

    def _inherited(self, place: etree._Element, node: etree._Element, owner: str, source: ClassAttributes) -> None:
        """The class and what comes from it, through its own classes too; what was changed on the way stands in full."""
        line = etree.SubElement(place, f"{_F}inherited")
        self.link(line, "class", source.ident)
        for declared_by, attribute in _taken(source):
            if attribute.changed_in == owner:
                changed = self._attribute(place, node, attribute)
                self.link(etree.SubElement(changed, f"{_F}class"), "class", attribute.declared_in)
            else:
                shown_in = attribute.changed_in or declared_by
                shown_in = shown_in if shown_in in self._customization.attribute_classes else declared_by
                target = self._ids.part(self._ids.spec("class", shown_in), attribute.qualified)
                etree.SubElement(line, f"{_F}a", to=target).text = attribute.qualified
        for name in source.removed:
            etree.SubElement(line, f"{_F}without").text = name
        if len(line) == 1:
            place.remove(line)

    def _attribute(self, place: etree._Element, node: etree._Element, attribute: Attribute) -> etree._Element:
        name = attribute.qualified
        owner = node.get("id", "")
        identifier = self._ids.part(owner, name)
        found = etree.SubElement(place, f"{_F}attribute", id=identifier, name=name, usage=attribute.usage)
        found.set("origin", attribute.origin)
        if attribute.default is not None:
            found.set("default", attribute.default)
        if attribute.namespace and name == attribute.name:
            found.set("namespace", attribute.namespace)
        self._wording.add(found, attribute.docs)
        self._datatype(found, attribute, node.get("name", ""))
        if attribute.values is not None:
            self._values(found, identifier, attribute.values)
        add_constraints(found, attribute.constraints, self._wording, self._ids)
        self._names.setdefault(name, []).append((identifier, node.get("name", ""), node))
        return found

    def _datatype(self, found: etree._Element, attribute: Attribute, owner_name: str) -> None:
        datatype = attribute.datatype
        if datatype is None:
            return
        node = etree.SubElement(found, f"{_F}datatype")
        if datatype.is_list:
            node.set("min", str(datatype.minimum))
            node.set("max", "unbounded" if datatype.maximum is None else str(datatype.maximum))
        self.add_pieces(node, self._writer.write(datatype.content))
        for reference in references(datatype.content):
            key = getattr(reference, "key", None) or ""
            if key in self._customization.datatypes:
                self._users.setdefault(key, []).append((found.get("id", ""), owner_name, attribute.qualified))

    def _values(self, found: etree._Element, identifier: str, values: ValueList) -> None:
        node = etree.SubElement(found, f"{_F}values", kind=values.kind)
        self._wording.add(node, values.docs)
        for item in values.items:
            value = etree.SubElement(node, f"{_F}value", id=self._ids.part(identifier, item.name), name=item.name)
            value.set("origin", item.origin)
            self._wording.add(value, item.docs)

    def add_names(self, root: etree._Element) -> None:
        """One entry for each name of an attribute, with the places where it is declared or changed."""
        for name in sorted(self._names, key=sort_key):
            entry = etree.SubElement(root, f"{_F}attribute-name", name=name, id=self._ids.part("attribute", name))
            for identifier, owner, node in self._names[name]:
                kind = etree.QName(node).localname
                etree.SubElement(entry, f"{_F}a", to=identifier, kind=kind).text = owner

    def add_users(self, node: etree._Element, ident: str) -> None:
        """The attributes that have a datatype: links that say `owner/@name`."""
        for identifier, owner, name in self._users.get(ident, ()):
            etree.SubElement(node, f"{_F}a", to=identifier, kind="attribute").text = f"{owner}/@{name}"

    def link(self, node: etree._Element, kind: str, ident: str) -> None:
        """A link to a declaration; only its name where the customisation has none."""
        custom = self._customization
        found = etree.SubElement(node, f"{_F}a", kind=kind)
        found.text = ident
        spec = custom.elements.get(ident) if kind == "element" else None
        if spec is not None and spec.name != ident:
            found.text = spec.name
            if spec.name in custom.elements:  # a further declaration of the same name
                found.set("variant", ident.removeprefix(spec.name) if ident.startswith(spec.name) else f" ({ident})")
        if spec is not None or ident in self._others.get(kind, ()):
            found.set("to", self._ids.spec(kind, ident))

    def add_pieces(self, node: etree._Element, pieces: Iterable[Piece]) -> None:
        """Text with links, as the content of a node."""
        for piece in pieces:
            if isinstance(piece, Link):
                self.link(node, piece.kind, piece.ident)
            elif len(node):
                node[-1].tail = (node[-1].tail or "") + piece
            else:
                node.text = (node.text or "") + piece


def _taken(source: ClassAttributes) -> Iterator[tuple[str, Attribute]]:
    """The attributes that come from a class and from the classes that it is a member of, with the class of each."""
    for attribute in source.group.own():
        if source.attribute in (None, attribute.ident):
            yield source.ident, attribute
    for inner in source.group.classes():
        yield from _taken(inner)
