"""Schematron elements with what surrounds them: file, parameters of an abstract pattern, includes.

`sch:include` and `sch:extends href="…"` are resolved while children are read (ISO/IEC 19757-3:2020, 5.4.4, 5.4.7), so
whoever reads a schema never meets an include.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import unquote, urlsplit

from lxml import etree

from teitools.diagnostics import SetupError, nearest
from teitools.document import Document, Place, read
from teitools.resources import resource
from teitools.schematron.model import Expression
from teitools.schematron.permit import Permit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["CARRIERS", "SCH", "XML_LANG", "XSL", "Files", "Node", "fault"]

SCH = "http://purl.oclc.org/dsdl/schematron"
XSL = "http://www.w3.org/1999/XSL/Transform"
# Schema languages in which Schematron is embedded, by the namespace of their roots
CARRIERS = {
    "http://relaxng.org/ns/structure/1.0": "RELAX NG",
    "http://www.w3.org/2001/XMLSchema": "XML Schema",
    "http://www.tei-c.org/ns/1.0": "TEI ODD",
}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_OLD = "http://www.ascc.net/xml/schematron"
_PARAMETER = re.compile(r"\$([^\W\d][\w.-]*)")

_RULE = frozenset({"let", "assert", "report", "extends"})
_CHILDREN: Mapping[str, frozenset[str]] = {
    "schema": frozenset(
        {"title", "ns", "p", "let", "phase", "pattern", "diagnostics", "properties", "rules", "extends", "param"}
    ),
    "pattern": frozenset({"title", "p", "let", "rule", "param", "extends"}),
    "rules": frozenset({"rule"}),
    "rule": _RULE | {"p"},
    "phase": frozenset({"p", "let", "active"}),
    "diagnostics": frozenset({"diagnostic"}),
}


def fault(place: Place, what: str) -> NoReturn:
    """Refuse the schema because of what stands at this place."""
    raise SetupError(f"{place}: {what}")


@dataclass
class Files:
    """The files of one schema, each parsed once, in the order of their first use."""

    documents: dict[Path, Document] = field(default_factory=dict)
    permit: Permit = field(default_factory=Permit)
    copies: bool = False  # whether Saxon is given changed copies of stylesheet modules

    def require_permission(self, path: Path, named_at: Place) -> None:
        """Raise SetupError, at the place that names a file, if it lies outside of the folders that may be read."""
        own = next(iter(self.documents)).parent
        if not self.permit.allows(path, own, resource("xslt")):  # the tool's own stylesheets serve everybody
            advice = f"if you trust this schema, allow it with --allow-read {path.resolve().parent}"
            fault(named_at, f"{path}: this file lies outside of the folder of the schema and is not read; {advice}")

    def open(self, path: Path, named_at: Place | None = None) -> Document:
        """Parse a file. Raises SetupError, at the place that names it, if it is not there or not well-formed."""
        key = path.resolve()
        if key not in self.documents:
            if not key.is_file():
                where = f"{named_at}: " if named_at else ""
                raise SetupError(f"{where}{path}: no such file; check the name")
            document, faults = read(path)
            if document is None:
                problem = faults[0]
                raise SetupError(f"{problem.location}: {problem.message} [{problem.code}]; correct the schema")
            self.documents[key] = document
        return self.documents[key]


@dataclass(frozen=True)
class Node:
    """An element of a schema. `parameters` replace `$name` in attributes; `chain` is the way here through includes."""

    element: etree._Element
    document: Document
    files: Files
    parameters: Mapping[str, str] = field(default_factory=dict)
    chain: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The local name, of Schematron elements only; others give an empty string."""
        namespace, name = _split(self.element)
        if namespace == _OLD:
            fault(self.place(), f"this is Schematron 1.5; change the namespace {_OLD} to {SCH}, that of ISO Schematron")
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
        if value is None or not self.parameters:
            return value
        return _PARAMETER.sub(lambda match: self.parameters.get(match[1], match[0]), value)

    def require(self, attribute: str) -> str:
        """The value of an attribute that must be there and not be blank."""
        value = self.get(attribute)
        if value is None or not value.strip():
            fault(self.place(), f"<{self.name}> needs the attribute {attribute}")
        return value.strip()

    def expression(self, attribute: str, what: str) -> Expression:
        """The expression in an attribute that must be there."""
        return Expression(self.require(attribute), self.place(attribute), what)

    def optional_expression(self, attribute: str, what: str) -> Expression | None:
        """The expression in an attribute, or None."""
        return None if self.get(attribute) is None else self.expression(attribute, what)

    def with_parameters(self, parameters: Mapping[str, str]) -> Node:
        """The same element as part of an instance of an abstract pattern."""
        return replace(self, parameters={**self.parameters, **parameters})

    def child(self, element: etree._Element) -> Node:
        """A child element as it stands, without resolving an include."""
        return replace(self, element=element)

    def children(self, *names: str) -> Iterator[Node]:
        """The Schematron children (of these names), with what includes bring. Raises SetupError if one is misplaced."""
        allowed = _CHILDREN.get(self.name)
        for node in self._resolved():
            if not node.name:
                continue
            if allowed is not None and node.name not in allowed:
                near = nearest(node.name, allowed)
                advice = f"did you mean <{near}>?" if near else f"expected here: {', '.join(sorted(allowed))}"
                fault(node.place(), f"<{node.name}> is not allowed in <{self.name}>; {advice}")
            if not names or node.name in names:
                yield node

    def foreign(self) -> Iterator[Node]:
        """The XSLT children."""
        return (node for node in self._resolved() if node.is_xslt)

    @property
    def is_xslt(self) -> bool:
        """Whether this is an instruction of XSLT."""
        return _split(self.element)[0] == XSL

    def resolved(self) -> Iterator[Node]:
        """The element, or what stands in its place if it is an include."""
        if self.name == "include":
            yield self._target()
        else:
            yield self

    def _resolved(self) -> Iterator[Node]:
        for element in self.element.iterchildren(tag=etree.Element):
            node = self.child(element)
            if node.name == "include":
                yield node._target()
            elif node.name == "extends" and element.get("href") is not None:
                target = node._target()
                if target.name != self.name:
                    fault(node.place("href"), f"a <{self.name}> can extend only a <{self.name}>, not <{target.name}>")
                yield from target._resolved()
            else:
                yield node

    def _target(self) -> Node:
        """The element that the `href` of this include names: a document's root, or the element with the id."""
        reference = self.require("href")
        place = self.place("href")
        parts = urlsplit(reference)
        if parts.scheme not in ("", "file"):
            fault(place, f"{reference}: schemas are read from files only; keep a copy beside this schema")
        folder = self.document.path.parent if self.document.path else Path()
        path = folder / unquote(parts.path) if parts.path else self.document.path or folder
        key = f"{path.resolve()}#{parts.fragment}"
        if key in self.chain:
            fault(place, f"{reference} includes itself; remove one of the includes of the circle")
        self.files.require_permission(path, place)
        document = self.files.open(path, place)
        element = document.root if not parts.fragment else _by_id(document.root, parts.fragment)
        if element is None:
            fault(place, f"{path} has no element with the id “{parts.fragment}”")
        return replace(self, element=element, document=document, chain=(*self.chain, key))


def _by_id(root: etree._Element, name: str) -> etree._Element | None:
    wanted = ("id", "{http://www.w3.org/XML/1998/namespace}id")
    found = (element for element in root.iter(etree.Element) if name in (element.get(key) for key in wanted))
    return next(found, None)


def _split(element: etree._Element) -> tuple[str, str]:
    namespace, _, name = element.tag.rpartition("}")
    return namespace.removeprefix("{"), name
