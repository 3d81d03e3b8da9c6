"""Attributes as RELAX NG patterns.

Each attribute of a class has a pattern of its own (`att.global.attribute.n`), so that an element that changes one of
them can refer to the others (Guidelines, USE, “Making a RELAX NG Schema”).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.document import escape
from teitools.odd.content import Text
from teitools.odd.grammar.contents import occurs
from teitools.odd.model import Attribute, AttributeGroup, ClassAttributes

if TYPE_CHECKING:
    from teitools.odd.grammar.contents import ContentWriter
    from teitools.odd.grammar.patterns import Patterns
    from teitools.odd.model import AttributeNode

__all__ = ["AttributeWriter"]


class AttributeWriter:
    """Writes attribute lists of elements and classes."""

    def __init__(self, patterns: Patterns, contents: ContentWriter) -> None:
        self.patterns = patterns
        self.contents = contents

    def members(self, group: AttributeGroup, owner: str) -> str:
        """The list of an element or class: references to classes and their attributes, and its own."""
        return "".join(self._node(node, owner) for node in group.members)

    def _node(self, node: AttributeNode, owner: str) -> str:
        if isinstance(node, Attribute):
            declared = node.changed_in or node.declared_in
            if declared != owner or owner in self.patterns.customization.attribute_classes:
                known = self.patterns.attribute(declared, node)
                if known is not None:
                    return known
            return self.attribute(node)
        if isinstance(node, ClassAttributes):
            if node.intact:
                return self.patterns.attribute_class(node.ident) or ""
            return self._group(node.group, owner)
        return self._group(node, owner)

    def _group(self, group: AttributeGroup, owner: str) -> str:
        inner = [text for node in group.members if (text := self._grouped(node, owner, group.org))]
        if group.org == "choice" and len(inner) > 1:
            return f"<choice>{''.join(inner)}</choice>"
        return "".join(inner)

    def _grouped(self, node: AttributeNode, owner: str, org: str) -> str:
        """A member of a choice has to be one pattern."""
        text = self._node(node, owner)
        several = isinstance(node, AttributeGroup | ClassAttributes) and text.count("<") > 1
        return f"<group>{text}</group>" if org == "choice" and several and not text.startswith("<choice") else text

    def attribute(self, attribute: Attribute) -> str:
        """The definition of an attribute."""
        name = f" name={escape.quoted(attribute.qualified)}"
        if attribute.namespace and attribute.qualified == attribute.name:
            name += f" ns={escape.quoted(attribute.namespace)}"
        default = ""
        if attribute.default and attribute.usage != "req":
            default = f" a:defaultValue={escape.quoted(attribute.default)}"
        inner = self.patterns.wording.of_attribute(attribute) + self.value(attribute)
        text = f"<attribute{name}{default}>{inner}</attribute>"
        return text if attribute.usage == "req" else f"<optional>{text}</optional>"

    def value(self, attribute: Attribute) -> str:
        """What the value of an attribute may be."""
        datatype, values = attribute.datatype, attribute.values
        one = None
        if datatype is not None:
            one = self.contents.node(datatype.content) or "<text/>"
        if values is not None and values.kind == "closed":
            one = self.contents.values(values)
        elif values is not None and values.kind == "semi" and values.items:
            if one == "<text/>":
                return one
            one = self.contents.values(values, one or '<data type="Name"/>')
        if one is None or one == "<text/>" or datatype is None or not datatype.is_list:
            return one or "<text/>"
        if isinstance(datatype.content, Text):
            return "<text/>" if values is None else one
        return f"<list>{occurs(one, datatype.minimum, datatype.maximum)}</list>"
