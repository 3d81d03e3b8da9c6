"""What a corpus uses: elements, attributes and values, how often and where first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from teitools.diagnostics import Location
    from teitools.document import Document
    from teitools.odd.model import Attribute, ElementSpec

__all__ = ["AttributeUse", "ElementUse", "Usage", "clark_name", "value_parts"]

MAX_VALUES = 1_000  # different values of an attribute that are remembered; more are no vocabulary


@dataclass(slots=True)
class AttributeUse:
    """One attribute of one element: its values as they are written, with the place of each first use.

    `more`: there were too many different values to remember.
    """

    first: Location
    count: int = 0
    values: Counter[str] = field(default_factory=Counter)
    places: dict[str, Location] = field(default_factory=dict)
    more: bool = False


@dataclass(slots=True)
class ElementUse:
    """One element name: where it stands first, how often it is used, its attributes by name (in lxml's notation)."""

    first: Location
    count: int = 0
    attributes: dict[str, AttributeUse] = field(default_factory=dict)


@dataclass(slots=True)
class Usage:
    """What documents use: elements by name in lxml's notation, in the order of their first use, and roots."""

    documents: int = 0
    elements: dict[str, ElementUse] = field(default_factory=dict)
    roots: Counter[str] = field(default_factory=Counter)

    def add(self, document: Document) -> None:
        """Count what one more document uses."""
        self.documents += 1
        self.roots[document.root.tag] += 1
        for element in document.root.iter(etree.Element):
            use = self.elements.get(element.tag)
            if use is None:
                use = self.elements[element.tag] = ElementUse(document.location(element))
            use.count += 1
            for name, value in element.attrib.items():
                _count(use.attributes, str(name), str(value), document, element)


def _count(
    attributes: dict[str, AttributeUse], name: str, value: str, document: Document, element: etree._Element
) -> None:
    use = attributes.get(name)
    if use is None:
        use = attributes[name] = AttributeUse(document.location(element, name))
    use.count += 1
    if value in use.values:
        use.values[value] += 1
    elif len(use.values) < MAX_VALUES:
        use.values[value] = 1
        use.places[value] = document.location(element, name)
    else:
        use.more = True


def clark_name(declared: Attribute | ElementSpec) -> str:
    """The name that an element or attribute has in documents, in lxml's notation, as `Usage` keeps it."""
    return f"{{{declared.namespace}}}{declared.name}" if declared.namespace else declared.name


def value_parts(attribute: Attribute, written: str) -> list[str]:
    """What an attribute's value consists of: its tokens if it is a list, else all of it, white space normalised."""
    is_list = attribute.datatype is not None and attribute.datatype.is_list
    return written.split() if is_list else [" ".join(written.split())]
