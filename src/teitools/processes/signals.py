"""Ending in order when the system asks for the end of a program, so that nothing of its work is left behind."""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

__all__ = ["ended_in_order"]


class _Ended(BaseException):
    """The program was asked to end."""

    def __init__(self, number: int) -> None:
        self.number = number


@contextmanager
def ended_in_order() -> Iterator[None]:
    """Let SIGTERM and SIGHUP, which end a program on the spot, first end the block as Ctrl-C does.

    The program then ends with that signal all the same. A signal that is ignored (nohup) or handled already stays so.
    """
    names = ("SIGTERM", "SIGHUP") if threading.current_thread() is threading.main_thread() else ()
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    ours = [number for number in numbers if signal.getsignal(number) is signal.SIG_DFL]
    for number in ours:
        signal.signal(number, _end)
    try:
        yield
    except _Ended as ended:
        signal.signal(ended.number, signal.SIG_DFL)
        if sys.platform != "win32":
            os.kill(os.getpid(), ended.number)
        raise SystemExit(128 + ended.number) from ended
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)


def _end(number: int, _frame: FrameType | None) -> None:
    signal.signal(number, signal.SIG_IGN)  # once is enough
    raise _Ended(number)
