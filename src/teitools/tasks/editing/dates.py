"""Dates in words as W3C dates: `16 Mart 1921`, `March 1921`, `16.3.1921`, `1920–1922`."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from lxml import etree

from teitools.document.names import XML_LANG
from teitools.resources import resource
from teitools.tasks.editing.folding import folded

__all__ = ["Dated", "in_words", "read_date"]

_DAY = re.compile(r"(?<!\d)(\d{1,2})(?:\.|st|nd|rd|th|er|º)?\s+(?:de\s+)?([^\W\d_]+)\.?,?\s+(?:de\s+)?(\d{3,4})(?!\d)")
_AMERICAN = re.compile(r"([^\W\d_]+)\s+(\d{1,2}),\s+(\d{3,4})(?!\d)")
_MONTH = re.compile(r"([^\W\d_]+)\.?\s+(\d{3,4})(?!\d)")
_FIGURES = re.compile(r"(?<!\d)(\d{1,2})[./](\d{1,2})[./](\d{4})(?!\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})(?:-(\d{2}))?(?!\d)")
_SPAN = re.compile(r"(?<!\d)(\d{4})\s*[–-]\s*(\d{4})(?!\d)")
_YEAR = re.compile(r"(?<!\d)([12]?\d{3})(?!\d)")


@dataclass(frozen=True, slots=True)
class Dated:
    """A date, or the first and the last of a period."""

    when: str | None = None
    start: str | None = None
    end: str | None = None


def read_date(words: str) -> Dated | None:
    """The date that words name; None if they name none for certain."""
    if span := _SPAN.search(words):
        return Dated(start=span[1], end=span[2])
    for pattern, order in ((_DAY, (3, 2, 1)), (_AMERICAN, (3, 1, 2))):
        for match in pattern.finditer(words):
            if month := _months().get(folded(match[order[1]])):
                return _dated(int(match[order[0]]), month, int(match[order[2]]))
    if found := _ISO.search(words):
        return _dated(int(found[1]), int(found[2]), int(found[3] or 0))
    if found := _FIGURES.search(words):
        return _dated(int(found[3]), int(found[2]), int(found[1]))
    for match in _MONTH.finditer(words):
        if month := _months().get(folded(match[1])):
            return _dated(int(match[2]), month, 0)
    year = _YEAR.search(words)
    return Dated(when=year[1].zfill(4)) if year else None


def in_words(value: str, language: str) -> str | None:
    """A W3C date in words; None for what is none."""
    match = re.fullmatch(r"(-?\d{4,})(?:-(\d{2})(?:-(\d{2}))?)?", value)
    if match is None:
        return None
    year, month, day = match[1], int(match[2] or 0), int(match[3] or 0)
    if month > 12 or day > 31:
        return None
    name = _names().get((language, month), "")
    return " ".join(part for part in (str(day) if day else "", name, year.lstrip("0") or "0") if part)


def _dated(year: int, month: int, day: int) -> Dated | None:
    if not 1 <= month <= 12 or not 0 <= day <= 31:
        return None
    return Dated(when=f"{year:04}-{month:02}" + (f"-{day:02}" if day else ""))


@functools.cache
def _names() -> dict[tuple[str, int], str]:
    """The months, by language and number, as the stylesheets have them."""
    found = {}
    for name, language in (("labels.xml", None), ("labels/de.xml", "de"), ("labels/fr.xml", "fr")):
        for label in etree.parse(str(resource(f"xslt/common/{name}"))).getroot().iter("{*}label"):
            head, _, number = (label.get("key") or "").partition("-")
            if head == "month" and number.isdigit():
                texts = [(language, label.text)] if language else [(one.get(XML_LANG), one.text) for one in label]
                found.update({(str(one), int(number)): text or "" for one, text in texts})
    return found


@functools.cache
def _months() -> dict[str, int]:
    months = {folded(name): number for (_, number), name in _names().items()}
    return months | {name[:3]: number for name, number in months.items() if len(name) > 4}
