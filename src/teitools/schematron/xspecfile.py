"""The files of XSpec: their elements, with those that they import, and the documents that contexts hold or name."""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree

from teitools.diagnostics import SetupError
from teitools.document import Document, Place, display_name, parse, read

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Element", "context_document", "fault", "referenced_file", "root_element"]

_X = "{http://www.jenitennison.com/xslt/xspec}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_TRUE = ("yes", "true", "1")


@dataclass(frozen=True)
class Element:
    """An element of a scenario file."""

    element: etree._Element
    document: Document

    @property
    def name(self) -> str:
        """The local name, of elements of XSpec only; others give an empty string."""
        return self.element.tag.removeprefix(_X) if self.element.tag.startswith(_X) else ""

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.document, self.element)

    def children(self) -> Iterator[Element]:
        """The elements of XSpec in it, with those of imported files, without those that are pending by `x:pending`."""
        for child in self.element.iterchildren(tag=etree.Element):
            node = replace(self, element=child)
            if node.name == "import":
                yield from _imported(node).children()
            elif node.name == "pending":
                yield from ()
            elif node.name:
                yield node

    def is_true(self, name: str) -> bool:
        """Whether an attribute says yes."""
        return self.element.get(name, "").strip() in _TRUE


def root_element(path: Path) -> Element:
    """The root of a file. Raises SetupError if it is not well-formed."""
    document = _read(path)
    return Element(document.root, document)


def referenced_file(node: Element, reference: str) -> Path:
    """The file that an element names. Raises SetupError if there is none."""
    parts = urlsplit(urljoin(node.element.base or "", reference))
    path = Path(unquote(parts.path))
    if parts.scheme not in ("", "file") or not path.is_file():
        fault(node, f"{reference}: no such file; check the name, which is relative to this file")
    return path


def context_document(context: Element) -> Document:
    """The document of an `x:context`: the one that it names, or that in it. Raises SetupError if there is none."""
    if context.element.get("select"):
        fault(context, "@select of x:context is not supported; put the document into the context or name it by @href")
    href = context.element.get("href")
    return _read(referenced_file(context, href)) if href else _inline(context)


def _inline(context: Element) -> Document:
    """The document inside of a context, as XSpec sees it: without text nodes of white space alone."""
    elements = list(context.element.iterchildren(tag=etree.Element))
    if len(elements) != 1:
        fault(context, "x:context must hold one element, or name a document with @href")
    root = copy.deepcopy(elements[0])
    root.tail = None
    for element in root.iter():
        if not _keeps_space(element) and not (element.text or "").strip():
            element.text = None
        if not _keeps_space(element.getparent()) and not (element.tail or "").strip():
            element.tail = None
    content = etree.tostring(root, encoding="utf-8")
    document, faults = parse(content, context.document.name, context.document.path)
    if document is None:
        fault(context, f"x:context is no document: {faults[0].message}")
    return document


def _keeps_space(element: etree._Element | None) -> bool:
    """Whether the nearest `xml:space` says so."""
    around = () if element is None else (element, *element.iterancestors())
    return next((item.get(_SPACE) for item in around if item.get(_SPACE)), "") == "preserve"


def _imported(node: Element) -> Element:
    return root_element(referenced_file(node, node.element.get("href", "")))


def _read(path: Path) -> Document:
    document, faults = read(path)
    if document is None:
        raise SetupError(f"{faults[0].location}: {faults[0].message} [{faults[0].code}]; correct {display_name(path)}")
    return document


def fault(node: Element, what: str) -> NoReturn:
    """Refuse the file because of what stands at this element."""
    raise SetupError(f"{node.place}: {what}")
