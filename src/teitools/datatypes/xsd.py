"""The datatypes of XML Schema (part 2, 1.0) with their facets, as RELAX NG uses them."""

from __future__ import annotations

import binascii
import functools
import math
import re
from typing import TYPE_CHECKING, NamedTuple

from teitools.datatypes.base import COMPATIBILITY_LIBRARY, XSD_LIBRARY, Datatype, DatatypeError, Params
from teitools.datatypes.lexical import collapse, full_match, is_name, is_ncname, is_nmtoken, preserve
from teitools.document.addresses import split

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from decimal import Decimal

_LENGTHS = frozenset(("length", "minLength", "maxLength"))
_BOUNDS = frozenset(("minInclusive", "maxInclusive", "minExclusive", "maxExclusive"))
_DIGITS = frozenset(("totalDigits", "fractionDigits"))


def _replace(text: str) -> str:
    return text.translate({9: " ", 10: " ", 13: " "})


class Spec(NamedTuple):
    """One type: its lexical space, its values, and the facets it can take (with `pattern`, which all can)."""

    test: Callable[[str], bool] | None
    facets: frozenset[str] = frozenset()
    value: Callable[[str], Hashable] | None = None
    normalize: Callable[[str], str] = collapse
    length: Callable[[str], int] = len
    id_type: str | None = None
    contextual: str | None = None


_INTEGER = full_match(r"[+-]?[0-9]+")


def _decimal(text: str) -> Decimal:
    from decimal import Decimal  # 2 ms, and most schemas compare no numbers

    return Decimal(text)


def _integer(low: int | None, high: int | None) -> Spec:
    def test(text: str) -> bool:
        if not _INTEGER(text):
            return False
        if len(text) > 30:  # no bound has 30 digits: only the sign and leading zeros can matter
            digits = text.lstrip("+-0")
            if len(digits) > 30:
                return (low is None) if text[0] == "-" else (high is None)
            text = ("-" if text[0] == "-" else "") + (digits or "0")
        number = int(text)
        return (low is None or number >= low) and (high is None or number <= high)

    return Spec(test, _BOUNDS | _DIGITS, _decimal)


def _float(text: str) -> float | str:
    return text if text == "NaN" else float(text.replace("INF", "inf"))


def _single(text: str) -> float | str:
    import struct

    number = _float(text)
    if isinstance(number, str) or math.isinf(number):
        return number
    try:
        return float(struct.unpack("f", struct.pack("f", number))[0])
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def _list_of(test: Callable[[str], bool]) -> Callable[[str], bool]:
    return lambda text: bool(text) and all(map(test, text.split(" ")))


def _tokens(text: str) -> int:
    return len(text.split(" "))


