"""The clock of the protocols: moments in UTC, with seconds."""

from __future__ import annotations

import time

__all__ = ["moment", "now"]


def now() -> str:
    """The moment that it is."""
    return moment(time.time())


def moment(seconds: float) -> str:
    """A moment, so many seconds after the beginning of 1970."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(max(0, seconds)))
