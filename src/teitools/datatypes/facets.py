"""Facets of XML Schema datatypes (part 2, section 4.3): each becomes a test of a normalised string."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from teitools.datatypes.base import DatatypeError, PatternError
from teitools.datatypes.regex import compile_pattern
from teitools.diagnostics import phrase

if TYPE_CHECKING:
    from collections.abc import Callable

    from teitools.datatypes.xsd import Spec


def facet_test(name: str, spec: Spec, facet: str, value: str) -> Callable[[str], bool]:
    """The test that a facet adds to the type `name`. Raises DatatypeError if the type cannot take it or its value."""
    if facet == "pattern":
        try:
            return compile_pattern(value)
        except PatternError as error:
            detail = phrase(f"rng_{error.key}", **error.facts)
            raise DatatypeError("data_pattern", pattern=value, detail=detail) from None
    if facet not in spec.facets:
        raise DatatypeError("data_param", param=facet, type=name)
    value = value.strip(" \t\r\n")
    if facet in ("length", "minLength", "maxLength", "totalDigits", "fractionDigits"):
        if not (value.isascii() and value.isdigit() and len(value) < 19) or (facet == "totalDigits" and not int(value)):
            raise DatatypeError("data_param_value", param=facet, value=value)
        return _size_test(facet, spec, int(value))
    if spec.test is not None and not spec.test(value):
        raise DatatypeError("data_param_value", param=facet, value=value)
    return _bound_test(facet, spec, value)


def _size_test(facet: str, spec: Spec, size: int) -> Callable[[str], bool]:
    length = spec.length
    if facet == "length":
        return lambda text: length(text) == size
    if facet == "minLength":
        return lambda text: length(text) >= size
    if facet == "maxLength":
        return lambda text: length(text) <= size
    if facet == "fractionDigits":
        return lambda text: len(text.partition(".")[2].rstrip("0")) <= size
    return lambda text: _total_digits(text) <= size


def _total_digits(text: str) -> int:
    whole, _, fraction = text.lstrip("+-").partition(".")
    return len(whole.lstrip("0")) + len(fraction.rstrip("0"))


def _bound_test(facet: str, spec: Spec, value: str) -> Callable[[str], bool]:
    to_value = spec.value
    assert to_value is not None, "a type with bounds has values"  # noqa: S101
    bound = to_value(value)
    wanted = (1, 0) if facet == "minInclusive" else (-1, 0) if facet == "maxInclusive" else (1,) if (
        facet == "minExclusive") else (-1,)  # fmt: skip
    return lambda text: compare(to_value(text), bound) in wanted


def compare(one: Any, other: Any) -> int | None:  # noqa: ANN401  # values of any type
    """-1, 0 or 1; None where the order is not defined (NaN, dates with and without a time zone)."""
    if hasattr(one, "compare"):
        result: int | None = one.compare(other)
        return result
    if isinstance(one, str) or isinstance(other, str):  # NaN
        return 0 if one == other else None
    if isinstance(one, Decimal | float) and not (isinstance(one, float) and math.isnan(one)):
        return int(one > other) - int(one < other)
    return None
