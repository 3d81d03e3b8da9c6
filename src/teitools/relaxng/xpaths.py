"""XPaths of findings, by a second reading of the document: the first keeps no account of positions among siblings."""

from __future__ import annotations

import contextlib
from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.parsers import expat

from teitools.relaxng.names import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from teitools.diagnostics import Diagnostic
    from teitools.relaxng.places import Spot


class _Done(Exception):  # noqa: N818  # it is control flow
    """Everything is found."""


class _Counter:
    """Follows the path of the element that the parser is in."""

    def __init__(self, findings: Sequence[Diagnostic], spots: Sequence[Spot], encoding: str | None) -> None:
        self.findings = list(findings)
        self.spots = spots
        order = sorted((spot.byte, at) for at, spot in enumerate(spots) if spot.byte >= 0)
        self.waiting = deque(order)
        self.path: list[str] = [""]
        self.counts: list[dict[str, int]] = [{}]
        self.parser = expat.ParserCreate(encoding, SEPARATOR)
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end

    def start(self, name: str, _attributes: object) -> None:
        self.settle(before=True)
        local = name.rpartition(SEPARATOR)[2]
        counts = self.counts[-1]
        counts[name] = counts.get(name, 0) + 1
        self.path.append(f"{self.path[-1]}/{local}[{counts[name]}]" if len(self.path) > 1 else f"/{local}")
        self.counts.append({})
        self.settle(before=False)

    def end(self, _name: str) -> None:
        self.settle(before=False)
        self.path.pop()
        self.counts.pop()

    def settle(self, before: bool) -> None:
        """Give the present path to the findings whose event this is."""
        now = self.parser.CurrentByteIndex
        waiting = self.waiting
        while waiting and waiting[0][0] <= now:
            spot = self.spots[waiting[0][1]]
            if before and not spot.inside and spot.byte == now:
                return
            at = waiting.popleft()[1]
            finding = self.findings[at]
            place = replace(finding.location, xpath=(self.path[-1] or "/") + spot.suffix)
            self.findings[at] = replace(finding, location=place)
        if not waiting:
            raise _Done


def with_xpaths(
    content: bytes, encoding: str | None, findings: Sequence[Diagnostic], spots: Sequence[Spot]
) -> list[Diagnostic]:
    """The findings of a document, each with the XPath of its element or attribute."""
    counter = _Counter(findings, spots, encoding)
    if counter.waiting:
        with contextlib.suppress(_Done, expat.ExpatError, ValueError, LookupError):
            counter.parser.Parse(content, True)
    return counter.findings
