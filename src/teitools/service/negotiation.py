"""Which media type a client prefers (RFC 9110, 12.5.1), and whether it takes compressed answers (12.5.3)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["accepts_gzip", "preferred"]

_QUALITY = re.compile(r"[qQ]\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*$", re.ASCII)
_MOST = 100  # items of a header that are looked at


def preferred(accept: str, offered: Sequence[str]) -> str | None:
    """The media type that is liked best, the first of those that are liked the same; None if none is taken."""
    wanted = [(name.lower(), quality) for name, quality in _items(accept)] or [("*/*", 1.0)]

    def quality(media_type: str) -> float:
        kind = media_type.partition("/")[0]
        found = dict(reversed(wanted))
        return next((found[name] for name in (media_type, f"{kind}/*", "*/*") if name in found), 0.0)

    best = max(offered, key=quality)  # of several equal ones, the first
    return best if quality(best) > 0 else None


def accepts_gzip(accept_encoding: str) -> bool:
    """Whether an answer may be compressed with gzip."""
    found = {name.lower(): quality for name, quality in _items(accept_encoding)}
    return found.get("gzip", found.get("*", 0.0)) > 0


def _items(header: str) -> list[tuple[str, float]]:
    """The items of a header with their qualities; other parameters make no difference here."""
    items = []
    for item in header.split(",", _MOST)[:_MOST]:
        name, *parameters = (part.strip() for part in item.split(";"))
        matches = [match for parameter in parameters if (match := _QUALITY.match(parameter))]
        if name:
            items.append((name, float(matches[0][1]) if matches else 1.0))
    return items
