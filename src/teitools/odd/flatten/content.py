"""Content models and value lists as elements of TEI."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from lxml import etree

from teitools.document.names import EXAMPLES, RNG, TEI
from teitools.odd.content import (
    Alternate,
    AnyElement,
    ClassRef,
    DataRef,
    ElementRef,
    Empty,
    MacroRef,
    NotAllowed,
    RawRelaxNG,
    Sequence,
    Text,
    Values,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from teitools.odd.content import Content, ValueList
    from teitools.odd.docs import Docs

T = f"{{{TEI}}}"
_USUAL = {TEI: "tei", EXAMPLES: "teix"}


def make(parent: etree._Element, name: str, attributes: Mapping[str, str | None] | None = None) -> etree._Element:
    """A TEI element at the end of another; attributes that are None are left out."""
    element = etree.SubElement(parent, f"{T}{name}")
    for key, value in (attributes or {}).items():
        if value is not None:
            element.set(key, value)
    return element


def occurrence(minimum: int, maximum: int | None) -> dict[str, str | None]:
    """`minOccurs` and `maxOccurs`, where they are not once."""
    return {
        "minOccurs": None if minimum == 1 else str(minimum),
        "maxOccurs": None if maximum == 1 else "unbounded" if maximum is None else str(maximum),
    }


class ContentFlattener:
    """Writes content; `keep` copies elements of documentation."""

    def __init__(self, keep: Callable[[etree._Element, Iterable[etree._Element]], None]) -> None:
        self.keep = keep

    def content(self, parent: etree._Element, content: Content) -> None:
        """What stands in a `content` or `datatype`. What cannot be there, as it needs what is not, is left out."""
        reduced = _reduced(content)
        if isinstance(reduced, NotAllowed):
            etree.SubElement(parent, f"{{{RNG}}}notAllowed", nsmap={"rng": RNG})
        else:
            self.particle(parent, reduced)

    def particle(self, parent: etree._Element, content: Content) -> None:
        """One part of a content model, with its occurrence."""
        if isinstance(content, RawRelaxNG):
            for pattern in content.patterns:
                copy = deepcopy(pattern)
                copy.tail = None
                parent.append(copy)
            if not content.auto_prefix and parent.tag == f"{T}content":
                parent.set("autoPrefix", "false")
            return
        if isinstance(content, Values):
            self.values(parent, content.values)
            return
        name, attributes = self._named(content)
        attributes |= occurrence(content.minimum, content.maximum)
        if isinstance(content, AnyElement):
            _any_element(parent, content, attributes)
            return
        element = make(parent, name, attributes)
        for facet, value in content.facets if isinstance(content, DataRef) else ():
            make(element, "dataFacet", {"name": facet, "value": value})
        for member in content.members if isinstance(content, Sequence | Alternate) else ():
            self.particle(element, member)

    def _named(self, content: Content) -> tuple[str, dict[str, str | None]]:
        """Name and attributes of a particle."""
        match content:
            case ElementRef():
                return "elementRef", {"key": content.key}
            case ClassRef():
                return "classRef", {
                    "key": content.key,
                    "expand": None if content.expand == "alternate" else content.expand,
                    "include": None if content.include is None else " ".join(content.include),
                    "except": " ".join(content.exclude) or None,
                }
            case MacroRef():
                return "macroRef", {"key": content.key}
            case DataRef():
                return "dataRef", {"key": content.key, "name": content.name, "restriction": content.restriction}
            case Sequence():
                return "sequence", {"preserveOrder": None if content.preserve_order else "false"}
            case Alternate():
                return "alternate", {}
            case AnyElement():
                return "anyElement", {"require": " ".join(content.require) or None}
            case Text():
                return "textNode", {}
            case _:
                return "empty", {}

    def values(self, parent: etree._Element, values: ValueList) -> None:
        """A value list with its documentation."""
        element = make(parent, "valList", {"type": values.kind})
        self.keep(element, values.docs.elements)
        for item in values.items:
            node = make(element, "valItem", {"ident": item.ident, "validUntil": item.place.element.get("validUntil")})
            if item.name != item.ident:
                make(node, "altIdent").text = item.name
            self.docs(node, item.docs)

    def docs(self, parent: etree._Element, docs: Docs) -> None:
        """All documentation."""
        self.keep(parent, docs.elements)


def _any_element(parent: etree._Element, content: AnyElement, attributes: Mapping[str, str | None]) -> None:
    """An `anyElement`, with prefixes of its own for the names that are excepted."""
    namespaces = {one[0] for one in content.exceptions if not isinstance(one, str)}
    prefixes = {uri: _USUAL.get(uri, f"ns{number}") for number, uri in enumerate(sorted(namespaces), 1)}
    nsmap = {prefix: uri for uri, prefix in prefixes.items()}
    element = etree.SubElement(parent, f"{T}anyElement", nsmap=nsmap)
    names = [one if isinstance(one, str) else f"{prefixes[one[0]]}:{one[1]}" for one in content.exceptions]
    for key, value in {**attributes, "except": " ".join(names) or None}.items():
        if value is not None:
            element.set(key, value)


def _reduced(content: Content) -> Content:
    """Content without what is not allowed in it: an alternative fewer, or nothing at all."""
    from dataclasses import replace

    if isinstance(content, Alternate):
        members = tuple(one for member in content.members if not isinstance(one := _reduced(member), NotAllowed))
        return replace(content, members=members) if members else _gone(content)
    if isinstance(content, Sequence):
        parts = [_reduced(member) for member in content.members]
        if any(isinstance(one, NotAllowed) for one in parts):
            return _gone(content)
        return replace(content, members=tuple(parts))
    return _gone(content) if isinstance(content, NotAllowed) else content


def _gone(content: Content) -> Content:
    return (Empty if content.minimum == 0 else NotAllowed)(place=content.place)
