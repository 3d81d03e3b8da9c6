"""How many examples laws are tried on: as many as each says, or EXAMPLES times as many (make test-all)."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from hypothesis import settings

if TYPE_CHECKING:
    from hypothesis import HealthCheck

__all__ = ["TIMES", "examples"]

TIMES = int(os.environ.get("EXAMPLES", "1"))


def examples(count: int, *, unchecked: tuple[HealthCheck, ...] = ()) -> settings:
    """Settings of a law. No deadline: laws hold on busy machines too, speed is for benchmarks."""
    return settings(max_examples=count * TIMES, deadline=None, suppress_health_check=unchecked)
