"""Schematron in a TEI customisation: `constraintSpec` with the scheme `schematron` (or `isoschematron`, its old name).

Read is what the file itself states, with the files it brings in by `xi:include` and `specGrpRef`; what it takes over
from TEI is in the schema that is generated from it. Each `constraint` becomes a pattern named after its
`constraintSpec`: rules in it stay together, as the first that matches applies. Assertions without a rule, and rules
without a context, apply to what they are declared for (TEI Guidelines, 23.5.2): the element, its attribute, the
members of the class, for a whole schema the document. The tree of the parsed file is made over in place: elements keep
their order and so their places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from teitools.schematron.source import SCH, fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teitools.schematron.embedded import Gatherer
    from teitools.schematron.source import Node

__all__ = ["odd_nodes"]

_TEI = "{http://www.tei-c.org/ns/1.0}"
_EXAMPLE = "{http://www.tei-c.org/ns/Examples}egXML"
_INCLUDE = "{http://www.w3.org/2001/XInclude}include"
_SCH = f"{{{SCH}}}"
_ASSERTIONS = ("assert", "report")
_APPLIED = frozenset({"rule", *_ASSERTIONS})
_SCHEMES = (None, "schematron", "isoschematron")
_SPECS = ("constraintSpec", "attDef", "elementSpec", "classSpec", "macroSpec", "dataSpec", "schemaSpec")


def odd_nodes(gatherer: Gatherer, root: Node) -> Iterator[Node]:
    """The Schematron of an ODD, in document order. Raises SetupError if the file is TEI, but not an ODD."""
    if next(root.element.iter(*(f"{_TEI}{name}" for name in _SPECS)), None) is None:
        fault(root.place(), "this TEI document is not an ODD, so it states no rules; name a schema")
    taken: set[str] = set()
    for node in _constraints(gatherer, root):
        if node.element.tag == f"{_TEI}constraintDecl":
            gatherer.binding = gatherer.binding or node.element.get("queryBinding")
            yield from _embedded(node)
        else:
            for element in node.element.iterchildren(f"{_TEI}constraint"):
                yield from _constraint(node.child(element), taken)


def _constraints(gatherer: Gatherer, root: Node) -> Iterator[Node]:
    wanted = tuple(f"{_TEI}{name}" for name in ("constraintSpec", "constraintDecl", "specGrpRef"))
    for element in root.element.iter(*wanted, _INCLUDE):
        if _is_void(element):
            continue
        node = root.child(element)
        if element.tag == _INCLUDE:
            target = gatherer.open(node, "href") if element.get("parse", "xml") == "xml" else None
        elif element.tag == f"{_TEI}specGrpRef":
            target = None if element.get("target", "#").startswith("#") else gatherer.open(node, "target")
        else:
            if element.get("scheme") in _SCHEMES:
                yield node
            continue
        if target is not None:
            yield from _constraints(gatherer, target)


def _is_void(element: etree._Element) -> bool:
    """Whether something is only an example or part of what the customisation deletes."""
    around = (element, *element.iterancestors())
    return any(item.tag == _EXAMPLE or (item.get("mode") == "delete" and _is_spec(item)) for item in around)


def _is_spec(element: etree._Element) -> bool:
    return str(element.tag).removeprefix(_TEI) in _SPECS


def _embedded(node: Node) -> Iterator[Node]:
    """The children that are Schematron or XSLT, or hold quick fixes."""
    children = map(node.child, node.element.iterchildren(tag=etree.Element))
    return (child for child in children if child.name or child.is_xslt or child.is_fixes)


def _constraint(node: Node, taken: set[str]) -> Iterator[Node]:
    """What a `constraint` contributes: what is for the whole schema, else itself, made a pattern or a rule."""
    children = list(_embedded(node))
    names = {child.name for child in children}
    loose = not names.isdisjoint(_ASSERTIONS)
    if not loose and "rule" not in names:
        yield from children
        return
    for child in children:
        if child.is_fixes:
            yield child
        elif child.is_xslt or child.name == "ns":
            if loose:  # out of a pattern, whoever reads it takes these
                yield child
        elif child.name not in ("let", "p", "title", *(_ASSERTIONS if loose else ("rule",))):
            fault(
                child.place(),
                f"a <constraint> that holds <{min(names & _APPLIED)}> cannot hold <{child.name}> beside "
                "it; put this into a <constraint> of its own",
            )
    specification = node.element.getparent()
    node.element.set("id", _name(specification if specification is not None else node.element, taken))
    if loose:
        node.element.set("context", _context(node.element))
    for rule in [child.element for child in children if child.name == "rule"]:
        if rule.get("context") is None and rule.get("abstract") != "true":
            rule.set("context", _context(node.element))
    node.element.tag = f"{_SCH}rule" if loose else f"{_SCH}pattern"
    yield node


def _name(specification: etree._Element, taken: set[str]) -> str:
    """The name of a pattern: the `ident` of its `constraintSpec`, with that of its owner if it has been used before."""
    ident = specification.get("ident") or "constraint"
    owners = (item.get("ident") for item in specification.iterancestors() if _is_spec(item))
    longer = "-".join([*reversed([owner for owner in owners if owner]), ident])
    name, number = (longer if ident in taken else ident), 2
    while name in taken:
        name, number = f"{longer}-{number}", number + 1
    taken.add(name)
    return name


def _context(element: etree._Element) -> str:
    """What assertions apply to that state it by where they stand."""
    specifications = {str(item.tag).removeprefix(_TEI): item for item in element.iterancestors() if _is_spec(item)}
    attribute, owner = specifications.get("attDef"), specifications.get("elementSpec")
    owning_class = specifications.get("classSpec")
    if owner is not None:
        elements = [_element(owner)]
    elif owning_class is not None:
        elements = _members(owning_class)
    else:
        return "/"
    if attribute is None:
        return " | ".join(elements)
    name = _expanded(attribute.get("ns", ""), _spoken_name(attribute))
    return " | ".join(f"{item}/@{name}" for item in elements)


def _element(specification: etree._Element) -> str:
    around = (specification, *specification.iterancestors(f"{_TEI}schemaSpec"))
    namespace = next((item.get("ns") for item in around if item.get("ns") is not None), _TEI[1:-1])
    return _expanded(namespace or "", _spoken_name(specification))


def _expanded(namespace: str, name: str) -> str:
    return f"Q{{{namespace}}}{name}" if namespace else name


def _spoken_name(specification: etree._Element) -> str:
    """The name in documents: `altIdent`, else `ident`."""
    other = specification.findtext(f"{_TEI}altIdent")
    return (other or specification.get("ident") or "").strip()


def _members(specification: etree._Element) -> list[str]:
    """The elements of a class, where it is declared whole; all of TEI where its other members are not known here."""
    everything = [f"Q{{{_TEI[1:-1]}}}*"]
    if specification.get("mode", "add") != "add":
        return everything
    root = specification.getroottree().getroot()
    keys, found = {specification.get("ident")}, dict[str, None]()
    while True:
        grown = set(keys)
        for owner in root.iter(f"{_TEI}elementSpec", f"{_TEI}classSpec"):
            if not _is_void(owner) and any(item.get("key") in keys for item in owner.iter(f"{_TEI}memberOf")):
                if owner.tag == f"{_TEI}classSpec":
                    grown.add(owner.get("ident"))
                else:
                    found.setdefault(_element(owner))
        if grown == keys:
            return list(found) or everything
        keys = grown
