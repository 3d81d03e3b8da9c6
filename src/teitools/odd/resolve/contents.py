"""Reading content models: from the elements of `content` or `datatype` to the tree of `teitools.odd.content`.

Guidelines, TD, “Content Models”. What stands in several children without a wrapper is a sequence, as in RELAX NG.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from teitools.diagnostics import phrase
from teitools.document import Place
from teitools.document.names import RNG, RNG_ANNOTATIONS, RNG_DATATYPES, local_name, namespace_of
from teitools.odd.content import (
    Alternate,
    AnyElement,
    ClassRef,
    Content,
    DataRef,
    ElementRef,
    Empty,
    MacroRef,
    RawRelaxNG,
    Sequence,
    Text,
    Values,
)
from teitools.odd.names import UNBOUNDED, elements, local, tei, words
from teitools.odd.report import Report, attribute
from teitools.odd.resolve.datatypes import read_data_ref

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from teitools.odd.content import Expansion
    from teitools.odd.resolve.valuelists import ValueLists

__all__ = ["ContentReader", "occurrence"]

_EXPANSIONS = ("alternate", "sequence", "sequenceOptional", "sequenceRepeatable", "sequenceOptionalRepeatable")
_MOST = 10_000  # grammars write such numbers out
_DIGITS = 4_000  # Python reads no longer numbers
_DECLARED = frozenset({tei("desc"), tei("gloss"), tei("equiv"), tei("altIdent")})


def occurrence(place: Place, report: Report) -> tuple[int, int | None]:
    """`@minOccurs` and `@maxOccurs`; None is unbounded. What makes no sense is reported and read as once."""
    element = place.element
    if not element.attrib:
        return 1, 1
    low, high = element.get("minOccurs", "1").strip(), element.get("maxOccurs", "").strip()
    if not _is_number(place, "minOccurs", low, report):
        low = "1"
    minimum = int(low)
    if high == UNBOUNDED:
        return minimum, None
    if high and not _is_number(place, "maxOccurs", high, report):
        high = ""
    maximum = int(high) if high else 1
    if maximum < minimum:
        if high:
            reason = phrase("odd_occurs_less", minimum=minimum)
            report.add("ODD064", attribute(place, "maxOccurs"), value=high, what="maxOccurs", reason=reason)
        maximum = minimum
    return minimum, maximum


def _is_number(place: Place, name: str, value: str, report: Report) -> bool:
    """Whether a bound is a number that a grammar can write out; if not, the report says why."""
    if value.isdecimal() and len(value) < _DIGITS and int(value) <= _MOST:
        return True
    if value.isdecimal():
        reason = phrase("odd_occurs_many", most=_MOST)
    else:
        reason = phrase("odd_occurs_no_number", more=phrase("odd_occurs_or_unbounded") if name == "maxOccurs" else "")
    report.add("ODD064", attribute(place, name), value=value, what=name, reason=reason)
    return False


@dataclass(frozen=True, slots=True)
class ContentReader:
    """Reads content models in layers of one origin, that of the `values`.

    `exceptions` are what `anyElement` may not be, unless it says so itself.
    """

    report: Report
    values: ValueLists
    exceptions: tuple[str | tuple[str, str], ...]

    def read(self, container: Place) -> Content:
        """The content that the children of an element state."""
        children = [e for e in elements(container.element) if e.tag not in _DECLARED]
        if children and all(str(e.tag).startswith(f"{{{RNG}}}") for e in children):
            return self._raw(container, children)
        nodes = self._nodes(container.document, children)
        if not nodes:
            return Empty(place=container)
        return nodes[0] if len(nodes) == 1 else Sequence(place=container, members=tuple(nodes))

    def _raw(self, container: Place, patterns: list[etree._Element]) -> RawRelaxNG:
        prefixed = container.element.get("autoPrefix", "true").strip() not in ("false", "0")
        return RawRelaxNG(place=container, patterns=tuple(patterns), auto_prefix=prefixed)

    def _nodes(self, document: object, children: list[etree._Element]) -> list[Content]:
        found = []
        for child in children:
            place = Place(document, child)  # type: ignore[arg-type]  # a Document, as in every Place
            reader = _READERS.get(str(child.tag))
            if reader is not None:
                found.append(reader(self, place))
            elif namespace_of(child.tag) == RNG:
                found.append(RawRelaxNG(place=place, patterns=(child,)))
            elif namespace_of(child.tag) in (RNG_ANNOTATIONS, RNG_DATATYPES):
                continue  # annotations
            else:
                names = map(local_name, _READERS)
                self.report.unknown("ODD065", place, local(child), names)
        return found

    def _sequence(self, place: Place) -> Content:
        low, high = occurrence(place, self.report)
        ordered = place.element.get("preserveOrder", "true").strip() not in ("false", "0")
        members = tuple(self._nodes(place.document, list(elements(place.element))))
        return Sequence(place=place, minimum=low, maximum=high, members=members, preserve_order=ordered)

    def _alternate(self, place: Place) -> Content:
        low, high = occurrence(place, self.report)
        members = tuple(self._nodes(place.document, list(elements(place.element))))
        return Alternate(place=place, minimum=low, maximum=high, members=members)

    def _text(self, place: Place) -> Content:
        return Text(place=place)

    def _empty(self, place: Place) -> Content:
        return Empty(place=place)

    def _element(self, place: Place) -> Content:
        low, high = occurrence(place, self.report)
        return ElementRef(place=place, minimum=low, maximum=high, key=self._key(place))

    def _macro(self, place: Place) -> Content:
        low, high = occurrence(place, self.report)
        return MacroRef(place=place, minimum=low, maximum=high, key=self._key(place))

    def _class(self, place: Place) -> Content:
        low, high = occurrence(place, self.report)
        element = place.element
        expand = element.get("expand", "alternate").strip()
        if expand == "alternation":  # the name of the pattern in older schemas
            expand = "alternate"
        if expand not in _EXPANSIONS:
            self.report.unknown("ODD074", attribute(place, "expand"), expand, _EXPANSIONS)
            expand = "alternate"
        if element.get("include") is not None and element.get("except") is not None:
            self.report.add("ODD023", place, element="classRef", key=element.get("key", ""))
        return ClassRef(
            place=place,
            minimum=low,
            maximum=high,
            key=self._key(place),
            expand=cast("Expansion", expand),
            include=words(element.get("include")) if element.get("include") is not None else None,
            exclude=words(element.get("except")),
        )

    def _data(self, place: Place) -> DataRef:
        low, high = occurrence(place, self.report)
        return read_data_ref(place, low, high, self.report, by_odd=self.values.origin != "source")

    def _any(self, place: Place) -> Content:
        low, high = occurrence(place, self.report)
        excluded = place.element.get("except")
        exceptions = self.exceptions if excluded is None else qualified(place.element, excluded)
        require = words(place.element.get("require"))
        return AnyElement(place=place, minimum=low, maximum=high, require=require, exceptions=exceptions)

    def value_list(self, place: Place) -> Content:
        """A `valList` as content."""
        low, high = occurrence(place, self.report)
        return Values(place=place, minimum=low, maximum=high, values=self.values.make(place))

    def _key(self, place: Place) -> str:
        key = place.element.get("key", "").strip()
        if not key:
            self.report.add("ODD012", place, element=local(place.element))
        return key


def qualified(scope: etree._Element, value: str) -> tuple[str | tuple[str, str], ...]:
    """A list of namespaces and of names with a prefix that is declared in `scope`."""
    found: list[str | tuple[str, str]] = []
    for word in value.split():
        prefix, colon, name = word.partition(":")
        if colon and not name.startswith("/") and prefix in scope.nsmap:
            found.append((scope.nsmap[prefix], name))
        else:
            found.append(word)
    return tuple(found)


_READERS: dict[str, Callable[[ContentReader, Place], Content]] = {
    tei("sequence"): ContentReader._sequence,
    tei("alternate"): ContentReader._alternate,
    tei("textNode"): ContentReader._text,
    tei("empty"): ContentReader._empty,
    tei("elementRef"): ContentReader._element,
    tei("classRef"): ContentReader._class,
    tei("macroRef"): ContentReader._macro,
    tei("dataRef"): ContentReader._data,
    tei("anyElement"): ContentReader._any,
    tei("valList"): ContentReader.value_list,
}
