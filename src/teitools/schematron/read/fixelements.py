"""Which elements Schematron QuickFix has, and where; their attributes as they are wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from teitools.diagnostics import nearest
from teitools.document.names import SQF, local_name, split
from teitools.schematron.model import Expression
from teitools.schematron.reasons import Reason
from teitools.schematron.tree.files import fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from teitools.schematron.quickfix.model import OperationKind
    from teitools.schematron.tree.nodes import Node

__all__ = ["OPERATIONS", "children", "chosen", "optional", "require", "sqf_name"]

OPERATIONS: Mapping[str, OperationKind] = {
    "add": "add",
    "delete": "delete",
    "replace": "replace",
    "stringReplace": "stringReplace",
}
_CHILDREN: Mapping[str, tuple[str, ...]] = {
    "fixes": ("fix", "group"),
    "group": ("fix",),
    "fix": ("param", "description", "user-entry", "call-fix", *OPERATIONS),
    "description": ("title", "p"),
    "user-entry": ("description",),
    "call-fix": ("with-param",),
}


def sqf_name(node: Node) -> str:
    """The local name of an element of Schematron QuickFix; of others an empty string."""
    namespace, name = split(node.element.tag)
    return name if namespace == SQF else ""


def children(node: Node, *names: str) -> Iterator[Node]:
    """The children in the namespace of SQF (of these names). Raises SetupError for one that does not belong there."""
    allowed = _CHILDREN.get(sqf_name(node), ("fix", "group"))
    for element in node.element.iterchildren(tag=etree.Element):
        for child in node.child(element).resolved():
            name = sqf_name(child)
            if not name:
                continue
            if name not in allowed:
                near = nearest(name, allowed)
                expected = Reason("sch_reason_expected", names=", ".join(sorted(allowed)))
                advice = Reason("sch_reason_near_element", near=near) if near else expected
                parent = local_name(node.element.tag)
                fault(child.place(), Reason("sch_reason_element", name=name, parent=parent, advice=advice))
            if not names or name in names:
                yield child


def require(node: Node, attribute: str) -> str:
    """The value of an attribute that must be there and not be blank. Raises SetupError."""
    value = node.get(attribute)
    if value is None or not value.strip():
        fault(node.place(), Reason("sch_reason_attribute", name=f"sqf:{sqf_name(node)}", attribute=attribute))
    return value.strip()


def optional(node: Node, attribute: str, what: str) -> Expression | None:
    """The expression in an attribute, or None. Raises SetupError if it is blank."""
    if node.get(attribute) is None:
        return None
    return Expression(require(node, attribute), node.place(attribute), what, node.namespaces, node.instance)


def chosen(node: Node, attribute: str, choices: tuple[str, ...]) -> str | None:
    """The value of an attribute that has only these. Raises SetupError for another one."""
    value = node.get(attribute)
    if value is not None and value not in choices:
        near = nearest(value, choices)
        every = Reason("sch_reason_use_one", names=", ".join(choices))
        advice = Reason("sch_reason_near", near=near) if near else every
        what = Reason("sch_reason_value", value=value, attribute=attribute, name=sqf_name(node), advice=advice)
        fault(node.place(attribute), what)
    return value
