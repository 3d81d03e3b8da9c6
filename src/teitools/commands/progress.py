"""How far a command is, on one line of a terminal that is written over and taken away in the end."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import click

from teitools.diagnostics import phrase

if TYPE_CHECKING:
    from collections.abc import Callable

    Progress = Callable[[int, int, str], None]
    """Is told how many documents are done, of how many, and the name of the one at work or just done."""

__all__ = ["progress"]

_EVERY = 0.1  # seconds
_ESTIMATED_FROM = 2.0  # seconds of work, before which an estimate says little
_MINUTE = 60


def progress(work: str = "check") -> Progress | None:
    """What shows how far a check, or other `work` that the catalogue has words for, is; nothing if nobody looks on."""
    if not sys.stderr.isatty():
        return None
    started, shown = time.perf_counter(), 0.0

    def show(done: int, total: int, name: str) -> None:
        nonlocal shown
        now = time.perf_counter()
        if total <= 1 or (now - shown < _EVERY and 0 < done < total):
            return
        shown = now
        line = _line(work, done, total, name, now - started) if done < total else ""
        click.echo(f"\r{line}\x1b[K", nl=False, err=True)

    return show


def _line(work: str, done: int, total: int, name: str, seconds: float) -> str:
    """`checking 120 of 1000, about 2 min left · letters/a.xml`, in one line of the terminal."""
    import shutil  # it loads what packs files

    from teitools.reports.visible import cells, one_line

    left = seconds / done * (total - done) if done else 0.0
    estimate = f", {_estimate(left)}" if done and seconds >= _ESTIMATED_FROM else ""
    line = phrase(f"{work}_progress", done=done, total=total) + estimate
    room = shutil.get_terminal_size().columns - cells(line) - 4
    shown = one_line(name)
    while cells(shown) > room and shown:
        shown = f"…{shown[2:]}" if len(shown) > 1 else ""
    return f"{line} · {shown}" if shown else line


def _estimate(seconds: float) -> str:
    if seconds < _MINUTE:
        return phrase("estimate_seconds", count=max(1, round(seconds)))
    return phrase("estimate_minutes", count=round(seconds / _MINUTE))
