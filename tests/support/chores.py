"""Work that tests give to workers, who find it by its name."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["doubled", "lost", "slow"]


def doubled(items: list[int], log: Path, killers: tuple[int, ...] = (), *, once: bool = True) -> list[int]:
    """Twice the numbers, with a line in a log for each; some numbers end the process, the first time or always."""
    with log.open("a", encoding="utf-8") as file:
        file.writelines(f"{item}\n" for item in items)
    for item in items:
        marker = log.with_name(f"killed-{item}")
        if item in killers and not (once and marker.exists()):
            marker.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return [2 * item for item in items]


def lost(item: int, reason: str) -> str:
    """What stands for a number on which a process has ended."""
    return f"{item} lost: {reason}"


def slow(items: list[int], seconds: float) -> list[int]:
    """The numbers, after a while."""
    time.sleep(seconds)
    return items
