"""Documents made from a customisation: for each of its elements one that contains it, and mutants of documents.

All of it is determined by the seed. The generator reads the resolved customisation, not the grammar that is made from it:
what it makes has to be valid by any grammar that says the same as the ODD.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from lxml import etree

from teitools.odd.content import (
    Alternate,
    AnyElement,
    ClassRef,
    DataRef,
    ElementRef,
    MacroRef,
    Sequence,
    Text,
    Values,
)

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator
    from collections.abc import Sequence as Sequence_

    from teitools.odd.content import Content
    from teitools.odd.model import Attribute, Customization

__all__ = ["Generator", "Vocabulary", "mutant"]

_FAR = 10_000
_SAMPLES = {
    "teidata.certainty": "high",
    "teidata.count": "2",
    "teidata.duration.w3c": "P1D",
    "teidata.duration.iso": "P1D",
    "teidata.interval": "1.5",
    "teidata.language": "tr",
    "teidata.numeric": "3",
    "teidata.outputMeasurement": "2cm",
    "teidata.pattern": "[a-z]+",
    "teidata.point": "1,2",
    "teidata.prefix": "bibl",
    "teidata.probability": "0.5",
    "teidata.probCert": "high",
    "teidata.sex": "F",
    "teidata.temporal.iso": "1920-05-01",
    "teidata.temporal.w3c": "1920-05-01",
    "teidata.temporal.working": "1920-05-01",
    "teidata.truthValue": "true",
    "teidata.unboundedCount": "unbounded",
    "teidata.version": "1.0",
    "teidata.versionNumber": "4.9.0",
    "teidata.xTruthValue": "unknown",
    "teidata.namespaceOrName": "p",
}
_XSD = {
    "ID": "id", "anyURI": "#a", "boolean": "true", "date": "1920-05-01", "dateTime": "1920-05-01T10:00:00", "decimal": "1.5",
    "double": "1.5", "duration": "P1D", "gDay": "---01", "gMonth": "--05", "gMonthDay": "--05-01", "gYear": "1920",
    "gYearMonth": "1920-05", "integer": "2", "language": "tr", "nonNegativeInteger": "2", "positiveInteger": "2",
    "time": "10:00:00", "unsignedInt": "2", "float": "1.5", "int": "2", "NCName": "a", "Name": "a", "QName": "a",
}  # fmt: skip


class Generator:
    """Makes documents that are valid by the customisation."""

    def __init__(self, customization: Customization) -> None:
        self.c = customization
        self._ids = 0

    # Which elements are how deep, and what leads to what

    @cached_property
    def heights(self) -> dict[str, int]:
        """For each element, the depth of the smallest tree that it can be the top of."""
        heights = dict.fromkeys(self.c.elements, _FAR)
        for _ in range(60):
            new = {ident: self._height(spec.content, heights) + 1 for ident, spec in self.c.elements.items()}
            if new == heights:
                break
            heights = new
        return heights

    def _height(self, node: Content, heights: dict[str, int]) -> int:
        if node.minimum == 0:
            return 0
        match node:
            case Sequence(members=members):
                return max((self._height(m, heights) for m in members), default=0)
            case Alternate(members=members):
                return min((self._height(m, heights) for m in members if not self._gone(m)), default=0)
            case ElementRef(key=key):
                return heights.get(key, _FAR)
            case ClassRef():
                members = self.members(node)
                if node.expand in ("sequenceOptional", "sequenceOptionalRepeatable"):
                    return 0
                pick = min if node.expand == "alternate" else max
                return pick((heights[m] for m in members), default=0)
            case MacroRef(key=key) if key in self.c.macros:
                return self._height(self.c.macros[key].content, heights)
        return 0

    def _gone(self, node: Content) -> bool:
        """Whether a class without members, which allows nothing, is required here."""
        if node.minimum == 0:
            return False
        if isinstance(node, Sequence):
            return any(self._gone(m) for m in node.members)
        if isinstance(node, Alternate):
            return all(self._gone(m) for m in node.members)
        return isinstance(node, ClassRef) and not self.members(node)

    def members(self, node: ClassRef) -> list[str]:
        """The elements that a reference to a class means."""
        return [
            m for m in self._class(node.key) if m not in node.exclude and (node.include is None or m in node.include)
        ]

    def _class(self, key: str) -> list[str]:
        spec = self.c.model_classes.get(key)
        found: list[str] = []
        for member in spec.members if spec else ():
            found += [member] if member in self.c.elements else self._class(member)
        return found

    def names(self, node: Content) -> set[str]:
        """The elements that may stand in content directly."""
        match node:
            case Sequence(members=members) | Alternate(members=members):
                return set().union(*(self.names(m) for m in members))
            case ElementRef(key=key):
                return {key}
            case ClassRef():
                return set(self.members(node))
            case MacroRef(key=key) if key in self.c.macros:
                return self.names(self.c.macros[key].content)
        return set()

    @cached_property
    def paths(self) -> dict[str, tuple[str, ...]]:
        """For each element that a document can contain, the shortest way to it from a start element."""
        paths = {ident: (ident,) for ident in self.c.start if ident in self.c.elements}
        level = list(paths)
        while level:
            following = []
            for ident in level:
                for child in sorted(self.names(self.c.elements[ident].content)):
                    if child not in paths:
                        paths[child] = (*paths[ident], child)
                        following.append(child)
            level = following
        return paths

    # Trees

    def document(self, ident: str, rng: random.Random) -> etree._Element | None:
        """A document with this element in it, each element on the way with some attributes; None if there is no way."""
        path = self.paths.get(ident)
        self._ids = 0
        return self._element(path, rng) if path and self.heights[ident] < _FAR else None

    def _element(self, path: tuple[str, ...], rng: random.Random) -> etree._Element:
        spec = self.c.elements[path[0]]
        element = etree.Element(
            f"{{{spec.namespace}}}{spec.name}" if spec.namespace else spec.name, nsmap=_nsmap(spec.namespace)
        )
        attributes = list(spec.attributes.attributes())
        for attribute in attributes:
            chosen = attribute.usage == "req" or (len(path) == 1 and rng.random() < 0.25)
            if chosen:
                name = f"{{{attribute.namespace}}}{attribute.name}" if attribute.namespace else attribute.name
                value = self.value(attribute, rng)
                if value is not None:
                    element.set(name, value)
        wanted = list(path[1:2])
        for child in self._content(spec.content, wanted, path, rng):
            if isinstance(child, str):
                if len(element):
                    element[-1].tail = (element[-1].tail or "") + child
                else:
                    element.text = (element.text or "") + child
            else:
                element.append(child)
        return element

    def _content(
        self, node: Content, wanted: list[str], path: tuple[str, ...], rng: random.Random
    ) -> Iterator[etree._Element | str]:
        here = bool(wanted) and wanted[0] in self.names(node)
        times = max(node.minimum, 1) if here else node.minimum
        for number in range(times):
            yield from self._once(node, wanted if number == 0 else [], path, rng)

    def _once(  # noqa: C901  # one case a kind of content
        self, node: Content, wanted: list[str], path: tuple[str, ...], rng: random.Random
    ) -> Iterator[etree._Element | str]:
        match node:
            case Sequence(members=members):
                for member in members:
                    yield from self._content(member, wanted, path, rng)
            case Alternate(members=members):
                here = [m for m in members if wanted and wanted[0] in self.names(m)]
                kept = [m for m in members if not self._gone(m)]
                if here or kept:
                    best = here[0] if here else min(kept, key=lambda m: self._height(m, self.heights))
                    yield from self._content(best, wanted, path, rng)
            case ElementRef(key=key):
                yield self._child(key, wanted, path, rng)
            case ClassRef():
                yield from self._from_class(node, wanted, path, rng)
            case MacroRef(key=key) if key in self.c.macros:
                yield from self._content(self.c.macros[key].content, wanted, path, rng)
            case Text():
                yield "text"
            case DataRef() | Values():
                yield self._data(node) or ""
            case AnyElement():
                yield etree.Element(f"{{{node.require[0] if node.require else 'http://example.org/any'}}}any")

    def _from_class(
        self, node: ClassRef, wanted: list[str], path: tuple[str, ...], rng: random.Random
    ) -> Iterator[etree._Element]:
        members = self.members(node)
        if node.expand == "alternate":
            if members:
                chosen = wanted[0] if wanted and wanted[0] in members else min(members, key=lambda m: self.heights[m])
                yield self._child(chosen, wanted, path, rng)
            return
        for member in members:
            if node.expand in ("sequence", "sequenceRepeatable") or (wanted and wanted[0] == member):
                yield self._child(member, wanted, path, rng)

    def _child(self, key: str, wanted: list[str], path: tuple[str, ...], rng: random.Random) -> etree._Element:
        if wanted and wanted[0] == key:
            wanted.clear()
            return self._element(path[1:], rng)
        return self._element((key,), rng) if self.heights[key] < 3 else self._element((key,), _Never())

    # Values

    def value(self, attribute: Attribute, rng: random.Random) -> str | None:
        """A value that the attribute may have; None if nobody knows one."""
        if attribute.values is not None and attribute.values.kind != "open" and attribute.values.items:
            one = rng.choice(attribute.values.items).name
        elif attribute.datatype is None:
            return "text"
        else:
            one = self._data(attribute.datatype.content)
        if one is None:
            return None
        return " ".join([one] * max(1, attribute.datatype.minimum if attribute.datatype else 1))

    def _data(self, node: Content) -> str | None:
        match node:
            case DataRef(key=str(key)):
                if key in _SAMPLES:
                    return _SAMPLES[key]
                spec = self.c.datatypes.get(key)
                return self._data(spec.content) if spec else None
            case DataRef(name=str(name), restriction=restriction):
                if name == "ID":
                    self._ids += 1
                    return f"id{self._ids}"
                return _XSD.get(name, "word") if restriction is None or name in ("token", "string", "anyURI") else None
            case Alternate(members=members):
                return next((found for m in members if (found := self._data(m)) is not None), None)
            case Values(values=values):
                return values.items[0].name if values.items else None
            case Text():
                return "text"
        return None


class _Never:
    """A source of chance that never chooses anything."""

    def random(self) -> float:
        return 1.0

    def choice(self, items: tuple[object, ...]) -> object:
        return items[0]


def _nsmap(namespace: str) -> dict[str | None, str] | None:
    return {None: namespace} if namespace else None


# Mutants


@dataclass(frozen=True)
class Vocabulary:
    """Names and values that a mutation may bring in."""

    elements: Sequence_[str]
    attributes: Sequence_[str]
    values: Sequence_[str]


def mutant(root: etree._Element, vocabulary: Vocabulary, rng: random.Random) -> bytes:
    """A document with one to three things changed, one start tag a line."""
    tree = copy.deepcopy(root)
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        node = rng.choice(list(tree.iter("*")))
        _OPERATIONS[rng.randrange(len(_OPERATIONS))](node, vocabulary, rng)
    return etree.tostring(tree, encoding="utf-8").replace(b"<", b"\n<").lstrip()


def _delete(node: etree._Element, _vocabulary: Vocabulary, _rng: random.Random) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def _insert(node: etree._Element, vocabulary: Vocabulary, rng: random.Random) -> None:
    new = etree.Element(rng.choice(vocabulary.elements))
    if rng.random() < 0.5:
        new.text = "inserted"
    node.insert(rng.randrange(len(node) + 1), new)


def _rename(node: etree._Element, vocabulary: Vocabulary, rng: random.Random) -> None:
    node.tag = rng.choice(vocabulary.elements)


def _move(node: etree._Element, _vocabulary: Vocabulary, rng: random.Random) -> None:
    if node.getparent() is None:
        return
    everything = node.getroottree().getroot().iter("*")
    target = rng.choice([e for e in everything if e is not node and node not in e.iterancestors()])
    target.insert(rng.randrange(len(target) + 1), node)


def _double(node: etree._Element, _vocabulary: Vocabulary, _rng: random.Random) -> None:
    if node.getparent() is not None:
        node.addnext(copy.deepcopy(node))


def _unwrap(node: etree._Element, _vocabulary: Vocabulary, _rng: random.Random) -> None:
    parent = node.getparent()
    if parent is None:
        return
    index = parent.index(node)
    for child in reversed(list(node)):
        parent.insert(index, child)
    parent.remove(node)


def _add_attribute(node: etree._Element, vocabulary: Vocabulary, rng: random.Random) -> None:
    node.set(rng.choice(vocabulary.attributes), rng.choice(vocabulary.values))


def _drop_attribute(node: etree._Element, _vocabulary: Vocabulary, rng: random.Random) -> None:
    if node.attrib:
        del node.attrib[rng.choice(sorted(node.attrib))]


def _change_value(node: etree._Element, vocabulary: Vocabulary, rng: random.Random) -> None:
    if node.attrib:
        node.set(rng.choice(sorted(node.attrib)), rng.choice(vocabulary.values))


def _text(node: etree._Element, _vocabulary: Vocabulary, rng: random.Random) -> None:
    node.text = rng.choice(("", "some text", None, "12", "  "))


_OPERATIONS = (
    *(_delete, _insert, _insert, _rename, _move, _double, _unwrap),
    *(_add_attribute, _add_attribute, _drop_attribute, _change_value, _text),
)
