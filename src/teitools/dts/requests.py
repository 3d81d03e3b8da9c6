"""The parameters of a request: what they may be together, and what they ask for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from teitools.dts.model import RequestError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Passage", "number", "parameters", "passage"]

_NUMBER = re.compile(r"-?\d{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Passage:
    """What of a resource is asked for: a unit (`ref`), a range, or all of it; and in which tree, if it is said."""

    resource: str
    ref: str | None = None
    start: str | None = None
    end: str | None = None
    tree: str | None = None

    @property
    def is_whole(self) -> bool:
        """Whether no part is named."""
        return self.ref is None and self.start is None


def parameters(pairs: Iterable[tuple[str, str]], known: Iterable[str]) -> dict[str, str]:
    """The known ones among the parameters of a request; one without a value is as if it were not there.

    Raises RequestError for one that is given twice. Others are passed over, as caches and proxies add their own.
    """
    found: dict[str, str] = {}
    wanted = frozenset(known)
    for name, value in pairs:
        if name in wanted and value:
            if name in found:
                raise RequestError(f"{name} is given more than once; give it once")
            found[name] = value
    return found


def number(given: dict[str, str], name: str, least: int) -> int | None:
    """A parameter that is a whole number, None if it is not there. Raises RequestError if it is none, or too small."""
    value = given.get(name)
    if value is None:
        return None
    if not _NUMBER.fullmatch(value) or int(value) < least:
        raise RequestError(f"{name} is not a whole number from {least} on; correct it")
    return int(value)


def passage(given: dict[str, str]) -> Passage:
    """The part that is asked for. Raises RequestError where the parameters exclude one another."""
    if "resource" not in given:
        raise RequestError("no resource is named; add resource=…, an identifier that the collection endpoint gives")
    if "ref" in given and ("start" in given or "end" in given):
        raise RequestError("ref and a range (start, end) exclude each other; leave one of them out")
    if ("start" in given) != ("end" in given):
        raise RequestError("a range needs both start and end; add the other one")
    return Passage(given["resource"], given.get("ref"), given.get("start"), given.get("end"), given.get("tree"))
