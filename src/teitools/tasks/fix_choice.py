"""Which of the fixes that findings offer are applied, and which of them can be applied together."""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import TYPE_CHECKING

from teitools.diagnostics import phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from teitools.schematron.quickfix.offers import Offer
    from teitools.schematron.quickfix.splices import Edit
    from teitools.schematron.results import Finding

__all__ = ["Taken", "choose"]


def choose(finding: Finding, wanted: Sequence[str], document: str) -> Offer | str | None:
    """The fix to apply to a finding: of those that are `wanted` the first, else the default one, or the only one.

    Where there is no such fix the reason, in the user's language; None if the finding has none, or none that is wanted.
    `document` is the name of the document that is being fixed: findings in others are left.
    """
    if wanted:
        named = [offer for name in wanted for offer in finding.offers if name in (offer.id, offer.name)]
        offers = [offer for offer in named if offer.id == named[0].id]
    else:
        offers = [offer for offer in finding.offers if offer.id == finding.default_fix] or list(finding.offers)
    if not offers:
        return None
    if finding.location.file != document:
        return phrase("sch_fix_other")
    if len(offers) > 1:
        return phrase("fix_choose", choices="; ".join(f"--fix {offer.name}: {offer.title}" for offer in offers))
    offer = offers[0]
    missing = next((entry for entry in offer.entries if not entry.has_default), None)
    if missing is not None:
        return phrase("sch_fix_entry", name=offer.name, entry=missing.name, title=missing.title)
    return offer


class Taken:
    """What the fixes that were accepted in a round change already."""

    def __init__(self) -> None:
        self._runs: list[tuple[int, int]] = []
        self._points: list[int] = []
        self._keys: set[object] = set()

    def take(self, made: Sequence[Edit]) -> bool:
        """Take the places of a fix, unless one of them is taken already; one fix's own may lie in one another."""
        keys = {edit.key for edit in made if edit.key is not None}
        if not self._keys.isdisjoint(keys) or any(self._touches(edit) for edit in made):
            return False
        self._keys |= keys
        end = -1
        for edit in sorted(made, key=lambda item: (item.start, -item.end)):
            if edit.start == edit.end:
                insort(self._points, edit.start)
            elif edit.start >= end:
                insort(self._runs, (edit.start, edit.end))
                end = edit.end
        return True

    def _touches(self, edit: Edit) -> bool:
        index = bisect_left(self._runs, (edit.start, edit.end))
        near = self._runs[max(index - 1, 0) : index + 1]
        if edit.start == edit.end:
            return any(start < edit.start < end for start, end in near)
        point = bisect_left(self._points, edit.start + 1)
        inside = point < len(self._points) and self._points[point] < edit.end
        return inside or any(start < edit.end and edit.start < end for start, end in near)