_BASE64 = full_match(
    r"(?:(?:[A-Za-z0-9+/] ?){4})*(?:(?:[A-Za-z0-9+/] ?){2}[AEIMQUYcgkosw048] ?=|[A-Za-z0-9+/] ?[AQgw] ?= ?=)?"
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


_IPV6 = re.compile(r"(?:[^@\[\]]*@)?\[[0-9A-Fa-f:.]+\](?::[0-9]*)?")


def _brackets_stand_well(text: str) -> bool:
    """Whether brackets are where RFC 2396 with RFC 2732 lets them be: round an IPv6 address, where any reserved
    character may stand (query, fragment, what follows a scheme without a slash), never in a path.
    """
    parts = split(text)
    authority = parts.authority or ""
    if ("[" in authority or "]" in authority) and not _IPV6.fullmatch(authority):
        return False
    opaque = parts.scheme is not None and parts.authority is None and parts.path[:1] not in ("/", "[", "]")
    return opaque or ("[" not in parts.path and "]" not in parts.path)


def is_any_uri(text: str) -> bool:
    """Whether a string is an `anyURI`: escapes, at most one fragment, a well-formed scheme with something behind it,
    brackets only where they may be. All other characters that no URI has are escaped before it is one (XLink 1.0, 5.4).
    """
    if ("[" in text or "]" in text) and not _brackets_stand_well(text):
        return False
    if "%" in text and _BAD_PERCENT.search(text):
        return False
    if text.count("#") > 1:
        return False
    head = re.split("[/?#]", text, maxsplit=1)[0] if ":" in text else ""
    if ":" not in head:
        return True
    scheme = _SCHEME.match(head)
    return scheme is not None and text[scheme.end() :][:1] not in ("", "#")


def _from_base64(text: str) -> bytes:
    return binascii.a2b_base64(text.replace(" ", ""))


def _calendar(name: str) -> Spec:
    from teitools.datatypes import calendar

    return Spec(calendar.LEXICAL[name], _BOUNDS, lambda text: calendar.value(name, text))


def _is_qname(text: str) -> bool:
    return text.count(":") <= 1 and all(map(is_ncname, text.split(":")))


_FLOAT = full_match(r"(?:[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|-?INF|NaN)")
_CALENDAR = frozenset(["duration", "dateTime", "time", "date", "gYearMonth", "gYear", "gMonthDay", "gDay", "gMonth"])
_TYPES: dict[str, Spec] = {
    "string": Spec(None, _LENGTHS, normalize=preserve),
    "normalizedString": Spec(None, _LENGTHS, normalize=_replace),
    "token": Spec(None, _LENGTHS),
    "language": Spec(full_match(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*"), _LENGTHS),
    "NMTOKEN": Spec(is_nmtoken, _LENGTHS),
    "NMTOKENS": Spec(_list_of(is_nmtoken), _LENGTHS, length=_tokens),
    "Name": Spec(is_name, _LENGTHS),
    "NCName": Spec(is_ncname, _LENGTHS),
    "ID": Spec(is_ncname, _LENGTHS, id_type="ID"),
    "IDREF": Spec(is_ncname, _LENGTHS, id_type="IDREF"),
    "IDREFS": Spec(_list_of(is_ncname), _LENGTHS, length=_tokens, id_type="IDREFS"),
    "ENTITY": Spec(is_ncname, _LENGTHS, contextual="entity"),
    "ENTITIES": Spec(_list_of(is_ncname), _LENGTHS, length=_tokens, contextual="entity"),
    "anyURI": Spec(is_any_uri, _LENGTHS),
    "QName": Spec(_is_qname, _LENGTHS, contextual="name"),
    "NOTATION": Spec(_is_qname, _LENGTHS, contextual="name"),
    "boolean": Spec(full_match("true|false|1|0"), frozenset(), lambda text: text in ("true", "1")),
    "decimal": Spec(full_match(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"), _BOUNDS | _DIGITS, _decimal),
    "float": Spec(_FLOAT, _BOUNDS, _single),
    "double": Spec(_FLOAT, _BOUNDS, _float),
    "hexBinary": Spec(
        full_match("(?:[0-9A-Fa-f]{2})*"), _LENGTHS, binascii.unhexlify, length=lambda text: len(text) // 2
    ),
    "base64Binary": Spec(_BASE64, _LENGTHS, _from_base64, length=lambda text: len(_from_base64(text))),
    "integer": _integer(None, None),
    "nonPositiveInteger": _integer(None, 0),
    "negativeInteger": _integer(None, -1),
    "nonNegativeInteger": _integer(0, None),
    "positiveInteger": _integer(1, None),
    "long": _integer(-(2**63), 2**63 - 1),
    "int": _integer(-(2**31), 2**31 - 1),
    "short": _integer(-(2**15), 2**15 - 1),
    "byte": _integer(-128, 127),
    "unsignedLong": _integer(0, 2**64 - 1),
    "unsignedInt": _integer(0, 2**32 - 1),
    "unsignedShort": _integer(0, 2**16 - 1),
    "unsignedByte": _integer(0, 255),
}


def get_xsd_type(name: str, params: Params) -> Datatype:
    """The type of this name with these facets. Raises DatatypeError."""
    spec = _calendar(name) if name in _CALENDAR else _TYPES.get(name)
    if spec is None:
        raise DatatypeError("data_type", type=name)
    tests = [] if spec.test is None else [spec.test]
    if params:
        from teitools.datatypes.facets import facet_test

        tests.extend(facet_test(name, spec, facet, value) for facet, value in params)
    test = None if not tests else tests[0] if len(tests) == 1 else lambda text: all(one(text) for one in tests)
    return Datatype(
        (XSD_LIBRARY, name, params), spec.normalize, test, spec.value, id_type=spec.id_type, contextual=spec.contextual
    )


@functools.cache
def facets_by_type() -> dict[str, frozenset[str]]:
    """Every type with the facets that it can take, `pattern` among them."""
    facets = {name: spec.facets for name, spec in _TYPES.items()} | dict.fromkeys(_CALENDAR, _BOUNDS)
    return {name: taken | {"pattern"} for name, taken in facets.items()}


def get_id_type(name: str, params: Params) -> Datatype:
    """`ID`, `IDREF` or `IDREFS` of RELAX NG DTD Compatibility, which take no facets. Raises DatatypeError."""
    if params:
        raise DatatypeError("data_param", param=params[0][0], type=name)
    spec = _TYPES[name]
    return Datatype((COMPATIBILITY_LIBRARY, name, ()), spec.normalize, spec.test, id_type=name)
