"""What takes seconds to make is made once for all workers of a test run."""

from __future__ import annotations

import fcntl
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

__all__ = ["once"]


def once(name: str, make: Callable[[Path], None], places: pytest.TempPathFactory) -> Path:
    """The folder that `make` has filled; whoever comes while it does waits, and makes it if it failed."""
    base = places.getbasetemp()
    run = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base  # each worker has a folder in that of the run
    folder, made = run / name, run / f"{name}.made"
    with (run / f"{name}.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            make(folder)
            made.touch()
    return folder
