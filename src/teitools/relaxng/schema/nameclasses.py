"""Name classes of a schema: qualified names, namespaces, wildcards (sections 4.8-4.10, 4.16)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.datatypes import is_ncname
from teitools.relaxng.names import XMLNS, NameClass, make_name, only, split_name

if TYPE_CHECKING:
    from teitools.relaxng.schema.faults import Faults
    from teitools.relaxng.tree import Node

_SPACE = " \t\r\n"


def read_name_class(node: Node, ns: str, faults: Faults) -> NameClass:
    """The name class of an `element` or `attribute` of the schema."""
    name = node.attributes.get("name")
    if name is not None:
        return only(_qualified(node, name, ns, faults))
    return _class(node.children[0], ns, faults, frozenset())


def attribute_names(node: Node, ns: str, faults: Faults) -> NameClass:
    """The name class of an attribute, where a `name` without prefix and `ns` is in no namespace (section 4.8)."""
    if "name" in node.attributes and "ns" not in node.attributes:
        ns = ""
    names = read_name_class(node, ns, faults)
    spaces = [split_name(name)[0] for name in names.names] + [space for space, _ in names.wildcards]
    if XMLNS in spaces or "xmlns" in names.listed():
        faults.rule("names_xmlns", node)
    return names


def _qualified(node: Node, text: str, ns: str, faults: Faults) -> str:
    text = text.strip(_SPACE)
    prefix, colon, local = text.rpartition(":")
    if not is_ncname(local) or (colon and not is_ncname(prefix)):
        faults.rule("names_qname", node, value=text)
        return local
    if not colon:
        return make_name(ns, local)
    uri = node.prefixes.get(prefix)
    if uri is None:
        faults.rule("names_prefix", node, prefix=prefix)
        return local
    return make_name(uri, local)


def _class(node: Node, ns: str, faults: Faults, forbidden: frozenset[str]) -> NameClass:
    """One name class; `forbidden` are the wildcards that an `except` around it rules out (section 4.16)."""
    ns = node.attributes.get("ns", ns)
    if node.tag == "name":
        return only(_qualified(node, node.text, ns, faults))
    if node.tag in forbidden:
        faults.rule("names_except", node, name=node.tag)
    if node.tag == "choice":
        return _union(node, ns, faults, forbidden)
    inside = forbidden | ({"anyName"} if node.tag == "anyName" else {"anyName", "nsName"})
    without = _union(node.children[0], ns, faults, inside) if node.children else None
    return NameClass(wildcards=((None if node.tag == "anyName" else ns, without),))


def _union(node: Node, ns: str, faults: Faults, forbidden: frozenset[str]) -> NameClass:
    ns = node.attributes.get("ns", ns)
    classes = [_class(child, ns, faults, forbidden) for child in node.children]
    wildcards = tuple(one for inner in classes for one in inner.wildcards)
    return NameClass(frozenset().union(*(inner.names for inner in classes)), wildcards)
