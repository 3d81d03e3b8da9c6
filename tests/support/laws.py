"""How many examples laws are tried on: half as many as each says, or EXAMPLES times as many (make test-all).

The examples of a law are the same in every run, so that a test run judges the change and not the luck of the draw;
RANDOM_EXAMPLES=1 draws new ones, to search for what no run has tried yet.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from hypothesis import settings

if TYPE_CHECKING:
    from hypothesis import HealthCheck

__all__ = ["TIMES", "examples"]

TIMES = int(os.environ.get("EXAMPLES", "1"))
_DRAWN_ANEW = os.environ.get("RANDOM_EXAMPLES") == "1"


def examples(count: int, *, unchecked: tuple[HealthCheck, ...] = ()) -> settings:
    """Settings of a law. No deadline: laws hold on busy machines too, speed is for benchmarks."""
    return settings(
        max_examples=count * TIMES if "EXAMPLES" in os.environ else (count + 1) // 2,
        deadline=None,
        suppress_health_check=unchecked,
        derandomize=not _DRAWN_ANEW,
    )
