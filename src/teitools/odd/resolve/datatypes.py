"""References to datatypes, and what XML Schema says of their names and facets.

Guidelines, TD, “Datatype Specification”; XML Schema Part 2, section 4.1.5 (which facets a datatype has).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from teitools.odd.content import DataRef
from teitools.odd.names import elements, tei, words
from teitools.odd.report import attribute

if TYPE_CHECKING:
    from teitools.document import Place
    from teitools.odd.report import Report

__all__ = ["DATATYPES", "read_data_ref"]

_LENGTHS = frozenset({"length", "minLength", "maxLength"})
_LIMITS = frozenset({"minInclusive", "maxInclusive", "minExclusive", "maxExclusive"})
_DIGITS = frozenset({"totalDigits", "fractionDigits"})
_PATTERN = frozenset({"pattern"})
_TEXT = words(
    "string normalizedString token language NMTOKEN Name NCName ID IDREF ENTITY NMTOKENS IDREFS ENTITIES "
    "anyURI QName NOTATION hexBinary base64Binary"
)
_NUMBERS = words(
    "integer nonPositiveInteger negativeInteger long int short byte nonNegativeInteger unsignedLong unsignedInt "
    "unsignedShort unsignedByte positiveInteger decimal"
)
_ORDERED = words("float double duration dateTime time date gYearMonth gYear gMonthDay gDay gMonth")

DATATYPES: dict[str, frozenset[str]] = {
    **dict.fromkeys(_TEXT, _PATTERN | _LENGTHS),
    **dict.fromkeys(_NUMBERS, _PATTERN | _LIMITS | _DIGITS),
    **dict.fromkeys(_ORDERED, _PATTERN | _LIMITS),
    "boolean": _PATTERN,
}
"""The datatypes of XML Schema that RELAX NG may use, and the facets that each has."""

_COUNT = re.compile(r"\s*\+?\d+\s*")


def read_data_ref(place: Place, low: int, high: int | None, report: Report) -> DataRef:
    """Read a `dataRef`, and check its datatype and facets as far as it is one of XML Schema."""
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
        if name not in DATATYPES:
            report.unknown("ODD070", attribute(place, "name"), name, DATATYPES)
            name = "string"
        else:
            _check_facets(place, name, report)
    return DataRef(place=place, minimum=low, maximum=high, key=key, name=name, restriction=restriction, facets=facets)


def _check_facets(place: Place, name: str, report: Report) -> None:
    allowed = DATATYPES[name]
    for element in elements(place.element):
        if element.tag != tei("dataFacet"):
            continue
        here = type(place)(place.document, element)
        facet, value = element.get("name", ""), element.get("value", "")
        if facet not in allowed:
            report.unknown("ODD071", attribute(here, "name"), facet, allowed, datatype=name)
        elif facet in _LENGTHS | _DIGITS and not _COUNT.fullmatch(value):
            report.add("ODD072", attribute(here, "value"), facet=facet, value=value)
