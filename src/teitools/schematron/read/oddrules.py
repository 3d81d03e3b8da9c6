"""Schematron in a TEI customisation: `constraintSpec` with the scheme `schematron` (or `isoschematron`, its old name).

Read is what the file itself states, with the files it brings in by `xi:include` and `specGrpRef`, so that its rules can
be run, with their places in it, where TEI's source is not at hand; what it takes over from TEI is in the schema that is
generated from it. There a constraint of a class, macro or datatype of TEI applies to those that have it; here, where
nobody can know them, to all that might, so that nothing is missed.

Each `constraint` becomes a pattern named after its `constraintSpec`: rules in it stay together, as the first that
matches applies. Assertions without a rule, and rules without a context, apply to what they are declared for (TEI
Guidelines, 23.5.2): the element, its attribute, the members of the class, what uses the macro or datatype, for a whole
schema the document. The tree of the parsed file is made over in place: elements keep
their order and so their places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from teitools.document.names import EXAMPLES, SCH, TEI, XI_FALLBACK, XI_INCLUDE, XML_LANG, clark
from teitools.schematron.tree.files import fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teitools.schematron.read.embedded import Gatherer
    from teitools.schematron.tree.nodes import Node

__all__ = ["odd_nodes"]

_TEI = f"{{{TEI}}}"
_EXAMPLE = clark(EXAMPLES, "egXML")
_SCH = f"{{{SCH}}}"
_ASSERTIONS = ("assert", "report")
_APPLIED = frozenset({"rule", *_ASSERTIONS})
_SCHEMES = (None, "schematron", "isoschematron")
_SPECS = ("constraintSpec", "attDef", "elementSpec", "classSpec", "macroSpec", "dataSpec", "schemaSpec")
_ANYTHING = f"Q{_TEI}*"
_NAMED = {"macroSpec": ("macroRef", _ANYTHING), "dataSpec": ("dataRef", f"{_ANYTHING}/@*")}
"""What declares something that has no place of its own: what refers to it, and what might do so."""


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
    needless: set[etree._Element] = set()  # fallbacks, as what they stand in for is there (XInclude 1.0, 3.2)
    for element in root.element.iter(*wanted, XI_INCLUDE):
        if _is_void(element) or not needless.isdisjoint(element.iterancestors(XI_FALLBACK)):
            continue
        node = root.child(element)
        if element.tag == XI_INCLUDE:
            fallbacks = list(element.iterchildren(XI_FALLBACK))
            if fallbacks and not gatherer.is_there(node, "href"):
                continue  # what is in the fallback comes next
            needless.update(fallbacks)
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


def _context(element: etree._Element, within: frozenset[etree._Element] = frozenset()) -> str:
    """What assertions apply to that state it by where they stand; `within` are the macros that were come through."""
    specifications = {str(item.tag).removeprefix(_TEI): item for item in element.iterancestors() if _is_spec(item)}
    attribute, owner = specifications.get("attDef"), specifications.get("elementSpec")
    owning_class, named = specifications.get("classSpec"), specifications.keys() & _NAMED.keys()
    if owner is not None:
        elements = [_element(owner)]
    elif owning_class is not None:
        elements = _members(owning_class)
    elif named:
        return " | ".join(_users(specifications[named.pop()], within))
    else:
        return "/"
    if attribute is None:
        return " | ".join(elements)
    name = _expanded(attribute.get("ns", ""), _spoken_name(attribute))
    return " | ".join(f"{item}/@{name}" for item in elements)


def _users(specification: etree._Element, within: frozenset[etree._Element]) -> list[str]:
    """What names a macro or datatype, where it is declared whole; all that might where others that do are not known."""
    reference, everything = _NAMED[str(specification.tag).removeprefix(_TEI)]
    if specification.get("mode", "add") != "add":
        return [everything]
    found: dict[str, None] = {}
    for item in specification.getroottree().getroot().iter(f"{_TEI}{reference}"):
        around = next((one for one in item.iterancestors() if _is_spec(one)), None)
        if item.get("key") == specification.get("ident") and around not in within and not _is_void(item):
            found |= dict.fromkeys(_context(item, within | {specification}).split(" | "))
    return list(found) or [everything]


def _element(specification: etree._Element) -> str:
    around = (specification, *specification.iterancestors(f"{_TEI}schemaSpec"))
    namespace = next((item.get("ns") for item in around if item.get("ns") is not None), TEI)
    return _expanded(namespace or "", _spoken_name(specification))


def _expanded(namespace: str, name: str) -> str:
    return f"Q{{{namespace}}}{name}" if namespace else name


def _spoken_name(specification: etree._Element) -> str:
    """The name in documents: the `altIdent` in the target language of the schema, else in none, else the `ident`.

    Without a target language, an `altIdent` in any language will do (TEI Guidelines, `schemaSpec/@targetLang`).
    """
    schema = next(specification.iterancestors(f"{_TEI}schemaSpec"), None)
    target = schema.get("targetLang") if schema is not None else None
    others = {item.get(XML_LANG): item.text or "" for item in specification.iterchildren(f"{_TEI}altIdent")}
    chosen = next((others[wanted] for wanted in (target, None) if wanted in others), None)
    if chosen is None and target is None:
        chosen = next(iter(others.values()), None)
    return (chosen or specification.get("ident") or "").strip()


def _members(specification: etree._Element) -> list[str]:
    """The elements of a class, where it is declared whole; all of TEI where its other members are not known here."""
    everything = [_ANYTHING]
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
