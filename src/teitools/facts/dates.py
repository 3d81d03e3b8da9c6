"""Dates of TEI as EDTF (Extended Date/Time Format: ISO 8601-2:2019, the specification of the Library of Congress).

`from` and `to` are an interval; `notBefore` and `notAfter` one day that is not known within bounds, for which EDTF has
a set with one member (level 2: `[1901..1910]`). Doubt (@cert low) is `?`, vagueness (`precision`) `~`, both `%`.
Years are written as they are: TEI leaves open whether -0044 is the year 44 or 45 before Christ.
"""

from __future__ import annotations

import re
from calendar import monthrange
from typing import TYPE_CHECKING

from teitools.datatypes.calendar import LEXICAL
from teitools.document.names import local_name
from teitools.facts.model import When

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

__all__ = ["DATING", "when_of"]

DATING = ("when", "notBefore", "notAfter", "from", "to")
_ZONE = re.compile(r"(?:Z|[+-]\d\d:\d\d)\Z")
_SHAPES = ("date", "gYearMonth", "gYear")
# What EDTF has besides: unspecified digits, qualifiers, seasons, long years
_EDTF = re.compile(
    r"-?(?=[0-9-]*[X?~%])[0-9X]{4}(?:-[0-9X]{2}(?:-[0-9X]{2})?)?[?~%]?|-?[0-9]{4}-(?:2[1-9]|3[0-9]|4[01])|Y-?[0-9]{5,}"
)
_DOUBTFUL, _ROUGH = ("low", "unknown"), ("low", "medium")


def _point(value: str) -> str | None:
    """A date of TEI as one of EDTF, without a time zone for a day; None if it is none, as a time of any day."""
    value = value.strip()
    if any(LEXICAL[shape](value) for shape in _SHAPES):
        bare = _ZONE.sub("", value)
        digits = len(bare.lstrip("-").partition("-")[0])
        return bare if digits == 4 else f"Y{bare}" if LEXICAL["gYear"](bare) else None
    if LEXICAL["dateTime"](value):
        return value
    if LEXICAL["gMonthDay"](value):
        return f"XXXX{_ZONE.sub('', value)[1:]}"
    if LEXICAL["gMonth"](value):
        return f"XXXX-{_ZONE.sub('', value)[2:4]}"
    return value if _EDTF.fullmatch(value) else None


def when_of(element: etree._Element, tell: Callable[[str, str], None] | None = None) -> When:
    """What the dating attributes of an element say (att.datable); `tell` hears names and values that are no dates."""
    given = {name: value for name in DATING if (value := element.get(name) or element.get(f"{name}-iso"))}
    rough = [local_name(part.tag) == "precision" and part.get("precision") in _ROUGH for part in element]
    when = When(
        certainty=element.get("cert", ""),
        approximate=any(rough) or element.get("precision") in _ROUGH,
        duration=element.get("dur") or element.get("dur-iso") or "",
        calendar=element.get("calendar", ""),
    )
    if not given:
        return when
    points = {name: _point(value) for name, value in given.items()}
    if tell is not None:
        for name, point in points.items():
            if point is None and not LEXICAL["time"](given[name].strip().removeprefix("T")):
                tell(name, given[name])
    exact = given.get("when", "")
    return when._replace(
        edtf=_edtf(points, _mark(when)),
        start=exact or given.get("from", "") or given.get("notBefore", ""),
        end=exact or given.get("to", "") or given.get("notAfter", ""),
    )


def _mark(when: When) -> str:
    doubtful = when.certainty in _DOUBTFUL
    return {(True, True): "%", (True, False): "?", (False, True): "~"}.get((doubtful, when.approximate), "")


def _edtf(points: dict[str, str | None], mark: str) -> str | None:
    """The expression; None if one of its parts is none."""
    if None in points.values():
        return None

    def marked(name: str, *, is_day: bool = True) -> str:
        point = points.get(name) or ""
        if is_day:  # intervals are of days, months and years (EDTF, level 0)
            point = point.partition("T")[0]
        return f"{point}{mark}" if point and "T" not in point and point[-1] not in "?~%" else point

    if "when" in points:
        return marked("when", is_day=False)
    if "from" in points or "to" in points:
        return f"{marked('from')}/{marked('to')}"
    first, last = ((points.get(name) or "").partition("T")[0] for name in ("notBefore", "notAfter"))
    if first and last and len(first) != len(last) and first[0] not in "Y-" and last[0] not in "Y-":
        first, last = _day(first, 1, 1), _day(last, 12, 31)
    return f"[{first}..{last}]"


def _day(point: str, month: int, day: int) -> str:
    """The first or the last day of a year, a month or a day: bounds of a set are of one precision."""
    parts = point.split("-")
    if not all(part.isdigit() for part in parts) or int(parts[0]) == 0:
        return point
    chosen = int(parts[1]) if len(parts) > 1 else month
    if len(parts) < 3 and not 1 <= chosen <= 12:  # a season
        return point
    last = monthrange(int(parts[0]), chosen)[1] if len(parts) < 3 else 0
    return point if len(parts) == 3 else f"{parts[0]}-{chosen:02}-{min(day, last):02}"
