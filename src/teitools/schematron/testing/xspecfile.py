"""The files of XSpec: their elements, with those that they import."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NoReturn

from lxml import etree

from teitools import filesystem
from teitools.diagnostics import SetupError
from teitools.document import Document, Place, addresses, display_name, read
from teitools.document.names import XSPEC, split

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Element", "fault", "read_document", "referenced_file", "root_element"]

_TRUE = ("yes", "true", "1")


@dataclass(frozen=True)
class Element:
    """An element of a scenario file."""

    element: etree._Element
    document: Document

    @property
    def name(self) -> str:
        """The local name, of elements of XSpec only; others give an empty string."""
        namespace, name = split(self.element.tag)
        return name if namespace == XSPEC else ""

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
    document = read_document(path)
    return Element(document.root, document)


def referenced_file(node: Element, reference: str) -> Path:
    """The file that an element names. Raises SetupError if there is none."""
    path = addresses.located(reference, node.element.base)
    if path is None or not filesystem.is_file(path):
        fault(node, f"{reference}: no such file; check the name, which is relative to this file")
    return path


def _imported(node: Element) -> Element:
    return root_element(referenced_file(node, node.element.get("href", "")))


def read_document(path: Path) -> Document:
    """The document in a file. Raises SetupError if it is not well-formed."""
    document, faults = read(path)
    if document is None:
        raise SetupError(f"{faults[0].location}: {faults[0].message} [{faults[0].code}]; correct {display_name(path)}")
    return document


def fault(node: Element, what: str) -> NoReturn:
    """Refuse the file because of what stands at this element."""
    raise SetupError(f"{node.place}: {what}")
