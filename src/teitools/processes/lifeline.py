"""Letting the kernel end processes when the one that started them dies, however it dies.

The lifeline is a pipe to which its owner never writes. The only event on it is that the owner's end closes, as it does
with the owner; for that the kernel sends SIGIO to whom the other end is set to tell, which ends a process by default.
No code of the process need run for it, so it works while Saxon holds the interpreter lock, and for programs of others.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterator
    from subprocess import Popen

__all__ = ["end_with_parent", "ended_with_us", "lifeline"]


def end_with_parent(parent: int, end: int) -> None:
    """Let this process end when the parent dies; `end` is what it got of the lifeline, -1 for nothing."""
    if sys.platform != "win32" and end >= 0:
        signal.signal(signal.SIGIO, signal.SIG_DFL)
        _tell(end, os.getpid())
        if os.getppid() != parent:  # it had died before
            os._exit(1)


@contextmanager
def lifeline() -> Iterator[int | None]:
    """The end of a lifeline of this process, for a program to inherit; None where there are no such pipes."""
    if sys.platform == "win32":
        yield None
        return
    theirs, ours = os.pipe()
    try:
        yield theirs
    finally:
        os.close(theirs)
        os.close(ours)


@contextmanager
def ended_with_us(child: Popen[bytes], end: int | None) -> Iterator[None]:
    """Leave nothing behind of a program that leads a session of its own: it and all that it starts end with the block,
    and with this process if that is killed. The program has inherited `end`.
    """
    try:
        if end is not None:
            _tell(end, -child.pid)  # the whole group
        yield
    finally:
        if sys.platform == "win32":
            child.kill()
        else:
            with contextlib.suppress(ProcessLookupError, PermissionError):  # nobody is left of the group
                os.killpg(child.pid, signal.SIGKILL)


def _tell(end: int, whom: int) -> None:
    """Let a process, or the group of which that is the negative number, get SIGIO when the lifeline ends."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):  # a system that knows no such signals: then it ends when its work does
            fcntl.fcntl(end, fcntl.F_SETOWN, whom)
            fcntl.fcntl(end, fcntl.F_SETFL, fcntl.fcntl(end, fcntl.F_GETFL) | os.O_ASYNC)
