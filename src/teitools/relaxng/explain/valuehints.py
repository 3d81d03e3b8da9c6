"""What a value should look like, and which value was probably meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from teitools.diagnostics import nearest, phrase
from teitools.relaxng.explain.wording import cut, enumerate_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from teitools.relaxng.automaton.derive import Deriver
    from teitools.relaxng.automaton.patterns import Pattern

_DATES = frozenset(["date", "gYear", "gMonth", "gDay", "gYearMonth", "gMonthDay", "time", "dateTime"])
_WORDS = (r"[^\p{C}\p{Z}]+", r"(\p{L}|\p{N}|\p{P}|\p{S})+")
_INTEGERS = frozenset(
    [
        "integer",
        "nonPositiveInteger",
        "negativeInteger",
        "long",
        "int",
        "short",
        "byte",
        "unsignedLong",
        "unsignedInt",
        "unsignedShort",
        "unsignedByte",
    ]
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january ocak januar janvier", "february şubat februar février", "march mart märz mars",
            "april nisan avril",
            "may mayıs mai", "june haziran juni juin", "july temmuz juli juillet", "august ağustos août",
            "september eylül septembre", "october ekim oktober octobre", "november kasım novembre",
            "december aralık dezember décembre",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip


def describe_types(values: Sequence[str], types: Sequence[Pattern]) -> str:
    """What is wanted, in words: the listed values, the datatypes."""
    parts: list[str] = []
    values = [value for value in values if value or not types]
    if values:
        best = [f"“{cut(value)}”" for value in values[:5]]
        parts.append(phrase("rng_and_more", names=", ".join(best)) if len(values) > 5 else enumerate_names(best))
    names = {one.payload.name for one in types}
    if len(names & _DATES) > 2:
        parts.append(phrase("rng_type_date_any" if "date" in names else "rng_type_time"))
        types = [one for one in types if one.payload.name not in _DATES]
    if "double" in names:
        types = [one for one in types if one.payload.name != "decimal"]
    parts.extend(map(_describe, sorted(types, key=_has_pattern)))
    unique = list(dict.fromkeys(parts))
    return enumerate_names(unique[:3]) if unique else phrase("rng_type_nothing")


def _has_pattern(pattern: Pattern) -> bool:
    return any(facet == "pattern" for facet, _ in pattern.payload.params)


def _describe(pattern: Pattern) -> str:
    datatype = pattern.payload
    name = datatype.name
    expressions = [value for facet, value in datatype.params if facet == "pattern"]
    if len(expressions) == 1 and (expressions[0] in _WORDS or (expressions == [r"\S+"] and name != "anyURI")):
        return phrase("rng_type_word")
    if expressions and expressions != [r"\S+"]:
        return phrase("rng_type_pattern", pattern=cut(expressions[0]))
    try:
        described = phrase(f"rng_type_{'integer' if name in _INTEGERS else name}")
    except KeyError:
        described = phrase("rng_type_other", type=name)
    bounds = {facet: value for facet, value in datatype.params if facet != "pattern"}
    if set(bounds) == {"minInclusive", "maxInclusive"}:
        return phrase("rng_type_range", type=described, low=bounds["minInclusive"], high=bounds["maxInclusive"])
    listed = ", ".join(f"{facet} {value}" for facet, value in bounds.items())
    return f"{described} ({listed})" if listed else described


def suggest_value(
    value: str, values: Sequence[str], types: Sequence[Pattern], deriver: Deriver, wanted: Sequence[Pattern]
) -> str | None:
    """A value that is accepted and that was probably meant."""
    if len(value) > 60:
        return None
    found = nearest(value.strip(), values)
    if found and any(deriver.matches(one, found) for one in wanted):
        return found
    names = {one.payload.name for one in types}
    for candidate in _candidates(value, names):
        if candidate != value and any(deriver.matches(one, candidate) for one in wanted):
            return candidate
    return None


def _candidates(value: str, names: set[str]) -> Iterator[str]:
    text = value.strip()
    if names & _DATES:
        yield from _dates(text)
    if "boolean" in names:
        yield from {"yes": ["true"], "no": ["false"], "evet": ["true"], "hayır": ["false"]}.get(text.lower(), [])
        yield text.lower()
    if names & {"double", "decimal", "float"}:
        yield text.replace(",", ".")
    if names & {"ID", "NCName", "Name", "NMTOKEN"}:
        plain = re.sub(r"[^\w.\-]+", "_", text.lstrip("#"))
        yield plain
        yield "_" + plain
    if names & {"nonNegativeInteger", "positiveInteger", "integer"} and (digits := re.search(r"\d+", text)):
        yield digits.group()
    if names & {"anyURI", "string", "token"}:
        yield text.replace(" ", "%20") if "anyURI" in names else text
        yield re.sub(r"\s+", "-", text)
        yield text.replace("##", "#")


def _dates(text: str) -> Iterator[str]:
    """The same day as XML Schema writes it."""
    word = re.fullmatch(r"(\d{1,2})\.? +([^\W\d_]+)\.? +(\d{4})", text)
    if word and word.group(2).lower() in _MONTHS:
        yield f"{word.group(3)}-{_MONTHS[word.group(2).lower()]:02}-{int(word.group(1)):02}"
    parts = re.findall(r"\d+", text)
    numbers = [int(part) for part in parts]
    if len(parts) == 3 and len(parts[0]) == 4:
        yield f"{parts[0]}-{numbers[1]:02}-{numbers[2]:02}"
        yield f"{parts[0]}-{numbers[2]:02}-{numbers[1]:02}"
    elif len(parts) == 3 and len(parts[2]) == 4:
        yield f"{parts[2]}-{numbers[1]:02}-{numbers[0]:02}"
        yield f"{parts[2]}-{numbers[0]:02}-{numbers[1]:02}"
    elif len(parts) == 2 and len(parts[0]) == 4:
        yield f"{parts[0]}-{numbers[1]:02}"
    elif len(parts) == 2 and len(parts[1]) == 4:
        yield f"{parts[1]}-{numbers[0]:02}"
    elif len(parts) == 1 and len(parts[0]) == 4:
        yield f"{numbers[0]:04}"
