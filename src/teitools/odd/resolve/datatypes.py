"""References to datatypes, and whether those of XML Schema can be restricted as the ODD restricts them.

Guidelines, TD, “Datatype Specification”. What a datatype, a facet and a regular expression is, the engine says that
will read the schema.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from teitools.datatypes import XSD_LIBRARY, DatatypeError, get_datatype, xsd_types
from teitools.diagnostics import Severity, phrase
from teitools.document import Place
from teitools.odd.content import DataRef
from teitools.odd.names import elements, tei
from teitools.odd.report import attribute

if TYPE_CHECKING:
    from collections.abc import Sequence

    from teitools.odd.report import Report

__all__ = ["Facet", "check_facets", "facets_of", "read_data_ref"]

_LOW, _HIGH = ("minInclusive", "minExclusive"), ("maxInclusive", "maxExclusive")
_OF_TEI = ("teidata.", "data.")
# XML Schema Part 2, sections 4.3.2, 4.3.3 and 4.3.12: the first of these cannot be greater than the second.
_SIZES = (
    ("minLength", "maxLength"),
    ("minLength", "length"),
    ("length", "maxLength"),
    ("fractionDigits", "totalDigits"),
)


class Facet(NamedTuple):
    """A facet as an ODD states it: by `dataFacet`, or as a pattern by `@restriction`."""

    name: str
    value: str
    name_place: Place
    value_place: Place


def read_data_ref(place: Place, low: int, high: int | None, report: Report, *, by_odd: bool) -> DataRef:
    """Read a `dataRef`; if the ODD wrote it and names a datatype of XML Schema, check that and what restricts it."""
    element = place.element
    key, name = element.get("key"), element.get("name")
    restriction = element.get("restriction")
    facets = tuple((f.get("name", ""), f.get("value", "")) for f in elements(element) if f.tag == tei("dataFacet"))
    if key is not None and name is not None:
        report.add("ODD013", place, element="dataRef", first="key", second="name")
        name = None
    elif key is None and name is None:
        report.add("ODD012", place, element="dataRef")
        name = "string"
    if restriction is not None and facets:
        report.add("ODD013", place, element="dataRef", first="restriction", second="dataFacet")
    if name is not None:
        name = name.removeprefix("xsd:").removeprefix("xs:")
        if name.startswith(_OF_TEI):
            hint = phrase("odd_write_key", name=name)
            report.add("ODD070", attribute(place, "name"), severity=Severity.WARNING, hint=hint, name=name)
            key, name = name, None
        elif name not in xsd_types():
            report.unknown("ODD070", attribute(place, "name"), name, xsd_types())
            name = "string"
        elif by_odd:
            check_facets(name, facets_of(place), (), report)
    return DataRef(place=place, minimum=low, maximum=high, key=key, name=name, restriction=restriction, facets=facets)


def facets_of(place: Place) -> list[Facet]:
    """What restricts a datatype where a `dataRef` refers to it."""
    restriction = place.element.get("restriction")
    here = attribute(place, "restriction")
    found = [] if restriction is None else [Facet("pattern", restriction, here, here)]
    for element in elements(place.element):
        if element.tag == tei("dataFacet"):
            facet = Place(place.document, element)
            where = attribute(facet, "name"), attribute(facet, "value")
            found.append(Facet(element.get("name", ""), element.get("value", ""), *where))
    return found


def check_facets(datatype: str, facets: Sequence[Facet], inherited: Sequence[tuple[str, str]], report: Report) -> None:
    """Report facets that a datatype of XML Schema cannot take, values that they cannot have, and contradictions.

    `inherited` are facets, by name and value, that the datatype has already.
    """
    sound = [facet for facet in facets if _is_sound(datatype, facet, report)]
    for number, facet in enumerate(sound):
        others = [*inherited, *((other.name, other.value) for other in sound[:number])]
        for name, value in others:
            if _contradict(datatype, (facet.name, facet.value), (name, value)):
                report.add(
                    "ODD078",
                    facet.value_place,
                    datatype=datatype,
                    facet=facet.name,
                    value=facet.value,
                    other=f'{name}="{value}"',
                )


def _is_sound(datatype: str, facet: Facet, report: Report) -> bool:
    try:
        get_datatype(XSD_LIBRARY, datatype, ((facet.name, facet.value),))
    except DatatypeError as error:
        if error.key == "data_param":
            report.unknown("ODD071", facet.name_place, facet.name, xsd_types()[datatype], datatype=datatype)
        elif error.key == "data_pattern":
            hint = _pattern_hint(facet.value)
            report.add("ODD073", facet.value_place, hint=hint, pattern=facet.value, detail=error.facts["detail"])
        else:
            report.add("ODD072", facet.value_place, facet=facet.name, value=facet.value)
        return False
    return True


def _pattern_hint(pattern: str) -> str | None:
    """What authors of other kinds of regular expressions have to know."""
    if "(?" in pattern:
        return phrase("odd_pattern_look_around")
    return phrase("odd_pattern_anchors") if pattern.startswith("^") or pattern.endswith("$") else None


def _contradict(datatype: str, one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether no value can have two facets, each of which is sound."""
    for low, high in ((one, other), (other, one)):
        if (low[0], high[0]) in _SIZES:
            return int(low[1]) > int(high[1])
        if (low[0], high[0]) in product(_LOW, _HIGH):
            return _allows(datatype, ("maxExclusive", low[1]), high[1]) or (
                "Exclusive" in low[0] + high[0]
                and _allows(datatype, ("minInclusive", low[1]), high[1])
                and _allows(datatype, ("maxInclusive", low[1]), high[1])
            )
    return False


def _allows(datatype: str, facet: tuple[str, str], value: str) -> bool:
    return get_datatype(XSD_LIBRARY, datatype, (facet,)).allows(value)
