# tables read better in long lines
"""Datatypes of XML Schema: against `xmlschema`, an independent implementation, and by hand where the two may differ."""

from __future__ import annotations

import pytest
import xmlschema

from teitools.datatypes import XSD_LIBRARY, get_datatype

_VALUES = (
    "", " ", "0", "-0", "+1", "1", "01", "127", "128", "-128", "-129", "255", "256", "65536", "1.0", ".5", "1.", ".", "-1",
    "1e3", "1E-3", "INF", "-INF", "+INF", "NaN", "true", "True", "TRUE", "yes", "a", "a b", "a:b", ":a", "a:", "é", "-a", "1a",
    "_a", "a.b-c", "en", "en-US", "tr-Latn-TR", "toolonglanguage", "1877-11-08", "1877-02-29", "1876-02-29", "1877-13-01",
    "0000-01-01", "-0044-03-15", "12000-01-01", "1877-11-08Z", "1877-11-08+02:00", "1877-11-08+15:00", "1877", "877", "1877-11",
    "--11-08", "--02-30", "---08", "---32", "--11", "12:00:00", "24:00:00", "24:00:01", "12:00", "25:00:00", "12:00:00.5",
    "1877-11-08T12:00:00", "1877-11-08T24:00:00", "1877-11-08 12:00:00", "P1Y", "P", "PT", "P1YT", "-P1D", "PT1.5S", "P1M2DT3H",
    "0A", "0a0", "zz", "QUJD", "QUI=", "QQ==", "QQ=", "QQ", "QR==", "Q U J D",
    "99999999999999999999999999999999999999", "-99999999999999999999999999999999999999",
)  # fmt: skip
_TYPES = [
    "string",
    "normalizedString",
    "token",
    "language",
    "NMTOKEN",
    "NMTOKENS",
    "Name",
    "NCName",
    "ID",
    "IDREF",
    "IDREFS",
    "boolean",
    "decimal",
    "integer",
    "float",
    "double",
    "nonPositiveInteger",
    "negativeInteger",
    "nonNegativeInteger",
    "positiveInteger",
    "long",
    "int",
    "short",
    "byte",
    "unsignedLong",
    "unsignedInt",
    "unsignedShort",
    "unsignedByte",
    "dateTime",
    "date",
    "time",
    "gYear",
    "gYearMonth",
    "gMonth",
    "gMonthDay",
    "gDay",
    "duration",
    "hexBinary",
    "base64Binary",
]
_KNOWN = {  # where xmlschema is not right: (type, value) -> ours
    ("float", "+INF"): False, ("double", "+INF"): False,  # XML Schema 1.0 has no +INF
}  # fmt: skip


@pytest.mark.parametrize("name", _TYPES)
def test_lexical_space(name: str) -> None:
    theirs = xmlschema.XMLSchema.builtin_types()[name]
    ours = get_datatype(XSD_LIBRARY, name, ())
    values = [value for value in _VALUES if not (name == "gYear" and len(value) > 20)]  # it overflows there
    different = [
        (value, ours.allows(value))
        for value in values
        if ours.allows(value) != _KNOWN.get((name, value), theirs.is_valid(value))
    ]
    assert different == []


@pytest.mark.parametrize(
    ("name", "params", "good", "bad"),
    [
        ("string", [("length", "2")], ["ab"], ["a", "abc"]),
        ("token", [("minLength", "1"), ("maxLength", "2")], [" a ", "ab"], ["", "abc"]),
        ("NMTOKENS", [("maxLength", "2")], ["a b"], ["a b c"]),
        ("decimal", [("totalDigits", "3"), ("fractionDigits", "1")], ["12.3", "012.30"], ["1234", "1.23"]),
        ("integer", [("minInclusive", "1"), ("maxExclusive", "3")], ["1", "2"], ["0", "3"]),
        ("double", [("minInclusive", "0"), ("maxInclusive", "1")], ["0.5", "1e0"], ["1.1", "NaN"]),
        ("date", [("minInclusive", "1877-01-01")], ["1877-01-01", "2000-01-01Z"], ["1876-12-31", "1877-01-01Z"]),
        ("duration", [("minExclusive", "P1M")], ["P32D"], ["P30D", "P1M"]),
        ("hexBinary", [("length", "1")], ["0A"], ["0A0B"]),
        ("string", [("pattern", "[a-z-[aeiou]]+")], ["xyz"], ["abc"]),
        ("string", [("pattern", r"\p{Lu}\p{L}*")], ["İzmir", "Ş"], ["izmir", "1"]),
        ("string", [("pattern", r"[^\p{C}\p{Z}]+")], ["ığ#1"], ["a b", "a\u00a0b", ""]),
        ("string", [("pattern", r"\i\c*|\d{2,3}")], ["a-1", "12"], ["1", "1234"]),
        ("string", [("pattern", "^a$")], ["^a$"], ["a"]),
        ("string", [("pattern", r"\p{IsGreek}+")], ["αβ"], ["ab"]),
        ("string", [("pattern", "a|"), ("pattern", ".?")], ["a", ""], ["b"]),
    ],
)  # fmt: skip
def test_facets(name: str, params: list[tuple[str, str]], good: list[str], bad: list[str]) -> None:
    datatype = get_datatype(XSD_LIBRARY, name, tuple(params))
    assert [value for value in good if not datatype.allows(value)] == []
    assert [value for value in bad if datatype.allows(value)] == []


def test_values_are_compared_as_values() -> None:
    for name, one, other in (
        ("integer", "01", "+1"), ("double", "1e1", "10"), ("boolean", "1", "true"), ("decimal", "1.0", "1"),
        ("dateTime", "2000-01-01T00:00:00+02:00", "1999-12-31T22:00:00Z"), ("duration", "P1Y", "P12M"),
        ("hexBinary", "0a", "0A"), ("token", " a  b ", "a b"),
    ):  # fmt: skip
        datatype = get_datatype(XSD_LIBRARY, name, ())
        assert datatype.value(one) == datatype.value(other), name


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("http://[x", False), ("xpath(//b[. = 'c'])", False), ("a/b[1]", False), ("[a", False), ("http://a/b[1]", False),
        ("http:", False), ("http:#a", False), ("//[::1]x", False),
        ("http://[::1]:80/a", True), ("http://u@[::1]", True), ("a?b[1]", True), ("#xpath(a[1])", True), ("urn:a[1]", True),
        ("a b", True), ("..", True),
    ],
)  # fmt: skip
def test_brackets_of_addresses(text: str, good: bool) -> None:
    """RFC 2396 as RFC 2732 changed it."""
    assert get_datatype(XSD_LIBRARY, "anyURI", ()).allows(text) is good


@pytest.mark.parametrize(("text", "good"), [("--02", True), ("--02Z", True), ("--02--", False), ("--02--Z", False)])
def test_month(text: str, good: bool) -> None:
    """As the second edition of XML Schema has it; the first had --02--, by mistake."""
    assert get_datatype(XSD_LIBRARY, "gMonth", ()).allows(text) is good
