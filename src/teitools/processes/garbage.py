"""How often Python looks for cycles of garbage: work on documents makes millions of objects, and hardly a cycle."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["PATIENCE", "patience"]

PATIENCE = 20_000
"""New objects before a look. Python's own 700 costs a check 8 % of its time, an export a third."""


@contextmanager
def patience() -> Iterator[None]:
    """Look less often for a while: in a process that is not ours, a program's that uses teitools as a library."""
    before = gc.get_threshold()
    if 0 < before[0] < PATIENCE:
        gc.set_threshold(PATIENCE, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
