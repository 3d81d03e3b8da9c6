"""Dates, times and durations of XML Schema: lexical spaces, values and their partial order."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from teitools.datatypes.lexical import full_match

_ZONE = r"(?P<zone>Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
_YEAR = r"(?P<year>-?(?:[1-9][0-9]{3,}|0[0-9]{3}))"
_MONTH = r"(?P<month>0[1-9]|1[0-2])"
_DAY = r"(?P<day>0[1-9]|[12][0-9]|3[01])"
_TIME = (
    r"(?:(?P<hour>[01][0-9]|2[0-3]):(?P<minute>[0-5][0-9]):(?P<second>[0-5][0-9](?:\.[0-9]+)?)"
    r"|(?P<end>24:00:00(?:\.0+)?))"
)
_DURATION = (
    r"(?P<minus>-)?P(?=.)(?:(?P<years>[0-9]+)Y)?(?:(?P<months>[0-9]+)M)?(?:(?P<days>[0-9]+)D)?"
    r"(?:T(?=.)(?:(?P<hours>[0-9]+)H)?(?:(?P<minutes>[0-9]+)M)?(?:(?P<seconds>[0-9]+(?:\.[0-9]+)?)S)?)?"
)
_PATTERNS = {
    "dateTime": f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}",
    "date": f"{_YEAR}-{_MONTH}-{_DAY}{_ZONE}",
    "time": f"{_TIME}{_ZONE}",
    "gYearMonth": f"{_YEAR}-{_MONTH}{_ZONE}",
    "gYear": f"{_YEAR}{_ZONE}",
    "gMonthDay": f"--{_MONTH}-{_DAY}{_ZONE}",
    "gDay": f"---{_DAY}{_ZONE}",
    "gMonth": f"--{_MONTH}{_ZONE}",
    "duration": _DURATION,
}
_LONG = 400  # characters; no real date or duration is longer


def _compiled(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


def _days_in(year: int, month: int) -> int:
    if month == 2:
        year = year + 1 if year < 0 else year  # there is no year 0: year -1 is a leap year
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _is_real(name: str, text: str) -> bool:
    if len(text) > _LONG:
        return False
    match = _compiled(name).fullmatch(text)
    if match is None:
        return False
    parts = match.groupdict()
    year = int(parts.get("year") or 4)
    if year == 0:
        return False
    day, month = parts.get("day"), parts.get("month")
    return day is None or month is None or int(day) <= _days_in(year, int(month))


def _test(name: str):  # type: ignore[no-untyped-def]  # noqa: ANN202  # Callable[[str], bool]
    return lambda text: _is_real(name, text)


LEXICAL = {name: _test(name) for name in _PATTERNS if name != "duration"}
_plain_duration = full_match(_DURATION)
LEXICAL["duration"] = lambda text: len(text) <= _LONG and _plain_duration(text)


class Moment(NamedTuple):
    """A point in time as seconds since 0001-01-01, and whether its time zone is known."""

    seconds: Decimal
    zoned: bool

    def compare(self, other: Moment) -> int | None:
        """-1, 0, 1, or None if 14 hours of unknown time zone leave it open (part 2, section 3.2.7.4)."""
        if self.zoned == other.zoned:
            return (self.seconds > other.seconds) - (self.seconds < other.seconds)
        if abs(self.seconds - other.seconds) <= 14 * 3600:
            return None
        return 1 if self.seconds > other.seconds else -1


class Duration(NamedTuple):
    """Months and seconds; a month has 28 to 31 days."""

    months: int
    seconds: Decimal

    def compare(self, other: Duration) -> int | None:
        """-1, 0, 1, or None if it depends on the months meant (part 2, section 3.2.6.2)."""
        orders = set()
        for year, month in ((1696, 9), (1697, 2), (1903, 3), (1903, 7)):
            start = year * 12 + month - 1
            ours, theirs = (_days_before(*_split(start + one.months)) * 86400 + one.seconds for one in (self, other))
            orders.add((ours > theirs) - (ours < theirs))
        return orders.pop() if len(orders) == 1 else None


def _split(months: int) -> tuple[int, int]:
    return months // 12, months % 12 + 1


def _days_before(year: int, month: int) -> int:
    """Days from 0001-01-01 to the first of a month, in the proleptic Gregorian calendar with a year 0."""
    before = year - 1
    days = before * 365 + before // 4 - before // 100 + before // 400
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return days + (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)[month - 1] + (leap and month > 2)


def value(name: str, text: str) -> Moment | Duration:
    """The value of a string that belongs to the type."""
    match = _compiled(name).fullmatch(text)
    assert match is not None, "only strings of the type have a value"  # noqa: S101
    parts = match.groupdict()
    if name == "duration":
        sign = -1 if parts["minus"] else 1
        days, hours, minutes = (int(parts[key] or 0) for key in ("days", "hours", "minutes"))
        months = int(parts["years"] or 0) * 12 + int(parts["months"] or 0)
        seconds = Decimal(parts["seconds"] or 0) + ((days * 24 + hours) * 60 + minutes) * 60
        return Duration(sign * months, sign * seconds)
    year = int(parts.get("year") or 1972)
    days = _days_before(year + (year < 0), int(parts.get("month") or 1)) + int(parts.get("day") or 1) - 1
    seconds = Decimal(days * 86400)
    if parts.get("end"):
        seconds += 86400 if name == "dateTime" else 0
    elif parts.get("hour"):
        seconds += (int(parts["hour"]) * 60 + int(parts["minute"])) * 60 + Decimal(parts["second"])
    zone = parts.get("zone")
    if zone and zone != "Z":
        offset = (int(zone[1:3]) * 60 + int(zone[4:6])) * 60
        seconds += offset if zone[0] == "-" else -offset
    return Moment(seconds, bool(zone))
