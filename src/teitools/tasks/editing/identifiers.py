"""New values of `xml:id` as those of a text are made: counted on, or of the words of the element."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from teitools.tasks.editing.folding import folded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teitools.tasks.editing.survey import Survey

__all__ = ["proposed", "slug"]

_NUMBERED = re.compile(r"(.*?\D)(\d+)")
_WORDS = re.compile(r"[a-z0-9]+")
_MOST = 4  # words of an id


def slug(words: str) -> str:
    """Words as a part of an id: small Latin letters, figures, hyphens."""
    return "-".join(_WORDS.findall(folded(words))[:_MOST])


def proposed(survey: Survey, element: str, words: str, own: str = "") -> Iterator[str]:
    """New ids for an element, the likeliest first; none that the text has (`own` apart, which is to be replaced)."""
    alike = [one.id for one in survey.anchors.values() if one.element == element and one.id != own]
    taken = set(survey.anchors) - {own}
    counted: Counter[str] = Counter()
    highest: dict[str, int] = {}
    worded: Counter[str] = Counter()
    for ident in alike:
        if match := _NUMBERED.fullmatch(ident):
            counted[match[1]] += 1
            highest[match[1]] = max(highest.get(match[1], 0), int(match[2]))
        else:
            worded[ident.rpartition("-")[0] if ident.count("-") == 1 else ident.partition("-")[0]] += 1
    said = slug(words)
    prefix = worded.most_common(1)[0][0] if worded else ""
    found = [f"{head}{highest[head] + 1}" for head, _ in counted.most_common(3)]
    if said and (worded or not alike):
        made = f"{prefix}-{said}" if prefix else said
        found.insert(0 if not counted or worded.total() > counted.total() else len(found), made)
    if not alike:
        found.append(f"{slug(element)}-1")
    for ident in found:
        new, number = ident, 2
        while new in taken:
            new, number = f"{ident}-{number}", number + 1
        yield new
