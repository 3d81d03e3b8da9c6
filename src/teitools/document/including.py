"""What one `xi:include` asks for (XInclude 1.1, 3 and 4.2–4.4): which file, which part of it, whether it may be had."""

from __future__ import annotations

import sys
from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from teitools import filesystem
from teitools.diagnostics import SetupError, diagnose
from teitools.document.addresses import decoded, join, located, split
from teitools.document.model import read
from teitools.document.names import EXAMPLES, XI_INCLUDE, XML_ID, clark
from teitools.document.plain import Plain, read_plain
from teitools.document.xpointer import UnknownPointerError, pointed_at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml import etree

    from teitools.diagnostics import Diagnostic
    from teitools.document.model import Document

__all__ = ["CannotIncludeError", "Library", "Span"]

_EXAMPLE = clark(EXAMPLES, "egXML")
_PARSE = {
    "xml": "xml",
    "text": "text",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/plain": "text",
}
"""Values of `parse`; XInclude 1.1 has media types beside the old words."""


class CannotIncludeError(Exception):
    """Why nothing stands in the place of an inclusion: a code of the catalogue with its facts.

    `has_substitute` says whether `xi:fallback` may stand there (a resource error, XInclude 1.1, 4.4), `is_told` whether
    the fault is to be told even then.
    """

    def __init__(self, code: str, *, has_substitute: bool = False, is_told: bool = True, **facts: Any) -> None:  # noqa: ANN401  # slots
        super().__init__(code)
        self.code, self.facts = code, facts
        self.has_substitute, self.is_told = has_substitute, is_told


@dataclass(frozen=True, slots=True)
class Span:
    """An element of a document that is written in its text: its number there, and its bytes."""

    document: Document
    element: etree._Element
    node: int
    start: int
    end: int


def _span(document: Document, element: etree._Element) -> Span | None:
    """Where an element is written; None of one that an entity brings."""
    node = document.number(element)
    span = None if node is None else document.ranges.node(node)
    return None if node is None or span is None else Span(document, element, node, span.start, span.end)


@dataclass
class Library:
    """The files that inclusions of one document name, each read once, if it lies below one of the `folders`."""

    folders: tuple[Path, ...]
    findings: list[Diagnostic] = field(default_factory=list)
    size: int = 0
    """The bytes of all that was read."""
    sought: dict[Path, None] = field(default_factory=dict)
    """The files that were asked for, as they are named, there or not."""
    _documents: dict[Path, Document | None] = field(default_factory=dict)
    _texts: dict[Path, Plain] = field(default_factory=dict)
    _ids: dict[Document, dict[str, etree._Element]] = field(default_factory=dict)
    _inclusions: dict[Document, list[Span]] = field(default_factory=dict)

    def know(self, document: Document) -> None:
        """Have a document that somebody has read already."""
        self.size += len(document.data)
        if document.path is not None:
            self._documents[filesystem.real(document.path)] = document

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files that were read."""
        return (*self._documents, *self._texts)

    def inclusions(self, document: Document, start: int = 0, end: int = sys.maxsize) -> Iterator[Span]:
        """The inclusions that stand between two bytes of a document, in order; those in examples are left alone."""
        if document not in self._inclusions:
            self._inclusions[document] = list(self._found_in(document))
        found = self._inclusions[document]
        for span in islice(found, bisect_left(found, start, key=lambda span: span.start), None):
            if span.start >= end:
                return
            yield span

    def _found_in(self, document: Document) -> Iterator[Span]:
        for element in document.root.iter(XI_INCLUDE):
            if next(element.iterancestors(_EXAMPLE), None) is not None:
                continue
            span = _span(document, element)
            if span is None:  # an entity brings it
                place = document.location(element)
                self.findings.append(diagnose("XML073", place, target=element.get("href", "")))
            else:
                yield span

    def target(self, inclusion: Span) -> Span | Plain:
        """What is to stand in the place of an inclusion. Raises CannotIncludeError."""
        element, document = inclusion.element, inclusion.document
        href = " ".join(element.get("href", "").split())
        kind = _PARSE.get(element.get("parse", "xml"))
        address = split(href)
        pointer = element.get("xpointer") or element.get("fragid") or decoded(address.fragment or "")
        here = not (address.scheme or address.authority or address.path)
        if kind is None:
            raise CannotIncludeError("XML074", target=element.get("parse"), attribute="parse")
        if here and (kind == "text" or not pointer):
            raise CannotIncludeError("XML074", target=href, attribute="href")
        if here:
            return self._element(document, pointer, href)
        path = self._path(href, element.base or document.path)
        if kind == "text":
            return self._plain(path, href, element.get("encoding"))
        return self._element(self._document(path, href), pointer, href)

    def _path(self, href: str, base: Path | str | None) -> Path:
        """The file that is meant, wherever links lead."""
        path = located(href, base)
        if path is None:
            away = split(join(base if isinstance(base, str) else "", href))
            code = "XML071" if away.is_local else "XML078"  # a name that no file can have lies in no folder either
            raise CannotIncludeError(code, has_substitute=True, target=href)
        self.sought[filesystem.absolute(path)] = None
        try:
            real = filesystem.real(path)
        except SetupError:
            raise CannotIncludeError("XML071", has_substitute=True, target=href) from None
        if not any(real.is_relative_to(folder) for folder in self.folders):
            raise CannotIncludeError("XML071", has_substitute=True, target=href)
        if not filesystem.is_file(path):
            raise CannotIncludeError("XML070", has_substitute=True, is_told=False, target=href)
        return path

    def _document(self, path: Path, href: str) -> Document:
        real = filesystem.real(path)
        if real not in self._documents:
            document, faults = read(path)
            self._documents[real] = document
            self.findings += faults
            self.size += len(document.data) if document else 0
        found = self._documents[real]
        if found is None:
            raise CannotIncludeError("XML073", target=href)
        return found

    def _plain(self, path: Path, href: str, encoding: str | None) -> Plain:
        real = filesystem.real(path)
        if real not in self._texts:
            try:
                self._texts[real] = read_plain(path, encoding)
            except (OSError, ValueError, LookupError):
                raise CannotIncludeError("XML073", target=href) from None
            self.size += len(self._texts[real].data)
        return self._texts[real]

    def _element(self, document: Document, pointer: str, href: str) -> Span:
        element: etree._Element | None = document.root
        if pointer:
            try:
                element = pointed_at(document.root, pointer, lambda name: self._identified(document, name))
            except UnknownPointerError:
                raise CannotIncludeError("XML074", target=pointer, attribute="xpointer") from None
        if element is None:
            raise CannotIncludeError("XML072", has_substitute=True, is_told=False, target=href, pointer=pointer)
        span = _span(document, element)
        if span is None:
            raise CannotIncludeError("XML073", target=href or pointer)
        return span

    def _identified(self, document: Document, name: str) -> etree._Element | None:
        if document not in self._ids:
            named = ((item.get(XML_ID), item) for item in document.root.iter("*"))
            self._ids[document] = {ident: item for ident, item in reversed([*named]) if ident is not None}
        return self._ids[document].get(name)
