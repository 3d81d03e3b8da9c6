"""Schematron rules inside other schemas: RELAX NG, W3C XML Schema, TEI ODD.

What is embedded is gathered and read as if it stood in one schema of its own, in the order of the carrier's files:

- RELAX NG (XML syntax): Schematron elements are annotations anywhere in the grammar; `include` and `externalRef` are
  followed, and what an including grammar overrides counts no more, its rules included (RELAX NG specification, 4.7).
- W3C XML Schema: they stand in `xs:appinfo`; `include`, `import`, `redefine` and `override` are followed.
- ODD: see `oddrules`.

Namespaces are those of `sch:ns`; a prefix that no `sch:ns` declares means what it means where the rules stand, if it
means the same wherever rules stand; in an ODD, `tei` is TEI's without saying so, as in what the TEI Stylesheets and
`teitools odd` make of it. A pattern without rules is how generators pass on what they were given for the
whole schema: its variables and its XSLT are the schema's. So is XSLT in other patterns, where it has no meaning.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from lxml import etree

from teitools import filesystem
from teitools.diagnostics import nearest
from teitools.document import addresses, display_name
from teitools.document.names import RNG, SCH, SCH_OLD, SQF, TEI, XSD, XSL, namespace_of
from teitools.schematron.read.schemareader import read_nodes
from teitools.schematron.tree.files import fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from teitools.schematron.model import SchemaModel
    from teitools.schematron.tree.nodes import Node

__all__ = ["Gatherer", "read_carrier"]

_RULES = (f"{{{SCH}}}*", f"{{{SCH_OLD}}}*", f"{{{XSL}}}*", f"{{{SQF}}}fixes")
_TOP = ("diagnostics", "let", "ns", "p", "param", "pattern", "phase", "properties", "rule", "rules", "title")


def read_carrier(root: Node, resolve: Callable[[str], Path | None] | None = None) -> SchemaModel:
    """The rules that a schema of another language carries; none is no fault.

    `root` is the root of the carrier, of one of these languages; `resolve` maps an absolute address to a
    local file, or None. Raises SetupError, with the place in the carrier, if the rules are wrong or a file is missing.
    """
    gatherer = Gatherer(resolve)
    nodes = [item for node in gatherer.nodes(root) for item in _flattened(node)]
    for node in nodes:
        _check(node)
    declared = {node.require("prefix"): node.require("uri") for node in nodes if node.name == "ns"}
    nodes = [node for node in nodes if node.name != "ns"]
    for element in [node.element for node in nodes if node.name == "pattern"]:
        for misplaced in list(element.iterchildren(f"{{{SCH}}}ns")):
            misplaced.tag = "ns"  # read above; it means nothing to a pattern
    model = read_nodes(nodes, root, binding=gatherer.binding)
    usual = {"tei": TEI} if namespace_of(root.element.tag) == TEI else {}
    namespaces = {**usual, **_in_scope(nodes), **model.namespaces, **declared}
    return replace(model, namespaces=namespaces, default_phase=gatherer.default_phase)


@dataclass
class Gatherer:
    """Finds the Schematron elements of a carrier and of the files that it refers to, each file once."""

    resolve: Callable[[str], Path | None] | None = None
    seen: set[Path] = field(default_factory=set)
    binding: str | None = None  # of the first embedded sch:schema or constraintDecl that states one
    default_phase: str | None = None

    def nodes(self, root: Node) -> Iterator[Node]:
        """The embedded elements below the root of a carrier that are not inside of others."""
        path = root.document.path
        if path is not None:
            self.seen.add(filesystem.real(path))
        namespace = namespace_of(root.element.tag)
        if namespace == RNG:
            found = self._relaxng(root)
        elif namespace == XSD:
            found = self._xsd(root)
        else:
            from teitools.schematron.read.oddrules import odd_nodes

            found = odd_nodes(self, root)
        for node in found:
            if node.name == "schema":
                self._settings(node)
                yield from (*node.children(), *node.foreign(), *node.fixes())
            else:
                yield node

    def _settings(self, schema: Node) -> None:
        self.binding = self.binding or schema.get("queryBinding")
        self.default_phase = self.default_phase or schema.get("defaultPhase")

    def _relaxng(self, node: Node, overridden: frozenset[str] = frozenset()) -> Iterator[Node]:
        references = (f"{{{RNG}}}include", f"{{{RNG}}}externalRef")
        for element in node.element.iter(*_RULES, *references):
            parent = element.getparent()
            if parent is None or namespace_of(parent.tag) != RNG:
                continue
            if overridden and _definitions(element) & overridden:
                continue
            if element.tag not in references:
                yield node.child(element)
            elif (target := self.open(node.child(element), "href")) is not None:
                own = frozenset(name for child in element.iterdescendants() for name in _defined(child))
                yield from self._relaxng(target, own | overridden if element.tag == references[0] else frozenset())

    def _xsd(self, node: Node) -> Iterator[Node]:
        references = tuple(f"{{{XSD}}}{name}" for name in ("include", "import", "redefine", "override"))
        for element in node.element.iter(*_RULES, *references):
            parent = element.getparent()
            if element.tag in references:
                target = self.open(node.child(element), "schemaLocation", optional=element.tag == references[1])
                if target is not None:
                    yield from self._xsd(target)
            elif parent is not None and parent.tag == f"{{{XSD}}}appinfo":
                yield node.child(element)

    def open(self, node: Node, attribute: str, *, optional: bool = False) -> Node | None:
        """The root of the file that an attribute names, None if it was met before, or is not there and `optional`."""
        reference = (node.element.get(attribute) or "").strip()
        if not reference:
            return None
        path = self._located(node, reference)
        if path is None:
            if optional:
                return None
            fault(node.place(attribute), f"{reference}: schemas are read from files only; keep a copy beside this")
        if filesystem.real(path) in self.seen or (optional and not filesystem.is_file(path)):
            return None
        if not filesystem.is_file(path):
            fault(node.place(attribute), f"{display_name(path)}: no such file; check the name")
        self.seen.add(filesystem.real(path))
        document = node.files.open(path, node.place(attribute))
        return replace(node, element=document.root, document=document)

    def is_there(self, node: Node, attribute: str) -> bool:
        """Whether there is a file where an attribute says; that it names none, and so this one, is true too."""
        reference = (node.element.get(attribute) or "").strip()
        path = self._located(node, reference) if reference else None
        return not reference or (path is not None and filesystem.is_file(path))

    def _located(self, node: Node, reference: str) -> Path | None:
        """The local file that an address in a carrier stands for, None if it is none."""
        base = node.element.base or ""
        path = self.resolve(addresses.join(base, reference)) if self.resolve else None
        return path or addresses.located(reference, base)


def _defined(element: etree._Element) -> tuple[str, ...]:
    """What a `define` or `start` defines: its name, `""` for `start`."""
    if element.tag == f"{{{RNG}}}define":
        return ((element.get("name") or "").strip(),)
    return ("",) if element.tag == f"{{{RNG}}}start" else ()


def _definitions(element: etree._Element) -> set[str]:
    return {name for ancestor in element.iterancestors() for name in _defined(ancestor)}


def _flattened(node: Node) -> Iterator[Node]:
    """An embedded element, with what belongs to the whole schema taken out of a pattern."""
    if node.name != "pattern":
        yield node
        return
    children = [node.child(child) for child in node.element.iterchildren(tag=etree.Element)]
    yield from (child for child in children if child.is_xslt)
    if node.get("is-a") is None and all(
        child.is_xslt or child.name in ("let", "ns", "p", "title") for child in children
    ):
        yield from (child for child in children if child.name in ("let", "ns"))
        return
    yield from (child for child in children if child.name == "ns")
    yield node


def _check(node: Node) -> None:
    """Refuse what means nothing outside of a rule, pattern or schema."""
    if node.is_xslt or node.name in (*_TOP, "include", ""):
        return
    if node.name in ("assert", "report"):
        fault(node.place(), f'this <{node.name}> has no context; put it into <rule context="…">')
    near = nearest(node.name, _TOP)
    advice = f"did you mean <{near}>?" if near else f"expected here: {', '.join(_TOP)}"
    fault(node.place(), f"<{node.name}> is not allowed here; {advice}")


def _in_scope(nodes: list[Node]) -> Mapping[str, str]:
    """The prefixes that are in scope where rules stand, without those that mean different things."""
    found: dict[str, str | None] = {}
    for node in nodes:
        if node.name in ("pattern", "rule", "let"):
            for element in node.element.iter(f"{{{SCH}}}*"):
                for prefix, uri in element.nsmap.items():
                    if prefix and found.setdefault(prefix, uri) != uri:
                        found[prefix] = None
    return {prefix: uri for prefix, uri in found.items() if uri}
