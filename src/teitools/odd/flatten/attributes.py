"""Attribute lists: what is the element's or class's own, and how it differs from its classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.document.names import XML
from teitools.odd.flatten.content import make, occurrence
from teitools.odd.flatten.parts import Parts
from teitools.odd.model import Attribute, ClassAttributes

if TYPE_CHECKING:
    from lxml import etree

    from teitools.odd.model import AttributeClass, AttributeGroup, ElementSpec


class AttributeLists(Parts):
    """Writes the attributes of elements and classes."""

    def attributes(self, node: etree._Element, spec: ElementSpec | AttributeClass) -> None:
        """The attribute list: changes to what comes from classes, then its own."""
        holder = make(node, "attList")
        if spec.attributes.org == "choice":
            holder.set("org", "choice")
        references = [one for one in spec.attributes.classes() if not one.intact]
        for reference in references:
            self.deletions(holder, reference)
        for reference in references:
            self.changes(holder, spec, reference)
        self.members(holder, spec.attributes, frozenset(spec.classes))
        if not len(holder):
            node.remove(holder)

    def changes(self, holder: etree._Element, spec: ElementSpec | AttributeClass, reference: ClassAttributes) -> None:
        """What is otherwise than in the class: declared anew, changed."""
        for attribute in reference.group.attributes():
            if attribute.declared_in == spec.ident:
                self.attribute(holder, attribute)
            elif attribute.changed_in == spec.ident:
                self.attribute(holder, attribute, "change")

    def deletions(self, holder: etree._Element, reference: ClassAttributes) -> None:
        """What is taken away of what the class has."""
        whole = self.customization.attribute_classes.get(reference.ident)
        there = {one.ident for one in whole.attributes.attributes()} if whole else set()
        for ident in _removed(reference):
            if ident in there:
                make(holder, "attDef", {"ident": ident, "mode": "delete"})

    def members(self, holder: etree._Element, group: AttributeGroup, inherited: frozenset[str]) -> None:
        """The own attributes of a list, in their groups; `attRef` for those of classes that are not `inherited`."""
        for member in group.members:
            if isinstance(member, Attribute):
                self.attribute(holder, member)
            elif isinstance(member, ClassAttributes):
                if member.attribute is not None or member.ident not in inherited:
                    make(holder, "attRef", {"class": member.ident, "name": member.attribute})
            elif member.org == holder.get("org", "group"):
                self.members(holder, member, inherited)
            else:
                inner = make(holder, "attList", {"org": member.org})
                self.members(inner, member, inherited)
                if not len(inner):
                    holder.remove(inner)

    def attribute(self, holder: etree._Element, attribute: Attribute, mode: str | None = None) -> None:
        """An attribute; in mode change, all of what it has come to."""
        old = attribute.place.element
        usage = attribute.usage if attribute.usage != "opt" or mode else None
        until = old.get("validUntil")
        node = make(
            holder,
            "attDef",
            {"ident": attribute.ident, "mode": mode, "ns": _own(attribute), "usage": usage, "validUntil": until},
        )
        if attribute.name != attribute.ident.rpartition(":")[2]:
            make(node, "altIdent").text = attribute.name
        self.first(node, attribute)
        if attribute.datatype is not None:
            datatype = make(node, "datatype", occurrence(attribute.datatype.minimum, attribute.datatype.maximum))
            self.writer.content(datatype, attribute.datatype.content)
        self.constraints(node, attribute.constraints)
        if attribute.default is not None:
            make(node, "defaultVal").text = attribute.default
        if attribute.values is not None:
            self.writer.values(node, attribute.values)
            if mode:
                node[-1].set("mode", "replace")
        else:
            self.keep(node, attribute.docs.of("valDesc"))
        self.last(node, attribute)


def _own(attribute: Attribute) -> str | None:
    """`@ns`, unless the name says it (`xml:id`)."""
    return attribute.namespace if attribute.namespace and attribute.namespace != XML else None


def _removed(reference: ClassAttributes) -> list[str]:
    """What was taken away from the attributes of a class and of those that it is a member of."""
    inner = (ident for group in reference.group.classes() for ident in _removed(group))
    return list(dict.fromkeys([*reference.removed, *inner]))
