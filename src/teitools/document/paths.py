"""Paths as `fn:path()` writes them: `/Q{http://www.tei-c.org/ns/1.0}TEI[1]/@Q{…}id`."""

from __future__ import annotations

import re
from typing import NamedTuple

from teitools.document.names import XPATH_FUNCTIONS

__all__ = ["Step", "parse_path"]


class Step(NamedTuple):
    """One step of a path: an element, text(), comment(), processing-instruction(x), or an attribute.

    `namespace` is None where the path does not say; `local` is `*` for any name.
    """

    kind: str
    namespace: str | None
    local: str
    position: int


_ROOT = f"Q{{{XPATH_FUNCTIONS}}}root()"
_STEP = re.compile(
    r"/(?P<attribute>@)?(?:Q\{(?P<namespace>[^{}]*)\})?(?:\*:)?"
    r"(?P<name>[^/\[\]@{}()]+)(?P<test>\([^()]*\))?(?:\[(?P<position>\d{1,12})\])?"
)


def parse_path(path: str) -> list[Step]:
    """Take a path of `fn:path()` (XPath and XQuery Functions 3.1, 14.3) to pieces; what is not understood ends it."""
    steps: list[Step] = []
    at = 0
    if path.startswith(_ROOT):
        at = path.index(")") + 1
    while match := _STEP.match(path, at):
        at = match.end()
        name, test = match["name"], match["test"]
        if match["namespace"] is None and not match["attribute"]:
            name = name.rpartition(":")[2]  # a prefix says nothing without its declaration: any namespace
        position = int(match["position"] or 1)
        if match["attribute"]:
            steps.append(Step("attribute", match["namespace"] or "", name, 1))
        elif test is None:
            steps.append(Step("element", match["namespace"], name, position))
        else:
            steps.append(Step(name, None, test[1:-1].strip(" '\"") or "*", position))
    return steps
