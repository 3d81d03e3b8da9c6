"""Schematron elements with what surrounds them: file, parameters of an abstract pattern, includes.

`sch:include` and `sch:extends href="…"` are resolved while children are read (ISO/IEC 19757-3:2020, 5.4.4, 5.4.7), so
whoever reads a schema never meets an include.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from lxml import etree

from teitools import filesystem
from teitools.document import Document, Place, addresses
from teitools.document.names import SCH, SCH_OLD, SQF, XML_ID, XML_LANG, XSL, split
from teitools.schematron.model import Expression
from teitools.schematron.tree.elements import CHILDREN, attribute_faults, misplaced
from teitools.schematron.tree.files import Files, SchemaError, fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Node"]

_INCLUDES = 2_000  # more in one schema are no honest schema


@dataclass(frozen=True)
class Node:
    """An element of a schema.

    `parameters` replace `$name` in attributes and wordings, as `instance`, the pattern that is an instance of an
    abstract one, says. `namespaces` are those that the schema of an included fragment declares; `chain` is the way here
    through includes.
    """

    element: etree._Element
    document: Document
    files: Files
    parameters: Mapping[str, str] = field(default_factory=dict)
    chain: tuple[str, ...] = ()
    namespaces: tuple[tuple[str, str], ...] = ()
    instance: Place | None = None

    @property
    def name(self) -> str:
        """The local name, of Schematron elements only; others give an empty string."""
        namespace, name = split(self.element.tag)
        if namespace == SCH_OLD:
            fault(
                self.place(), f"this is Schematron 1.5; change the namespace {SCH_OLD} to {SCH}, that of ISO Schematron"
            )
        return name if namespace == SCH else ""

    @property
    def language(self) -> str | None:
        """The language in scope: the nearest `xml:lang`."""
        for element in (self.element, *self.element.iterancestors()):
            if (language := element.get(XML_LANG)) is not None:
                return language or None
        return None

    def place(self, attribute: str | None = None) -> Place:
        """Where the start tag or the attribute stands."""
        return Place(self.document, self.element, attribute)

    def get(self, attribute: str) -> str | None:
        """The value of an attribute, with the parameters of an abstract pattern put in."""
        value = self.element.get(attribute)
        return None if value is None else self.instantiated(value)

    def instantiated(self, text: str) -> str:
        """A text with the parameters of an abstract pattern put in (ISO/IEC 19757-3:2016, 6.3)."""
        if not self.parameters or "$" not in text:
            return text
        names = "|".join(map(re.escape, sorted(self.parameters, key=len, reverse=True)))
        # a name ends where no more characters of a name follow; a full stop may end a sentence
        return re.sub(rf"\$({names})(?![\w-]|\.\w)", lambda match: self.parameters[match[1]], text)

    def require(self, attribute: str) -> str:
        """The value of an attribute that must be there and not be blank."""
        value = self.get(attribute)
        if value is None or not value.strip():
            fault(self.place(), f"<{self.name}> needs the attribute {attribute}")
        return value.strip()

    def expression(self, attribute: str, what: str) -> Expression:
        """The expression in an attribute that must be there."""
        return Expression(self.require(attribute), self.place(attribute), what, self.namespaces, self.instance)

    def optional_expression(self, attribute: str, what: str) -> Expression | None:
        """The expression in an attribute, or None."""
        return None if self.get(attribute) is None else self.expression(attribute, what)

    def with_parameters(self, parameters: Mapping[str, str], instance: Place | None) -> Node:
        """The same element as part of an instance of an abstract pattern."""
        return replace(self, parameters={**self.parameters, **parameters}, instance=instance or self.instance)

    def child(self, element: etree._Element) -> Node:
        """A child element as it stands, without resolving an include."""
        return replace(self, element=element)

    def children(self, *names: str) -> Iterator[Node]:
        """The Schematron children (of these names), with what includes bring. Raises SetupError if one is misplaced."""
        allowed = CHILDREN.get(self.name)
        for node in self._resolved():
            if not node.name:
                continue
            with self.files.gathering():
                if allowed is not None and node.name not in allowed:
                    fault(node.place(), misplaced(node.name, self.name, allowed))
                node.check()
            if not names or node.name in names:
                yield node

    def check(self) -> None:
        """Note what is wrong with the attributes."""
        for place, what in attribute_faults(self):
            found = SchemaError(place.location, what)
            self.files.faults[str(found)] = found

    def foreign(self) -> Iterator[Node]:
        """The XSLT children."""
        return (node for node in self._resolved() if node.is_xslt)

    def fixes(self) -> Iterator[Node]:
        """The children that hold quick fixes for all rules."""
        return (node for node in self._resolved() if node.is_fixes)

    @property
    def is_fixes(self) -> bool:
        """Whether this holds quick fixes for all rules (`sqf:fixes`)."""
        return split(self.element.tag) == (SQF, "fixes")

    @property
    def is_xslt(self) -> bool:
        """Whether this is an instruction of XSLT."""
        return split(self.element.tag)[0] == XSL

    def resolved(self) -> Iterator[Node]:
        """The element, or what stands in its place if it is an include."""
        if self.name == "include":
            yield self._target()
        else:
            yield self

    def _resolved(self) -> Iterator[Node]:
        for element in self.element.iterchildren(tag=etree.Element):
            node = self.child(element)
            if node.name != "include" and (node.name != "extends" or element.get("href") is None):
                yield node
                continue
            target = None
            with self.files.gathering():
                target = node._target()
                if node.name == "extends":
                    self._check_extended(target, node.place("href"))
            if target is not None:
                yield from target._resolved() if node.name == "extends" else (target,)

    def _check_extended(self, target: Node, place: Place) -> None:
        """A rule extends rules, a library libraries; a schema libraries and, which is older practice, schemas."""
        accepted = ("library", "schema") if self.name == "schema" else (self.name,)
        if target.name not in accepted:
            wanted = " or ".join(f"<{name}>" for name in accepted)
            fault(place, f"a <{self.name}> can extend only a {wanted}, not <{target.name}>")

    def _target(self) -> Node:
        """The element that the `href` of this include names: a document's root, or the element with the id."""
        reference = self.require("href")
        place = self.place("href")
        path = addresses.located(reference, self.document.path)
        if path is None:
            fault(place, f"{reference}: schemas are read from files only; keep a copy beside this schema")
        fragment = addresses.split(reference).fragment or ""
        key = f"{filesystem.real(path)}#{fragment}"
        if key in self.chain:
            fault(place, f"{reference} includes itself; remove one of the includes of the circle")
        self.files.require_permission(path, place)
        self.files.includes += 1
        if self.files.includes > _INCLUDES:
            fault(place, f"the schema has more than {_INCLUDES} includes; includes that include others multiply")
        document = self.files.open(path, place)
        element = document.root if not fragment else _by_id(document.root, fragment)
        if element is None:
            fault(place, f"{document.name} has no element with the id “{fragment}”")
        target = replace(self, element=element, document=document, chain=(*self.chain, key))
        target.check()
        return replace(target, namespaces=tuple({**dict(self.namespaces), **_declared(document.root)}.items()))


def _declared(root: etree._Element) -> dict[str, str]:
    """The prefixes that a schema declares, which a fragment of it brings along."""
    if root.tag not in (f"{{{SCH}}}schema", f"{{{SCH}}}library"):
        return {}
    return {item.get("prefix", ""): item.get("uri", "") for item in root.iterchildren(f"{{{SCH}}}ns")}


def _by_id(root: etree._Element, name: str) -> etree._Element | None:
    elements = root.iter(etree.Element)
    return next((item for item in elements if name in (item.get("id"), item.get(XML_ID))), None)
