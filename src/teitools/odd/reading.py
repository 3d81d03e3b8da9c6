"""Reading an ODD: its files, what they include, and the declarations of one `schemaSpec` in order.

XInclude, `specGrp` and `specGrpRef` are followed here, without touching any tree: each declaration is a `Place`, so
that findings name the file and line that people wrote. Guidelines, TD, “Specification Groups”, “Schema Specification”.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.diagnostics import SetupError, Severity, nearest, phrase
from teitools.document import Document, Place, display_name, parse, read
from teitools.document.addresses import decoded, located, split
from teitools.document.names import TEI, XI_FALLBACK, XI_INCLUDE, XML_ID, local_name, namespace_of
from teitools.document.xpointer import UnknownPointerError, pointed_at
from teitools.odd.expansion import expanded, needs_expansion
from teitools.odd.names import EGXML, REFERENCES, SPECS, elements, is_name, local, tei
from teitools.odd.report import Report, attribute

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from lxml import etree

__all__ = ["Declarations", "OddReader"]

_SCHEMA_SPEC = tei("schemaSpec")
_GROUP, _GROUP_REF = tei("specGrp"), tei("specGrpRef")
_DOCUMENTATION = frozenset(map(tei, ("altIdent", "equiv", "gloss", "desc", "exemplum", "remarks", "listRef", "eg")))
_SHOWN = 8
_MODES = frozenset({"add", "change", "replace", "delete"})


@dataclass
class Declarations:
    """What one `schemaSpec` says, group references and inclusions followed, in order."""

    schema: Place
    specs: list[Place] = field(default_factory=list)
    references: list[Place] = field(default_factory=list)
    modules: list[Place] = field(default_factory=list)
    module_specs: list[Place] = field(default_factory=list)
    constraints: list[Place] = field(default_factory=list)
    docs: list[etree._Element] = field(default_factory=list)


@dataclass
class OddReader:
    """Opens each file once and follows references between them; `given` are the bytes of files that are at hand."""

    report: Report
    given: Mapping[Path, bytes] = field(default_factory=dict)
    _documents: dict[Path, Document | None] = field(default_factory=dict)
    _ids: dict[Path | None, dict[str, etree._Element]] = field(default_factory=dict)
    _seen: set[etree._Element] = field(default_factory=set)
    _groups: list[etree._Element] = field(default_factory=list)

    @property
    def documents(self) -> list[Document]:
        """Every file that was read, in order."""
        return [document for document in self._documents.values() if document is not None]

    def know(self, document: Document, path: Path) -> None:
        """Have a file that somebody has read already."""
        self._documents[filesystem.real(path)] = document

    def open(self, path: Path) -> Document | None:
        """Read a file; None if it is not well-formed XML, and the report says why. Raises FileNotFoundError."""
        key = filesystem.real(path)
        if key not in self._documents:
            if key in self.given:
                document, findings = parse(self.given[key], display_name(path), path)
            elif filesystem.is_file(path):
                document, findings = read(path)
            else:
                raise FileNotFoundError(2, "No such file", str(path))
            self.report.findings.extend(findings)
            self._documents[key] = document
        return self._documents[key]

    def read(self, path: Path, ident: str | None) -> Declarations | None:
        """The declarations of the ODD's `schemaSpec` (the one with this ident, if given).

        Raises SetupError if there is no such file or no such schemaSpec.
        """
        try:
            document = self.open(path)
        except FileNotFoundError:
            raise SetupError(f"{path}: {phrase('odd_file_missing')}") from None
        if document is None:
            return None
        self._tell_missing(document, set())
        found = list(self._schema_specs(document, frozenset()))
        chosen = self._choose(document, found, ident)
        if chosen is None:
            return None
        declarations = Declarations(chosen)
        self._collect(chosen, declarations)
        return declarations

    def _tell_missing(self, document: Document, seen: set[Path | None]) -> None:
        """Report what cannot be included anywhere in a file and those that it includes: in the text too."""
        seen.add(document.path)
        for element in document.root.iter(XI_INCLUDE):
            place = Place(document, element)
            if not _is_followed(element) or document.path is None:
                continue
            if element.get("parse") == "text":
                path = self.path_from(place, element.get("href", ""))
                if (path is None or not filesystem.is_file(path)) and element.find(XI_FALLBACK) is None:
                    self._cannot_include(place)
                continue
            for part in self.included(place):
                if part.document.path not in seen:
                    self._tell_missing(part.document, seen)

    def _cannot_include(self, place: Place) -> None:
        target = place.element.get("href", "") or place.element.get("xpointer", "")
        self.report.add("ODD004", attribute(place, "href"), target=target)

    def _choose(self, document: Document, found: list[Place], ident: str | None) -> Place | None:
        if not found:
            self._tell_no_schema(document)
            return None
        idents = [place.element.get("ident", "") for place in found]
        if ident is not None:
            if ident in idents:
                return found[idents.index(ident)]
            like = nearest(ident, idents) or ", ".join(idents)
            raise SetupError(f"{document.name}: {phrase('odd_schema_missing', name=ident, like=like)}")
        if len(found) > 1:
            self.report.add("ODD002", found[1], chosen=idents[0], others=", ".join(idents[1:]))
        return found[0]

    def _tell_no_schema(self, document: Document) -> None:
        """Report that there is no `schemaSpec`, at one that is none because of its namespace if there is such a one."""
        for element in document.root.iter(f"{{*}}{local_name(_SCHEMA_SPEC)}"):
            namespace = namespace_of(element.tag)
            key = "odd_schema_other_namespace" if namespace else "odd_schema_no_namespace"
            hint = phrase(key, namespace=namespace, tei=TEI)
            self.report.add("ODD001", Place(document, element), hint=hint)
            return
        self.report.add("ODD001", Place(document, document.root))

    def _schema_specs(self, document: Document, within: frozenset[Path]) -> Iterator[Place]:
        for element in document.root.iter(_SCHEMA_SPEC, XI_INCLUDE):
            place = Place(document, element)
            if element.tag == XI_INCLUDE:
                if document.path is None or not _is_followed(element):
                    continue
                for included in self.included(place, silent=True):
                    if included.document is document or included.document.path in within:
                        continue
                    yield from self._schema_specs(included.document, within | {document.path})
            elif any(True for _ in element.iterancestors(_SCHEMA_SPEC)):
                self.report.add("ODD003", place, ident=element.get("ident", ""))
            else:
                yield place

    # Following references

    def children(self, place: Place) -> Iterator[Place]:
        """The child elements of an element, what is included in place of the inclusions."""
        for child in elements(place.element):
            here = Place(place.document, child)
            if child.tag == XI_INCLUDE:
                yield from self.included(here)
            else:
                yield here

    def included(self, place: Place, *, silent: bool = False) -> Iterator[Place]:
        """What stands in place of an inclusion."""
        href = place.element.get("href", "")
        if place.element.get("parse") == "text":  # nothing that a declaration could be made of
            return
        target = self._target(place, href, place.element.get("xpointer"))
        if target is not None:
            yield target
            return
        fallback = place.element.find(XI_FALLBACK)
        if fallback is not None:
            yield from self.children(Place(place.document, fallback))
        elif not silent:
            self._cannot_include(place)

    def _target(self, place: Place, href: str, pointer: str | None = None) -> Place | None:
        parts = split(href)
        identifier = pointer or decoded(parts.fragment or "")
        document: Document | None = place.document
        if parts.scheme or parts.path:
            path = self.path_from(place, href)
            if path is None:
                return None
            try:
                document = self.open(path)
            except FileNotFoundError:
                return None
        if document is None:
            return None
        if not identifier:
            return Place(document, document.root)
        return self._identified(document, identifier)

    def path_from(self, place: Place, reference: str) -> Path | None:
        """The file that a reference in a document means; None if it names no local file."""
        return located(reference, place.document.path)

    def _identified(self, document: Document, identifier: str) -> Place | None:
        ids = self._ids.get(document.path)
        if ids is None:
            ids = {str(e.get(XML_ID)): e for e in document.root.iter("*") if e.get(XML_ID) is not None}
            self._ids[document.path] = ids
        try:
            element = pointed_at(document.root, identifier, ids.get)
        except UnknownPointerError:
            return None
        return Place(document, element) if element is not None else None

    # Declarations

    def _collect(self, parent: Place, into: Declarations) -> None:
        for place in self.children(parent):
            tag = place.element.tag
            if tag == _GROUP_REF:
                self._expand(place, into)
            elif tag == _GROUP:
                self._group(place, into)
            elif place.element in self._seen:
                continue
            else:
                self._seen.add(place.element)
                self._sort(place, into)

    def _sort(self, place: Place, into: Declarations) -> None:
        """Put a declaration or reference where it belongs."""
        tag, element = place.element.tag, place.element
        if (tag in SPECS or tag in (tei("constraintSpec"), tei("moduleSpec"))) and not self._is_sound(place):
            return
        if tag in SPECS:
            into.specs.append(expanded(place, self.included) if needs_expansion(element) else place)
        elif tag in REFERENCES:
            into.references.append(place)
        elif tag == tei("moduleRef"):
            into.modules.append(place)
        elif tag == tei("moduleSpec"):
            into.module_specs.append(place)
        elif tag == tei("constraintSpec"):
            into.constraints.append(place)
        elif tag != _SCHEMA_SPEC:  # a nested one has been reported
            into.docs.append(element)
            if tag not in _DOCUMENTATION:  # prose in a group, with declarations between its sentences
                self._collect(place, into)

    def _is_sound(self, place: Place) -> bool:
        """Whether a declaration says what it declares, and what for."""
        mode = place.element.get("mode", "add")
        if mode not in _MODES:
            self.report.unknown("ODD005", attribute(place, "mode"), mode, _MODES)
        elif not place.element.get("ident", "").strip():
            self.report.add("ODD006", place, element=local(place.element))
        elif place.element.tag in SPECS and not is_name(place.element.get("ident", "").strip()):
            self.report.add("ODD016", attribute(place, "ident"), name=place.element.get("ident", ""))
        else:
            return True
        return False

    def _expand(self, reference: Place, into: Declarations) -> None:
        target = reference.element.get("target", "")
        found = self._target(reference, target)
        if found is None and target.startswith("#"):  # the file that includes this one, or one included beside it
            candidates = (self._identified(document, target[1:]) for document in self.documents)
            found = next((place for place in candidates if place is not None), None)
        if found is None:
            self._tell_no_group(reference, target)
        elif found.element.tag == _GROUP:
            self._group(found, into, reference)
        elif found.element.tag in SPECS:
            self._seen.add(found.element)
            self._sort(found, into)
        else:
            name = local(found.element)
            self.report.add("ODD008", attribute(reference, "target"), target=target, element=name)

    def _tell_no_group(self, reference: Place, target: str) -> None:
        """Report a reference to no group: a lost file may hold anything, a name that nobody bears loses nothing."""
        known = [f"#{e.get(XML_ID)}" for d in self.documents for e in d.root.iter(_GROUP) if e.get(XML_ID)]
        like = nearest(target, known)
        if like is not None:
            hint = phrase("odd_did_you_mean", name=like)
        elif known:
            names = ", ".join(known[:_SHOWN]) + (", …" if len(known) > _SHOWN else "")
            hint = phrase("odd_groups_there_are", names=names)
        else:
            hint = phrase("odd_groups_none")
        severity = Severity.WARNING if target.startswith("#") else None
        self.report.add("ODD007", attribute(reference, "target"), severity=severity, hint=hint, name=target)

    def _group(self, group: Place, into: Declarations, reference: Place | None = None) -> None:
        if group.element in self._groups:
            self.report.add("ODD009", reference or group, target=group.element.get(XML_ID, ""))
            return
        if group.element in self._seen:
            return
        self._seen.add(group.element)
        self._groups.append(group.element)
        self._collect(group, into)
        self._groups.pop()

    def tell_unused(self, document: Document) -> None:
        """Report declarations in the ODD that no schemaSpec has a part in."""
        targets = {e.get("target", "").partition("#")[2] for d in self.documents for e in d.root.iter(_GROUP_REF)}
        for element in document.root.iter(*SPECS):
            if element in self._seen or any(True for _ in element.iterancestors(_SCHEMA_SPEC)):
                continue
            groups = list(element.iterancestors(_GROUP))
            if any(group in self._seen or group.get(XML_ID) in targets for group in groups):
                continue
            if groups:
                self.report.add("ODD015", Place(document, groups[-1]), name=groups[-1].get(XML_ID, ""))
            else:
                self.report.add("ODD014", Place(document, element), name=element.get("ident", ""))


def _is_followed(inclusion: etree._Element) -> bool:
    """Whether an `xi:include` is one: not part of an example, nor of what is to be done without another."""
    return not any(above.tag in (EGXML, XI_FALLBACK) for above in inclusion.iterancestors())
