"""Schematron elements with what surrounds them: file, parameters of an abstract pattern, includes.

`sch:include` and `sch:extends href="…"` are resolved while children are read (ISO/IEC 19757-3:2020, 5.4.4, 5.4.7), so
whoever reads a schema never meets an include.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import unquote, urlsplit

from lxml import etree

from teitools.diagnostics import SetupError, nearest
from teitools.document import Document, Place, read
from teitools.resources import resource
from teitools.schematron.elements import CHILDREN, attribute_faults
from teitools.schematron.model import Expression
from teitools.schematron.permit import Permit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from teitools.diagnostics import Location

__all__ = [
    "CARRIERS",
    "SCH",
    "SQF",
    "XML_ID",
    "XML_LANG",
    "XML_SPACE",
    "XSL",
    "Files",
    "Node",
    "SchemaError",
    "fault",
    "joined",
]

SCH = "http://purl.oclc.org/dsdl/schematron"
XSL = "http://www.w3.org/1999/XSL/Transform"
SQF = "http://www.schematron-quickfix.com/validator/process"
# Schema languages in which Schematron is embedded, by the namespace of their roots
CARRIERS = {
    "http://relaxng.org/ns/structure/1.0": "RELAX NG",
    "http://www.w3.org/2001/XMLSchema": "XML Schema",
    "http://www.tei-c.org/ns/1.0": "TEI ODD",
}
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_OLD = "http://www.ascc.net/xml/schematron"

_SHOWN = 20  # faults of one schema
_INCLUDES = 2_000  # more in one schema are no honest schema


class SchemaError(SetupError):
    """Something in a schema is wrong, at a place in it; what else is wrong can still be found out."""

    def __init__(self, location: Location, what: str) -> None:
        super().__init__(f"{location}: {what}")
        self.location = location


def fault(place: Place, what: str) -> NoReturn:
    """Refuse the schema because of what stands at this place."""
    raise SchemaError(place.location, what)


@dataclass
class Files:
    """The files of one schema, each parsed once, in the order of their first use; and the faults met in them."""

    documents: dict[Path, Document] = field(default_factory=dict)
    permit: Permit = field(default_factory=Permit)
    copies: bool = False  # whether Saxon is given changed copies of stylesheet modules
    faults: dict[str, Location] = field(default_factory=dict)
    includes: int = 0

    @contextmanager
    def gathering(self) -> Iterator[None]:
        """Note the fault that ends the block, so that more can be found."""
        try:
            yield
        except SchemaError as found:
            self.faults[str(found)] = found.location

    def raise_faults(self) -> None:
        """Raise SetupError for the faults noted, if there are any."""
        if self.faults:
            files = [document.name for document in self.documents.values()]
            ordered = sorted(self.faults.items(), key=lambda item: _order(item[1], files))
            raise SetupError(joined([what for what, _ in ordered]))

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
                if named_at is not None:
                    fault(named_at, f"{path}: no such file; check the name")
                raise SetupError(f"{path}: no such file; check the name")
            document, faults = read(path)
            if document is None:
                problem = faults[0]
                raise SchemaError(problem.location, f"{problem.message} [{problem.code}]; correct the schema")
            self.documents[key] = document
        return self.documents[key]


def _order(place: Location, files: list[str]) -> tuple[int, int, int]:
    """The order of places: files as they were read, then lines."""
    file = files.index(place.file) if place.file in files else len(files)
    return file, place.line or 0, place.column or 0


def joined(faults: list[str], advice: str = "correct the Schematron schema") -> str:
    """One message for the faults of a schema; the first ones if there are many."""
    if len(faults) == 1:
        return faults[0]
    rest = [f"… and {len(faults) - _SHOWN} more faults"] if len(faults) > _SHOWN else []
    return "\n".join([*faults[:_SHOWN], *rest, advice])


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
                    near = nearest(node.name, allowed)
                    advice = f"did you mean <{near}>?" if near else f"expected here: {', '.join(sorted(allowed))}"
                    fault(node.place(), f"<{node.name}> is not allowed in <{self.name}>; {advice}")
                node.check()
            if not names or node.name in names:
                yield node

    def check(self) -> None:
        """Note what is wrong with the attributes."""
        for place, what in attribute_faults(self):
            self.files.faults[f"{place}: {what}"] = place.location

    def foreign(self) -> Iterator[Node]:
        """The XSLT children."""
        return (node for node in self._resolved() if node.is_xslt)

    def fixes(self) -> Iterator[Node]:
        """The children that hold quick fixes for all rules."""
        return (node for node in self._resolved() if node.is_fixes)

    @property
    def is_fixes(self) -> bool:
        """Whether this holds quick fixes for all rules (`sqf:fixes`)."""
        return _split(self.element) == (SQF, "fixes")

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
        parts = urlsplit(reference)
        if parts.scheme not in ("", "file"):
            fault(place, f"{reference}: schemas are read from files only; keep a copy beside this schema")
        folder = self.document.path.parent if self.document.path else Path()
        path = folder / unquote(parts.path) if parts.path else self.document.path or folder
        key = f"{path.resolve()}#{parts.fragment}"
        if key in self.chain:
            fault(place, f"{reference} includes itself; remove one of the includes of the circle")
        self.files.require_permission(path, place)
        self.files.includes += 1
        if self.files.includes > _INCLUDES:
            fault(place, f"the schema has more than {_INCLUDES} includes; includes that include others multiply")
        document = self.files.open(path, place)
        element = document.root if not parts.fragment else _by_id(document.root, parts.fragment)
        if element is None:
            fault(place, f"{path} has no element with the id “{parts.fragment}”")
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


def _split(element: etree._Element) -> tuple[str, str]:
    namespace, _, name = element.tag.rpartition("}")
    return namespace.removeprefix("{"), name
